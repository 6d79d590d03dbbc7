"""When a desk locks by itself. A rule over seconds of a clock that never goes back; no timer, no screen."""

from __future__ import annotations

from dataclasses import dataclass

LONGEST_SECONDS = 600
"""The longest limit that may be set: ten minutes (security.md 1.3, house practice for GB/T 22239 level 3)."""


@dataclass(slots=True)
class IdleLock:
    """Locks after `limit_seconds` without a touch, or after `form_seconds` while a form is being filled in.

    Feed it one clock that never goes back and counts suspended time (`app.system.clock.steady_seconds`). A limit is cut
    to ten minutes. A desk that was asleep past its limit is due at once.
    """

    limit_seconds: float
    form_seconds: float | None = None
    touched_at: float | None = None
    is_in_form: bool = False

    def __post_init__(self) -> None:
        if self.limit_seconds <= 0 or (self.form_seconds is not None and self.form_seconds <= 0):
            raise ValueError("an idle limit is longer than nothing")
        self.limit_seconds = min(self.limit_seconds, LONGEST_SECONDS)
        wanted = self.limit_seconds if self.form_seconds is None else self.form_seconds
        self.form_seconds = min(max(wanted, self.limit_seconds), LONGEST_SECONDS)

    def touch(self, now: float) -> None:
        """A key or a click: the count begins anew. Too late once the lock is due; then only `begin` starts it again."""
        if self.touched_at is None:
            self.touched_at = now
        elif not self.is_due(now):
            self.touched_at = max(self.touched_at, now)

    def begin(self, now: float) -> None:
        """A person has signed in or unlocked at `now`."""
        self.touched_at = now
        self.is_in_form = False

    def enter_form(self, now: float) -> None:
        """A form holds typed work: the longer limit counts."""
        self._set_form(now, is_in_form=True)

    def leave_form(self, now: float) -> None:
        """The form was finished or put away: the ordinary limit counts again, from now."""
        self._set_form(now, is_in_form=False)

    def seconds_left(self, now: float) -> float:
        """Until the lock; 0.0 when it is due, the whole limit while nothing has begun."""
        limit = self.form_seconds if self.is_in_form and self.form_seconds is not None else self.limit_seconds
        return limit if self.touched_at is None else max(0.0, self.touched_at + limit - now)

    def is_due(self, now: float) -> bool:
        """Whether the desk must lock now."""
        return self.seconds_left(now) <= 0.0

    def _set_form(self, now: float, *, is_in_form: bool) -> None:
        if not self.is_due(now):  # the longer limit must not save a desk that is due
            self.touch(now)
            self.is_in_form = is_in_form
