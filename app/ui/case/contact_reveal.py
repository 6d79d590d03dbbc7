"""A complainant's details in full, for as long as the page shows them. No Qt."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Protocol

from app.domain.refusal import Refusal
from app.language.reasons import error_text, refusal_text
from app.ui.case.calls import CaseCalls
from app.ui.running import Run

if TYPE_CHECKING:
    from app.domain.case import Complainant


class ContactView(Protocol):
    """What revealing needs of the page, which masks again by itself after its time."""

    def show_contact(self, complainant: Complainant | None) -> None: ...
    def tell(self, text: str, tone: str) -> None: ...


class ContactReveal:
    """Asks for the details of the case that is shown; `case_id` gives it."""

    def __init__(self, view: ContactView, run: Run, calls: CaseCalls, case_id: Callable[[], str]) -> None:
        self._view = view
        self._run = run
        self._calls = calls
        self._case_id = case_id

    def reveal(self) -> None:
        """Show the details in full, to people who may see them."""
        case_id = self._case_id()

        def then(result: Complainant | Refusal) -> None:
            if self._case_id() != case_id:
                return
            if isinstance(result, Refusal):
                self._view.tell(refusal_text(result), "error")
            else:
                self._view.show_contact(result)

        def failed(error: Exception) -> None:
            self._view.tell(error_text(error), "error")

        self._run(lambda desk: self._calls.reveal(desk, case_id), then, failed)

    def mask(self) -> None:
        """Hide the details again."""
        self._view.show_contact(None)
