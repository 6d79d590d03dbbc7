"""Lists of at most some hundred lines that are all known: one line a thing, one column takes what the others leave."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, ClassVar, Generic, TypeVar

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView, QWidget

from app.ui.theme import metrics

Line = TypeVar("Line")
_Index = QModelIndex | QPersistentModelIndex


class LineModel(QAbstractTableModel, Generic[Line]):
    """Lines of one kind. A list of its own says `heads` and `cells`, and colours or tooltips in `data`."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.lines: tuple[Line, ...] = ()

    def heads(self) -> tuple[str, ...]:
        """The names of the columns, in the language in use."""
        raise NotImplementedError

    def cells(self, line: Line) -> tuple[str, ...]:
        """The words of a line, a column each."""
        raise NotImplementedError

    def show_lines(self, lines: Sequence[Line]) -> None:
        """Replace all lines."""
        self.beginResetModel()
        self.lines = tuple(lines)
        self.endResetModel()

    def line_at(self, place: int) -> Line | None:
        """The line at `place`, if there is one."""
        return self.lines[place] if 0 <= place < len(self.lines) else None

    def rowCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008
        """Lines at the top level."""
        return 0 if parent.isValid() else len(self.lines)

    def columnCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008
        """A column for every name."""
        return 0 if parent.isValid() else len(self.heads())

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """The column's name."""
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        if role != Qt.ItemDataRole.DisplayRole or orientation != Qt.Orientation.Horizontal:
            return None
        return self.heads()[section]

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """The words of a cell."""
        if role not in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole) or not index.isValid():
            return None
        return self.cells(self.lines[index.row()])[index.column()]

    def retranslate(self) -> None:
        """All words again."""
        last = self.columnCount() - 1
        self.headerDataChanged.emit(Qt.Orientation.Horizontal, 0, last)
        if self.lines:
            self.dataChanged.emit(self.index(0, 0), self.index(len(self.lines) - 1, last))


class LineTable(QTableView):
    """Shows a LineModel. A list of its own says the `widths` of the columns and the `heights` of rows and head, px of
    the design (None: those of the theme); the column `wordy` takes what the others leave."""

    widths: ClassVar[tuple[int, ...]]
    wordy: ClassVar[int]
    heights: ClassVar[tuple[int, int] | None] = None

    def __init__(self, model: QAbstractTableModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setModel(model)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setShowGrid(False)
        self.setTabKeyNavigation(False)
        self.setWordWrap(False)
        self.verticalHeader().hide()
        header = self.horizontalHeader()
        header.setHighlightSections(False)
        header.setSectionResizeMode(self.wordy, QHeaderView.ResizeMode.Stretch)
        self.restyle()

    def restyle(self) -> None:
        """Heights and widths of the text size in use."""
        size = metrics()
        row, head = (size.row, size.header) if self.heights is None else map(size.px, self.heights)
        self.verticalHeader().setDefaultSectionSize(row)
        self.horizontalHeader().setFixedHeight(head)
        for column, width in enumerate(self.widths):
            if column != self.wordy:
                self.setColumnWidth(column, size.px(width))


class OpeningTable(LineTable):
    """Lines that lead on. Signals: opened(place) by Enter or a double click."""

    opened = Signal(int)

    def __init__(self, model: QAbstractTableModel, parent: QWidget | None = None) -> None:
        super().__init__(model, parent)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.doubleClicked.connect(lambda index: self.opened.emit(index.row()))

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Whoever comes by keyboard stands on a line."""
        super().focusInEvent(event)
        if not self.currentIndex().isValid():
            self.setCurrentIndex(self.model().index(0, 0))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter opens the line."""
        is_plain = not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        if is_plain and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            if self.currentIndex().isValid():
                self.opened.emit(self.currentIndex().row())
        else:
            super().keyPressEvent(event)
