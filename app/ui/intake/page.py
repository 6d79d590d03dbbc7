"""The intake page: typing goes to the presenter, and the window is told what it asks (ux.md 6)."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import Any

from PySide6.QtCore import QTimer
from PySide6.QtGui import QHideEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QWidget

from app.domain.commands import IntakeForm
from app.domain.intake import normalise_intake
from app.domain.refusal import Problem
from app.language import _
from app.ui.intake.calls import IntakeCalls, SlipWish
from app.ui.intake.presenter import IntakePresenter
from app.ui.intake.right_side import MORE, SIMILAR
from app.ui.intake.screen import IntakeScreen
from app.ui.owned_run import owned
from app.ui.page_context import PageContext
from app.ui.shell.actions import Action

PREVIEW_AFTER_MS = 150
SAVE_AFTER_MS = 250


class IntakePage(IntakeScreen):
    """The page; what it decides is in the presenter."""

    def __init__(self, context: PageContext, calls: IntakeCalls | None = None, parent: QWidget | None = None) -> None:
        wish = SlipWish(context.slip_size, context.slip_copies)
        super().__init__(context, wish, parent)
        self._is_started = False
        self.presenter = IntakePresenter(
            self,
            owned(context.run, self),
            now=context.now,
            check=self._check,
            open_case=lambda case_id: self.go("case", case_id=case_id),
            calls=calls,
            wish=wish,
        )
        self._preview_timer = self._timer(PREVIEW_AFTER_MS, self._look_at_it)
        self._save_timer = self._timer(SAVE_AFTER_MS, self.presenter.save_draft)
        self._connect()

    def _check(self, form: IntakeForm, now: datetime) -> tuple[Problem, ...]:
        found = normalise_intake(form, now, self._context.taxonomy(), rules=self._context.intake_rules())
        return found if isinstance(found, tuple) else ()

    def _timer(self, milliseconds: int, do: Callable[[], None]) -> QTimer:
        timer = QTimer(self)
        timer.setSingleShot(True)
        timer.setInterval(milliseconds)
        timer.timeout.connect(do)
        return timer

    def _connect(self) -> None:
        self.form.changed.connect(self._on_form_changed)
        self.form.left.connect(self._on_field_left)
        self.clear_button.clicked.connect(self.presenter.clear)
        self.record_button.clicked.connect(lambda: self._record(False))
        self.main_button.clicked.connect(lambda: self._record(True))
        self.slip.wished.connect(self.presenter.slip.wish_for)
        self.slip.width_wanted.connect(self.presenter.slip.fit)
        self.slip.language_chosen.connect(lambda code: self.form.put("language", code))
        self.slip.resumed.connect(self.presenter.resume)
        self.slip.reprint_wanted.connect(self.presenter.reprint_last)
        self.tabs.chosen.connect(self.presenter.show_draft)
        self._connect_assistance()
        for keys, do in (
            ("Ctrl+Tab", lambda: self.presenter.next_draft(1)),
            ("Ctrl+Shift+Tab", lambda: self.presenter.next_draft(-1)),
            ("Ctrl+D", self.form.toggle_settled),
            ("F6", lambda: self.go_right(MORE)),
            ("F7", lambda: self.go_right(SIMILAR)),
            ("Alt+M", self.presenter.assist.mask),
            ("Ctrl+Shift+P", self.presenter.reprint_last),
            # Taken whether or not there is anything to choose: an editor would type the digit into an amount.
            *((f"Alt+{digit}", lambda digit=digit: self._take(digit)) for digit in range(10)),
        ):
            shortcut = QShortcut(QKeySequence(keys), self)
            shortcut.activated.connect(do)

    def _take(self, place: int) -> None:
        if not self.form.suggestions.take(place):
            self.slip.empty.take(place)

    def _connect_assistance(self) -> None:
        assist = self.presenter.assist
        self.form.suggestion_chosen.connect(assist.choose)
        self.form.mask_wanted.connect(assist.mask)
        self.form.unlink_wanted.connect(assist.unlink)
        self.similar.looked.connect(assist.look)
        self.similar.linked.connect(assist.link)
        self.similar.unlinked.connect(assist.unlink)
        self.similar.aside.connect(assist.put_aside)
        self.similar.merged.connect(self._merge)

    # ---- what the window asks

    def title(self) -> str:
        """The page's title."""
        return _("Record a complaint")

    def on_shown(self, **arguments: object) -> None:
        """Begin with a blank form at the first visit; `new=True` (F2) begins another one, `draft_id` resumes one."""
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

    def is_filling_in(self) -> bool:
        """Whether something is typed that is not recorded."""
        return not self.presenter.is_blank

    def keep(self) -> Mapping[str, Any]:
        """The open drafts; they are in the store as well."""
        self._save_timer.stop()
        return self.presenter.keeping.keep(self.presenter.recording)

    def resume(self, kept: Mapping[str, Any]) -> None:
        """The drafts that were open are open again."""
        self.presenter.keeping.resume(kept)

    def actions_offered(self) -> Sequence[Action]:
        """The keys of this page."""
        keys = (
            ("record", lambda: _("Record and print slip"), "Ctrl+Return"),
            ("only", lambda: _("Record only"), "Ctrl+Shift+Return"),
            ("next", lambda: _("Next open draft"), "Ctrl+Tab"),
            ("settle", lambda: _("Settled on the spot"), "Ctrl+D"),
            ("more", lambda: _("More about the complaint"), "F6"),
            ("similar", lambda: _("Similar complaints"), "F7"),
            ("suggested", lambda: _("Take a suggested category"), "Alt+1"),
            ("mask", lambda: _("Mask card numbers"), "Alt+M"),
            ("reprint", lambda: _("Reprint the last slip"), "Ctrl+Shift+P"),
        )
        return tuple(
            Action(f"intake.{name}", words, key, group=lambda: _("Record a complaint"), is_listed_only=True)
            for name, words, key in keys
        )

    # ---- from the person

    def show_form(self, form: IntakeForm, settlement: str | None) -> None:
        """Another form: what the timers were waiting for belongs to the one before."""
        self._preview_timer.stop()
        self._save_timer.stop()
        super().show_form(form, settlement)

    def _look_at_it(self) -> None:
        self.presenter.slip.make()
        self.presenter.assist.make()

    def _on_form_changed(self) -> None:
        form = self.form.value()
        self.take_form(form)
        self.presenter.change(form, self.form.settlement_value())
        self._preview_timer.start()
        self._save_timer.start()

    def _on_field_left(self, name: str) -> None:
        if self.isVisible():  # a page that is being put away is saved by its hideEvent
            self._save_timer.stop()
            self.presenter.leave(name)

    def _record(self, is_printing: bool, merge_into: tuple[str, str] | None = None) -> None:
        self._save_timer.stop()
        self.presenter.change(self.form.value(), self.form.settlement_value())
        self.presenter.record(is_printing, merge_into)

    def _merge(self, case_id: str) -> None:
        case = next((case for case in self.presenter.assist.similar if case.case_id == case_id), None)
        if case is not None and case.is_open:
            self._record(True, (case.case_id, case.case_no))
