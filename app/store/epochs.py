"""Beginning the next epoch of a desk's log, where the database is an older copy or starts from nothing.

What an earlier life of this store wrote after the copy was made is not known here. So the log goes on under another
epoch, where no entry can take the number of a lost one, and case numbers jump ahead of any that a lost day gave.
"""

from __future__ import annotations

from datetime import datetime

import sqlalchemy as sa

from app.domain.deadlines import china_day
from app.journal.envelope import GENESIS
from app.store.identity import StoreIdentity, read_meta, write_meta
from app.store.tables import META

COUNTER_JUMP = 1000
"""How far case numbers jump when a log starts a new epoch: more than one PC records between two backups."""

LEFT_BEHIND = "left_behind"
"""In `meta`: the epoch whose last entries headquarters may not have yet, while another one is in use."""
REFILLING = "refilling"
"""In `meta`, while a database that began empty still waits for what headquarters holds."""

_YEAR = "INSERT OR IGNORE INTO case_counter (year, device_letter, last) VALUES (?, ?, 0)"
_JUMP = "UPDATE case_counter SET last = last + ?"
_STATE = (
    "INSERT INTO sync_state (epoch, acked_seq, acked_hash, server_epoch) VALUES (?, 0, ?, "
    "coalesce((SELECT server_epoch FROM sync_state WHERE epoch = ?), '')) ON CONFLICT (epoch) DO NOTHING"
)
_UNSENT = (
    "SELECT 1 FROM device_head h LEFT JOIN sync_state s ON s.epoch = h.epoch "
    "WHERE h.device = ? AND h.epoch = ? AND h.seq > coalesce(s.acked_seq, 0)"
)


def start_epoch(connection: sa.Connection, own: StoreIdentity, number: int, now: datetime) -> StoreIdentity:
    """Go on in epoch `number`; numbers of cases jump, also those of the year that `now` is in. Nothing is lost."""
    write_meta(connection, epoch=str(number))
    jump_counters(connection, own, now)
    connection.exec_driver_sql(_STATE, (number, GENESIS, own.epoch))
    return StoreIdentity(own.store_id, own.branch, own.device, number, own.device_letter)


def jump_counters(connection: sa.Connection, own: StoreIdentity, now: datetime) -> None:
    """Put the numbers of new cases past any that may have been given and are not known here."""
    connection.exec_driver_sql(_YEAR, (china_day(now).year, own.device_letter))
    connection.exec_driver_sql(_JUMP, (COUNTER_JUMP,))


def note_left_behind(connection: sa.Connection, own: StoreIdentity) -> bool:
    """Before another epoch starts: remember the present one if headquarters may lack entries of it."""
    row = connection.exec_driver_sql(_UNSENT, (own.device_bytes, own.epoch)).fetchone()
    if row is not None:
        write_meta(connection, **{LEFT_BEHIND: str(own.epoch)})
    return row is not None


def left_behind(connection: sa.Connection) -> int | None:
    """The epoch that `note_left_behind` remembered, None when there is none."""
    found = read_meta(connection).get(LEFT_BEHIND, "")
    return int(found) if found else None


def forget(connection: sa.Connection, key: str) -> None:
    """`LEFT_BEHIND` or `REFILLING` is over."""
    connection.execute(META.delete().where(META.c.key == key))
