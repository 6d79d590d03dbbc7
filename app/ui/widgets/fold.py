"""A section that folds away under its heading, so that a long page can be looked over."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from app.language import _
from app.ui.theme import metrics, pixmap
from app.ui.widgets.polish import set_kind
from app.ui.widgets.texts import ElidedLabel
from app.ui.wording import Worded, Words, worded

ARROW_PX = 14


class FoldHead(QPushButton):
    """The heading: Enter, Space or Right opens, Left closes, Up and Down go to the other headings."""

    opened = Signal()
    closed = Signal()
    moved = Signal(int)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """The keys of a heading."""
        key = event.key()
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Right):
            if not event.isAutoRepeat():
                self.opened.emit()
        elif key == Qt.Key.Key_Left:
            self.closed.emit()
        elif key in (Qt.Key.Key_Down, Qt.Key.Key_Up):
            self.moved.emit(1 if key == Qt.Key.Key_Down else -1)
        else:
            super().keyPressEvent(event)


class Fold(QWidget, Worded):
    """Put content into `body` (a QVBoxLayout). Signals: entered() when the person opens it and wants to go in."""

    entered = Signal()

    def __init__(self, title: Words, *, name: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        size = metrics()
        self._title = title
        self.head = FoldHead(self)
        self.head.setProperty("kind", "row")
        self.head.setObjectName(f"{name}.head")
        self.head.setAutoDefault(False)
        self.head.setCursor(Qt.CursorShape.PointingHandCursor)
        self.head.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        row = QHBoxLayout(self.head)
        row.setContentsMargins(size.px(26), 0, size.px(6), 0)
        row.setSpacing(size.px(8))
        self._words = ElidedLabel("", self.head, kind="strong")
        self._words.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        self._summary = ElidedLabel("", self.head, kind="caption")
        row.addWidget(self._words)
        row.addWidget(self._summary, 1)
        for label in (self._words, self._summary):
            label.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self._arrow = ElidedLabel("", self.head)
        self._arrow.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self._inside = QWidget(self)
        self.body = QVBoxLayout(self._inside)
        self.body.setContentsMargins(0, size.px(4), 0, size.px(8))
        self.body.setSpacing(size.px(10))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.head)
        column.addWidget(self._inside)
        self._inside.hide()
        self.head.clicked.connect(self._on_clicked)
        self.head.opened.connect(self._on_opened)
        self.head.closed.connect(lambda: self.set_open(False))
        self.restyle()
        self.retranslate()

    def is_open(self) -> bool:
        """Whether the content is shown."""
        return not self._inside.isHidden()

    def set_open(self, is_open: bool) -> None:
        """Show or hide the content, without moving the keyboard."""
        if is_open != self.is_open():
            self._inside.setVisible(is_open)
            self.restyle()
            self.retranslate()

    def set_summary(self, text: str, *, is_wanting: bool = False) -> None:
        """A few words beside the title: what is filled in, or what is still wanted."""
        kind = "warning" if is_wanting else "caption"
        if self._summary.property("kind") != kind:
            set_kind(self._summary, kind)
        if text != self._summary.text():
            self._summary.setText(text)
            self.retranslate()

    def summary(self) -> str:
        """The words beside the title."""
        return self._summary.text()

    def retranslate(self) -> None:
        """Title and accessible name."""
        Worded.retranslate(self)
        title = worded(self._title)
        self._words.setText(title)
        state = _("open") if self.is_open() else _("folded")
        self.head.setAccessibleName(", ".join(part for part in (title, self._summary.text(), state) if part))

    def restyle(self) -> None:
        """The arrow in the theme's colour."""
        name = "chevron-down" if self.is_open() else "chevron-right"
        self.head.setIcon(pixmap(name, "text2", ARROW_PX))

    def _on_clicked(self) -> None:
        if self.is_open():
            self.set_open(False)
        else:
            self._on_opened()

    def _on_opened(self) -> None:
        self.set_open(True)
        self.entered.emit()
