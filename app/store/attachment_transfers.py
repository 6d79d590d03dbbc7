"""How far attached files are on their way to headquarters, and from there to this PC (journal.md 4.5.5).

A row for each file that an entry here names. That headquarters has a file is believed from its feed alone: when it was
restored, its feed is read again, and the file is sent again. Everything here can be found out anew; nothing of it is
evidence.
"""

from __future__ import annotations

import hashlib
import logging
import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from app.journal.standing import AttachmentToMove
from app.journal.view import case_text
from app.journal.wire_attachments import MAX_ATTACHMENT_BYTES, is_sha256
from app.store.case_rows import ENDED_RANK
from app.store.engine import Database
from app.system.crash_points import reach

_log = logging.getLogger(__name__)

_REFERRED = (
    "INSERT INTO attachment_transfer (sha256, case_id, size, sent_bytes, is_at_headquarters, is_here, is_wanted) "
    "VALUES (?, ?, ?, 0, 0, ?, 0) ON CONFLICT (sha256) DO UPDATE SET case_id = excluded.case_id, "
    "is_here = max(is_here, excluded.is_here)"
)
_AT_HEADQUARTERS = (
    "INSERT INTO attachment_transfer (sha256, case_id, size, sent_bytes, is_at_headquarters, is_here, is_wanted) "
    "VALUES (?, X'', ?2, ?2, 1, 0, 0) ON CONFLICT (sha256) DO UPDATE SET size = excluded.size, "
    "sent_bytes = excluded.sent_bytes, is_at_headquarters = 1 RETURNING case_id"
)
_FORGET = "UPDATE attachment_transfer SET is_at_headquarters = 0, sent_bytes = 0"
_TO_SEND = (
    "SELECT sha256, size FROM attachment_transfer WHERE is_at_headquarters = 0 AND is_here = 1 "
    "ORDER BY rowid LIMIT ? OFFSET ?"
)
_TO_FETCH = (
    "SELECT t.sha256, t.size, coalesce((SELECT sum(length(p.content)) FROM attachment_part p "
    "WHERE p.sha256 = t.sha256), 0) FROM attachment_transfer t LEFT JOIN case_row r ON r.case_id = t.case_id "
    "WHERE t.is_at_headquarters = 1 AND t.is_here = 0 AND (t.is_wanted = 1 OR r.rank < ?) "
    "ORDER BY t.is_wanted DESC, t.rowid LIMIT ?"
)
_WHERE = "SELECT rowid FROM attachment_blob WHERE sha256 = ?"
_SENT = "UPDATE attachment_transfer SET sent_bytes = ? WHERE sha256 = ?"
_MISSED = "UPDATE attachment_transfer SET is_here = 0, is_wanted = 1 WHERE sha256 = ?"
_PUT_PART = "INSERT INTO attachment_part (sha256, start, content) VALUES (?, ?, ?) ON CONFLICT DO NOTHING"
_PARTS = "SELECT content FROM attachment_part WHERE sha256 = ? ORDER BY start"
_DROP_PARTS = "DELETE FROM attachment_part WHERE sha256 = ?"
_ROOM = (
    "INSERT INTO attachment_blob (sha256, size, kept_at, content) VALUES (?, ?, ?, zeroblob(?)) "
    "ON CONFLICT (sha256) DO UPDATE SET size = excluded.size, kept_at = excluded.kept_at, content = excluded.content"
)
_ARRIVED = "UPDATE attachment_transfer SET is_here = 1, is_wanted = 0, size = ? WHERE sha256 = ? RETURNING case_id"
_STANDINGS = (
    "SELECT sha256, size, sent_bytes, is_at_headquarters, is_here FROM attachment_transfer WHERE sha256 IN ({})"
)


@dataclass(frozen=True, slots=True)
class AttachmentStanding:
    """How a file stands: whether its bytes are on this PC, and whether headquarters has all of them.

    `sent_bytes` of `size` are there while they are on their way.
    """

    size: int
    sent_bytes: int
    is_at_headquarters: bool
    is_here: bool


class AttachmentTransfers:
    """The files on their way, as synchronisation sees them (app/sync/attachments.py). Each method is a transaction."""

    def __init__(self, database: Database) -> None:
        self._database = database

    # -- up ------------------------------------------------------------------------------------------------------

    def to_send(self, limit: int, skip: int = 0) -> Sequence[AttachmentToMove]:
        """Files whose bytes are here and not at headquarters, as far as is known, the oldest first behind `skip`."""
        with self._database.read() as connection:
            rows = connection.connection.cursor().execute(_TO_SEND, (limit, skip)).fetchall()
        return [AttachmentToMove(sha256, size, 0) for sha256, size in rows]

    def read_part(self, sha256: str, start: int, size: int) -> bytes:
        """At most `size` bytes of a file from `start` on, without reading the rest of it; b"" when it is not here."""
        with self._database.read() as connection:
            driver: Any = connection.connection.driver_connection
            row = driver.execute(_WHERE, (sha256,)).fetchone()
            if row is None:
                return b""
            with driver.open_blob("attachment_blob", "content", row[0], True) as blob:
                if start >= len(blob):
                    return b""
                blob.seek(start)
                return bytes(blob.read(min(size, len(blob) - start)))

    def note_sent(self, sha256: str, have: int) -> None:
        """Headquarters has the first `have` bytes of a file."""
        with self._database.write() as connection:
            connection.exec_driver_sql(_SENT, (have, sha256))

    def is_sound(self, sha256: str) -> bool:
        """Whether the bytes here are still those that were attached; if not, they are missed from now on."""
        digest = hashlib.sha256()
        with self._database.read() as connection:
            for part in _parts_of_blob(connection, sha256):
                digest.update(part)
        if digest.hexdigest() == sha256:
            return True
        _log.error("the bytes of file %s are damaged", sha256[:12])
        self.miss(sha256)
        return False

    # -- down ----------------------------------------------------------------------------------------------------

    def to_fetch(self, limit: int) -> Sequence[AttachmentToMove]:
        """Files that headquarters has and this PC has not, of open cases and those that somebody wanted to see."""
        with self._database.read() as connection:
            rows = connection.connection.cursor().execute(_TO_FETCH, (ENDED_RANK, limit)).fetchall()
        return [AttachmentToMove(sha256, size, have) for sha256, size, have in rows]

    def keep_part(self, sha256: str, start: int, data: bytes) -> None:
        """Keep a piece of a file that is coming in."""
        with self._database.write() as connection:
            connection.exec_driver_sql(_PUT_PART, (sha256, start, data))
        reach("sync.after_part")

    def finish(self, sha256: str, size: int) -> str | None:
        """Put the pieces together, in one transaction. Returns the case that the file belongs to.

        None when they don't make that file: then they are thrown away.
        """
        with self._database.write() as connection:
            driver: Any = connection.connection.driver_connection
            driver.execute("SAVEPOINT finish")
            is_right = _put_together(driver, sha256, size)
            if not is_right:
                driver.execute("ROLLBACK TO finish")
            driver.execute("RELEASE finish")
            driver.execute(_DROP_PARTS, (sha256,))
            row = driver.execute(_ARRIVED, (size, sha256)).fetchone() if is_right else None
            reach("sync.before_file_commit")
        if not is_right:
            _log.warning("file %s came wrong and is fetched again", sha256[:12])
            return None
        return case_text(row[0]) if row and row[0] else ""

    def miss(self, sha256: str) -> None:
        """Somebody wants a file whose bytes are not here or damaged: it is fetched whatever case it belongs to. What is
        here stays until it has come."""
        with self._database.write() as connection:
            connection.exec_driver_sql(_MISSED, (sha256,))

    # -- for people ----------------------------------------------------------------------------------------------

    def standings(self, hashes: Iterable[str]) -> Mapping[str, AttachmentStanding]:
        """How these files stand; those that no entry here names are missing."""
        wanted = sorted(set(hashes))
        with self._database.read() as connection:
            sql = _STANDINGS.format(",".join("?" * len(wanted)))
            rows = connection.connection.cursor().execute(sql, wanted).fetchall()
        return {
            sha256: AttachmentStanding(size, sent, bool(is_there), bool(is_here))
            for sha256, size, sent, is_there, is_here in rows
        }


# -- in somebody's transaction ------------------------------------------------------------------------------------


def note_referred(cursor: Any, case: bytes, body: Mapping[str, object]) -> None:
    """An entry from elsewhere names a file; a body that makes no sense names none."""
    sha256, size = body.get("sha256"), body.get("size")
    if is_sha256(sha256) and type(size) is int and 0 < size <= MAX_ATTACHMENT_BYTES:
        cursor.execute(_REFERRED, (sha256, case, size, 0))


def note_kept(connection: sa.Connection, case: bytes, sha256: str, size: int) -> None:
    """The bytes of a file of this case are here."""
    connection.exec_driver_sql(_REFERRED, (sha256, case, size, 1))


def note_at_headquarters(cursor: Any, sha256: str, size: int) -> bytes:
    """Headquarters has all of a file; the case that it belongs to, b"" when none here does."""
    case: bytes = cursor.execute(_AT_HEADQUARTERS, (sha256, size)).fetchone()[0]
    return case


def forget_headquarters(connection: sa.Connection) -> None:
    """What headquarters has is to be learnt again from its feed."""
    connection.exec_driver_sql(_FORGET)


def _parts_of_blob(connection: sa.Connection, sha256: str) -> Iterator[bytes]:
    driver: Any = connection.connection.driver_connection
    row = driver.execute(_WHERE, (sha256,)).fetchone()
    if row is None:
        return
    with driver.open_blob("attachment_blob", "content", row[0], True) as blob:
        while part := blob.read(1 << 18):
            yield bytes(part)


def _put_together(driver: Any, sha256: str, size: int) -> bool:
    driver.execute(_ROOM, (sha256, size, time.time_ns() // 1_000_000, size))
    (row_id,) = driver.execute(_WHERE, (sha256,)).fetchone()
    digest, left = hashlib.sha256(), size
    with driver.open_blob("attachment_blob", "content", row_id, False) as blob:
        for (content,) in driver.execute(_PARTS, (sha256,)):
            left -= len(content)
            if left < 0:
                return False
            digest.update(content)
            blob.write(content)
    return left == 0 and digest.hexdigest() == sha256
