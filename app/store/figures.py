"""What the branch's figures need of every case, kept beside the rows, so that no journal is folded to count (derived).

The day from which a case is overdue is written as if its term had passed already: until that day comes it counts for
nothing, so that the rows stand as they are while days go by.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from app.domain.case import Case
from app.domain.deadlines import Deadlines
from app.domain.figures import CaseFigures, figures_of
from app.domain.rules import Rules
from app.journal.view import case_bytes, case_text
from app.store.engine import Database
from app.store.statements import inserting, updating
from app.store.tables import CASE_FIGURES

PURGED = "purged-"
"""What the names of deleted cases in the figures begin with."""

FAMILY_LENGTH = 3
"""Cases are counted by the first level of the categories: B03 is "bank cards"."""

_FAR = date(9999, 1, 1)
_INSERT = inserting(CASE_FIGURES)
_UPDATE = updating(CASE_FIGURES, "row_id")
_RECORDS = (
    "SELECT case_id, received_on, accepted_on, ended_on, told_on, overdue_from, is_settled_on_spot, is_withdrawn, "
    "is_merged, is_forwarded, answer, repeat_of FROM case_figures WHERE intake_type = :type AND is_voided = 0 AND ("
    "received_on BETWEEN :first AND :last OR accepted_on BETWEEN :first AND :last "
    "OR ended_on BETWEEN :first AND :last OR repeat_of <> '' "
    "OR (overdue_from BETWEEN 1 AND :last AND (ended_on = 0 OR ended_on >= :first)))"
)
_PURGED = (
    "SELECT row_id, received_on, accepted_on, ended_on, told_on, overdue_from, is_settled_on_spot, is_withdrawn, "
    "is_merged, is_forwarded, answer, was_repeat, repeated_on, has_escalated FROM purged_figures "
    "WHERE intake_type = :type AND (received_on BETWEEN :first AND :last OR accepted_on BETWEEN :first AND :last "
    "OR ended_on BETWEEN :first AND :last OR (overdue_from BETWEEN 1 AND :last AND ended_on >= :first))"
)
_COUNTS = (
    "SELECT {column}, count(*) FROM (SELECT intake_type, category, channel, received_on, is_merged FROM case_figures "
    "WHERE is_voided = 0 UNION ALL SELECT intake_type, category, channel, received_on, is_merged FROM purged_figures) "
    "WHERE intake_type = :type AND is_merged = 0 AND received_on BETWEEN :first AND :last GROUP BY 1 ORDER BY 2 DESC, 1"
)
_BY = {"category": f"substr(category, 1, {FAMILY_LENGTH})", "channel": "channel"}
_NAMED = "SELECT case_no, masked_name, category, state, owner FROM case_row WHERE case_id = ?"


@dataclass(frozen=True, slots=True)
class NamedCase:
    """What a list of cases says of one; the complainant is masked."""

    case_no: str
    masked_name: str
    category: str
    state: str
    owner: str

    def __repr__(self) -> str:
        return f"<NamedCase {self.case_no}>"


def figure_values(case: Case, rules: Rules, deadlines: Deadlines | None = None) -> tuple[Any, ...]:
    """The values of `case_figures` for a case, in the order of its columns without `row_id`."""
    record = figures_of(case, rules, _FAR, deadlines)
    days = (record.received_on, record.accepted_on, record.ended_on, record.told_on, record.overdue_from)
    return (
        case_bytes(case.case_id),
        record.intake_type,
        case.about.category or case.intake.category,
        case.intake.channel,
        *(day.toordinal() if day else 0 for day in days),
        int(record.is_settled_on_spot),
        int(record.is_withdrawn),
        int(record.is_voided),
        int(record.is_merged),
        int(record.is_forwarded),
        record.answer,
        record.repeat_of,
    )


def write_figures(
    cursor: Any, case: Case, rules: Rules, row_id: int, *, is_new: bool, deadlines: Deadlines | None
) -> None:
    """Put what the figures need of `case` in the place of what was there."""
    values = figure_values(case, rules, deadlines)
    if is_new:
        cursor.execute(_INSERT, (row_id, *values))
    else:
        cursor.execute(_UPDATE, (*values, row_id))


class FiguresRecords:
    """The records of a store's cases, for the formulas in app/domain/figures.py."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def records(self, first: date, last: date, today: date, intake_type: str = "complaint") -> list[CaseFigures]:
        """What can count in the period, as it stands on `today`: what happened in it, what was overdue in it, and every
        repeat, which may come later. The rest of the cases would change no figure."""
        values = {"first": first.toordinal(), "last": last.toordinal(), "type": intake_type}
        with self._database.read() as connection:
            rows = connection.connection.cursor().execute(_RECORDS, values).fetchall()
            purged = connection.connection.cursor().execute(_PURGED, values).fetchall()
        return [*_records(rows, intake_type, today), *_purged_records(purged, intake_type, today)]

    def counts(self, by: str, first: date, last: date, intake_type: str = "complaint") -> list[tuple[str, int]]:
        """How many cases were received in the period, by `by`: "category" (its first level) or "channel"; most first.

        Merged and voided cases are not counted.
        """
        values = {"first": first.toordinal(), "last": last.toordinal(), "type": intake_type}
        with self._database.read() as connection:
            rows = connection.connection.cursor().execute(_COUNTS.format(column=_BY[by]), values).fetchall()
        return [(str(code), int(count)) for code, count in rows]

    def named(self, case_ids: Iterable[str]) -> dict[str, NamedCase]:
        """What the lists say of these cases; a case that is gone is left out."""
        found: dict[str, NamedCase] = {}
        with self._database.read() as connection:
            cursor = connection.connection.cursor()
            for case_id in case_ids:
                if case_id.startswith(PURGED):
                    continue
                row = cursor.execute(_NAMED, (case_bytes(case_id),)).fetchone()
                if row is not None:
                    found[case_id] = NamedCase(*row)
        return found


def _records(rows: Iterable[tuple[Any, ...]], intake_type: str, today: date) -> Iterable[CaseFigures]:
    day, limit = _days(), today.toordinal()
    for (
        case,
        received,
        accepted,
        ended,
        told,
        overdue,
        settled,
        withdrawn,
        merged,
        forwarded,
        answer,
        repeat_of,
    ) in rows:
        yield CaseFigures(
            case_text(case),
            intake_type,
            date.fromordinal(received),
            day(accepted),
            today,
            day(ended),
            day(told),
            day(overdue) if overdue <= limit else None,
            bool(settled),
            bool(withdrawn),
            False,
            bool(merged),
            bool(forwarded),
            answer,
            repeat_of,
        )


def _purged_records(rows: Iterable[tuple[Any, ...]], intake_type: str, today: date) -> Iterable[CaseFigures]:
    """Cases that were deleted: days and codes under a name that leads nowhere. Past years stand as they were."""
    for row_id, *values, was_repeat, repeated_on, has_escalated in rows:
        name = f"{PURGED}{row_id}"
        plain = next(iter(_records([(bytes(16), *values, name if was_repeat else "")], intake_type, today)))
        first = date.fromordinal(repeated_on) if repeated_on else None
        yield replace(plain, case_id=name, repeated_on=first, has_escalated=bool(has_escalated))


def _days() -> Callable[[int], date | None]:
    """Days of their numbers, each made once; 0 is none."""
    known: dict[int, date | None] = {0: None}

    def day(number: int) -> date | None:
        if number not in known:
            known[number] = date.fromordinal(number)
        return known[number]

    return day
