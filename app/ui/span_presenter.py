"""The period of a page that reads one: the one before, the one after, or days that are typed. No Qt."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable
from datetime import date
from typing import Protocol

from app.ui.spans import Span, shifted, span_given, step_from


class DaysView(Protocol):
    """What is needed of the page."""

    def show_days_problem(self, text: str) -> None: ...


class SpanPresenter(ABC):
    """What pages that read a period decide alike; what follows from another period is each page's own."""

    def __init__(self, days_view: DaysView, today: Callable[[], date], span: Span) -> None:
        self._days_view = days_view
        self._today = today
        self.span = span

    def step(self, by: int) -> None:
        """The period before (-1) or after (1), no further than today and than there can be cases."""
        span = step_from(self.span, by, self._today())
        if span is not None:
            self._take(span)

    def choose_days(self, first: date | None, last: date | None) -> None:
        """From one day to another."""
        given = span_given(first, last, self._today())
        if isinstance(given, str):
            self._days_view.show_days_problem(given)
        elif (given.first, given.last) != (self.span.first, self.span.last):
            self._take(given)
        else:
            self._days_view.show_days_problem("")

    def can_go_later(self) -> bool:
        """Whether the period after has begun."""
        return shifted(self.span, 1).first <= self._today()

    @abstractmethod
    def _take(self, span: Span) -> None:
        """Another period was chosen."""
