"""What waits for a second pair of eyes: requests for more time, and for voiding a case recorded by mistake."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from typing import Literal

from app.domain.case import Case, Extension, VoidRequest
from app.domain.context import Context
from app.domain.deadlines import deadlines_of, due_if, stage_of
from app.domain.decisions.ending import void_deciders
from app.domain.decisions.extending import approvers_of
from app.domain.free_text import mask_of
from app.domain.people import Person, Role
from app.operations.desk import Desk

ApprovalKind = Literal["extension", "void"]


@dataclass(frozen=True, slots=True)
class ApprovalItem:
    """One waiting request, with the people who could decide it. `due_then` is the due date once more time is approved;
    voiding moves nothing. Texts are masked. `delegates` decide in an approver's place."""

    kind: ApprovalKind
    case_id: str
    case_no: str
    summary: str
    request: Extension | VoidRequest
    requester_name: str
    due_now: date
    due_then: date | None
    case_version: int
    who_could: tuple[Person, ...]
    needs_headquarters: bool
    delegates: tuple[Person, ...] = ()


def waiting_approvals(desk: Desk) -> list[ApprovalItem]:
    """All requests of this branch that wait, the most urgent first. The asker is never among `who_could`."""
    context = Context(desk.actor, desk.clock.now(), desk.rules, desk.people, desk.branch)
    items = [item for case in desk.store.cases_awaiting_approval() for item in _items(desk, case, context)]
    return sorted(items, key=lambda item: (item.due_now, item.case_no, item.kind))


def _items(desk: Desk, case: Case, context: Context) -> Iterator[ApprovalItem]:
    due_now = deadlines_of(case, desk.rules).due_on
    more_time, void = case.pending_extension, case.void_request
    if more_time is not None:
        stage = stage_of(case, desk.rules, more_time.policy_id, more_time.stage)
        delegated = {d.to for d in case.delegations if d.request_id == more_time.request_id}
        could = _people(desk, approvers_of(case, more_time, context))
        yield ApprovalItem(
            kind="extension",
            case_id=case.case_id,
            case_no=case.case_no,
            summary=_summary(case),
            request=replace(more_time, reason=mask_of(case)(more_time.reason)),
            requester_name=desk.name_of(more_time.requested_by),
            due_now=due_now,
            due_then=due_if(case, desk.rules, more_time.policy_id, more_time.stage).due_on,
            case_version=case.version,
            who_could=could,
            needs_headquarters=stage is not None and stage.approvers == (Role.HEADQUARTERS,),
            delegates=tuple(person for person in could if person.staff_no in delegated),
        )
    if void is not None and void.decision is None:
        yield ApprovalItem(
            kind="void",
            case_id=case.case_id,
            case_no=case.case_no,
            summary=_summary(case),
            request=replace(void, reason=mask_of(case)(void.reason)),
            requester_name=desk.name_of(void.requested_by),
            due_now=due_now,
            due_then=None,
            case_version=case.version,
            who_could=_people(desk, void_deciders(case, void, context)),
            needs_headquarters=False,
        )


def _summary(case: Case) -> str:
    """The first words of the complaint, masked before they are cut, so that no part of a number stands at the end."""
    return mask_of(case)(case.intake.narrative[:240])[:80]


def _people(desk: Desk, staff_numbers: tuple[str, ...]) -> tuple[Person, ...]:
    return tuple(desk.people[staff_no] for staff_no in staff_numbers)
