"""Working days of the People's Republic: State Council holiday arrangements with their make-up working days.

The table runs out (domain.md finding 3): in a year without published days Monday to Friday count as working days,
which gives the earliest possible date, and the result is marked provisional.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta, timezone
from typing import Any

CHINA = timezone(timedelta(hours=8), "UTC+8")
"""China has one time and no summer time since 1992."""

_ONE_DAY = timedelta(days=1)
_TAIL_MONTH, _TAIL_DAY = 12, 28
"""From this day on, next year's arrangement may still change this year's days: it did so in 2006, 2007, 2011, 2018
and 2022 (holiday-cn tables), at the earliest on 29 December."""


def china_day(instant: datetime) -> date:
    """The calendar day in China at `instant`.

    Raises: ValueError for an instant without an offset.
    """
    if instant.tzinfo is None:
        raise ValueError("an instant without an offset")
    return instant.astimezone(CHINA).date()


@dataclass(frozen=True, slots=True)
class YearTable:
    """One year's arrangement: days off and working days at weekends. Both empty while nothing is published."""

    year: int
    days_off: frozenset[date] = frozenset()
    makeup_workdays: frozenset[date] = frozenset()

    @property
    def is_published(self) -> bool:
        """Whether the State Council has published this year."""
        return bool(self.days_off)


@dataclass(frozen=True, slots=True)
class DayCount:
    """A day that was counted to. `is_provisional`: the count touched days whose table is not published yet (暂定)."""

    day: date
    is_provisional: bool


class WorkCalendar:
    """Says of each day whether banks work on it, and counts working days."""

    def __init__(self, years: Mapping[int, YearTable]) -> None:
        self._published = frozenset(year for year, table in years.items() if table.is_published)
        self._is_working: dict[date, bool] = {}
        for year in sorted(years):  # a later arrangement has the last word about the turn of the year
            self._is_working.update(dict.fromkeys(years[year].days_off, False))
            self._is_working.update(dict.fromkeys(years[year].makeup_workdays, True))

    @classmethod
    def from_tables(cls, tables: Iterable[Mapping[str, Any]]) -> WorkCalendar:
        """From holiday-cn JSON documents: {"year", "days": [{"date", "isOffDay"}]}.

        Raises: KeyError or ValueError when a document does not have this form.
        """
        years = {}
        for table in tables:
            off = frozenset(date.fromisoformat(d["date"]) for d in table["days"] if d["isOffDay"])
            makeup = frozenset(date.fromisoformat(d["date"]) for d in table["days"] if not d["isOffDay"])
            years[int(table["year"])] = YearTable(int(table["year"]), off, makeup)
        return cls(years)

    def has_year(self, year: int) -> bool:
        """Whether the days of `year` are published."""
        return year in self._published

    def is_certain(self, day: date) -> bool:
        """Whether no arrangement that is still to come can change what `day` is."""
        if day.year not in self._published:
            return False
        return (day.month, day.day) < (_TAIL_MONTH, _TAIL_DAY) or day.year + 1 in self._published

    def is_working_day(self, day: date) -> bool:
        """Whether banks work on `day`; Monday to Friday where nothing is published."""
        known = self._is_working.get(day)
        return day.weekday() < 5 if known is None else known

    def add_working_days(self, start: date, count: int) -> DayCount:
        """The `count`-th working day after `start`, which itself is not counted (民法典 art. 201).

        Raises: ValueError for a negative count.
        """
        if count < 0:
            raise ValueError(count)
        day, is_provisional = start, False
        while count:
            day += _ONE_DAY
            is_provisional = is_provisional or not self.is_certain(day)
            if self.is_working_day(day):
                count -= 1
        return DayCount(day, is_provisional)

    def working_days_between(self, start: date, end: date) -> int:
        """How many working days lie after `start` up to and including `end`; negative when `end` is the earlier."""
        if end < start:
            return -self.working_days_between(end, start)
        return sum(self.is_working_day(start + timedelta(days=n)) for n in range(1, (end - start).days + 1))
