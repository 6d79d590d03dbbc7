"""Take a case in hand."""

from __future__ import annotations

from app.domain.commands import StartHandling
from app.domain.refusal import Refusal
from app.operations.act import carry_out
from app.operations.desk import Desk
from app.operations.open_case import CaseView


def start_handling(desk: Desk, case_id: str) -> CaseView | Refusal:
    """The signed-in person takes the case in hand and answers for it from now on (domain.md no. 2, 12)."""
    return carry_out(desk, case_id, StartHandling())
