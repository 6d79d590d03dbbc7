"""Chips: how urgent a deadline is, the state of a case, and saved views with counts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QFont, QFontMetricsF, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QSizePolicy, QWidget

from app.ui.theme import metrics, pixmap, theme
from app.ui.widgets.buttons import Button
from app.ui.wording import Worded, Words, worded

# How each urgency is drawn: (fill role or "", text role, icon or "", bold).
# Quiet rows make red rows loud, so what is due later has no chip.
URGENCY_LOOK = {
    "overdue": ("overdue_fill", "overdue_text", "alert-triangle", True),
    "today": ("today_fill", "today_text", "clock", False),
    "soon": ("soon_fill", "soon_text", "clock", False),
    "later": ("", "text2", "", False),
    "ended": ("", "text3", "", False),
    "ok": ("ok_fill", "ok_text", "check", False),
    "info": ("info_fill", "info_text", "info", False),
    "key": ("primary", "on_primary", "", True),
    "major": ("info_fill", "info_text", "", True),
    "mark": ("hairline", "text", "", False),
}


def paint_chip(painter: QPainter, rect: QRectF, text: str, urgency: str, *, is_plain_indented: bool = False) -> float:
    """Draw a chip left-aligned and vertically centred in `rect`; returns its width in px.

    `urgency`: overdue, today, soon, later, ended (domain's Urgency values), ok, info; key, major, mark for how heavy a
    case is and what is the matter with it. Called by table delegates for each visible row, so fonts, widths and icons
    are kept. `is_plain_indented` aligns words without a chip with the words inside chips.
    """
    fill, color, icon, is_bold = URGENCY_LOOK[urgency]
    size = metrics()
    font = _font(size.px(14), is_bold)
    text_width = _width(text, size.px(14), is_bold)
    painter.setFont(font)
    look = theme()
    if not fill:
        indent = size.px(28) if is_plain_indented else 0
        painter.setPen(look.color(color))
        painter.drawText(
            rect.adjusted(indent, 0, 0, 0), Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, text
        )
        return indent + text_width
    height = size.px(24)
    icon_space = size.px(18) if icon else 0
    width = text_width + icon_space + size.px(20)
    top = rect.top() + (rect.height() - height) / 2
    chip = QRectF(rect.left(), top, width, height)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(look.color(fill))
    painter.drawRoundedRect(chip, height / 2, height / 2)
    left = chip.left() + size.px(9)
    if icon:
        side = size.px(14)
        painter.drawPixmap(QPointF(left, round(top + (height - side) / 2)), pixmap(icon, color, 14))
    painter.setPen(look.color(color))
    painter.drawText(
        QRectF(left + icon_space, top, text_width + 4, height),
        Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft,
        text,
    )
    return width


def chip_width(text: str, urgency: str) -> float:
    """The width in px that `paint_chip` will need."""
    fill, _color, icon, is_bold = URGENCY_LOOK[urgency]
    size = metrics()
    text_width = _width(text, size.px(14), is_bold)
    return text_width + (size.px(18) if icon else 0) + size.px(20) if fill else text_width


class DeadlineChip(QWidget):
    """A deadline as a chip. `set_deadline(text, urgency)`; urgency as in `paint_chip`."""

    def __init__(self, text: str = "", urgency: str = "later", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._text, self._urgency = text, urgency
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.set_deadline(text, urgency)

    def set_deadline(self, text: str, urgency: str) -> None:
        """Show `text` in the colours of `urgency`."""
        self._text, self._urgency = text, urgency
        self.setAccessibleName(text)
        self.setVisible(bool(text))
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        """Exactly the chip."""
        return QSize(round(chip_width(self._text, self._urgency)) + 1, metrics().px(24))

    def restyle(self) -> None:
        """Take the size of the text size in use."""
        self.updateGeometry()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the chip."""
        painter = QPainter(self)
        paint_chip(painter, QRectF(self.rect()), self._text, self._urgency)
        painter.end()


class Chip(DeadlineChip):
    """A small word in colour: Chip("已办结", "ok"). Tones: ok, info, soon, today, overdue."""


@dataclass(frozen=True, slots=True)
class View:
    """A saved view: key, words and how many cases it holds (None while not known)."""

    key: str
    words: Words
    count: int | None = None


class ViewChips(QWidget, Worded):
    """Saved views as chips with live counts; Alt+1..9 and Alt+0 choose the first ten.
    `is_fitting` leaves out, where the room is too narrow, the last of those that hold nothing, then the last ones.
    Signals: chosen(key)."""

    chosen = Signal(str)

    def __init__(self, views: Sequence[View], parent: QWidget | None = None, *, is_fitting: bool = False) -> None:
        super().__init__(parent)
        self._is_fitting = is_fitting
        self._views = {view.key: view for view in views}
        self._group = QButtonGroup(self)
        self._group.setExclusive(True)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(metrics().px(8))
        self._buttons: dict[str, Button] = {}
        for place, view in enumerate(views, 1):
            button = Button(self._words(view.key), kind="view", shortcut=f"Alt+{place % 10}" if place <= 10 else "")
            button.setCheckable(True)
            button.clicked.connect(lambda _checked=False, key=view.key: self.chosen.emit(key))
            self._group.addButton(button)
            self._buttons[view.key] = button
            row.addWidget(button)
        row.addStretch(1)
        if views:
            self.choose(views[0].key)

    def choose(self, key: str) -> None:
        """Show `key` as chosen, without a signal."""
        self._buttons[key].setChecked(True)
        self._fit()

    def chosen_key(self) -> str:
        """The key chosen."""
        return next((key for key, button in self._buttons.items() if button.isChecked()), "")

    def set_counts(self, counts: dict[str, int]) -> None:
        """Write new counts; views that are not named keep theirs."""
        for key, count in counts.items():
            view = self._views.get(key)
            if view is not None and view.count != count:
                self._views[key] = View(key, view.words, count)
                self._buttons[key].retranslate()
                self._buttons[key].updateGeometry()
        self._fit()

    def retranslate(self) -> None:
        """Words of another language need another room."""
        super().retranslate()
        QTimer.singleShot(0, self, self._fit)  # the buttons get their words after this

    def minimumSizeHint(self) -> QSize:
        """It may become narrow if it leaves views out."""
        hint = super().minimumSizeHint()
        return QSize(metrics().px(200), hint.height()) if self._is_fitting else hint

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Show what there is room for."""
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        if not self._is_fitting:
            return
        chosen, gap = self.chosen_key(), metrics().px(8)
        widths = {key: button.sizeHint().width() + gap for key, button in self._buttons.items()}
        places = {key: place for place, key in enumerate(self._views)}
        last_first = sorted(places, key=lambda key: (bool(self._views[key].count), -places[key]))
        for key in last_first:
            if sum(widths.values()) - gap <= self.width():
                break
            if key != chosen:
                del widths[key]
        for key, button in self._buttons.items():
            button.setVisible(key in widths)

    def _words(self, key: str) -> Words:
        def text() -> str:
            view = self._views[key]
            return worded(view.words) if view.count is None else f"{worded(view.words)}  {view.count:,}"

        return text


@lru_cache(maxsize=16)
def _font(pixels: int, is_bold: bool) -> QFont:
    from PySide6.QtWidgets import QApplication

    font = QFont(QApplication.font())
    font.setPixelSize(pixels)
    font.setBold(is_bold)
    return font


@lru_cache(maxsize=4096)
def _width(text: str, pixels: int, is_bold: bool) -> float:
    return QFontMetricsF(_font(pixels, is_bold)).horizontalAdvance(text)
