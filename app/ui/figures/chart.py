"""Bars with their words above and their count at the right, drawn by hand (ux.md: no chart library)."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QFont, QFontMetricsF, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from app.language import _
from app.ui.theme import metrics, theme

TOP = 5


class BarChart(QWidget):
    """The most frequent of a kind, and all others together in a dimmer bar."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._bars: tuple[tuple[str, int, bool], ...] = ()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)

    def show_counts(self, counts: Sequence[tuple[str, int]], name: str) -> None:
        """`counts` by words, most first. `name` says to screen readers what is counted."""
        others = sum(count for _words, count in counts[TOP:])
        self._bars = tuple((words, count, False) for words, count in counts[:TOP])
        if others:
            self._bars += ((_("All others"), others, True),)
        self.setAccessibleName(name)
        self.setAccessibleDescription("; ".join(f"{words}: {count}" for words, count, _dim in self._bars))
        self.update()

    def bars(self) -> tuple[tuple[str, int], ...]:
        """What is drawn."""
        return tuple((words, count) for words, count, _dim in self._bars)

    def minimumSizeHint(self) -> QSize:
        """Room for all bars, closely set."""
        return QSize(metrics().px(120), metrics().px(29) * (TOP + 1))

    def restyle(self) -> None:
        """Colours and sizes in use."""
        self.updateGeometry()
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the bars from the top."""
        if not self._bars:
            return
        size, look = metrics(), theme()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        font = QFont(self.font())
        font.setPixelSize(size.px(13))
        painter.setFont(font)
        facts = QFontMetricsF(font)
        step = min(self.height() / (TOP + 1), size.px(38))
        thick = float(size.px(6))
        most = max(count for _words, count, _dim in self._bars)
        for place, (words, count, is_dim) in enumerate(self._bars):
            top, number = place * step, f"{count:,}"
            room = self.width() - facts.horizontalAdvance(number) - size.px(8)
            line = QRectF(0, top, self.width(), step - thick - size.px(4))
            painter.setPen(look.color("text"))
            painter.drawText(line, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignBottom, number)
            painter.setPen(look.color("text2" if is_dim else "text"))
            said = facts.elidedText(words, Qt.TextElideMode.ElideRight, room)
            painter.drawText(line, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignBottom, said)
            groove = QRectF(0, line.bottom() + size.px(2), self.width(), thick)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(look.color("hover"))
            painter.drawRoundedRect(groove, thick / 2, thick / 2)
            groove.setWidth(max(thick, groove.width() * min(count / most, 1.0)))
            painter.setBrush(look.color("text3" if is_dim else "primary"))
            painter.drawRoundedRect(groove, thick / 2, thick / 2)
        painter.end()
