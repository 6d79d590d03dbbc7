"""Which cases belong together: repeats of an earlier complaint, cases merged into another; and which files belong to
which case. Derived."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from app.domain.case import Case
from app.domain.entry import Entry, EntryKind
from app.journal.errors import BadEnvelopeError
from app.journal.view import case_bytes, case_text
from app.journal.wire_attachments import is_sha256
from app.store.engine import Database

_OF_CASE = "SELECT kind, to_case FROM case_link WHERE from_case = ?"
_ADD = "INSERT INTO case_link (from_case, kind, to_case) VALUES (?, ?, ?)"
_REMOVE = "DELETE FROM case_link WHERE from_case = ?"
_FILES_OF_CASE = "SELECT sha256 FROM case_file WHERE case_id = ?"
_ADD_FILE = "INSERT INTO case_file (case_id, sha256) VALUES (?, ?)"
_REMOVE_FILES = "DELETE FROM case_file WHERE case_id = ?"
_LINKED = (
    "SELECT l.kind, 1, l.to_case, r.case_no, r.state FROM case_link l LEFT JOIN case_row r ON r.case_id = l.to_case "
    "WHERE l.from_case = ?1 UNION ALL "
    "SELECT l.kind, 0, l.from_case, r.case_no, r.state FROM case_link l "
    "LEFT JOIN case_row r ON r.case_id = l.from_case WHERE l.to_case = ?1 ORDER BY 4"
)


class LinkKind(StrEnum):
    """How one case points at another."""

    REPEAT_OF = "repeat_of"
    MERGED_INTO = "merged_into"


@dataclass(frozen=True, slots=True)
class LinkedCase:
    """A case that another one belongs to. `is_outward` says that the case that was asked about points at this one.

    `case_no` and `state` are empty while this PC holds nothing of it.
    """

    kind: str
    is_outward: bool
    case_id: str
    case_no: str
    state: str


def write_links(cursor: Any, case: Case) -> None:
    """Put what `case` points at in the place of what it pointed at before."""
    wanted = _links_of(case)
    from_case = case_bytes(case.case_id)
    if dict(cursor.execute(_OF_CASE, (from_case,)).fetchall()) == wanted:
        return
    cursor.execute(_REMOVE, (from_case,))
    cursor.executemany(_ADD, [(from_case, kind, to_case) for kind, to_case in wanted.items()])


def write_files(cursor: Any, case_id: str, entries: Iterable[Entry]) -> None:
    """Put the files that the entries of a case name in the place of those it named before, also those of entries that
    were set aside: their bytes are here as well."""
    wanted = {
        sha256
        for entry in entries
        if entry.kind == EntryKind.ATTACHMENT_ADDED and is_sha256(sha256 := str(entry.body.get("sha256", "")))
    }
    case = case_bytes(case_id)
    known = {sha256 for (sha256,) in cursor.execute(_FILES_OF_CASE, (case,))}
    if known != wanted:
        cursor.execute(_REMOVE_FILES, (case,))
        cursor.executemany(_ADD_FILE, [(case, sha256) for sha256 in sorted(wanted)])


def linked_cases(database: Database, case_id: str) -> list[LinkedCase]:
    """The cases that `case_id` points at and those that point at it, by number."""
    with database.read() as connection:
        rows = connection.connection.cursor().execute(_LINKED, (case_bytes(case_id),)).fetchall()
    return [
        LinkedCase(kind, bool(is_outward), case_text(case), case_no or "", state or "")
        for kind, is_outward, case, case_no, state in rows
    ]


def _links_of(case: Case) -> dict[str, bytes]:
    links = {
        LinkKind.REPEAT_OF.value: case.repeat_of,
        LinkKind.MERGED_INTO.value: case.merged_into,
    }
    return {kind: target for kind, case_id in links.items() if (target := _case_bytes(case_id))}


def _case_bytes(case_id: str) -> bytes:
    """The id as stored; empty for what is no id, which an entry from elsewhere may hold."""
    try:
        return case_bytes(case_id)
    except BadEnvelopeError:
        return b""
