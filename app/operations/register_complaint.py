"""Record a complaint at the counter: the case has its number and is safe on disk when this returns."""

from __future__ import annotations

from dataclasses import dataclass

from app.domain.case import Case
from app.domain.commands import IntakeForm, RegisterComplaint
from app.domain.deadlines import Deadlines, deadlines_of
from app.domain.decide import decide
from app.domain.refusal import Refusal
from app.operations.act import CASES
from app.operations.desk import Desk


@dataclass(frozen=True, slots=True)
class Registered:
    """A case that was just recorded, and by when it must be answered."""

    case: Case
    deadlines: Deadlines


def register_complaint(
    desk: Desk,
    form: IntakeForm,
    *,
    settlement: str = "",
    draft_id: str | None = None,
    is_name_required: bool = True,
) -> Registered | Refusal:
    """Record `form` and accept it (first-receiver responsibility, domain.md no. 2); settle at once with `settlement`.

    The actor's draft `draft_id` goes in the same transaction as the case comes. A `Refusal` names the field of every
    problem and leaves the draft.
    """
    now = desk.clock.now()
    context = desk.context(now)

    def make(case_id: str, case_no: str) -> RegisterComplaint:
        return RegisterComplaint(case_id, case_no, form, settlement, is_name_required)

    outcome = desk.store.register(
        make, lambda command: decide(None, command, context), desk.author(), now, draft_id=draft_id or ""
    )
    if isinstance(outcome, Refusal):
        return outcome
    desk.announce(CASES, frozenset({outcome.case.case_id}))
    return Registered(outcome.case, deadlines_of(outcome.case, desk.rules))
