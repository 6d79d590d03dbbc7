"""Makes the desk's window and joins it with the office behind it, after the first paint."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from app.language import labels, language
from app.rules.loading import trial_branch
from app.system.clock import Clock
from app.system.settings import SettingsFile
from app.trial.people import TRIAL_PEOPLE
from app.ui.first_paint import FirstWindow, first_window
from app.ui.sign_in.logins import TrialLogin

if TYPE_CHECKING:
    from app.bootstrap.office import Office
    from app.ui.desk_ui import DeskUi


class DeskWindow:
    """The window of the trial branch. `ui` and `office` exist after the first paint; `on_ready(self)` says so.

    `earlier_fault` is what is known of a program that ended by itself before this start (app/system/faults.py). Without
    `has_headquarters` the desk works offline: none is started beside it.
    """

    def __init__(
        self,
        folder: Path,
        settings: SettingsFile,
        size: tuple[int, int] | None,
        *,
        passphrase: str | None = None,
        on_ready: Callable[[DeskWindow], object] = lambda desk: None,
        earlier_fault: str = "",
        has_headquarters: bool = True,
    ) -> None:
        self.folder = folder
        self._settings = settings
        self._passphrase = passphrase
        self._on_ready = on_ready
        self._earlier_fault = earlier_fault
        self._has_headquarters = has_headquarters
        self._clock = Clock()
        self._facts = trial_branch()
        self.office: Office | None = None
        self.ui: DeskUi | None = None
        now = settings.current
        self.first: FirstWindow = first_window(
            sys.argv[:1],
            now=self._clock.now,
            theme=now.theme,
            scale=now.scale_percent / 100,
            language=now.language,
            branch=(self._facts.said("branch_name", now.language), self._facts.code),
            trial=[
                TrialLogin(p.staff_no, _named(p.name, p.name_en), _role(p.role.value), p.password) for p in TRIAL_PEOPLE
            ],
            size=size,
            then=self._after_first_paint,
        )

    def run(self) -> int:
        """Stay until the window is closed, then end everything in order; the exit status."""
        status = self.first.app.exec()
        self.close()
        return status

    def close(self) -> None:
        """End what runs behind the window."""
        if self.office is not None:
            self.office.close()

    def _after_first_paint(self) -> None:
        from app.bootstrap.office import Office
        from app.ui.desk_ui import DeskUi

        facts = self._facts
        self.office = Office(self.folder, self._clock, self._passphrase, has_headquarters=self._has_headquarters)
        self.ui = DeskUi(
            self.office,
            self._settings,
            self.first,
            branch=lambda: (facts.said("branch_name", language()), facts.code),
            headquarters_name=lambda: facts.said("bank_name", language()),
            clock=self._clock,
        )
        if self._earlier_fault:
            self.ui.last_resort.tell_of_earlier(self._earlier_fault)
        self._on_ready(self)


def _named(name: str, name_en: str) -> Callable[[], str]:
    return lambda: name if language() == "zh" else name_en


def _role(code: str) -> Callable[[], str]:
    return lambda: labels.role(code)
