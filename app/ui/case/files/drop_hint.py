"""What lies over the page while files are dragged across it."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QFont, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QApplication, QWidget

from app.language import _
from app.ui.theme import metrics, theme


class DropHint(QWidget):
    """Says that letting go adds the files. It takes no mouse, so that the page below gets the drop."""

    def __init__(self, page: QWidget) -> None:
        super().__init__(page)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.hide()

    def lie_over(self) -> None:
        """Show it over the whole page."""
        parent = self.parentWidget()
        if parent is not None:
            self.setGeometry(parent.rect())
        self.show()
        self.raise_()

    def paintEvent(self, event: QPaintEvent) -> None:
        """A dashed frame with the words in the middle."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        ground = theme().color("surface")
        ground.setAlpha(225)
        painter.fillRect(self.rect(), ground)
        margin = metrics().px(16)
        painter.setPen(QPen(theme().color("primary"), 2, Qt.PenStyle.DashLine))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(margin, margin, -margin, -margin), 8, 8)
        font = QFont(QApplication.font())
        font.setPixelSize(metrics().px(18))
        font.setBold(True)
        painter.setFont(font)
        painter.setPen(theme().color("text"))
        painter.drawText(self.rect(), Qt.AlignmentFlag.AlignCenter, _("Let go to add the files to this case"))
        painter.end()
