"""The bar at the foot of a page: what happened at the left, buttons at the right, the main one last."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QWidget

from app.ui.theme import metrics, pixmap
from app.ui.wording import Worded, Words


class ActionBar(QFrame, Worded):
    """`set_note(words, icon, role)` writes at the left ("Draft saved 14:31:58"); `add(button)` appends at the right."""

    def __init__(self, *buttons: QWidget, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("actionBar")
        self._icon_name, self._icon_role = "", "text2"
        self._row = QHBoxLayout(self)
        self._row.setSpacing(metrics().px(8))
        self._picture = QLabel(self)
        self._note = QLabel(self)
        self._note.setProperty("kind", "muted")
        self._note.setTextFormat(Qt.TextFormat.PlainText)
        self._row.addWidget(self._picture)
        self._row.addWidget(self._note, 1)
        self._picture.hide()
        for button in buttons:
            self.add(button)
        self.restyle()

    def add(self, button: QWidget) -> None:
        """Append `button` at the right."""
        self._row.addWidget(button)

    def set_note(self, words: Words, icon: str = "", role: str = "ok_text") -> None:
        """Say at the left what happened, with an optional icon in the colour of `role`."""
        self.say(self._note.setText, words)
        self._icon_name, self._icon_role = icon, role
        self._show_icon()

    def note(self) -> str:
        """The text at the left."""
        return self._note.text()

    def restyle(self) -> None:
        """Height, margins and icon of the text size and theme in use."""
        size = metrics()
        self.setFixedHeight(size.action_bar)
        self._row.setContentsMargins(size.margin, 0, size.margin, 0)
        self._show_icon()

    def _show_icon(self) -> None:
        self._picture.setVisible(bool(self._icon_name))
        if self._icon_name:
            self._picture.setPixmap(pixmap(self._icon_name, self._icon_role, 16))
