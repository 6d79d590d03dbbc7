"""A new password typed twice, with a word about how good it is while it is typed: length first."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.language import _, ngettext_
from app.language.reasons import error_text
from app.operations.own_password import Advice, Strength, advise
from app.ui.theme import metrics
from app.ui.widgets.enter_walk import focus
from app.ui.widgets.fields import PasswordField
from app.ui.widgets.polish import set_kind
from app.ui.widgets.texts import WrappedLabel
from app.ui.wording import Worded, Words

SHORTEST, SHORTEST_PASSPHRASE = 8, 12


class NewPassword(QWidget, Worded):
    """Two fields and the word between them. Signals: changed()."""

    changed = Signal()

    def __init__(
        self, parent: QWidget, *, label: Words = "", name: str = "newPassword", shortest: int = SHORTEST
    ) -> None:
        super().__init__(parent)
        self._personal: tuple[str, ...] = ()
        self._shortest = shortest
        self.password = PasswordField(label or (lambda: _("New password")), name=name, parent=self)
        self.word = WrappedLabel(parent=self, kind="caption")
        self.word.setObjectName("passwordWord")
        self.again = PasswordField(lambda: _("The same once more"), name=f"{name}Again", parent=self)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(metrics().px(8))
        for widget in (self.password, self.word, self.again):
            column.addWidget(widget)
        for field in (self.password, self.again):
            field.changed.connect(self._on_changed)
        self.retranslate()

    def for_person(self, *personal: str) -> None:
        """Whose password it is: number, name and branch, which it may not be made of."""
        self._personal = personal
        self.retranslate()

    def value(self) -> str:
        """What was typed."""
        return self.password.value()

    def check(self) -> bool:
        """Whether it may be taken; what is wrong is said at its field."""
        advice = self._advice()
        if advice.strength is Strength.EMPTY:
            self.password.set_error(_("Enter the new password."))
        elif advice.error is not None:
            self.password.set_error(error_text(advice.error))
        elif self.again.value() != self.password.value():
            self.again.set_value("")
            self.again.set_error(_("The two are not the same. Type it once more."))
            focus(self.again.editor)
            return False
        else:
            return True
        focus(self.password.editor)
        return False

    def show_problem(self, message: str) -> None:
        """What was wrong with it elsewhere."""
        self.password.set_error(message)
        focus(self.password.editor)

    def forget(self) -> None:
        """Empty both."""
        for field in (self.password, self.again):
            field.set_value("")
            field.set_error("")

    def retranslate(self) -> None:
        """Also the word."""
        super().retranslate()
        self._say()

    def _on_changed(self) -> None:
        for field in (self.password, self.again):
            if field.error():
                field.set_error("")
        self._say()
        self.changed.emit()

    def _advice(self) -> Advice:
        return advise(self.password.value(), personal=self._personal, shortest=self._shortest)

    def _say(self) -> None:
        advice = self._advice()
        set_kind(self.word, "warning" if advice.strength is Strength.REFUSED and not advice.more else "caption")
        self.word.setText(word_of(advice, self._shortest))
        self.password.editor.setAccessibleDescription(self.word.text())


def word_of(advice: Advice, shortest: int) -> str:
    """What is said about a password that is being typed."""
    if advice.strength is Strength.EMPTY:
        return _(
            "At least {n} characters; a short sentence is easy to remember. Capitals, digits and signs are not needed, "
            "and it does not expire."
        ).format(n=shortest)
    if advice.more:
        return ngettext_("{n} more character is needed.", "{n} more characters are needed.", advice.more).format(
            n=advice.more
        )
    if advice.error is not None:
        return error_text(advice.error)
    words = {
        Strength.FAIR: _("Good enough. Longer is better."),
        Strength.GOOD: _("Good."),
        Strength.STRONG: _("Very good."),
    }
    return words[advice.strength]
