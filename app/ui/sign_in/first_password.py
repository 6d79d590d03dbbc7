"""Choosing one's own password: in place of a first one before anything else, or at any time later."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from app.language import _
from app.ui.sign_in.new_password import NewPassword
from app.ui.sign_in.panels import Panel
from app.ui.widgets.buttons import LinkButton
from app.ui.widgets.dialog import Dialog
from app.ui.widgets.enter_walk import EnterWalk, focus
from app.ui.widgets.fields import PasswordField


class FirstPasswordPanel(Panel):
    """On the sign-in page, after a first password was right. Signals: chosen(new), back_wanted()."""

    chosen = Signal(str)
    back_wanted = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.fields = NewPassword(self)
        self.column.addWidget(self.fields)
        self.button = self.add_main_button(lambda: _("Take this password and go on"), self.submit, "takePassword")
        self.column.addWidget(
            LinkButton(
                lambda: _("Back to signing in"),
                is_flush=True,
                on_click=self.back_wanted.emit,
                name="back",
                parent=self,
            )
        )
        self._walk = EnterWalk(self, [self.fields.password, self.fields.again], submits_at_end=True)
        self._walk.submitted.connect(self.submit)

    def ask(self, name: str, personal: tuple[str, ...]) -> None:
        """Whose password it is."""
        self.tell(
            lambda: _("Choose your own password"),
            lambda: _("{name}, your first password has done its work. From now on only you know yours.").format(
                name=name
            ),
        )
        self.fields.for_person(*personal)
        self.forget()

    def submit(self) -> None:
        """What the button and Enter do."""
        if self.button.isEnabled() and self.fields.check():
            self.chosen.emit(self.fields.value())

    def set_busy(self, is_busy: bool) -> None:
        """While it is taken the button waits."""
        self.button.setEnabled(not is_busy)

    def forget(self) -> None:
        """Empty both fields."""
        self.fields.forget()

    def take_focus(self) -> None:
        """To the first field."""
        focus(self.fields.password.editor)


class OwnPasswordDialog(Dialog):
    """Changing one's password while signed in. Signals: entered(old, new)."""

    entered = Signal(str, str)

    def __init__(self, personal: tuple[str, ...], parent: QWidget | None = None) -> None:
        super().__init__(
            lambda: _("Change your password"),
            confirm=lambda: _("Change the password"),
            intro=lambda: _("Your keys stay the same, and what you signed stays valid."),
            parent=parent,
        )
        self.old = PasswordField(lambda: _("Present password"), name="oldPassword", parent=self)
        self.fields = NewPassword(self)
        self.fields.for_person(*personal)
        self.body.addWidget(self.old)
        self.body.addWidget(self.fields)
        self.walk([self.old, self.fields.password, self.fields.again], submits_at_end=True)
        self.old.changed.connect(lambda: self.old.set_error("") if self.old.error() else None)
        self.confirmed.connect(self._on_confirmed)
        self.finished.connect(lambda _result: self.forget())

    def refuse(self, message: str, *, is_about_new: bool) -> None:
        """Why the old one still holds."""
        self.set_busy(False)
        if is_about_new:
            self.fields.show_problem(message)
        else:
            self.old.set_value("")
            self.old.set_error(message)
            focus(self.old.editor)

    def forget(self) -> None:
        """Empty everything."""
        self.old.set_value("")
        self.fields.forget()

    def _on_confirmed(self) -> None:
        if not self.old.value():
            self.old.set_error(_("Enter your present password."))
            focus(self.old.editor)
        elif self.fields.check():
            self.set_busy(True)
            self.entered.emit(self.old.value(), self.fields.value())
