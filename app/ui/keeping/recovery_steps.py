"""The steps of a recovery as they are shown: what is asked, the code, the answer."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from app.language import _
from app.language.book_labels import recovery_why
from app.ui.keeping.path_field import FILE, FOLDER, NEW_FILE, PathField
from app.ui.keeping.steps import Step
from app.ui.theme import metrics
from app.ui.widgets.buttons import LinkButton
from app.ui.widgets.cards import FieldGrid
from app.ui.widgets.choices import Choice, ComboField
from app.ui.widgets.fields import Field, PasswordField, TextField
from app.ui.widgets.texts import WrappedLabel
from app.ui.wording import Words

REASONS = ("keyring_lost", "supervisor_forgotten")
"""As app.journal.recovery has them, which brings cryptography along."""
SHORTEST = 8
"""As app.vault.passwords has it."""


class AskStep(Step):
    """What was lost, and where the request goes."""

    def __init__(self, why: str, parent: QWidget) -> None:
        super().__init__(parent)
        self.why = ComboField(
            lambda: _("What is the matter"), [Choice(code, _why_words(code)) for code in REASONS], name="recoveryWhy"
        )
        self.why.set_value(why if why in REASONS else REASONS[0])
        self.file = PathField(lambda: _("File for headquarters"), NEW_FILE, name="requestFile", parent=self)
        self.backup = PathField(
            lambda: _("New computer: folder of the newest backup"),
            FOLDER,
            name="requestBackup",
            optional=True,
            parent=self,
        )
        for field in (self.why, self.file, self.backup):
            self.add(field)
        self.backup.hide()

    def first_field(self) -> Field | None:
        """The file: what is the matter is answered already."""
        return self.file


class CodeStep(Step):
    """The code, once, in large letters; its last group is typed as a sign that it was written down."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        size = metrics()
        frame = QFrame(self)
        frame.setObjectName("card")
        inner = QVBoxLayout(frame)
        inner.setContentsMargins(size.px(16), size.px(12), size.px(16), size.px(12))
        inner.setSpacing(size.px(4))
        head = QLabel(frame)
        head.setProperty("kind", "label")
        self.say(head.setText, lambda: _("Recovery code - write it down now, it is not shown again"))
        self.code = QLabel(frame)
        self.code.setObjectName("recoveryCode")
        self.code.setProperty("kind", "figure")
        self.code.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        self.check = WrappedLabel(parent=frame, kind="body2")
        inner.addWidget(head)
        inner.addWidget(self.code)
        inner.addWidget(self.check)
        self.column.addWidget(frame)
        self.file = WrappedLabel(parent=self, kind="body2")
        self.column.addWidget(self.file)
        self.last = TextField(
            lambda: _("To go on, type the last group of the code"), code=True, max_length=30, name="lastGroup"
        )
        self.add(self.last)

    def show_code(self, code: str, check: Words, file: Words) -> None:
        """For as long as the step is in view."""
        self.code.setText(code)
        self.say(self.check.setText, check)
        self.say(self.file.setText, file)

    def forget(self) -> None:
        """The code is on paper now."""
        self.code.clear()
        self.last.set_value("")


class AnswerStep(Step):
    """Headquarters' answer, the code, and the new password."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.facts = WrappedLabel(parent=self, kind="body2")
        self.column.addWidget(self.facts)
        self.answer = PathField(lambda: _("Headquarters' answer"), FILE, name="answerFile", parent=self)
        self.add(self.answer)
        self.granted = WrappedLabel(parent=self, kind="body2")
        self.granted.hide()
        self.column.addWidget(self.granted)
        self.code = TextField(lambda: _("Recovery code"), code=True, max_length=100, name="typedCode")
        self.add(self.code)
        grid = FieldGrid(2)
        self.password = PasswordField(lambda: _("New password"), name="newPassword")
        self.again = PasswordField(lambda: _("The same once more"), name="newPasswordAgain")
        self.password.set_hint(lambda: _("At least {n} characters").format(n=SHORTEST))
        grid.add(self.password)
        grid.add(self.again)
        self.column.addWidget(grid)
        self.passphrase = PasswordField(lambda: _("Branch passphrase from now on"), name="branchPassphrase")
        for field in (self.password, self.again):
            self.own(field)
        self.add(self.passphrase)
        self.passphrase.hide()
        self.save_again = LinkButton(lambda: _("Save the request again…"), is_flush=True, name="saveAgain", parent=self)
        self.cancel = LinkButton(lambda: _("Give up this request"), is_flush=True, name="cancelRequest", parent=self)
        links = QHBoxLayout()
        links.setSpacing(metrics().px(16))
        links.addWidget(self.save_again)
        links.addWidget(self.cancel)
        links.addStretch(1)
        self.column.addLayout(links)

    def forget(self) -> None:
        """Empty what is secret."""
        for field in (self.code, self.password, self.again, self.passphrase):
            field.set_value("")


def _why_words(code: str) -> Words:
    return lambda: _first_upper(recovery_why(code))


def _first_upper(text: str) -> str:
    return text[:1].upper() + text[1:]
