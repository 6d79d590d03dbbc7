"""The list of overdue cases, the longest first."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView, QWidget

from app.language import _
from app.ui.figures.words import category_words, overdue_words
from app.ui.theme import metrics, theme

if TYPE_CHECKING:
    from app.domain.taxonomy import Taxonomy
    from app.operations.read_figures import OverdueLine

_WIDTHS = (165, 106, 120, 120, 165)
_WORDY = 2  # the category takes what the others leave


class OverdueModel(QAbstractTableModel):
    """Overdue cases, at most some hundred; complainants are masked."""

    def __init__(self, taxonomy: Callable[[], Taxonomy], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._taxonomy = taxonomy
        self._lines: tuple[OverdueLine, ...] = ()
        self._is_past = False

    def show_lines(self, lines: Sequence[OverdueLine], *, is_past: bool) -> None:
        """Replace all lines. `is_past`: the period is over, they stand as they stood at its end."""
        self.beginResetModel()
        self._is_past = is_past
        self._lines = tuple(lines)
        self.endResetModel()

    def case_at(self, row: int) -> str:
        """The case of a line, "" for none."""
        return self._lines[row].overdue.case_id if 0 <= row < len(self._lines) else ""

    def place_of(self, case_id: str) -> int:
        """Where a case stands, -1 for nowhere."""
        return next((n for n, line in enumerate(self._lines) if line.overdue.case_id == case_id), -1)

    def rowCount(self, parent: QModelIndex | QPersistentModelIndex = QModelIndex()) -> int:  # noqa: B008
        """Lines at the top level."""
        return 0 if parent.isValid() else len(self._lines)

    def columnCount(self, parent: QModelIndex | QPersistentModelIndex = QModelIndex()) -> int:  # noqa: B008
        """Five."""
        return 0 if parent.isValid() else len(_WIDTHS)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """The column's name."""
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        if role != Qt.ItemDataRole.DisplayRole or orientation != Qt.Orientation.Horizontal:
            return None
        return (_("Case number"), _("Complainant"), _("Category"), _("Overdue since"), _("Overdue for"))[section]

    def data(self, index: QModelIndex | QPersistentModelIndex, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """The words of a cell; what is still overdue stands in red."""
        if not index.isValid():
            return None
        line = self._lines[index.row()]
        if role == Qt.ItemDataRole.ForegroundRole:
            is_red = line.overdue.is_running and index.column() == len(_WIDTHS) - 1
            return theme().color("error_text") if is_red else None
        if role not in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole, Qt.ItemDataRole.ToolTipRole):
            return None
        if role == Qt.ItemDataRole.ToolTipRole and index.column() != _WORDY:
            return None
        return (
            line.named.case_no,
            line.named.masked_name,
            category_words(line.named.category, self._taxonomy()),
            line.overdue.overdue_from.isoformat(),
            overdue_words(line.overdue.days, is_running=line.overdue.is_running, is_past=self._is_past),
        )[index.column()]

    def retranslate(self) -> None:
        """All words again."""
        self.headerDataChanged.emit(Qt.Orientation.Horizontal, 0, len(_WIDTHS) - 1)
        if self._lines:
            self.dataChanged.emit(self.index(0, 0), self.index(len(self._lines) - 1, len(_WIDTHS) - 1))


class OverdueTable(QTableView):
    """Signals: opened(place) by Enter or a double click."""

    opened = Signal(int)

    def __init__(self, model: OverdueModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("overdue")
        self.setModel(model)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setShowGrid(False)
        self.setTabKeyNavigation(False)
        self.setWordWrap(False)
        self.verticalHeader().hide()
        header = self.horizontalHeader()
        header.setHighlightSections(False)
        header.setSectionResizeMode(_WORDY, QHeaderView.ResizeMode.Stretch)
        self.doubleClicked.connect(lambda index: self.opened.emit(index.row()))
        self.restyle()

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Whoever comes by keyboard stands on a line."""
        super().focusInEvent(event)
        if not self.currentIndex().isValid():
            self.setCurrentIndex(self.model().index(0, 0))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter opens the case."""
        is_plain = not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        if is_plain and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.opened.emit(self.currentIndex().row())
        else:
            super().keyPressEvent(event)

    def restyle(self) -> None:
        """Rows and columns of the text size in use."""
        size = metrics()
        self.verticalHeader().setDefaultSectionSize(size.px(32))
        self.horizontalHeader().setFixedHeight(size.px(30))
        for column, width in enumerate(_WIDTHS):
            if column != _WORDY:
                self.setColumnWidth(column, size.px(width))
