"""Taking a step: with one's own hand, or signed by a colleague who was called over to this screen. No Qt."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Protocol

from app.domain.people import Person
from app.domain.refusal import Refusal
from app.language import _
from app.language.reasons import error_text, refusal_text
from app.system.errors import KnownError
from app.ui.case.calls import CaseCalls, Signature
from app.ui.case.clock_words import MOVE_DATES, foreseen_line
from app.ui.running import Run

if TYPE_CHECKING:
    from app.operations.foresee import Foreseen


class TakingView(Protocol):
    """What taking a step needs of the page and its signature dialog."""

    def show_busy(self, is_busy: bool) -> None: ...
    def show_note(self, text: str) -> None: ...
    def ask_signature(self, step: str, signers: tuple[Person, ...]) -> None: ...
    def show_signing(self, is_signing: bool) -> None: ...
    def show_signature_problem(self, text: str, field: str) -> None: ...
    def end_signature(self) -> None: ...


@dataclass(frozen=True, slots=True)
class Taking:
    """A step on its way: `done` gets what came of it, `refused` why not, `failed` a message."""

    case_id: str
    step: str
    values: Mapping[str, str]
    done: Callable[[Any], None]
    refused: Callable[[Refusal], None]
    failed: Callable[[str], None]

    def __repr__(self) -> str:
        return f"<Taking {self.step} of {self.case_id}>"


class StepTaker:
    """Takes one step at a time.

    What a step brings back may be older than news that came while it was taken: `owe_news` has `catch_up` called at
    the end of the step, whatever the end.
    """

    def __init__(
        self,
        view: TakingView,
        run: Run,
        calls: CaseCalls,
        people: Callable[[], Mapping[str, Person]],
        catch_up: Callable[[], None] = lambda: None,
    ) -> None:
        self._view = view
        self._run = run
        self._calls = calls
        self._people = people
        self._catch_up = catch_up
        self._owes_news = False
        self._waiting: Taking | None = None  # for a signature
        self.is_busy = False
        self.step = ""  # the one that is being taken while busy

    def take(self, taking: Taking, signers: tuple[str, ...] = ()) -> None:
        """Take a step; with `signers`, one of them signs it in a dialog first."""
        if signers:
            people = self._people()
            self._waiting = taking
            self._view.ask_signature(taking.step, tuple(people[s] for s in signers if s in people))
            return
        self._do(taking, None)

    def _do(self, taking: Taking, signature: Signature | None) -> None:
        self.step = taking.step
        self._busy(True, is_signing=signature is not None)

        def then(result: Any) -> None:
            self._busy(False, is_signing=signature is not None)
            if isinstance(result, Refusal):
                self._refused(taking, result, is_signed=signature is not None)
            else:
                if signature is not None:
                    self._waiting = None
                    self._view.end_signature()
                taking.done(result)
            self._pay()

        def failed(error: Exception) -> None:
            self._busy(False, is_signing=signature is not None)
            if signature is None:
                taking.failed(error_text(error))
            else:
                is_locked = isinstance(error, KnownError) and error.code == "locked_out"
                self._view.show_signature_problem(error_text(error), "staff_no" if is_locked else "password")
            self._pay()

        self._run(
            lambda desk: self._calls.take(desk, taking.case_id, taking.step, taking.values, signature), then, failed
        )

    def owe_news(self) -> None:
        """Something changed that can't be read while the step is taken."""
        self._owes_news = True

    def _pay(self) -> None:
        if self._owes_news:
            self._owes_news = False
            self._catch_up()

    def _refused(self, taking: Taking, refusal: Refusal, *, is_signed: bool) -> None:
        """Who may sign is a matter of the dialog, everything else one of the form behind it."""
        if is_signed and any(problem.code in _ABOUT_THE_SIGNER for problem in refusal.problems):
            self._view.show_signature_problem(refusal_text(refusal, self._people()), "staff_no")
            return
        if is_signed:
            self._waiting = None
            self._view.end_signature()
        taking.refused(refusal)

    def sign(self, staff_no: str, password: str) -> None:
        """The colleague confirms in the dialog."""
        taking = self._waiting
        if taking is None or self.is_busy:
            return
        if not staff_no.strip():
            self._view.show_signature_problem(_("Enter your staff number."), "staff_no")
        elif not password:
            self._view.show_signature_problem(_("Enter your own password."), "password")
        else:
            self._do(taking, Signature(staff_no.strip(), password))

    def cancel_signature(self) -> None:
        """The dialog was left without a signature; the form stays."""
        self._waiting = None

    def foresee(self, case_id: str, step: str, values: Mapping[str, str], is_wanted: Callable[[], bool]) -> None:
        """Say below the form what the step would do to the due date, once its days can be read."""
        if step not in MOVE_DATES:
            return

        def then(foreseen: Foreseen | None) -> None:
            if is_wanted():
                self._view.show_note(foreseen_line(foreseen) if foreseen is not None else "")

        self._run(lambda desk: self._calls.foresee(desk, case_id, step, values), then, lambda error: None)

    def _busy(self, is_busy: bool, *, is_signing: bool) -> None:
        self.is_busy = is_busy
        if is_signing:
            self._view.show_signing(is_busy)
        else:
            self._view.show_busy(is_busy)


_ABOUT_THE_SIGNER = frozenset(
    {"no_right", "four_eyes", "person_inactive", "other_branch", "recused", "not_an_approver", "person_unknown"}
)
