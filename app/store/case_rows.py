"""From entries to the rows that lists and searches read. Pure derivation, then three writes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import sqlalchemy as sa

from app.domain.case import Case
from app.domain.deadlines import Deadlines, china_day, deadlines_of, is_clock_stopped
from app.domain.entry import Entry, EntryKind
from app.domain.free_text import mask_of
from app.domain.masking import mask_name
from app.domain.next_date import next_date_of
from app.domain.rules import Rules
from app.journal.view import case_bytes, milliseconds
from app.store.figures import write_figures
from app.store.links import write_files, write_links
from app.store.search_text import fields_of
from app.store.similar_keys import write_similar_keys
from app.store.state import encode_state
from app.store.statements import inserting, updating
from app.store.tables import CASE_ROW, CASE_STATE
from app.system.crash_points import reach

SUMMARY_LENGTH = 60
STOPPED_PLACE = 1 << 24
"""`place` puts cases of one rank in the order of the list: by due day while a clock runs and after the complainant was
told, the latest first where they have ended. A running case's place is the proleptic ordinal of its due day."""

END_OF_ENDED = 1 << 60
"""The place of an ended case is this less the instant of its end, in milliseconds: the later, the earlier listed."""

KEY_RANK, MAJOR_RANK, RUNNING_RANK, STOPPED_RANK, ENDED_RANK = range(5)
"""`rank` comes before `place`: key cases lead everyone's list while they run, then major ones (S4 nos. 14, 56)."""

_RANKS = {"key_case": KEY_RANK, "major": MAJOR_RANK}

_INSERT_ROW = inserting(CASE_ROW)
_UPDATE_ROW = updating(CASE_ROW, "row_id")
_INSERT_STATE = inserting(CASE_STATE)
_UPDATE_STATE = updating(CASE_STATE, "row_id")
_INSERT_SEARCH = "INSERT INTO search (rowid, who, words) VALUES (?, ?, ?)"
_DELETE_SEARCH = "DELETE FROM search WHERE rowid = ?"
_FIND_ROW = "SELECT row_id FROM case_row WHERE case_id = ?"


WORDED_KINDS = frozenset((EntryKind.CASE_REGISTERED.value, EntryKind.NOTE_ADDED.value))
"""Entries that bring words into the index; all others leave a case's search text as it is."""


@dataclass(frozen=True, slots=True)
class SearchText:
    """What the index holds of a case: `who` is number and complainant, `words` what was said."""

    who: str
    words: str

    def __repr__(self) -> str:
        return "<SearchText>"


def running_deadlines(case: Case, rules: Rules) -> Deadlines | None:
    """The clocks of a case while they matter to its row: none once it has ended."""
    return None if case.state.is_ended else deadlines_of(case, rules)


def row_values(case: Case, entries: Sequence[Entry], rules: Rules, deadlines: Deadlines | None) -> tuple[Any, ...]:
    """The values of `case_row` for a case, in the order of its columns without `row_id`; `deadlines` as of
    `running_deadlines`."""
    updated_at = milliseconds(case.updated_at or case.registered_at)
    ended_at = milliseconds(case.ended_at) if case.ended_at else None
    is_open = not case.state.is_ended
    dates = _running_dates(case, deadlines) if deadlines else _ended_dates(case, ended_at or updated_at)
    next_date = next_date_of(case, rules, deadlines)
    offered = case.pending_transfer if is_open else None
    return (
        case_bytes(case.case_id),
        case.case_no,
        dates.rank,
        dates.place,
        case.owner,
        int(is_awaiting(case)),
        china_day(case.registered_at).toordinal(),
        dates.half_on,
        dates.four_fifths_on,
        int(bool(case.open_orders)),
        offered.to if offered else "",
        case.state.value,
        case.about.severity,
        case.intake.intake_type,
        case.about.category or case.intake.category,
        case.intake.channel,
        mask_name(case.intake.complainant.name),
        _iso(dates.due_on),
        next_date.on.isoformat() if next_date else "",
        next_date.what if next_date else "",
        dates.governing,
        int(dates.is_provisional),
        int(case.was_overdue or bool(case.overdue_marks)),
        milliseconds(case.received_at),
        milliseconds(case.registered_at),
        updated_at,
        ended_at,
        case.version,
        len(case.flags),
        int(all(entry.feed_seq is not None for entry in entries)),
    )


def is_awaiting(case: Case) -> bool:
    """Whether a second person has to decide something: about more time, or about voiding, which ended cases wait for
    too."""
    void = case.void_request
    return (case.pending_extension is not None and not case.state.is_ended) or (void is not None and not void.decision)


@dataclass(frozen=True, slots=True)
class _Dates:
    """What a row says of a case's dates, and where it stands in the list. The days of warning are 0 where no term
    runs."""

    rank: int
    place: int
    due_on: date | None
    governing: str = ""
    is_provisional: bool = False
    half_on: int = 0
    four_fifths_on: int = 0


def _ended_dates(case: Case, ended_at: int) -> _Dates:
    """What was due then stands, whatever the rules say now."""
    return _Dates(ENDED_RANK, END_OF_ENDED - ended_at, case.due_on_at_end)


def _running_dates(case: Case, deadlines: Deadlines) -> _Dates:
    """The days of warning are those on which `warning_of` takes its steps."""
    due_on, governing, is_provisional = deadlines.due_on, deadlines.governing, deadlines.is_provisional
    if is_clock_stopped(case):
        return _Dates(STOPPED_RANK, due_on.toordinal() + STOPPED_PLACE, due_on, governing, is_provisional)
    term = (due_on - deadlines.start_on).days
    half_on, four_fifths_on = due_on.toordinal() - term // 2, due_on.toordinal() - term // 5
    rank = _RANKS.get(case.about.severity, RUNNING_RANK)
    return _Dates(rank, due_on.toordinal(), due_on, governing, is_provisional, half_on, four_fifths_on)


def _iso(day: date | None) -> str:
    return day.isoformat() if day else ""


def summary_of(case: Case) -> str:
    """The first words of the complaint, on one line, masked before they are cut: lists show them as they stand here."""
    return mask_of(case)(" ".join(case.intake.narrative[: SUMMARY_LENGTH * 3].split()))[:SUMMARY_LENGTH]


def search_text_of(case: Case, entries: Sequence[Entry]) -> SearchText:
    """What the index is to hold of a case."""
    person = case.intake.complainant
    notes = [str(entry.body.get("text", "")) for entry in entries if entry.kind == EntryKind.NOTE_ADDED]
    return SearchText(
        fields_of(case.case_no, person.name, person.phone, person.id_number),
        fields_of(case.intake.narrative, case.intake.remedy_sought, *notes),
    )


def write_case(
    connection: sa.Connection,
    case: Case,
    entries: Sequence[Entry],
    rules: Rules,
    *,
    row_id: int | None = None,
    has_new_words: bool = True,
) -> int:
    """Put the case's row, state and search text in the place of what was there. Returns the row's id.

    `row_id` is given when a row is to be made with that id, as a rebuild does. `has_new_words` False leaves the index
    alone: see `WORDED_KINDS`.
    """
    cursor = connection.connection.cursor()
    deadlines = running_deadlines(case, rules)  # row and figures count by the same clocks
    values = row_values(case, entries, rules, deadlines)
    found = None if row_id is not None else cursor.execute(_FIND_ROW, values[:1]).fetchone()
    state, summary = encode_state(case), summary_of(case)
    text = search_text_of(case, entries) if has_new_words else None
    if found is None:
        cursor.execute(_INSERT_ROW, (row_id, *values))
        row_id = int(row_id or cursor.lastrowid or 0)
        cursor.execute(_INSERT_STATE, (row_id, summary, state))
    else:
        row_id = int(found[0])
        cursor.execute(_UPDATE_ROW, (*values, row_id))
        cursor.execute(_UPDATE_STATE, (summary, state, row_id))
    reach("store.after_row")
    if text is not None:
        if found is not None:
            cursor.execute(_DELETE_SEARCH, (row_id,))
        cursor.execute(_INSERT_SEARCH, (row_id, text.who, text.words))
        write_similar_keys(cursor, case, row_id, is_new=found is None)
    write_links(cursor, case)
    write_files(cursor, case.case_id, entries)
    write_figures(cursor, case, rules, row_id, is_new=found is None, deadlines=deadlines)
    reach("store.after_search")
    return row_id
