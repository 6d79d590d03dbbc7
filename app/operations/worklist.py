"""The list of cases by view, filter and order; SQL does the work, the page shows a window."""

from __future__ import annotations

from array import array
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from app.domain.deadlines import china_day
from app.operations.desk import Desk

if TYPE_CHECKING:
    from app.store.worklist import WorklistRow


@dataclass(frozen=True, slots=True)
class Query:
    """What to list. `view` is one of app/store/worklist.py's; "" filters nothing."""

    view: str = "mine"
    text: str = ""
    category: str = ""
    channel: str = ""
    owner: str = ""
    sort: str = "due_on"
    descending: bool = False
    severity: str = ""
    intake_type: str = ""

    def __repr__(self) -> str:
        return f"<Query {self.view} by {self.sort}>"

    @property
    def is_narrowed(self) -> bool:
        """Whether anything besides the view leaves cases out."""
        return bool(self.text or self.category or self.channel or self.owner or self.severity or self.intake_type)


@dataclass(frozen=True, slots=True)
class Worklist:
    """The row ids that match, in order, and the number of cases in each view."""

    ids: array[int]
    counts: dict[str, int]


def read_worklist(desk: Desk, query: Query) -> Worklist:
    """The ids for `query` and the counts of all views."""
    today = china_day(desk.clock.now())
    staff_no = desk.actor.staff_no
    ids = desk.store.worklist.ids(query, staff_no, today)
    return Worklist(ids, desk.store.worklist.counts(staff_no, today))


def read_rows(desk: Desk, ids: Sequence[int]) -> list[WorklistRow]:
    """The rows with these ids, in the order of `ids`; a case that is gone leaves no gap."""
    return desk.store.worklist.rows(ids)


def waiting_for_me(desk: Desk) -> dict[str, int]:
    """What the bell stands for: cases offered to the person who is signed in, and orders on their cases (domain.md
    督办), by the view of the worklist that shows them."""
    today, staff_no = china_day(desk.clock.now()), desk.actor.staff_no
    orders = desk.store.worklist.ids(Query("orders", owner=staff_no), staff_no, today)
    transfers = desk.store.worklist.ids(Query("transfers"), staff_no, today)
    return {"transfers": len(transfers), "orders": len(orders)}


def today_figures(desk: Desk) -> dict[str, int]:
    """Cases received today, due today and overdue, for the status bar."""
    return desk.store.worklist.figures(china_day(desk.clock.now()))
