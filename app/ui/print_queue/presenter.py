"""What the print queue does; no Qt."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Protocol

from app.domain.refusal import Refusal
from app.language import _
from app.language.reasons import error_text, refusal_text
from app.ui.print_queue.facts import PrintRow
from app.ui.running import RunWork


class PrintQueueView(Protocol):
    """What the presenter tells the page."""

    def show_rows(self, rows: Sequence[PrintRow], counts: dict[str, int]) -> None:
        """Show these papers, and how many each view holds."""

    def show_actions(self, *, can_retry: bool, can_reprint: bool, can_cancel: bool) -> None:
        """What may be done with the paper chosen."""

    def show_error(self, message: str) -> None:
        """Something failed."""

    def toast(self, text: str) -> None:
        """Something worked."""


@dataclass(frozen=True, slots=True)
class PrintCalls:
    """What is done elsewhere. `retry` gives a waiting or failed paper to the printer again, `reprint` makes a new
    numbered copy of a printed one, `cancel` takes a paper out of the queue."""

    rows: Callable[[], Sequence[PrintRow]]
    retry: Callable[[int], object]
    reprint: Callable[[int], object]
    cancel: Callable[[int], object]


@dataclass(slots=True, weakref_slot=True)
class PrintQueuePresenter:
    """Shows one view ("open", "printed", "all") of the queue and acts on the paper chosen in it."""

    view: PrintQueueView
    run: RunWork
    calls: PrintCalls
    chosen_view: str = "open"
    _rows: tuple[PrintRow, ...] = field(default=(), init=False)
    _chosen: int | None = field(default=None, init=False)

    def refresh(self) -> None:
        """Read the queue again."""
        self.run(self.calls.rows, self._on_rows, self._on_failed)

    def choose_view(self, key: str) -> None:
        """Show another view."""
        self.chosen_view = key
        self._show()

    def choose(self, job_id: int | None) -> None:
        """A line was chosen, or none."""
        self._chosen = job_id
        self._show_actions()

    def retry(self) -> None:
        """Give the chosen paper to the printer again."""
        self._do(self.calls.retry, lambda row: row.state in ("waiting", "failed"), _("Given to the printer"))

    def reprint(self) -> None:
        """Make a new copy of the chosen paper."""
        self._do(self.calls.reprint, lambda row: row.state == "printed", _("A marked copy is being printed"))

    def cancel(self) -> None:
        """Take the chosen paper out of the queue."""
        self._do(self.calls.cancel, lambda row: row.state in ("waiting", "failed"), _("Taken out of the queue"))

    def _row(self) -> PrintRow | None:
        return next((row for row in self._rows if row.job_id == self._chosen), None)

    def _do(self, call: Callable[[int], object], may: Callable[[PrintRow], bool], message: str) -> None:
        row = self._row()
        if row is None or not may(row):
            return

        def done(result: object) -> None:
            if isinstance(result, Refusal):
                self.view.show_error(refusal_text(result))
                return
            self.view.toast(message)
            self.refresh()

        self.run(lambda: call(row.job_id), done, self._on_failed)

    def _on_rows(self, rows: Sequence[PrintRow]) -> None:
        self._rows = tuple(rows)
        self._show()

    def _show(self) -> None:
        views = {
            "open": [row for row in self._rows if row.is_open()],
            "printed": [row for row in self._rows if row.state == "printed"],
            "all": list(self._rows),
        }
        shown = views[self.chosen_view]
        if self._chosen not in {row.job_id for row in shown}:
            self._chosen = shown[0].job_id if shown else None
        self.view.show_rows(shown, {key: len(rows) for key, rows in views.items()})
        self._show_actions()

    def _show_actions(self) -> None:
        row = self._row()
        state = row.state if row else ""
        self.view.show_actions(
            can_retry=state in ("waiting", "failed"),
            can_reprint=state == "printed",
            can_cancel=state in ("waiting", "failed"),
        )

    def _on_failed(self, error: Exception) -> None:
        self.view.show_error(error_text(error))
        if self._rows:
            self._show()
