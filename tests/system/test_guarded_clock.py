"""A clock that was set back wins no time."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from support.vault import SetClock

from app.system.clock import GuardedClock

NOON = datetime(2026, 11, 20, 4, 0, tzinfo=UTC)
MINUTE, HOUR = timedelta(minutes=1), timedelta(hours=1)


class Steady:
    """Seconds that tests let pass."""

    def __init__(self) -> None:
        self.seconds = 1000.0

    def __call__(self) -> float:
        return self.seconds


def _clock(mark: datetime = NOON, now: datetime = NOON) -> tuple[GuardedClock, SetClock, Steady]:
    inner, steady = SetClock(now), Steady()
    return GuardedClock(inner, mark, steady), inner, steady


def test_a_clock_that_goes_right_is_the_computers_own() -> None:
    clock, inner, steady = _clock()
    for minutes in (0, 1, 60, 600):
        inner.time, steady.seconds = NOON + minutes * MINUTE, 1000.0 + 60 * minutes
        assert (clock.now(), clock.behind_seconds) == (inner.time, 0)


def test_a_few_minutes_are_no_doubt() -> None:
    clock, inner, _ = _clock()
    inner.time = NOON - 5 * MINUTE
    assert (clock.now(), clock.behind_seconds) == (inner.time, 0)
    inner.time -= timedelta(seconds=1)
    assert (clock.now(), clock.behind_seconds) == (NOON, 301)


def test_set_back_before_the_start_time_goes_on_from_the_mark() -> None:
    clock, _, steady = _clock(now=NOON - 24 * HOUR)
    assert (clock.now(), clock.behind_seconds) == (NOON, 86400)
    steady.seconds += 90
    assert clock.now() == NOON + timedelta(seconds=90)


def test_a_jump_back_in_a_session_is_noticed_by_the_steady_clock() -> None:
    clock, inner, steady = _clock()
    inner.time, steady.seconds = NOON - HOUR, 1000.0 + 7200
    assert clock.now() == NOON + 2 * HOUR
    assert clock.behind_seconds == 3 * 3600
    inner.time = NOON + 2 * HOUR
    assert (clock.now(), clock.behind_seconds) == (inner.time, 0)


def test_many_small_steps_back_come_to_no_more_than_one() -> None:
    clock, inner, steady = _clock()
    for step in range(1, 10):
        inner.time, steady.seconds = NOON - 4 * step * MINUTE, 1000.0 + step
        assert clock.now() > NOON - 6 * MINUTE


def test_a_jump_ahead_that_is_put_right_does_no_harm() -> None:
    clock, inner, steady = _clock()
    inner.time = NOON + 400 * 24 * HOUR
    assert clock.now() == inner.time
    inner.time, steady.seconds = NOON + MINUTE, 1060.0
    assert (clock.now(), clock.behind_seconds) == (inner.time, 0)


def test_what_is_known_only_rises_unless_headquarters_says_otherwise() -> None:
    clock, inner, _ = _clock()
    clock.know(NOON - HOUR)
    assert clock.now() == NOON
    clock.know(NOON + HOUR)
    assert (clock.now(), clock.behind_seconds) == (NOON + HOUR, 3600)
    clock.believe(NOON)
    assert (clock.now(), clock.behind_seconds) == (inner.time, 0)
