"""What one person has looked at, copied or taken out since a moment, by the lines of the desk's own book."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from app.domain.book import BookKind
from app.journal.envelope import decode_body
from app.journal.errors import BadEnvelopeError
from app.journal.view import milliseconds
from app.store.engine import Database

_BODIES = (
    "SELECT b.body FROM audit_line l JOIN entry_body b ON b.device = l.device AND b.epoch = l.epoch AND b.seq = l.seq "
    "WHERE l.actor = ? AND l.wall >= ? AND l.kind = ?"
)


def bodies_since(database: Database, staff_no: str, kind: BookKind, since: datetime) -> list[Mapping[str, Any]]:
    """The bodies of this person's entries of `kind` since then, also of other PCs of the branch. Raises: StoreError."""
    with database.read() as connection:
        cursor = connection.connection.cursor()
        rows = cursor.execute(_BODIES, (staff_no, milliseconds(since), kind.value)).fetchall()
    return [body for row in rows if (body := _read(row[0])) is not None]


def _read(body: bytes) -> Mapping[str, Any] | None:
    try:
        return decode_body(body, is_known=True)
    except BadEnvelopeError:
        return None
