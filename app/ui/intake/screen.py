"""What stands on the intake page and how the presenter's words are put on it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QApplication, QHBoxLayout, QVBoxLayout, QWidget

from app.domain.commands import IntakeForm
from app.language import _
from app.ui.intake.beside import BesideForm
from app.ui.intake.calls import SlipWish
from app.ui.intake.draft_keeping import DraftOffer
from app.ui.intake.draft_tabs import DraftTabs
from app.ui.intake.more_fields import MORE_FIELDS
from app.ui.intake.presenter import DraftTab
from app.ui.intake.words import clock_line, clock_sentences, due_line
from app.ui.page_context import PageContext
from app.ui.shell.facts import clock_time
from app.ui.theme import metrics
from app.ui.widgets.action_bar import ActionBar
from app.ui.widgets.buttons import Button, PrimaryButton
from app.ui.widgets.column_area import ColumnArea
from app.ui.widgets.enter_walk import EnterWalk
from app.ui.widgets.error_summary import ErrorSummary, FieldError
from app.ui.widgets.pdf_preview import PageImage

if TYPE_CHECKING:
    from app.domain.deadlines import Deadlines
    from app.ui.pictures import Picture


class IntakeScreen(BesideForm):
    """Form at the left, slip (or what is wanted in its place) at the right, actions below."""

    def __init__(self, context: PageContext, wish: SlipWish, parent: QWidget | None = None) -> None:
        super().__init__(context, wish, parent)
        self._due: Deadlines | None = None
        self._was_focused: QWidget | None = None
        self.errors = ErrorSummary(self)
        self.tabs = DraftTabs(self)
        self.clear_button = Button(lambda: _("Clear"), name="clear")
        self.record_button = Button(lambda: _("Record only"), shortcut="Ctrl+Shift+Return", name="recordOnly")
        self.main_button = PrimaryButton(lambda: _("Record and print slip"), icon="printer", name="record")
        self.main_button.setAutoDefault(True)
        self._lay_out()

    def _lay_out(self) -> None:
        size = metrics()
        body = QWidget()
        column = QVBoxLayout(body)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(size.gap)
        column.addWidget(self.errors)
        column.addWidget(self.form, 1)
        self._area = ColumnArea(body)
        row = QHBoxLayout()
        row.setContentsMargins(size.margin, size.px(12), size.margin, size.px(8))
        row.setSpacing(size.margin)
        row.addWidget(self._area, 1)
        row.addWidget(self.right)
        self.column.addLayout(row, 1)
        self.bar = ActionBar(self.tabs, self.clear_button, self.record_button, self.main_button)
        self.column.addWidget(self.bar)
        self._walk = EnterWalk(self, self.form.walk_order(), then=self.main_button)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The slip takes a larger share of a wide screen, so that it can be read there."""
        super().resizeEvent(event)
        size = metrics()
        wide = size.px(373) + max(0, self.width() - size.px(1290)) * 45 // 100
        self.right.setFixedWidth(min(wide, size.px(620), self.width() * 33 // 100))

    def retranslate(self) -> None:
        """Also the computed texts."""
        super().retranslate()
        if hasattr(self, "form"):
            self.show_due(self._due)

    # ---- what the presenter shows

    def show_form(self, form: IntakeForm, settlement: str | None) -> None:
        """Fill in a form."""
        self.form.fill(form, settlement)
        self.fill_beside(form)
        self.slip.show_language(form.language)
        self._area.verticalScrollBar().setValue(0)

    def show_tabs(self, tabs: Sequence[DraftTab]) -> None:
        """The open drafts."""
        self.tabs.show_tabs(tabs)

    def show_offers(self, offers: Sequence[DraftOffer]) -> None:
        """Drafts to go on with."""
        self.slip.show_offers(offers)

    def show_saved(self, at: datetime | None) -> None:
        """When the draft was saved."""
        if at is None:
            self.bar.set_note("")
        else:
            self.bar.set_note(lambda: _("Draft saved automatically {time}").format(time=clock_time(at)), "check")

    def show_not_saved(self, why: str) -> None:
        """The draft is not safe."""
        self.bar.set_note(lambda: _("Draft not saved: {why}").format(why=why), "alert-triangle", "error_text")

    def show_problems(self, at_fields: Mapping[str, str], summary: Sequence[tuple[str, str]]) -> None:
        """Messages at fields, and above the form after an attempt to record."""
        self._show_at_fields(at_fields)
        shown = [(error.field.objectName() if error.field else "", error.message) for error in self.errors.errors()]
        if [*summary] != shown:
            self.errors.show_errors(
                [
                    FieldError(message, self.field(name), lambda name=name: self.focus_field(name))  # type: ignore[misc]
                    for name, message in summary
                ],
                moves_focus=False,
            )
            self._show_at_fields(at_fields)

    def _show_at_fields(self, at_fields: Mapping[str, str]) -> None:
        self.form.show_problems(at_fields)
        if self.more is not None or any(name in MORE_FIELDS for name in at_fields):
            self.more_panel().show_problems(at_fields)

    def show_due(self, deadlines: Deadlines | None) -> None:
        """The computed due date, and both clocks in words."""
        self._due = deadlines
        self.form.due.set_value(due_line(deadlines))
        self.form.clocks.setText(clock_line(deadlines))
        # The line of clocks keeps its own tooltip, the whole line where it does not fit.
        self.form.due.editor.setToolTip(clock_sentences(deadlines))
        self.form.due.editor.setAccessibleDescription(clock_sentences(deadlines))

    def show_slip(self, pages: Sequence[Picture] | None) -> None:
        """The slip as it will be printed."""
        self.slip.show_pages(None if pages is None else [PageImage(p.width, p.height, p.rgba) for p in pages])
        text = "\n".join(page.text for page in pages or ())
        self.slip.preview.set_description(_("Slip preview"), text)

    def show_slip_failed(self, why: str) -> None:
        """The slip could not be made."""
        self.slip.show_failed(why)

    def show_busy(self, is_busy: bool) -> None:
        """Nothing may be typed while a complaint is being recorded: it would belong to neither."""
        if is_busy:
            self._was_focused = QApplication.focusWidget()
        for widget in (self.form, self.right, self.clear_button, self.record_button, self.main_button, self.tabs):
            widget.setEnabled(not is_busy)
        if not is_busy and self._was_focused is not None and self.isAncestorOf(self._was_focused):
            self._was_focused.setFocus()

    def show_reprint(self, case_no: str) -> None:
        """The slip of this case can be printed again."""
        self.slip.show_reprint(case_no)

    def focus_field(self, name: str) -> None:
        """Put the cursor into a field and bring it into view."""
        self.go_to_field(name)
        field = self.form.fields.get(name)
        if field is not None:
            self._area.ensureWidgetVisible(field)

    def tell(self, text: str, tone: str, action: str = "", do: Callable[[], None] | None = None) -> None:
        """A short message above the action bar."""
        del tone
        self.toast(text, action, do)
