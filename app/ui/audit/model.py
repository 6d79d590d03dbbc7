"""The list's model: how many entries there are, and words for those windows that were looked at (ux.md, section 4).

SQL filters and sorts. The model never waits: a line that is not read yet is shown blank and asked for.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal

from app.ui.audit.presenter import WINDOW
from app.ui.audit.words import COLUMNS, LineWords, column_title

if TYPE_CHECKING:
    from app.store.audit_trail import AuditLine

MOST_WINDOWS = 32

_Index = QModelIndex | QPersistentModelIndex


class AuditModel(QAbstractTableModel):
    """Signals: window_wanted(int) when the window of lines that begins there should be read."""

    window_wanted = Signal(int)

    def __init__(self, wording: Callable[[AuditLine], LineWords], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._wording = wording
        self._count = 0
        self._windows: OrderedDict[int, tuple[AuditLine, ...]] = OrderedDict()
        self._words: dict[int, LineWords] = {}
        self._in_flight = -1
        self._wanted = -1

    def rowCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008
        """Lines in the list."""
        return 0 if parent.isValid() else self._count

    def columnCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008
        """Time, person, what, case, mark."""
        return 0 if parent.isValid() else len(COLUMNS)

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Texts, and for screen readers the whole line at its first cell."""
        if role not in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole, Qt.ItemDataRole.ToolTipRole):
            return None
        words = self.words_at(index.row())
        if words is None:
            return ""
        if role == Qt.ItemDataRole.AccessibleTextRole and index.column() == 0:
            return words.spoken
        return words.texts[index.column()]

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Titles of the columns."""
        if orientation == Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return column_title(COLUMNS[section])
        return None

    def words_at(self, row: int) -> LineWords | None:
        """A line for painting, None while it is not read yet."""
        words = self._words.get(row)
        if words is None:
            line = self.line_at(row)
            if line is None:
                return None
            words = self._words[row] = self._wording(line)
        return words

    def line_at(self, row: int) -> AuditLine | None:
        """A line, None while it is not read yet: then its window is asked for."""
        if not 0 <= row < self._count:
            return None
        start = row - row % WINDOW
        window = self._windows.get(start)
        if window is None:
            self._want(start)
            return None
        return window[row - start] if row - start < len(window) else None

    def show_list(self, count: int, lines: Sequence[AuditLine]) -> None:
        """Another list with its first window."""
        self.beginResetModel()
        self._count = count
        self._windows.clear()
        self._words.clear()
        self._windows[0] = tuple(lines)
        self._in_flight = self._wanted = -1
        self.endResetModel()

    def show_window(self, start: int, lines: Sequence[AuditLine] | None) -> None:
        """The window that begins at `start` was read; None: it could not be, and is asked for again when looked at."""
        self._in_flight = -1
        if lines is not None:
            self._windows[start] = tuple(lines)
            while len(self._windows) > MOST_WINDOWS:
                gone, _lines = self._windows.popitem(last=False)
                for row in range(gone, gone + WINDOW):
                    self._words.pop(row, None)
            last = min(start + WINDOW, self._count) - 1
            if last >= start:
                self.dataChanged.emit(self.index(start, 0), self.index(last, len(COLUMNS) - 1))
        wanted, self._wanted = self._wanted, -1
        if wanted >= 0 and wanted not in self._windows:
            self._want(wanted)

    def reword(self) -> None:
        """Language or day changed: make all words again."""
        self._words.clear()
        if self._count:
            self.dataChanged.emit(self.index(0, 0), self.index(self._count - 1, len(COLUMNS) - 1))
        self.headerDataChanged.emit(Qt.Orientation.Horizontal, 0, len(COLUMNS) - 1)

    def _want(self, start: int) -> None:
        """Ask for a window; while one is on its way only the last that was looked at is remembered."""
        if start == self._in_flight:
            return
        if self._in_flight >= 0:
            self._wanted = start
            return
        self._in_flight = start
        self.window_wanted.emit(start)
