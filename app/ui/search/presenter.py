"""What the search page decides: a case number opens its case at once, anything else is looked for. No Qt."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any, Protocol

from app.domain.case_number import CaseNumberError, parse
from app.domain.refusal import Refusal
from app.language import _
from app.language.reasons import error_text, refusal_text
from app.ui.running import Run
from app.ui.search.calls import SearchCalls

if TYPE_CHECKING:
    from app.operations.open_case import CaseView

LIMIT = 50
LEAST = 2  # characters; one character finds half the branch


class SearchView(Protocol):
    """What the presenter needs of the page."""

    def show_hits(self, hits: Sequence[Any], text: str, is_cut: bool) -> None: ...
    def show_tips(self) -> None: ...
    def show_problem(self, text: str) -> None: ...
    def empty_box(self) -> None: ...


class SearchPresenter:
    """One page's decisions."""

    def __init__(
        self,
        view: SearchView,
        run: Run,
        *,
        open_case: Callable[[str], None],
        calls: SearchCalls | None = None,
    ) -> None:
        self._view = view
        self._run = run
        self._open_case = open_case
        self._calls = calls or SearchCalls()
        self.text = ""
        self.hits: list[Any] = []

    def search(self, text: str) -> None:
        """Look for what is typed; late answers to older texts are dropped."""
        self.text = text.strip()
        self._view.show_problem("")
        if len(self.text) < LEAST:
            self.hits = []
            self._view.show_tips()
            return
        wanted = self.text

        def then(hits: list[Any]) -> None:
            if wanted == self.text:
                is_cut = len(hits) > LIMIT
                self.hits = hits[:LIMIT]
                self._view.show_hits(self.hits, wanted, is_cut)

        def failed(error: Exception) -> None:
            if wanted == self.text:
                self._view.show_problem(error_text(error))

        self._run(lambda desk: self._calls.find(desk, wanted, LIMIT + 1), then, failed)

    def again(self) -> None:
        """Cases changed: look once more for the same."""
        if self.text:
            self.search(self.text)

    def enter(self, text: str) -> None:
        """Enter, or the end of a scan: a case number opens its case, one hit alone too; else look for it."""
        try:
            number = str(parse(text))
        except CaseNumberError as error:
            if error.code == "check":
                self._view.show_problem(
                    _("This case number can't be right: a character is wrong or two are swapped. Compare it.")
                )
                return
            self.search(text)
            return
        self._open_number(number)

    def _open_number(self, number: str) -> None:
        def then(result: CaseView | Refusal) -> None:
            if isinstance(result, Refusal):
                self._view.show_problem(refusal_text(result))
                return
            self._view.empty_box()
            self._open_case(result.case.case_id)

        self._run(
            lambda desk: self._calls.open_by_number(desk, number),
            then,
            lambda error: self._view.show_problem(error_text(error)),
        )

    def open(self, place: int) -> None:
        """Enter on a hit."""
        if 0 <= place < len(self.hits):
            self._open_case(self.hits[place].case_id)
