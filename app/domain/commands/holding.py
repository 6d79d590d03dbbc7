"""Keeping a case beyond its time, and no longer (domain.md 2.4)."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date


@dataclass(frozen=True, slots=True)
class PlaceHold:
    """The case must not be deleted while a dispute, a lawsuit, an inquiry or an audit goes on. `reason` is of
    `codes.HOLD_REASONS`, `text` says which one; `expected_end_on` None is not known."""

    hold_id: str
    reason: str
    text: str = field(repr=False)
    expected_end_on: date | None = None


@dataclass(frozen=True, slots=True)
class LiftHold:
    """What the case was held for is over."""

    hold_id: str
    reason: str = field(repr=False)
