"""The navy panel beside the sign-in form: the product's name and a quiet drawing of a slip and its course."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QLinearGradient, QPainter, QPainterPath, QPaintEvent, QPen
from PySide6.QtWidgets import QApplication, QWidget

from app.language import _
from app.ui.theme import metrics, theme

# A finder-like pattern in the slip's corner; it stands for a code and encodes nothing.
_CODE = ("1110111", "1010101", "1110111", "0001000", "1110110", "1010011", "1110101")


class SignInArt(QWidget):
    """Painted once per size; holds no information that a screen reader would need besides its name."""

    def paintEvent(self, event: QPaintEvent) -> None:
        """Ground, words, drawing."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        look = theme()
        self._paint_ground(painter)
        left = self.width() * 0.13
        # As large as the text size asks, but never wider than the panel.
        scale = min(metrics().scale * (1.0 if self.width() < 640 else 1.18), (self.width() - left - 16) / 420)
        top = max(24.0, (self.height() - 356 * scale) / 2 - 24 * scale)
        white = look.color("rail_selected_text") if look.name != "contrast" else QColor("#FFFFFF")
        self._write(painter, left, top, _("Jiesu"), 40 * scale, white, is_bold=True)
        self._write(
            painter, left, top + 58 * scale, _("The complaint desk of the branch"), 16 * scale, look.color("rail_text")
        )
        place = QPointF(left, top + 130 * scale)
        self._paint_course(painter, QPointF(left + 200 * scale, place.y() + 46 * scale), scale)
        self._paint_slip(painter, place, scale)
        painter.end()

    def restyle(self) -> None:
        """Paint in the colours of the theme in use."""
        self.update()

    def retranslate(self) -> None:
        """Paint in the language in use."""
        self.setAccessibleName(f"{_('Jiesu')}. {_('The complaint desk of the branch')}")
        self.update()

    def _paint_ground(self, painter: QPainter) -> None:
        look = theme()
        rail = look.color("rail")
        ground = QLinearGradient(0, 0, self.width(), self.height())
        ground.setColorAt(0, rail)
        ground.setColorAt(1, look.color("rail_far"))
        painter.fillRect(self.rect(), ground)
        if look.name == "contrast":
            painter.fillRect(QRectF(self.width() - 1, 0, 1, self.height()), look.color("rail_border"))
            return
        ring = QColor(255, 255, 255, 10)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(ring)
        center = QPointF(self.width() * 0.92, self.height() * 0.96)
        for radius in (0.28, 0.46, 0.66):
            painter.drawEllipse(center, self.height() * radius, self.height() * radius)

    def _write(
        self, painter: QPainter, x: float, y: float, text: str, size: float, color: QColor, *, is_bold: bool = False
    ) -> None:
        font = QFont(QApplication.font())
        font.setPixelSize(round(size))
        font.setBold(is_bold)
        painter.setFont(font)
        painter.setPen(color)
        place = QRectF(x, y, self.width() - x - 16, size * 1.6)
        painter.drawText(place, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, text)

    def _paint_slip(self, painter: QPainter, place: QPointF, scale: float) -> None:
        width, height, tooth = 168.0, 226.0, 6.0
        path = QPainterPath()
        path.moveTo(0, 8)
        path.quadTo(0, 0, 8, 0)
        path.lineTo(width - 8, 0)
        path.quadTo(width, 0, width, 8)
        path.lineTo(width, height)
        steps = round(width / (2 * tooth))
        for step in range(steps):
            path.lineTo(width - (2 * step + 1) * tooth, height - tooth)
            path.lineTo(width - (2 * step + 2) * tooth, height)
        path.closeSubpath()
        painter.save()
        painter.translate(round(place.x()), round(place.y()))
        painter.scale(scale, scale)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.fillPath(path.translated(0, 5), QColor(0, 0, 0, 46))
        painter.fillPath(path, QColor("#FFFFFF"))
        ink, grey = QColor("#18212D"), QColor("#D3DAE3")
        painter.setBrush(ink)
        painter.drawRoundedRect(QRectF(48, 18, 72, 8), 4, 4)
        painter.fillRect(QRectF(16, 36, width - 32, 1.4), ink)
        for row, (short, long) in enumerate(((26, 62), (26, 78), (26, 46), (26, 84))):
            painter.setBrush(QColor("#AAB4C0"))
            painter.drawRoundedRect(QRectF(16, 50 + 17 * row, short, 6), 3, 3)
            painter.setBrush(grey if row != 2 else QColor("#1556B4"))
            painter.drawRoundedRect(QRectF(52, 50 + 17 * row, long, 6), 3, 3)
        painter.fillRect(QRectF(16, 124, width - 32, 1), grey)
        painter.setBrush(ink)
        for y, line in enumerate(_CODE):
            for x, dot in enumerate(line):
                if dot == "1":
                    painter.fillRect(QRectF(16 + 7 * x, 138 + 7 * y, 7.05, 7.05), ink)
        painter.setBrush(grey)
        for row, long in enumerate((70, 56, 64)):
            painter.drawRoundedRect(QRectF(78, 142 + 14 * row, long, 5), 2.5, 2.5)
        painter.restore()

    def _paint_course(self, painter: QPainter, place: QPointF, scale: float) -> None:
        painter.save()
        painter.translate(place)
        painter.scale(scale, scale)
        look = theme()
        words = (_("Recorded, slip in hand"), _("Extended with approval"), _("Decided and answered"))
        font = QFont(QApplication.font())
        font.setPixelSize(14)
        painter.setFont(font)
        line = QColor(255, 255, 255, 90)
        for row, text in enumerate(words):
            y = 54.0 * row
            if row < len(words) - 1:
                painter.setPen(QPen(line, 1.5))
                painter.drawLine(QPointF(11, y + 16), QPointF(11, y + 49))
            done = row < len(words) - 1
            painter.setPen(QPen(QColor("#FFFFFF"), 1.6))
            painter.setBrush(QColor("#FFFFFF") if done else Qt.BrushStyle.NoBrush)
            painter.drawEllipse(QPointF(11, y + 5), 8, 8)
            if done:
                painter.setPen(QPen(QColor("#0F2748"), 2, c=Qt.PenCapStyle.RoundCap, j=Qt.PenJoinStyle.RoundJoin))
                painter.drawPolyline([QPointF(7.4, y + 5.4), QPointF(10, y + 8), QPointF(14.8, y + 2.4)])
            painter.setPen(look.color("rail_text"))
            painter.drawText(
                QRectF(32, y - 8, 300, 26), Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, text
            )
        painter.restore()
