"""Write a note on a case, for staff only."""

from __future__ import annotations

from app.domain.commands import AddNote
from app.domain.refusal import Refusal
from app.operations.act import carry_out
from app.operations.desk import Desk
from app.operations.open_case import CaseView


def add_note(desk: Desk, case_id: str, text: str) -> CaseView | Refusal:
    """Add `text` to the case's history. Notes never appear on a paper for the customer."""
    return carry_out(desk, case_id, AddNote(text))
