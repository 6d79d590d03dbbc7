"""The page: what is due for deletion, by number; some are held back, all others deleted with one signed act."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING, Any, ClassVar

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QStackedWidget, QVBoxLayout, QWidget

from app.domain.refusal import Refusal
from app.language import _, labels, ngettext_
from app.ui.owned_run import owned
from app.ui.page_context import PageContext
from app.ui.retention.calls import RetentionCalls
from app.ui.retention.hold_dialog import HoldDialog
from app.ui.retention.presenter import RetentionPresenter
from app.ui.retention.table import DueModel, DueTable
from app.ui.retention.words import kept_line
from app.ui.shell.actions import Action
from app.ui.shell.page import Page
from app.ui.theme import metrics
from app.ui.widgets.action_bar import ActionBar
from app.ui.widgets.buttons import Button, PrimaryButton
from app.ui.widgets.cards import Card
from app.ui.widgets.dialog import Dialog
from app.ui.widgets.notices import Banner, EmptyState
from app.ui.widgets.texts import WrappedLabel

if TYPE_CHECKING:
    from app.operations.retention import RetentionReading

HOLD_KEYS = "Ctrl+H"


class RetentionPage(Page):
    """The page; what it decides is in the presenter. No customer data stands here."""

    shows: ClassVar[frozenset[str]] = frozenset({"cases", "sync"})

    def __init__(
        self, context: PageContext, calls: RetentionCalls | None = None, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._context = context
        self.dialog: Dialog | None = None
        self._reading: RetentionReading | None = None
        self.presenter = RetentionPresenter(
            self,
            owned(context.run, self),
            owned(context.run_aside or context.run, self),
            people=context.people(),
            calls=calls,
        )
        self.kept = Banner("", tone="warning", is_inset=True, parent=self)
        self.problem = Banner("", tone="error", is_inset=True, parent=self)
        self.lead = WrappedLabel(parent=self, kind="muted")
        self.model = DueModel(self)
        self.table = DueTable(self.model, self)
        self.count = QLabel(self)
        self.count.setProperty("kind", "caption")
        self.empty = EmptyState(
            lambda: _("Nothing is due for deletion"), self._why_empty, icon="check-circle", parent=self
        )
        self.hold_button = Button(
            lambda: _("Keep on hold"), shortcut=HOLD_KEYS, is_shortcut_shown=True, on_click=self._on_hold, name="hold"
        )
        self.purge_button = PrimaryButton(self._purge_words, on_click=self._on_purge, name="purge")
        self.purge_button.setProperty("kind", "danger")
        self.bar = ActionBar(self.hold_button, self.purge_button)
        self._lay_out()
        self.table.opened.connect(self._on_opened)
        self.table.selectionModel().selectionChanged.connect(lambda *_args: self._say_count())
        self.retranslate()

    def _lay_out(self) -> None:
        size = metrics()
        column = QVBoxLayout()
        column.setContentsMargins(size.margin, size.px(10), size.margin, size.px(12))
        column.setSpacing(size.px(10))
        for banner in (self.kept, self.problem):
            column.addWidget(banner)
        column.addWidget(self.lead)
        card = Card(None, lambda: _("Cases whose time of keeping is over"), name="dueCard")
        card.add_corner(self.count)
        card.body.addWidget(self.table, 1)
        self.empty.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._pile = QStackedWidget(self)
        self._pile.addWidget(card)
        self._pile.addWidget(self.empty)
        self._pile.setCurrentWidget(self.empty)
        column.addWidget(self._pile, 1)
        self.column.addLayout(column, 1)
        self.column.addWidget(self.bar)

    # ---- what the window asks

    def title(self) -> str:
        """The page's title."""
        return _("Deletion when the time of keeping is over")

    def on_shown(self, **arguments: Any) -> None:
        """Read what is due whenever the page comes up."""
        self._take_keyboard()
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
            Action("retention.purge", self._purge_words, "Ctrl+Return", group=self.title, is_listed_only=True),
            Action("retention.hold", lambda: _("Keep on hold"), HOLD_KEYS, group=self.title, is_listed_only=True),
        )

    def retranslate(self) -> None:
        """Also the list and what stands around it."""
        super().retranslate()
        if hasattr(self, "bar"):
            self.table.setAccessibleName(_("Cases whose time of keeping is over"))
            self.empty.setAccessibleName(_("Nothing is due for deletion"))
            self.model.retranslate()
            self._say_all()

    # ---- what the presenter says

    def show_reading(self, reading: RetentionReading) -> None:
        """What is due, and what is kept although it was deleted elsewhere."""
        self._reading = reading
        self.model.show_cases(reading.due)
        self._pile.setCurrentIndex(0 if reading.due else 1)
        if reading.due and not self.table.currentIndex().isValid():
            self.table.setCurrentIndex(self.model.index(0, 0))
        self._say_all()
        if self.dialog is None and self.isVisible():
            self._take_keyboard()

    def show_problem(self, text: str) -> None:
        """What went wrong; what is listed stays."""
        self.problem.set_words(text)
        self._set_busy(False)
        self.bar.set_note("")

    def show_progress(self, done: int, of: int) -> None:
        """How far the deletion is."""
        self.problem.set_words("")
        self._set_busy(True)
        self.bar.set_note(lambda: _("Deleting: {done} of {of}").format(done=done, of=of), "refresh", "text2")

    def show_done(self, text: str) -> None:
        """What a deletion or a hold came to."""
        self._set_busy(False)
        self.bar.set_note(text, "check")
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
            self._purge_words,
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
        self._take_keyboard()

    def _take_keyboard(self) -> None:
        """On the list while there is one; else on what says that there is none."""
        target = self.table if self.model.rowCount() else self.empty
        target.setFocus(Qt.FocusReason.OtherFocusReason)

    # ---- words

    def _say_all(self) -> None:
        reading = self._reading
        self.kept.set_words(kept_line(reading.kept) if reading else "")
        self.lead.setText(
            _("Only what headquarters holds is listed, nothing that is held back or has an open linked case.")
        )
        self.purge_button.retranslate()
        self._set_busy(self.presenter.is_purging)
        self.empty.retranslate()
        self._say_count()

    def _say_count(self) -> None:
        count, chosen = self.model.rowCount(), len(self.table.chosen())
        text = ngettext_("{n} case", "{n} cases", count).format(n=count)
        if self._reading is not None and self._reading.is_more:
            text = _("the oldest {n}; more follow").format(n=count)
        if chosen > 1:
            text = _("{all} · {n} chosen").format(all=text, n=chosen)
        self.count.setText(text)

    def _purge_words(self) -> str:
        count = len(self.presenter.due)
        return ngettext_("Delete {n} case", "Delete {n} cases", count).format(n=count)

    def _why_empty(self) -> str:
        if self._reading is not None and self._reading.confirmed_on is None:
            return _("Headquarters has not confirmed anything to this computer yet, so nothing is deleted here.")
        day = self._reading.confirmed_on if self._reading is not None else None
        if day is None:
            return ""
        return _("As of {day}, the day on which headquarters last confirmed something.").format(day=labels.day(day))

    def _set_busy(self, is_busy: bool) -> None:
        for button in (self.hold_button, self.purge_button):
            button.setEnabled(bool(self.presenter.due) and not is_busy)
