"""Ask for more time and decide about it under four eyes (S0 no. 5; 令2020-3 art. 18; domain.md findings 1 and 2)."""

from __future__ import annotations

from dataclasses import replace

from app.domain.approving import ground_of, why_not_approver
from app.domain.case import Case, CaseState, Extension
from app.domain.commands import DecideExtension, RequestExtension
from app.domain.context import Context
from app.domain.deadlines import deadlines_of, due_if, is_overdue, stage_of
from app.domain.decisions.outcome import Decisions, Outcome, refused, write, wrong_state
from app.domain.entry import EntryKind
from app.domain.people import Right
from app.domain.reasons import ReasonCode
from app.domain.recusal import is_recused
from app.domain.refusal import Refusal, refuse
from app.domain.texts import check_reason, check_text

_CHANGES_DATES = frozenset(
    {
        "case_registered",
        "case_accepted",
        "extension_requested",
        "extension_decided",
        "decision_recorded",
        "settled_on_spot",
        "case_withdrawn",
        "case_closed",
        "pause_started",
        "pause_ended",
        "new_facts_received",
        "date_agreed",
        "case_reopened",
        "settlement_agreed",
        "case_merged",
        "void_decided",
    }
)


def request_extension(case: Case, command: RequestExtension, context: Context) -> Outcome:
    """`extension_requested` with the effective due dates before and after. A repeated request writes nothing."""
    if objection := context.objection(Right.REQUEST_EXTENSION, case):
        return objection
    if any(known.request_id == command.request_id for known in case.extensions):
        return ()
    if case.state is CaseState.EXTENSION_REQUESTED:
        pending = case.pending_extension
        return refuse(ReasonCode.EXTENSION_PENDING, who_could=approvers_of(case, pending, context) if pending else ())
    if objection := wrong_state(case, EntryKind.EXTENSION_REQUESTED):
        return objection
    if objection := _stage_objection(case, command, context):
        return objection
    if objection := refused(check_reason(command.reason)):
        return objection
    old, new = deadlines_of(case, context.rules), due_if(case, context.rules, command.policy_id, command.stage)
    if new.due_on <= old.due_on:
        return refuse(ReasonCode.EXTENSION_MOVES_NOTHING, due_on=old.due_on.isoformat(), policy_id=new.governing)
    return write(
        case,
        EntryKind.EXTENSION_REQUESTED,
        {
            "request_id": command.request_id,
            "policy_id": command.policy_id,
            "stage": command.stage,
            "reason": command.reason,
            "old_due_on": old.due_on.isoformat(),
            "new_due_on": new.due_on.isoformat(),
        },
    )


def decide_extension(case: Case, command: DecideExtension, context: Context) -> Outcome:
    """`extension_decided`, with the dates as they are at approval.

    Never by the person who asked; only by who may approve that stage; an approval does not heal a case that is
    already overdue; a case whose request or dates changed since it was looked at is looked at again.
    """
    request = next((e for e in case.extensions if e.request_id == command.request_id), None)
    is_waiting = request is not None and request.decision is None
    who = approvers_of(case, request, context) if request is not None and is_waiting else ()
    if request is not None and is_waiting and request.requested_by == context.actor.staff_no:
        return refuse(ReasonCode.FOUR_EYES, who_could=who)
    ground = _ground(case, request, context) if request is not None and is_waiting else None
    if objection := context.objection(Right.HANDLE if ground else Right.DECIDE_EXTENSION, case):
        return Refusal(objection.problems, who if is_waiting else objection.who_could)
    if request is None:
        return refuse(ReasonCode.UNKNOWN_REQUEST)
    if request.decision is not None:
        return refuse(ReasonCode.EXTENSION_DECIDED, decision=request.decision, decided_by=request.decided_by)
    if objection := wrong_state(case, EntryKind.EXTENSION_DECIDED):
        return objection
    if ground is None:
        return _not_an_approver(case, request, context, who)
    if objection := _decision_objection(case, request, command, context):
        return objection
    old = deadlines_of(case, context.rules).due_on
    new = due_if(case, context.rules, request.policy_id, request.stage).due_on if command.is_approved else old
    return write(
        case,
        EntryKind.EXTENSION_DECIDED,
        {
            **({"delegated_by": ground} if ground else {}),
            "request_id": request.request_id,
            "decision": "approved" if command.is_approved else "refused",
            "reason": command.reason,
            "policy_id": request.policy_id,
            "stage": request.stage,
            "old_due_on": old.isoformat(),
            "new_due_on": new.isoformat(),
            "requested_by": request.requested_by,
            "seen_version": command.seen_version,
            "nonce": command.nonce,
        },
    )


def approvers_of(case: Case, request: Extension, context: Context) -> tuple[str, ...]:
    """Staff numbers of those who may decide `request`: in a role that may approve its stage or in such a person's
    place, never the asker, and nobody with an interest in the case."""
    stage = stage_of(case, context.rules, request.policy_id, request.stage)
    if stage is None:
        return ()
    return tuple(
        p.staff_no
        for p in context.people.values()
        if ground_of(p, stage, request, case.delegations, context.today) is not None
        and p.staff_no != request.requested_by
        and not is_recused(case, p.staff_no)
    )


def _ground(case: Case, request: Extension, context: Context) -> str | None:
    stage = stage_of(case, context.rules, request.policy_id, request.stage)
    if stage is None:
        return None
    actor = context.actor
    published = context.people.get(actor.staff_no, actor).delegations  # a keystore does not know of them
    person = replace(actor, delegations=published or actor.delegations)
    return ground_of(person, stage, request, case.delegations, context.today)


def _stage_objection(case: Case, command: RequestExtension, context: Context) -> Refusal | None:
    version, _ = context.rules.version_for(case)
    policy = next((p for p in version.policies_for(case.intake) if p.id == command.policy_id), None)
    if policy is None:
        return refuse(ReasonCode.UNKNOWN_POLICY, "policy_id", policy_id=command.policy_id)
    expected = case.reached_stage(policy.id) + 1
    if expected >= len(policy.stages):
        return refuse(ReasonCode.NO_FURTHER_STAGE, policy_id=policy.id)
    if command.stage != expected:
        return refuse(ReasonCode.STAGE_OUT_OF_ORDER, "stage", policy_id=policy.id, stage=expected)
    if is_overdue(case, context.rules, context.today):
        return refuse(ReasonCode.ALREADY_OVERDUE, due_on=deadlines_of(case, context.rules).due_on.isoformat())
    return None


def _not_an_approver(case: Case, request: Extension, context: Context, who: tuple[str, ...]) -> Refusal:
    stage = stage_of(case, context.rules, request.policy_id, request.stage)
    if stage is None:
        return refuse(ReasonCode.UNKNOWN_POLICY, policy_id=request.policy_id)
    return refuse(why_not_approver(stage), who_could=who)


def _decision_objection(case: Case, request: Extension, command: DecideExtension, context: Context) -> Refusal | None:
    if _has_changed(case, command.seen_version):
        return refuse(ReasonCode.CASE_CHANGED)
    if not command.is_approved:
        return refused(check_reason(command.reason))
    if is_overdue(case, context.rules, context.today):
        return refuse(ReasonCode.ALREADY_OVERDUE, due_on=deadlines_of(case, context.rules).due_on.isoformat())
    old, new = deadlines_of(case, context.rules), due_if(case, context.rules, request.policy_id, request.stage)
    if new.due_on <= old.due_on:
        return refuse(ReasonCode.EXTENSION_MOVES_NOTHING, due_on=old.due_on.isoformat(), policy_id=new.governing)
    return refused(check_text(command.reason, "reason"))


def _has_changed(case: Case, seen_version: int) -> bool:
    """Whether the request or anything that moves dates came after what the approver saw. Notes do not count."""
    if not 0 < seen_version <= case.version:
        return True
    return any(item.kind in _CHANGES_DATES for item in case.timeline[seen_version:])


DECISIONS: Decisions = {RequestExtension: request_extension, DecideExtension: decide_extension}
