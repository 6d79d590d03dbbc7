"""Take a case in hand, hand it over, keep out of it, press for it (domain.md 1.1 nos. 2, 11-16; 令2020-3 art. 17)."""

from __future__ import annotations

from app.domain.case import Case, CaseState
from app.domain.commands import AssignCase, StartHandling
from app.domain.context import Context
from app.domain.decisions.outcome import Decisions, Outcome, refused, write, wrong_state
from app.domain.entry import EntryKind
from app.domain.people import Right, who_may
from app.domain.reasons import ReasonCode
from app.domain.recusal import is_recused
from app.domain.refusal import refuse
from app.domain.texts import check_text


def start_handling(case: Case, command: StartHandling, context: Context) -> Outcome:
    """The actor takes the case in hand and owns it from now on."""
    if objection := context.objection(Right.HANDLE, case):
        return objection
    if case.state is CaseState.IN_PROGRESS:
        return refuse(
            ReasonCode.WRONG_STATE, state=case.state.value, who_could=who_may(Right.ASSIGN, context.people.values())
        )
    return wrong_state(case, EntryKind.HANDLING_STARTED) or write(case, EntryKind.HANDLING_STARTED, {})


def assign_case(case: Case, command: AssignCase, context: Context) -> Outcome:
    """Another person owns the case; no open case is ever without an owner (domain.md no. 15)."""
    if objection := context.objection(Right.ASSIGN, case):
        return objection
    if objection := wrong_state(case, EntryKind.CASE_ASSIGNED):
        return objection
    able = tuple(
        staff_no
        for staff_no in who_may(Right.HANDLE, context.people.values(), but=case.owner)
        if not is_recused(case, staff_no)
    )
    owner = context.people.get(command.owner)
    if owner is None:
        return refuse(ReasonCode.PERSON_UNKNOWN, "owner", who_could=able)
    if owner.staff_no == case.owner:
        return refuse(ReasonCode.OWNER_UNCHANGED, "owner", who_could=able)
    if not owner.may(Right.HANDLE) or owner.branch != case.branch:
        return refuse(ReasonCode.OWNER_CANNOT_HANDLE, "owner", who_could=able)
    if is_recused(case, owner.staff_no):
        return refuse(ReasonCode.RECUSED, "owner", who_could=able)
    return refused(check_text(command.reason, "reason")) or write(
        case, EntryKind.CASE_ASSIGNED, {"owner": owner.staff_no, "reason": command.reason}
    )


DECISIONS: Decisions = {StartHandling: start_handling, AssignCase: assign_case}
