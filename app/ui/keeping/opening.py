"""Opens the screens of recovery and restore over the sign-in page, from wherever somebody is in need of them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QDialog

from app.ui.keeping.calls import Entrance, KeepingCalls
from app.ui.shell.jobs import Jobs
from app.ui.shell.main_window import MainWindow


class KeepingScreens(QObject):
    """One dialog at a time, over `window`. `entrance` is the way into the desk at the end."""

    def __init__(self, window: MainWindow, jobs: Jobs, calls: KeepingCalls, entrance: Entrance) -> None:
        super().__init__(window)
        self.window = window
        self.jobs = jobs
        self.calls = calls
        self.entrance = entrance
        self.dialog: QDialog | None = None
        self.on_closed: Callable[[], object] = lambda: None

    def run(
        self,
        work: Callable[[], Any],
        then: Callable[[Any], object] | None = None,
        failed: Callable[[Exception], object] | None = None,
    ) -> None:
        """Do `work` on the database lane, behind the end of whoever was at the desk until now."""
        owner = self.dialog
        self.jobs.run(
            "network",
            _nothing,
            lambda _: self.jobs.run(
                "papers", _nothing, lambda _: self.jobs.run("database", work, then, failed, owner=owner), owner=owner
            ),
            owner=owner,
        )

    def show(self, dialog: QDialog) -> None:
        """Open `dialog`, which is the only one."""
        self.dialog = dialog
        dialog.finished.connect(lambda _result: self._on_finished(dialog))
        dialog.open()

    def _on_finished(self, dialog: QDialog) -> None:
        if self.dialog is dialog:
            self.dialog = None
        dialog.deleteLater()
        self.on_closed()


def open_recovery(screens: KeepingScreens, why: str = "") -> None:
    """Recovery with headquarters' help: a new request, or the one that waits. `why` is one of
    app.journal.recovery.REASONS where the place that it is opened from knows it."""
    from app.ui.keeping.recovery import RecoveryDialog

    if screens.dialog is None:
        dialog = RecoveryDialog(screens, why)
        screens.show(dialog)
        dialog.begin()


def open_restore(screens: KeepingScreens, staff_no: str = "", *, from_headquarters: bool = False) -> None:
    """Restore from a backup or from headquarters. Whoever is at the desk is locked out first."""
    from app.ui.keeping.restore import RestoreDialog

    if screens.dialog is None:
        if screens.window.person() is not None and not screens.window.is_locked():
            screens.window.lock()
        dialog = RestoreDialog(screens, staff_no, from_headquarters=from_headquarters)
        screens.show(dialog)
        dialog.begin()


def _nothing() -> None:
    """What a lane does when somebody only waits for what is before."""
