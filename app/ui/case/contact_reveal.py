"""A complainant's details in full, for as long as the page shows them, to somebody who says why. No Qt."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any, Protocol

from app.domain.people import Person
from app.domain.refusal import Refusal
from app.language import _
from app.language.reasons import error_text, refusal_text, sentence
from app.system.errors import KnownError
from app.ui.case.calls import CaseCalls, WhyShown
from app.ui.running import Run

if TYPE_CHECKING:
    from app.operations.reveal import Revealed, RevealTerms

_FIELDS = ("note", "password")


class ContactView(Protocol):
    """What revealing needs of the page, which masks again by itself after its time."""

    def ask_reveal(self, terms: RevealTerms) -> None: ...
    def show_reveal_problems(self, at_fields: Mapping[str, str], whole: str) -> None: ...
    def end_reveal(self) -> None: ...
    def show_contact(self, revealed: Revealed | None) -> None: ...
    def put_on_clipboard(self, text: str) -> None: ...
    def tell(self, text: str, tone: str) -> None: ...


class ContactReveal:
    """Asks for the details of the case that is shown; `case_id` gives it."""

    def __init__(
        self,
        view: ContactView,
        run: Run,
        calls: CaseCalls,
        case_id: Callable[[], str],
        people: Callable[[], Mapping[str, Person]],
    ) -> None:
        self._view = view
        self._run = run
        self._calls = calls
        self._case_id = case_id
        self._people = people
        self.is_shown = False
        self._is_asking = False
        self._then: Callable[[], None] | None = None

    def toggle(self) -> None:
        """Ctrl+M, the eye and the link: hide what is shown, or ask what it is needed for."""
        if self.is_shown:
            self.mask()
        else:
            self.reveal()

    def reveal(self, then_do: Callable[[], None] | None = None) -> None:
        """Ask for the reason, of people who may see the details; `then_do` is done once they are shown."""
        case_id = self._case_id()
        if not case_id or self._is_asking or self.is_shown:
            return
        self._is_asking = True
        self._then = then_do

        def then(terms: RevealTerms | Refusal) -> None:
            self._is_asking = False
            if self._case_id() != case_id:
                return
            if isinstance(terms, Refusal):
                self._view.tell(refusal_text(terms, self._people()), "error")
            else:
                self._view.ask_reveal(terms)

        def failed(error: Exception) -> None:
            self._is_asking = False
            self._view.tell(error_text(error), "error")

        self._run(lambda desk: self._calls.reveal_terms(desk, case_id), then, failed)

    def give(self, reason: str, note: str, password: str) -> None:
        """The reason was given: put it on record and show the details."""
        case_id = self._case_id()
        why = WhyShown(reason, note, password or None)

        def then(result: Revealed | Refusal) -> None:
            if self._case_id() != case_id:
                self._view.end_reveal()
            elif isinstance(result, Refusal):
                self._refused(result)
            else:
                self._view.end_reveal()
                self.is_shown = True
                self._view.show_contact(result)
                then_do, self._then = self._then, None
                if then_do is not None:
                    then_do()

        def failed(error: Exception) -> None:
            is_password = isinstance(error, KnownError) and error.code in ("wrong_password", "locked_out")
            text = error_text(error)
            self._view.show_reveal_problems({"password": text} if is_password else {}, "" if is_password else text)

        self._run(lambda desk: self._calls.reveal(desk, case_id, why), then, failed)

    def mask(self) -> None:
        """Hide the details again."""
        self.is_shown = False
        self._view.show_contact(None)

    def copy(self, what: str) -> None:
        """Put one of the details on the clipboard, which is emptied again by itself."""
        case_id = self._case_id()

        def then(result: str | Refusal) -> None:
            if isinstance(result, Refusal):
                self._view.tell(refusal_text(result, self._people()), "error")
            elif self._case_id() == case_id and self.is_shown:
                self._view.put_on_clipboard(result)
                self._view.tell(_("Copied. The clipboard is emptied by itself."), "ok")

        def failed(error: Exception) -> None:
            self._view.tell(error_text(error), "error")

        self._run(lambda desk: self._calls.copy_detail(desk, case_id, what), then, failed)

    def _refused(self, refusal: Refusal) -> None:
        at_fields: dict[str, str] = {}
        elsewhere: list[Any] = []
        for problem in refusal.problems:
            if problem.field in _FIELDS:
                at_fields[str(problem.field)] = sentence(problem)
            else:
                elsewhere.append(problem)
        whole = refusal_text(Refusal(tuple(elsewhere), refusal.who_could), self._people()) if elsewhere else ""
        self._view.show_reveal_problems(at_fields, whole)
