"""Looking at hidden details, copying them and taking data out: for which reasons, by whom and how often a day.

Everything about a person is masked until somebody says why they need it (JR/T 0171-2020 6.1.4; ASVS 14.2.6). The
limits are the bank's own (resources/rules/disclosure.json); they stop nobody's work, they make a supervisor look.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any, Self

from app.domain.case import Case
from app.domain.people import Person, Right, Role, who_may
from app.domain.reasons import ReasonCode
from app.domain.recusal import is_recused
from app.domain.refusal import Problem, Refusal, refuse

LETTER_SEEN = "letter"
"""The only `what` of an entry that says somebody writes a letter with the full name before their eyes: no reason is
asked for it and it counts towards no limit."""
ATTACHMENT_SEEN = "attachment"
"""The only `what` of an entry that says somebody looked at a file of a case. It counts towards no limit: what was asked
for a look at a file is a look at the details, which counted."""
OWN_CASE = "own_case"
"""The reason of a look at a file of a case that one is in charge of; nobody chooses it."""


@dataclass(frozen=True, slots=True)
class Why:
    """A reason that can be chosen. With `needs_note` a few words have to say more."""

    code: str
    needs_note: bool = False


@dataclass(frozen=True, slots=True)
class RoleLimits:
    """What a role may do on one day, Chinese time."""

    reveals_a_day: int = 0
    may_copy: bool = False
    takings_a_day: int = 0


@dataclass(frozen=True, slots=True)
class DisclosureRules:
    """One version. `shown_seconds`: how long details stay on the screen; `proof_minutes`: how old the last proof of a
    password may be; `least_note`: characters that a note needs."""

    version: str = "2026-11-22"
    effective_from: date = date(2026, 11, 22)
    shown_seconds: int = 30
    proof_minutes: int = 5
    least_note: int = 4
    reveal_reasons: tuple[Why, ...] = (
        Why("call_customer"),
        Why("check_identity"),
        Why("write_letter"),
        Why("superior_order", needs_note=True),
        Why("other", needs_note=True),
    )
    take_out_reasons: tuple[Why, ...] = (
        Why("for_customer"),
        Why("for_superior"),
        Why("for_authority", needs_note=True),
        Why("other", needs_note=True),
    )
    roles: Mapping[Role, RoleLimits] = field(
        default_factory=lambda: {
            Role.TELLER: RoleLimits(40),
            Role.HANDLER: RoleLimits(80, may_copy=True, takings_a_day=20),
            Role.SUPERVISOR: RoleLimits(120, may_copy=True, takings_a_day=40),
            Role.BRANCH_HEAD: RoleLimits(120, may_copy=True, takings_a_day=40),
            Role.AUDITOR: RoleLimits(takings_a_day=40),
            Role.HEADQUARTERS: RoleLimits(),
        }
    )

    @classmethod
    def from_data(cls, data: Mapping[str, Any]) -> Self:
        """One version of the rules file.

        Raises: KeyError, TypeError or ValueError when it is not sound.
        """
        roles = {Role(name): _limits(given) for name, given in data["roles"].items()}
        if roles.keys() != set(Role):
            raise ValueError("every role needs its limits")
        return cls(
            version=_text(data["version"]),
            effective_from=date.fromisoformat(data["effective_from"]),
            shown_seconds=_number(data["shown_seconds"], 5, 300),
            proof_minutes=_number(data["proof_minutes"], 0, 60),
            least_note=_number(data["least_note"], 1, 100),
            reveal_reasons=_reasons(data["reveal_reasons"]),
            take_out_reasons=_reasons(data["take_out_reasons"]),
            roles=roles,
        )

    def limits(self, person: Person) -> RoleLimits:
        """What the person may do on a day."""
        return self.roles[person.role]

    def is_fresh(self, proved_at: datetime | None, now: datetime) -> bool:
        """Whether a password proved at `proved_at` still counts; never one of the future (a clock set back)."""
        return proved_at is not None and timedelta() <= now - proved_at <= timedelta(minutes=self.proof_minutes)


class DisclosureBook:
    """All versions; what is done on a day is judged by the one in force on it."""

    def __init__(self, versions: tuple[DisclosureRules, ...] = (DisclosureRules(),)) -> None:
        if not versions or len({rules.effective_from for rules in versions}) != len(versions):
            raise ValueError("versions of the rules of disclosure need different days")
        self.versions = tuple(sorted(versions, key=lambda rules: rules.effective_from))

    @classmethod
    def from_data(cls, data: Mapping[str, Any]) -> Self:
        """From the content of disclosure.json.

        Raises: KeyError, TypeError or ValueError when it is not sound.
        """
        return cls(tuple(DisclosureRules.from_data(version) for version in data["versions"]))

    def as_of(self, day: date) -> DisclosureRules:
        """The version in force on `day`; before the first one, the first."""
        in_force = [rules for rules in self.versions if rules.effective_from <= day]
        return in_force[-1] if in_force else self.versions[0]


SHIPPED_DISCLOSURE = DisclosureBook()
"""What ships, for whoever has no file at hand."""


@dataclass(frozen=True, slots=True)
class Given:
    """The reason that somebody gave, with its note; the note may hold a customer's words."""

    reason: str
    note: str = field(default="", repr=False)


def objection_to_looking(case: Case, person: Person, people: Iterable[Person]) -> Refusal | None:
    """Why `person` may not see the details of the people of `case`, None when they may: for people of the case's own
    branch who hold the right and need not keep out of it (domain.md no. 96)."""
    if not person.may(Right.REVEAL):
        could = tuple(p.staff_no for p in people if _may_look(case, p))
        return refuse(ReasonCode.NO_RIGHT, who_could=could, role=person.role.value, right=Right.REVEAL.value)
    if person.branch != case.branch:
        return refuse(ReasonCode.OTHER_BRANCH, branch=case.branch)
    if is_recused(case, person.staff_no):
        return refuse(ReasonCode.RECUSED, who_could=supervisors_who_could(case, people, but=person.staff_no))
    return None


def why_file_is_seen(case: Case, person: Person, given: str, *, is_masked: bool) -> str | None:
    """The reason under which `person` looks at a file of `case`, None where it has to be asked for first.

    A photograph of an identity card says as much as the details do, so it is shown only while they are: `given` is the
    reason they are shown for, "" while they are masked. Nobody asks whoever is in charge of the case: it was passed to
    them to be dealt with (need-to-know, domain.md no. 96), and a reason pressed for every file of one's own case would
    tell an auditor nothing. A text in which personal data is masked (`is_masked`) needs none either.
    """
    if given:
        return given
    if case.owner == person.staff_no:
        return OWN_CASE
    return "" if is_masked else None


def objection_to_another_look(
    case: Case, person: Person, people: Iterable[Person], used: int, rules: DisclosureRules
) -> Refusal | None:
    """Why a day's looks are used up after `used` of them: a supervisor can look instead."""
    most = rules.limits(person).reveals_a_day
    if used < most:
        return None
    could = supervisors_who_could(case, people, but=person.staff_no)
    return refuse(ReasonCode.REVEALS_USED_UP, who_could=could, most=most)


def objection_to_taking_out(
    person: Person, people: Iterable[Person], used: int, rules: DisclosureRules, case: Case | None = None
) -> Refusal | None:
    """Why `person` may not take data out (again) today; None when they may. From a case that one has to keep out of
    nothing is taken."""
    known = tuple(people)
    if not person.may(Right.TAKE_OUT):
        could = who_may(Right.TAKE_OUT, known, but=person.staff_no)
        return refuse(ReasonCode.NO_RIGHT, who_could=could, role=person.role.value, right=Right.TAKE_OUT.value)
    if case is not None and is_recused(case, person.staff_no):
        return refuse(ReasonCode.RECUSED, who_could=supervisors_who_could(case, known, but=person.staff_no))
    most = rules.limits(person).takings_a_day
    if used >= most:
        could = tuple(
            p.staff_no
            for p in known
            if p.role in _SUPERIORS and p.may(Right.TAKE_OUT) and p.staff_no != person.staff_no
        )
        return refuse(ReasonCode.TAKINGS_USED_UP, who_could=could, most=most)
    return None


def objection_to_reason(given: Given, offered: Iterable[Why], rules: DisclosureRules) -> Refusal | None:
    """What is wrong with a reason, at the fields `reason` and `note`."""
    why = next((item for item in offered if item.code == given.reason), None)
    if why is None:
        return refuse(ReasonCode.DISCLOSURE_REASON_MISSING, "reason")
    if why.needs_note and len(given.note.strip()) < rules.least_note:
        return Refusal((Problem(ReasonCode.DISCLOSURE_NOTE_MISSING, "note", {"least": rules.least_note}),))
    return None


def supervisors_who_could(case: Case, people: Iterable[Person], *, but: str) -> tuple[str, ...]:
    """Supervisors and the head of the branch who may look themselves."""
    return tuple(p.staff_no for p in people if p.role in _SUPERIORS and p.staff_no != but and _may_look(case, p))


_SUPERIORS = (Role.SUPERVISOR, Role.BRANCH_HEAD)


def _may_look(case: Case, person: Person) -> bool:
    return person.may(Right.REVEAL) and person.branch == case.branch and not is_recused(case, person.staff_no)


def what_is_shown(case: Case) -> tuple[str, ...]:
    """Names of the fields that a look shows in full, those that hold something."""
    intake = case.intake
    shown = {
        "name": intake.complainant.name,
        "phone": intake.complainant.phone,
        "id_number": intake.complainant.id_number,
        "address": intake.address,
        "representative": intake.representative or intake.joint,
        "deceased": intake.deceased_name,
        "given": intake.given,
        "narrative": intake.narrative,
    }
    return tuple(name for name, value in shown.items() if value)


def detail_of(case: Case, what: str) -> str:
    """One detail in clear, as it is copied; "" where there is none. Raises: KeyError for what is no single detail."""
    intake = case.intake
    return {
        "name": intake.complainant.name,
        "phone": intake.complainant.phone,
        "id_number": intake.complainant.id_number,
        "address": intake.address,
        "narrative": intake.narrative,
    }[what]


def _limits(given: Mapping[str, Any]) -> RoleLimits:
    if type(given["may_copy"]) is not bool:
        raise TypeError("may_copy is true or false")
    return RoleLimits(
        _number(given["reveals_a_day"], 0, 10_000), given["may_copy"], _number(given["takings_a_day"], 0, 10_000)
    )


def _reasons(given: Any) -> tuple[Why, ...]:
    reasons = tuple(Why(_text(item["code"]), bool(item.get("needs_note", False))) for item in given)
    if not 1 <= len(reasons) <= 9 or len({why.code for why in reasons}) != len(reasons):
        raise ValueError("one to nine different reasons, so that a digit chooses one")
    return reasons


def _number(value: object, least: int, most: int) -> int:
    if type(value) is not int or not least <= value <= most:
        raise ValueError(f"{value!r} is no number from {least} to {most}")
    return value


def _text(value: object) -> str:
    if type(value) is not str or not value:
        raise TypeError("a text is missing")
    return value
