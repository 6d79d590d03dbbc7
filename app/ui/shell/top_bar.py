"""The bar above the page: title, search and command box, new registration, mask, notices, lock."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAction, QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QLineEdit, QWidget

from app.language import _
from app.ui.theme import icon, metrics
from app.ui.widgets.buttons import IconButton, PrimaryButton
from app.ui.wording import Worded, Words


class CommandBox(QLineEdit, Worded):
    """Where people type a case number, a name, a phone or a command. The palette listens and shows its list below.

    Signals: moved(int) for Up and Down; cancelled() for Esc; entered() when it is pressed with the mouse.
    """

    moved = Signal(int)
    cancelled = Signal()
    entered = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("commandBox")
        # Not a stop for Tab: it would take the cursor first on every page. Ctrl+K comes here from everywhere.
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self._lens = QAction(self)
        self.addAction(self._lens, QLineEdit.ActionPosition.LeadingPosition)
        self._lens.triggered.connect(self.setFocus)
        self.say(self._set_words, lambda: _("Search cases or run a command"))
        self.restyle()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrows move in the palette's list, Esc leaves."""
        if event.key() == Qt.Key.Key_Down:
            self.moved.emit(1)
        elif event.key() == Qt.Key.Key_Up:
            self.moved.emit(-1)
        elif event.key() == Qt.Key.Key_Escape:
            self.cancelled.emit()
        else:
            super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Show the list when pressed."""
        super().mousePressEvent(event)
        self.entered.emit()

    def restyle(self) -> None:
        """Draw the lens in the theme's colour."""
        self._lens.setIcon(icon("search", "text2", 16))

    def _set_words(self, text: str) -> None:
        self.setPlaceholderText(f"{text}  Ctrl+K")
        self.setAccessibleName(text)
        self._lens.setText(text)


class TopBar(QFrame, Worded):
    """Signals: back_wanted(), register_wanted(), mask_toggled(), notices_wanted(), lock_wanted()."""

    back_wanted = Signal()
    register_wanted = Signal()
    mask_toggled = Signal()
    notices_wanted = Signal()
    lock_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("topBar")
        self._row = QHBoxLayout(self)
        self.back = IconButton("arrow-left", lambda: _("Back"), shortcut="Alt+Left", name="back")
        self.back.hide()
        self.back.clicked.connect(self.back_wanted)
        self.title = QLabel(self)
        self.title.setProperty("kind", "title")
        self.box = CommandBox(self)
        self.register = PrimaryButton(lambda: _("New complaint"), icon="file-plus", shortcut="", name="newCase")
        self.register.clicked.connect(self.register_wanted)
        self.mask_button = IconButton(
            "eye-off", lambda: _("Show or mask customer data"), shortcut="Ctrl+M", name="mask"
        )
        self.mask_button.clicked.connect(self.mask_toggled)
        self.notices = IconButton("bell", lambda: _("Notices"), name="notices")
        self.notices.clicked.connect(self.notices_wanted)
        self.lock = IconButton("lock", lambda: _("Lock"), shortcut="Ctrl+L", name="lock")
        self.lock.clicked.connect(self.lock_wanted)
        self._left = QWidget(self)
        left = QHBoxLayout(self._left)
        left.setContentsMargins(0, 0, 0, 0)
        left.addWidget(self.back)
        left.addWidget(self.title, 1)
        self._right = QWidget(self)
        self._right_row = right = QHBoxLayout(self._right)
        right.setContentsMargins(0, 0, 0, 0)
        right.addStretch(1)
        for widget in (self.register, self.mask_button, self.notices, self.lock):
            right.addWidget(widget)
        # Equal stretch at both sides keeps the box in the middle whatever the title is.
        self._row.addWidget(self._left, 1)
        self._row.addWidget(self.box, 2)
        self._row.addWidget(self._right, 1)
        self.say(self._set_register, lambda: _("New complaint"))
        self.restyle()

    def set_title(self, words: Words) -> None:
        """Show the page's title."""
        self.say(self.title.setText, words)

    def set_back(self, is_shown: bool) -> None:
        """Offer to go back to the page before."""
        self.back.setVisible(is_shown)

    def set_masked(self, is_masked: bool) -> None:
        """Show whether customer data is masked."""
        self.mask_button.set_icon("eye-off" if is_masked else "eye")

    def set_notice_count(self, count: int) -> None:
        """Colour the bell while something waits there."""
        self.notices.set_icon("bell", "error_text" if count else "text2")

    def restyle(self) -> None:
        """Heights and margins of the text size in use."""
        size = metrics()
        self.setFixedHeight(size.top_bar)
        self._row.setContentsMargins(size.margin, 0, size.px(14), 0)
        self._row.setSpacing(size.gap)
        self.box.setMinimumWidth(size.px(200))
        self.box.setMaximumWidth(size.px(360))
        self._right_row.setSpacing(size.px(10))

    def _set_register(self, text: str) -> None:
        self.register.set_words(lambda: f"{text}  F2")
        self.register.setAccessibleName(text)
