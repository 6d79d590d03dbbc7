"""The branch's figures of a period, with what is behind them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING

from app.domain.calendar import china_day
from app.domain.figures import Figures, OverdueCase, figures_for, overdue_cases
from app.operations.desk import Desk

if TYPE_CHECKING:
    from app.store.figures import NamedCase

MOST_OVERDUE = 200
"""So many overdue cases are listed; all are counted."""


@dataclass(frozen=True, slots=True)
class OverdueLine:
    """One overdue case and what the list says of it; the complainant is masked."""

    overdue: OverdueCase
    named: NamedCase


@dataclass(frozen=True, slots=True)
class FiguresReading:
    """Figures as they stood at `read_at`. `overdue_count` counts those too for which the list has no room.

    `by_category` and `by_channel` count what was received, by code, most first.
    """

    figures: Figures
    overdue: tuple[OverdueLine, ...]
    overdue_count: int
    by_category: tuple[tuple[str, int], ...]
    by_channel: tuple[tuple[str, int], ...]
    few_answers: int
    repeat_days: int
    read_at: datetime

    @property
    def is_empty(self) -> bool:
        """Whether nothing happened in the period, and nothing was overdue in it."""
        figures = self.figures
        return not (figures.received or figures.accepted or figures.closed or figures.repeats.of or self.overdue_count)


def read_figures(desk: Desk, first: date, last: date) -> FiguresReading:
    """The figures of complaints from `first` to `last`, both included, counted by the limits in force at the end."""
    now = desk.clock.now()
    today = china_day(now)
    limits = desk.rules.policies.as_of(min(last, today)).limits
    source = desk.store.figures
    records = source.records(first, last, today)
    overdue = overdue_cases(records, first, last)
    listed = overdue[:MOST_OVERDUE]
    named = source.named(case.case_id for case in listed)
    return FiguresReading(
        figures=figures_for(records, first, last, limits),
        overdue=tuple(OverdueLine(case, named[case.case_id]) for case in listed if case.case_id in named),
        overdue_count=len(overdue),
        by_category=tuple(source.counts("category", first, last)),
        by_channel=tuple(source.counts("channel", first, last)),
        few_answers=limits.few_answers,
        repeat_days=limits.repeat_days,
        read_at=now,
    )
