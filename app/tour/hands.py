"""A person's hands on the real widgets: typing, keys, buttons, and the patience to wait for what they see."""

from __future__ import annotations

import signal
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TypeVar

from PySide6.QtCore import QCoreApplication, QEventLoop, Qt
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QWidget

W = TypeVar("W", bound=QWidget)

PATIENCE_SECONDS = 60.0
_interrupted = threading.Event()


class StuckError(Exception):
    """What the person waited for did not come."""


@contextmanager
def stopping_at_ctrl_c() -> Iterator[None]:
    """Let Ctrl+C end the walk at its next step. Raised at once, the interrupt would often be lost inside Qt."""
    before = signal.signal(signal.SIGINT, lambda number, frame: _interrupted.set())
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)
        _interrupted.clear()


def wait_until(what: str, condition: Callable[[], object], seconds: float = PATIENCE_SECONDS) -> None:
    """Let the program run until `condition()` holds. Raises: StuckError naming `what`, KeyboardInterrupt."""
    end = time.monotonic() + seconds
    while not condition():
        if _interrupted.is_set():
            raise KeyboardInterrupt
        if time.monotonic() > end:
            raise StuckError(what)
        QCoreApplication.processEvents(QEventLoop.ProcessEventsFlag.AllEvents, 20)
        QCoreApplication.sendPostedEvents()
        QTest.qWait(5)


def find(root: QWidget, kind: type[W], name: str) -> W:
    """The visible widget called `name` under `root`. Raises: StuckError when there is none."""
    found = [widget for widget in root.findChildren(kind, name) if widget.isVisible()]
    if not found:
        raise StuckError(f"{kind.__name__} {name} is not to be seen")
    return found[0]


def go_to(widget: QWidget) -> None:
    """Give `widget` the keyboard, as a click into it does. Raises: StuckError when it does not take it."""

    def has_it() -> bool:
        if not widget.hasFocus():
            widget.window().activateWindow()
            widget.setFocus(Qt.FocusReason.MouseFocusReason)
        return widget.hasFocus()

    wait_until(f"{widget.objectName()} has the keyboard", has_it, 10)


def type_text(text: str) -> None:
    """Type into whatever has the keyboard: ASCII key by key, everything else as an input method sends it."""
    widget = focused()
    for character in text:
        if character == "\n":
            QTest.keyClick(widget, Qt.Key.Key_Return, Qt.KeyboardModifier.ShiftModifier)
        elif " " <= character <= "~":
            QTest.keyClicks(widget, character)
        else:
            event = QInputMethodEvent("", [])
            event.setCommitString(character)
            QCoreApplication.sendEvent(widget, event)


def press(key: Qt.Key, modifiers: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    """Press a key in whatever has the keyboard."""
    QTest.keyClick(focused(), key, modifiers)


def ctrl(key: Qt.Key) -> None:
    """Press Ctrl and a key."""
    press(key, Qt.KeyboardModifier.ControlModifier)


def enter() -> None:
    """Press Enter: the next field."""
    press(Qt.Key.Key_Return)


def focused() -> QWidget:
    """What has the keyboard. Raises: StuckError when nothing has."""
    widget = QApplication.focusWidget()
    if widget is None:
        raise StuckError("nothing has the keyboard")
    return widget


def click(button: QAbstractButton) -> None:
    """Press a button with the mouse. Raises: StuckError when it can't be pressed now."""
    wait_until(f"{button.objectName()} can be pressed", button.isEnabled, 10)
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)
