"""What waits for a second pair of eyes."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from app.domain.case import Extension
from app.domain.context import Context
from app.domain.deadlines import deadlines_of, due_if, stage_of
from app.domain.decisions.extending import approvers_of
from app.domain.people import Person, Role
from app.operations.desk import Desk


@dataclass(frozen=True, slots=True)
class ApprovalItem:
    """One waiting request for more time, with both dates and the people who could decide it."""

    case_id: str
    case_no: str
    summary: str
    request: Extension
    requester_name: str
    due_now: date
    due_then: date
    case_version: int
    who_could: tuple[Person, ...]
    needs_headquarters: bool


def waiting_approvals(desk: Desk) -> list[ApprovalItem]:
    """All requests of this branch that wait, the most urgent first. The asker is never among `who_could`."""
    items = []
    context = Context(desk.actor, desk.clock.now(), desk.rules, desk.people, desk.branch)
    for case in desk.store.cases_awaiting_approval():
        request = case.pending_extension
        if request is None:
            continue
        stage = stage_of(case, desk.rules, request.policy_id, request.stage)
        could = approvers_of(case, request, context)
        items.append(
            ApprovalItem(
                case_id=case.case_id,
                case_no=case.case_no,
                summary=case.intake.narrative[:80],
                request=request,
                requester_name=desk.name_of(request.requested_by),
                due_now=deadlines_of(case, desk.rules).due_on,
                due_then=due_if(case, desk.rules, request.policy_id, request.stage).due_on,
                case_version=case.version,
                who_could=tuple(desk.people[staff_no] for staff_no in could),
                needs_headquarters=stage is not None and stage.approvers == (Role.HEADQUARTERS,),
            )
        )
    return sorted(items, key=lambda item: (item.due_now, item.case_no))
