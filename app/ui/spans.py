"""Periods that are read: months, quarters, years, and any days from one to another. No Qt."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from app.language import _

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


def step_from(span: Span, by: int, today: date) -> Span | None:
    """The period before (-1) or after (1), no further than today and than there can be cases: then None."""
    found = shifted(span, by)
    return found if found.first <= today and found.last >= EARLIEST else None


def span_given(first: date | None, last: date | None, today: date) -> Span | str:
    """The period from one day to another as somebody typed them (None: no day), or a sentence on what is wrong."""
    if first is None or last is None:
        return _("Enter both days, such as 2026-11-20.")
    if first > last:
        return _("The first day must not be after the last one.")
    if first < EARLIEST or first > today:
        return _("Choose days up to today.")
    return Span(first, last)


def _months(year: int, month: int, count: int) -> Span:
    """`count` months from the month `month` of `year`, January being 0; months beyond the year are those of others."""
    return Span(_first_day(year, month), _first_day(year, month + count) - _ONE_DAY, count)


def _first_day(year: int, month: int) -> date:
    return date(year + month // 12, month % 12 + 1, 1)
