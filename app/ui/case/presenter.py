"""What the case page decides: what is shown, which step is open, what becomes of typed text when the case changes."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import TYPE_CHECKING, Any, Protocol

from app.domain.people import Person
from app.domain.refusal import Refusal
from app.language.reasons import error_text, refusal_text, sentence
from app.ui.case import step_choice
from app.ui.case.calls import CaseCalls
from app.ui.case.contact_reveal import ContactReveal, ContactView
from app.ui.case.forms import Asked, FormSpec, form_for, has_form, note_for
from app.ui.case.forms.reading import problems_of
from app.ui.case.letter_preview import LetterPreview, LetterView
from app.ui.case.opened import Opened, OpenedCases
from app.ui.case.related_cases import RelatedCases, RelatedView
from app.ui.case.step_taking import StepTaker, Taking, TakingView
from app.ui.case.step_words import done_line
from app.ui.running import Run

if TYPE_CHECKING:
    from app.domain.taxonomy import Taxonomy
    from app.operations.open_case import CaseView


class CasePageView(ContactView, LetterView, RelatedView, TakingView, Protocol):
    """What the presenter needs of the page."""

    def show_loading(self) -> None: ...
    def show_missing(self, why: str) -> None: ...
    def show_case(self, view: CaseView, new_entries: frozenset[str]) -> None: ...
    def show_changed(self, count: int) -> None: ...
    def show_form(self, spec: FormSpec | None, values: Mapping[str, str]) -> None: ...
    def show_problems(self, at_fields: Mapping[str, str], whole: str) -> None: ...


class CasePresenter:
    """One page's decisions."""

    def __init__(
        self,
        view: CasePageView,
        run: Run,
        *,
        people: Callable[[], Mapping[str, Person]],
        taxonomy: Callable[[], Taxonomy],
        today: Callable[[], date],
        go: Callable[..., None],
        calls: CaseCalls | None = None,
    ) -> None:
        self._view = view
        self._run = run
        self._people = people
        self._taxonomy = taxonomy
        self._today = today
        self._go = go
        self._calls = calls or CaseCalls()
        self.opened = OpenedCases()
        self.taker = StepTaker(view, run, self._calls, people, self.reload)
        self.contact = ContactReveal(view, run, self._calls, lambda: self.opened.now.case_id, people)
        self.letter = LetterPreview(
            view, run, self._calls, lambda: self.opened.now.case_id if self.opened.now.action == "make_letter" else ""
        )
        self.related = RelatedCases(view, run, self._calls, lambda: self.opened.now.case_id)

    # ---- opening

    @property
    def case_id(self) -> str:
        """The case on the screen, "" for none."""
        return self.opened.now.case_id

    @property
    def action(self) -> str:
        """The step whose form is open, "" for none."""
        return self.opened.now.action

    def open(self, case_id: str, action: str = "") -> None:
        """Show a case, with the form of `action` open if that is given and allowed."""
        if self.opened.now.case_id and self.opened.now.has_typed:
            self.opened.others[self.opened.now.case_id] = self.opened.now
        self.opened.now = self.opened.others.pop(case_id, Opened(case_id))
        self.opened.now.known = frozenset()
        wanted = action or self.opened.now.action
        self.opened.now.action = ""
        self._view.show_loading()
        self.contact.mask()
        self._view.show_form(None, {})

        def then(result: CaseView | Refusal) -> None:
            if self.opened.now.case_id != case_id:
                return
            if isinstance(result, Refusal):
                self._view.show_missing(refusal_text(result))
                return
            self._show(result, is_new=True)
            if not self.opened.now.settle(result) and wanted:
                self.choose(wanted)

        def failed(error: Exception) -> None:
            if self.opened.now.case_id == case_id:
                self._view.show_missing(error_text(error))

        self._run(lambda desk: self._calls.open(desk, case_id), then, failed)

    def _show(self, view: CaseView, *, is_new: bool = False) -> None:
        entries = frozenset(item.entry_id for item in view.case.timeline)
        fresh = frozenset() if is_new or not self.opened.now.known else entries - self.opened.now.known
        if is_new or not self.opened.now.known:
            self.opened.now.known = entries
        self.opened.now.view = view
        self._view.show_case(view, fresh)

    # ---- news

    def changed(self, what: frozenset[str], case_ids: frozenset[str]) -> None:
        """Something changed somewhere: read this case again if it may be concerned. What is typed stays."""
        if "cases" not in what or not self.opened.now.case_id or (case_ids and self.opened.now.case_id not in case_ids):
            return
        if self.taker.is_busy:
            self.taker.owe_news()
        else:
            self.reload()

    def reload(self, *, is_own: bool = False) -> None:
        """Read the case again; with an unfinished form, say what is new above it. What one did oneself is no news."""
        case_id = self.opened.now.case_id

        def then(result: CaseView | Refusal) -> None:
            if isinstance(result, Refusal) or self.opened.now.case_id != case_id:
                return
            if self.taker.is_busy:
                self.taker.owe_news()
                return
            entries = frozenset(item.entry_id for item in result.case.timeline)
            fresh = frozenset() if is_own else entries - self.opened.now.known
            is_typing = self.opened.now.has_typed
            if not fresh or not is_typing:
                self.opened.now.known = entries
            self.opened.now.view = result
            self._view.show_case(result, fresh)
            self._view.show_changed(len(fresh) if is_typing else 0)

        self._run(lambda desk: self._calls.open(desk, case_id), then, lambda error: None)

    def acknowledge_news(self) -> None:
        """The person has read what is new."""
        if self.opened.now.view is not None:
            self.opened.now.known = frozenset(item.entry_id for item in self.opened.now.view.case.timeline)
            self._view.show_changed(0)
            self._view.show_case(self.opened.now.view, frozenset())

    # ---- steps

    def choose(self, action: str) -> None:
        """A next step was chosen: take it, or open its form; one that is refused says why."""
        view = self.opened.now.view
        if view is None or self.taker.is_busy:
            return
        offer = step_choice.offer_of(view, action)
        if offer is None or not offer.is_allowed:
            if offer is not None and offer.refusal is not None:
                self._view.tell(step_choice.why_not(offer, self._people()), "warning")
            return
        if action in _ON_APPROVALS:
            self._go("approvals", case_id=self.opened.now.case_id)
            return
        if not has_form(action):
            self._do(action, step_choice.values_for(view, action))
            return
        self._open_form(view, action)

    def _open_form(self, view: CaseView, action: str) -> None:
        self.opened.now.action = action
        spec = form_for(action, self._asked(view))
        typed = self.opened.now.typed.setdefault(action, dict(spec.defaults))
        for item in spec.fields:
            offered = dict(item.choices)
            if item.kind in ("choice", "people") and typed.get(item.name) and typed[item.name] not in offered:
                typed[item.name] = spec.defaults.get(item.name, "")  # what was chosen is no longer there
        self.opened.now.began = dict(spec.defaults)
        self._view.show_form(spec, typed)
        self._say_note(view, action, typed)
        if action == "make_letter":
            self.letter.show()

    def _asked(self, view: CaseView) -> Asked:
        return Asked(view, self._people(), self._today(), self._taxonomy())

    def retranslated_form(self) -> tuple[FormSpec, Mapping[str, str]] | None:
        """The open form in the language in use."""
        view, action = self.opened.now.view, self.opened.now.action
        if view is None or not action:
            return None
        return form_for(action, self._asked(view)), self.opened.now.typed.get(action, {})

    def change(self, name: str, value: str) -> None:
        """Something was typed into the open form."""
        view, action = self.opened.now.view, self.opened.now.action
        if view is not None and action:
            typed = self.opened.now.typed.setdefault(action, {})
            typed[name] = value
            self._say_note(view, action, typed)

    def _say_note(self, view: CaseView, action: str, typed: Mapping[str, str]) -> None:
        asked = self._asked(view)
        self._view.show_note(note_for(action, asked, typed))
        spec, opened = form_for(action, asked), self.opened.now
        values = _values_of(spec, typed)
        if not problems_of(spec, values):
            is_wanted = lambda: self.opened.now is opened and opened.action == action  # noqa: E731
            self.taker.foresee(opened.case_id, action, values, is_wanted)

    def leave_form(self) -> None:
        """Esc: put the form away; what was typed is there when it is opened again."""
        self.opened.now.action = ""
        self._view.show_form(None, {})
        self.acknowledge_news()

    def submit(self) -> None:
        """Ctrl+Enter in the open form."""
        action, opened = self.opened.now.action, self.retranslated_form()
        if not action or opened is None or self.taker.is_busy:
            return
        spec, typed = opened
        values = _values_of(spec, typed)
        problems = problems_of(spec, values)
        if problems:
            self._view.show_problems(problems, "")
            return
        self._do(action, values)

    def _do(self, action: str, values: Mapping[str, str]) -> None:
        view, case_id = self.opened.now.view, self.opened.now.case_id
        offer = step_choice.offer_of(view, action) if view is not None else None

        def done(result: Any) -> None:
            if self.opened.now.case_id == case_id:
                self._done(action, result)
            self._view.tell(done_line(action, result), "ok")

        taking = Taking(case_id, action, values, done, self._refused, lambda text: self._view.show_problems({}, text))
        self.taker.take(taking, offer.signers if offer is not None else ())

    def _done(self, action: str, result: Any) -> None:
        now = self.opened.now
        now.typed.pop(action, None)
        was_open, now.action = now.action, "" if now.action == action else now.action
        self._view.show_changed(0)
        if hasattr(result, "case"):
            self._show(result, is_new=True)
        else:
            self.reload(is_own=True)
        if was_open == action:
            self._view.show_form(None, {})

    def _refused(self, refusal: Refusal) -> None:
        opened = self.retranslated_form()
        names = {item.name for item in opened[0].asked(opened[1])} if opened else set()
        at_fields: dict[str, str] = {}
        elsewhere = []
        for problem in refusal.problems:
            name = _FIELD_OF.get(problem.field or "", problem.field or "")
            if name in names:
                at_fields.setdefault(name, sentence(problem))
            else:
                elsewhere.append(problem)
        whole = refusal_text(Refusal(tuple(elsewhere), refusal.who_could), self._people()) if elsewhere else ""
        if opened is None:
            self._view.tell(whole, "error")
        else:
            self._view.show_problems(at_fields, whole)


_ON_APPROVALS = frozenset({"decide_extension", "decide_void"})
_FIELD_OF = {"policy_id": "offer", "stage": "offer", "shares": "who_1", "into_case_id": "into_case_no"}


def _values_of(spec: FormSpec, typed: Mapping[str, str]) -> dict[str, str]:
    """What the step is taken with: the fields that are asked for, the others empty, and what no field shows."""
    values = {item.name: "" for item in spec.fields if item.is_input}
    asked = {item.name for item in spec.asked(typed)}
    values.update({name: value for name, value in typed.items() if name in asked or name not in values})
    return values
