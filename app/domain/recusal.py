"""Recusal: whoever has an interest in a case keeps out of it (令2020-3 art. 17: 无直接利益关系的人员核实)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

from app.domain.entry import EntryKind
from app.domain.people import Person, Right, Role

if TYPE_CHECKING:
    from app.domain.case import Case
    from app.domain.case_builder import CaseBuilder

NEEDS_UNCONCERNED = frozenset(
    kind.value
    for kind in (
        EntryKind.HANDLING_STARTED,
        EntryKind.CASE_ASSIGNED,
        EntryKind.EXTENSION_DECIDED,
        EntryKind.APPROVAL_DELEGATED,
        EntryKind.PAUSE_STARTED,
        EntryKind.DATE_AGREED,
        EntryKind.DECISION_RECORDED,
        EntryKind.SETTLEMENT_AGREED,
        EntryKind.SETTLED_ON_SPOT,
        EntryKind.LIABILITY_FOUND,
        EntryKind.UNREACHABLE_RECORDED,
        EntryKind.CASE_CLOSED,
        EntryKind.CASE_WITHDRAWN,
        EntryKind.CASE_MERGED,
        EntryKind.VOID_DECIDED,
        EntryKind.REVIEW_DECIDED,
        EntryKind.CASE_REOPENED,
        EntryKind.TYPICAL_CHECKED,
        EntryKind.HOLD_LIFTED,
    )
)
"""Entries by which somebody takes a case in hand, moves its dates, decides, approves or ends it. From a person who had
to keep out when they did it they are set aside; what that person saw or was told (notes, notices) stays a fact."""

_TAKES_OVER = (Role.BRANCH_HEAD, Role.SUPERVISOR, Role.HANDLER, Role.TELLER)


def is_recused(case: Case | CaseBuilder, staff_no: str) -> bool:
    """Whether this person must keep out of `case`: it is about them, or they declared an interest.

    Every rule that lets somebody handle, decide or approve asks here (Context.objection, the fold for what comes from
    other PCs). Reading stays open to them: a branch is one room, and whoever is complained about has to be heard.
    An interest counts from its declaration on; what was done before stands.
    """
    return staff_no in case.about.respondents or any(c.staff_no == staff_no for c in case.conflicts)


def unconcerned(case: Case, staff_numbers: Iterable[str]) -> tuple[str, ...]:
    """Those of `staff_numbers` who need not keep out of `case`."""
    return tuple(staff_no for staff_no in staff_numbers if not is_recused(case, staff_no))


def may_own(case: Case, person: Person | None) -> bool:
    """Whether `person` may have `case`: active, of its branch, entitled to handle, without an interest in it."""
    return (
        person is not None
        and person.may(Right.HANDLE)
        and person.branch == case.branch
        and not is_recused(case, person.staff_no)
    )


def able_owners(case: Case, people: Mapping[str, Person], *, but: str | None = None) -> tuple[str, ...]:
    """Staff numbers of those who may have `case`, leaving out the person `but`."""
    return tuple(p.staff_no for p in people.values() if p.staff_no != but and may_own(case, p))


def needs_new_owner(case: Case, people: Mapping[str, Person]) -> bool:
    """Whether the owner of an open case can't go on with it: gone, suspended, or to keep out of it.

    The case keeps that owner until somebody assigns it, so that it is never without one (domain.md no. 15).
    """
    return not case.state.is_ended and not may_own(case, people.get(case.owner))


def takes_over(people: Mapping[str, Person], branch: str, kept_out: Iterable[str]) -> str:
    """Who has a case whose owner has to keep out of it: the head of the branch, who is responsible first (S1 no. 70),
    else the next below. "" when nobody is left; the case then waits for an assignment."""
    out = frozenset(kept_out)
    able = [p for p in people.values() if p.may(Right.HANDLE) and p.branch == branch and p.staff_no not in out]
    return min(able, key=lambda p: (_TAKES_OVER.index(p.role), p.staff_no)).staff_no if able else ""
