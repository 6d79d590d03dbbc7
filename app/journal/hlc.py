"""A hybrid logical clock: time of day that never runs backwards and never falls behind what was seen.

It orders what people look at and what headquarters has not placed yet; it never decides a conflict (journal.md 1.9 and
4.7).
"""

from __future__ import annotations

from app.journal.errors import ClockAheadError

COUNTER_BITS = 16
MAX_DRIFT_MS = 5 * 60 * 1000
"""How far ahead of our own time of day another clock may be and still be followed."""


def hlc_of(wall_ms: int, counter: int = 0) -> int:
    """The reading for a time of day in milliseconds since 1970 and a counter below 65536."""
    return wall_ms << COUNTER_BITS | counter


def wall_of(hlc: int) -> int:
    """The time of day in a reading, in milliseconds since 1970."""
    return hlc >> COUNTER_BITS


class HybridClock:
    """Readings that only grow. Knows no real clock: every call is given the time of day."""

    __slots__ = ("last",)

    def __init__(self, last: int = 0) -> None:
        self.last = last

    def tick(self, wall_ms: int) -> int:
        """A new reading for something that happens here at `wall_ms`, larger than every one before."""
        self.last = max(hlc_of(wall_ms), self.last + 1)
        return self.last

    def see(self, remote: int, wall_ms: int) -> None:
        """Take note of a reading from elsewhere. Raises: ClockAheadError, having followed it only as far as allowed."""
        ahead = wall_of(remote) - wall_ms
        if ahead > MAX_DRIFT_MS:
            self.last = max(self.last, hlc_of(wall_ms + MAX_DRIFT_MS))
            raise ClockAheadError(ahead_ms=ahead)
        self.last = max(self.last, remote)
