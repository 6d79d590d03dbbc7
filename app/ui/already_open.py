"""What a second start says when the first one cannot show itself: one calm dialog, in the language in use."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.language import _
from app.ui.application import make_application
from app.ui.theme import metrics
from app.ui.widgets.buttons import PrimaryButton
from app.ui.widgets.texts import WrappedLabel


class AlreadyOpenWindow(QWidget):
    """Says where the desk is open: here, or in the session of another user of this computer (`other_user`)."""

    def __init__(self, other_user: str = "") -> None:
        super().__init__()
        size = metrics()
        self.setObjectName("alreadyOpen")
        self.setWindowTitle(_("Jiesu complaint desk"))
        self.setFixedWidth(size.px(460))
        column = QVBoxLayout(self)
        column.setContentsMargins(size.px(24), size.px(20), size.px(24), size.px(20))
        column.setSpacing(size.px(12))
        title, text = words(other_user)
        column.addWidget(WrappedLabel(title, self, kind="title"))
        column.addWidget(WrappedLabel(text, self, kind="body2"))
        self.button = PrimaryButton(lambda: _("Close"), shortcut="Esc", on_click=self.close, parent=self)
        column.addWidget(self.button, 0, Qt.AlignmentFlag.AlignRight)
        self.setFixedHeight(column.totalHeightForWidth(self.width()))
        self.button.setFocus()


def words(other_user: str) -> tuple[str, str]:
    """Title and text."""
    if other_user:
        text = _(
            "It is open in the session of {user} on this computer. Only one may work on the same data. Ask {user} to "
            "close it there, or go on in that session."
        )
        return _("The desk is open for another user"), text.format(user=other_user)
    text = _(
        "It is running on this computer already, but its window did not answer. Look for it in the task bar. If it "
        "does not answer there either, wait a minute; what was recorded and what was typed is safe."
    )
    return _("The desk is open already"), text


def say_already_open(other_user: str, *, theme: str, scale: float, language: str) -> None:
    """Show it and wait until it is closed."""
    app = make_application([], theme=theme, scale=scale, language=language)
    window = AlreadyOpenWindow(other_user)
    window.show()
    window.activateWindow()
    app.exec()
