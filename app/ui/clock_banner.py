"""Says across all pages that the computer's clock is behind what is known, and takes it away when it is right again."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from app.language import _, ngettext_

if TYPE_CHECKING:
    from app.operations.desk import Desk
    from app.ui.desk_bars import RunOnLane
    from app.ui.shell.main_window import MainWindow


class ClockBanner:
    """Looks each minute; `usual` is what the banner says while nothing is the matter."""

    def __init__(self, window: MainWindow, run: RunOnLane, usual: Callable[[], str]) -> None:
        self._window = window
        self._run = run
        self._usual = usual
        self._watched: tuple[str, Any] = ("", None)  # the session, and what the watch over its clock remembers
        self._is_shown = False

    def look(self) -> None:
        """Ask how the clock stands, on the database lane."""

        def work(desk: Desk) -> int:
            from app.operations.watch_clock import ClockWatch, watch_clock

            if self._watched[0] != desk.session.session_id:
                self._watched = (desk.session.session_id, ClockWatch())
            return watch_clock(desk, self._watched[1])

        self._run(work, self._show, lambda error: None)

    def _show(self, behind_seconds: int) -> None:
        frame = self._window.desk
        if frame is None or not (behind_seconds or self._is_shown):
            return
        self._is_shown = bool(behind_seconds)
        if behind_seconds:
            frame.set_banner(lambda: clock_words(behind_seconds), "error")
        else:
            frame.set_banner(self._usual)


def clock_words(behind_seconds: int) -> str:
    """How far the clock is behind, and what to do."""
    minutes = max(1, behind_seconds // 60)
    if minutes < 120:
        behind = ngettext_("{n} minute", "{n} minutes", minutes).format(n=minutes)
    elif minutes < 2880:
        behind = ngettext_("{n} hour", "{n} hours", minutes // 60).format(n=minutes // 60)
    else:
        behind = ngettext_("{n} day", "{n} days", minutes // 1440).format(n=minutes // 1440)
    return _(
        "The clock of this PC is {behind} behind what was recorded before. Set it right; until then the desk counts on "
        "from the last time that it is sure of."
    ).format(behind=behind)
