"""What stands in the middle of the sign-in page when passwords can't be taken yet."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QSizePolicy, QVBoxLayout, QWidget

from app.language import _
from app.language.trouble_words import Way, trouble
from app.ui.sign_in.new_password import SHORTEST_PASSPHRASE, NewPassword
from app.ui.sign_in.panels import Panel
from app.ui.theme import metrics
from app.ui.widgets.buttons import Button, LinkButton
from app.ui.widgets.enter_walk import focus
from app.ui.widgets.fields import PasswordField
from app.ui.widgets.texts import WrappedLabel


class PassphrasePanel(Panel):
    """The branch passphrase, where there is no keyring. Signals: submitted(text), retry_wanted()."""

    submitted = Signal(str)
    retry_wanted = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.new: NewPassword | None = None
        self._is_new = False
        self.passphrase = PasswordField(lambda: _("Branch passphrase"), name="passphrase", parent=self)
        self.passphrase.changed.connect(lambda: self.passphrase.set_error("") if self.passphrase.error() else None)
        self.passphrase.editor.returnPressed.connect(self.submit)
        self.column.addWidget(self.passphrase)
        self.button = self.add_main_button(lambda: _("Use the passphrase"), self.submit, "usePassphrase")
        self.column.addWidget(_retry(self, self.retry_wanted.emit))

    def ask(self, message: str, *, is_new: bool = False) -> None:
        """Say why the passphrase is needed; one that nobody has set yet is typed twice."""
        if is_new:
            self.tell(
                lambda: _("Choose the branch passphrase"),
                lambda: _(
                    "This computer has no keyring that may be used, so a passphrase protects its keys. A supervisor "
                    "types it at every start. Keep it in the safe: nobody can read it out again."
                ),
            )
        else:
            self.tell(lambda: _("No system keyring"), message)
        if is_new and self.new is None:
            self.new = NewPassword(
                self, label=lambda: _("Branch passphrase"), name="newPassphrase", shortest=SHORTEST_PASSPHRASE
            )
            new = self.new
            new.password.editor.returnPressed.connect(lambda: focus(new.again.editor))
            new.again.editor.returnPressed.connect(self.submit)
            self.column.insertWidget(self.column.indexOf(self.passphrase), self.new)
        self._is_new = is_new
        self.passphrase.setVisible(not is_new)
        if self.new is not None:
            self.new.setVisible(is_new)
        self.forget()

    def show_problem(self, message: str) -> None:
        """Write `message` at the field, emptied."""
        self.forget()
        if self._is_new and self.new is not None:
            self.new.show_problem(message)
            return
        self.passphrase.set_error(message)
        focus(self.passphrase.editor)

    def submit(self) -> None:
        """What the button and Enter do."""
        if not self.button.isEnabled():
            return
        if not self._is_new or self.new is None:
            self.submitted.emit(self.passphrase.value())
        elif self.new.check():
            self.submitted.emit(self.new.value())

    def set_busy(self, is_busy: bool) -> None:
        """While the passphrase is tried the button waits."""
        self.button.setEnabled(not is_busy)

    def forget(self) -> None:
        """Empty the passphrase."""
        self.passphrase.set_value("")
        if self.new is not None:
            self.new.forget()

    def take_focus(self) -> None:
        """To the field."""
        is_new = self._is_new and self.new is not None
        focus(self.new.password.editor if is_new and self.new is not None else self.passphrase.editor)


class TroublePanel(Panel):
    """Nobody can sign in: what is the matter, what was not touched, what to do, and the ways on as buttons.

    Signals: retry_wanted(), way_wanted(way: str of app.language.trouble_words.Way, but for retry).
    """

    retry_wanted = Signal()
    way_wanted = Signal(str)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._matter: tuple[str, Mapping[str, object]] = ("", {})
        self.untouched = WrappedLabel(parent=self, kind="strong")
        self.steps = WrappedLabel(parent=self)
        self.steps.setObjectName("troubleSteps")
        self.told = WrappedLabel(parent=self, kind="warning")
        self.told.hide()
        self._buttons = QVBoxLayout()
        self._buttons.setSpacing(metrics().px(8))
        self.ways: dict[Way, Button] = {}
        self.code = WrappedLabel(parent=self, kind="caption")
        self.code.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        for widget in (self.untouched, self.steps):
            self.column.addWidget(widget)
        self.column.addLayout(self._buttons)
        for widget in (self.told, self.code):
            self.column.addWidget(widget)

    def show_trouble(self, code: str, details: Mapping[str, object]) -> None:
        """Another matter."""
        self._matter = (code, dict(details))
        page = trouble(code, details)
        for button in self.ways.values():
            self._buttons.removeWidget(button)
            button.hide()
            button.deleteLater()
        self.ways = {way: self._made(way, is_first=place == 0) for place, way in enumerate(page.ways)}
        self.told.hide()
        self.retranslate()

    def tell_way(self, text: str) -> None:
        """Say what became of a way, or where it is."""
        self.told.setText(text)
        self.told.setVisible(bool(text))

    def set_busy(self, is_busy: bool) -> None:
        """While it is tried again the buttons wait."""
        for button in self.ways.values():
            button.setEnabled(not is_busy)

    def retranslate(self) -> None:
        """The whole page in the language in use."""
        super().retranslate()
        code, details = self._matter
        if not code:
            return
        page = trouble(code, details)
        self.heading.setText(page.title)
        self.intro.setText(page.what)
        self.untouched.setText(page.untouched)
        numbered = [f"{number}. {step}" for number, step in enumerate(page.steps, 1)]
        self.steps.setText("\n".join(numbered if len(numbered) > 1 else page.steps))
        self.code.setText(_("Code: {code}").format(code=code))

    def take_focus(self) -> None:
        """To the first way."""
        for button in self.ways.values():
            button.setFocus(Qt.FocusReason.OtherFocusReason)
            return

    def _made(self, way: Way, *, is_first: bool) -> Button:
        words = {
            Way.RETRY: lambda: _("Try again"),
            Way.FROM_BACKUP: lambda: _("Restore from a backup…"),
            Way.FROM_HEADQUARTERS: lambda: _("Restore from headquarters…"),
            Way.RECOVER: lambda: _("Recover with headquarters' help…"),
            Way.BUNDLE: lambda: _("Save a diagnostic bundle…"),
        }[way]
        is_retry = way is Way.RETRY
        on_click = self.retry_wanted.emit if is_retry else lambda: self.way_wanted.emit(way.value)
        name = "retry" if is_retry else f"way_{way.value}"
        if way is Way.BUNDLE:
            button: Button = LinkButton(words, is_flush=True, on_click=on_click, name=name, parent=self)
        else:
            button = Button(words, kind="primary" if is_first else "way", on_click=on_click, name=name, parent=self)
            button.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._buttons.addWidget(button)
        return button


def _retry(panel: Panel, on_click: object) -> LinkButton:
    clicked = on_click if callable(on_click) else None
    return LinkButton(
        lambda: _("Try again"), icon="refresh", is_flush=True, on_click=clicked, name="retry", parent=panel
    )
