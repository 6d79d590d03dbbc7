"""A wide button that says what it does at the left and its key at the right."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QStyle, QStyleOptionButton, QWidget

from app.ui.theme import metrics, theme
from app.ui.widgets.buttons import Button
from app.ui.wording import Words


class KeyedButton(Button):
    """The key is only shown: the page binds it, so that it also works while a form is open."""

    def __init__(self, words: Words, keys: str, *, is_natural: bool, name: str, parent: QWidget | None = None) -> None:
        self._keys = keys
        super().__init__(words, kind="primary" if is_natural else "", name=name, parent=parent)
        self.setAutoDefault(True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def retranslate(self) -> None:
        """The key belongs to what is read out."""
        super().retranslate()
        self.setAccessibleDescription(self._keys)

    def sizeHint(self) -> QSize:
        """Room for both texts."""
        hint = super().sizeHint()
        hint.setWidth(hint.width() + self.fontMetrics().horizontalAdvance(self._keys) + metrics().px(16))
        return hint

    def paintEvent(self, event: QPaintEvent) -> None:
        """The button without its text, then both texts."""
        option = QStyleOptionButton()
        self.initStyleOption(option)
        text, option.text = option.text, ""
        painter = QPainter(self)
        self.style().drawControl(QStyle.ControlElement.CE_PushButton, option, painter, self)
        is_primary = self.property("kind") == "primary"
        look = theme()
        if not self.isEnabled():
            color = key_color = look.color("disabled_text")
        elif is_primary:
            color = key_color = look.color("on_primary")
        else:
            color, key_color = look.color("text"), look.color("text2")
        area = self.rect().adjusted(metrics().px(14), 0, -metrics().px(14), 0)
        font = self.font()
        font.setBold(is_primary)
        painter.setFont(font)
        painter.setPen(color)
        painter.drawText(area, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, text)
        font.setBold(False)
        painter.setFont(font)
        painter.setPen(key_color)
        painter.drawText(area, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight, self._keys)
        painter.end()
        self.paint_keyboard()
