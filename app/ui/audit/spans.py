"""The days that the audit page offers by name. No Qt."""

from __future__ import annotations

from datetime import date, timedelta
from enum import StrEnum


class SpanKind(StrEnum):
    """Periods that end today, and any other."""

    TODAY = "today"
    WEEK = "week"
    MONTH = "month"
    QUARTER = "quarter"
    FREE = "free"


_DAYS = {SpanKind.TODAY: 1, SpanKind.WEEK: 7, SpanKind.MONTH: 30, SpanKind.QUARTER: 92}


def days_of(kind: SpanKind, today: date) -> tuple[date, date]:
    """First and last day of a period by name, both included; a free one begins as a week."""
    return today - timedelta(days=_DAYS.get(kind, 7) - 1), today


def kind_of(first: date, last: date, today: date) -> SpanKind:
    """The name of a period as of `today`: free where it has none."""
    return next((kind for kind in _DAYS if days_of(kind, today) == (first, last)), SpanKind.FREE)
