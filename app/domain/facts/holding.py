"""Holds: a case is kept although its time is over (domain.md 2.4: litigation hold)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime


@dataclass(frozen=True, slots=True)
class Hold:
    """Somebody with the right said that the case has to be kept, and why. It stands until another person lifts it;
    `expected_end_on` only says when to look at it again.

    `reason` is of `codes.HOLD_REASONS`, `text` says which dispute, lawsuit or inquiry.
    """

    hold_id: str
    reason: str
    text: str
    placed_by: str
    placed_at: datetime
    expected_end_on: date | None = None
    lifted_by: str = ""
    lifted_at: datetime | None = None
    lift_reason: str = ""

    @property
    def is_open(self) -> bool:
        """Whether it still stands."""
        return self.lifted_at is None

    def __repr__(self) -> str:
        return f"<Hold {self.reason} {'open' if self.is_open else 'lifted'}>"
