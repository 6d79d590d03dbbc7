"""Close a case whose complainant has been told."""

from __future__ import annotations

from app.domain.commands import CloseCase
from app.domain.refusal import Refusal
from app.operations.act import carry_out
from app.operations.desk import Desk
from app.operations.open_case import CaseView


def close_case(desk: Desk, case_id: str) -> CaseView | Refusal:
    """Close the case; whether it was overdue stays on record for good (domain.md finding 8)."""
    return carry_out(desk, case_id, CloseCase())
