"""Who locked the desk."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QFont, QPainter, QPaintEvent
from PySide6.QtWidgets import QApplication, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from app.ui.theme import metrics, theme
from app.ui.wording import Worded, Words


class LockedPerson(QWidget, Worded):
    """Who locked the desk: a disc with the name's first character, the name and the staff number."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._disc = _Disc(self)
        self._name = QLabel(self)
        self._name.setProperty("kind", "section")
        self._detail = QLabel(self)
        self._detail.setProperty("kind", "muted")
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addWidget(self._name)
        words.addWidget(self._detail)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(metrics().px(12))
        row.addWidget(self._disc)
        row.addLayout(words, 1)

    def show_person(self, name: str, detail: Words) -> None:
        """Show a member of staff."""
        self._disc.letter = name[:1]
        self._disc.update()
        self._name.setText(name)
        self.say(self._detail.setText, detail)


class _Disc(QWidget):
    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.letter = ""
        self.setFixedSize(self.sizeHint())

    def sizeHint(self) -> QSize:
        return QSize(metrics().px(44), metrics().px(44))

    def restyle(self) -> None:
        self.setFixedSize(self.sizeHint())
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme().color("selected"))
        painter.drawEllipse(self.rect())
        font = QFont(QApplication.font())
        font.setPixelSize(metrics().px(18))
        font.setBold(True)
        painter.setFont(font)
        painter.setPen(theme().color("primary"))
        painter.drawText(QRectF(self.rect()), Qt.AlignmentFlag.AlignCenter, self.letter)
        painter.end()
