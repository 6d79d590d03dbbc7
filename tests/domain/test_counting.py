"""Terms with days that do not count: holidays, make-up working days, pauses, turns of the year, leap days."""

from __future__ import annotations

import csv
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.cases import RULES

from app.domain.counting import Span, count_natural, count_working, left_out
from app.domain.facts.clocks import Pause

CALENDAR = RULES.calendar
VECTORS = Path(__file__).parent / "data" / "deadline_test_vectors.tsv"
DAYS = st.dates(date(2020, 1, 1), date(2026, 12, 1))


def day(text: str) -> date:
    return date.fromisoformat(text)


def pause(start: str, end: str, expected: str = "2030-01-01") -> Pause:
    return Pause(
        "p", "appraisal", "鉴定中心", day(start), day(expected), "phone", "1", "0217", "", day(end) if end else None
    )


def spans(*pairs: tuple[str, str]) -> tuple[Span, ...]:
    return left_out(pause(start, end) for start, end in pairs)


with VECTORS.open(encoding="utf-8") as stream:
    ROWS = list(csv.DictReader(stream, delimiter="\t"))


@pytest.mark.parametrize("row", ROWS, ids=[row["received"] for row in ROWS])
def test_the_published_vectors(row: dict[str, str]) -> None:
    start = day(row["received"])
    for days in (5, 10):
        assert count_working(CALENDAR, start, days).day == day(row[f"plus{days}wd"])
    for days in (15, 30, 60):
        assert count_natural(start, days) == day(row[f"plus{days}nd"])


@pytest.mark.parametrize(
    ("start", "days", "pauses", "due"),
    [
        ("2026-11-20", 15, [], "2026-12-05"),
        ("2026-11-20", 15, [("2026-11-25", "2026-11-30")], "2026-12-10"),  # five days left out
        ("2026-11-20", 15, [("2026-11-20", "2026-11-22")], "2026-12-06"),  # the first day was not counted anyway
        ("2026-11-20", 15, [("2026-11-10", "2026-11-22")], "2026-12-06"),  # begun before the term
        ("2026-11-20", 15, [("2026-12-05", "2026-12-07")], "2026-12-07"),  # on the last day: it is still to be counted
        ("2026-11-20", 15, [("2026-12-06", "2026-12-31")], "2026-12-05"),  # behind the due date: heals nothing
        ("2026-11-20", 15, [("2026-11-25", "2026-11-25")], "2026-12-05"),  # over on its first day
        ("2026-11-20", 15, [("2026-11-25", "2026-11-28"), ("2026-11-26", "2026-11-30")], "2026-12-10"),  # overlapping
        ("2026-11-20", 15, [("2026-11-25", "2026-11-28"), ("2026-12-07", "2026-12-09")], "2026-12-10"),  # one after one
        ("2024-02-20", 15, [], "2024-03-06"),  # leap year
        ("2023-02-20", 15, [], "2023-03-07"),
        ("2024-02-14", 15, [("2024-02-28", "2024-03-01")], "2024-03-02"),  # the leap day is one of the two left out
        ("2025-12-20", 15, [], "2026-01-04"),
    ],
)
def test_natural_days(start: str, days: int, pauses: list[tuple[str, str]], due: str) -> None:
    assert count_natural(day(start), days, spans(*pauses)) == day(due)


@pytest.mark.parametrize(
    ("start", "days", "pauses", "due"),
    [
        ("2026-11-20", 5, [], "2026-11-27"),
        ("2026-11-20", 5, [("2026-11-23", "2026-11-25")], "2026-12-01"),
        ("2026-11-20", 5, [("2026-11-21", "2026-11-23")], "2026-11-27"),  # a weekend left out moves nothing
        ("2026-11-20", 5, [("2026-11-28", "2026-12-20")], "2026-11-27"),
        ("2026-09-28", 5, [("2026-09-30", "2026-10-09")], "2026-10-13"),  # across National Day and a make-up Saturday
        (
            "2026-02-13",
            5,
            [("2026-02-14", "2026-02-16")],
            "2026-02-28",
        ),  # both Saturdays are make-up working days
        ("2024-12-30", 5, [], "2025-01-07"),
        ("2024-12-30", 5, [("2024-12-31", "2025-01-02")], "2025-01-08"),
    ],
)
def test_working_days(start: str, days: int, pauses: list[tuple[str, str]], due: str) -> None:
    assert count_working(CALENDAR, day(start), days, spans(*pauses)).day == day(due)


def test_a_count_into_a_year_without_table_is_provisional() -> None:
    assert not count_working(CALENDAR, day("2026-11-20"), 5, spans(("2026-11-23", "2026-11-30"))).is_provisional
    found = count_working(CALENDAR, day("2026-12-21"), 5, spans(("2026-12-22", "2027-01-05")))
    assert (found.day, found.is_provisional) == (day("2027-01-11"), True)


def test_an_open_pause_is_left_out_until_its_expected_end() -> None:
    assert left_out([pause("2026-11-25", "", expected="2026-12-01")]) == ((day("2026-11-25"), day("2026-12-01")),)


@given(DAYS, st.integers(0, 60), st.lists(st.tuples(st.integers(-5, 80), st.integers(0, 30)), max_size=5))
def test_counting_is_counting(start: date, days: int, pairs: list[tuple[int, int]]) -> None:
    """Day by day, as one would on a wall calendar."""
    pauses = [(start + timedelta(first), start + timedelta(first + length)) for first, length in pairs]
    found = left_out(pause(a.isoformat(), b.isoformat()) for a, b in pauses)
    for is_counted, counted in (
        (lambda d: True, count_natural(start, days, found)),
        (CALENDAR.is_working_day, count_working(CALENDAR, start, days, found).day),
    ):
        left, today = days, start
        while left:
            today += timedelta(days=1)
            left -= is_counted(today) and not any(a <= today < b for a, b in pauses)
        assert counted == today
