"""When a desk locks by itself."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.system.idle_lock import LONGEST_SECONDS, IdleLock


def test_it_locks_after_the_limit_without_a_touch() -> None:
    rule = IdleLock(300)
    rule.begin(1000.0)
    assert rule.seconds_left(1000.0) == 300
    rule.touch(1100.0)
    assert rule.seconds_left(1399.0) == 1
    assert not rule.is_due(1399.9)
    assert rule.is_due(1400.0)
    assert rule.seconds_left(9999.0) == 0.0


def test_a_form_gets_the_longer_limit_and_loses_it_again() -> None:
    rule = IdleLock(300, form_seconds=540)
    rule.begin(0.0)
    rule.enter_form(10.0)
    assert rule.seconds_left(10.0) == 540
    rule.leave_form(400.0)
    assert rule.seconds_left(400.0) == 300


def test_waking_up_does_not_save_a_desk_that_is_due() -> None:
    rule = IdleLock(300, form_seconds=540)
    rule.begin(0.0)
    for wake in (rule.touch, rule.enter_form, rule.leave_form):
        wake(8 * 3600.0)
        assert rule.is_due(8 * 3600.0)
    rule.begin(8 * 3600.0)  # somebody has unlocked it
    assert rule.seconds_left(8 * 3600.0) == 300


def test_limits_end_at_ten_minutes_and_a_form_never_has_less_than_the_desk() -> None:
    rule = IdleLock(3600, form_seconds=7200)
    rule.begin(0.0)
    assert rule.seconds_left(0.0) == LONGEST_SECONDS
    assert IdleLock(300, form_seconds=10).form_seconds == 300


@pytest.mark.parametrize(("limit", "form"), [(0, None), (-1, None), (300, 0)])
def test_no_limit_is_no_rule(limit: float, form: float | None) -> None:
    with pytest.raises(ValueError, match="idle"):
        IdleLock(limit, form)


def test_the_first_touch_begins_where_nobody_did() -> None:
    rule = IdleLock(300)
    assert rule.seconds_left(10**9) == 300
    rule.touch(50.0)
    assert rule.seconds_left(60.0) == 290


@given(st.lists(st.tuples(st.sampled_from(["touch", "enter_form", "leave_form"]), st.floats(0, 400)), max_size=40))
def test_once_due_always_due_until_begun_again(steps: list[tuple[str, float]]) -> None:
    rule, now, was_due = IdleLock(300, form_seconds=600), 0.0, False
    rule.begin(now)
    for name, pause in steps:
        now += pause
        was_due = was_due or rule.is_due(now)
        getattr(rule, name)(now)
        if was_due:
            assert rule.is_due(now)
        else:
            assert rule.seconds_left(now) > 0
