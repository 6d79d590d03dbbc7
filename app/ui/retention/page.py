"""The page: what is due for deletion, by number; some are held back, all others deleted with one signed act."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING, Any, ClassVar

from PySide6.QtWidgets import QWidget

from app.domain.refusal import Refusal
from app.language import _
from app.ui.owned_run import owned
from app.ui.page_context import PageContext
from app.ui.retention.calls import RetentionCalls
from app.ui.retention.hold_dialog import HoldDialog
from app.ui.retention.presenter import RetentionPresenter
from app.ui.retention.screen import HOLD_KEYS, RetentionScreen
from app.ui.shell.actions import Action
from app.ui.widgets.dialog import Dialog

if TYPE_CHECKING:
    from app.operations.retention import RetentionReading


class RetentionPage(RetentionScreen):
    """The page; what it decides is in the presenter."""

    shows: ClassVar[frozenset[str]] = frozenset({"cases", "sync"})

    def __init__(
        self, context: PageContext, calls: RetentionCalls | None = None, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._context = context
        self.dialog: Dialog | None = None
        self.presenter = RetentionPresenter(
            self,
            owned(context.run, self),
            owned(context.run_aside or context.run, self),
            people=context.people(),
            calls=calls,
        )
        self.hold_button.clicked.connect(self._on_hold)
        self.purge_button.clicked.connect(self._on_purge)
        self.table.opened.connect(self._on_opened)

    # ---- what the window asks

    def title(self) -> str:
        """The page's title."""
        return _("Deletion when the time of keeping is over")

    def on_shown(self, **arguments: Any) -> None:
        """Read what is due whenever the page comes up."""
        self.take_keyboard()
        self.presenter.refresh()

    def refresh(self) -> None:
        """Cases changed, or headquarters confirmed more of them."""
        self.presenter.refresh()

    def is_filling_in(self) -> bool:
        """Whether a hold is being written, or cases are being deleted."""
        return self.dialog is not None or self.presenter.is_purging

    def actions_offered(self) -> Sequence[Action]:
        """The keys of this page."""
        return (
            Action("retention.purge", self.purge_words, "Ctrl+Return", group=self.title, is_listed_only=True),
            Action("retention.hold", lambda: _("Keep on hold"), HOLD_KEYS, group=self.title, is_listed_only=True),
        )

    # ---- what the presenter says

    def show_reading(self, reading: RetentionReading) -> None:
        """What is due; the keyboard is on it."""
        super().show_reading(reading)
        if self.dialog is None and self.isVisible():
            self.take_keyboard()

    def show_done(self, text: str) -> None:
        """What a deletion or a hold came to."""
        self.bar.set_note(text, "check")
        self.set_busy(False)
        self.toast(text)

    def close_hold(self) -> None:
        """The cases are held."""
        if self.dialog is not None:
            self.dialog.accept()

    def refuse_hold(self, refusal: Refusal, text: str) -> None:
        """The cases can't be held like this."""
        if isinstance(self.dialog, HoldDialog):
            self.dialog.refuse(refusal, text)

    # ---- from the person

    def _on_opened(self, place: int) -> None:
        if 0 <= place < len(self.presenter.due):
            self.go("case", case_id=self.presenter.due[place].case_id)

    def _on_hold(self) -> None:
        places = self.table.chosen()
        if not places or self.presenter.is_purging or self.dialog is not None:
            return
        dialog = HoldDialog(self._context, len(places), self)

        def entered(reason: str, text: str, until: date | None) -> None:
            self.presenter.hold(places, reason, text, until)

        dialog.entered.connect(entered)
        self._open(dialog)

    def _on_purge(self) -> None:
        if not self.presenter.due or self.presenter.is_purging or self.dialog is not None:
            return
        dialog = Dialog(
            self.purge_words,
            confirm=lambda: _("Sign and delete"),
            intro=lambda: _(
                "Everything about these cases is deleted on all computers of the branch and can't be brought back: "
                "entries, files, papers, search words. What stays is that they were there, and your signature. "
                "Headquarters keeps its own copy by its own rules."
            ),
            is_danger=True,
            parent=self,
        )
        dialog.confirmed.connect(dialog.accept)
        dialog.accepted.connect(self.presenter.purge)
        self._open(dialog)

    def _open(self, dialog: Dialog) -> None:
        self.dialog = dialog
        dialog.finished.connect(self._on_finished)
        dialog.open()

    def _on_finished(self, _result: int) -> None:
        dialog, self.dialog = self.dialog, None
        if dialog is not None:
            dialog.deleteLater()
        self.window().activateWindow()
        self.take_keyboard()
