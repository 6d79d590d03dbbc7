"""The list of entries: rows of one height, painted by hand; what happened takes the room that the others leave."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QModelIndex, QObject, QPersistentModelIndex, QRect, QSize, Qt, Signal
from PySide6.QtGui import QFont, QFontMetrics, QKeyEvent, QPainter, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QApplication,
    QHeaderView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)

from app.language import _
from app.ui.audit.model import AuditModel
from app.ui.audit.words import COLUMNS, LineWords
from app.ui.theme import metrics, theme

if TYPE_CHECKING:
    from app.store.audit_trail import AuditLine

_WIDTHS = {"time": 132, "who": 96, "case_no": 168, "mark": 96}
_HIDDEN_FIRST = ("mark", "case_no")
_WHAT = COLUMNS.index("what")
_LEAST_WHAT = 260
_QUIET = frozenset({COLUMNS.index("time")})
_MARK = COLUMNS.index("mark")
_MOST_TEXTS = 6000
_Index = QModelIndex | QPersistentModelIndex


class AuditDelegate(QStyledItemDelegate):
    """Plain text cut at its end; a mark of something wrong in red."""

    def __init__(self, words_at: Callable[[int], LineWords | None], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._words_at = words_at
        self._cut: dict[tuple[str, int], str] = {}
        self.restyle()

    def restyle(self) -> None:
        """Read colours and sizes of the theme in use once."""
        look, size = theme(), metrics()
        self._text, self._quiet, self._error = look.color("text"), look.color("text2"), look.color("error_text")
        self._selected, self._bar_colour, self._line = (
            look.color("selected"),
            look.color("primary"),
            look.color("hairline"),
        )
        self._pad, self._bar = size.px(11), size.px(3)
        self._font = QFont(QApplication.font())
        self._font.setPixelSize(size.px(14))
        self._measure = QFontMetrics(self._font)
        self._height = size.row
        self._cut.clear()

    def sizeHint(self, option: QStyleOptionViewItem, index: _Index) -> QSize:
        """The height of a row."""
        return QSize(0, self._height)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        """Draw one cell."""
        rect, column = option.rect, index.column()
        if option.state & QStyle.StateFlag.State_Selected:
            painter.fillRect(rect, self._selected)
            if column == 0:
                painter.fillRect(QRect(rect.left(), rect.top(), self._bar, rect.height()), self._bar_colour)
        painter.fillRect(QRect(rect.left(), rect.bottom(), rect.width(), 1), self._line)
        words = self._words_at(index.row())
        if words is None:
            return
        room = rect.width() - self._pad - self._pad // 2
        text = words.texts[column]
        key = (text, room)
        cut = self._cut.get(key)
        if cut is None:
            if len(self._cut) > _MOST_TEXTS:
                self._cut.clear()
            cut = self._cut[key] = self._measure.elidedText(text, Qt.TextElideMode.ElideRight, room)
        painter.setFont(self._font)
        is_wrong = column == _MARK and words.tone == "error"
        painter.setPen(self._error if is_wrong else self._quiet if column in _QUIET else self._text)
        box = QRect(rect.left() + self._pad, rect.top(), room, rect.height() - 1)
        painter.drawText(box, int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft), cut)


class AuditTable(QTableView):
    """Signals: placed() when another row is current; opened() on Enter or a double click."""

    placed = Signal()
    opened = Signal()

    def __init__(self, wording: Callable[[AuditLine], LineWords], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("auditEntries")
        self.model_ = AuditModel(wording, self)
        self.setModel(self.model_)
        self._painter = AuditDelegate(self.model_.words_at, self)
        self.setItemDelegate(self._painter)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setTabKeyNavigation(False)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.verticalHeader().hide()
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        header = self.horizontalHeader()
        header.setHighlightSections(False)
        header.setSectionsClickable(False)
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        header.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.doubleClicked.connect(lambda _index: self.opened.emit())
        self.restyle()
        self.retranslate()

    def retranslate(self) -> None:
        """Names and texts in the language in use."""
        self.setAccessibleName(_("Entries of the journal"))
        self.model_.reword()

    def restyle(self) -> None:
        """Sizes and colours of the theme in use."""
        size = metrics()
        self._painter.restyle()
        self.verticalHeader().setDefaultSectionSize(size.row)
        self.verticalHeader().setMinimumSectionSize(size.row)
        self.horizontalHeader().setFixedHeight(size.header)
        self._fit()

    def choose_row(self, row: int) -> None:
        """Make a row current."""
        if 0 <= row < self.model_.rowCount():
            self.setCurrentIndex(self.model_.index(row, 0))

    def current_line(self) -> AuditLine | None:
        """The entry that is current, None while it is not read or there is none."""
        return self.model_.line_at(self.currentIndex().row())

    def currentChanged(self, current: _Index, previous: _Index) -> None:
        """Tell that another row is current."""
        super().currentChanged(current, previous)
        if current.row() != previous.row():
            self.placed.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter opens; Home and End go to the first and last row."""
        key = event.key()
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.currentIndex().isValid():
            self.opened.emit()
        elif key in (Qt.Key.Key_Home, Qt.Key.Key_End):
            self.choose_row(0 if key == Qt.Key.Key_Home else self.model_.rowCount() - 1)
        else:
            super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Hide what matters least until a sentence can be read."""
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        size = metrics()
        room = self.viewport().width()
        widths = {name: size.px(width) for name, width in _WIDTHS.items()}
        for name in _HIDDEN_FIRST:
            if room - sum(widths.values()) >= size.px(_LEAST_WHAT):
                break
            del widths[name]
        for place, name in enumerate(COLUMNS):
            self.setColumnHidden(place, place != _WHAT and name not in widths)
            if name in widths:
                self.setColumnWidth(place, widths[name])
        self.setColumnWidth(_WHAT, max(size.px(80), room - sum(widths.values())))
