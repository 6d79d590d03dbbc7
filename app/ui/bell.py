"""The bell in the top bar: what waits for the person who is signed in."""

from __future__ import annotations

from collections.abc import Mapping

from app.ui.shell.main_window import MainWindow

VIEWS = ("transfers", "orders")
"""Views of the worklist that the bell stands for, the more pressing first."""


class Bell:
    """Counts cases offered to the person and orders on their cases; leads to them, else to what is to be approved."""

    def __init__(self, window: MainWindow) -> None:
        self._window = window
        self._counts: dict[str, int] = {}

    def note(self, figures: Mapping[str, int]) -> None:
        """How many there are now, by view."""
        self._counts = {view: figures.get(view, 0) for view in VIEWS}
        if self._window.desk is not None:
            self._window.desk.top_bar.set_notice_count(sum(self._counts.values()))

    def open(self) -> None:
        """Show what waits."""
        view = next((view for view in VIEWS if self._counts.get(view)), "")
        if view:
            self._window.go("worklist", view=view)
        else:
            self._window.go("approvals")
