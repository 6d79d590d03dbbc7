"""The time of day, taken from one place so that tests can set it."""

from __future__ import annotations

from datetime import UTC, datetime


class Clock:
    """The computer's clock, read as aware UTC."""

    def now(self) -> datetime:
        """The present instant, aware, in UTC, cut to milliseconds (what entries can hold)."""
        now = datetime.now(UTC)
        return now.replace(microsecond=now.microsecond // 1000 * 1000)
