"""The form in the middle of the sign-in page: staff number and password, or after a lock the password alone."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QSizePolicy, QVBoxLayout, QWidget

from app.language import _
from app.ui.theme import metrics
from app.ui.widgets.buttons import Button, LinkButton
from app.ui.widgets.enter_walk import EnterWalk, focus
from app.ui.widgets.fields import PasswordField, TextField
from app.ui.widgets.texts import WrappedLabel
from app.ui.wording import Worded, Words, worded

if TYPE_CHECKING:
    from app.ui.sign_in.locked_person import LockedPerson


class Panel(QWidget, Worded):
    """A heading, what it is about, and below it what the kind of panel adds to `column`."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.heading = WrappedLabel(parent=self, kind="hero")
        self.intro = WrappedLabel(parent=self, kind="body2")
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(0, 0, 0, 0)
        self.column.setSpacing(metrics().gap)
        self.column.addWidget(self.heading)
        self.column.addWidget(self.intro)

    def tell(self, heading: Words, intro: Words) -> None:
        """Say what this panel is about."""
        self.say(self.heading.setText, heading)
        self.say(self.intro.setText, intro)

    def add_main_button(self, words: Words, on_click: Callable[[], object], name: str) -> Button:
        """Append the wide button that Enter presses too."""
        button = Button(words, kind="primary", on_click=on_click, name=name, parent=self)
        button.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.column.addSpacing(metrics().px(4))
        self.column.addWidget(button)
        return button

    def set_busy(self, is_busy: bool) -> None:
        """Wait, or take input again."""

    def forget(self) -> None:
        """Empty secrets that were typed."""

    def take_focus(self) -> None:
        """Put the cursor where typing makes sense."""


class PasswordPanel(Panel):
    """Signals: submitted(staff_no, password), switch_wanted()."""

    submitted = Signal(str, str)
    switch_wanted = Signal()

    def __init__(self, now: Callable[[], datetime], parent: QWidget) -> None:
        super().__init__(parent)
        self._now = now
        self._locked_staff_no = ""
        self._wait_until: datetime | None = None
        self._waiting_staff_no = ""
        self._is_busy = False
        self._person: LockedPerson | None = None
        self._switch: LinkButton | None = None
        self.staff_no = TextField(lambda: _("Staff number"), code=True, max_length=20, name="staffNo", parent=self)
        self.password = PasswordField(lambda: _("Password"), name="password", parent=self)
        self.column.addWidget(self.staff_no)
        self.column.addWidget(self.password)
        self.button = self.add_main_button(lambda: _("Sign in"), self.submit, "signInButton")
        for field in (self.staff_no, self.password):
            field.changed.connect(lambda field=field: field.set_error("") if field.error() else None)
        self.staff_no.changed.connect(self._show_button)
        self._walk = EnterWalk(self, [self.staff_no, self.password], submits_at_end=True)
        self._walk.submitted.connect(self.submit)
        self._clock = QTimer(self)
        self._clock.setInterval(1000)
        self._clock.timeout.connect(self.count_down)
        self.ask_anybody()

    def ask_anybody(self) -> None:
        """Staff number and password."""
        self._locked_staff_no = ""
        self.tell(lambda: _("Sign in"), lambda: _("Use your own staff number and password."))
        self.staff_no.show()
        for widget in (self._person, self._switch):
            if widget is not None:
                widget.hide()
        self._start_again()
        self.staff_no.set_value("")

    def ask_person(self, staff_no: str, name: str, role: Words) -> None:
        """The password of the person who locked the desk, or somebody else's turn."""
        from app.ui.sign_in.locked_person import LockedPerson  # built at the first lock, not before the first paint

        self._locked_staff_no = staff_no
        if self._person is None:
            self._person = LockedPerson(self)
            self.column.insertWidget(self.column.indexOf(self.staff_no), self._person)
        if self._switch is None:
            self._switch = LinkButton(
                lambda: _("Switch user"),
                shortcut="Ctrl+U",
                is_flush=True,
                on_click=self.switch_wanted.emit,
                name="switchUser",
                parent=self,
            )
            self.column.addWidget(self._switch)
        self._person.show_person(name, lambda: f"{worded(role)} {staff_no}")
        self._person.show()
        self._switch.show()
        self.staff_no.hide()
        self.tell(lambda: _("Locked"), lambda: _("Your work is kept as it was."))
        self._start_again()

    def fill_in(self, staff_no: str, password: str) -> None:
        """Put in what the trial card offers."""
        self.staff_no.set_value(staff_no)
        self.password.set_value(password)
        self.password.editor.setFocus()

    def show_problem(self, field_name: str, message: str) -> None:
        """Write `message` at a field and put the cursor there; a wrong password is emptied."""
        field = self.staff_no if field_name == "staff_no" else self.password
        if field is self.password:
            field.set_value("")
        field.set_error(message)
        focus(field.editor)

    def show_wait(self, until: datetime, message: str) -> None:
        """Take no password of this person before `until`; the button counts down. Others need not wait."""
        self._wait_until = until
        self._waiting_staff_no = self._who()
        self.show_problem("password", message)
        self._clock.start()
        self.count_down()

    def count_down(self) -> None:
        """Show how long to wait; at the end take passwords again."""
        if not self._wait_seconds():
            self._wait_until = None
            self._clock.stop()
            if self._who() == self._waiting_staff_no:
                self.password.set_error("")
        self._show_button()

    def set_busy(self, is_busy: bool) -> None:
        """While the password is checked the button waits."""
        self._is_busy = is_busy
        self._show_button()

    def forget(self) -> None:
        """Empty the password."""
        self.password.set_value("")

    def take_focus(self) -> None:
        """To the number, or to the password when the number is known."""
        is_known = bool(self._locked_staff_no or self.staff_no.value())
        field = self.password if is_known else self.staff_no
        field.editor.setFocus(Qt.FocusReason.OtherFocusReason)

    def submit(self) -> None:
        """What the button and Enter in the last field do."""
        if self.button.isEnabled():
            self.submitted.emit(self._who(), self.password.value())

    def _who(self) -> str:
        return self._locked_staff_no or self.staff_no.value()

    def _start_again(self) -> None:
        self._wait_until = None
        self._clock.stop()
        self.forget()
        self.staff_no.set_error("")
        self.password.set_error("")
        self._show_button()
        self.take_focus()

    def _show_button(self) -> None:
        waiting = self._wait_seconds() if self._who() == self._waiting_staff_no else 0
        self.button.setEnabled(not self._is_busy and not waiting)
        if self._is_busy:
            self.button.set_words(lambda: _("Checking…"))
        elif waiting:
            self.button.set_words(lambda: _("Wait {time}").format(time=f"{waiting // 60}:{waiting % 60:02d}"))
        elif self._locked_staff_no:
            self.button.set_words(lambda: _("Unlock"))
        else:
            self.button.set_words(lambda: _("Sign in"))

    def _wait_seconds(self) -> int:
        if self._wait_until is None:
            return 0
        return max(0, -int(-(self._wait_until - self._now()).total_seconds() // 1))
