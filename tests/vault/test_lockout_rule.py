"""The waiting rule by itself."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from app.vault.lockout import NO_FAILURES, PERSON_RULE, STATION_RULE, Failures, LockoutRule

NOW = datetime(2026, 11, 20, tzinfo=UTC)
_rules = st.sampled_from([PERSON_RULE, STATION_RULE, LockoutRule(1, 1, 7)])
_moments = st.integers(-(10**9), 10**9).map(lambda seconds: NOW + timedelta(seconds=seconds))


@given(_rules, st.integers(0, 10_000))
def test_waits_grow_and_stay_within_the_longest(rule: LockoutRule, count: int) -> None:
    assert rule.wait_seconds(count) <= rule.wait_seconds(count + 1) <= rule.longest_seconds
    assert (rule.wait_seconds(count) == 0) == (count < rule.free_tries)
    assert rule.tries_left(Failures(count)) == max(0, rule.free_tries - count)


@given(_rules, st.lists(_moments, min_size=1, max_size=40))
def test_whatever_the_clock_does_a_wait_is_never_longer_than_the_rule_says(
    rule: LockoutRule, moments: list[datetime]
) -> None:
    failures = NO_FAILURES
    for now in moments:
        failures = rule.with_clock(failures, now)
        until = rule.locked_until(failures, now)
        if until is not None:
            assert timedelta() < until - now <= timedelta(seconds=rule.longest_seconds)
        else:
            before = failures.count
            failures = rule.after_failure(failures, now)
            assert failures.count == before + 1
            assert (failures.until is not None) == (failures.count >= rule.free_tries)


def test_a_clock_set_back_by_a_second_begins_the_wait_anew() -> None:
    failures = Failures(5, NOW, NOW + timedelta(seconds=30))
    back = PERSON_RULE.with_clock(failures, NOW - timedelta(seconds=1))
    assert back == Failures(5, NOW - timedelta(seconds=1), NOW + timedelta(seconds=29))
    assert PERSON_RULE.with_clock(failures, NOW) is failures
