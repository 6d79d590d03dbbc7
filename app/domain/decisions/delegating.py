"""An approver lets somebody else decide a request for more time (令2020-3 art. 24: 临时授权)."""

from __future__ import annotations

from datetime import timedelta

from app.domain.approving import OWN, ground_of, why_not_approver
from app.domain.case import Case, Extension
from app.domain.commands import DelegateApproval
from app.domain.context import Context
from app.domain.deadlines import stage_of
from app.domain.decisions.extending import approvers_of
from app.domain.decisions.outcome import Decisions, Outcome, write, wrong_state
from app.domain.entry import EntryKind
from app.domain.people import Right
from app.domain.reasons import ReasonCode
from app.domain.recusal import may_own
from app.domain.refusal import Problem, Refusal, refuse
from app.domain.texts import check_text


def delegate_approval(case: Case, command: DelegateApproval, context: Context) -> Outcome:
    """`approval_delegated`, by somebody who may approve that stage in their own right; a repeat writes nothing."""
    if objection := context.objection(Right.DECIDE_EXTENSION, case):
        return objection
    request = next((e for e in case.extensions if e.request_id == command.request_id), None)
    if request is None:
        return refuse(ReasonCode.UNKNOWN_REQUEST)
    if request.decision is not None:
        return refuse(ReasonCode.EXTENSION_DECIDED, decision=request.decision, decided_by=request.decided_by)
    if objection := wrong_state(case, EntryKind.APPROVAL_DELEGATED) or _right_objection(case, request, context):
        return objection
    actor, given = context.actor.staff_no, (request.request_id, command.to, command.until_on)
    if any((d.request_id, d.to, d.until_on) == given and d.given_by == actor for d in case.delegations):
        return ()
    if problems := (*_person_problems(case, request, command, context), *_day_problems(case, command, context)):
        return Refusal(problems)
    return write(
        case,
        EntryKind.APPROVAL_DELEGATED,
        {
            "request_id": command.request_id,
            "to": command.to,
            "until_on": command.until_on.isoformat(),
            "why": command.why,
        },
    )


def _right_objection(case: Case, request: Extension, context: Context) -> Refusal | None:
    stage = stage_of(case, context.rules, request.policy_id, request.stage)
    if stage is None:
        return refuse(ReasonCode.UNKNOWN_POLICY, policy_id=request.policy_id)
    who = tuple(s for s in approvers_of(case, request, context) if context.people[s].role in stage.approvers)
    if request.requested_by == context.actor.staff_no:
        return refuse(ReasonCode.FOUR_EYES, who_could=who)
    if ground_of(context.actor, stage, request, (), context.today) != OWN:
        return refuse(why_not_approver(stage), who_could=who)
    return None


def _person_problems(
    case: Case, request: Extension, command: DelegateApproval, context: Context
) -> tuple[Problem, ...]:
    person = context.people.get(command.to)
    if person is None:
        return (Problem(ReasonCode.PERSON_UNKNOWN, "to"),)
    if person.staff_no == context.actor.staff_no:
        return (Problem(ReasonCode.DELEGATE_IS_YOU, "to"),)
    if person.staff_no == request.requested_by:
        return (Problem(ReasonCode.DELEGATE_ASKED, "to"),)
    return () if may_own(case, person) else (Problem(ReasonCode.DELEGATE_UNFIT, "to"),)


def _day_problems(case: Case, command: DelegateApproval, context: Context) -> tuple[Problem, ...]:
    days = context.rules.version_for(case)[0].limits.delegation_days
    found = list(check_text(command.why, "why"))
    if command.until_on < context.today:
        found.append(Problem(ReasonCode.DELEGATION_PASSED, "until_on"))
    elif command.until_on > context.today + timedelta(days=days):
        found.append(Problem(ReasonCode.DELEGATION_TOO_LONG, "until_on", {"limit": days}))
    return tuple(found)


DECISIONS: Decisions = {DelegateApproval: delegate_approval}
