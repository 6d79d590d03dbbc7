"""The whole desk in this process: window, lanes, vault and encrypted store; only headquarters is missing."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from support.trial_desk import PASSPHRASE, TELLER, opened

from app.bootstrap.office import Office
from app.bootstrap.window import DeskWindow
from app.system.settings import SettingsFile
from app.trial.people import TrialPerson
from app.ui.desk_ui import DeskUi
from app.ui.shell.main_window import MainWindow
from app.ui.shell.page import Page


class WholeDesk:
    """A running desk in `folder`. Work is waited for with `wait`; nothing sleeps."""

    def __init__(self, folder: Path, qtbot: Any) -> None:
        self.folder = folder
        self.qtbot = qtbot
        with opened(folder):
            pass
        self.settings = SettingsFile(folder / "settings.json")
        self.started = DeskWindow(folder, self.settings, (1366, 768), passphrase=PASSPHRASE, has_headquarters=False)
        qtbot.waitUntil(lambda: self.started.ui is not None)
        self.wait()

    @property
    def ui(self) -> DeskUi:
        assert self.started.ui is not None
        return self.started.ui

    @property
    def office(self) -> Office:
        assert self.started.office is not None
        return self.started.office

    @property
    def window(self) -> MainWindow:
        return self.started.first.window

    @property
    def page(self) -> Page:
        assert self.window.desk is not None
        page = self.window.desk.page()
        assert page is not None
        return page

    def sign_in(self, person: TrialPerson = TELLER) -> None:
        """Through the sign-in page, as everybody does."""
        self.ui.presenter.submit(person.staff_no, person.password)
        self.qtbot.waitUntil(self._is_in(person), timeout=20_000)
        self.wait()

    def _is_in(self, person: TrialPerson) -> Callable[[], bool]:
        def is_in() -> bool:
            who = self.window.person()
            return who is not None and who.staff_no == person.staff_no and not self.window.is_locked()

        return is_in

    def lock(self, why: str = "locked") -> None:
        """Lock it and wait until the keys are gone."""
        self.window.lock(why)
        self.qtbot.waitUntil(lambda: self.office.desk is None, timeout=20_000)
        self.wait()

    def switch(self, person: TrialPerson) -> None:
        """Lock it and let somebody else in."""
        self.lock()
        self.ui.presenter.switch()
        self.sign_in(person)

    def wait(self) -> None:
        """Until nothing is under way."""
        self.qtbot.waitUntil(lambda: self.ui.jobs.pending() == 0, timeout=20_000)
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
        QTest.qWait(0)
        self.qtbot.waitUntil(lambda: self.ui.jobs.pending() == 0, timeout=20_000)

    def there(self, work: Callable[[Any], Any], lane: str = "database") -> Any:
        """Do `work` with the open desk on a lane."""
        return self.office.lanes[lane].do(lambda: work(self.office.desk)).result(20)

    def close(self) -> None:
        self.window.close()
        self.started.close()
        self.ui.stop()
        self.ui.last_resort.stop()
        self.window.deleteLater()
        self.ui.deleteLater()
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
        QApplication.processEvents()


@contextmanager
def whole_desk(folder: Path, qtbot: Any) -> Iterator[WholeDesk]:
    """A desk that is closed at the end."""
    desk = WholeDesk(folder, qtbot)
    try:
        yield desk
    finally:
        desk.close()
