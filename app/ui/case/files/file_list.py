"""The list of files: two lines each, Enter looks, Delete sets aside; PgUp and PgDn turn the page that is looked at."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPointF, QRect, QRectF, QSignalBlocker, QSize, Qt, Signal
from PySide6.QtGui import QFont, QFontMetrics, QKeyEvent, QPainter
from PySide6.QtWidgets import (
    QAbstractItemView,
    QApplication,
    QListWidget,
    QListWidgetItem,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from app.language import _
from app.ui.case.files.lines import FileLine
from app.ui.theme import metrics, pixmap, theme
from app.ui.widgets.chips import chip_width, paint_chip

_LINE = Qt.ItemDataRole.UserRole


class FileList(QListWidget):
    """Signals: opened(), removed(), placed() when another file is current; turned(by pages) and scrolled(by screens)
    for the pane beside it while `is_beside_pane`."""

    opened = Signal()
    removed = Signal()
    placed = Signal()
    turned = Signal(int)
    scrolled = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("caseFiles")
        self.is_beside_pane = False
        self.setItemDelegate(_FileDelegate(self))
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.itemDoubleClicked.connect(lambda _item: self.opened.emit())
        self.currentRowChanged.connect(lambda _row: self.placed.emit())
        self.retranslate()

    def retranslate(self) -> None:
        """What screen readers call it."""
        self.setAccessibleName(_("Files of the case"))

    def restyle(self) -> None:
        """Rows of the text size in use."""
        self.scheduleDelayedItemsLayout()

    def show_lines(self, lines: Sequence[FileLine], chosen: str = "") -> None:
        """Show `lines`; the file `chosen`, else the one that was current, is current."""
        before = self.line()
        wanted = chosen or (before.sha256 if before else "")
        place = next((n for n, line in enumerate(lines) if line.sha256 == wanted), max(0, self.currentRow()))
        with QSignalBlocker(self):
            self.clear()
            for line in lines:
                item = QListWidgetItem(self)
                item.setData(_LINE, line)
                item.setData(Qt.ItemDataRole.AccessibleTextRole, line.spoken)
                item.setToolTip(line.note)
            self.setCurrentRow(min(place, len(lines) - 1))

    def lines(self) -> list[FileLine]:
        """All files."""
        return [self.item(row).data(_LINE) for row in range(self.count())]

    def line(self) -> FileLine | None:
        """The current file."""
        item = self.currentItem()
        line: FileLine | None = item.data(_LINE) if item is not None else None
        return line

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """The keys of a list of files."""
        key = event.key()
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.opened.emit()
        elif key == Qt.Key.Key_Delete:
            self.removed.emit()
        elif self.is_beside_pane and key in (Qt.Key.Key_PageDown, Qt.Key.Key_PageUp):
            self.turned.emit(1 if key == Qt.Key.Key_PageDown else -1)
        elif self.is_beside_pane and key == Qt.Key.Key_Space:
            self.scrolled.emit(-1 if event.modifiers() & Qt.KeyboardModifier.ShiftModifier else 1)
        elif event.text().isdigit() or event.text() in (".", "/"):
            event.ignore()  # keys of the page, not the beginning of a name
        else:
            super().keyPressEvent(event)


class _FileDelegate(QStyledItemDelegate):
    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        line: FileLine = index.data(_LINE)
        return QSize(0, metrics().px(70 if line.note else 52))

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        line: FileLine = index.data(_LINE)
        size, look, area = metrics(), theme(), option.rect
        if option.state & QStyle.StateFlag.State_Selected:
            painter.fillRect(area, look.color("selected"))
            painter.fillRect(QRect(area.left(), area.top(), size.px(3), area.height()), look.color("primary"))
        painter.fillRect(QRect(area.left(), area.bottom(), area.width(), 1), look.color("hairline"))
        top, left = area.top() + size.px(6), area.left() + size.px(36)
        painter.drawPixmap(QPointF(area.left() + size.px(11), top + size.px(2)), pixmap(line.icon, "text2", 16))
        right = area.right() - size.px(8)
        if line.mark:
            width = round(chip_width(line.mark, line.tone)) + 1
            paint_chip(painter, QRectF(right - width, top - 2, width, size.px(24)), line.mark, line.tone)
            right -= width + size.px(8)
        struck = line.is_set_aside
        self._write(painter, line.name, (left, top, right - left, 14), "text2" if struck else "text", is_struck=struck)
        room = area.right() - size.px(8) - left
        self._write(painter, line.caption, (left, top + size.px(21), room, 12), "text2")
        if line.note:
            self._write(painter, line.note, (left, top + size.px(40), room, 13), "text2")

    def _write(
        self, painter: QPainter, text: str, at: tuple[int, int, int, int], role: str, *, is_struck: bool = False
    ) -> None:
        left, top, width, pixels = at
        font = QFont(QApplication.font())
        font.setPixelSize(metrics().px(pixels))
        font.setStrikeOut(is_struck)
        painter.setFont(font)
        painter.setPen(theme().color(role))
        words = QFontMetrics(font).elidedText(" ".join(text.split()), Qt.TextElideMode.ElideMiddle, width)
        painter.drawText(QRect(left, top, width, metrics().px(20)), Qt.AlignmentFlag.AlignVCenter, words)
