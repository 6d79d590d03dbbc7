"""The table's model: an array of row ids, and words for those rows that were looked at (ux.md, section 4).

SQL filters and sorts. The model never waits: a row that is not read yet is shown blank and asked for.
"""

from __future__ import annotations

from array import array
from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal

from app.ui.worklist.presenter import WINDOW
from app.ui.worklist.rows import COLUMNS, RowWording, RowWords, column_title

MOST_KEPT = 32 * WINDOW
MOST_WANTED = 3

_Index = QModelIndex | QPersistentModelIndex
_DISPLAY = Qt.ItemDataRole.DisplayRole
_SPOKEN = Qt.ItemDataRole.AccessibleTextRole
_DEADLINE = COLUMNS.index("due_on")
_SUMMARY = COLUMNS.index("summary")


class CaseTableModel(QAbstractTableModel):
    """Signals: rows_wanted(int) when the window of rows that begins there should be read."""

    rows_wanted = Signal(int)

    def __init__(self, wording: Callable[[], RowWording], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._wording = wording
        self._now = wording()
        self._ids: array[int] = array("q")
        self._words: dict[int, RowWords] = {}
        self._raw: dict[int, Any] = {}
        self._asked: set[int] = set()  # windows that are read or being read
        self._wanted: list[int] = []  # windows that were looked at meanwhile, the newest last
        self._in_flight = -1

    # ---- what Qt asks

    def rowCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008
        """Rows in the list."""
        return 0 if parent.isValid() else len(self._ids)

    def columnCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008
        """Columns, also hidden ones."""
        return 0 if parent.isValid() else len(COLUMNS)

    def data(self, index: _Index, role: int = _DISPLAY) -> Any:
        """Texts and what screen readers say. Everything else at once: nothing."""
        if role not in (_DISPLAY, _SPOKEN):
            return None
        words = self.words_at(index.row())
        if words is None:
            return "" if role == _DISPLAY else None
        column = index.column()
        if role == _SPOKEN and column in (_DEADLINE, _SUMMARY):
            return words.spoken_deadline if column == _DEADLINE else words.spoken_summary
        return words.texts[column]

    def words_at(self, row: int) -> RowWords | None:
        """A row for painting, None while it is not read yet. The delegate calls this past Qt: the way through
        `QModelIndex.data` costs more than the painting of a text (measured)."""
        if not 0 <= row < len(self._ids):
            return None
        start = row - row % WINDOW
        if start not in self._asked:
            self._want(start)
        row_id = self._ids[row]
        return self._words.get(row_id) or self._make_words(row_id)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = _DISPLAY) -> Any:
        """Titles of the columns."""
        if orientation == Qt.Orientation.Horizontal and role == _DISPLAY and 0 <= section < len(COLUMNS):
            return column_title(COLUMNS[section])
        return None

    def _make_words(self, row_id: int) -> RowWords | None:
        """Words are made when a row is first looked at: a window holds ten times what a screen shows."""
        raw = self._raw.get(row_id)
        if raw is None:
            return None
        words = self._words[row_id] = self._now.words(raw)
        return words

    # ---- lists

    def show_list(self, ids: array[int]) -> None:
        """Another list. Rows that are known from the list before are shown at once and read again."""
        self.beginResetModel()
        self._ids = ids
        self._asked.clear()
        self._wanted.clear()
        self._in_flight = -1
        if len(self._raw) > MOST_KEPT:
            self._words.clear()
            self._raw.clear()
        now = self._wording()
        if now.today != self._now.today:
            self._words.clear()  # another day: deadlines read differently
        self._now = now
        self.endResetModel()

    def show_rows(self, start: int, rows: Sequence[Any]) -> None:
        """The window that begins at `start` was read; None stands for a case that is gone."""
        for row in rows:
            if row is not None:
                self._raw[row.row_id] = row
                self._words.pop(row.row_id, None)
        self._asked.add(start)
        self._arrived(start)
        last = min(start + WINDOW, len(self._ids)) - 1
        if last >= start:
            self.dataChanged.emit(self.index(start, 0), self.index(last, len(COLUMNS) - 1))

    def show_rows_missing(self, start: int) -> None:
        """The window could not be read: it is asked for again when it is looked at next time."""
        self._asked.discard(start)
        self._arrived(start)

    def case_id(self, row: int) -> str:
        """The case in a row, "" while that is not read yet."""
        raw = self._raw.get(self._ids[row]) if 0 <= row < len(self._ids) else None
        return str(raw.case_id) if raw is not None else ""

    def reword(self) -> None:
        """Language or day changed: make all words again."""
        self._now = self._wording()
        self._words.clear()
        if self._ids:
            self.dataChanged.emit(self.index(0, 0), self.index(len(self._ids) - 1, len(COLUMNS) - 1))
        self.headerDataChanged.emit(Qt.Orientation.Horizontal, 0, len(COLUMNS) - 1)

    # ---- windows

    def _want(self, start: int) -> None:
        """Ask for a window; while one is on its way only the last few that were looked at are remembered."""
        if start in self._asked or start == self._in_flight:
            return
        if self._in_flight >= 0:
            if start in self._wanted:
                self._wanted.remove(start)
            self._wanted.append(start)
            del self._wanted[:-MOST_WANTED]
            return
        self._in_flight = start
        self.rows_wanted.emit(start)

    def _arrived(self, start: int) -> None:
        if start != self._in_flight:
            return
        self._in_flight = -1
        if len(self._raw) > MOST_KEPT:
            self._forget(start)
        if self._wanted:
            self._want(self._wanted.pop())

    def _forget(self, start: int) -> None:
        """Keep the window just read and those that are wanted; everything else can be read again."""
        keep = set(self._ids[start : start + WINDOW])
        self._words = {row_id: words for row_id, words in self._words.items() if row_id in keep}
        self._raw = {row_id: row for row_id, row in self._raw.items() if row_id in keep}
        self._asked = {start}
