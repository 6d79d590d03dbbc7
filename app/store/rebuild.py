"""Making everything derived again from the journal. The result is the same, byte for byte (journal.md)."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from typing import TYPE_CHECKING

import sqlalchemy as sa

from app.domain.rules import Rules
from app.store.audit_lines import derive_lines
from app.store.engine import Database
from app.store.refresh import refresh_case

if TYPE_CHECKING:
    from app.store.store import Store

_CASES = (
    "SELECT DISTINCT e.case_id, r.row_id FROM entry e LEFT JOIN case_row r ON r.case_id = e.case_id "
    "WHERE e.case_id <> zeroblob(16) AND e.case_id NOT IN (SELECT case_id FROM purged_case) "
    "ORDER BY r.row_id IS NULL, r.row_id, e.case_id"
)
"""Neither the desk's own book (app/domain/book.py) nor purged cases have rows."""
_ROWS = "SELECT * FROM case_row ORDER BY case_id"
_STATES = "SELECT r.case_id, s.summary, s.state FROM case_state s JOIN case_row r USING (row_id) ORDER BY r.case_id"
_LINKS = "SELECT from_case, kind, to_case FROM case_link ORDER BY from_case, kind"
_FILES = "SELECT case_id, sha256 FROM case_file ORDER BY case_id, sha256"
_FIGURES = "SELECT * FROM case_figures ORDER BY case_id"
_KEYS = "SELECT r.case_id, k.key FROM similar_key k JOIN case_row r USING (row_id) ORDER BY r.case_id, k.key"
_SEARCH = (
    "SELECT r.case_id, v.term, v.col, v.offset FROM temp.search_terms v JOIN case_row r ON r.row_id = v.doc "
    "ORDER BY r.case_id, v.col, v.offset, v.term"
)


def rebuild(store: Store) -> int:
    """Throw away and derive again the case rows, states and search index of an open store. Returns how many cases.

    One transaction: a crash leaves the old rows. Row ids stay as they were. Raises: StoreError.
    """
    with store.database.write() as connection:
        return derive_all(connection, store.rules)


def derive_all(connection: sa.Connection, rules: Rules) -> int:
    """As `rebuild`, within somebody's transaction."""
    cursor = connection.connection.cursor()
    cases = cursor.execute(_CASES).fetchall()
    cursor.execute("DELETE FROM case_row")
    cursor.execute("DELETE FROM case_state")
    cursor.execute("DELETE FROM case_link")
    cursor.execute("DELETE FROM case_file")
    cursor.execute("DELETE FROM case_figures")
    cursor.execute("DELETE FROM similar_key")
    cursor.execute("INSERT INTO search (search) VALUES ('delete-all')")
    for case, row_id in cases:
        refresh_case(connection, case, rules, row_id=row_id)
    derive_lines(connection)
    return len(cases)


def dump(database: Database, *, with_row_ids: bool = True) -> Iterator[tuple[object, ...]]:
    """Everything derived, in an order that does not depend on how it came about.

    Without `with_row_ids` two stores that hold the same journal give the same.
    """
    with database.read() as connection:
        cursor = connection.connection.cursor()
        for row in cursor.execute(_ROWS):
            yield ("row", *(row if with_row_ids else row[1:]))
        for row in cursor.execute(_STATES):
            yield ("state", *row)
        for row in cursor.execute(_LINKS):
            yield ("link", *row)
        for row in cursor.execute(_FILES):
            yield ("file", *row)
        for row in cursor.execute(_FIGURES):
            yield ("figures", *(row if with_row_ids else row[1:]))
        for row in cursor.execute(_KEYS):
            yield ("key", *row)
        cursor.execute("CREATE VIRTUAL TABLE temp.search_terms USING fts5vocab(main, search, instance)")
        try:
            for row in cursor.execute(_SEARCH):
                yield ("term", *row)
        finally:
            cursor.execute("DROP TABLE temp.search_terms")


def digest(database: Database) -> str:
    """SHA-256 in hex over everything derived, the same on every PC that holds the same journal."""
    total = hashlib.sha256()
    for row in dump(database, with_row_ids=False):
        if row[0] != "file":  # the states name them already; so the digests of kept databases stay as they were noted
            total.update(repr(row).encode())
    return total.hexdigest()
