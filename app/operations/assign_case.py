"""Give a case to another owner."""

from __future__ import annotations

from app.domain.commands import AssignCase
from app.domain.refusal import Refusal
from app.operations.act import carry_out
from app.operations.desk import Desk
from app.operations.open_case import CaseView


def assign_case(desk: Desk, case_id: str, owner: str, reason: str = "") -> CaseView | Refusal:
    """Make the person with staff number `owner` answer for the case (domain.md no. 11, 15)."""
    return carry_out(desk, case_id, AssignCase(owner, reason))
