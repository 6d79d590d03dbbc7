"""The list of what was found, below the line in which somebody types."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import (
    QEvent,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QPoint,
    QSize,
    QStringListModel,
    Qt,
    Signal,
)
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QListView, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from app.ui.theme import metrics

MOST_ROWS = 12
_MOVES = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1, Qt.Key.Key_PageDown: MOST_ROWS, Qt.Key.Key_PageUp: -MOST_ROWS}


class Rows(QStyledItemDelegate):
    """Rows as high as fields, which neither Qt's own delegates nor the style sheet give to lists that pop up."""

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        return QSize(super().sizeHint(option, index).width(), metrics().px(30))


class FoundList(QListView):
    """Shows words below `line`; one of them is marked. Signals: chosen(words) when one is clicked.

    It lies in the same window and never has the keyboard. A window of its own (QCompleter's) would take the keyboard
    from the window system and give it back a moment later: keys typed quickly are lost in between, and an input
    method is interrupted.
    """

    chosen = Signal(str)

    def __init__(self, line: QWidget) -> None:
        super().__init__(line)
        self._line = line
        self._words = QStringListModel(self)
        self.setObjectName("found")
        self.setProperty("kind", "found")
        self.setModel(self._words)
        self.setItemDelegate(Rows(self))
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setEditTriggers(QListView.EditTrigger.NoEditTriggers)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.clicked.connect(lambda index: self.chosen.emit(index.data()))
        self.hide()

    def show_found(self, words: Sequence[str], accessible_name: str) -> None:
        """Show `words` with the first one marked, or nothing if there are none."""
        if not words:
            self.leave()
            return
        self._words.setStringList(list(words))
        self.setCurrentIndex(self._words.index(0, 0))
        self.setAccessibleName(accessible_name)
        window = self._line.window()
        if self.parentWidget() is not window:
            self.setParent(window)
            self._line.destroyed.connect(self.deleteLater)
        self._place(len(words))
        if not self.isVisible():
            self.show()
            self._watch(True)
        self.raise_()

    def marked(self) -> str:
        """The words of the marked row, "" while the list is not shown."""
        return str(self.currentIndex().data() or "") if self.isVisible() else ""

    def leave(self) -> None:
        """Take the list away."""
        if not self.isHidden():
            self._watch(False)
            self.hide()

    def takes(self, event: QKeyEvent) -> bool:
        """Move the mark or close the list, if it is shown and `event` is a key for that."""
        if self.isHidden() or event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier:
            return False
        if event.key() == Qt.Key.Key_Escape:
            self.leave()
            return True
        by = _MOVES.get(Qt.Key(event.key()))
        if by is None:
            return False
        last = self._words.rowCount() - 1
        row = self.currentIndex().row() + by
        if abs(by) == 1:
            row %= last + 1
        self.setCurrentIndex(self._words.index(max(0, min(row, last)), 0))
        return True

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Close when the mouse is pressed or the wheel turned elsewhere, or the window changes its size."""
        if event.type() in (QEvent.Type.MouseButtonPress, QEvent.Type.Wheel):
            if isinstance(watched, QWidget) and watched is not self and not self.isAncestorOf(watched):
                self.leave()
        elif event.type() == QEvent.Type.Resize and watched is self.parent():
            self.leave()
        return False

    def _watch(self, is_watching: bool) -> None:
        app = QApplication.instance()
        if app is not None and is_watching:
            app.installEventFilter(self)
        elif app is not None:
            app.removeEventFilter(self)

    def _place(self, rows: int) -> None:
        window, line = self._line.window(), self._line
        height = min(rows, MOST_ROWS) * metrics().px(30) + 2 * self.frameWidth() + 2
        below = line.mapTo(window, QPoint(0, line.height() + 2))
        above = line.mapTo(window, QPoint(0, -height - 2))
        is_above = below.y() + height > window.height() and above.y() >= 0
        self.setGeometry(below.x(), above.y() if is_above else below.y(), line.width(), height)
