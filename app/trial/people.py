"""The staff of the trial branch. Their passwords stand on the trial's sign-in page; they protect nothing real."""

from __future__ import annotations

from typing import NamedTuple

from app.domain.people import Role


class TrialPerson(NamedTuple):
    """Someone to sign in as, with the password shown on the page."""

    staff_no: str
    name: str
    name_en: str
    role: Role
    password: str


TRIAL_BRANCH = "0102"

TRIAL_PEOPLE = (
    TrialPerson("0217", "李晓", "Li Xiao", Role.TELLER, "guitai-0217"),
    TrialPerson("0305", "周敏", "Zhou Min", Role.HANDLER, "chengban-0305"),
    TrialPerson("0108", "王建国", "Wang Jianguo", Role.SUPERVISOR, "zhuguan-0108"),
    TrialPerson("0101", "陈志远", "Chen Zhiyuan", Role.BRANCH_HEAD, "hangzhang-0101"),
    TrialPerson("0901", "孙浩", "Sun Hao", Role.AUDITOR, "shenji-0901"),
)

OFFICER = TrialPerson("ZH01", "总行消保办", "Head office, consumer protection", Role.HEADQUARTERS, "")
"""Who decides for headquarters in the trial; nobody can sign in as that person."""

SECOND_OFFICER = TrialPerson("ZH02", "总行运营安全部", "Head office, security", Role.HEADQUARTERS, "")
"""Who holds the recovery keys together with the first; a recovery needs both."""

TRIAL_PASSPHRASE = "trial-headquarters-0000"  # noqa: S105 - it protects nothing real
