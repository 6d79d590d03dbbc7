"""Enter goes to the next field, Ctrl+Enter submits; Tab follows the same list (ux.md 1 no. 2, 5.1)."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QComboBox, QLineEdit, QPlainTextEdit, QWidget

from app.ui.widgets.editors import enters
from app.ui.widgets.fields import Field


class EnterWalk(QObject):
    """Walks `stops` (fields or widgets) in order.

    Enter in a text box also goes on; Shift+Enter starts a new line there. An input method's Enter never arrives here
    while it is composing, so it is safe. Signals: submitted() on Ctrl+Enter, and on Enter in the last stop when
    `submits_at_end`; else Enter in the last stop goes to `then` (usually the main button).
    """

    submitted = Signal()

    def __init__(
        self,
        parent: QWidget,
        stops: Sequence[QWidget],
        *,
        then: QWidget | None = None,
        submits_at_end: bool = False,
    ) -> None:
        super().__init__(parent)
        self._stops: list[QWidget] = []
        self._then = then
        self._submits_at_end = submits_at_end
        self.set_stops(stops)

    def set_stops(self, stops: Sequence[QWidget]) -> None:
        """Use another list, for example after fields were added."""
        for stop in self._stops:
            for target in _targets(stop):
                target.removeEventFilter(self)
        self._stops = [stop.editor if isinstance(stop, Field) else stop for stop in stops]
        before: QWidget | None = None
        for stop in [*self._stops, *([self._then] if self._then else [])]:
            for target in _targets(stop):
                target.installEventFilter(self)
            if before is not None:
                QWidget.setTabOrder(before, stop)
            before = stop

    def stops(self) -> tuple[QWidget, ...]:
        """The editors in order."""
        return tuple(self._stops)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Take Enter away from the editors; everything else goes on."""
        if event.type() != QEvent.Type.KeyPress or not enters(event) or not isinstance(event, QKeyEvent):
            return False
        modifiers = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        if modifiers == Qt.KeyboardModifier.ControlModifier:
            self.submitted.emit()
            return True
        if modifiers != Qt.KeyboardModifier.NoModifier:
            return False
        place = next((i for i, stop in enumerate(self._stops) if watched in _targets(stop)), None)
        if place is None:
            return False
        keeps = getattr(watched, "keeps_enter", None)
        if keeps is not None and keeps():
            return False
        self._go_on(place)
        return True

    def _go_on(self, place: int) -> None:
        for stop in self._stops[place + 1 :]:
            if stop.isVisibleTo(stop.window()) and stop.isEnabled():
                focus(stop)
                return
        if self._submits_at_end:
            self.submitted.emit()
        elif self._then is not None:
            self._then.setFocus(Qt.FocusReason.TabFocusReason)


def focus(editor: QWidget) -> None:
    """Put the cursor into `editor`, selecting what a line holds so that typing replaces it."""
    editor.setFocus(Qt.FocusReason.TabFocusReason)
    if isinstance(editor, QLineEdit) and not editor.isReadOnly():
        editor.selectAll()
    elif isinstance(editor, QPlainTextEdit):
        cursor = editor.textCursor()
        cursor.movePosition(cursor.MoveOperation.End)
        editor.setTextCursor(cursor)


def _targets(stop: QWidget) -> tuple[QWidget, ...]:
    if isinstance(stop, QComboBox):
        line = stop.lineEdit()
        return (stop, line) if line is not None else (stop,)
    return (stop,)
