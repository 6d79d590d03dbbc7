"""Counting a term in days: natural or working days, leaving out those that do not count (令2020-3 art. 18-2, 23).

The first day is not counted (民法典 art. 201); the day that is reached is still in time (art. 43).
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta

from app.domain.calendar import DayCount, WorkCalendar
from app.domain.facts.clocks import Pause

Span = tuple[date, date]
"""Days from the first up to, not including, the second."""

_ONE_DAY = timedelta(days=1)


def left_out(pauses: Iterable[Pause]) -> tuple[Span, ...]:
    """The days that do not count, in order, overlapping pauses as one.

    While a pause is open, the days until its expected end are left out.
    """
    spans: list[Span] = []
    for start, end in sorted((p.started_on, p.ended_on or p.expected_end_on) for p in pauses):
        if end <= start:
            continue
        if spans and start <= spans[-1][1]:
            spans[-1] = (spans[-1][0], max(spans[-1][1], end))
        else:
            spans.append((start, end))
    return tuple(spans)


def count_natural(start: date, days: int, spans: Iterable[Span] = ()) -> date:
    """The `days`-th day after `start` that counts. What begins after that day moves nothing."""
    due = start + timedelta(days=days)
    for first, end in spans:
        first = max(first, start + _ONE_DAY)
        if first > due:
            break
        due += max(end - first, timedelta())
    return due


def count_working(calendar: WorkCalendar, start: date, days: int, spans: Iterable[Span] = ()) -> DayCount:
    """The `days`-th working day after `start` that counts; days within `spans` are jumped over."""
    waiting = [span for span in reversed(tuple(spans)) if span[1] > start]
    if not waiting:
        return calendar.add_working_days(start, days)
    day, is_provisional = start, False
    while days:
        day += _ONE_DAY
        while waiting and day >= waiting[-1][0]:
            day = max(day, waiting.pop()[1])
        is_provisional = is_provisional or not calendar.is_certain(day)
        if calendar.is_working_day(day):
            days -= 1
    return DayCount(day, is_provisional)
