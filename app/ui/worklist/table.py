"""The table: columns that hide by priority, rows of one height, Enter opens."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QWidget

from app.domain.case import CaseState
from app.language import _, labels
from app.ui.theme import metrics
from app.ui.widgets.chips import chip_width
from app.ui.widgets.painted_rows import PaintedRows
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
_UNSORTED = frozenset({"summary"})


class CaseTable(PaintedRows):
    """The cases. Signals, beside those of PaintedRows: sorted_by(column)."""

    sorted_by = Signal(str)

    def __init__(self, wording: Callable[[], RowWording], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("cases")
        self.model_ = CaseTableModel(wording, self)
        self.setModel(self.model_)
        self._painter = CaseDelegate(self.model_.words_at, self)
        self.setItemDelegate(self._painter)
        header = self.horizontalHeader()
        header.setSectionsClickable(True)
        header.setSortIndicatorShown(True)
        header.sectionClicked.connect(self._on_section_clicked)
        self._widths: dict[str, int] = {}
        self.restyle()
        self.retranslate()

    def retranslate(self) -> None:
        """Names and texts in the language in use."""
        self.setAccessibleName(_("Cases"))
        self.model_.reword()
        self._widths = self._wanted_widths()
        self.fit()

    def restyle(self) -> None:
        """Also the colours of what is painted."""
        self._painter.restyle()
        self._widths = self._wanted_widths()
        super().restyle()

    def show_sort(self, column: str, is_descending: bool) -> None:
        """Mark the column that the list is ordered by."""
        order = Qt.SortOrder.DescendingOrder if is_descending else Qt.SortOrder.AscendingOrder
        self._painter.is_ranked = column == "due_on" and not is_descending
        self.horizontalHeader().setSortIndicator(COLUMNS.index(column), order)

    def fit(self) -> None:
        """Hide the least important columns until the summary can be read."""
        self.fit_columns(COLUMNS, self._widths, _HIDDEN_FIRST, least=_SUMMARY_LEAST)

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

    def _on_section_clicked(self, section: int) -> None:
        if COLUMNS[section] not in _UNSORTED:
            self.sorted_by.emit(COLUMNS[section])
