"""Working days, and the published test vectors of both clocks."""

from __future__ import annotations

import csv
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.cases import RULES

from app.domain.calendar import WorkCalendar, china_day

CALENDAR = RULES.calendar
VECTORS_FILE = Path(__file__).parent / "data" / "deadline_test_vectors.tsv"
VECTORS = list(csv.DictReader(VECTORS_FILE.read_text(encoding="utf-8").splitlines(), delimiter="\t"))
DAYS = st.dates(date(2007, 1, 1), date(2030, 12, 31))


def test_there_are_vectors() -> None:
    assert len(VECTORS) == 10


@pytest.mark.parametrize("row", VECTORS, ids=lambda row: row["received"])
def test_vector(row: dict[str, str]) -> None:
    day = date.fromisoformat(row["received"])
    assert day.strftime("%a") == row["weekday"]
    assert str(CALENDAR.is_working_day(day)) == row["is_workday"]
    for count in (5, 10):
        assert CALENDAR.add_working_days(day, count).day.isoformat() == row[f"plus{count}wd"]
    for count in (15, 30, 60):
        assert (day + timedelta(days=count)).isoformat() == row[f"plus{count}nd"]


def test_make_up_saturdays_are_working_days_and_holidays_are_not() -> None:
    assert CALENDAR.is_working_day(date(2026, 2, 14))  # a Saturday before Spring Festival
    assert not CALENDAR.is_working_day(date(2026, 10, 1))
    assert not CALENDAR.is_working_day(date(2026, 11, 21))  # an ordinary Saturday


@pytest.mark.parametrize(
    ("start", "count", "due", "is_provisional"),
    [
        (date(2026, 12, 18), 5, date(2026, 12, 25), False),
        (date(2026, 12, 25), 5, date(2027, 1, 1), True),
        (date(2026, 12, 25), 10, date(2027, 1, 8), True),
        (date(2027, 3, 1), 5, date(2027, 3, 8), True),
        (date(2025, 12, 29), 5, date(2026, 1, 6), False),
        (date(2024, 2, 28), 1, date(2024, 2, 29), False),
    ],
)
def test_provisional_years(start: date, count: int, due: date, is_provisional: bool) -> None:
    counted = CALENDAR.add_working_days(start, count)
    assert (counted.day, counted.is_provisional) == (due, is_provisional)


def test_the_last_days_of_a_year_are_provisional_until_the_next_year_is_published() -> None:
    """2007, 2011, 2018 and 2022 ended with days that the next year's arrangement changed."""
    assert CALENDAR.add_working_days(date(2026, 12, 24), 1).is_provisional is False
    assert CALENDAR.add_working_days(date(2026, 12, 28), 1).is_provisional is True
    assert CALENDAR.add_working_days(date(2025, 12, 29), 1).is_provisional is False


def test_the_next_years_arrangement_changes_this_years_days() -> None:
    assert CALENDAR.is_working_day(date(2018, 12, 29))  # a Saturday, made a working day by the table of 2019
    assert not CALENDAR.is_working_day(date(2022, 12, 31))
    assert CALENDAR.is_working_day(date(2007, 12, 29))


def test_only_published_years_are_known() -> None:
    assert CALENDAR.has_year(2026)
    assert not CALENDAR.has_year(2027)
    assert not CALENDAR.has_year(1999)
    assert not WorkCalendar({}).is_certain(date(2026, 1, 1))


def test_a_negative_count_is_a_mistake() -> None:
    with pytest.raises(ValueError, match="-1"):
        CALENDAR.add_working_days(date(2026, 1, 5), -1)


@given(DAYS, st.integers(0, 60))
def test_counting_there_and_back(start: date, count: int) -> None:
    end = CALENDAR.add_working_days(start, count).day
    assert CALENDAR.working_days_between(start, end) == count
    assert CALENDAR.working_days_between(end, start) == -count
    assert end == start if count == 0 else CALENDAR.is_working_day(end)


@given(DAYS, st.integers(0, 30))
def test_more_days_end_later(start: date, count: int) -> None:
    assert CALENDAR.add_working_days(start, count).day < CALENDAR.add_working_days(start, count + 1).day


def test_a_day_in_china_begins_eight_hours_early() -> None:
    assert china_day(datetime(2026, 11, 20, 15, 59, 59, tzinfo=UTC)) == date(2026, 11, 20)
    assert china_day(datetime(2026, 11, 20, 16, 0, tzinfo=UTC)) == date(2026, 11, 21)
    with pytest.raises(ValueError, match="offset"):
        china_day(datetime(2026, 11, 20, 16, 0))
