"""What the intake page decides: which draft is shown, when something is said about it, what is recorded. No Qt.

The page tells the presenter what was typed and when fields are left; the presenter tells the page what to show.
The page owns the two timers (slip preview 150 ms, draft 250 ms after the last key).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from app.domain.commands import IntakeForm
from app.domain.reasons import ReasonCode
from app.domain.refusal import Problem, Refusal
from app.language import _
from app.language.reasons import refusal_text
from app.ui.intake.assisting import Assisting, AssistingView
from app.ui.intake.calls import IntakeCalls, SlipWish
from app.ui.intake.draft_keeping import DraftKeeping, KeepingView
from app.ui.intake.form_checks import ALL_FIELDS, FIELD_ORDER, HARD_RULES, SETTLEMENT, ChecksView, FormChecks
from app.ui.intake.live_slip import LiveSlip, SlipView
from app.ui.intake.more_fields import MORE_FIELDS
from app.ui.intake.open_drafts import OpenDraft, OpenDrafts
from app.ui.intake.recording import Recording, RecordingView
from app.ui.running import Run


@dataclass(frozen=True, slots=True)
class DraftTab:
    """One open draft in the switcher."""

    draft_id: str
    title: str
    is_current: bool

    def __repr__(self) -> str:
        return f"<DraftTab {self.draft_id}>"


class IntakeView(KeepingView, ChecksView, SlipView, RecordingView, AssistingView, Protocol):
    """What the presenter needs of the page."""

    def show_form(self, form: IntakeForm, settlement: str | None) -> None: ...
    def show_tabs(self, tabs: Sequence[DraftTab]) -> None: ...


class IntakePresenter:
    """One page's decisions for one signed-in person. `slip` is the live preview and how the slip is wanted;
    `assist` is what the desk notices while somebody types, `keeping` the drafts, `recording` what becomes of them."""

    def __init__(
        self,
        view: IntakeView,
        run: Run,
        *,
        now: Callable[[], datetime],
        check: Callable[[IntakeForm, datetime], tuple[Problem, ...]],
        open_case: Callable[[str], None],
        calls: IntakeCalls | None = None,
        drafts: OpenDrafts | None = None,
        wish: SlipWish | None = None,
    ) -> None:
        calls = calls or IntakeCalls()
        self._view = view
        self._now = now
        self._check = check
        self._drafts = drafts or OpenDrafts()
        self.keeping = DraftKeeping(view, run, calls, self._drafts)
        self._checks = FormChecks(view, self._find_problems)
        self.recording = Recording(view, run, calls, open_case)
        self.slip = LiveSlip(view, run, calls, lambda: self._drafts.current, wish or SlipWish())
        self.assist = Assisting(view, run, calls, lambda: self._drafts.current)

    # ---- drafts

    def start(self) -> None:
        """Show a blank form and offer the last drafts. Nothing is filled in by itself: it may be another customer's."""
        self._show_current()
        self.offer_drafts()
        if was_recording := self.keeping.take_resumed():
            self.resume(was_recording)  # or say that it is gone: then it was recorded

    def offer_drafts(self) -> None:
        """Offer the newest drafts that are not open yet."""
        self.keeping.offer()

    def resume(self, draft_id: str) -> None:
        """Go on with a stored draft."""

        def then(draft: OpenDraft | None) -> None:
            if draft is None:
                self._view.tell(_("This draft is gone: it was recorded or discarded meanwhile."), "warning")
                self.offer_drafts()
                return
            self._drafts.adopt(draft)
            self._show_current()

        self.keeping.read(draft_id, then)

    def new_form(self) -> None:
        """F2: begin another complaint; the one on the screen stays open as a draft."""
        if self.recording.is_under_way:
            return
        self.save_draft()
        self._drafts.begin()
        self._show_current()
        self.offer_drafts()

    def show_draft(self, draft_id: str) -> None:
        """Switch to another open draft."""
        if self.recording.is_under_way:
            return
        self.save_draft()
        if self._drafts.show(draft_id):
            self._show_current()

    def next_draft(self, by: int = 1) -> None:
        """Ctrl+Tab: the next open draft."""
        self.show_draft(self._drafts.step(by).draft_id)

    def clear(self) -> None:
        """Empty the form. Nothing is asked; the way back is in the message (ux.md, anchor 11)."""
        gone = self._drafts.current
        if self.recording.is_under_way:
            return
        if gone.is_blank:
            self._view.focus_field(FIELD_ORDER[0])
            return
        self._drafts.drop(gone.draft_id)
        self.keeping.forget(gone.draft_id)
        self._show_current()
        self.offer_drafts()

        def undo() -> None:
            gone.saved = None
            self._drafts.adopt(gone)
            self._show_current()
            self.save_draft()

        self._view.tell(_("The form was cleared."), "info", _("Undo"), undo)

    def save_draft(self) -> None:
        """Save what is on the screen if the store does not hold it yet; what is being recorded is no draft any more."""
        if not self.recording.is_under_way:
            self.keeping.save()

    # ---- typing

    @property
    def form(self) -> IntakeForm:
        """The form as the presenter knows it."""
        return self._drafts.current.form

    @property
    def is_blank(self) -> bool:
        """Whether nothing is typed in the form on the screen."""
        return self._drafts.current.is_blank

    @property
    def has_unsaved(self) -> bool:
        """Whether something typed is not in the store yet."""
        return not all(draft.is_saved for draft in self._drafts.all)

    def change(self, form: IntakeForm, settlement: str | None) -> None:
        """Take in what was typed. Cheap: called at every key."""
        current = self._drafts.current
        was_blank, old_name = current.is_blank, current.short_name
        changed = [name for name in ALL_FIELDS if getattr(form, name, "") != getattr(current.form, name, "")]
        is_other_need = any(_is_need(name, form, current.form) for name in changed)
        if settlement != current.settlement:
            changed.append(SETTLEMENT)
        current.form, current.settlement = form, settlement
        if current.is_blank != was_blank or current.short_name != old_name:
            self._show_tabs()
            if not current.is_blank:
                self._view.show_offers(())
        self._checks.mend(changed)
        if is_other_need:
            self._checks.want(form)

    def leave(self, name: str) -> None:
        """A field was left: save at once; say what is wrong only if a hard rule is broken by something typed."""
        self.save_draft()
        if name in HARD_RULES and getattr(self.form, name).strip():
            self._checks.leave(name)

    def _find_problems(self) -> tuple[Problem, ...]:
        current = self._drafts.current
        found = self._check(current.form, self._now())
        if current.settlement is not None and not current.settlement.strip():
            found += (Problem(ReasonCode.TEXT_MISSING, SETTLEMENT),)
        return found

    # ---- recording

    def record(self, is_printing: bool = True, merge_into: tuple[str, str] | None = None) -> None:
        """Record the complaint, once however often the key is pressed, and print its slip.

        `merge_into` is id and number of an open case that it is merged into at once.
        """
        if self.recording.is_under_way:
            return
        problems = self._find_problems()
        if problems:
            self._refuse(Refusal(problems))
            return
        draft = self._drafts.current

        def recorded() -> None:
            self._drafts.drop(draft.draft_id)
            self._show_current()
            self.offer_drafts()

        wish = self.slip.wish if is_printing else None
        self.recording.record(draft, wish, recorded, self._refuse, merge_into=merge_into)

    def _refuse(self, refusal: Refusal) -> None:
        if not self._checks.refuse(refusal.problems):
            self._view.tell(refusal_text(refusal), "error")

    def reprint_last(self) -> None:
        """Print the slip of the case that was recorded last once more."""
        self.recording.reprint_last(self.slip.wish)

    # ---- showing

    def _show_current(self) -> None:
        draft = self._drafts.current
        self._checks.clear()
        self._view.show_form(draft.form, draft.settlement)
        self._view.show_saved(draft.saved_at)
        self._view.show_offers(())
        self._show_tabs()
        self._checks.want(draft.form)
        self.assist.forget()
        self.slip.make()
        self.assist.make()
        self._view.focus_field(FIELD_ORDER[0])

    def _show_tabs(self) -> None:
        current = self._drafts.current
        self._view.show_tabs(
            [DraftTab(d.draft_id, d.short_name or _("New complaint"), d is current) for d in self._drafts.all]
        )


def _is_need(name: str, form: IntakeForm, before: IntakeForm) -> bool:
    """Whether a change of this field may change what is still wanted: a choice, or a rarer field that was filled in
    or emptied. Typing on in a text is not."""
    if name in ("capacity", "channel", "intake_type"):
        return True
    return name in MORE_FIELDS and bool(getattr(form, name)) != bool(getattr(before, name))
