"""What the buttons of a trouble page lead to: the screens of restore and recovery, or the diagnostic bundle."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, qVersion

from app import __version__
from app.language import _
from app.language.reasons import error_text
from app.language.trouble_words import Way
from app.system.crash_report import Bundle, make_bundle
from app.system.logs import LOG_FILE

if TYPE_CHECKING:
    from app.ui.shell.jobs import Jobs
    from app.ui.shell.main_window import MainWindow
    from app.ui.sign_in.bundle import BundleDialog
    from app.ui.sign_in.page import SignInPage

_COMMANDS = {
    Way.FROM_BACKUP: "jiesu restore --data {folder}",
    Way.FROM_HEADQUARTERS: "jiesu restore --data {folder}",
    Way.RECOVER: "jiesu recover request --data {folder}",
}


class WaysOn(QObject):
    """Joined to one sign-in page for as long as the window lives. `screens` opens what has a screen."""

    def __init__(self, window: MainWindow, page: SignInPage, jobs: Jobs, folder: Path) -> None:
        super().__init__(window)
        self._window = window
        self._page = page
        self._jobs = jobs
        self._folder = folder
        self.screens: dict[Way, Callable[[], object]] = {}
        self.dialog: BundleDialog | None = None
        page.rare.way_wanted.connect(self.go)

    def go(self, way: str) -> None:
        """Open what belongs to a button; where there is no screen for it, name the command."""
        if way == Way.BUNDLE.value:
            self.show_bundle()
            return
        open_screen = self.screens.get(Way(way))
        if open_screen is not None:
            open_screen()
        else:
            command = _COMMANDS[Way(way)].format(folder=self._folder)
            self._tell(_("It can be done there: {command}").format(command=command))

    def show_bundle(self) -> None:
        """Everything that the bundle would hold, to be read first."""
        folder = self._folder

        def work() -> Bundle:
            return make_bundle(
                "", version=__version__, qt=qVersion(), settings={}, log_file=folder / "logs" / LOG_FILE, counts={}
            )

        self._jobs.run("papers", work, self._show, lambda error: self._tell(error_text(error)), owner=self)

    def _show(self, bundle: Bundle) -> None:
        from app.ui.sign_in.bundle import BundleDialog

        self.dialog = dialog = BundleDialog(bundle.text(), self._window)
        dialog.place_chosen.connect(lambda path: self.save(bundle, Path(path)))
        dialog.finished.connect(lambda _result: dialog.deleteLater())
        dialog.open()

    def save(self, bundle: Bundle, path: Path) -> None:
        """Write what was shown; nobody is signed in, so no book can say so."""

        def work() -> None:
            from app.operations.diagnostics import save_diagnostics

            save_diagnostics(None, bundle.zipped(), path)

        def then(_nothing: None) -> None:
            self._tell(_("Saved: {name}").format(name=path.name))
            if self.dialog is not None:
                self.dialog.accept()
                self.dialog = None

        self._jobs.run("papers", work, then, lambda error: self._tell(error_text(error)), owner=self)

    def _tell(self, text: str) -> None:
        if self._page.rare.trouble is not None:
            self._page.rare.trouble.tell_way(text)
