"""What becomes of what the desk notices: chosen, masked, linked or put aside by a person, never by itself. No Qt.

Similar complaints are shown before saving, so that a repeat is linked or merged and not counted twice (S0 no. 89;
令2020-3 art. 18-3); card numbers are masked on request (JR/T 0171-2020).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any, Protocol

from app.domain.commands import IntakeForm
from app.domain.guards import GUARDED_FIELDS, mask_card_numbers
from app.domain.refusal import Refusal
from app.language import _
from app.language.reasons import refusal_text
from app.ui.intake.assistance import MOST_SUGGESTED, Assistance, SimilarCase, Suggested
from app.ui.intake.calls import IntakeCalls
from app.ui.intake.open_drafts import OpenDraft
from app.ui.running import Run

if TYPE_CHECKING:
    from app.operations.open_case import CaseView

_NOTHING = Assistance()


class AssistingView(Protocol):
    """What assisting needs of the page."""

    def show_suggestions(self, suggestions: Sequence[Suggested]) -> None: ...
    def show_reasons(self, suggestions: Sequence[Suggested]) -> None: ...
    def show_cards(self, count: int) -> None: ...
    def show_similar(self, cases: Sequence[SimilarCase], linked: str) -> None: ...
    def show_summary(self, view: CaseView) -> None: ...
    def put(self, name: str, value: Any) -> None: ...
    def tell(self, text: str, tone: str, action: str = "", do: Callable[[], None] | None = None) -> None: ...


class Assisting:
    """`make()` looks at the form on the screen; while it is being looked at, only the newest wish is remembered."""

    def __init__(self, view: AssistingView, run: Run, calls: IntakeCalls, current: Callable[[], OpenDraft]) -> None:
        self._view = view
        self._run = run
        self._calls = calls
        self._current = current
        self._found = _NOTHING
        self._put_aside: dict[str, set[str]] = {}
        self._asked: tuple[str, IntakeForm] | None = None
        self._is_under_way = False
        self._is_wanted_again = False

    # ---- looking

    def make(self) -> None:
        """Look for categories, card numbers and similar complaints."""
        if self._is_under_way:
            self._is_wanted_again = True
            return
        draft = self._current()
        if draft.is_blank:
            self.forget()
            return
        if self._asked == (draft.draft_id, draft.form):
            self._show()
            return
        self._asked = (draft.draft_id, draft.form)
        self._is_under_way = True
        form = draft.form

        def then(found: Assistance) -> None:
            if draft is self._current() and not draft.is_blank:
                self._found = found
                self._show()
            self._done()

        def failed(error: Exception) -> None:
            self._asked = None  # help that fails is no reason to disturb anybody; it is tried again at the next key
            self._done()

        self._run(lambda desk: self._calls.assist(desk, form), then, failed)

    def forget(self) -> None:
        """Another form is shown, or an empty one."""
        self._found, self._asked = _NOTHING, None
        self._show()

    def _done(self) -> None:
        self._is_under_way = False
        if self._is_wanted_again:
            self._is_wanted_again = False
            self.make()

    def _show(self) -> None:
        form = self._current().form
        self._view.show_suggestions(self.suggestions)
        self._view.show_reasons(() if form.reason else self._found.reasons[:MOST_SUGGESTED])
        self._view.show_cards(self._found.cards)
        self._view.show_similar(self.similar, form.repeat_of)

    # ---- categories

    @property
    def suggestions(self) -> tuple[Suggested, ...]:
        """Likely categories, while none is chosen."""
        return () if self._current().form.category else self._found.suggestions[:MOST_SUGGESTED]

    def choose(self, code: str) -> None:
        """The person takes a suggestion."""
        self._view.put("category", code)
        self._view.show_suggestions(self.suggestions)

    # ---- card numbers

    def mask(self) -> None:
        """Mask the card numbers in the texts, in place; the message undoes it."""
        form = self._current().form
        before = {name: str(getattr(form, name)) for name in GUARDED_FIELDS}
        after = {name: mask_card_numbers(text) for name, text in before.items()}
        changed = [name for name in GUARDED_FIELDS if before[name] != after[name]]
        if not changed:
            return
        for name in changed:
            self._view.put(name, after[name])
        self._view.show_cards(0)

        def undo() -> None:
            now = self._current().form
            for name in changed:
                if getattr(now, name) == after[name]:  # what was typed since then is not overwritten
                    self._view.put(name, before[name])

        self._view.tell(_("The card numbers were masked."), "ok", _("Undo"), undo)

    # ---- similar complaints

    @property
    def similar(self) -> tuple[SimilarCase, ...]:
        """Similar complaints that were not put aside."""
        aside = self._put_aside.get(self._current().draft_id, set())
        return tuple(case for case in self._found.similar if case.case_id not in aside)

    def link(self, case_id: str) -> None:
        """Say that this complaint repeats one on record."""
        before = self._current().form.repeat_of
        self._view.put("repeat_of", case_id)
        self._show()
        number = next((case.case_no for case in self._found.similar if case.case_id == case_id), "")
        self._view.tell(
            _("Linked as a repeat of {case_no}.").format(case_no=number), "ok", _("Undo"), lambda: self._relink(before)
        )

    def unlink(self) -> None:
        """This complaint repeats nothing after all."""
        self._relink("")

    def _relink(self, case_id: str) -> None:
        self._view.put("repeat_of", case_id)
        self._show()

    def put_aside(self, case_id: str) -> None:
        """It is not the same matter: it is not shown for this form again."""
        draft = self._current()
        self._put_aside.setdefault(draft.draft_id, set()).add(case_id)
        if draft.form.repeat_of == case_id:
            self._view.put("repeat_of", "")
        self._show()

    def look(self, case_id: str) -> None:
        """Show what is on record, to read."""

        def then(outcome: CaseView | Refusal) -> None:
            if isinstance(outcome, Refusal):
                self._view.tell(refusal_text(outcome), "warning")
            elif any(case.case_id == case_id for case in self.similar):
                self._view.show_summary(outcome)

        self._run(lambda desk: self._calls.summary(desk, case_id), then, lambda error: None)
