"""The list of overdue cases, the longest first."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, Qt
from PySide6.QtWidgets import QWidget

from app.language import _
from app.ui.figures.words import category_words, overdue_words
from app.ui.theme import theme
from app.ui.widgets.line_list import LineModel, OpeningTable

if TYPE_CHECKING:
    from app.domain.taxonomy import Taxonomy
    from app.operations.read_figures import OverdueLine

_WORDY = 2  # the category takes what the others leave
_HOW_LONG = 4


class OverdueModel(LineModel["OverdueLine"]):
    """Overdue cases, at most some hundred; complainants are masked."""

    def __init__(self, taxonomy: Callable[[], Taxonomy], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._taxonomy = taxonomy
        self._is_past = False

    def show_overdue(self, lines: Sequence[OverdueLine], *, is_past: bool) -> None:
        """Replace all lines. `is_past`: the period is over, they stand as they stood at its end."""
        self._is_past = is_past
        self.show_lines(lines)

    def case_at(self, row: int) -> str:
        """The case of a line, "" for none."""
        line = self.line_at(row)
        return line.overdue.case_id if line is not None else ""

    def place_of(self, case_id: str) -> int:
        """Where a case stands, -1 for nowhere."""
        return next((n for n, line in enumerate(self.lines) if line.overdue.case_id == case_id), -1)

    def heads(self) -> tuple[str, ...]:
        """The names of the columns."""
        return (_("Case number"), _("Complainant"), _("Category"), _("Overdue since"), _("Overdue for"))

    def cells(self, line: OverdueLine) -> tuple[str, ...]:
        """The words of a case."""
        return (
            line.named.case_no,
            line.named.masked_name,
            category_words(line.named.category, self._taxonomy()),
            line.overdue.overdue_from.isoformat(),
            overdue_words(line.overdue.days, is_running=line.overdue.is_running, is_past=self._is_past),
        )

    def data(self, index: QModelIndex | QPersistentModelIndex, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """The words of a cell; what is still overdue stands in red."""
        if role == Qt.ItemDataRole.ForegroundRole and index.isValid():
            is_red = self.lines[index.row()].overdue.is_running and index.column() == _HOW_LONG
            return theme().color("error_text") if is_red else None
        if role == Qt.ItemDataRole.ToolTipRole and index.column() == _WORDY:
            return super().data(index)
        return super().data(index, role)


class OverdueTable(OpeningTable):
    """Low rows: the list shares the page with the cards."""

    widths = (165, 106, 120, 120, 165)
    wordy = _WORDY
    heights = (32, 30)

    def __init__(self, model: OverdueModel, parent: QWidget | None = None) -> None:
        super().__init__(model, parent)
        self.setObjectName("overdue")
