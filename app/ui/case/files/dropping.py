"""A page on which files can be dropped."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, Signal
from PySide6.QtGui import QDragMoveEvent, QDropEvent
from PySide6.QtWidgets import QWidget

from app.ui.case.files.drop_hint import DropHint
from app.ui.case.files.mime import has_files


class DropTarget(QObject):
    """Watches `page` while `is_open()`. Signals: dropped(QMimeData), to be read at once."""

    dropped = Signal(object)

    def __init__(self, page: QWidget, is_open: Callable[[], bool]) -> None:
        super().__init__(page)
        self._is_open = is_open
        self.hint = DropHint(page)
        page.setAcceptDrops(True)
        page.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Files dragged over the page and dropped on it."""
        if isinstance(event, QDragMoveEvent):  # entering is a move too
            if self._is_open() and has_files(event.mimeData()):
                event.acceptProposedAction()
                self.hint.lie_over()
                return True
        elif event.type() == QEvent.Type.DragLeave:
            self.hint.hide()
        elif event.type() == QEvent.Type.Drop and isinstance(event, QDropEvent):
            self.hint.hide()
            if has_files(event.mimeData()):
                event.acceptProposedAction()
                self.dropped.emit(event.mimeData())
                return True
        return False
