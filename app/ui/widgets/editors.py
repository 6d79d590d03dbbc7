"""Line editors: plain text, codes that an input method must not touch, and passwords."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QLineEdit, QWidget


class CodeEdit(QLineEdit):
    """A line for case numbers, phones, identity numbers, cards, amounts and scans.

    It tells Qt that it wants no input method; with a Chinese one on, scanned digits would be eaten (ux.md 0.2).
    """

    def inputMethodQuery(self, query: Qt.InputMethodQuery, *args: Any) -> Any:
        """False for ImEnabled, else what QLineEdit answers."""
        if query == Qt.InputMethodQuery.ImEnabled:
            return False
        return super().inputMethodQuery(query, *args)


class PasswordEdit(CodeEdit):
    """A password line: hidden characters, no undo, no copying, and it notices the caps lock.

    Signals: caps_lock_changed(bool).
    """

    caps_lock_changed = Signal(bool)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setEchoMode(QLineEdit.EchoMode.Password)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.NoContextMenu)
        self._is_caps_lock = False

    def event(self, event: QEvent) -> bool:
        """Leave Ctrl+U to the page (another person); on X11 Qt takes it for emptying a line."""
        is_asking = event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent)
        if is_asking and event.matches(QKeySequence.StandardKey.DeleteCompleteLine):  # type: ignore[attr-defined]
            event.ignore()
            return False
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Type, and learn from the letter whether the caps lock is on (Qt has no other way on every system)."""
        text = event.text()
        if event.key() == Qt.Key.Key_CapsLock:
            self._set_caps_lock(not self._is_caps_lock)
        elif len(text) == 1 and text.isascii() and text.isalpha():
            is_shifted = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
            self._set_caps_lock(text.isupper() != is_shifted)
        super().keyPressEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Forget about the caps lock: it may change while the person is elsewhere."""
        super().focusOutEvent(event)
        self._set_caps_lock(False)

    def take(self) -> str:
        """The password typed; the line is empty afterwards."""
        text = self.text()
        self.clear()
        return text

    def _set_caps_lock(self, is_on: bool) -> None:
        if is_on != self._is_caps_lock:
            self._is_caps_lock = is_on
            self.caps_lock_changed.emit(is_on)


def enters(event: QEvent) -> bool:
    """Whether `event` is a press of Return or of the number pad's Enter."""
    return (
        event.type() == QEvent.Type.KeyPress
        and isinstance(event, QKeyEvent)
        and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
    )
