"""The cases that belong to the one on the screen, read when somebody looks at them. No Qt."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Protocol

from app.ui.case.calls import CaseCalls
from app.ui.running import Run

if TYPE_CHECKING:
    from app.store.links import LinkedCase


class RelatedView(Protocol):
    """What the related cases need of the page."""

    def show_related(self, linked: Sequence[LinkedCase]) -> None: ...


class RelatedCases:
    """Reads what belongs to the case that `case_id` names."""

    def __init__(self, view: RelatedView, run: Run, calls: CaseCalls, case_id: Callable[[], str]) -> None:
        self._view = view
        self._run = run
        self._calls = calls
        self._case_id = case_id

    def read(self) -> None:
        """Read and show them; an answer for another case is dropped."""
        case_id = self._case_id()

        def then(linked: Sequence[LinkedCase]) -> None:
            if self._case_id() == case_id:
                self._view.show_related(linked)

        self._run(lambda desk: self._calls.related(desk, case_id), then, lambda error: None)
