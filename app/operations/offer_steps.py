"""What may be done next with a case. Every step is put to the rules with a sound command, so no offer can drift away
from what the rules would really allow."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace

from app.domain.case import Case
from app.domain.codes import NOTICE_SUBJECTS, OUTCOMES, WITHDRAWAL_WAYS
from app.domain.commands import (
    AddNote,
    AssignCase,
    CloseCase,
    Command,
    DecideExtension,
    GiveNotice,
    RecordDecision,
    RecordPaper,
    RequestExtension,
    StartHandling,
    WithdrawCase,
)
from app.domain.context import Context
from app.domain.deadlines import deadlines_of
from app.domain.decide import decide
from app.domain.decisions.outcome import wrong_state
from app.domain.entry import EntryKind
from app.domain.people import Right, who_may
from app.domain.reasons import ReasonCode
from app.domain.refusal import Refusal, refuse

_WORDS = "……………"  # long enough for every text that must say something
_NOT_A_REQUEST = ""


@dataclass(frozen=True, slots=True)
class ActionOffer:
    """A next step: its name and, where it may not be taken now, why and who could."""

    name: str
    is_allowed: bool
    refusal: Refusal | None = None


Commands = Callable[[Case, Context], Iterator[Command]]
"""Sound commands for one step: the step may be taken when one of them is allowed."""


def offer_steps(case: Case, context: Context) -> tuple[ActionOffer, ...]:
    """Every step with whether the context's actor may take it now.

    Deciding on an extension is offered to everybody while somebody could: at one PC a supervisor is called over and
    signs with their own password (domain.md section 3.5).
    """
    offers = []
    for name, commands in _STEPS.items():
        refusal = _refusal_for_actor(case, commands, context)
        offers.append(ActionOffer(name, refusal is None, refusal))
    refusal = _refusal_of_decision(case, context)
    offers.insert(_PLACE_OF_DECISION, ActionOffer("decide_extension", refusal is None, refusal))
    return tuple(offers)


def _refusal_for_actor(case: Case, commands: Commands, context: Context) -> Refusal | None:
    """Why the actor may not do it. A missing right is given as the reason only where it is the only one."""
    refusal = _refusal(case, commands(case, context), context)
    if refusal is None or refusal.code != ReasonCode.NO_RIGHT:
        return refusal
    able, others = [], []
    for staff_no in refusal.who_could:
        as_colleague = replace(context, actor=context.people[staff_no])
        theirs = _refusal(case, commands(case, as_colleague), as_colleague)
        if theirs is None:
            able.append(staff_no)
        else:
            others.append(theirs)
    if others and not able:
        return others[0]
    return refuse(ReasonCode.NO_RIGHT, who_could=tuple(able))


def _refusal_of_decision(case: Case, context: Context) -> Refusal | None:
    """Why nobody may decide on the waiting request now, at this desk."""
    request = case.pending_extension
    if request is None:
        return wrong_state(case, EntryKind.EXTENSION_DECIDED) or refuse(ReasonCode.UNKNOWN_REQUEST)
    commands = [DecideExtension(request.request_id, is_yes, _WORDS, case.version, "") for is_yes in (True, False)]
    refusals = []
    for staff_no in who_may(Right.DECIDE_EXTENSION, context.people.values(), but=request.requested_by):
        refusal = _refusal(case, commands, replace(context, actor=context.people[staff_no]))
        if refusal is None:
            return None
        refusals.append(refusal)
    return refusals[0] if refusals else refuse(ReasonCode.FOUR_EYES)


def _refusal(case: Case, commands: Iterable[Command], context: Context) -> Refusal | None:
    """The first refusal when every command is refused, None when one is allowed."""
    first: Refusal | None = None
    for command in commands:
        outcome = decide(case, command, context)
        if not isinstance(outcome, Refusal):
            return None
        first = first or outcome
    return first


def _request(case: Case, context: Context) -> Iterator[Command]:
    """The next stage of each clock, the governing one first: its refusal is the one that says why."""
    deadlines = deadlines_of(case, context.rules)
    for clock in sorted(deadlines.each, key=lambda clock: clock.policy_id != deadlines.governing):
        yield RequestExtension(_NOT_A_REQUEST, clock.policy_id, case.reached_stage(clock.policy_id) + 1, _WORDS)


def _assign(case: Case, context: Context) -> Iterator[Command]:
    """To anybody who could take it over; to its owner, which is refused, where there is nobody."""
    able = who_may(Right.HANDLE, context.people.values(), but=case.owner)
    return (AssignCase(owner) for owner in able or (case.owner,))


def _notice(case: Case, context: Context) -> Iterator[Command]:
    return (GiveNotice(about, "in_person", _WORDS, _WORDS) for about in NOTICE_SUBJECTS)


def _paper(kind: str) -> Commands:
    return lambda case, context: iter((RecordPaper(kind, "", "a4"),))


def _always(command: Command) -> Commands:
    return lambda case, context: iter((command,))


_STEPS: dict[str, Commands] = {
    "start_handling": _always(StartHandling()),
    "add_note": _always(AddNote(_WORDS)),
    "request_extension": _request,
    "record_decision": _always(RecordDecision(OUTCOMES[0], _WORDS, _WORDS, _WORDS, _WORDS)),
    "make_letter": _paper("resolution_letter"),
    "give_notice": _notice,
    "close": _always(CloseCase()),
    "withdraw": _always(WithdrawCase(WITHDRAWAL_WAYS[0])),
    "assign": _assign,
    "reprint_slip": _paper("ack_slip"),
}
_PLACE_OF_DECISION = [*_STEPS].index("request_extension") + 1
