"""Reading entries of a case from the journal, and appending new ones to this device's log."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import sqlalchemy as sa

from app.domain.case import Case
from app.domain.entry import Entry
from app.domain.fold import NoRegistrationError, fold
from app.journal.chain import Head
from app.journal.envelope import Envelope, Record, decode
from app.journal.view import case_bytes, to_entry
from app.store.audit_lines import add_line
from app.store.statements import inserting
from app.store.tables import ENTRY, ENTRY_BODY

_INSERT_ENTRY = inserting(ENTRY)
_INSERT_BODY = inserting(ENTRY_BODY)
_MOVE_HEAD = (
    "INSERT INTO device_head (device, epoch, seq, hash, hlc) VALUES (?, ?, ?, ?, ?) "
    "ON CONFLICT (device, epoch) DO UPDATE SET seq = excluded.seq, hash = excluded.hash, hlc = excluded.hlc"
)
_FIND_HEAD = "SELECT seq, hash, hlc FROM device_head WHERE device = ? AND epoch = ?"
_OF_CASE = (
    "SELECT e.envelope, b.body, p.feed_seq, p.verdict, u.state FROM entry e "
    "LEFT JOIN entry_body b ON b.device = e.device AND b.epoch = e.epoch AND b.seq = e.seq "
    "LEFT JOIN placement p ON p.device = e.device AND p.epoch = e.epoch AND p.seq = e.seq "
    "LEFT JOIN unproven_signature u ON u.device = e.device AND u.epoch = e.epoch AND u.seq = e.seq "
    "WHERE e.case_id = ?"
)


NOT_COUNTED = frozenset(("bad", "unknown_key"))
"""States of a signature that does not count: see app/store/proofs.py."""


def entries_of(connection: sa.Connection, case_id: str) -> list[Entry]:
    """All entries of a case in the order of the fold; empty when the case is unknown."""
    rows = connection.connection.cursor().execute(_OF_CASE, (case_bytes(case_id),)).fetchall()
    entries = [
        to_entry(
            Record(envelope, body),
            feed_seq=feed_seq,
            verdict=verdict,
            is_signature_good=proof not in NOT_COUNTED,
            envelope=decode(envelope, is_known=True),
        )
        for envelope, body, feed_seq, verdict, proof in rows
    ]
    entries.sort(key=lambda entry: entry.order)
    return entries


def folded(entries: Sequence[Entry]) -> Case | None:
    """The case that entries make; None without any, or while the registration among them has not come yet."""
    try:
        return fold(entries) if entries else None
    except NoRegistrationError:
        return None


def head_of(connection: sa.Connection, device: bytes, epoch: int) -> tuple[Head, int]:
    """How far a device's log goes here, and its last clock reading; the start of the log when nothing of it is here."""
    row = connection.connection.cursor().execute(_FIND_HEAD, (device, epoch)).fetchone()
    if row is None:
        return Head.start(device, epoch), 0
    return Head(device, epoch, row[0], row[1]), int(row[2])


def append(connection: sa.Connection, written: Iterable[tuple[Record, Envelope, Head]]) -> None:
    """Add records in a row to one device's log and move its head."""
    cursor = connection.connection.cursor()
    end: Head | None = None
    hlc = 0
    for record, envelope, end in written:
        origin = (envelope.dev, envelope.epoch, envelope.seq)
        cursor.execute(
            _INSERT_ENTRY,
            (*origin, end.hash, envelope.prev, envelope.case, envelope.kind, envelope.hlc, record.envelope),
        )
        if record.body is not None:
            cursor.execute(_INSERT_BODY, (*origin, record.body))
        add_line(cursor, envelope, record.body)
        hlc = max(hlc, envelope.hlc)
    if end is not None:
        cursor.execute(_MOVE_HEAD, (*end, hlc))


def touched(records: Sequence[Envelope]) -> frozenset[bytes]:
    """The cases that these entries belong to."""
    return frozenset(envelope.case for envelope in records)
