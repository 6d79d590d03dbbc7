"""When to synchronise. Plain arithmetic on a monotonic clock: no timer of its own, no I/O (journal.md 4.11).

Something is always scheduled: after a success headquarters' slot, after a failure a wait that is drawn from a growing
range (full jitter), for ever, whether or not anything new was recorded.
"""

from __future__ import annotations

import random

FIRST_BACK_OFF_SECONDS = 2.0
LONGEST_BACK_OFF_SECONDS = 30 * 60.0
_SHORTEST_WAIT_SECONDS = 0.5
_SHORTEST_SLOT_SECONDS = 5.0
_LONGEST_SLOT_SECONDS = 24 * 3600.0


class Schedule:
    """The next attempt, in seconds of a monotonic clock that the caller reads.

    `interval_seconds` counts until headquarters has given a slot, and a slot never comes later than that when
    `is_interval_fixed` (the trial synchronises every minute whatever the hub says).
    """

    def __init__(
        self,
        interval_seconds: float,
        *,
        first_after_seconds: float = 1.0,
        is_interval_fixed: bool = False,
        chance: random.Random | None = None,
    ) -> None:
        self._interval = interval_seconds
        self._is_interval_fixed = is_interval_fixed
        self._chance = chance or random.Random()  # noqa: S311 - spreads load, guards nothing
        self._first_after = first_after_seconds
        self._failures = 0
        self._due: float | None = None

    def due(self, now: float) -> float:
        """Seconds from `now` until the next attempt; 0 when it is time."""
        if self._due is None:
            self._due = now + self._first_after
        return max(0.0, self._due - now)

    def ask_now(self, now: float) -> None:
        """A person wants it now."""
        self._due = now

    def succeeded(self, now: float, slot_seconds: float) -> None:
        """A cycle came through; headquarters gave a slot in `slot_seconds` (0: none)."""
        self._failures = 0
        wait = self._interval if self._is_interval_fixed or not slot_seconds else slot_seconds
        wait = min(max(wait, _SHORTEST_SLOT_SECONDS), _LONGEST_SLOT_SECONDS)
        self._due = now + wait

    def failed(self, now: float, retry_after_seconds: float = 0.0) -> None:
        """A cycle failed; headquarters or a gateway may have said when to come back."""
        longest = min(LONGEST_BACK_OFF_SECONDS, FIRST_BACK_OFF_SECONDS * 2.0 ** min(self._failures, 20))
        self._failures += 1
        wait = max(_SHORTEST_WAIT_SECONDS, self._chance.uniform(0.0, longest))
        if retry_after_seconds:
            wait = retry_after_seconds + self._chance.uniform(0.0, min(longest, retry_after_seconds))
        self._due = now + wait
