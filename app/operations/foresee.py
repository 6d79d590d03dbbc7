"""What a step would do to the due date, said before it is taken."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from app.domain.commands import Command
from app.domain.deadlines import deadlines_of
from app.domain.decide import decide
from app.domain.entry import Entry, Origin
from app.domain.fold import apply
from app.domain.refusal import Refusal
from app.operations.desk import Desk

_AFTER_ALL = 2**62


@dataclass(frozen=True, slots=True)
class Foreseen:
    """The due date now and then. `is_provisional`: the holidays of that year are not published yet."""

    due_now: date
    due_then: date
    is_provisional: bool


def foresee(desk: Desk, case_id: str, command: Command) -> Foreseen | None:
    """What `command` would do to the due date of the case; None when it would be refused. Nothing is written."""
    case = desk.store.case(case_id)
    if case is None:
        return None
    now = desk.clock.now()
    outcome = decide(case, command, desk.context(now))
    if isinstance(outcome, Refusal):
        return None
    then = case
    for place, new in enumerate(outcome):
        origin = Origin("f" * 32, 1, _AFTER_ALL + place)
        then = apply(
            then,
            Entry(
                kind=new.kind.value,
                version=new.version,
                case_id=case_id,
                body=new.body,
                actor=desk.actor.staff_no,
                at=now,
                base=then.version,
                origin=origin,
                hlc=_AFTER_ALL + place,
                is_signed=True,
            ),
        )
    after = deadlines_of(then, desk.rules)
    return Foreseen(deadlines_of(case, desk.rules).due_on, after.due_on, after.is_provisional)
