"""Headquarters as this desk knows it: its key since the first contact, the last contact, and the directories it issued.

All of it lies in the encrypted store, so that it is there without a line. A directory counts when headquarters' key has
signed it for this branch; numbers only rise (security.md 2, threat table: rogue message, replay).
"""

from __future__ import annotations

import json
import logging
from datetime import UTC, date, datetime

import sqlalchemy as sa

from app.domain.book import BookKind
from app.domain.directory import Contact, StaffDirectory
from app.journal.envelope import decode_body
from app.journal.errors import BadEnvelopeError
from app.journal.hlc import wall_of
from app.journal.published import Published
from app.journal.staff_directory import KIND, open_directory, version_name
from app.journal.view import instant
from app.store.case_entries import head_of
from app.store.engine import Database
from app.store.identity import StoreIdentity, write_meta
from app.system.errors import KnownError

_KEY, _CONTACT = "headquarters_key", "headquarters_contact"
_META = "SELECT value FROM meta WHERE key = ?"
_NEWEST_FIRST = "SELECT version, body FROM reference WHERE kind = ? ORDER BY version DESC"
_SAME = "SELECT body FROM reference WHERE kind = ? AND version = ?"
_HIGHEST = "SELECT max(hlc) FROM device_head"
_EXTENDED = (
    "SELECT b.body FROM entry e JOIN entry_body b ON b.device = e.device AND b.epoch = e.epoch AND b.seq = e.seq "
    "WHERE e.device = ? AND (e.epoch, e.seq) > (?, ?) AND e.kind = ? ORDER BY e.epoch, e.seq LIMIT 1"
)

_log = logging.getLogger(__name__)


class HeadquartersChangedError(KnownError):
    """What answers as headquarters has another key than the one that this desk has known since its first contact."""

    code = "headquarters_changed"


def pin_headquarters(database: Database, public_key: bytes) -> None:
    """Believe this headquarters from now on; the same again changes nothing.

    Raises: HeadquartersChangedError when this desk knows headquarters by another key.
    """
    with database.write() as connection:
        known = _pinned(connection)
        if known is None:
            write_meta(connection, **{_KEY: public_key.hex()})
        elif known != public_key:
            _log.error("headquarters has another key than at the first contact; it is not believed")
            raise HeadquartersChangedError


def pinned_key(database: Database) -> bytes:
    """Headquarters' public key as this desk knows it, empty before the first contact."""
    with database.read() as connection:
        return _pinned(connection) or b""


def note_contact(connection: sa.Connection, own: StoreIdentity, at_ms: int, clock_ms: int) -> None:
    """Headquarters was reached and everything that it had published was read: its time, and the clock here."""
    clock = max(clock_ms, wall_of(_highest(connection)))
    head, _ = head_of(connection, own.device_bytes, own.epoch)
    write_meta(connection, **{_CONTACT: json.dumps({"at": at_ms, "clock": clock, "epoch": own.epoch, "seq": head.seq})})


def last_contact(database: Database) -> Contact | None:
    """The last time that headquarters was reached, None for never."""
    with database.read() as connection:
        kept = _contact(connection)
    return Contact(instant(kept["at"]), instant(kept["clock"])) if kept else None


def is_of_before(database: Database, own: StoreIdentity) -> bool:
    """Whether headquarters has not been reached since this database was put back from a backup: then it may have ruled
    since, and this PC may even have known."""
    with database.read() as connection:
        kept = _contact(connection)
    return kept is not None and kept["epoch"] != own.epoch


def highest_clock(database: Database) -> datetime:
    """The highest time of day that any entry here was written at."""
    with database.read() as connection:
        return instant(wall_of(_highest(connection)))


def extended_until(database: Database, own: StoreIdentity) -> date | None:
    """Until when somebody has let work go on since headquarters was reached last; None when nobody has."""
    with database.read() as connection:
        kept = _contact(connection)
        after = (kept["epoch"], kept["seq"]) if kept else (0, 0)
        found = (own.device_bytes, *after, BookKind.DIRECTORY_EXTENDED.value)
        row = connection.exec_driver_sql(_EXTENDED, found).fetchone()
    if row is None:
        return None
    try:
        return date.fromisoformat(str(decode_body(row[0], is_known=True).get("until")))
    except (BadEnvelopeError, ValueError):
        return datetime.min.replace(tzinfo=UTC).date()  # it was used, and for nothing


def newest_directory(database: Database, branch: str) -> StaffDirectory | None:
    """The newest directory that headquarters' key has signed; None while there is none, or no key is known."""
    with database.read() as connection:
        return _newest(connection, branch)


def objection_to(connection: sa.Connection, item: Published, branch: str) -> str | None:
    """Why a published directory is not to be kept, None for a sound one and for what is no directory.

    `directory_signature`, `directory_branch`, `directory_unreadable`, `directory_older` (a number that was passed), and
    `directory_changed` (other content under a number that was used).
    """
    key = _pinned(connection)
    if item.kind != KIND or key is None:
        return None
    same = connection.exec_driver_sql(_SAME, (KIND, item.version)).fetchone()
    try:
        directory = open_directory(item.body, branch, key)
    except BadEnvelopeError as error:
        return _noted(str(error.details["why"]))
    if same is not None and same[0] == item.body:
        return None  # the feed is read again from its start
    newest = _newest(connection, branch)
    if version_name(directory.number) != item.version:
        return _noted("directory_unreadable")
    if newest is not None and directory.number <= newest.number:
        return _noted("directory_changed" if directory.number == newest.number else "directory_older")
    return None


def _noted(why: str) -> str:
    _log.error("a staff directory that was not issued so by headquarters is set aside: %s", why)
    return why


def _newest(connection: sa.Connection, branch: str) -> StaffDirectory | None:
    key = _pinned(connection)
    if key is None:
        return None
    for version, body in connection.exec_driver_sql(_NEWEST_FIRST, (KIND,)).fetchall():
        try:
            directory = open_directory(body, branch, key)
        except BadEnvelopeError as error:
            _log.error("directory %s does not count: %s", version, error.details["why"])
            continue
        if version_name(directory.number) == version:
            return directory
    return None


def _pinned(connection: sa.Connection) -> bytes | None:
    row = connection.exec_driver_sql(_META, (_KEY,)).fetchone()
    return bytes.fromhex(row[0]) if row else None


def _contact(connection: sa.Connection) -> dict[str, int] | None:
    row = connection.exec_driver_sql(_META, (_CONTACT,)).fetchone()
    kept: dict[str, int] | None = json.loads(row[0]) if row else None
    return kept


def _highest(connection: sa.Connection) -> int:
    row = connection.exec_driver_sql(_HIGHEST).fetchone()
    return int(row[0] or 0) if row else 0
