"""The complainant takes the complaint back."""

from __future__ import annotations

from datetime import date

from app.domain.commands import WithdrawCase
from app.domain.refusal import Refusal
from app.operations.act import carry_out
from app.operations.desk import Desk
from app.operations.open_case import CaseView


def withdraw_case(
    desk: Desk, case_id: str, way: str, reason: str = "", received_on: date | None = None
) -> CaseView | Refusal:
    """End the case on the day that the withdrawal was received (令2020-3 art. 15)."""
    return carry_out(desk, case_id, WithdrawCase(way, reason, received_on))
