"""What the sync centre does; no Qt."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Protocol

from app.language.reasons import error_text
from app.ui.running import RunWork
from app.ui.sync_centre.facts import SyncReport


class SyncCentreView(Protocol):
    """What the presenter tells the page."""

    def show_report(self, report: SyncReport) -> None:
        """Show how things stand."""

    def show_running(self, is_running: bool) -> None:
        """A synchronisation that was asked for here runs, or is over."""

    def show_error(self, message: str) -> None:
        """The report or the synchronisation failed."""


@dataclass(slots=True, weakref_slot=True)
class SyncCentrePresenter:
    """`read()` makes a report and `sync_now()` runs one cycle (raising known errors); both are run elsewhere."""

    view: SyncCentreView
    run_read: RunWork
    run_sync: RunWork
    read: Callable[[], SyncReport]
    sync_now: Callable[[], object]
    _is_running: bool = field(default=False, init=False)

    def refresh(self) -> None:
        """Read the report again."""
        self.run_read(self.read, self.view.show_report, self._on_failed)

    def start(self) -> None:
        """Synchronise now, unless it runs already."""
        if self._is_running:
            return
        self._is_running = True
        self.view.show_running(True)
        self.run_sync(self.sync_now, self._on_done, self._on_sync_failed)

    def _on_done(self, _result: object) -> None:
        self._stop()
        self.refresh()

    def _on_sync_failed(self, error: Exception) -> None:
        self._stop()
        self._on_failed(error)
        self.refresh()

    def _on_failed(self, error: Exception) -> None:
        self.view.show_error(error_text(error))

    def _stop(self) -> None:
        self._is_running = False
        self.view.show_running(False)
