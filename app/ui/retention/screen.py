"""What the page looks like: banners, the list, the bar at the foot, and their words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QStackedWidget, QVBoxLayout, QWidget

from app.language import _, labels, ngettext_
from app.ui.retention.table import DueModel, DueTable
from app.ui.retention.words import kept_line
from app.ui.shell.page import Page
from app.ui.theme import metrics
from app.ui.widgets.action_bar import ActionBar
from app.ui.widgets.buttons import Button, PrimaryButton
from app.ui.widgets.cards import Card
from app.ui.widgets.notices import Banner, EmptyState
from app.ui.widgets.texts import WrappedLabel

if TYPE_CHECKING:
    from app.operations.retention import RetentionReading

HOLD_KEYS = "Ctrl+H"


class RetentionScreen(Page):
    """Shows a reading and how far a deletion is. No customer data stands here."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._reading: RetentionReading | None = None
        self._is_busy = False
        self.kept = Banner("", tone="warning", is_inset=True, parent=self)
        self.problem = Banner("", tone="error", is_inset=True, parent=self)
        self.lead = WrappedLabel(parent=self, kind="muted")
        self.model = DueModel(self)
        self.table = DueTable(self.model, self)
        self.count = QLabel(self)
        self.count.setProperty("kind", "caption")
        self.empty = EmptyState("", icon="check-circle", parent=self)
        self.hold_button = Button(lambda: _("Keep on hold"), shortcut=HOLD_KEYS, is_shortcut_shown=True, name="hold")
        self.purge_button = PrimaryButton(self.purge_words, name="purge")
        self.purge_button.setProperty("kind", "danger")
        self.bar = ActionBar(self.hold_button, self.purge_button)
        self._lay_out()
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

    def retranslate(self) -> None:
        """Also the list and what stands around it."""
        super().retranslate()
        if hasattr(self, "bar"):
            self.table.setAccessibleName(_("Cases whose time of keeping is over"))
            self.empty.setAccessibleName(_("Nothing is due for deletion"))
            self.model.retranslate()
            self._say_all()

    def show_reading(self, reading: RetentionReading) -> None:
        """What is due, and what is kept although it was deleted elsewhere."""
        self._reading = reading
        self.model.show_lines(reading.due)
        self._pile.setCurrentIndex(0 if reading.due else 1)
        self.lead.setVisible(bool(reading.due))  # there is no list to explain
        if reading.due and not self.table.currentIndex().isValid():
            self.table.setCurrentIndex(self.model.index(0, 0))
        self._say_all()

    def show_problem(self, text: str) -> None:
        """What went wrong; what is listed stays."""
        self.problem.set_words(text)
        self.bar.set_note("")
        self.set_busy(False)

    def show_progress(self, done: int, of: int) -> None:
        """How far the deletion is."""
        self.problem.set_words("")
        self.set_busy(True)
        self.bar.set_note(lambda: _("Deleting: {done} of {of}").format(done=done, of=of), "refresh", "text2")

    def set_busy(self, is_busy: bool) -> None:
        """Whether cases are being deleted: the buttons wait."""
        self._is_busy = is_busy
        has_lines = bool(self.model.rowCount())
        for button in (self.hold_button, self.purge_button):
            button.setVisible(has_lines)
            button.setEnabled(has_lines and not is_busy)
        self.bar.setVisible(has_lines or bool(self.bar.note()))

    def take_keyboard(self) -> None:
        """On the list while there is one; else on what says that there is none."""
        target = self.table if self.model.rowCount() else self.empty
        target.setFocus(Qt.FocusReason.OtherFocusReason)

    def purge_words(self) -> str:
        """What the deleting button says."""
        count = self.model.rowCount()
        return ngettext_("Delete {n} case", "Delete {n} cases", count).format(n=count)

    def _say_all(self) -> None:
        reading = self._reading
        self.kept.set_words(kept_line(reading.kept) if reading else "")
        self.lead.setText(
            _("Only what headquarters holds is listed, nothing that is held back or has an open linked case.")
        )
        self.purge_button.retranslate()
        self.set_busy(self._is_busy)
        self.empty.set_words(lambda: _("Nothing is due for deletion"), self._why_empty)
        self._say_count()

    def _say_count(self) -> None:
        count, chosen = self.model.rowCount(), len(self.table.chosen())
        text = ngettext_("{n} case", "{n} cases", count).format(n=count)
        if self._reading is not None and self._reading.is_more:
            text = _("the oldest {n}; more follow").format(n=count)
        if chosen > 1:
            text = _("{all} · {n} chosen").format(all=text, n=chosen)
        self.count.setText(text)

    def _why_empty(self) -> str:
        if self._reading is not None and self._reading.confirmed_on is None:
            return _("Headquarters has not confirmed anything to this computer yet, so nothing is deleted here.")
        day = self._reading.confirmed_on if self._reading is not None else None
        if day is None:
            return ""
        return _("As of {day}, the day on which headquarters last confirmed something.").format(day=labels.day(day))
