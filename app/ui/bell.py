"""The bell in the top bar: what waits for the person who is signed in."""

from __future__ import annotations

from collections.abc import Mapping

from app.ui.shell.main_window import MainWindow

VIEWS = ("transfers", "orders")
"""Views of the worklist that the bell stands for, the more pressing first."""


class Bell:
    """Counts cases offered to the person and orders on their cases; leads to them, else to what is to be deleted or
    approved."""

    def __init__(self, window: MainWindow) -> None:
        self._window = window
        self._counts: dict[str, int] = {}
        self._due = 0
        self._has_no_backup = False

    def note_backup(self, *, is_missing: bool) -> None:
        """Whether there has been no good backup for too long, for who may do something about it."""
        self._has_no_backup = is_missing
        self._show()

    def note_due(self, count: int) -> None:
        """How many cases wait to be deleted by this person."""
        self._due = count
        self._show()

    def note(self, figures: Mapping[str, int]) -> None:
        """How many there are now, by view."""
        self._counts = {view: figures.get(view, 0) for view in VIEWS}
        self._show()

    def _show(self) -> None:
        if self._window.desk is not None:
            self._window.desk.top_bar.set_notice_count(sum(self._counts.values()) + self._due + self._has_no_backup)

    def open(self) -> None:
        """Show what waits."""
        view = next((view for view in VIEWS if self._counts.get(view)), "")
        if view:
            self._window.go("worklist", view=view)
        elif self._has_no_backup:
            self._window.go("backups")
        elif self._due:
            self._window.go("retention")
        else:
            self._window.go("approvals")
