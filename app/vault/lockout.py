"""How long wrong passwords make people wait. A rule without clock or files; the counters live in the keystore."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta


@dataclass(frozen=True, slots=True)
class Failures:
    """Failures in a row; `until` is when the next try is allowed (both times aware UTC)."""

    count: int = 0
    last_at: datetime | None = None
    until: datetime | None = None


NO_FAILURES = Failures()


@dataclass(frozen=True, slots=True)
class LockoutRule:
    """`free_tries` failures, then a wait that doubles with each further one, up to `longest_seconds`."""

    free_tries: int = 5
    first_seconds: int = 30
    longest_seconds: int = 3600

    def wait_seconds(self, count: int) -> int:
        """The wait after the failure number `count`; 0 while tries are free."""
        if count < self.free_tries:
            return 0
        doublings = min(count - self.free_tries, 32)
        return min(self.first_seconds << doublings, self.longest_seconds)

    def after_failure(self, before: Failures, now: datetime) -> Failures:
        """The counter with one more failure."""
        count = before.count + 1
        wait = self.wait_seconds(count)
        return Failures(count, now, now + timedelta(seconds=wait) if wait else None)

    def with_clock(self, failures: Failures, now: datetime) -> Failures:
        """The counter, its wait begun anew if the clock went back: no wait is skipped or gets longer than the rule."""
        if failures.last_at is None or failures.last_at <= now:
            return failures
        wait = self.wait_seconds(failures.count)
        return Failures(failures.count, now, now + timedelta(seconds=wait) if wait else None)

    def locked_until(self, failures: Failures, now: datetime) -> datetime | None:
        """When the next try is allowed, or None when it is allowed now."""
        return failures.until if failures.until is not None and now < failures.until else None

    def tries_left(self, failures: Failures) -> int:
        """Free tries before the next wait; 0 once every failure brings a wait."""
        return max(0, self.free_tries - failures.count)


PERSON_RULE = LockoutRule()
"""Five failures, 30 s doubling to an hour (security.md 2; GB/T 22239 asks for a lock after failures)."""

STATION_RULE = LockoutRule(free_tries=20, first_seconds=30, longest_seconds=300)
"""For this PC over all staff numbers: slows one password tried on everybody, never keeps a branch out for long."""
