"""Files on their way into a case, one after the other, each with its own result. No Qt."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Protocol

from app.domain.refusal import Refusal
from app.language import _, ngettext_
from app.language.reasons import error_text, refusal_text
from app.ui.case.files.calls import FileCalls
from app.ui.case.files.incoming import Incoming, Unwanted
from app.ui.running import Run

if TYPE_CHECKING:
    from app.operations.open_case import CaseView


class AddingView(Protocol):
    """What adding needs of the tab."""

    def show_adding(self, done: int, total: int) -> None: ...
    def show_unwanted(self, unwanted: Sequence[Unwanted]) -> None: ...
    def tell(self, text: str) -> None: ...


@dataclass(slots=True)
class _Batch:
    """Files for one case. `version` is the case's when the last of them was taken in."""

    case_id: str
    case_no: str
    version: int
    waiting: deque[tuple[Incoming, str]] = field(default_factory=deque)
    total: int = 0
    added: int = 0
    known: int = 0
    unwanted: list[Unwanted] = field(default_factory=list)


class FileAdding:
    """Takes files in one at a time. `shown` is the case on the screen; `took` is called when files came into it."""

    def __init__(
        self,
        view: AddingView,
        run: Run,
        calls: FileCalls,
        *,
        shown: Callable[[], CaseView | None],
        took: Callable[[], None],
    ) -> None:
        self._view = view
        self._run = run
        self._calls = calls
        self._shown = shown
        self._took = took
        self._batches: list[_Batch] = []
        self._unwanted: dict[str, list[Unwanted]] = {}  # by case, until somebody has read them

    @property
    def is_busy(self) -> bool:
        """Whether files are on their way."""
        return bool(self._batches)

    def add(self, incoming: Sequence[Incoming], note: str = "") -> None:
        """Add files to the case on the screen. What is on its way already stays in the queue."""
        view = self._shown()
        if view is None or not incoming:
            return
        case = view.case
        batch = next((known for known in self._batches if known.case_id == case.case_id), None)
        is_idle = not self._batches
        if batch is None:
            batch = _Batch(case.case_id, case.case_no, case.version)
            self._batches.append(batch)
            self._unwanted.pop(case.case_id, None)
        batch.waiting.extend((item, note) for item in incoming)
        batch.total += len(incoming)
        self.show()
        if is_idle:
            self._next()

    def show(self) -> None:
        """Show how far the case on the screen is, and what was not added to it."""
        view = self._shown()
        case_id = view.case.case_id if view is not None else ""
        batch = next((known for known in self._batches if known.case_id == case_id), None)
        if batch is not None:
            self._view.show_adding(batch.total - len(batch.waiting) - 1, batch.total)
        else:
            self._view.show_adding(0, 0)
        self._view.show_unwanted(self._unwanted.get(case_id, ()))

    def forget_unwanted(self) -> None:
        """The person has read what was not added."""
        view = self._shown()
        if view is not None:
            self._unwanted.pop(view.case.case_id, None)
        self.show()

    def _next(self) -> None:
        batch = self._batches[0]
        item, note = batch.waiting.popleft()
        self.show()

        def then(result: CaseView | Refusal) -> None:
            if isinstance(result, Refusal):
                self._refuse(batch, item, refusal_text(result))
            elif result.case.version == batch.version:
                batch.known += 1
            else:
                batch.version = result.case.version
                batch.added += 1
            self._go_on(batch)

        def failed(error: Exception) -> None:
            self._refuse(batch, item, error_text(error))
            self._go_on(batch)

        self._run(lambda desk: self._calls.add(desk, batch.case_id, item, note), then, failed)

    def _refuse(self, batch: _Batch, item: Incoming, why: str) -> None:
        batch.unwanted.append(Unwanted(item.name, why))

    def _go_on(self, batch: _Batch) -> None:
        if batch.waiting:
            self._next()
            return
        self._batches.remove(batch)
        if batch.unwanted:
            self._unwanted[batch.case_id] = batch.unwanted
        view = self._shown()
        is_shown = view is not None and view.case.case_id == batch.case_id
        self.show()
        if batch.added and is_shown:
            self._took()
        self._view.tell(_summary(batch, is_shown=is_shown))
        if self._batches:
            self._next()


def _summary(batch: _Batch, *, is_shown: bool) -> str:
    parts = []
    if batch.added:
        parts.append(ngettext_("{n} file added.", "{n} files added.", batch.added).format(n=batch.added))
    if batch.known:
        text = ngettext_("{n} file was there already.", "{n} files were there already.", batch.known)
        parts.append(text.format(n=batch.known))
    if batch.unwanted:
        text = ngettext_("{n} file was not added.", "{n} files were not added.", len(batch.unwanted))
        parts.append(text.format(n=len(batch.unwanted)))
    summary = " ".join(parts)
    return summary if is_shown else _("{case_no}: {text}").format(case_no=batch.case_no, text=summary)
