"""The list of cases whose time is over: several may be chosen to be held back."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, Qt
from PySide6.QtWidgets import QAbstractItemView, QWidget

from app.language import _
from app.ui.retention.words import line_of
from app.ui.widgets.line_list import LineModel, OpeningTable

if TYPE_CHECKING:
    from app.operations.retention import DueCase


class DueModel(LineModel["DueCase"]):
    """Cases by number; nobody's name stands here."""

    def heads(self) -> tuple[str, ...]:
        """The names of the columns."""
        return (_("Case number"), _("Kind and end"), _("Ended on"), _("Kept until"), _("How that counts"))

    def cells(self, line: DueCase) -> tuple[str, ...]:
        """The words of a case."""
        return line_of(line)

    def data(self, index: QModelIndex | QPersistentModelIndex, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """The words of a cell; the tooltip names the source of the rule."""
        if role == Qt.ItemDataRole.ToolTipRole and index.isValid():
            return self.lines[index.row()].retention.source
        return super().data(index, role)


class DueTable(OpeningTable):
    """Shift and the arrows, Ctrl and Space choose several."""

    widths = (175, 190, 120, 120, 300)
    wordy = 4

    def __init__(self, model: DueModel, parent: QWidget | None = None) -> None:
        super().__init__(model, parent)
        self.setObjectName("dueCases")
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)

    def chosen(self) -> list[int]:
        """The places of the chosen lines, from the top."""
        return sorted(index.row() for index in self.selectionModel().selectedRows())
