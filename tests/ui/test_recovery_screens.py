"""The ways back in through the real window: keyring wiped, two officers answer, everything is there; then a restore."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtWidgets import QApplication, QWidget
from support.cases import at
from support.left_over import Branch
from support.trial_desk import SUPERVISOR

from app.bootstrap.window import DeskWindow
from app.journal.recovery import KEYRING_LOST, SUPERVISOR_FORGOTTEN
from app.operations.back_up import back_up
from app.operations.recover import WaitingRecovery
from app.system.errors import KnownError
from app.system.settings import SettingsFile
from app.ui.keeping import recovery_steps
from app.ui.keeping.backup_page import BackupPage
from app.ui.keeping.joining import RescueLinks
from app.ui.keeping.recovery import RecoveryDialog
from app.ui.keeping.restore import RestoreDialog
from app.vault import passwords
from app.vault.errors import WeakPasswordError

pytestmark = pytest.mark.allow_log(
    "synchronisation failed", "did not stop in time", "no synchronisation", "anchor is gone", "was not anchored",
    "did not start", "another key", "no backup was made",
)  # fmt: skip
NEW_PASSWORD = "xin-de-mima-0108-26"
SHOTS = os.environ.get("SHOTS_TO", "")


class Window:
    """The window of a desk whose keyring and headquarters are real."""

    def __init__(self, folder: Path, qtbot: Any) -> None:
        self.qtbot = qtbot
        self.folder = folder
        self.started = DeskWindow(folder, SettingsFile(folder / "settings.json"), (1366, 768))
        qtbot.waitUntil(lambda: self.started.ui is not None)
        self.wait()

    @property
    def ui(self) -> Any:
        return self.started.ui

    @property
    def window(self) -> Any:
        return self.started.first.window

    def wait(self, *, until: Any = lambda: True) -> None:
        self.qtbot.waitUntil(lambda: self.ui.jobs.pending() == 0 and until(), timeout=60_000)

    @property
    def dialog(self) -> Any:
        return self.ui.keeping.screens.dialog

    def shot(self, name: str) -> None:
        if SHOTS:
            QApplication.processEvents()
            widget = self.dialog if self.dialog is not None else self.window
            widget.grab().save(f"{SHOTS}/{name}.png")

    def close(self) -> None:
        self.window.close()
        self.started.close()
        self.ui.stop()
        self.ui.last_resort.stop()
        self.window.deleteLater()
        self.ui.deleteLater()
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
        QApplication.processEvents()


@pytest.fixture
def branch(tmp_path: Path) -> Iterator[Branch]:
    branch = Branch(tmp_path / "desk")
    branch.work()
    yield branch
    branch.wipe_keyring()


def _press(widget: QWidget | None) -> None:
    assert widget is not None
    assert widget.isVisible()
    assert widget.isEnabled()
    widget.click()  # type: ignore[attr-defined]


def test_what_the_steps_repeat_is_so() -> None:
    assert recovery_steps.REASONS == (KEYRING_LOST, SUPERVISOR_FORGOTTEN)
    assert recovery_steps.SHORTEST == passwords.SHORTEST


@pytest.mark.parametrize(("of", "place"), [({}, "password"), ({"of": "passphrase"}, "passphrase")])
def test_a_weak_password_is_told_at_the_field_that_it_was_typed_into(
    qtbot: Any, of: dict[str, str], place: str
) -> None:
    def run(work: Any, then: Any, failed: Any) -> None:
        try:
            then(work())
        except KnownError as error:
            failed(error)

    def finish(*typed: object) -> None:
        raise WeakPasswordError("too_short", shortest=12, **of)

    waiting = WaitingRecovery("r1", "0102", KEYRING_LOST, at("2026-11-20 09:00"), "ABCD-EFGH")
    calls = SimpleNamespace(
        waiting=lambda: waiting,
        is_new_computer=lambda: False,
        request_name=lambda: "request.json",
        asks_passphrase=lambda: True,
        granted_to=lambda answer: ("0103", ""),
        finish=finish,
    )
    screens: Any = SimpleNamespace(window=None, calls=calls, run=run)
    dialog = RecoveryDialog(screens)
    qtbot.addWidget(dialog)
    dialog.begin()
    page = dialog.answer
    page.answer.set_value("/answer.json")
    page.code.set_value("2222")
    for field in (page.password, page.again, page.passphrase):
        field.set_value("short 1!")
    dialog.confirm()
    assert {name for name in ("password", "passphrase") if getattr(page, name).error()} == {place}
    assert dialog.confirm_button.text().startswith("使用答复")
    assert page.passphrase.value() == "short 1!"


def test_from_a_wiped_keyring_to_the_desk_and_back_to_a_backup(branch: Branch, tmp_path: Path, qtbot: Any) -> None:
    branch.wipe_keyring()
    desk = Window(branch.folder, qtbot)
    try:
        request = _ask(desk, tmp_path / "request.json")
    finally:
        desk.close()
    answer = branch.answer(request[0])
    desk = Window(branch.folder, qtbot)  # days later, after a restart
    try:
        _answer(desk, request[1], answer)
        person = desk.window.person()
        assert person is not None
        assert person.staff_no == SUPERVISOR.staff_no
        _back_up_and_restore(desk)
        links = desk.ui.keeping.links
        assert isinstance(links, RescueLinks)
        assert links.waiting.isHidden()
    finally:
        desk.close()


def test_a_new_computer_with_nothing_but_a_backup(branch: Branch, tmp_path: Path, qtbot: Any) -> None:
    branch.work(lambda watched, desk: watched.on("keeping", lambda: back_up(desk, tmp_path / "drive")))
    branch.wipe_keyring()
    desk = Window(tmp_path / "new-computer", qtbot)
    try:
        assert desk.ui.sign_in.mode() == "sign_in"
        _press(desk.ui.keeping.links.recover)
        dialog = desk.dialog
        desk.wait(until=lambda: dialog.step.isVisible())
        (backup,) = (tmp_path / "drive").iterdir()
        dialog.ask.file.set_value(str(tmp_path / "request.json"))
        dialog.ask.backup.set_value(str(tmp_path))
        dialog.confirm()
        desk.wait()
        assert dialog.ask.backup.error()
        dialog.ask.backup.set_value(str(backup))
        dialog.confirm()
        desk.wait(until=lambda: dialog.step is dialog.code)
        code = dialog.code.code.text()
        dialog.code.last.set_value(code)
        dialog.confirm()
        page = dialog.answer
        page.answer.set_value(str(branch.answer(tmp_path / "request.json")))
        page.code.set_value(code)
        page.password.set_value(NEW_PASSWORD)
        page.again.set_value(NEW_PASSWORD)
        dialog.confirm()
        desk.wait(until=lambda: dialog.step is dialog.end)
        dialog.confirm()
        restore = desk.dialog
        assert isinstance(restore, RestoreDialog)
        restore.choose.password.set_value(NEW_PASSWORD)
        desk.wait()
        restore.choose.place.set_value(str(backup))
        restore.choose.place.left.emit()
        desk.wait(until=lambda: len(restore._backups) == 1)
        restore.confirm()
        desk.wait(until=lambda: restore.step is restore.foreseen)
        restore.confirm()
        desk.wait(until=lambda: restore.step is restore.end)
        restore.confirm()
        desk.wait(until=lambda: desk.window.person() is not None)
        found = desk.started.office
        assert found is not None
        assert found.desk is not None
        assert all(found.desk.store.case(case_id) is not None for case_id in branch.case_ids)
        assert found.desk.vault is not None
        assert found.desk.vault.rotation_due is None
    finally:
        desk.close()


def _ask(desk: Window, file: Path) -> tuple[Path, str]:
    """From the trouble page to a request and its code."""
    page = desk.ui.sign_in
    assert page.mode() == "trouble"
    desk.shot("0-trouble")
    _press(page.findChild(QWidget, "way_recover"))
    dialog = desk.dialog
    assert isinstance(dialog, RecoveryDialog)
    desk.wait(until=lambda: dialog.step.isVisible())
    assert dialog.ask.file.value().endswith(".json")
    desk.shot("1-ask")
    dialog.ask.file.set_value(str(file.parent / "no" / "where.json"))
    dialog.confirm()
    desk.wait()
    assert dialog.ask.file.error()
    dialog.ask.file.set_value(str(file))
    dialog.confirm()
    desk.wait(until=lambda: dialog.step is dialog.code)
    code = dialog.code.code.text()
    assert len(code) == 24
    desk.shot("2-code")
    dialog.code.last.set_value("2222")
    dialog.confirm()
    assert dialog.code.last.error()
    dialog.code.last.set_value(code[-4:].lower())
    dialog.confirm()
    assert dialog.step is dialog.answer
    assert dialog.code.code.text() == ""
    desk.shot("3-answer")
    dialog.reject()
    return file, code


def _answer(desk: Window, code: str, answer: Path) -> None:
    """The answer with mistakes on the way, which keep everything that was typed."""
    _press(desk.ui.sign_in.findChild(QWidget, "way_recover"))
    dialog = desk.dialog
    desk.wait(until=lambda: dialog.step is dialog.answer)
    page = dialog.answer
    page.answer.set_value(str(answer))
    desk.wait()
    assert SUPERVISOR.staff_no in page.granted.text()
    page.code.set_value("2222-2222-2222-2222-2222")
    page.password.set_value(NEW_PASSWORD)
    page.again.set_value("another")
    dialog.confirm()
    assert page.again.error()
    page.again.set_value(NEW_PASSWORD)
    dialog.confirm()
    desk.wait()
    assert page.code.error()
    desk.shot("4-wrong-code")
    assert page.password.value() == NEW_PASSWORD
    page.code.set_value(code)
    dialog.confirm()
    desk.wait(until=lambda: dialog.step is dialog.end)
    assert "ZH01" in dialog.end.text.text()
    desk.shot("5-done")
    dialog.confirm()
    desk.wait(until=lambda: desk.window.person() is not None)


def _back_up_and_restore(desk: Window) -> None:
    """The page of backups, one now, and back to it."""
    desk.window.go("backups")
    desk.wait()
    page = desk.window.desk.page()
    assert isinstance(page, BackupPage)
    desk.shot("6-no-backup")
    page.now_button.click()
    desk.wait(until=lambda: len(page._kept) == 1)
    page.prove_button.click()
    desk.wait(until=lambda: page.prove_button.isEnabled())
    assert page._proved[page._kept[0].name][0]
    desk.shot("7-backups")
    page.place.set_value("/nowhere/at/all")
    page._move()
    desk.wait()
    assert page.place.error()
    page.restore_button.click()
    dialog = desk.dialog
    assert isinstance(dialog, RestoreDialog)
    assert desk.window.is_locked()
    desk.wait(until=lambda: dialog.choose.table.model().rowCount() == 2)
    assert dialog.choose.staff_no.value() == SUPERVISOR.staff_no
    desk.shot("8-choose")
    dialog.choose.password.set_value("not that one 1")
    dialog.confirm()
    desk.wait()
    assert dialog.choose.password.error()
    dialog.choose.password.set_value(NEW_PASSWORD)
    dialog.confirm()
    desk.wait(until=lambda: dialog.step is dialog.foreseen)
    assert dialog.foreseen.text.text()
    desk.shot("9-foreseen")
    dialog.confirm()
    desk.wait(until=lambda: dialog.step is dialog.end)
    assert "journal.db.set-aside-" in dialog.end.text.text()
    desk.shot("10-restored")
    dialog.confirm()
    desk.wait(until=lambda: not desk.window.is_locked())
