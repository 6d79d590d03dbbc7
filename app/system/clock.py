"""The time of day, taken from one place so that tests can set it."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta


class Clock:
    """The computer's clock, read as aware UTC."""

    def now(self) -> datetime:
        """The present instant, aware, in UTC, cut to milliseconds (what entries can hold)."""
        now = datetime.now(UTC)
        return now.replace(microsecond=now.microsecond // 1000 * 1000)


def steady_seconds() -> float:
    """Seconds of a clock that never goes back and counts on while the computer is suspended, wherever that is offered.

    Linux has CLOCK_BOOTTIME for it, CLOCK_MONOTONIC of macOS and the tick count of Windows go on in sleep anyway.
    """
    if sys.platform.startswith("linux") and hasattr(time, "CLOCK_BOOTTIME"):
        return time.clock_gettime(time.CLOCK_BOOTTIME)
    if sys.platform == "darwin":
        return time.clock_gettime(time.CLOCK_MONOTONIC)
    return time.monotonic()


BEHIND_SECONDS = 5 * 60
"""How far a clock may be behind what was seen before without being doubted (security.md 2, threat table)."""


class GuardedClock(Clock):
    """A computer's clock that can't win time by being set back.

    It is held against the latest time that is known for sure, the mark, and against the steady clock since then. While
    it is more than `BEHIND_SECONDS` behind, time goes on from the mark instead: no entry gets a time before one that
    stands already, and no due date moves away. Safe to use from several threads.
    """

    def __init__(self, inner: Clock, mark: datetime, steady: Callable[[], float] = steady_seconds) -> None:
        self._inner = inner
        self._steady = steady
        self._known = (max(mark, inner.now()), steady())

    def now(self) -> datetime:
        """The present instant, see Clock; never far behind what is known."""
        read, least = self._inner.now(), self._least()
        return read if (least - read).total_seconds() <= BEHIND_SECONDS else least

    @property
    def behind_seconds(self) -> int:
        """How far the computer's clock is behind what is known, 0 while that is little enough."""
        behind = int((self._least() - self._inner.now()).total_seconds())
        return behind if behind > BEHIND_SECONDS else 0

    def know(self, mark: datetime) -> None:
        """It is `mark` or later now; what was known to be later stands."""
        if mark > self._least():
            self._known = (mark, self._steady())

    def believe(self, mark: datetime) -> None:
        """Headquarters says that it is `mark` or a little later: that counts, also where it takes time back."""
        self._known = (mark, self._steady())

    def _least(self) -> datetime:
        at, since = self._known
        passed = max(0.0, self._steady() - since)
        return at + timedelta(milliseconds=int(passed * 1000))
