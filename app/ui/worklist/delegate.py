"""Painting of the worklist's cells: one Python call a cell, everything that can be kept is kept (ux.md, section 4)."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QModelIndex, QObject, QPersistentModelIndex, QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QStaticText
from PySide6.QtWidgets import QApplication, QStyle, QStyledItemDelegate, QStyleOptionViewItem

from app.ui.theme import metrics, pixmap, theme
from app.ui.widgets.chips import paint_chip
from app.ui.worklist.rows import COLUMNS, RowWords

_DEADLINE = COLUMNS.index("due_on")
_STATE = COLUMNS.index("state")
_NUMBER = COLUMNS.index("case_no")
_SUMMARY = COLUMNS.index("summary")
_QUIET = frozenset(COLUMNS.index(name) for name in ("channel", "owner", "updated_at"))
_MOST_TEXTS = 6000


class CaseDelegate(QStyledItemDelegate):
    """Draws number as a link, a dot before the state, the deadline as a chip, everything else as plain text."""

    def __init__(self, words_at: Callable[[int], RowWords | None], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._words_at = words_at
        self._texts: dict[tuple[str, int], tuple[QStaticText, float]] = {}
        self.is_ranked = True  # key cases stand together at the top: a line sets them off
        self.restyle()

    def restyle(self) -> None:
        """Read colours and sizes of the theme in use once."""
        look, size = theme(), metrics()
        self._look_name = (look.name, size.scale)
        self._text, self._quiet, self._link = look.color("text"), look.color("text2"), look.color("link")
        self._selected, self._mark = look.color("selected"), look.color("primary")
        self._line = look.color("hairline")
        self._tones: dict[str, QColor] = {}
        self._pad, self._bar, self._dot = size.px(11), size.px(3), size.px(8)
        self._after_dot = size.px(16)
        self._gap, self._least_mark = size.px(6), size.px(64)
        self._font = QFont(QApplication.font())
        self._font.setPixelSize(size.px(14))
        self._measure = QFontMetrics(self._font)
        self._height = size.row
        self._texts.clear()

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        """The height of a row."""
        return QSize(0, self._height)

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        """Draw one cell."""
        rect, column = option.rect, index.column()
        if option.state & QStyle.StateFlag.State_Selected:
            painter.fillRect(rect, self._selected)
            if column == _NUMBER:
                painter.fillRect(QRect(rect.left(), rect.top(), self._bar, rect.height()), self._mark)
        painter.fillRect(QRect(rect.left(), rect.bottom(), rect.width(), 1), self._line)
        words = self._words_at(index.row())
        if words is None:
            self._paint_waiting(painter, rect)
            return
        if words.is_key and self.is_ranked:
            self._paint_border_of_keys(painter, rect, index.row())
        text = words.texts[column]
        if column == _DEADLINE:
            box = QRectF(rect.left() + self._pad, rect.top(), rect.width() - self._pad, rect.height() - 1)
            paint_chip(painter, box, text, words.deadline_tone, is_plain_indented=True)
            return
        left = rect.left() + self._pad
        if column == _STATE:
            self._paint_dot(painter, rect, words.state_role)
            left += self._after_dot
        elif column == _SUMMARY and words.marks:
            left += self._paint_marks(painter, rect, words)
        elif column == _NUMBER and words.has_flags:
            side = metrics().px(14)
            painter.drawPixmap(
                QPointF(rect.right() - side - 2, rect.top() + (rect.height() - side) / 2),
                pixmap("alert-triangle", "soon_text", 14),
            )
        painter.setPen(self._link if column == _NUMBER else self._quiet if column in _QUIET else self._text)
        self._paint_text(painter, rect, left, text)

    def _paint_text(self, painter: QPainter, rect: QRect, left: int, text: str) -> None:
        width = rect.right() - left - 4
        if width < 8 or not text:
            return
        key = (text, width)
        kept = self._texts.get(key)
        if kept is None:
            if len(self._texts) > _MOST_TEXTS:
                self._texts.clear()
            static = QStaticText(self._measure.elidedText(text, Qt.TextElideMode.ElideRight, width))
            static.setTextFormat(Qt.TextFormat.PlainText)
            static.setPerformanceHint(QStaticText.PerformanceHint.AggressiveCaching)
            static.prepare(font=self._font)
            kept = self._texts[key] = (static, static.size().height())
        painter.setFont(self._font)
        painter.drawStaticText(QPointF(left, rect.top() + (rect.height() - 1 - kept[1]) / 2), kept[0])

    def _paint_marks(self, painter: QPainter, rect: QRect, words: RowWords) -> int:
        """What marks a case, before its summary; returns the room that it takes."""
        at = rect.left() + self._pad
        for text, look in words.marks:
            room = rect.right() - at
            if room < self._least_mark:
                break
            at += round(paint_chip(painter, QRectF(at, rect.top(), room, rect.height() - 1), text, look)) + self._gap
        return at - rect.left() - self._pad

    def _paint_border_of_keys(self, painter: QPainter, rect: QRect, row: int) -> None:
        below = self._words_at(row + 1)
        if below is not None and not below.is_key:
            painter.fillRect(QRect(rect.left(), rect.bottom() - 1, rect.width(), 2), self._mark)

    def _paint_dot(self, painter: QPainter, rect: QRect, role: str) -> None:
        color = self._tones.get(role)
        if color is None:
            color = self._tones[role] = theme().color(role)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(color)
        top = rect.top() + (rect.height() - 1 - self._dot) / 2
        painter.drawEllipse(QRectF(rect.left() + self._pad, top, self._dot, self._dot))

    def _paint_waiting(self, painter: QPainter, rect: QRect) -> None:
        """A grey bar where a text will be."""
        width = min(rect.width() - 2 * self._pad, metrics().px(72))
        if width > 0:
            box = QRect(rect.left() + self._pad, rect.center().y() - 4, width, 8)
            painter.fillRect(box, self._line)
