"""Show a complainant's details in full, for as long as the screen keeps them."""

from __future__ import annotations

from app.domain.case import Complainant
from app.domain.people import Right, who_may
from app.domain.reasons import ReasonCode
from app.domain.refusal import Refusal, refuse
from app.operations.desk import Desk


def reveal_contact(desk: Desk, case_id: str) -> Complainant | Refusal:
    """The complainant in clear, for people who hold the right (domain.md 2.4: masked by default)."""
    if not desk.actor.may(Right.REVEAL):
        return refuse(ReasonCode.NO_RIGHT, who_could=who_may(Right.REVEAL, desk.people.values()))
    case = desk.store.case(case_id)
    if case is None:
        return refuse(ReasonCode.CASE_NOT_FOUND)
    return case.intake.complainant
