"""The time of day, taken from one place so that tests can set it."""

from __future__ import annotations

import sys
import time
from datetime import UTC, datetime


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
