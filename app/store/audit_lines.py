"""One line for each entry, so that audit finds them by person, case, kind and day without opening envelopes."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa

from app.domain.book import BOOK, case_about
from app.journal.envelope import Envelope, decode, decode_body
from app.journal.errors import BadEnvelopeError
from app.journal.view import case_bytes
from app.store.statements import inserting
from app.store.tables import AUDIT_LINE

BOOK_BYTES = case_bytes(BOOK)

_INSERT = inserting(AUDIT_LINE)
_ENTRIES = (
    "SELECT e.envelope, b.body, p.case_id FROM entry e "
    "LEFT JOIN entry_body b ON b.device = e.device AND b.epoch = e.epoch AND b.seq = e.seq "
    "LEFT JOIN purged_body p ON p.device = e.device AND p.epoch = e.epoch AND p.seq = e.seq"
)


def add_line(cursor: Any, envelope: Envelope, body: bytes | None) -> None:
    """Add the line of an entry. One of the book that is about a case stands under that case."""
    cursor.execute(_INSERT, line_of(envelope, body))


def put_line(cursor: Any, line: tuple[int, bytes, int, int, str, str, bytes]) -> None:
    """Add a line as `line_of` makes it."""
    cursor.execute(_INSERT, line)


def line_of(
    envelope: Envelope, body: bytes | None, purged_with: bytes | None = None
) -> tuple[int, bytes, int, int, str, str, bytes]:
    """The line of an entry: time, origin, actor, kind and the case that it is about.

    `purged_with` is the case with which its body went (table purged_body), where the body can't say any more what it
    was about.
    """
    case = purged_with or envelope.case
    if case == BOOK_BYTES and body is not None:
        case = _about(body)
    return envelope.wall, envelope.dev, envelope.epoch, envelope.seq, envelope.actor, envelope.kind, case


def derive_lines(connection: sa.Connection) -> None:
    """Make all lines anew from the journal."""
    cursor = connection.connection.cursor()
    cursor.execute("DELETE FROM audit_line")
    reading = connection.connection.cursor()
    for envelope, body, purged_with in reading.execute(_ENTRIES).fetchall():
        cursor.execute(_INSERT, line_of(decode(envelope, is_known=True), body, purged_with))


def _about(body: bytes) -> bytes:
    try:
        return case_bytes(case_about(BOOK, decode_body(body, is_known=True)))
    except BadEnvelopeError:
        return BOOK_BYTES
