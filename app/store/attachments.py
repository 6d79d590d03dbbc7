"""The bytes of attached files, each kept once, known by its SHA-256 and encrypted with everything else in the database.

They travel by way of headquarters (attachment_transfers): a case that came from elsewhere may name files that are not
here yet.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa

from app.journal.view import case_bytes, milliseconds
from app.store.attachment_transfers import note_kept
from app.store.engine import Database

_ADD = (
    "INSERT INTO attachment_blob (sha256, size, kept_at, content) VALUES (?, ?, ?, ?) ON CONFLICT (sha256) DO NOTHING"
)
_READ = "SELECT content FROM attachment_blob WHERE sha256 = ?"
_WHICH = "SELECT sha256 FROM attachment_blob WHERE sha256 IN ({marks})"


@dataclass(frozen=True, slots=True)
class NewBlob:
    """Bytes that belong to an act: kept in the same transaction as its entry."""

    sha256: str
    content: bytes

    def __repr__(self) -> str:
        return f"<NewBlob {self.sha256[:12]}>"


class AttachmentBlobs:
    """The bytes of files in a store."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def read(self, sha256: str) -> bytes | None:
        """The bytes with this hash, None when they are not here."""
        with self._database.read() as connection:
            row = connection.exec_driver_sql(_READ, (sha256,)).fetchone()
        return bytes(row[0]) if row else None

    def which(self, hashes: frozenset[str]) -> frozenset[str]:
        """Those of `hashes` whose bytes are here."""
        wanted = sorted(hashes)
        with self._database.read() as connection:
            rows = connection.connection.cursor().execute(_WHICH.format(marks=",".join("?" * len(wanted))), wanted)
            return frozenset(row[0] for row in rows.fetchall())


def keep_blob(connection: sa.Connection, case_id: str, blob: NewBlob, now: datetime) -> None:
    """Keep bytes of a case inside the caller's transaction; the same ones again are kept once."""
    connection.exec_driver_sql(_ADD, (blob.sha256, len(blob.content), milliseconds(now), blob.content))
    note_kept(connection, case_bytes(case_id), blob.sha256, len(blob.content))
