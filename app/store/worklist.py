"""The list of cases: SQL filters and sorts, the page gets row ids and reads rows by window (ux.md 4)."""

from __future__ import annotations

from array import array
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any, Protocol

from app.domain.warning import Alert
from app.journal.view import case_text, instant
from app.store.case_rows import ENDED_RANK, KEY_RANK, RUNNING_RANK
from app.store.engine import Database
from app.store.search_text import match_expression


class View(StrEnum):
    """Which cases are listed."""

    ALL = "all"
    MINE = "mine"
    DUE_TODAY = "due_today"
    OVERDUE = "overdue"
    AWAITING_APPROVAL = "awaiting_approval"
    ENDED = "ended"
    KEY = "key"
    WARNED = "warned"
    ORDERS = "orders"
    TRANSFERS = "transfers"


class WorklistQuery(Protocol):
    """What to list. Empty strings filter nothing; `text` is looked for in number, name, phone and identity number."""

    @property
    def view(self) -> str: ...
    @property
    def text(self) -> str: ...
    @property
    def category(self) -> str: ...
    @property
    def channel(self) -> str: ...
    @property
    def owner(self) -> str: ...
    @property
    def severity(self) -> str: ...
    @property
    def intake_type(self) -> str: ...
    @property
    def sort(self) -> str: ...
    @property
    def descending(self) -> bool: ...


@dataclass(frozen=True, slots=True)
class WorklistRow:
    """One line of the list; the complainant is masked. `ended_at` None while the case is open.

    `due_on` is None for what was settled on the spot. `next_on` is the next date by which something has to be done
    and `next_what` what (domain/next_date.py); None and "" when nothing is owed. `half_on` and `four_fifths_on` are the
    days from which the list warns, None where no term runs. `transfer_to` is who was offered the case and has not
    answered.
    """

    row_id: int
    case_id: str
    case_no: str
    masked_name: str
    category: str
    summary: str
    channel: str
    owner: str
    state: str
    due_on: date | None
    is_provisional: bool
    governing: str
    received_at: datetime
    registered_at: datetime
    updated_at: datetime
    ended_at: datetime | None
    was_overdue: bool
    is_awaiting: bool
    version: int
    is_at_headquarters: bool
    has_flags: bool
    severity: str
    intake_type: str
    next_on: date | None
    next_what: str
    half_on: date | None
    four_fifths_on: date | None
    has_order: bool
    transfer_to: str

    def alert(self, today: date) -> Alert:
        """The warning that the list shows on `today`."""
        if self.half_on is None or self.four_fifths_on is None or self.due_on is None:
            return Alert.NONE
        if today >= self.due_on:
            return Alert.OVERDUE if today > self.due_on else Alert.LAST_DAY
        if today >= self.four_fifths_on:
            return Alert.FOUR_FIFTHS
        return Alert.HALF if today >= self.half_on else Alert.NONE

    def __repr__(self) -> str:
        return f"<WorklistRow {self.case_no}>"


SORTS = {
    "due_on": "rank {direction}, place",
    "severity": "rank {direction}, place",
    "intake_type": "intake_type",
    "next_on": "next_on = '' {direction}, next_on",
    "case_no": "case_no",
    "name": "masked_name",
    "masked_name": "masked_name",
    "category": "category",
    "channel": "channel",
    "owner": "owner",
    "state": "state",
    "received_at": "received_at",
    "registered_at": "registered_at",
    "updated_at": "updated_at",
    "ended_at": "ended_at",
}
"""Columns that may be sorted by. The default, due_on, is the order of work: see `case_rows.KEY_RANK`."""

_ROWS = (
    "SELECT r.row_id, r.case_id, r.case_no, r.masked_name, r.category, s.summary, r.channel, r.owner, r.state, "
    "r.due_on, r.is_provisional, r.governing, r.received_at, r.registered_at, r.updated_at, r.ended_at, r.was_overdue, "
    "r.is_awaiting, r.version, r.is_at_headquarters, r.flag_count, "
    "r.severity, r.intake_type, r.next_on, r.next_what, r.half_on, r.four_fifths_on, r.is_ordered, r.transfer_to "
    "FROM case_row r JOIN case_state s USING (row_id) WHERE r.row_id IN ({marks})"
)
_OPEN_COUNTS = (
    "SELECT count(*) AS open, coalesce(sum(owner = :owner), 0) AS mine, coalesce(sum(place = :today), 0) AS due_today, "
    "coalesce(sum(place < :today), 0) AS overdue, "
    "(SELECT count(*) FROM case_row WHERE is_awaiting = 1) AS awaiting_approval, "
    "coalesce(sum(rank = :key), 0) AS key, "
    "coalesce(sum(rank <= :running AND half_on <= :today AND place >= :today), 0) AS warned, "
    "(SELECT count(*) FROM case_row WHERE is_ordered = 1) AS orders, "
    "coalesce(sum(transfer_to = :owner), 0) AS transfers "
    "FROM case_row INDEXED BY ix_case_row_views WHERE rank < :ended"
)
_ENDED_COUNT = "SELECT count(*) FROM case_row INDEXED BY ix_case_row_views WHERE rank = ?"
_FIGURES = (
    "SELECT (SELECT count(*) FROM case_row WHERE registered_on = :today), count(*) FILTER (WHERE place = :today), "
    "count(*) FILTER (WHERE place < :today) FROM case_row WHERE rank < :ended"
)
_RANKS = {"key": KEY_RANK, "running": RUNNING_RANK, "ended": ENDED_RANK}
_WINDOW = 500


class Worklist:
    """The lists over a store's case rows. `today` is the day in China."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def ids(self, query: WorklistQuery, staff_no: str, today: date) -> array[int]:
        """The row ids that match `query`, in its order. `staff_no` is whose cases are "mine".

        Raises: ValueError for an unknown view or sort column.
        """
        where, values = _conditions(query, staff_no, today)
        if where is None:
            return array("q")
        direction = "DESC" if query.descending else "ASC"
        column = _sort_column(query.sort).format(direction=direction)
        order = f"{column} {direction}, row_id {direction}"
        sql = f"SELECT row_id FROM case_row {where} ORDER BY {order}"  # noqa: S608 - both are ours
        with self._database.read() as connection:
            cursor = connection.connection.cursor()
            return array("q", [row[0] for row in cursor.execute(sql, values).fetchall()])

    def rows(self, ids: Sequence[int]) -> list[WorklistRow]:
        """The rows with these ids in their order; a case that is gone leaves no gap."""
        found: dict[int, WorklistRow] = {}
        with self._database.read() as connection:
            cursor = connection.connection.cursor()
            for start in range(0, len(ids), _WINDOW):
                part = list(ids[start : start + _WINDOW])
                for row in cursor.execute(_ROWS.format(marks=",".join("?" * len(part))), part).fetchall():
                    found[row[0]] = _row(row)
        return [found[row_id] for row_id in ids if row_id in found]

    def row_id_of(self, case_id: str) -> int | None:
        """The row of a case, None when there is none."""
        with self._database.read() as connection:
            row = connection.exec_driver_sql(
                "SELECT row_id FROM case_row WHERE case_id = ?", (bytes.fromhex(case_id.replace("-", "")),)
            ).fetchone()
        return int(row[0]) if row else None

    def counts(self, staff_no: str, today: date) -> dict[str, int]:
        """How many cases each view holds."""
        with self._database.read() as connection:
            cursor = connection.connection.cursor()
            cursor.execute(_OPEN_COUNTS, {"owner": staff_no, "today": today.toordinal(), **_RANKS})
            names = [column[0] for column in cursor.description or ()]
            found = dict(zip(names, cursor.fetchone() or (), strict=True))
            (ended,) = cursor.execute(_ENDED_COUNT, (ENDED_RANK,)).fetchone() or (0,)
        found |= {"ended": ended, "all": found.pop("open") + ended}
        return {view.value: int(found[view.value]) for view in View}

    def figures(self, today: date) -> dict[str, int]:
        """Today's figures for the status bar: registered_today, due_today, overdue."""
        with self._database.read() as connection:
            row = (
                connection.connection.cursor()
                .execute(_FIGURES, {"today": today.toordinal(), "ended": ENDED_RANK})
                .fetchone()
            )
        return {"registered_today": int(row[0]), "due_today": int(row[1]), "overdue": int(row[2])}


def _sort_column(sort: str) -> str:
    try:
        return SORTS[sort or "due_on"]
    except KeyError:
        raise ValueError(f"unknown sort column {sort!r}") from None


def _conditions(query: WorklistQuery, staff_no: str, today: date) -> tuple[str | None, list[Any]]:
    """The WHERE clause and its values; None when nothing can match."""
    day = today.toordinal()
    is_open, is_running = f"rank < {ENDED_RANK}", f"rank <= {RUNNING_RANK}"
    by_view: dict[View, tuple[str, list[Any]]] = {
        View.ALL: ("", []),
        View.MINE: (f"owner = ? AND {is_open}", [staff_no]),
        View.DUE_TODAY: (f"{is_running} AND place = ?", [day]),
        View.OVERDUE: (f"{is_running} AND place < ?", [day]),
        View.AWAITING_APPROVAL: ("is_awaiting = 1", []),
        View.ENDED: (f"rank = {ENDED_RANK}", []),
        View.KEY: (f"rank = {KEY_RANK}", []),
        View.WARNED: (f"{is_running} AND half_on <= ? AND place >= ?", [day, day]),
        View.ORDERS: ("is_ordered = 1", []),
        View.TRANSFERS: (f"transfer_to = ? AND {is_open}", [staff_no]),
    }
    condition, values = by_view[View(query.view)]
    conditions = [condition] if condition else []
    if query.category:
        # A category stands for all below it: codes grow towards the leaves (B03, B0301, B03011).
        conditions.append("substr(category, 1, length(?)) = ?")
        values = [*values, query.category, query.category]
    for column in ("channel", "owner", "severity", "intake_type"):
        if wanted := getattr(query, column):
            conditions.append(f"{column} = ?")
            values = [*values, wanted]
    if query.text.strip():
        expression = match_expression(query.text, "who")
        if expression is None:
            return None, []
        conditions.append("row_id IN (SELECT rowid FROM search WHERE search MATCH ?)")
        values = [*values, expression]
    return ("WHERE " + " AND ".join(conditions) if conditions else ""), values


def _row(row: tuple[Any, ...]) -> WorklistRow:
    return WorklistRow(
        row_id=row[0],
        case_id=case_text(row[1]),
        case_no=row[2],
        masked_name=row[3],
        category=row[4],
        summary=row[5],
        channel=row[6],
        owner=row[7],
        state=row[8],
        due_on=date.fromisoformat(row[9]) if row[9] else None,
        is_provisional=bool(row[10]),
        governing=row[11],
        received_at=instant(row[12]),
        registered_at=instant(row[13]),
        updated_at=instant(row[14]),
        ended_at=instant(row[15]) if row[15] is not None else None,
        was_overdue=bool(row[16]),
        is_awaiting=bool(row[17]),
        version=row[18],
        is_at_headquarters=bool(row[19]),
        has_flags=row[20] > 0,
        severity=row[21],
        intake_type=row[22],
        next_on=date.fromisoformat(row[23]) if row[23] else None,
        next_what=row[24],
        half_on=date.fromordinal(row[25]) if row[25] else None,
        four_fifths_on=date.fromordinal(row[26]) if row[26] else None,
        has_order=bool(row[27]),
        transfer_to=row[28],
    )
