"""Buttons: plain, primary with its key written on it, links and bare icons."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QAction, QFontMetrics, QKeyEvent, QKeySequence, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QPushButton, QSizePolicy, QToolButton, QWidget

from app.ui.theme import metrics, set_icon, theme
from app.ui.wording import Worded, Words, worded


class Button(QPushButton, Worded):
    """A button. `kind`: "" plain, "primary", "danger", "link".

    `shortcut` (e.g. "Ctrl+P" or "Ctrl+Return") works while the window shows the button's page; the number pad's
    Enter counts as Return. `is_shortcut_shown` writes it on the button; else it stands in the tooltip.
    """

    def __init__(
        self,
        words: Words,
        *,
        kind: str = "",
        icon: str = "",
        shortcut: str = "",
        is_shortcut_shown: bool = False,
        on_click: Callable[[], object] | None = None,
        name: str = "",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._words = words
        self._shortcut = shortcut
        self._is_shortcut_shown = is_shortcut_shown
        if name:
            self.setObjectName(name)
        if kind:
            self.setProperty("kind", kind)
        self.setAutoDefault(False)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        if icon:
            role = {"primary": "on_primary", "danger": "error_text", "link": "link"}.get(kind, "text2")
            set_icon(self, icon, role)
        if shortcut:
            action = QAction(self)
            action.setShortcuts(key_sequences(shortcut))
            action.setShortcutContext(Qt.ShortcutContext.WindowShortcut)
            action.triggered.connect(self.click)
            self.addAction(action)
        if on_click is not None:
            self.clicked.connect(lambda: on_click())
        self.retranslate()

    def set_words(self, words: Words) -> None:
        """Change the button's text."""
        self._words = words
        self.retranslate()

    def retranslate(self) -> None:
        """Text, key and tooltip in the language in use."""
        text = worded(self._words)
        keys = shortcut_text(self._shortcut)
        self.setText(f"{text}  {keys}" if keys and self._is_shortcut_shown else text)
        self.setAccessibleName(text)
        if keys and not self._is_shortcut_shown:
            self.setToolTip(f"{text}  {keys}")

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter presses the button that has the keyboard, as Space does."""
        if not _is_pressed_by(event, self):
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        """The button with the keyboard's frame."""
        super().paintEvent(event)
        self.paint_keyboard()

    def paint_keyboard(self) -> None:
        """The keyboard's frame inside of a filled button: around it the frame would have the colour it is on."""
        if self.hasFocus() and self.property("kind") == "primary":
            painter = QPainter(self)
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(QPen(theme().color("on_primary"), 2))
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(3, 3, -3, -3), 4, 4)
            painter.end()

    def sizeHint(self) -> QSize:
        """Wide enough for the bold face, which the style sheet's size hint forgets (ux.md 3)."""
        hint = super().sizeHint()
        if self.property("kind") in ("primary", "view"):
            font = self.font()
            font.setBold(True)
            extra = QFontMetrics(font).horizontalAdvance(self.text()) - self.fontMetrics().horizontalAdvance(
                self.text()
            )
            hint.setWidth(hint.width() + max(0, extra))
        if not self.icon().isNull():
            hint.setWidth(hint.width() + 2)
        return hint


class PrimaryButton(Button):
    """The one main action of a page or dialog, with its shortcut written on it."""

    def __init__(
        self,
        words: Words,
        *,
        icon: str = "",
        shortcut: str = "Ctrl+Return",
        on_click: Callable[[], object] | None = None,
        name: str = "",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(
            words,
            kind="primary",
            icon=icon,
            shortcut=shortcut,
            is_shortcut_shown=True,
            on_click=on_click,
            name=name,
            parent=parent,
        )


class LinkButton(Button):
    """An action that looks like a link. A flush one begins and ends with its text, in line with the fields around it;
    the keyboard underlines it, because a frame would stand outside of them."""

    def __init__(
        self,
        words: Words,
        *,
        icon: str = "",
        shortcut: str = "",
        is_flush: bool = False,
        on_click: Callable[[], object] | None = None,
        name: str = "",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(words, kind="link", icon=icon, shortcut=shortcut, on_click=on_click, name=name, parent=parent)
        if is_flush:
            self.setProperty("flush", True)


class IconButton(QToolButton, Worded):
    """An icon without text; `words` is its accessible name and, with the key, its tooltip."""

    def __init__(
        self,
        icon: str,
        words: Words,
        *,
        shortcut: str = "",
        role: str = "text2",
        size: int = 18,
        on_click: Callable[[], object] | None = None,
        name: str = "",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._words = words
        self._shortcut = shortcut
        self.setProperty("kind", "icon")
        if name:
            self.setObjectName(name)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        set_icon(self, icon, role, size)
        if on_click is not None:
            self.clicked.connect(lambda: on_click())
        self.retranslate()

    def set_icon(self, icon: str, role: str = "text2", size: int = 18) -> None:
        """Show another icon."""
        set_icon(self, icon, role, size)

    def set_words(self, words: Words) -> None:
        """Change name and tooltip."""
        self._words = words
        self.retranslate()

    def retranslate(self) -> None:
        """Name and tooltip in the language in use."""
        text = worded(self._words)
        keys = shortcut_text(self._shortcut)
        self.setAccessibleName(text)
        self.setToolTip(f"{text}  {keys}" if keys else text)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter presses the button that has the keyboard, as Space does."""
        if not _is_pressed_by(event, self):
            super().keyPressEvent(event)

    def sizeHint(self) -> QSize:
        """A square of field height."""
        side = metrics().field
        return QSize(side, side)


def _is_pressed_by(event: QKeyEvent, button: QAbstractButton) -> bool:
    """Press `button` if `event` is Enter alone; a key that is held down presses once."""
    modifiers = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
    if event.key() not in (Qt.Key.Key_Return, Qt.Key.Key_Enter) or modifiers:
        return False
    if not event.isAutoRepeat():
        button.click()
    return True


def key_sequences(shortcut: str) -> list[QKeySequence]:
    """The sequences for a shortcut; one with Return also for the number pad's Enter."""
    found = [QKeySequence(shortcut)]
    if shortcut.endswith("Return"):
        found.append(QKeySequence(shortcut.removesuffix("Return") + "Enter"))
    return found


def shortcut_text(shortcut: str) -> str:
    """How a shortcut is written for people: "Ctrl+Return" as "Ctrl+Enter"."""
    return shortcut.replace("Return", "Enter")
