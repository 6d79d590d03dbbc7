"""What may be done next with a case. Every step is put to the rules with a sound command, so no offer can drift away
from what the rules would really allow."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from app.domain.case import Case
from app.domain.commands import Command, DecideExtension, DecideVoid
from app.domain.context import Context
from app.domain.decide import decide
from app.domain.decisions.ending import void_deciders
from app.domain.decisions.extending import approvers_of
from app.domain.decisions.outcome import wrong_state
from app.domain.entry import EntryKind
from app.domain.people import Right, who_may
from app.domain.reasons import ReasonCode
from app.domain.refusal import Refusal, refuse
from app.operations.step_commands import STEP_COMMANDS, WORDS, Commands

CALLED_OVER = frozenset(
    {"delegate_approval", "order_supervision", "record_review_decision", "reopen", "check_typical", "send_reminder"}
    | {"place_hold", "lift_hold"}
)
"""Steps that need another role: whoever has it is called over to this PC and signs with their own password
(domain.md section 3.5)."""


@dataclass(frozen=True, slots=True)
class ActionOffer:
    """A next step: its name and, where it may not be taken now, why and who could.

    `signers`: the actor may not take it, but these could be called over to sign it at this screen.
    """

    name: str
    is_allowed: bool
    refusal: Refusal | None = None
    signers: tuple[str, ...] = ()


def offer_steps(case: Case, context: Context) -> tuple[ActionOffer, ...]:
    """Every step with whether the context's actor may take it now.

    Deciding on an extension or on voiding is offered to everybody while somebody could: at one PC a supervisor is
    called over and signs with their own password (domain.md section 3.5).
    """
    offers = [_offer(case, name, commands, context) for name, commands in STEP_COMMANDS.items()]
    found = [offer for offer in offers if offer is not None]
    found.append(_decision_offer("decide_extension", case, _extension_decisions(case), context))
    if _void_decisions(case):
        found.append(_decision_offer("decide_void", case, _void_decisions(case), context))
    return tuple(found)


def _offer(case: Case, name: str, commands: Commands, context: Context) -> ActionOffer | None:
    refusal = _try(case, commands(case, context), context)
    if refusal is not None and _is_pointless(name, refusal):
        return None
    if refusal is None or not (refusal.code == ReasonCode.NO_RIGHT or (name in CALLED_OVER and refusal.who_could)):
        return ActionOffer(name, refusal is None, refusal)
    able, others = [], []
    for staff_no in refusal.who_could:
        as_colleague = replace(context, actor=context.people[staff_no])
        theirs = _try(case, commands(case, as_colleague), as_colleague)
        if theirs is None:
            able.append(staff_no)
        else:
            others.append(theirs)
    if others and not able:  # a missing right is the reason only where it is the only one
        return None if _is_pointless(name, others[0]) else ActionOffer(name, False, others[0])
    here = tuple(staff_no for staff_no in able if context.people[staff_no].branch == case.branch)
    if here and name in CALLED_OVER:
        return ActionOffer(name, True, None, here)
    return ActionOffer(name, False, Refusal(refusal.problems, tuple(able)))


def _is_pointless(name: str, refusal: Refusal) -> bool:
    """Whether there is nothing in the case that the step could be about: then it is not listed at all."""
    return refusal.code in _NOTHING_THERE or (name in _AFTER_DECIDING and refusal.code == ReasonCode.NOT_DECIDED)


def _try(case: Case, commands: Iterable[Command], context: Context) -> Refusal | None:
    """The first refusal when every command is refused, None when one is allowed."""
    first: Refusal | None = None
    for command in commands:
        outcome = decide(case, command, context)
        if not isinstance(outcome, Refusal):
            return None
        first = first or outcome
    return first


def _decision_offer(name: str, case: Case, commands: Sequence[Command], context: Context) -> ActionOffer:
    """A decision under four eyes: allowed while anybody at this desk could take it."""
    refusal = _refusal_of_decision(name, case, commands, context)
    return ActionOffer(name, refusal is None, refusal)


def _refusal_of_decision(name: str, case: Case, commands: Sequence[Command], context: Context) -> Refusal | None:
    kind = _FOUR_EYES[name]
    if not commands:
        return wrong_state(case, kind) or refuse(ReasonCode.UNKNOWN_REQUEST)
    refusals = []
    for staff_no in _deciders(name, case, context):
        refusal = _try(case, commands, replace(context, actor=context.people[staff_no]))
        if refusal is None:
            return None
        refusals.append(refusal)
    return refusals[0] if refusals else refuse(ReasonCode.FOUR_EYES)


def _deciders(name: str, case: Case, context: Context) -> tuple[str, ...]:
    """Who could decide, those entitled to this very request first: the others say why nobody may."""
    if name == "decide_void":
        return void_deciders(case, case.void_request, context) if case.void_request is not None else ()
    request = case.pending_extension
    if request is None:
        return ()
    rightful = who_may(Right.DECIDE_EXTENSION, context.people.values(), but=request.requested_by)
    return tuple(dict.fromkeys((*approvers_of(case, request, context), *rightful)))


def _extension_decisions(case: Case) -> Sequence[Command]:
    request = case.pending_extension
    if request is None:
        return ()
    return [DecideExtension(request.request_id, is_yes, WORDS, case.version, "") for is_yes in (True, False)]


def _void_decisions(case: Case) -> Sequence[Command]:
    request = case.void_request
    if request is None or request.decision is not None:
        return ()
    return [DecideVoid(request.request_id, is_yes, WORDS, case.version, "") for is_yes in (True, False)]


_NOTHING_THERE = frozenset(
    {
        *(ReasonCode.UNKNOWN_EVIDENCE, ReasonCode.UNKNOWN_ACTION, ReasonCode.UNKNOWN_PAUSE, ReasonCode.UNKNOWN_ORDER),
        *(ReasonCode.UNKNOWN_TRANSFER, ReasonCode.UNKNOWN_REVIEW, ReasonCode.UNKNOWN_REQUEST, ReasonCode.NO_PAUSE),
        *(ReasonCode.PAPER_NOT_FOR_OUTCOME, ReasonCode.NOT_WITHDRAWN, ReasonCode.NOT_SETTLED, ReasonCode.NO_TRANSFER),
        *(ReasonCode.NOTHING_TO_SERVE, ReasonCode.NO_APPROVED_EXTENSION, ReasonCode.TYPICAL_MISSING),
        ReasonCode.UNKNOWN_HOLD,
    }
)
_AFTER_DECIDING = frozenset({"make_decline_notice", "make_out_of_scope_note", "make_service_receipt"})
_FOUR_EYES = {
    "decide_extension": EntryKind.EXTENSION_DECIDED,
    "decide_void": EntryKind.VOID_DECIDED,
}
