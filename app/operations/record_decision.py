"""Decide a complaint."""

from __future__ import annotations

from app.domain.commands import RecordDecision
from app.domain.refusal import Refusal
from app.operations.act import carry_out
from app.operations.desk import Desk
from app.operations.open_case import CaseView


def record_decision(desk: Desk, case_id: str, decision: RecordDecision) -> CaseView | Refusal:
    """Record the decision with findings, basis, reasons and remedy (令2020-3 art. 18, 19)."""
    return carry_out(desk, case_id, decision)
