"""Take a case in hand, or keep out of it (domain.md 1.1 nos. 2, 12, 15; 令2020-3 art. 17)."""

from __future__ import annotations

from app.domain.case import Case, CaseState
from app.domain.commands import DeclareConflict, StartHandling
from app.domain.context import Context
from app.domain.decisions import handing_over, supervising
from app.domain.decisions.handing_over import receiver_objection
from app.domain.decisions.outcome import Decisions, Outcome, refused, write, wrong_state
from app.domain.entry import EntryKind
from app.domain.people import Right
from app.domain.reasons import ReasonCode
from app.domain.recusal import able_owners, is_recused
from app.domain.refusal import refuse
from app.domain.texts import check_needed


def start_handling(case: Case, command: StartHandling, context: Context) -> Outcome:
    """The actor takes the case in hand and owns it from now on."""
    if objection := context.objection(Right.HANDLE, case):
        return objection
    if case.state is CaseState.IN_PROGRESS:
        return refuse(ReasonCode.IN_HAND_ALREADY, who_could=context.who_could(Right.ASSIGN, case))
    return wrong_state(case, EntryKind.HANDLING_STARTED) or write(case, EntryKind.HANDLING_STARTED, {})


def declare_conflict(case: Case, command: DeclareConflict, context: Context) -> Outcome:
    """`conflict_declared`: the actor keeps out of the case from now on (art. 17: 回避).

    Anybody who may read the case may declare it. Whoever has the case names who takes over, in the same entry, so
    that the case is never without an owner who may handle it. Somebody else names nobody: should the case have come
    to them meanwhile on another PC, it stays with who has it now. Where nobody else is left the case waits for one.
    """
    actor = context.actor.staff_no
    if objection := context.objection(Right.READ, case):
        return objection
    if any(known.staff_no == actor for known in case.conflicts):
        return ()
    hand_to = "" if case.owner == actor or is_recused(case, case.owner) else case.owner
    able = able_owners(case, context.people, but=actor)
    if able and actor == case.owner and not case.state.is_ended:
        hand_to = command.hand_to
        if not hand_to:
            return refuse(ReasonCode.HAND_TO_MISSING, "hand_to", who_could=able)
        if objection := receiver_objection(case, hand_to, "hand_to", context):
            return objection
    return refused(check_needed(command.reason, "reason", missing=ReasonCode.REASON_MISSING)) or write(
        case, EntryKind.CONFLICT_DECLARED, {"reason": command.reason, "hand_to": hand_to}
    )


DECISIONS: Decisions = {
    StartHandling: start_handling,
    DeclareConflict: declare_conflict,
    **handing_over.DECISIONS,
    **supervising.DECISIONS,
}
