"""What the worklist decides: which list is read, what stays selected, what the pane shows. No Qt."""

from __future__ import annotations

from array import array
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any, Protocol

from app.domain.refusal import Refusal
from app.language import _
from app.language.reasons import error_text, refusal_text
from app.operations.worklist import Query
from app.ui.running import Run
from app.ui.worklist.calls import WorklistCalls

if TYPE_CHECKING:
    from app.operations.desk import Desk
    from app.operations.open_case import CaseView
    from app.operations.worklist import Worklist

VIEWS = (
    *("all", "mine", "due_today", "overdue", "awaiting_approval", "ended"),
    *("transfers", "orders", "key", "warned"),
)
WINDOW = 256  # rows that are read at once (ux.md, section 4)


class WorklistView(Protocol):
    """What the presenter needs of the page."""

    def show_filter(self, wanted: Query) -> None: ...
    def show_list(self, ids: array[int], counts: Mapping[str, int], selected: int) -> None: ...
    def show_rows(self, generation: int, start: int, rows: Sequence[Any]) -> None: ...
    def show_rows_missing(self, generation: int, start: int) -> None: ...
    def show_stale(self, why: str) -> None: ...
    def show_case(self, case: CaseView | None) -> None: ...
    def tell(self, text: str, tone: str) -> None: ...


class WorklistPresenter:
    """One page's decisions. Filters, order and selection live here, so they are there when the page is shown again."""

    def __init__(
        self,
        view: WorklistView,
        run: Run,
        *,
        open_case: Callable[[str], None],
        calls: WorklistCalls | None = None,
        wanted: Query | None = None,
    ) -> None:
        self._view = view
        self._run = run
        self._open_case = open_case
        self._calls = calls or WorklistCalls()
        self.wanted = wanted or Query()
        self.generation = 0  # grows with each new list, so that late rows of an old one are dropped
        self.ids: array[int] = array("q")
        self.selected_id = 0
        self._pane_case = ""
        self._asked = 0
        self._is_reading = False
        self._is_reading_again = False
        self._was_read = False

    # ---- the list

    def start(self) -> None:
        """Show the filters and read the list, keeping what is selected. Called each time the page comes up."""
        self._view.show_filter(self.wanted)
        if not self._is_reading:
            self.refresh()

    def refresh(self) -> None:
        """Read the list again; changes that come while it is being read lead to one more reading, not to many."""
        if self._is_reading:
            self._is_reading_again = True
            return
        self._is_reading = True
        wanted = self.wanted

        def then(result: Worklist) -> None:
            if wanted == self.wanted:
                self._take(result)
            self._done_reading(wanted != self.wanted)

        def failed(error: Exception) -> None:
            self._view.show_stale(error_text(error))
            self._done_reading(False)

        self._run(lambda desk: self._calls.read(desk, wanted), then, failed)

    def _done_reading(self, is_outdated: bool) -> None:
        self._is_reading = False
        if self._is_reading_again or is_outdated:
            self._is_reading_again = False
            self.refresh()

    def _take(self, result: Worklist) -> None:
        old_place = self._place_of(self.selected_id)
        self.generation += 1
        self.ids = result.ids
        place = self._place_of(self.selected_id)
        if place < 0 and len(self.ids):
            # What was selected is gone from this list: stay at the same height, so that the next case comes up.
            place = min(max(old_place, 0), len(self.ids) - 1) if self._was_read else 0
        self._was_read = True
        self._view.show_stale("")
        self._view.show_list(self.ids, result.counts, place)
        if not len(self.ids):
            self.selected_id = 0
            self._pane_case = ""
            self._view.show_case(None)

    def _place_of(self, row_id: int) -> int:
        try:
            return self.ids.index(row_id)
        except ValueError:
            return -1

    def need_rows(self, start: int) -> None:
        """The table wants the window of rows that begins at `start`."""
        generation, ids = self.generation, self.ids[start : start + WINDOW]

        def then(rows: list[Any]) -> None:
            if generation != self.generation:
                return
            by_id = {row.row_id: row for row in rows}
            self._view.show_rows(generation, start, [by_id.get(row_id) for row_id in ids])

        def failed(error: Exception) -> None:
            if generation == self.generation:
                self._view.show_rows_missing(generation, start)
                self._view.show_stale(error_text(error))

        self._run(lambda desk: self._calls.rows(desk, ids), then, failed)

    # ---- filters and order

    def choose_view(self, view: str) -> None:
        """Alt and a digit: another saved view."""
        self._want(view=view)

    def narrow(self, **fields: str) -> None:
        """Another text, category, channel, owner, severity or kind of matter."""
        self._want(**fields)

    def clear(self) -> None:
        """Take all filters away; the view and the order stay."""
        self._want(text="", category="", channel="", owner="", severity="", intake_type="")

    def sort(self, column: str) -> None:
        """Order by a column; the same column again turns the order round."""
        self._want(sort=column, descending=column == self.wanted.sort and not self.wanted.descending)

    def _want(self, **changes: Any) -> None:
        wanted = replace(self.wanted, **changes)
        if wanted != self.wanted:
            self.wanted = wanted
            self._view.show_filter(wanted)
            self.refresh()

    # ---- one case

    def select(self, place: int) -> None:
        """A row was selected; the pane follows with `show_selected`."""
        self.selected_id = self.ids[place] if 0 <= place < len(self.ids) else 0

    def show_selected(self, case_id: str) -> None:
        """Read the case for the pane beside the table."""
        self._pane_case = case_id

        def then(result: CaseView | Refusal) -> None:
            if self._pane_case == case_id:
                self._view.show_case(None if isinstance(result, Refusal) else result)

        self._run(lambda desk: self._calls.open(desk, case_id), then, lambda error: self._view.show_case(None))

    def open(self, case_id: str) -> None:
        """Enter on a row."""
        if case_id:
            self._open_case(case_id)

    def reprint_slip(self, case_id: str) -> None:
        """Print the slip once more; the reprint is numbered and on record."""

        def then(result: Any) -> None:
            if isinstance(result, Refusal):
                self._view.tell(refusal_text(result), "error")
            else:
                self._view.tell(_("The slip was put into the print queue."), "ok")

        self._run(
            lambda desk: self._calls.reprint_slip(desk, case_id),
            then,
            lambda error: self._view.tell(error_text(error), "error"),
        )

    # ---- news

    def changed(self, what: frozenset[str], case_ids: frozenset[str]) -> None:
        """Something changed somewhere: read again, keeping the selected case and the filters."""
        if "cases" in what:
            self.refresh()
            if self._pane_case and (not case_ids or self._pane_case in case_ids):
                self.show_selected(self._pane_case)

    def neighbour(self, case_id: str, step: int, then: Callable[[str], None]) -> None:
        """The case `step` places on from `case_id` in the list as it stands; `then("")` at its end."""
        ids = self.ids

        def find(desk: Desk) -> str:
            place = self._calls.place_of(desk, case_id, ids)
            if place < 0 or not 0 <= place + step < len(ids):
                return ""
            rows = self._calls.rows(desk, ids[place + step : place + step + 1])
            return rows[0].case_id if rows else ""

        self._run(find, then, lambda error: then(""))
