"""What the desk lays on the clipboard is cleared while it is still the desk's, and hinted at as a secret."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from typing import Any

import pytest
from PySide6.QtCore import QMimeData
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QWidget

from app.ui.shell import capture
from app.ui.shell.capture import CaptureGuard
from app.ui.shell.clipboard import ClipboardKeeper, put_private


@pytest.fixture
def keeper(qapp: QApplication) -> Iterator[ClipboardKeeper]:
    made = ClipboardKeeper(qapp, cleared_after_ms=30)
    yield made
    made.clear()
    made.setParent(None)
    made.deleteLater()


def text() -> str:
    return QGuiApplication.clipboard().text()


def test_it_is_cleared_by_itself(keeper: ClipboardKeeper, qtbot: Any) -> None:
    put_private("13912340987")
    assert text() == "13912340987"
    qtbot.waitUntil(lambda: not text())
    assert not keeper.holds_ours()


@pytest.mark.skipif(sys.platform != "linux", reason="each system has its own hints")
def test_clipboard_managers_are_asked_not_to_keep_it(keeper: ClipboardKeeper) -> None:
    put_private("13912340987")
    data: QMimeData = QGuiApplication.clipboard().mimeData()
    assert bytes(data.data("x-kde-passwordManagerHint").data()) == b"secret"


def test_what_somebody_copied_in_a_field_is_cleared_too(keeper: ClipboardKeeper, qtbot: Any) -> None:
    field = QLineEdit("王芳 13912340987")
    qtbot.addWidget(field)
    field.selectAll()
    field.copy()
    assert keeper.holds_ours()
    keeper.clear()
    assert text() == ""


def test_what_came_after_it_stays(keeper: ClipboardKeeper) -> None:
    put_private("13912340987")
    before = keeper._ours.copy()
    QGuiApplication.clipboard().setText("从别处来")
    keeper._ours = before  # as if the change had not been told
    keeper.clear()
    assert text() == "从别处来"


def test_without_a_keeper_nothing_is_copied(qapp: QApplication) -> None:
    QGuiApplication.clipboard().clear()
    put_private("13912340987")
    assert text() == ""


def test_every_window_asks_to_be_left_out_of_pictures(
    qapp: QApplication, qtbot: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The system's own call can only be made on Windows and macOS; here it is the order of the wishes that is held."""
    asked: list[tuple[str, bool]] = []
    monkeypatch.setattr(capture, "can_hide", lambda: True)
    monkeypatch.setattr(capture, "hide_from_capture", lambda w, is_hidden: asked.append((w.objectName(), is_hidden)))
    guard = CaptureGuard(qapp)
    try:
        window = QWidget()
        window.setObjectName("dialog")
        qtbot.addWidget(window)
        window.show()
        QTest.qWaitForWindowExposed(window)
        assert ("dialog", True) in asked
        guard.set_on(False)
        assert asked[-1] == ("dialog", False)
    finally:
        qapp.removeEventFilter(guard)
        guard.setParent(None)
        guard.deleteLater()
