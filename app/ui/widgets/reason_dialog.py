"""Asks why somebody needs what is hidden or kept in the house, and for the password where that is due.

A digit or Enter takes a reason, and is all there is to do where nothing more is asked (ux.md no. 23). Nothing that is
typed here outlives the dialog.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from app.language import _
from app.ui.theme import metrics
from app.ui.widgets.dialog import Dialog
from app.ui.widgets.enter_walk import focus
from app.ui.widgets.error_summary import FieldError
from app.ui.widgets.fields import PasswordField, TextField
from app.ui.widgets.keyed_button import KeyedButton
from app.ui.widgets.polish import set_kind
from app.ui.wording import Words

LONGEST_NOTE = 120


@dataclass(frozen=True, slots=True)
class Offered:
    """A reason that can be chosen; with `needs_note` a few words have to say more."""

    code: str
    words: Words
    needs_note: bool = False


class ReasonDialog(Dialog):
    """Signals: given(reason, note, password); the password is empty where none was asked for."""

    given = Signal(str, str, str)

    def __init__(
        self,
        title: Words,
        *,
        confirm: Words,
        intro: Words,
        reasons: Sequence[Offered],
        needs_password: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(title, confirm=confirm, intro=intro, width=440, parent=parent)
        self._reasons = tuple(reasons)
        self._chosen: Offered | None = None
        self._needs_password = needs_password
        column = QVBoxLayout()
        column.setSpacing(metrics().px(6))
        head = QLabel(self)
        head.setProperty("kind", "label")
        self.say(head.setText, lambda: _("What for? A digit chooses."))
        column.addWidget(head)
        self.buttons_of: dict[str, KeyedButton] = {}
        for number, reason in enumerate(self._reasons, 1):
            button = KeyedButton(reason.words, str(number), is_natural=False, name=f"reason_{reason.code}", parent=self)
            button.setCheckable(True)
            button.clicked.connect(lambda _checked=False, code=reason.code: self.choose(code))
            QShortcut(QKeySequence(f"Alt+{number}"), self).activated.connect(lambda code=reason.code: self.choose(code))
            column.addWidget(button)
            self.buttons_of[reason.code] = button
        self.note = TextField(lambda: _("In a few words"), max_length=LONGEST_NOTE, name="reasonNote", parent=self)
        self.password = PasswordField(lambda: _("Your own password"), name="reasonPassword", parent=self)
        self.body.addLayout(column)
        self.body.addWidget(self.note)
        self.body.addWidget(self.password)
        self.note.hide()
        self.password.setVisible(needs_password)
        self.walk([self.note, self.password], submits_at_end=True)
        if self._reasons:
            self.buttons_of[self._reasons[0].code].setFocus(Qt.FocusReason.OtherFocusReason)
        self.confirmed.connect(self._on_confirmed)

    def chosen(self) -> str:
        """The reason that is chosen, "" for none."""
        return self._chosen.code if self._chosen is not None else ""

    def choose(self, code: str) -> None:
        """Take a reason and go on to what is still missing; where nothing is, that was it."""
        if not self.confirm_button.isEnabled():
            return
        self._chosen = next(reason for reason in self._reasons if reason.code == code)
        for other, button in self.buttons_of.items():
            button.setChecked(other == code)
            set_kind(button, "primary" if other == code else "")
        self.errors.clear()
        self.note.setVisible(self._chosen.needs_note)
        if self._chosen.needs_note and not self.note.value().strip():
            focus(self.note.editor)
        elif self._needs_password and not self.password.value():
            focus(self.password.editor)
        else:
            self.confirm()

    def show_problems(self, at_fields: Mapping[str, str], whole: str) -> None:
        """What is wrong, at `note` and `password` or above; what was typed stays, but for the password."""
        self.set_busy(False)
        fields = {"note": self.note, "password": self.password}
        if "password" in at_fields:
            self._needs_password = True
            self.password.setVisible(True)
        problems = [FieldError(text, fields.get(name)) for name, text in at_fields.items()]
        if whole:
            problems.append(FieldError(whole, None))
        self.errors.show_errors(problems)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Digits choose while no field has the keyboard."""
        number = event.key() - Qt.Key.Key_1
        if not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier and 0 <= number < len(self._reasons):
            self.choose(self._reasons[number].code)
            return
        super().keyPressEvent(event)

    def _on_confirmed(self) -> None:
        self.errors.clear()
        for field in (self.note, self.password):
            field.set_error("")
        if self._chosen is None:
            self.errors.show_errors([FieldError(_("Choose the reason from the list."), None)])
            self.buttons_of[self._reasons[0].code].setFocus()
        elif self._chosen.needs_note and not self.note.value().strip():
            self.show_problems({"note": _("Say in a few words what it is for.")}, "")
        elif self._needs_password and not self.password.value():
            self.show_problems({"password": _("Enter your own password.")}, "")
        else:
            self.set_busy(True)
            note = self.note.value().strip() if self._chosen.needs_note else ""
            self.given.emit(self._chosen.code, note, self.password.take())
