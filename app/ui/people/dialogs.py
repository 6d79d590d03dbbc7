"""What the page of people asks: who is enrolled, why somebody is changed; and the first password, shown once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QLabel, QWidget

from app.domain.people import Role
from app.language import _, labels
from app.ui.shell.clipboard import put_private
from app.ui.widgets.buttons import Button
from app.ui.widgets.choices import Choice, ComboField
from app.ui.widgets.dialog import Dialog
from app.ui.widgets.error_summary import FieldError
from app.ui.widgets.fields import Field, PasswordField, TextField
from app.ui.widgets.notices import Banner
from app.ui.wording import Words

LONGEST_NUMBER, LONGEST_NAME, LONGEST_REASON = 20, 40, 200


class PersonDialog(Dialog):
    """Who it is, why, and the password where it is due; fields that are not asked for are not there.

    Signals: entered(values: dict[str, str]) with staff_no, name, role, reason and password, "" for what was not asked.
    """

    entered = Signal(dict)

    def __init__(
        self,
        title: Words,
        *,
        confirm: Words,
        intro: Words = "",
        roles: Sequence[Role] = (),
        asks: Sequence[str],
        needs_password: bool,
        is_danger: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(title, confirm=confirm, intro=intro, is_danger=is_danger, parent=parent)
        choices = [Choice(role.value, partial(labels.role, role.value)) for role in roles]
        self.fields: dict[str, Field] = {name: self._made(name, choices) for name in (*asks, "password")}
        for field in self.fields.values():
            self.body.addWidget(field)
        self._needs_password = needs_password
        self.fields["password"].setVisible(needs_password)
        self.walk(list(self.fields.values()), submits_at_end=True)
        self.confirmed.connect(self._on_confirmed)

    def _made(self, name: str, roles: list[Choice]) -> Field:
        """The field that asks for `name`."""
        if name == "staff_no":
            return TextField(
                lambda: _("Staff number"), code=True, max_length=LONGEST_NUMBER, name="personNumber", parent=self
            )
        if name == "name":
            return TextField(lambda: _("Name"), max_length=LONGEST_NAME, name="personName", parent=self)
        if name == "role":
            return ComboField(lambda: _("Role"), roles, name="personRole", parent=self)
        if name == "reason":
            return TextField(lambda: _("Why"), max_length=LONGEST_REASON, name="personReason", parent=self)
        return PasswordField(lambda: _("Your own password"), name="personPassword", parent=self)

    def fill_in(self, **values: str) -> None:
        """What is known already."""
        for name, value in values.items():
            _put(self.fields[name], value)

    def refuse(self, at_fields: Mapping[str, str], whole: str) -> None:
        """Say what is wrong where it is wrong; what was typed stays, but for the password."""
        self.set_busy(False)
        if "password" in at_fields:
            self._needs_password = True
            self.fields["password"].setVisible(True)
            _put(self.fields["password"], "")
        problems = [FieldError(text, self.fields.get(name)) for name, text in at_fields.items()]
        if whole:
            problems.append(FieldError(whole, None))
        self.errors.show_errors(problems)

    def take_up_again(self) -> None:
        """Somebody thought better of it for a moment."""
        self.set_busy(False)
        self.activateWindow()
        at = self.fields["password"] if self._needs_password else self.confirm_button
        at.setFocus(Qt.FocusReason.OtherFocusReason)

    def values(self) -> dict[str, str]:
        """What was typed, "" for what was not asked."""
        names = ("staff_no", "name", "role", "reason", "password")
        return {name: _value(self.fields.get(name)).strip() if name != "password" else "" for name in names}

    def _on_confirmed(self) -> None:
        self.errors.clear()
        missing = {
            "staff_no": _("Enter the staff number."),
            "name": _("Enter the name."),
            "role": _("Choose a role from the list."),
            "reason": _("Give the reason."),
        }
        if self._needs_password:
            missing["password"] = _("Enter your own password.")
        problems = [
            FieldError(text, self.fields[name])
            for name, text in missing.items()
            if name in self.fields and not _value(self.fields[name]).strip()
        ]
        if problems:
            self.errors.show_errors(problems)
            return
        self.set_busy(True)
        password = self.fields["password"]
        typed = password.take() if isinstance(password, PasswordField) else ""
        self.entered.emit({**self.values(), "password": typed})


class FirstPasswordDialog(Dialog):
    """A first password, shown once: read out, written down by its person, or copied for half a minute."""

    def __init__(self, name: str, password: str, parent: QWidget | None = None) -> None:
        super().__init__(
            lambda: _("First password"),
            confirm=lambda: _("I have handed it over"),
            intro=lambda: _(
                "For {name}. It is shown only now. Tell it in person, never by message; it is good for one sign-in, at "
                "which another password has to be chosen."
            ).format(name=name),
            parent=parent,
        )
        self._password = password
        self.shown = QLabel(password, self)
        self.shown.setObjectName("firstPassword")
        self.shown.setProperty("kind", "figure")
        self.shown.setTextFormat(Qt.TextFormat.PlainText)
        self.shown.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        self.copied = Banner("", tone="info", is_inset=True, parent=self)
        self.body.addWidget(self.shown)
        self.body.addWidget(self.copied)
        self.copy_button = Button(
            lambda: _("Copy privately"),
            icon="copy",
            shortcut="Ctrl+C",
            on_click=self._copy,
            name="copyFirst",
            parent=self,
        )
        self.buttons.insertWidget(0, self.copy_button)
        self.cancel_button.hide()
        self.confirmed.connect(self.accept)
        self.finished.connect(lambda _result: self.forget())
        self.confirm_button.setFocus(Qt.FocusReason.OtherFocusReason)

    def forget(self) -> None:
        """It is gone from the screen and from memory."""
        self._password = ""
        self.shown.clear()

    def _copy(self) -> None:
        put_private(self._password)
        self.copied.set_words(lambda: _("Copied. The clipboard is emptied after 30 seconds and at the lock."))


def _value(field: Field | None) -> str:
    return field.value() if isinstance(field, TextField | PasswordField | ComboField) else ""


def _put(field: Field, value: str) -> None:
    if isinstance(field, TextField | PasswordField | ComboField):
        field.set_value(value)
