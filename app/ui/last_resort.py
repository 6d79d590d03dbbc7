"""When an error reached nobody: typed work is kept, the crash page comes, the person decides how to go on."""

from __future__ import annotations

import logging
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Qt, Signal, qVersion

from app import __version__
from app.language import _
from app.language.reasons import error_text, refusal_text
from app.system.crash_report import Bundle, make_bundle, watch
from app.system.logs import LOG_FILE
from app.ui.place_keeping import PlaceKeeping
from app.ui.shell.crash_page import CrashPage
from app.ui.shell.jobs import Jobs
from app.ui.shell.main_window import MainWindow
from app.ui.widgets.save_dialog import save_dialog

if TYPE_CHECKING:
    from app.operations.desk import Desk
    from app.system.settings import Settings

_log = logging.getLogger(__name__)

RESTART = 75
"""The exit status that asks for another start (sysexits.h: try again)."""
_MOST_FAILURES = 20


class LastResort(QObject):
    """Watches from the moment it is made. `desk()` is the open desk or None; `settings()` those in use."""

    _failed = Signal(str)

    def __init__(
        self,
        window: MainWindow,
        jobs: Jobs,
        places: PlaceKeeping,
        *,
        desk: Callable[[], Desk | None],
        settings: Callable[[], Settings],
        folder: Path,
        leave: Callable[[int], object],
    ) -> None:
        super().__init__(window)
        self._window = window
        self._jobs = jobs
        self._places = places
        self._desk = desk
        self._settings = settings
        self._folder = folder
        self._leave = leave
        self._failures: list[str] = []
        self._bundle: Bundle | None = None
        self.page: CrashPage | None = None
        self._failed.connect(self._on_failed, Qt.ConnectionType.QueuedConnection)
        self.stop = watch(self._told)

    def _told(self, failure: str) -> None:
        """On any thread."""
        _log.error("nobody caught this:\n%s", failure)
        self._failed.emit(failure)

    def _on_failed(self, failure: str) -> None:
        if len(self._failures) < _MOST_FAILURES:
            self._failures.append(failure)
        if self.page is not None:
            return
        page = self._new_page()
        self._keep(page)
        self._window.cover(page)

    def tell_of_earlier(self, fault: str) -> None:
        """Before anybody signs in: the program had ended by itself before this start. `fault` is kinds and places."""
        _log.error("the program ended by itself before this start:\n%s", fault)
        self._failures.append(fault)
        page = self._new_page()
        page.show_earlier()
        self._window.cover(page)
        page.go_on.setFocus()

    def _new_page(self) -> CrashPage:
        self.page = page = CrashPage()
        page.go_on_wanted.connect(self.go_on)
        page.restart_wanted.connect(self.restart)
        page.bundle_wanted.connect(self.show_bundle)
        page.save_wanted.connect(self._ask_where)
        return page

    def _keep(self, page: CrashPage) -> None:
        """What is typed goes to the store while the page says so."""
        page.show_kept(None)
        try:
            plain = self._places.now()
        except Exception as error:  # the page that failed may not be able to say what it holds
            _log.error("what was typed can't be read: %s", type(error).__name__)
            page.show_kept(False)
            return
        if self._desk() is None or self._window.is_locked():
            page.show_kept(True)  # there is nothing typed behind the lock
            return
        self._places.keep_now(plain, lambda is_kept: self._on_kept(page, is_kept))

    def _on_kept(self, page: CrashPage, is_kept: bool) -> None:
        if page is self.page:
            page.show_kept(is_kept)

    # -- three ways on -----------------------------------------------------------------------------------------------

    def go_on(self) -> None:
        """The pages are made anew, with what was typed."""
        self.page = None
        self._failures.clear()
        self._window.uncover()

    def restart(self) -> None:
        """End in order and start again."""
        self._leave(RESTART)

    def show_bundle(self) -> None:
        """Everything that the bundle would hold, for the person to read first."""
        settings = self._settings()
        shown = {name: getattr(settings, name) for name in _PLAIN_SETTINGS}
        failures, log_file = "\n\n".join(self._failures), self._folder / "logs" / LOG_FILE

        def work() -> Bundle:
            return make_bundle(
                failures,
                version=__version__,
                qt=qVersion(),
                settings=shown,
                log_file=log_file,
                counts=_counts(self._desk()),
            )

        self._jobs.run("papers", work, self._show, self._on_error, owner=self)

    def _show(self, bundle: Bundle) -> None:
        self._bundle = bundle
        if self.page is not None:
            self.page.show_bundle(bundle.text())

    def _ask_where(self) -> None:
        dialog = save_dialog(self._window, _("Save this bundle…"), "jiesu-diagnostics.zip")
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.fileSelected.connect(lambda path: self.save(Path(path)))
        dialog.open()

    def save(self, path: Path) -> None:
        """Write what was shown, and note in the book that it left."""
        bundle, desk = self._bundle, self._desk()
        if bundle is None:
            return

        def work() -> str:
            from app.operations.diagnostics import save_diagnostics

            refusal = save_diagnostics(desk, bundle.zipped(), path)
            return refusal_text(refusal, desk.people if desk is not None else None) if refusal is not None else ""

        self._jobs.run("papers", work, lambda why: self._saved(why, path), self._on_error, owner=self)

    def _saved(self, why: str, path: Path) -> None:
        if self.page is not None:
            self.page.tell(why or _("Saved: {name}").format(name=path.name))

    def _on_error(self, error: Exception) -> None:
        if self.page is not None:
            self.page.tell(error_text(error))


_PLAIN_SETTINGS = ("language", "theme", "scale_percent", "slip_size", "slip_copies", "idle_lock_seconds")


def _counts(desk: Any) -> dict[str, int]:
    """Figures of the store; none when it cannot be read."""
    if desk is None:
        return {}
    try:
        balance = desk.store.sync.balance()
    except Exception:  # whatever is wrong with the store is in the log already
        return {}
    names = ("committed", "sent", "receipted", "conflicts", "quarantined", "waiting")
    return {name: value for name in names if isinstance(value := getattr(balance, name, None), int)}
