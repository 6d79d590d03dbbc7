"""Who complains, who acts for whom, who complains together (令2020-3 art. 12 to 14). Only what the law lets the bank
ask: the form has no other fields.

Each function reads its fields of the form, adds every problem to `found` and returns what can be recorded.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime

from app.domain.calendar import china_day
from app.domain.case import Complainant, JointComplaint, PaperTaken, Representative
from app.domain.codes import AUTHORITIES, PAPERS_TAKEN
from app.domain.commands import IntakeForm
from app.domain.identity import check_id
from app.domain.intake_rules import IntakeRules
from app.domain.names import clean_name
from app.domain.phone import normalise_phone
from app.domain.reading import plain_ascii
from app.domain.reasons import ReasonCode
from app.domain.refusal import Problem

NAMELESS = ("whistle_report", "suggestion", "praise")
"""Matters that are taken without a name: nobody is owed an answer to a claim (令2020-3 art. 2)."""

_MOST_PEOPLE = 99_999
_MOST_COPIES = 99
_PHONE_BEGINS = re.compile(r"\(?[0-9+]")


@dataclass(frozen=True, slots=True)
class Strictness:
    """What has to be there. Imports of old records (`is_complete` False) take what there is and check its form only.

    Enquiries and other matters that make no claim need no authority: whoever asks may ask.
    """

    is_complete: bool
    rules: IntakeRules

    def asks_for_name(self, form: IntakeForm) -> bool:
        """Whether the complainant's name is needed."""
        return self.is_complete and form.intake_type not in NAMELESS

    def asks_for_authority(self, form: IntakeForm) -> bool:
        """Whether it must be shown that somebody may act."""
        return self.is_complete and form.intake_type == "complaint"


def complainant_of(form: IntakeForm, now: datetime, need: Strictness, found: list[Problem]) -> Complainant:
    """Name, contact and identity of the one who complains, or whose matter it is."""
    before = len(found)
    name = kept(clean_name(form.complainant_name), found)
    if need.asks_for_name(form) and not name and len(found) == before:
        found.append(Problem(ReasonCode.NAME_MISSING, "complainant_name"))
    phone = kept(normalise_phone(form.phone), found)
    id_kind, id_number = _identity(form.id_kind, form.id_number, "", now, found, form.capacity)
    return Complainant(name, phone, id_kind, id_number, form.capacity)


def representative_of(form: IntakeForm, now: datetime, need: Strictness, found: list[Problem]) -> Representative | None:
    """Who acts for the complainant, and the paper that shows that they may (art. 13, 14). For an heir, who acts in
    person, there is only the paper: the name is empty."""
    before = len(found)
    name = kept(clean_name(form.representative_name, "representative_name"), found)
    phone = kept(normalise_phone(form.representative_phone, "representative_phone"), found)
    id_kind, id_number = _identity(
        form.representative_id_kind, form.representative_id_number, "representative_", now, found, "agent"
    )
    is_unreadable = len(found) > before
    is_somebody = any(text.strip() for text in (form.representative_name, phone, id_number))
    if form.authority not in ("", *AUTHORITIES):
        found.append(Problem(ReasonCode.CHOICE_UNKNOWN, "authority"))
    elif form.capacity == "self":
        if is_somebody or form.authority:
            field = "representative_name" if is_somebody else "authority"
            found.append(Problem(ReasonCode.REPRESENTATIVE_NOT_EXPECTED, field))
    else:
        if form.capacity != "heir" and not name and not is_unreadable and need.asks_for_authority(form):
            found.append(Problem(ReasonCode.REPRESENTATIVE_MISSING, "representative_name"))
        _check_authority(form, need, found)
    if not (is_somebody or form.authority):
        return None
    return Representative(name, phone, id_kind, id_number, form.authority, form.is_authority_original)


def deceased_of(form: IntakeForm, need: Strictness, found: list[Problem]) -> str:
    """The customer whose heir complains (art. 14)."""
    before = len(found)
    name = kept(clean_name(form.deceased_name, "deceased_name"), found)
    if form.capacity == "heir":
        if not name and len(found) == before and need.asks_for_authority(form):
            found.append(Problem(ReasonCode.DECEASED_MISSING, "deceased_name"))
    elif name and form.capacity != "agent":  # an agent may act for an heir
        found.append(Problem(ReasonCode.DECEASED_NOT_EXPECTED, "deceased_name"))
    return name


def joint_of(form: IntakeForm, need: Strictness, found: list[Problem]) -> JointComplaint | None:
    """Several people with one matter, who elect at most five to speak for them (art. 12)."""
    entries = [text for text in form.group_representatives if text.strip()]
    text = plain_ascii(form.joint_count).strip().removesuffix("人").rstrip()
    if not text:
        if entries or form.is_face_to_face:
            found.append(Problem(ReasonCode.JOINT_COUNT_MISSING, "joint_count"))
        return None
    if not re.fullmatch(r"[0-9]{1,9}", text) or int(text) > _MOST_PEOPLE:
        found.append(Problem(ReasonCode.JOINT_COUNT_UNREADABLE, "joint_count"))
        return None
    count, limit = int(text), need.rules.group_representatives
    if count < 2:
        found.append(Problem(ReasonCode.JOINT_TOO_FEW, "joint_count"))
    people = tuple(_name_and_phone(entry, found) for entry in entries)
    if not people and need.is_complete:
        found.append(Problem(ReasonCode.GROUP_REPRESENTATIVES_MISSING, "group_representatives", {"limit": limit}))
    elif len(people) > min(limit, max(count, 2)):
        found.append(
            Problem(
                ReasonCode.GROUP_REPRESENTATIVES_TOO_MANY,
                "group_representatives",
                {"count": len(people), "limit": min(limit, max(count, 2))},
            )
        )
    return JointComplaint(count, form.is_face_to_face, people)


def is_major_group(joint: JointComplaint | None, rules: IntakeRules) -> bool:
    """Whether so many people came in person that the matter is major at once (art. 29)."""
    return joint is not None and joint.is_face_to_face and joint.count >= rules.major_group_from


def papers_taken_of(form: IntakeForm, found: list[Problem]) -> tuple[PaperTaken, ...]:
    """What was handed in: "kind/count/original" or "kind/count/copy", each kind and form once (art. 13)."""
    counts: dict[tuple[str, bool], int] = {}
    for entry in form.papers_taken:
        kind, _, rest = plain_ascii(entry).strip().partition("/")
        count, _, form_of_it = rest.partition("/")
        if kind not in PAPERS_TAKEN or form_of_it not in ("", "copy", "original"):
            found.append(Problem(ReasonCode.CHOICE_UNKNOWN, "papers_taken"))
            continue
        if not re.fullmatch(r"[0-9]{0,4}", count) or not 1 <= int(count or 1) <= _MOST_COPIES:
            found.append(Problem(ReasonCode.PAPER_COUNT, "papers_taken", {"limit": _MOST_COPIES}))
            continue
        key = (kind, form_of_it == "original")
        counts[key] = counts.get(key, 0) + int(count or 1)
    return tuple(PaperTaken(kind, count, is_original) for (kind, is_original), count in counts.items())


def kept(value: str | Problem, found: list[Problem]) -> str:
    """The value, or "" with its problem added to `found`."""
    if isinstance(value, Problem):
        found.append(value)
        return ""
    return value


def _identity(
    kind: str, number: str, prefix: str, now: datetime, found: list[Problem], capacity: str
) -> tuple[str, str]:
    """Kind and number of the paper; without a number there is no kind."""
    kind_field = f"{prefix}id_kind"
    if number.strip() and capacity == "organisation" and kind not in ("", "uscc"):
        found.append(Problem(ReasonCode.USCC_EXPECTED, kind_field))
        return "", ""
    if number.strip() and capacity != "organisation" and kind == "uscc":
        found.append(Problem(ReasonCode.USCC_NOT_EXPECTED, kind_field))
        return "", ""
    kind = "uscc" if capacity == "organisation" else kind
    checked = check_id(kind, number, f"{prefix}id_number", china_day(now), kind_field=kind_field)
    if isinstance(checked, Problem):
        found.append(checked)
        return "", ""
    return checked if checked[1] else ("", "")


def _check_authority(form: IntakeForm, need: Strictness, found: list[Problem]) -> None:
    fitting = need.rules.authorities.get(form.capacity, ())
    if not form.authority:
        if need.asks_for_authority(form) and fitting:
            found.append(Problem(ReasonCode.AUTHORITY_MISSING, "authority", {"papers": fitting}))
    elif form.authority not in fitting:
        found.append(Problem(ReasonCode.AUTHORITY_UNFIT, "authority", {"papers": fitting}))
    elif form.authority in need.rules.originals and not form.is_authority_original and need.asks_for_authority(form):
        found.append(Problem(ReasonCode.AUTHORITY_NOT_ORIGINAL, "is_authority_original"))


def _name_and_phone(entry: str, found: list[Problem]) -> tuple[str, str]:
    field = "group_representatives"
    text = entry.strip()
    begins = _PHONE_BEGINS.search(plain_ascii(text))
    words = text[: begins.start()] if begins else text
    name = kept(clean_name(words.rstrip(" \t\u3000,，:：;；、"), field), found)
    phone = kept(normalise_phone(text[begins.start() :], field), found) if begins else ""
    if not name and not any(problem.field == field for problem in found):
        found.append(Problem(ReasonCode.GROUP_REPRESENTATIVE_NAMELESS, field))
    return name, phone
