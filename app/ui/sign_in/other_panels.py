"""What stands in the middle of the sign-in page when passwords can't be taken yet."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from app.language import _
from app.ui.sign_in.panels import Panel
from app.ui.widgets.buttons import LinkButton
from app.ui.widgets.enter_walk import focus
from app.ui.widgets.fields import PasswordField


class PassphrasePanel(Panel):
    """The branch passphrase, where there is no keyring. Signals: submitted(text), retry_wanted()."""

    submitted = Signal(str)
    retry_wanted = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.passphrase = PasswordField(lambda: _("Branch passphrase"), name="passphrase", parent=self)
        self.passphrase.changed.connect(lambda: self.passphrase.set_error("") if self.passphrase.error() else None)
        self.passphrase.editor.returnPressed.connect(self.submit)
        self.column.addWidget(self.passphrase)
        self.button = self.add_main_button(lambda: _("Use the passphrase"), self.submit, "usePassphrase")
        self.column.addWidget(_retry(self, self.retry_wanted.emit))

    def ask(self, message: str) -> None:
        """Say why the passphrase is needed."""
        self.tell(lambda: _("No system keyring"), message)
        self.forget()

    def show_problem(self, message: str) -> None:
        """Write `message` at the field, emptied."""
        self.forget()
        self.passphrase.set_error(message)
        focus(self.passphrase.editor)

    def submit(self) -> None:
        """What the button and Enter do."""
        if self.button.isEnabled():
            self.submitted.emit(self.passphrase.value())

    def set_busy(self, is_busy: bool) -> None:
        """While the passphrase is tried the button waits."""
        self.button.setEnabled(not is_busy)

    def forget(self) -> None:
        """Empty the passphrase."""
        self.passphrase.set_value("")

    def take_focus(self) -> None:
        """To the field."""
        focus(self.passphrase.editor)


class TroublePanel(Panel):
    """Nobody can sign in: why, and a way to try again. Signals: retry_wanted()."""

    retry_wanted = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.retry = _retry(self, self.retry_wanted.emit)
        self.column.addWidget(self.retry)

    def take_focus(self) -> None:
        """To the only button."""
        self.retry.setFocus()


def _retry(panel: Panel, on_click: object) -> LinkButton:
    clicked = on_click if callable(on_click) else None
    return LinkButton(lambda: _("Try again"), icon="refresh", on_click=clicked, name="retry", parent=panel)
