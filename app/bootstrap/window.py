"""Makes the desk's window and joins it with the office behind it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtWidgets import QApplication

from app.bootstrap.office import Office
from app.bootstrap.rules import trial_branch
from app.language import labels, language
from app.system.settings import SettingsFile
from app.trial.people import TRIAL_PEOPLE
from app.ui.application import make_application
from app.ui.desk_ui import DeskUi
from app.ui.sign_in.page import TrialLogin


def make_desk(folder: Path, settings: SettingsFile, size: tuple[int, int] | None, *, is_self_test: bool = False) -> int:
    """Show the desk and run it until its window is closed; returns the exit status."""
    application = open_application(settings)
    office = Office(folder)
    desk_ui = make_desk_ui(office, settings)
    if size is not None:
        desk_ui.window.resize(*size)
        desk_ui.show()
    else:
        desk_ui.window.showMaximized()
        desk_ui.show()
    if is_self_test:
        application.processEvents()
        application.quit()
        status = 0
    else:
        status = application.exec()
    office.close()
    return status


def open_application(settings: SettingsFile) -> QApplication:
    """The one QApplication with this computer's language, theme and text size."""
    now = settings.current
    return make_application(theme=now.theme, scale=now.scale_percent / 100, language=now.language)


def make_desk_ui(office: Office, settings: SettingsFile) -> DeskUi:
    """The window of the trial branch, not shown yet."""
    facts = trial_branch()
    return DeskUi(
        office,
        settings,
        branch=lambda: (f"{facts.said('bank_name', language())} {facts.said('branch_name', language())}", facts.code),
        headquarters_name=lambda: facts.said("bank_name", language()),
        trial_logins=[
            TrialLogin(p.staff_no, _named(p.name, p.name_en), _role(p.role.value), p.password) for p in TRIAL_PEOPLE
        ],
        clock=office.clock,
    )


def _named(name: str, name_en: str) -> Callable[[], str]:
    return lambda: name if language() == "zh" else name_en


def _role(code: str) -> Callable[[], str]:
    return lambda: labels.role(code)
