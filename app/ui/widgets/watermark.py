"""A faint slanting line of text over what must not be photographed unnoticed: who looks, and when."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QPointF, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from app.ui.theme import metrics, theme

_SLANT = -18.0
_STRENGTH = 38  # of 255: seen in a photograph, never in the way of reading


class Watermark(QWidget):
    """Lies over `covered` and lets every click and key through; it is hidden while it has no text."""

    def __init__(self, covered: QWidget) -> None:
        super().__init__(covered)
        self._text = ""
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        covered.installEventFilter(self)
        self.hide()

    def text(self) -> str:
        """What it says."""
        return self._text

    def set_text(self, text: str) -> None:
        """Show `text`, or nothing."""
        self._text = text
        self.setVisible(bool(text))
        self._fit()
        self.update()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Keep covering, and stay above what comes later."""
        if event.type() in (QEvent.Type.Resize, QEvent.Type.ChildAdded):
            self._fit()
        return super().eventFilter(watched, event)

    def paintEvent(self, event: QPaintEvent) -> None:
        """The text again and again, slanting; twice, so that it is seen on a white paper under a dark theme too."""
        painter = QPainter(self)
        below, above = theme().color("surface"), theme().color("text")
        font = painter.font()
        font.setPixelSize(metrics().px(13))
        painter.setFont(font)
        wide = painter.fontMetrics().horizontalAdvance(self._text) + metrics().px(60)
        high = metrics().px(84)
        painter.rotate(_SLANT)
        reach = self.width() + self.height()
        for row in range(reach // high + 1):
            shift = (row % 2) * wide / 2
            for column in range(-1, reach // wide + 2):
                at = QPointF(column * wide - shift - self.height() / 3, row * high)
                for color, place in ((below, at + QPointF(1, 1)), (above, at)):
                    color.setAlpha(_STRENGTH)
                    painter.setPen(color)
                    painter.drawText(place, self._text)
        painter.end()

    def _fit(self) -> None:
        covered = self.parentWidget()
        if covered is not None:
            self.setGeometry(covered.rect())
            self.raise_()
