"""Open a case: its state, both clocks explained, and what may be done next by whom."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from app.domain.case import Case, CaseState
from app.domain.deadlines import Deadlines, StageOffer, deadlines_of, next_stages
from app.domain.people import Right, who_may
from app.domain.reasons import ReasonCode
from app.domain.refusal import Refusal, refuse
from app.operations.desk import Desk


@dataclass(frozen=True, slots=True)
class ActionOffer:
    """A next step: its name and, where it may not be taken now, why and who could."""

    name: str
    is_allowed: bool
    refusal: Refusal | None = None


@dataclass(frozen=True, slots=True)
class DateExplanation:
    """One clock of the case in parts of a sentence: which rule, from which day, how many days, until when."""

    policy_id: str
    stage: int
    start_on: date
    days: int
    unit: str
    due_on: date
    is_governing: bool
    is_provisional: bool


@dataclass(frozen=True, slots=True)
class CaseView:
    """Everything that the page of one case shows."""

    case: Case
    deadlines: Deadlines
    offers: tuple[StageOffer, ...]
    actions: tuple[ActionOffer, ...]
    names: dict[str, str]
    explanation: tuple[DateExplanation, ...]

    def action(self, name: str) -> ActionOffer:
        """The offer for the step `name`."""
        return next(offer for offer in self.actions if offer.name == name)


def open_case(desk: Desk, case_id: str) -> CaseView | Refusal:
    """The case as of now."""
    case = desk.store.case(case_id)
    if case is None:
        return refuse(ReasonCode.CASE_NOT_FOUND)
    return view_of(desk, case, desk.clock.now())


def open_case_by_number(desk: Desk, case_no: str) -> CaseView | Refusal:
    """The case with this number, as of now."""
    case = desk.store.case_by_no(case_no)
    if case is None:
        return refuse(ReasonCode.CASE_NOT_FOUND)
    return view_of(desk, case, desk.clock.now())


def view_of(desk: Desk, case: Case, now: datetime) -> CaseView:
    """The page of `case` at the instant `now`, for the person who is signed in."""
    deadlines = deadlines_of(case, desk.rules)
    offers = () if case.state.is_ended else next_stages(case, desk.rules)
    return CaseView(
        case=case,
        deadlines=deadlines,
        offers=offers,
        actions=_actions(desk, case, offers),
        names={staff_no: person.name for staff_no, person in desk.people.items()},
        explanation=tuple(
            DateExplanation(
                d.policy_id,
                d.stage,
                d.start_on,
                d.days,
                d.unit,
                d.due_on,
                d.policy_id == deadlines.governing,
                d.is_provisional,
            )
            for d in deadlines.each
        ),
    )


_RIGHT_FOR = {
    "start_handling": Right.HANDLE,
    "add_note": Right.HANDLE,
    "request_extension": Right.REQUEST_EXTENSION,
    "decide_extension": Right.DECIDE_EXTENSION,
    "record_decision": Right.RECORD_DECISION,
    "make_letter": Right.PRINT,
    "give_notice": Right.GIVE_NOTICE,
    "close": Right.CLOSE,
    "withdraw": Right.WITHDRAW,
    "assign": Right.ASSIGN,
    "reprint_slip": Right.PRINT,
}

_OPEN = frozenset(state for state in CaseState if not state.is_ended)
_UNDECIDED = _OPEN - {CaseState.DECIDED, CaseState.TOLD}
_STATES_FOR = {
    "start_handling": frozenset({CaseState.REGISTERED, CaseState.ACCEPTED}),
    "add_note": frozenset(CaseState),
    "request_extension": frozenset({CaseState.ACCEPTED, CaseState.IN_PROGRESS}),
    "decide_extension": frozenset({CaseState.EXTENSION_REQUESTED}),
    "record_decision": frozenset({CaseState.ACCEPTED, CaseState.IN_PROGRESS}),
    "make_letter": frozenset({CaseState.DECIDED, CaseState.TOLD, CaseState.CLOSED}),
    "give_notice": _OPEN,
    "close": frozenset({CaseState.TOLD}),
    "withdraw": _UNDECIDED,
    "assign": _OPEN,
    "reprint_slip": frozenset(CaseState),
}


def _actions(desk: Desk, case: Case, offers: tuple[StageOffer, ...]) -> tuple[ActionOffer, ...]:
    steps = []
    for name, right in _RIGHT_FOR.items():
        refusal = _refusal_of(desk, case, name, right, offers)
        steps.append(ActionOffer(name, refusal is None, refusal))
    return tuple(steps)


def _refusal_of(desk: Desk, case: Case, name: str, right: Right, offers: tuple[StageOffer, ...]) -> Refusal | None:
    if case.state not in _STATES_FOR[name]:
        return refuse(ReasonCode.WRONG_STATE, state=case.state.value)
    if name == "decide_extension":
        return None  # anyone at this desk may call a supervisor over, who decides with their own password
    if not desk.actor.may(right):
        return refuse(ReasonCode.NO_RIGHT, who_could=who_may(right, desk.people.values()))
    if name == "request_extension" and not offers:
        return refuse(ReasonCode.NO_FURTHER_STAGE)
    return None
