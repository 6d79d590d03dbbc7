"""Holds on deletion (domain.md 2.4): placed by whoever has the right, lifted by another one of them."""

from __future__ import annotations

from app.domain.case import Case
from app.domain.codes import HOLD_REASONS
from app.domain.commands import LiftHold, PlaceHold
from app.domain.context import Context
from app.domain.decisions.outcome import Decisions, Outcome, day_problems, refused, write
from app.domain.entry import EntryKind
from app.domain.people import Right
from app.domain.reasons import ReasonCode
from app.domain.refusal import Problem, Refusal, refuse
from app.domain.texts import check_reason


def place_hold(case: Case, command: PlaceHold, context: Context) -> Outcome:
    """`hold_placed`, whatever state the case is in. Several may stand side by side; a repeat writes nothing."""
    if objection := context.objection(Right.HOLD, case):
        return objection
    if any(known.hold_id == command.hold_id for known in case.holds):
        return ()
    problems = [*check_reason(command.text, "text")]
    if command.reason not in HOLD_REASONS:
        problems.insert(0, Problem(ReasonCode.CHOICE_UNKNOWN, "reason"))
    if command.expected_end_on is not None:
        problems.extend(day_problems(command.expected_end_on, "expected_end_on", context.today))
    return refused(tuple(problems)) or write(
        case,
        EntryKind.HOLD_PLACED,
        {
            "hold_id": command.hold_id,
            "reason": command.reason,
            "text": command.text,
            "expected_end_on": command.expected_end_on.isoformat() if command.expected_end_on else "",
        },
    )


def lift_hold(case: Case, command: LiftHold, context: Context) -> Outcome:
    """`hold_lifted` by another person than who placed it: nobody alone decides that a case may be deleted."""
    hold = next((known for known in case.holds if known.hold_id == command.hold_id), None)
    if hold is not None and hold.is_open and hold.placed_by == context.actor.staff_no:
        return refuse(ReasonCode.HOLD_FOUR_EYES, who_could=context.who_could(Right.HOLD, case, but=hold.placed_by))
    if objection := context.objection(Right.HOLD, case):
        others = (staff_no for staff_no in objection.who_could if hold is None or staff_no != hold.placed_by)
        return Refusal(objection.problems, tuple(others))
    if hold is None:
        return refuse(ReasonCode.UNKNOWN_HOLD)
    if not hold.is_open:
        return refuse(ReasonCode.HOLD_LIFTED)
    return refused(check_reason(command.reason)) or write(
        case, EntryKind.HOLD_LIFTED, {"hold_id": command.hold_id, "reason": command.reason}
    )


DECISIONS: Decisions = {PlaceHold: place_hold, LiftHold: lift_hold}
