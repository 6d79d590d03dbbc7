"""Deriving rows again for cases that entries from elsewhere have touched."""

from __future__ import annotations

import logging

import sqlalchemy as sa
from sqlcipher3 import dbapi2 as sqlcipher

from app.domain.rules import Rules
from app.journal.view import case_text
from app.store.case_entries import entries_of, folded
from app.store.case_rows import write_case

_log = logging.getLogger(__name__)
_NOTE = (
    "INSERT INTO quarantine (scope, feed_seq, reason, raw) SELECT 'case', 0, 'unreadable_case', ?1 "
    "WHERE NOT EXISTS (SELECT 1 FROM quarantine WHERE scope = 'case' AND raw = ?1)"
)
_PLACES = (
    "SELECT e.device, e.epoch, p.feed_seq, p.verdict FROM entry e "
    "LEFT JOIN placement p ON p.device = e.device AND p.epoch = e.epoch AND p.seq = e.seq "
    "WHERE e.case_id = ? ORDER BY e.device, e.epoch, e.seq"
)
_MARK = "UPDATE case_row SET is_at_headquarters = ? WHERE case_id = ?"
_CLEAR = "DELETE FROM quarantine WHERE scope = 'case' AND raw = ?"


def refresh_case(connection: sa.Connection, case: bytes, rules: Rules, *, row_id: int | None = None) -> None:
    """Fold the case again and put its row, state and search text in the place of what was there.

    Without a registration among its entries there is no row yet. Entries that this program can't make a row of keep
    their case out of the lists and are noted in quarantine; they never stop anything else.
    """
    cursor = connection.connection.cursor()
    cursor.execute("SAVEPOINT refresh")
    try:
        entries = entries_of(connection, case_text(case))
        state = folded(entries)
        if state is not None:
            write_case(connection, state, entries, rules, row_id=row_id)
    except Exception as error:
        cursor.execute("ROLLBACK TO refresh")
        cursor.execute("RELEASE refresh")
        if isinstance(error, sqlcipher.OperationalError | sqlcipher.DatabaseError) and not isinstance(
            error, sqlcipher.InterfaceError | sqlcipher.ProgrammingError | sqlcipher.DataError
        ):
            raise  # the database itself, not what is in it
        _log.error("case %s can't be folded: %s", case_text(case), type(error).__name__)
        cursor.execute(_NOTE, (case,))
    else:
        cursor.execute(_CLEAR, (case,))
        cursor.execute("RELEASE refresh")


def mark_placed(connection: sa.Connection, case: bytes) -> bool:
    """Note on the row of a case how much of it headquarters holds, where that is all that places in the feed change.

    That is so while all entries are of one log and stand in the feed as in the log. False when the case has to be
    folded again.
    """
    cursor = connection.connection.cursor()
    entries = cursor.execute(_PLACES, (case,)).fetchall()
    places = [feed_seq for _, _, feed_seq, _ in entries]
    placed = [feed_seq for feed_seq in places if feed_seq is not None]
    if (
        len({(device, epoch) for device, epoch, _, _ in entries}) != 1
        or any(verdict for _, _, _, verdict in entries)
        or places[: len(placed)] != sorted(placed)
    ):
        return False
    cursor.execute(_MARK, (int(len(placed) == len(places)), case))
    return True
