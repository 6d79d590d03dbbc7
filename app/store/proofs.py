"""Signatures of entries from elsewhere: what could be proven, and what has to be looked at again with more keys.

An entry without a line in the table is proven, or was written here. The states: "bad" for ever, "unknown_key" until the
key's owner is in the directory (it does not count until then), "unchecked" while there was no directory at all.
"""

from __future__ import annotations

import sqlalchemy as sa

from app.journal.envelope import Envelope, decode
from app.journal.signature import KeyDirectory, is_signed_by_actor

_OPEN = (
    "SELECT e.device, e.epoch, e.seq, e.case_id, e.envelope, u.state FROM unproven_signature u "
    "JOIN entry e ON e.device = u.device AND e.epoch = u.epoch AND e.seq = u.seq WHERE u.state <> 'bad'"
)
_FORGET = "DELETE FROM unproven_signature WHERE device = ? AND epoch = ? AND seq = ?"
_NOTE = "UPDATE unproven_signature SET state = ? WHERE device = ? AND epoch = ? AND seq = ?"


def proof_state(envelope: Envelope, directory: KeyDirectory | None) -> str | None:
    """What to note about the signature of an entry from elsewhere; None when it is proven."""
    if directory is None:
        return "unchecked"
    is_good = is_signed_by_actor(envelope, directory)
    if is_good:
        return None
    return "unknown_key" if is_good is None else "bad"


def has_unproven(connection: sa.Connection) -> bool:
    """Whether there is a signature to look at again."""
    sql = "SELECT 1 FROM unproven_signature WHERE state <> 'bad' LIMIT 1"
    return connection.exec_driver_sql(sql).fetchone() is not None


def prove_again(connection: sa.Connection, directory: KeyDirectory) -> frozenset[bytes]:
    """Check what could not be checked before. Returns the cases where a signature now counts, or no longer does."""
    touched = set()
    for device, epoch, seq, case, envelope, before in connection.exec_driver_sql(_OPEN).fetchall():
        state = proof_state(decode(envelope), directory)
        if state == before:
            continue
        if state is None:
            connection.exec_driver_sql(_FORGET, (device, epoch, seq))
        else:
            connection.exec_driver_sql(_NOTE, (state, device, epoch, seq))
        touched.add(case)
    return frozenset(touched)
