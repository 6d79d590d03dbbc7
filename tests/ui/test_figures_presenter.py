"""Which period is read, by name, by steps and by days; late answers and errors. No widgets."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import pytest
from support.cases import RULES
from support.counter import Held, Inline

from app.domain.figures import OverdueCase, Rate, figures_for
from app.operations.read_figures import FiguresReading, OverdueLine
from app.store.figures import NamedCase
from app.system.errors import KnownError
from app.ui.figures.presenter import FiguresPresenter
from app.ui.figures.words import TITLES, card_words, percent
from app.ui.spans import Span, SpanKind, kind_of, shifted, span_of

TODAY = date(2026, 11, 20)
LATE = OverdueLine(
    OverdueCase("c7", date(2026, 11, 10), 11, True), NamedCase("TS7", "王*芳", "B04", "accepted", "0217")
)


def reading(first: date, last: date) -> FiguresReading:
    figures = figures_for((), first, last, RULES.policies.latest.limits)
    return FiguresReading(figures, (LATE,), 1, (), (), 5, 30, datetime(2026, 11, 20, 6, 32, tzinfo=UTC))


class Calls:
    def __init__(self) -> None:
        self.read_spans: list[tuple[date, date]] = []
        self.error: Exception | None = None

    def read(self, _desk: Any, first: date, last: date) -> FiguresReading:
        self.read_spans.append((first, last))
        if self.error is not None:
            raise self.error
        return reading(first, last)


class View:
    def __init__(self) -> None:
        self.spans: list[tuple[SpanKind, Span, bool]] = []
        self.readings: list[FiguresReading] = []
        self.problem = self.stale = ""

    def show_span(self, kind: SpanKind, span: Span, *, can_go_later: bool) -> None:
        self.spans.append((kind, span, can_go_later))

    def show_days_problem(self, text: str) -> None:
        self.problem = text

    def show_reading(self, reading: FiguresReading) -> None:
        self.readings.append(reading)

    def show_stale(self, why: str) -> None:
        self.stale = why


class Stage:
    def __init__(self, run: Any = None) -> None:
        self.today, self.view, self.calls = TODAY, View(), Calls()
        self.opened: list[str] = []
        self.presenter = FiguresPresenter(
            self.view,
            run or Inline(),
            today=lambda: self.today,
            open_case=self.opened.append,
            calls=self.calls,  # type: ignore[arg-type]
        )


def test_it_begins_with_this_month_and_follows_the_day() -> None:
    stage = Stage()
    stage.presenter.start()
    assert stage.view.spans[-1] == (SpanKind.THIS_MONTH, Span(date(2026, 11, 1), date(2026, 11, 30), 1), False)
    stage.today = date(2026, 12, 1)
    stage.presenter.start()
    assert stage.view.spans[-1][1].first == date(2026, 12, 1)


def test_steps_go_by_the_period_and_not_into_the_future() -> None:
    stage = Stage()
    stage.presenter.choose(SpanKind.THIS_QUARTER)
    stage.presenter.step(-1)
    assert stage.view.spans[-1] == (SpanKind.FREE, Span(date(2026, 7, 1), date(2026, 9, 30), 3), True)
    stage.presenter.start()  # looked at another page meanwhile
    assert stage.presenter.span.first == date(2026, 7, 1)
    stage.presenter.step(1)
    assert stage.view.spans[-1][0] is SpanKind.THIS_QUARTER
    read = len(stage.calls.read_spans)
    stage.presenter.step(1)
    assert len(stage.calls.read_spans) == read


def test_steps_end_where_no_case_can_be() -> None:
    stage = Stage()
    stage.presenter.choose(SpanKind.THIS_YEAR)
    for _n in range(60):
        stage.presenter.step(-1)
    assert stage.presenter.span.first == date(2000, 1, 1)


@pytest.mark.parametrize(
    ("first", "last"),
    [
        (None, TODAY),
        (TODAY, None),
        (TODAY, date(2026, 11, 19)),
        (date(1999, 12, 31), TODAY),
        (date(2026, 11, 21), date(2026, 11, 22)),
    ],
)
def test_days_that_are_no_period(first: date | None, last: date | None) -> None:
    stage = Stage()
    stage.presenter.choose_days(first, last)
    assert stage.view.problem
    assert stage.calls.read_spans == []


def test_days_that_are_a_known_period_have_its_name() -> None:
    stage = Stage()
    stage.presenter.choose_days(date(2026, 10, 15), date(2026, 11, 3))
    assert stage.view.spans[-1][0] is SpanKind.FREE
    stage.presenter.choose_days(date(2026, 10, 1), date(2026, 10, 31))
    assert stage.view.spans[-1][0] is SpanKind.LAST_MONTH
    stage.presenter.step(-1)
    assert stage.presenter.span.first == date(2026, 9, 1)


def test_answers_for_another_period_are_dropped_and_changes_lead_to_one_more_reading() -> None:
    held = Held()
    stage = Stage(held)
    stage.presenter.start()
    stage.presenter.start()  # shown while it is being read
    assert len(held.waiting) == 1
    stage.presenter.choose(SpanKind.THIS_YEAR)
    for _n in range(3):
        stage.presenter.refresh()
    held.flush()
    assert stage.calls.read_spans == [
        (date(2026, 11, 1), date(2026, 11, 30)),
        (date(2026, 1, 1), date(2026, 12, 31)),
        (date(2026, 1, 1), date(2026, 12, 31)),
    ]
    assert {found.figures.first for found in stage.view.readings} == {date(2026, 1, 1)}


def test_an_error_leaves_the_figures_and_says_so() -> None:
    stage = Stage()
    stage.presenter.start()
    stage.calls.error = KnownError()
    stage.presenter.refresh()
    assert stage.view.stale
    assert len(stage.view.readings) == 1
    stage.calls.error = None
    stage.presenter.refresh()
    assert stage.view.stale == ""


def test_overdue_cases_open() -> None:
    stage = Stage()
    stage.presenter.open(0)
    stage.presenter.start()
    stage.presenter.open(0)
    stage.presenter.open(1)
    stage.presenter.open(-1)
    assert stage.opened == ["c7"]


@pytest.mark.parametrize(
    ("today", "quarter", "last_month"),
    [
        (date(2026, 1, 1), (date(2026, 1, 1), date(2026, 3, 31)), (date(2025, 12, 1), date(2025, 12, 31))),
        (date(2028, 3, 31), (date(2028, 1, 1), date(2028, 3, 31)), (date(2028, 2, 1), date(2028, 2, 29))),
        (date(2026, 12, 31), (date(2026, 10, 1), date(2026, 12, 31)), (date(2026, 11, 1), date(2026, 11, 30))),
    ],
)
def test_periods_by_name(today: date, quarter: tuple[date, date], last_month: tuple[date, date]) -> None:
    found = span_of(SpanKind.THIS_QUARTER, today)
    assert (found.first, found.last) == quarter
    found = span_of(SpanKind.LAST_MONTH, today)
    assert (found.first, found.last) == last_month
    for kind in SpanKind:
        span = span_of(kind, today)
        assert shifted(shifted(span, -1), 1) == span
        assert shifted(span, -1).last.toordinal() + 1 == span.first.toordinal()
        assert kind_of(span, today) is (SpanKind.THIS_MONTH if kind is SpanKind.FREE else kind)
    assert shifted(Span(date(2026, 3, 1), date(2026, 3, 7)), -1) == Span(date(2026, 2, 22), date(2026, 2, 28))


@pytest.mark.parametrize(
    ("count", "of", "text"),
    [(0, 7, "0.0%"), (7, 7, "100.0%"), (2999, 3000, "99.9%"), (1, 9000, "0.1%"), (5, 7, "71.4%")],
)
def test_rounding_makes_nothing_whole(count: int, of: int, text: str) -> None:
    assert percent(Rate(count, of, False)) == text


def test_few_answers_give_no_rate_and_other_rates_say_how_many() -> None:
    found = reading(date(2026, 11, 1), date(2026, 11, 30))
    assert {card_words(key, found).figure for key in TITLES} == {"—"}
    few = replace(found, figures=replace(found.figures, satisfaction=Rate(4, 4, True), completion=Rate(1, 2, True)))
    assert card_words("satisfaction", few).figure == "评价太少"
    assert "5" in card_words("satisfaction", few).formula
    assert card_words("completion", few).figure == "50.0%"
    enough = replace(found, figures=replace(found.figures, satisfaction=Rate(4, 5, False)))
    assert card_words("satisfaction", enough).figure == "80.0%"
