"""Dialogs in the product's look: title, body, buttons at the right; Esc cancels, Ctrl+Enter confirms."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtWidgets import QDialog, QHBoxLayout, QVBoxLayout, QWidget

from app.language import _
from app.ui.theme import metrics
from app.ui.widgets.buttons import Button, PrimaryButton
from app.ui.widgets.enter_walk import EnterWalk, focus
from app.ui.widgets.error_summary import ErrorSummary
from app.ui.widgets.fields import Field, PasswordField, TextField
from app.ui.widgets.texts import WrappedLabel
from app.ui.wording import Worded, Words, worded


class Dialog(QDialog, Worded):
    """A dialog that asks one thing. Put fields into `body`; call `walk(fields)` so that Enter goes through them.

    Confirming emits `confirmed()` and leaves the dialog open: whoever listens checks, shows errors through `errors`,
    or calls `accept()`. Esc and Cancel reject.
    """

    confirmed = Signal()

    def __init__(
        self,
        title: Words,
        *,
        confirm: Words,
        intro: Words = "",
        is_danger: bool = False,
        width: int = 460,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        size = metrics()
        self.setModal(True)
        self.setMinimumWidth(size.px(width))
        column = QVBoxLayout(self)
        column.setContentsMargins(size.px(24), size.px(20), size.px(24), size.px(20))
        column.setSpacing(size.px(12))
        heading = WrappedLabel(parent=self, kind="title")
        column.addWidget(heading)
        self.intro = WrappedLabel(parent=self, kind="body2")
        column.addWidget(self.intro)
        self.errors = ErrorSummary(self)
        column.addWidget(self.errors)
        self.body = QVBoxLayout()
        self.body.setSpacing(size.px(10))
        column.addLayout(self.body, 1)
        self.buttons = QHBoxLayout()
        self.buttons.setSpacing(size.px(8))
        self.buttons.addStretch(1)
        self.cancel_button = Button(lambda: _("Cancel"), shortcut="", on_click=self.reject, parent=self)
        self.confirm_button = PrimaryButton(confirm, on_click=self.confirm, parent=self)
        if is_danger:
            self.confirm_button.setProperty("kind", "danger")
        self.buttons.addWidget(self.cancel_button)
        self.buttons.addWidget(self.confirm_button)
        column.addSpacing(size.px(4))
        column.addLayout(self.buttons)
        self._walk: EnterWalk | None = None
        self.say(heading.setText, title)
        self.say(self.setWindowTitle, title)
        self.set_intro(intro)

    def event(self, event: QEvent) -> bool:
        """Be exactly as high as the texts and fields ask for, also when a message appears."""
        is_handled = super().event(event)
        if event.type() in (QEvent.Type.LayoutRequest, QEvent.Type.Show):
            layout = self.layout()
            if layout is not None and layout.hasHeightForWidth():
                self.resize(self.width(), layout.totalHeightForWidth(self.width()))
        return is_handled

    def set_intro(self, words: Words) -> None:
        """Say below the title what this is about."""
        self.say(self.intro.setText, words)
        self.intro.setVisible(bool(worded(words)))

    def walk(self, stops: list[QWidget], *, submits_at_end: bool = False) -> None:
        """Let Enter go through `stops` and then to the confirming button; the first gets the focus."""
        self._walk = EnterWalk(self, stops, then=self.confirm_button, submits_at_end=submits_at_end)
        self._walk.submitted.connect(self.confirm)
        if stops:
            stops[0].setFocus(Qt.FocusReason.OtherFocusReason)

    def confirm(self) -> None:
        """What the confirming button does."""
        if self.confirm_button.isEnabled():
            self.confirmed.emit()

    def set_busy(self, is_busy: bool) -> None:
        """While work runs the buttons and fields wait."""
        self.confirm_button.setEnabled(not is_busy)
        for field in self.findChildren(Field):
            field.setEnabled(not is_busy)


class PasswordDialog(Dialog):
    """Asks a person for staff number and own password, for one act (four eyes at one computer).

    Signals: entered(staff_no, password) - a str and a str, emitted on confirming when both are filled in.
    The dialog keeps no password: the field is emptied as it is emitted. `refuse(message)` shows what went wrong.
    """

    entered = Signal(str, str)

    def __init__(
        self, title: Words, *, confirm: Words, intro: Words = "", staff_no: str = "", parent: QWidget | None = None
    ) -> None:
        super().__init__(title, confirm=confirm, intro=intro, width=420, parent=parent)
        self.staff_no = TextField(lambda: _("Staff number"), code=True, name="staffNo", parent=self)
        self.password = PasswordField(lambda: _("Password"), name="password", parent=self)
        self.body.addWidget(self.staff_no)
        self.body.addWidget(self.password)
        self.staff_no.set_value(staff_no)
        self.walk([self.staff_no, self.password], submits_at_end=True)
        if staff_no:
            self.password.setFocus()
        self.confirmed.connect(self._on_confirmed)

    def refuse(self, message: str) -> None:
        """Show `message` at the password and let the person try again."""
        self.set_busy(False)
        self.password.set_error(message)
        self.password.editor.setFocus()

    def show_problem(self, text: str, field: str) -> None:
        """What is wrong with the staff number or with the password."""
        if field == "staff_no":
            self.set_busy(False)
            self.password.set_error("")
            self.staff_no.set_error(text)
            focus(self.staff_no.editor)
        else:
            self.staff_no.set_error("")
            self.refuse(text)

    def _on_confirmed(self) -> None:
        self.staff_no.set_error("" if self.staff_no.value().strip() else _("Enter your staff number"))
        self.password.set_error("" if self.password.value() else _("Enter your password"))
        if self.staff_no.error():
            self.staff_no.editor.setFocus()
        elif self.password.error():
            self.password.editor.setFocus()
        else:
            self.set_busy(True)
            self.entered.emit(self.staff_no.value().strip(), self.password.take())
