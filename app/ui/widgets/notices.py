"""Notices: banner across a page, toast above the action bar, empty state in the middle of a list."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, QPoint, Qt, QTimer
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent, QColor
from PySide6.QtWidgets import (
    QFrame,
    QGraphicsDropShadowEffect,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from app.language import _
from app.ui.theme import metrics, pixmap
from app.ui.widgets.buttons import Button, IconButton
from app.ui.widgets.polish import set_tone
from app.ui.widgets.texts import WrappedLabel
from app.ui.wording import Worded, Words, worded

_TONE_ICONS = {"ok": "check", "warning": "alert-triangle", "error": "alert-circle", "info": "info"}


class Banner(QFrame, Worded):
    """One line across the window: trial, stale data, broken chain. `tone`: ok, warning, error, info.

    `is_inset` rounds the corners, for a banner inside a page's margins. `is_report`: what has several lines says the
    most in the first, which is strong, and is read, not glanced at.
    """

    def __init__(
        self,
        words: Words = "",
        *,
        tone: str = "warning",
        is_inset: bool = False,
        is_report: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setObjectName("banner")
        self.setProperty("inset", is_inset)
        self._tone = tone
        self.setProperty("tone", tone)
        self._row = QHBoxLayout(self)
        self._picture = QLabel(self)
        self._text = WrappedLabel(parent=self, kind="label" if is_report else "caption")
        self._lead: WrappedLabel | None = None
        self._is_report = is_report
        if is_report:
            self._row.addWidget(self._picture, 0, Qt.AlignmentFlag.AlignTop)
            self._lines = QVBoxLayout()
            self._lines.addWidget(self._text)
            self._row.addLayout(self._lines, 1)
        else:
            self._row.addWidget(self._picture)
            self._row.addWidget(self._text, 1)
        self._button: QWidget | None = None
        self.set_words(words, tone)
        self.restyle()

    def set_words(self, words: Words, tone: str | None = None) -> None:
        """Say something else, in another tone if given. An empty text hides the banner."""
        if tone is not None:
            self._tone = tone
            set_tone(self, tone)
        self.say(self._put, words)
        self.setVisible(bool(worded(words)))
        self._show_icon()

    def _put(self, text: str) -> None:
        # The strong line is made on demand: hidden and empty it would still be listed to screen readers.
        first, _break, rest = text.partition("\n") if self._is_report else ("", "", text)
        if self._lead is not None and not rest:
            self._lines.removeWidget(self._lead)
            self._lead.hide()
            self._lead.deleteLater()
            self._lead = None
        if first and rest:
            if self._lead is None:
                self._lead = WrappedLabel(parent=self, kind="strong")
                self._lines.insertWidget(0, self._lead)
            self._lead.setText(first)
        self._text.setText(rest or first)

    def text(self) -> str:
        """What it says."""
        return "\n".join(label.text() for label in (self._lead, self._text) if label is not None)

    def set_action(self, button: QWidget | None) -> None:
        """Put one button at the right end, or take it away."""
        if self._button is not None:
            self._button.deleteLater()
        self._button = button
        if button is not None:
            self._row.addWidget(button)

    def restyle(self) -> None:
        """Margins and icon of the text size and theme in use."""
        size = metrics()
        self._row.setContentsMargins(size.margin, size.px(6), size.margin, size.px(6))
        self._row.setSpacing(size.px(8))
        if self._is_report:
            self._lines.setSpacing(size.px(2))
            self._picture.setFixedHeight(size.px(22))  # a line's height, so that the icon stands in the first
        self._show_icon()

    def _show_icon(self) -> None:
        role = {"ok": "ok_text", "warning": "soon_text", "error": "error_text"}.get(self._tone, "info_text")
        self._picture.setPixmap(pixmap(_TONE_ICONS[self._tone], role, 16))


class Toast(QFrame):
    """A short message in the lower right corner of `area`, above its action bar, gone after some seconds.

    `host` is the widget that holds it, `area` or something around it. One at a time: the next replaces it. With
    `action` a link undoes or opens; the toast then stays longer.
    """

    def __init__(self, host: QWidget, area: QWidget | None = None) -> None:
        super().__init__(host)
        self.setObjectName("toast")
        self._host = host
        self._area = area or host
        self._clearance: Callable[[], int] = lambda: 0
        self._on_action: Callable[[], object] | None = None
        size = metrics()
        row = QHBoxLayout(self)
        row.setContentsMargins(size.px(12), size.px(8), size.px(8), size.px(8))
        row.setSpacing(size.px(12))
        self._text = QLabel(self)
        self._text.setTextFormat(Qt.TextFormat.PlainText)
        self._text.setWordWrap(False)
        self._link: QPushButton | None = None
        self._close = IconButton("x", lambda: _("Dismiss"), role="toast_text", size=14, on_click=self.hide, parent=self)
        row.addWidget(self._text, 1)
        row.addWidget(self._close)
        self._row = row
        shadow = QGraphicsDropShadowEffect(self)
        shadow.setBlurRadius(size.px(16))
        shadow.setOffset(0, size.px(2))
        shadow.setColor(QColor(0, 0, 0, 70))
        self.setGraphicsEffect(shadow)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self.hide)
        self._area.installEventFilter(self)
        self.hide()

    def set_clearance(self, clearance: Callable[[], int]) -> None:
        """`clearance()` is how many px at the foot of the host must stay free (the action bar)."""
        self._clearance = clearance

    def say(
        self, text: str, *, action: str = "", on_action: Callable[[], object] | None = None, seconds: float = 0
    ) -> None:
        """Show `text`; `seconds` 0 chooses 4, or 8 with an action. It is also announced to screen readers."""
        self._text.setText(text)
        self._show_link(action)
        self._on_action = on_action
        self.setAccessibleName(text)
        self.adjustSize()
        self._place()
        self.show()
        self.raise_()
        self._timer.start(int(1000 * (seconds or (8 if action else 4))))
        QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self, text))

    def text(self) -> str:
        """What is shown, or an empty text."""
        return self._text.text() if self.isVisible() else ""

    def forget(self) -> None:
        """Say nothing any more, and hold nothing of what was said."""
        self._timer.stop()
        self.hide()
        self._text.clear()
        self.setAccessibleName("")
        self._on_action = None

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Stay in the corner when the host is resized."""
        if event.type() == QEvent.Type.Resize and not self.isHidden():
            self._place()
        return False

    def settle(self) -> None:
        """Come to the front and into the corner again: another page is in view."""
        if not self.isHidden():
            self._place()
            self.raise_()

    def _place(self) -> None:
        gap = metrics().margin
        area = self._area
        self.resize(min(self.sizeHint().width(), area.width() - 2 * gap), self.sizeHint().height())
        corner = QPoint(area.width() - self.width() - gap, area.height() - self.height() - metrics().gap)
        self.move(area.mapTo(self._host, corner) - QPoint(0, self._clearance()))

    def _show_link(self, action: str) -> None:
        # Made on demand: a hidden button without a name would still be listed to screen readers.
        if self._link is not None:
            self._row.removeWidget(self._link)
            self._link.setParent(None)
            self._link.deleteLater()
            self._link = None
        if action:
            self._link = QPushButton(action, self)
            self._link.setProperty("kind", "toastLink")
            self._link.setAccessibleName(action)
            self._link.clicked.connect(self._on_link_clicked)
            self._row.insertWidget(1, self._link)
            self._link.show()  # else it would count for the width only after the next turn of the event loop

    def _on_link_clicked(self) -> None:
        self.hide()
        if self._on_action is not None:
            self._on_action()


class EmptyState(QWidget, Worded):
    """Why there is nothing here and what to do next; a state that is simply good has no button."""

    def __init__(
        self,
        title: Words,
        text: Words = "",
        *,
        icon: str = "inbox",
        button: Button | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._icon = icon
        column = QVBoxLayout(self)
        column.setSpacing(metrics().px(8))
        column.addStretch(1)
        self._picture = QLabel(self)
        self._picture.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        self._title = QLabel(self)
        self._title.setProperty("kind", "section")
        self._title.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        self._title.setWordWrap(True)
        self._text = QLabel(self)
        self._text.setProperty("kind", "muted")
        self._text.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        self._text.setWordWrap(True)
        for widget in (self._picture, self._title, self._text):
            column.addWidget(widget)
        if button is not None:
            column.addSpacing(metrics().px(8))
            column.addWidget(button, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addStretch(2)
        self.set_words(title, text)
        self.restyle()

    def set_words(self, title: Words, text: Words = "") -> None:
        """Say something else."""
        self.say(self._title.setText, title)
        self.say(self._text.setText, text)
        self._text.setVisible(bool(worded(text)))

    def restyle(self) -> None:
        """Draw the icon in the theme's colour."""
        self._picture.setPixmap(pixmap(self._icon, "text3", 40))
