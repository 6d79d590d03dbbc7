"""The table: columns that hide by priority, rows of one height, Enter opens."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView, QWidget

from app.domain.case import CaseState
from app.language import _, labels
from app.ui.theme import metrics
from app.ui.widgets.chips import chip_width
from app.ui.worklist.delegate import CaseDelegate
from app.ui.worklist.model import CaseTableModel
from app.ui.worklist.rows import COLUMNS, RowWording, shares

_WIDTHS = {
    "case_no": 172,
    "name": 104,
    "category": 148,
    "channel": 96,
    "owner": 84,
    "state": 150,
    "due_on": 132,
    "updated_at": 80,
}
_HIDDEN_FIRST = ("updated_at", "channel", "owner", "category", "name")
_SUMMARY_LEAST = 220
_Index = QModelIndex | QPersistentModelIndex
_UNSORTED = frozenset({"summary"})


class CaseTable(QTableView):
    """Signals: opened(row) on Enter or double click; placed(row) when another row is current; sorted_by(column)."""

    opened = Signal(int)
    placed = Signal(int)
    sorted_by = Signal(str)

    def __init__(self, wording: Callable[[], RowWording], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("cases")
        self.model_ = CaseTableModel(wording, self)
        self.setModel(self.model_)
        self._painter = CaseDelegate(self.model_.words_at, self)
        self.setItemDelegate(self._painter)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setTabKeyNavigation(False)
        self.setCornerButtonEnabled(False)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.verticalHeader().hide()
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        header = self.horizontalHeader()
        header.setSectionsClickable(True)
        header.setHighlightSections(False)
        header.setSortIndicatorShown(True)
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        header.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        header.sectionClicked.connect(self._on_section_clicked)
        self.doubleClicked.connect(lambda index: self.opened.emit(index.row()))
        self._widths: dict[str, int] = {}
        self.restyle()
        self.retranslate()

    def retranslate(self) -> None:
        """Names and texts in the language in use."""
        self.setAccessibleName(_("Cases"))
        self.model_.reword()
        self._widths = self._wanted_widths()
        self._fit()

    def restyle(self) -> None:
        """Sizes and colours of the theme in use."""
        size = metrics()
        self._painter.restyle()
        self._widths = self._wanted_widths()
        self.verticalHeader().setDefaultSectionSize(size.row)
        self.verticalHeader().setMinimumSectionSize(size.row)
        self.horizontalHeader().setFixedHeight(size.header)
        self._fit()

    def show_sort(self, column: str, is_descending: bool) -> None:
        """Mark the column that the list is ordered by."""
        order = Qt.SortOrder.DescendingOrder if is_descending else Qt.SortOrder.AscendingOrder
        self._painter.is_ranked = column == "due_on" and not is_descending
        self.horizontalHeader().setSortIndicator(COLUMNS.index(column), order)

    def choose_row(self, row: int) -> None:
        """Make a row current, without scrolling more than needed."""
        if 0 <= row < self.model_.rowCount():
            self.setCurrentIndex(self.model_.index(row, 0))

    def current_row(self) -> int:
        """The row that is current, -1 for none."""
        return self.currentIndex().row()

    def currentChanged(self, current: _Index, previous: _Index) -> None:
        """Tell which row is current now."""
        super().currentChanged(current, previous)
        if current.row() != previous.row():
            self.placed.emit(current.row())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter opens; Home and End go to the first and last row."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.current_row() >= 0:
            self.opened.emit(self.current_row())
            return
        if event.key() == Qt.Key.Key_Home:
            self.choose_row(0)
            return
        if event.key() == Qt.Key.Key_End:
            self.choose_row(self.model_.rowCount() - 1)
            return
        super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Hide the least important columns until the summary can be read."""
        super().resizeEvent(event)
        self._fit()

    def _wanted_widths(self) -> dict[str, int]:
        """Widths in px for the language and text size in use; a chip is never cut."""
        size = metrics()
        widths = {name: size.px(width) for name, width in _WIDTHS.items()}
        overdue = chip_width(labels.deadline_chip(-99), "overdue")
        warned = max(chip_width(f"{labels.deadline_chip(99)} · {share}", "soon") for share in shares())
        widths["due_on"] = max(widths["due_on"], round(max(overdue, warned)) + size.px(24))
        states = max(self.fontMetrics().horizontalAdvance(labels.state(state.value)) for state in CaseState)
        widths["state"] = min(max(widths["state"], states + size.px(36)), size.px(214))
        return widths

    def _fit(self) -> None:
        size = metrics()
        room = self.viewport().width()
        hidden: set[str] = set()
        widths = self._widths
        for name in _HIDDEN_FIRST:
            if room - sum(w for n, w in widths.items() if n not in hidden) >= size.px(_SUMMARY_LEAST):
                break
            hidden.add(name)
        for place, name in enumerate(COLUMNS):
            self.setColumnHidden(place, name in hidden)
            if name in widths:
                self.setColumnWidth(place, widths[name])
        rest = room - sum(w for n, w in widths.items() if n not in hidden)
        self.setColumnWidth(COLUMNS.index("summary"), max(size.px(80), rest))

    def _on_section_clicked(self, section: int) -> None:
        if COLUMNS[section] not in _UNSORTED:
            self.sorted_by.emit(COLUMNS[section])
