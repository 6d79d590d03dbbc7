"""Put on record that the complainant was told, or that an attempt failed."""

from __future__ import annotations

from app.domain.commands import GiveNotice
from app.domain.refusal import Refusal
from app.operations.act import carry_out
from app.operations.desk import Desk
from app.operations.open_case import CaseView


def give_notice(desk: Desk, case_id: str, notice: GiveNotice) -> CaseView | Refusal:
    """Record the notice with its way and proof (令2020-3 art. 21)."""
    return carry_out(desk, case_id, notice)
