"""What the intake page decides: drafts, checks, the live slip, recording once and only once. No Qt.

The page tells the presenter what was typed and when fields are left; the presenter tells the page what to show.
The page owns the two timers (slip preview 150 ms, draft 300 ms after the last key).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any, Protocol

from app.domain.commands import IntakeForm
from app.domain.reasons import ReasonCode
from app.domain.refusal import Problem, Refusal
from app.language import _
from app.language.reasons import error_text, refusal_text, sentence
from app.ui.intake.calls import IntakeCalls, Recorded, ShownSlip, SlipWish
from app.ui.intake.open_drafts import OpenDraft, OpenDrafts, is_blank
from app.ui.running import Run

if TYPE_CHECKING:
    from app.domain.deadlines import Deadlines
    from app.operations.drafts import DraftView
    from app.ui.pictures import Picture

OFFERED_DRAFTS = 3
_HARD_RULES = frozenset(
    {"phone", "id_number", "account_tail", "occurred_on", "amount", "received_at"}
)  # checked on leaving, when not empty (ux.md, anchors 7 and 8)
SETTLEMENT = "settlement"
FIELD_ORDER = (
    "complainant_name",
    "phone",
    "capacity",
    "id_kind",
    "id_number",
    "account_tail",
    "category",
    "occurred_on",
    "amount",
    "narrative",
    "remedy_sought",
    "channel",
    "received_at",
    SETTLEMENT,
)
"""The fields as Enter walks through them; errors are listed in this order."""


@dataclass(frozen=True, slots=True)
class DraftTab:
    """One open draft in the switcher."""

    draft_id: str
    title: str
    is_current: bool

    def __repr__(self) -> str:
        return f"<DraftTab {self.draft_id}>"


@dataclass(frozen=True, slots=True)
class DraftOffer:
    """A draft from earlier that the empty form offers to go on with."""

    draft_id: str
    title: str
    narrative: str
    saved_at: datetime

    def __repr__(self) -> str:
        return f"<DraftOffer {self.draft_id}>"


class IntakeView(Protocol):
    """What the presenter needs of the page."""

    def show_form(self, form: IntakeForm, settlement: str | None) -> None: ...
    def show_tabs(self, tabs: Sequence[DraftTab]) -> None: ...
    def show_offers(self, offers: Sequence[DraftOffer]) -> None: ...
    def show_saved(self, at: datetime | None) -> None: ...
    def show_not_saved(self, why: str) -> None: ...
    def show_problems(self, at_fields: Mapping[str, str], summary: Sequence[tuple[str, str]]) -> None: ...
    def show_due(self, deadlines: Deadlines | None) -> None: ...
    def show_slip(self, pages: Sequence[Picture] | None) -> None: ...
    def show_slip_failed(self, why: str) -> None: ...
    def show_busy(self, is_busy: bool) -> None: ...
    def show_reprint(self, case_no: str) -> None: ...
    def focus_field(self, name: str) -> None: ...
    def tell(self, text: str, tone: str, action: str = "", do: Callable[[], None] | None = None) -> None: ...


class IntakePresenter:
    """One page's decisions for one signed-in person."""

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
        self._view = view
        self._run = run
        self._now = now
        self._check = check
        self._open_case = open_case
        self._calls = calls or IntakeCalls()
        self._drafts = drafts or OpenDrafts()
        self._wish = wish or SlipWish()
        self._problems: dict[str, str] = {}
        self._is_summary_shown = False
        self._is_recording = False
        self._is_previewing = False
        self._is_preview_wanted = False
        self._width = 360  # device px of the preview
        self._last: tuple[str, str] | None = None  # id and number of the last case recorded here

    # ---- coming and going

    def start(self) -> None:
        """Show a blank form and offer the last drafts."""
        self._show_current()
        self.offer_drafts()

    def offer_drafts(self) -> None:
        """Read the drafts of this person that are not open yet and offer the newest."""
        self._run(self._calls.list_drafts, self._show_offers, lambda error: None)

    def _show_offers(self, stored: list[DraftView]) -> None:
        if not self._drafts.current.is_blank:
            self._view.show_offers(())
            return
        fresh = [d for d in stored if self._drafts.find(d.draft_id) is None and not is_blank(d.form)]
        self._view.show_offers([_offer(draft) for draft in fresh[:OFFERED_DRAFTS]])

    def resume(self, draft_id: str) -> None:
        """Go on with a stored draft."""

        def then(stored: list[DraftView]) -> None:
            draft = next((d for d in stored if d.draft_id == draft_id), None)
            if draft is None:
                self._view.tell(_("This draft is gone: it was recorded or discarded meanwhile."), "warning")
                self.offer_drafts()
                return
            kept = (draft.form, draft.settlement)
            self._drafts.adopt(OpenDraft(*kept, draft.draft_id, saved=kept, saved_at=draft.saved_at))
            self._show_current()

        self._run(self._calls.list_drafts, then)

    def new_form(self) -> None:
        """F2: begin another complaint; the one on the screen stays open as a draft."""
        if self._is_recording:
            return
        self.save_draft()
        self._drafts.begin()
        self._show_current()
        self.offer_drafts()

    def show_draft(self, draft_id: str) -> None:
        """Switch to another open draft."""
        if self._is_recording:
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
        if self._is_recording:
            return
        if gone.is_blank:
            self._view.focus_field("complainant_name")
            return
        self._drafts.drop(gone.draft_id)
        self._discard(gone.draft_id)
        self._show_current()
        self.offer_drafts()

        def undo() -> None:
            gone.saved = None
            self._drafts.adopt(gone)
            self._show_current()
            self.save_draft()

        self._view.tell(_("The form was cleared."), "info", _("Undo"), undo)

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
        changed = [n for n in FIELD_ORDER if getattr(form, n, "") != getattr(current.form, n, "")]
        if settlement != current.settlement:
            changed.append(SETTLEMENT)
        current.form, current.settlement = form, settlement
        if current.is_blank != was_blank or current.short_name != old_name:
            self._show_tabs()
            if not current.is_blank:
                self._view.show_offers(())
        mended = [name for name in changed if name in self._problems]
        if mended:
            self._recheck(mended)

    def leave(self, name: str) -> None:
        """A field was left: save at once; say what is wrong only if a hard rule is broken by something typed."""
        self.save_draft()
        if name not in _HARD_RULES or not getattr(self.form, name, "").strip():
            return
        wrong = next((p for p in self._check(self.form, self._now()) if p.field == name), None)
        if wrong is not None:
            self._problems[name] = _sentence(wrong)
        else:
            self._problems.pop(name, None)
        self._show_problems()

    def _recheck(self, names: Sequence[str]) -> None:
        """Take messages away as their fields become right; never add one while someone types."""
        still = {p.field for p in self._find_problems()}
        for name in names:
            if name not in still:
                self._problems.pop(name, None)
        self._show_problems()

    def _show_problems(self) -> None:
        if not self._problems:
            self._is_summary_shown = False
        summary = list(self._problems.items()) if self._is_summary_shown else []
        self._view.show_problems(dict(self._problems), summary)

    def _find_problems(self) -> tuple[Problem, ...]:
        current = self._drafts.current
        found = self._check(current.form, self._now())
        if current.settlement is not None and not current.settlement.strip():
            found += (Problem(ReasonCode.TEXT_MISSING, SETTLEMENT),)
        return found

    # ---- drafts

    def save_draft(self) -> None:
        """Save what is on the screen if the store does not hold it yet."""
        draft = self._drafts.current
        if draft.is_saved or self._is_recording:
            return
        content = draft.saved = draft.content
        if draft.is_blank:
            draft.saved = draft.saved_at = None
            self._discard(draft.draft_id)
            self._view.show_saved(None)
            return

        def saved(at: datetime) -> None:
            draft.saved_at = at
            if draft is self._drafts.current:
                self._view.show_saved(at)

        def failed(error: Exception) -> None:
            if draft.saved == content:
                draft.saved = None
            self._view.show_not_saved(error_text(error))

        self._run(lambda desk: self._calls.save_draft(desk, draft.draft_id, *content), saved, failed)

    def _discard(self, draft_id: str) -> None:
        self._run(lambda desk: self._calls.discard_draft(desk, draft_id), None, lambda error: None)

    # ---- the slip

    def wish_for(self, wish: SlipWish) -> None:
        """Another paper size or number of copies."""
        is_other_size = wish.size != self._wish.size
        self._wish = wish
        if is_other_size:
            self.preview()

    def fit(self, width: int) -> None:
        """The preview is `width` device px wide now."""
        if width != self._width and width > 0:
            self._width = width
            self.preview()

    def preview(self) -> None:
        """Have the slip made from what is typed; while one is being made, only the newest wish is remembered."""
        if self._is_previewing:
            self._is_preview_wanted = True
            return
        draft = self._drafts.current
        if draft.is_blank:
            self._view.show_slip(None)
            self._view.show_due(None)
            return
        self._is_previewing = True
        form, size, width = draft.form, self._wish.size, self._width

        def then(shown: ShownSlip) -> None:
            if draft is self._drafts.current and not draft.is_blank:
                self._view.show_due(shown.due)
                self._view.show_slip(shown.pages)
            self._preview_done()

        def failed(error: Exception) -> None:
            self._view.show_slip_failed(error_text(error))
            self._preview_done()

        self._run(lambda desk: self._calls.preview(desk, form, size, width), then, failed)

    def _preview_done(self) -> None:
        self._is_previewing = False
        if self._is_preview_wanted:
            self._is_preview_wanted = False
            self.preview()

    # ---- recording

    def record(self, is_printing: bool = True) -> None:
        """Record the complaint, once however often the key is pressed, and print its slip."""
        if self._is_recording:
            return
        draft = self._drafts.current
        problems = self._find_problems()
        if problems:
            self._refuse(problems)
            return
        self._is_recording = True
        self._view.show_busy(True)
        form, wish = draft.form, self._wish if is_printing else None

        def then(outcome: Recorded | Refusal) -> None:
            self._end_recording()
            if isinstance(outcome, Refusal):
                self._refuse(outcome.problems, refusal_text(outcome))
            else:
                self._recorded(draft, outcome)

        def failed(error: Exception) -> None:
            self._end_recording()
            self._view.tell(
                _("Not recorded: {why} Everything you typed is still here.").format(why=error_text(error)), "error"
            )

        settlement = (draft.settlement or "").strip()
        self._run(lambda desk: self._calls.record(desk, form, settlement, draft.draft_id, wish), then, failed)

    def _end_recording(self) -> None:
        self._is_recording = False
        self._view.show_busy(False)

    def _refuse(self, problems: Sequence[Problem], whole: str = "") -> None:
        at_fields: dict[str, str] = {}
        for problem in problems:
            if problem.field and problem.field not in at_fields:
                at_fields[problem.field] = _sentence(problem)
        at_fields = {name: at_fields[name] for name in sorted(at_fields, key=_place_of)}
        if not at_fields:
            self._view.tell(whole or sentence(problems[0]), "error")
            return
        self._problems = at_fields
        self._is_summary_shown = True
        self._show_problems()
        self._view.focus_field(next(iter(at_fields)))

    def _recorded(self, draft: OpenDraft, outcome: Recorded) -> None:
        case = outcome.registered.case
        self._last = (case.case_id, case.case_no)
        self._drafts.drop(draft.draft_id)
        self._view.show_reprint(case.case_no)
        self._show_current()
        self.offer_drafts()
        text, tone = _told(case.case_no, bool(draft.settlement), outcome.slip, outcome.printer)
        self._view.tell(text, tone, _("Open the case"), lambda: self._open_case(case.case_id))

    def reprint_last(self) -> None:
        """Print the slip of the case that was recorded last once more; the reprint is numbered and on record."""
        if self._last is None:
            return
        case_id, case_no = self._last
        wish = self._wish

        def then(result: tuple[Any, Any]) -> None:
            text, tone = _slip_words(*result)
            self._view.tell(_("{case_no}: {text}").format(case_no=case_no, text=text), tone)

        self._run(lambda desk: self._calls.reprint(desk, case_id, wish), then)

    # ---- showing

    def _show_current(self) -> None:
        draft = self._drafts.current
        self._problems = {}
        self._is_summary_shown = False
        self._view.show_problems({}, ())
        self._view.show_form(draft.form, draft.settlement)
        self._view.show_saved(draft.saved_at)
        self._view.show_offers(())
        self._show_tabs()
        self.preview()
        self._view.focus_field("complainant_name")

    def _show_tabs(self) -> None:
        current = self._drafts.current
        self._view.show_tabs(
            [DraftTab(d.draft_id, d.short_name or _("New complaint"), d is current) for d in self._drafts.all]
        )


def _place_of(name: str) -> int:
    return FIELD_ORDER.index(name) if name in FIELD_ORDER else len(FIELD_ORDER)


def _offer(draft: DraftView) -> DraftOffer:
    title = OpenDraft(draft.form).short_name or _("No name yet")
    return DraftOffer(draft.draft_id, title, " ".join(draft.form.narrative.split())[:40], draft.saved_at)


def _sentence(problem: Problem) -> str:
    if problem.field == SETTLEMENT and problem.code == ReasonCode.TEXT_MISSING:
        return _("Write how it was settled on the spot.")
    return sentence(problem)


def _told(case_no: str, is_settled: bool, slip: Any, printer: Any) -> tuple[str, str]:
    done = _("Recorded and settled: {case_no}.") if is_settled else _("Recorded: {case_no}.")
    text = done.format(case_no=case_no)
    if slip is None:
        return text, "ok"
    words, tone = _slip_words(slip, printer)
    return _("{first} {second}").format(first=text, second=words), tone


def _slip_words(slip: Any, printer: Any) -> tuple[str, str]:
    if isinstance(slip, Refusal):
        return _("The slip could not be made: {why}").format(why=refusal_text(slip)), "warning"
    if isinstance(slip, Exception):
        return _("The slip could not be made: {why}").format(why=error_text(slip)), "warning"
    if printer is not None and not printer.is_ready:
        return _("The printer is not ready; the slip waits in the print queue."), "warning"
    return _("The slip was sent to the printer."), "ok"
