"""Periods that figures are read for: months, quarters, years, and any days from one to another. No Qt."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

EARLIEST = date(2000, 1, 1)
"""No branch has cases from before that day."""

_ONE_DAY = timedelta(days=1)


class SpanKind(StrEnum):
    """The periods that are offered by name."""

    THIS_MONTH = "this_month"
    LAST_MONTH = "last_month"
    THIS_QUARTER = "this_quarter"
    THIS_YEAR = "this_year"
    FREE = "free"


@dataclass(frozen=True, slots=True)
class Span:
    """A period, both days included. `months` is its length in whole months of the calendar, 0 where it has none."""

    first: date
    last: date
    months: int = 0


def span_of(kind: SpanKind, today: date) -> Span:
    """The period of this name as of `today`; a free one is the present month to begin with."""
    month = today.month - 1
    if kind is SpanKind.LAST_MONTH:
        return _months(today.year, month - 1, 1)
    if kind is SpanKind.THIS_QUARTER:
        return _months(today.year, month // 3 * 3, 3)
    if kind is SpanKind.THIS_YEAR:
        return _months(today.year, 0, 12)
    return _months(today.year, month, 1)


def kind_of(span: Span, today: date) -> SpanKind:
    """The name of `span` as of `today`: free where it has none."""
    days = (span.first, span.last)
    for kind in SpanKind:
        named = span_of(kind, today)
        if (named.first, named.last) == days:
            return kind
    return SpanKind.FREE


def shifted(span: Span, by: int) -> Span:
    """The period before (-1) or after (1): the month, quarter or year, else as many days."""
    if span.months:
        return _months(span.first.year, span.first.month - 1 + by * span.months, span.months)
    length = (span.last - span.first + _ONE_DAY) * by
    return Span(span.first + length, span.last + length)


def _months(year: int, month: int, count: int) -> Span:
    """`count` months from the month `month` of `year`, January being 0; months beyond the year are those of others."""
    return Span(_first_day(year, month), _first_day(year, month + count) - _ONE_DAY, count)


def _first_day(year: int, month: int) -> date:
    return date(year + month // 12, month % 12 + 1, 1)
