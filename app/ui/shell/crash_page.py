"""The page of last resort: something failed that nobody expected. It says so calmly and offers three ways on."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QPlainTextEdit, QVBoxLayout, QWidget

from app.language import _
from app.ui.theme import metrics
from app.ui.widgets.buttons import Button, PrimaryButton
from app.ui.widgets.texts import WrappedLabel
from app.ui.wording import Worded


class CrashPage(QWidget, Worded):
    """Signals: go_on_wanted(), restart_wanted(), bundle_wanted() to see the diagnostic bundle, save_wanted() to write
    what is shown."""

    go_on_wanted = Signal()
    restart_wanted = Signal()
    bundle_wanted = Signal()
    save_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        size = metrics()
        self.setObjectName("crashPage")
        self._is_sealed = True
        self.title = WrappedLabel("", self, kind="title")
        self.text = WrappedLabel("", self)
        self.kept = WrappedLabel("", self, kind="body2")
        self.go_on = PrimaryButton(lambda: _("Go on"), shortcut="", on_click=self.go_on_wanted.emit, name="goOn")
        self.restart = Button(lambda: _("Restart the desk"), on_click=self.restart_wanted.emit, name="restart")
        self.look = Button(lambda: _("Diagnostic bundle…"), on_click=self.bundle_wanted.emit, name="bundle")
        self.save = Button(lambda: _("Save this bundle…"), on_click=self.save_wanted.emit, name="saveBundle")
        self.told = WrappedLabel("", self, kind="muted")
        self.bundle = QPlainTextEdit(self)
        self.bundle.setReadOnly(True)
        self.bundle.setTabChangesFocus(True)
        self.bundle.setObjectName("bundleText")
        self.bundle.setLineWrapMode(QPlainTextEdit.LineWrapMode.NoWrap)
        inner = QWidget(self)
        inner.setMaximumWidth(size.px(820))
        column = QVBoxLayout(inner)
        column.setContentsMargins(size.px(24), size.px(24), size.px(24), size.px(24))
        column.setSpacing(size.px(14))
        column.addStretch(1)
        for part in (self.title, self.text, self.kept):
            column.addWidget(part)
        column.addLayout(self._buttons(size.px(10)))
        column.addWidget(self.told)
        column.addWidget(self.bundle, 6)
        column.addWidget(self.save, 0, Qt.AlignmentFlag.AlignLeft)
        column.addStretch(2)
        outer = QHBoxLayout(self)
        outer.addStretch(1)
        outer.addWidget(inner, 8)
        outer.addStretch(1)
        self.setTabOrder(self.look, self.bundle)
        self.setTabOrder(self.bundle, self.save)
        self._say_all()
        self.hide_bundle()

    def _buttons(self, spacing: int) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(spacing)
        for button in (self.go_on, self.restart, self.look):
            row.addWidget(button)
        row.addStretch(1)
        return row

    def _say_all(self) -> None:
        self.say(self.title.setText, lambda: _("Something went wrong in the program"))
        self.say(
            self.text.setText,
            lambda: _(
                "This is a fault of the program, not yours. Everything that was recorded is safe on this computer and "
                "goes to headquarters as always."
            ),
        )
        self.say(self.bundle.setAccessibleName, lambda: _("Diagnostic bundle"))

    def show_kept(self, is_kept: bool | None) -> None:
        """Whether what was typed and not recorded is kept; None while that is not known."""
        words = {
            None: lambda: _("What you typed is being kept…"),
            True: lambda: _("What you typed is kept, encrypted; you find it where you left it."),
            False: lambda: _("What was typed last could not be kept. Check it when you go on."),
        }
        self.say(self.kept.setText, words[is_kept])

    def show_earlier(self) -> None:
        """It happened before this start: nobody is signed in yet, and there is nothing to restart."""
        self.say(self.title.setText, lambda: _("The program ended by itself"))
        self.say(
            self.text.setText,
            lambda: _(
                "It was a fault of the program, not yours. Everything that was recorded is safe on this computer and "
                "goes to headquarters as always."
            ),
        )
        self.say(
            self.kept.setText,
            lambda: _("What was typed before is kept, encrypted; you find it after you sign in."),
        )
        self.restart.hide()

    def show_bundle(self, text: str) -> None:
        """All that the bundle holds, before anything is written."""
        self.bundle.setPlainText(text)
        self.bundle.show()
        self.save.show()
        self.say(
            self.told.setText,
            lambda: _("This is all that the bundle holds: no names, no texts of cases. Give it to whoever helps you."),
        )
        self.told.show()
        self.bundle.setFocus()

    def hide_bundle(self) -> None:
        """Only the three ways on."""
        for part in (self.bundle, self.save, self.told):
            part.hide()
        self.bundle.clear()
        self.go_on.setFocus()

    def tell(self, text: str) -> None:
        """What became of saving."""
        self.say(self.told.setText, text)
        self.told.show()
