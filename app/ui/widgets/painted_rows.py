"""Lists as long as the database: rows of one height that a delegate paints, columns that hide by priority."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView, QWidget

from app.ui.theme import metrics

_Index = QModelIndex | QPersistentModelIndex
_LEAST_WORDY = 80


class PaintedRows(QTableView):
    """Signals: opened(row) on Enter or a double click; placed(row) when another row is current.

    A list of its own says `fit`, which is asked for at every new width.
    """

    opened = Signal(int)
    placed = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
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
        header.setHighlightSections(False)
        header.setSectionsClickable(False)
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        header.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.doubleClicked.connect(lambda index: self.opened.emit(index.row()))

    def fit(self) -> None:
        """Give the columns their widths, by `fit_columns`."""
        raise NotImplementedError

    def restyle(self) -> None:
        """Sizes of the theme in use."""
        size = metrics()
        self.verticalHeader().setDefaultSectionSize(size.row)
        self.verticalHeader().setMinimumSectionSize(size.row)
        self.horizontalHeader().setFixedHeight(size.header)
        self.fit()

    def choose_row(self, row: int) -> None:
        """Make a row current, without scrolling more than needed."""
        if 0 <= row < self.model().rowCount():
            self.setCurrentIndex(self.model().index(row, 0))

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
        key = event.key()
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.current_row() >= 0:
            self.opened.emit(self.current_row())
        elif key in (Qt.Key.Key_Home, Qt.Key.Key_End):
            self.choose_row(0 if key == Qt.Key.Key_Home else self.model().rowCount() - 1)
        else:
            super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The columns follow."""
        super().resizeEvent(event)
        self.fit()

    def fit_columns(
        self, columns: Sequence[str], widths: Mapping[str, int], hidden_first: Sequence[str], *, least: int
    ) -> None:
        """`widths` (device px) for all `columns` but one, the wordy one, which takes what they leave: those of
        `hidden_first` hide, the first one first, until that is `least` px of the design."""
        size, room = metrics(), self.viewport().width()
        shown = dict(widths)
        for name in hidden_first:
            if room - sum(shown.values()) >= size.px(least):
                break
            del shown[name]
        for place, name in enumerate(columns):
            self.setColumnHidden(place, name in widths and name not in shown)
            if name in shown:
                self.setColumnWidth(place, shown[name])
            elif name not in widths:
                self.setColumnWidth(place, max(size.px(_LEAST_WORDY), room - sum(shown.values())))
