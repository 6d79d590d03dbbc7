"""The intake page: form at the left, the slip as it will be printed at the right, the main action below (ux.md 6)."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, ClassVar

from PySide6.QtCore import QTimer
from PySide6.QtGui import QHideEvent, QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QApplication, QHBoxLayout, QVBoxLayout, QWidget

from app.domain.commands import IntakeForm
from app.domain.intake import normalise_intake
from app.domain.refusal import Problem
from app.language import _
from app.ui.intake.calls import IntakeCalls, SlipWish
from app.ui.intake.draft_tabs import DraftTabs
from app.ui.intake.form import IntakeFormBody
from app.ui.intake.presenter import DraftOffer, DraftTab, IntakePresenter
from app.ui.intake.slip_panel import SlipPanel
from app.ui.intake.words import clock_line, clock_sentences, due_line
from app.ui.owned_run import owned
from app.ui.page_context import PageContext
from app.ui.shell.actions import Action
from app.ui.shell.facts import clock_time
from app.ui.shell.page import Page
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

PREVIEW_AFTER_MS = 150
SAVE_AFTER_MS = 250


class IntakePage(Page):
    """The page; what it decides is in the presenter."""

    shows: ClassVar[frozenset[str]] = frozenset()

    def __init__(self, context: PageContext, calls: IntakeCalls | None = None, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        wish = SlipWish(context.slip_size, context.slip_copies)
        self._context = context
        self._due: Deadlines | None = None
        self._was_focused: QWidget | None = None
        self.form = IntakeFormBody(today=context.today, taxonomy=context.taxonomy(), parent=self)
        self.errors = ErrorSummary(self)
        self.slip = SlipPanel(wish, self)
        self.tabs = DraftTabs(self)
        self.presenter = IntakePresenter(
            self,
            owned(context.run, self),
            now=context.now,
            check=self._check,
            open_case=lambda case_id: self.go("case", case_id=case_id),
            calls=calls,
            wish=wish,
        )
        self._preview_timer = self._timer(PREVIEW_AFTER_MS, self.presenter.preview)
        self._save_timer = self._timer(SAVE_AFTER_MS, self.presenter.save_draft)
        self._lay_out()
        self._connect()
        self._is_started = False

    def _check(self, form: IntakeForm, now: datetime) -> tuple[Problem, ...]:
        found = normalise_intake(form, now, self._context.taxonomy())
        return found if isinstance(found, tuple) else ()

    def _timer(self, milliseconds: int, do: Callable[[], None]) -> QTimer:
        timer = QTimer(self)
        timer.setSingleShot(True)
        timer.setInterval(milliseconds)
        timer.timeout.connect(do)
        return timer

    # ---- layout

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
        row.addWidget(self.slip)
        self.column.addLayout(row, 1)
        self._clear_button = Button(lambda: _("Clear"), on_click=self.presenter.clear, name="clear")
        self._record_button = Button(
            lambda: _("Record only"),
            shortcut="Ctrl+Shift+Return",
            on_click=lambda: self._record(False),
            name="recordOnly",
        )
        self._main_button = PrimaryButton(
            lambda: _("Record and print slip"), icon="printer", on_click=lambda: self._record(True), name="record"
        )
        self._main_button.setAutoDefault(True)
        self.bar = ActionBar(self.tabs, self._clear_button, self._record_button, self._main_button)
        self.column.addWidget(self.bar)
        self._walk = EnterWalk(self, self.form.walk_order(), then=self._main_button)

    def _connect(self) -> None:
        self.form.changed.connect(self._on_form_changed)
        self.form.left.connect(self._on_field_left)
        self.slip.wished.connect(self.presenter.wish_for)
        self.slip.language_chosen.connect(self.form.set_language)
        self.slip.resumed.connect(self.presenter.resume)
        self.slip.reprint_wanted.connect(self.presenter.reprint_last)
        self.slip.width_wanted.connect(self.presenter.fit)
        self.tabs.chosen.connect(self.presenter.show_draft)
        for keys, do in (
            ("Ctrl+Tab", lambda: self.presenter.next_draft(1)),
            ("Ctrl+Shift+Tab", lambda: self.presenter.next_draft(-1)),
            ("Ctrl+D", self.form.toggle_settled),
            ("Ctrl+Shift+P", self.presenter.reprint_last),
        ):
            shortcut = QShortcut(QKeySequence(keys), self)
            shortcut.activated.connect(do)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The slip takes a larger share of a wide screen, so that it can be read there."""
        super().resizeEvent(event)
        size = metrics()
        wide = size.px(373) + max(0, self.width() - size.px(1290)) * 45 // 100
        self.slip.setFixedWidth(min(wide, size.px(620), self.width() * 45 // 100))

    # ---- what the window asks

    def title(self) -> str:
        """The page's title."""
        return _("Record a complaint")

    def on_shown(self, **arguments: object) -> None:
        """Begin with a blank form at the first visit; `new=True` (F2 elsewhere) begins another one."""
        if not self._is_started:
            self._is_started = True
            self.presenter.start()
        elif arguments.get("new"):
            self.presenter.new_form()
        else:
            self.presenter.offer_drafts()
            self.form.go_to("complainant_name")
        draft_id = arguments.get("draft_id")
        if isinstance(draft_id, str):
            self.presenter.resume(draft_id)

    def hideEvent(self, event: QHideEvent) -> None:
        """Save at once, also when the desk is locked: the timer would come too late."""
        super().hideEvent(event)
        self._preview_timer.stop()
        if self._save_timer.isActive():
            self._save_timer.stop()
            self.presenter.save_draft()

    def can_leave(self) -> bool:
        """Always: what is typed is a draft."""
        return True

    def is_filling_in(self) -> bool:
        """Whether something is typed that is not recorded."""
        return not self.presenter.is_blank

    def actions_offered(self) -> Sequence[Action]:
        """The keys of this page."""
        group = lambda: _("Record a complaint")  # noqa: E731
        keys = (
            ("record", lambda: _("Record and print slip"), "Ctrl+Return"),
            ("only", lambda: _("Record only"), "Ctrl+Shift+Return"),
            ("new", lambda: _("Begin another complaint"), "F2"),
            ("next", lambda: _("Next open draft"), "Ctrl+Tab"),
            ("settle", lambda: _("Settled on the spot"), "Ctrl+D"),
            ("reprint", lambda: _("Reprint the last slip"), "Ctrl+Shift+P"),
        )
        return tuple(
            Action(f"intake.{name}", words, key, group=group, is_listed_only=True) for name, words, key in keys
        )

    def retranslate(self) -> None:
        """Also the computed texts."""
        super().retranslate()
        if hasattr(self, "presenter"):
            self.show_due(self._due)

    # ---- from the person

    def _on_form_changed(self) -> None:
        self.presenter.change(self.form.value(), self.form.settlement_value())
        self._preview_timer.start()
        self._save_timer.start()

    def _on_field_left(self, name: str) -> None:
        if self.isVisible():  # a page that is being put away is saved by its hideEvent
            self._save_timer.stop()
            self.presenter.leave(name)

    def _record(self, is_printing: bool) -> None:
        self._save_timer.stop()
        self.presenter.change(self.form.value(), self.form.settlement_value())
        self.presenter.record(is_printing)

    # ---- from the presenter

    def show_form(self, form: IntakeForm, settlement: str | None) -> None:
        """Fill in a form."""
        self._preview_timer.stop()
        self._save_timer.stop()
        self.form.fill(form, settlement)
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
        self.form.show_problems(at_fields)
        shown = [(error.field.objectName() if error.field else "", error.message) for error in self.errors.errors()]
        if [*summary] != shown:
            self.errors.show_errors(
                [FieldError(message, self.form.fields.get(name)) for name, message in summary], moves_focus=False
            )
            self.form.show_problems(at_fields)

    def show_due(self, deadlines: Deadlines | None) -> None:
        """The computed due date, and both clocks in words."""
        self._due = deadlines
        self.form.due.set_value(due_line(deadlines))
        self.form.clocks.setText(clock_line(deadlines))
        self.form.clocks.setToolTip(clock_sentences(deadlines))
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
        for widget in (self.form, self._clear_button, self._record_button, self._main_button, self.tabs):
            widget.setEnabled(not is_busy)
        if not is_busy and self._was_focused is not None and self.isAncestorOf(self._was_focused):
            self._was_focused.setFocus()

    def show_reprint(self, case_no: str) -> None:
        """The slip of this case can be printed again."""
        self.slip.show_reprint(case_no)

    def focus_field(self, name: str) -> None:
        """Put the cursor into a field and bring it into view."""
        self.form.go_to(name)
        field = self.form.fields.get(name)
        if field is not None:
            self._area.ensureWidgetVisible(field)

    def tell(self, text: str, tone: str, action: str = "", do: Callable[[], None] | None = None) -> None:
        """A short message above the action bar."""
        del tone
        self.toast(text, action, do)
