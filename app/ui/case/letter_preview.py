"""The answer letter as it would be printed, beside the case. No Qt."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Protocol

from app.domain.refusal import Refusal
from app.language.reasons import error_text
from app.ui.case.calls import CaseCalls
from app.ui.case.step_choice import missing_parts
from app.ui.running import Run

if TYPE_CHECKING:
    from app.ui.pictures import Picture


class LetterView(Protocol):
    """What the letter needs of the page."""

    def show_letter(self, pages: Sequence[Picture] | None, missing: str) -> None: ...


class LetterPreview:
    """Draws the letter of the case that `wanted` names, while that is not empty."""

    def __init__(self, view: LetterView, run: Run, calls: CaseCalls, wanted: Callable[[], str]) -> None:
        self._view = view
        self._run = run
        self._calls = calls
        self._wanted = wanted
        self._width = 500  # device px

    def fit(self, width: int) -> None:
        """The preview is `width` device px wide now."""
        if width != self._width and width > 0:
            self._width = width
            self.show_again()

    def show_again(self) -> None:
        """Draw the letter anew, if it is being looked at."""
        if self._wanted():
            self.show()

    def show(self) -> None:
        """Draw the letter, or say which parts it still lacks."""
        case_id, width = self._wanted(), self._width

        def then(result: tuple[Picture, ...] | Refusal) -> None:
            if self._wanted() != case_id:
                return
            if isinstance(result, Refusal):
                self._view.show_letter(None, missing_parts(result))
            else:
                self._view.show_letter(result, "")

        def failed(error: Exception) -> None:
            self._view.show_letter(None, error_text(error))

        self._run(lambda desk: self._calls.preview_letter(desk, case_id, width), then, failed)
