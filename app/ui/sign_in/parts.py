"""Parts of the sign-in page: corner with language and theme, the locked person, the trial card."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QFont, QPainter, QPaintEvent
from PySide6.QtWidgets import QApplication, QFrame, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from app.language import _, language
from app.ui.sign_in.logins import TrialLogin
from app.ui.theme import THEMES, metrics, set_icon, theme
from app.ui.widgets.buttons import Button, IconButton
from app.ui.wording import Worded, worded

_THEME_ICONS = {"light": "sun", "dark": "moon", "contrast": "contrast"}


class CornerBar(QWidget, Worded):
    """Branch at the left, language and theme at the right. Signals: language_chosen(code), theme_chosen(name)."""

    language_chosen = Signal(str)
    theme_chosen = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(metrics().px(4))
        self.branch = QLabel(self)
        self.branch.setProperty("kind", "strong")
        self._language = Button(
            "English", kind="corner", on_click=self._on_language_pressed, name="language", parent=self
        )
        set_icon(self._language, "globe", "text2", 16)
        self._theme = IconButton(
            "sun", lambda: _("Light, dark or high contrast"), on_click=self._on_theme_pressed, name="theme", parent=self
        )
        row.addWidget(self.branch)
        row.addStretch(1)
        row.addWidget(self._language)
        row.addWidget(self._theme)
        self.show_language(language())
        self.restyle()

    def set_branch(self, text: str) -> None:
        """Show the branch."""
        self.branch.setText(text)

    def show_language(self, code: str) -> None:
        """Offer the other language, in its own words."""
        self._language.set_words("English" if code == "zh" else "中文")

    def restyle(self) -> None:
        """Show the sign of the theme in use."""
        self._theme.set_icon(_THEME_ICONS[theme().name], "text2", 16)

    def _on_language_pressed(self) -> None:
        self.language_chosen.emit("en" if language() == "zh" else "zh")

    def _on_theme_pressed(self) -> None:
        self.theme_chosen.emit(THEMES[(THEMES.index(theme().name) + 1) % len(THEMES)])


class TrialCard(QFrame, Worded):
    """Staff of the trial branch, one line each; pressing a line fills it in. Signals: chosen(staff_no, password)."""

    chosen = Signal(str, str)

    def __init__(self, logins: Sequence[TrialLogin], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("card")
        size = metrics()
        column = QVBoxLayout(self)
        column.setContentsMargins(size.px(8), size.px(10), size.px(8), size.px(8))
        column.setSpacing(size.px(2))
        heading = QLabel(self)
        heading.setProperty("kind", "strong")
        intro = QLabel(self)
        intro.setProperty("kind", "caption")
        intro.setWordWrap(True)
        self.say(heading.setText, lambda: _("Trial branch"))
        self.say(intro.setText, lambda: _("Press a line to fill it in. Nothing here is real."))
        words = QVBoxLayout()  # its margins, because the style sheet takes a label's own away
        words.setContentsMargins(size.px(8), 0, size.px(8), size.px(4))
        words.setSpacing(size.px(2))
        words.addWidget(heading)
        words.addWidget(intro)
        column.addLayout(words)
        for login in logins:
            line = _TrialLine(login, self)
            line.clicked.connect(lambda _checked=False, login=login: self.chosen.emit(login.staff_no, login.password))
            column.addWidget(line)


class _TrialLine(QPushButton):
    """Number, name and role at the left, the password in a box at the right; painted, because labels cost time."""

    def __init__(self, login: TrialLogin, parent: QWidget) -> None:
        super().__init__(parent)
        self._login = login
        self.setProperty("kind", "row")
        self.setObjectName(f"trial-{login.staff_no}")
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.retranslate()

    def retranslate(self) -> None:
        self.setAccessibleName(f"{self._login.staff_no} {worded(self._login.name)} {worded(self._login.role)}")
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        size, look = metrics(), theme()
        font = QFont(QApplication.font())
        left = size.px(8)
        middle = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft
        for text, pixels, is_bold, role in (
            (self._login.staff_no, 14, True, "text"),
            (worded(self._login.name), 14, False, "text"),
            (worded(self._login.role), 12, False, "text2"),
        ):
            font.setPixelSize(size.px(pixels))
            font.setBold(is_bold)
            painter.setFont(font)
            painter.setPen(look.color(role))
            painter.drawText(QRectF(left, 0, self.width() - left, self.height()), middle, text)
            left += painter.fontMetrics().horizontalAdvance(text) + size.px(8)
        font.setPixelSize(size.px(13))
        painter.setFont(font)
        width, height = painter.fontMetrics().horizontalAdvance(self._login.password) + size.px(16), size.px(23)
        box = QRectF(
            self.width() - size.px(8) - width - 0.5, round((self.height() - height) / 2) + 0.5, width, height - 1
        )
        painter.setPen(look.color("hairline"))
        painter.setBrush(look.color("subtle"))
        painter.drawRoundedRect(box, size.px(4), size.px(4))
        painter.setPen(look.color("text2"))
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, self._login.password)
        painter.end()
