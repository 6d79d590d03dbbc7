"""What the page decides: what is listed, what is held back, and deleting in batches while people work. No Qt."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING, Protocol

from app.domain.refusal import Refusal
from app.language import _, ngettext_
from app.language.reasons import People, error_text, refusal_text
from app.ui.retention.calls import RetentionCalls
from app.ui.running import Run

if TYPE_CHECKING:
    from app.operations.retention import DueCase, Purged, RetentionReading


class RetentionView(Protocol):
    """What the presenter needs of the page."""

    def show_reading(self, reading: RetentionReading) -> None: ...
    def show_problem(self, text: str) -> None: ...
    def show_progress(self, done: int, of: int) -> None: ...
    def show_done(self, text: str) -> None: ...
    def close_hold(self) -> None: ...
    def refuse_hold(self, refusal: Refusal, text: str) -> None: ...


class RetentionPresenter:
    """One page's decisions. `run` reads and writes, `aside` cleans up without holding anybody up."""

    def __init__(
        self, view: RetentionView, run: Run, aside: Run, *, people: People, calls: RetentionCalls | None = None
    ) -> None:
        self._view = view
        self._run = run
        self._aside = aside
        self._people = people
        self._calls = calls or RetentionCalls()
        self.due: tuple[DueCase, ...] = ()
        self.is_purging = False
        self._is_reading = False
        self._is_reading_again = False
        self._waiting: list[str] = []
        self._count = self._done = self._left = 0

    def refresh(self) -> None:
        """Read what is due; changes that come meanwhile lead to one more reading, not to many."""
        if self._is_reading or self.is_purging:
            self._is_reading_again = True
            return
        self._is_reading, self._is_reading_again = True, False
        self._run(self._calls.read, self._show, self._failed)

    def hold(self, places: Sequence[int], reason: str, text: str, until: date | None) -> None:
        """Keep the cases at these places of the list on hold."""
        case_ids = [self.due[place].case_id for place in places if place < len(self.due)]

        def then(refusal: Refusal | None) -> None:
            if refusal is not None:
                self._view.refuse_hold(refusal, refusal_text(refusal, self._people))
                return
            self._view.close_hold()
            held = ngettext_("{n} case is kept on hold.", "{n} cases are kept on hold.", len(case_ids))
            self._view.show_done(held.format(n=len(case_ids)))
            self.refresh()

        self._run(lambda desk: self._calls.hold(desk, case_ids, reason, text, until), then)

    def purge(self) -> None:
        """Delete everything that is listed, batch by batch; others work in between."""
        if self.is_purging or not self.due:
            return
        self.is_purging = True
        self._waiting = [case.case_id for case in self.due]
        self._count, self._done, self._left = len(self._waiting), 0, 0
        self._next()

    def _next(self) -> None:
        size = self._calls.batch()
        batch, self._waiting = self._waiting[:size], self._waiting[size:]
        self._view.show_progress(self._done + self._left, self._count)

        def then(outcome: Purged | Refusal) -> None:
            if isinstance(outcome, Refusal):
                self._stop(refusal_text(outcome, self._people))
                return
            self._done += outcome.count
            self._left += len(outcome.left)
            if self._waiting:
                self._next()
            else:
                self._finish()

        self._run(lambda desk: self._calls.purge(desk, batch), then, lambda error: self._stop(error_text(error)))

    def _finish(self) -> None:
        self.is_purging = False
        text = ngettext_("{n} case deleted.", "{n} cases deleted.", self._done).format(n=self._done)
        if self._left:
            changed = ngettext_(
                "{n} changed meanwhile and stays.", "{n} changed meanwhile and stay.", self._left
            ).format(n=self._left)
            text = _("{first} {second}").format(first=text, second=changed)
        self._view.show_done(text)
        self.refresh()
        self._clean()

    def _stop(self, why: str) -> None:
        self.is_purging = False
        self._waiting = []
        self._view.show_problem(why)
        if self._done:
            self._clean()
        self.refresh()

    def _clean(self) -> None:
        """One step after the other, each its own work, so that papers are printed in between."""

        def then(has_more: bool) -> None:
            if has_more:
                self._clean()

        self._aside(self._calls.clean, then)

    def _show(self, reading: RetentionReading) -> None:
        self._is_reading = False
        self.due = reading.due
        self._view.show_reading(reading)
        self._again()

    def _failed(self, error: Exception) -> None:
        self._is_reading = False
        self._view.show_problem(error_text(error))
        self._again()

    def _again(self) -> None:
        if self._is_reading_again and not self.is_purging:
            self.refresh()
