"""When to synchronise, and how much at a time: arithmetic only."""

from __future__ import annotations

import random

from hypothesis import given
from hypothesis import strategies as st

from app.sync.batches import FIRST_BYTES, LARGEST_BYTES, LARGEST_PAGE_BYTES, SMALLEST_BYTES, BatchSize
from app.sync.schedule import LONGEST_BACK_OFF_SECONDS, Schedule


def test_the_first_attempt_comes_soon() -> None:
    schedule = Schedule(900, first_after_seconds=2)
    assert schedule.due(100) == 2
    assert schedule.due(102) == 0


def test_after_a_success_headquarters_slot_counts() -> None:
    schedule = Schedule(900)
    schedule.succeeded(10, 333)
    assert schedule.due(10) == 333
    schedule.succeeded(10, 0)
    assert schedule.due(10) == 900
    schedule.succeeded(10, 10**9)
    assert schedule.due(10) == 24 * 3600
    schedule.succeeded(10, 1)
    assert schedule.due(10) == 5


def test_the_trial_keeps_its_own_interval() -> None:
    schedule = Schedule(60, is_interval_fixed=True)
    schedule.succeeded(0, 900)
    assert schedule.due(0) == 60


def test_a_person_who_asks_need_not_wait() -> None:
    schedule = Schedule(900)
    schedule.succeeded(0, 900)
    schedule.ask_now(5)
    assert schedule.due(5) == 0


@given(st.integers(0, 2**32), st.integers(1, 60))
def test_failures_wait_longer_and_longer_by_chance_and_never_for_ever(seed: int, failures: int) -> None:
    schedule = Schedule(900, chance=random.Random(seed))
    for number in range(failures):
        schedule.failed(0)
        longest = min(LONGEST_BACK_OFF_SECONDS, 2.0 * 2**number)
        assert 0.5 <= schedule.due(0) <= longest
    schedule.succeeded(0, 100)
    schedule.failed(0)
    assert schedule.due(0) <= 2


def test_waits_are_spread_over_the_whole_range() -> None:
    waits = []
    for seed in range(300):
        schedule = Schedule(900, chance=random.Random(seed))
        for _ in range(12):
            schedule.failed(0)
        waits.append(schedule.due(0))
    assert min(waits) < 120
    assert max(waits) > LONGEST_BACK_OFF_SECONDS - 120


@given(st.floats(0.1, 10_000))
def test_headquarters_word_on_when_to_come_back_is_obeyed(seconds: float) -> None:
    schedule = Schedule(900)
    schedule.failed(0, seconds)
    assert seconds <= schedule.due(0) <= 2 * seconds + 2


def test_batches_grow_while_the_line_is_quick_and_shrink_when_it_fails() -> None:
    batches = BatchSize()
    assert batches.size == FIRST_BYTES
    for _ in range(10):
        batches.succeeded(0.5)
    assert batches.size == LARGEST_BYTES
    assert batches.page_size == LARGEST_PAGE_BYTES
    batches.succeeded(7.0)
    assert batches.size == LARGEST_BYTES
    for _ in range(20):
        batches.failed()
    assert batches.size == SMALLEST_BYTES
    batches.limit(SMALLEST_BYTES * 2)
    for _ in range(10):
        batches.succeeded(0.1)
    assert batches.size == SMALLEST_BYTES * 2
