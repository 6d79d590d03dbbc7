"""One table for every part of the audit: texts, some in the middle, some strong; Enter leads on."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QFont, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QApplication, QHeaderView, QTableView, QWidget

from app.ui.permissions.tables import Sheet
from app.ui.theme import metrics, theme

_Index = QModelIndex | QPersistentModelIndex
_EMPTY = Sheet((), ())
_MIDDLE = Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignVCenter
_WRAPPED = _MIDDLE.value | Qt.TextFlag.TextWordWrap.value
_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
_LEAST_WIDE = 150


class SheetModel(QAbstractTableModel):
    """The cells of one sheet."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.sheet = _EMPTY

    def show_sheet(self, shown: Sheet) -> None:
        """Another sheet."""
        self.beginResetModel()
        self.sheet = shown
        self.endResetModel()

    def rowCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008
        """Lines."""
        return 0 if parent.isValid() else len(self.sheet.rows)

    def columnCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008
        """Columns of the sheet."""
        return 0 if parent.isValid() else len(self.sheet.heads)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Heads."""
        if orientation != Qt.Orientation.Horizontal:
            return None
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole):
            return self.sheet.heads[section]
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _WRAPPED if section >= self.sheet.centred_from else _LEFT
        return None

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Texts; strong rows in bold and red."""
        if not index.isValid():
            return None
        row, column = index.row(), index.column()
        text = self.sheet.rows[row][column]
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole):
            return text
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return f"{self.sheet.rows[row][0]}, {self.sheet.heads[column]}: {text}" if column else text
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _MIDDLE if column >= self.sheet.centred_from else _LEFT
        if row in self.sheet.strong:
            if role == Qt.ItemDataRole.ForegroundRole:
                return theme().color("error_text")
            if role == Qt.ItemDataRole.FontRole:
                font = QFont(QApplication.font())
                font.setPixelSize(metrics().px(14))
                font.setBold(True)
                return font
        return None


class SheetTable(QTableView):
    """Signals: opened(row, column) on Enter or a double click."""

    opened = Signal(int, int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("permissionSheet")
        self.model_ = SheetModel(self)
        self.setModel(self.model_)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setShowGrid(False)
        self.setWordWrap(True)
        self.setTabKeyNavigation(False)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.verticalHeader().hide()
        header = self.horizontalHeader()
        header.setHighlightSections(False)
        header.setSectionsClickable(False)
        header.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        header.setMinimumSectionSize(1)
        self.doubleClicked.connect(lambda index: self.opened.emit(index.row(), index.column()))
        self.restyle()

    def show_sheet(self, shown: Sheet) -> None:
        """Another sheet; the place stays where the new one has it."""
        row, column = self.currentIndex().row(), self.currentIndex().column()
        self.model_.show_sheet(shown)
        is_cellwise = any(place >= 0 for _row, place in shown.leads)
        self.setSelectionBehavior(
            QAbstractItemView.SelectionBehavior.SelectItems
            if is_cellwise
            else QAbstractItemView.SelectionBehavior.SelectRows
        )
        self._fit()
        if shown.rows:
            last_row, last_column = len(shown.rows) - 1, len(shown.heads) - 1
            self.setCurrentIndex(self.model_.index(min(max(row, 0), last_row), min(max(column, 0), last_column)))

    def restyle(self) -> None:
        """Sizes of the text size in use."""
        size = metrics()
        self.verticalHeader().setDefaultSectionSize(size.row)
        self.verticalHeader().setMinimumSectionSize(size.row)
        self._fit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter leads to the entries behind a cell."""
        is_plain = not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        if is_plain and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.opened.emit(self.currentIndex().row(), self.currentIndex().column())
        else:
            super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Wide columns take what is left."""
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        shown, size = self.model_.sheet, metrics()
        if not shown.heads:
            return
        measure, cells, pad = self.horizontalHeader().fontMetrics(), self.fontMetrics(), size.px(22)
        widths = {}
        for column, head in enumerate(shown.heads):
            if column in shown.wide:
                continue
            is_parted = column >= shown.centred_from and " " in head
            wants = [measure.horizontalAdvance(text) for text in (head.split() if is_parted else [head])]
            wants += [cells.horizontalAdvance(row[column]) for row in shown.rows]
            least = measure.horizontalAdvance(head) * 0.65 if is_parted else size.px(6)  # two lines hold it
            widths[column] = round(max(least, *wants)) + pad + (0 if column >= shown.centred_from else size.px(8))
        is_high = any(" " in head for head in shown.heads[shown.centred_from :])
        self.horizontalHeader().setFixedHeight(size.px(48 if is_high else 34))
        room = self.viewport().width() - sum(widths.values())
        each = max(room // len(shown.wide), size.px(_LEAST_WIDE))
        for column in range(len(shown.heads)):
            self.setColumnWidth(column, widths.get(column, each))
        self.resizeRowsToContents()
