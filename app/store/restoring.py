"""Making a database ready beside the present one: from a backup, or empty for what headquarters sends back.

Nothing here touches the present database; putting the finished one in its place is `replace_database`.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Sequence
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from sqlcipher3 import dbapi2 as sqlcipher

from app.domain.book import BookKind
from app.store.backup import Backup
from app.store.backup_errors import BackupForeignError, BackupKeyError, BackupNotSoundError
from app.store.backup_manifest import DATABASE
from app.store.engine import Database, connect_to_look
from app.store.epochs import REFILLING, note_left_behind, start_epoch
from app.store.errors import DiskFullError, StoreError, WrongKeyError, disk_error
from app.store.identity import StoreIdentity, write_meta
from app.store.opening import create_database, identity_in, open_database
from app.store.rekey import rekey, which_key
from app.store.replacing import ready_name
from app.store.snapshot import Moment, moment_of, prove_copy
from app.system.key_box import KeyBox

_ROOM = 3.5  # the copy, and a change of its key or its form
_ROOM_LEFT = 64 * 1024 * 1024
_SIDES = ("", "-wal", "-shm", "-journal", ".new", ".new-wal", ".new-shm")
_ACKED = "SELECT acked_seq FROM sync_state WHERE epoch = ?"
_FIRST_AFTER = "SELECT min(wall) FROM audit_line WHERE device = ? AND epoch = ? AND seq > ?"
_BOOK_KINDS = frozenset(kind.value for kind in BookKind)
_KINDS_AFTER = "SELECT kind, count(*) FROM audit_line WHERE device = ? AND epoch = ? AND seq > ? GROUP BY kind"


@dataclass(frozen=True, slots=True)
class Standing:
    """How far a desk's own log went: entry `seq` of `epoch`; headquarters has receipted it up to `acked`, None where
    that is not known. `lost_since` is when the first entry after a given one was written; `of_book` are those after it
    that headquarters has not receipted and that stand in the desk's own book, not in a case."""

    epoch: int
    seq: int
    acked: int | None = None
    lost_since: datetime | None = None
    of_book: int = 0


def standing_of(path: Path, keys: Sequence[KeyBox], after: int = 0) -> tuple[Standing, StoreIdentity] | None:
    """What the present database says of itself, as far as it can be read at all; never written to.

    `after` is the entry whose followers would be missing. None when nothing can be read of it: then it is as it was.
    """
    wal = path.with_name(path.name + "-wal")
    if wal.exists() and wal.stat().st_size:
        return _standing_with_log(path, keys, after)
    for key in keys:
        try:
            with closing(connect_to_look(path, key)) as connection:
                return _standing(connection, after)
        except (sqlcipher.Error, KeyError, ValueError, OSError):
            continue
    return None


def ready_from_backup(
    path: Path, backup: Backup, store_id: str, keys: Sequence[KeyBox], key: KeyBox, epoch: int, now: datetime
) -> Moment:
    """Make a database ready for `path` from `backup`, whose parts were proved: under `key`, in today's form, its log
    going on in `epoch`, or the next one where the backup is further. Returns what the backup held.

    `keys` may open the backup. Raises: BackupForeignError, BackupKeyError, BackupNotSoundError, DiskFullError,
    StoreError; then nothing is ready.
    """
    ready = ready_name(path)
    source = backup.folder / DATABASE
    try:
        discard_ready(path)
        _check_room(path.parent, backup.size)
        _copy(source, ready)
    except OSError as error:
        discard_ready(path)
        raise disk_error(error, path) from error
    try:
        moment = _proved(ready, backup, store_id, keys, key)
        open_database(ready, key, store_id).close()  # upgrades what an older program wrote
        _begin_epoch(ready, key, max(epoch, moment.identity.epoch + 1), now)
    except BaseException:
        discard_ready(path)
        raise
    return moment


def ready_from_nothing(path: Path, key: KeyBox, identity: StoreIdentity) -> None:
    """Make an empty database ready for `path`, which headquarters fills again. Raises: StoreError."""
    ready = ready_name(path)
    discard_ready(path)
    try:
        database = create_database(ready, key, identity)
        try:
            with database.write() as connection:
                write_meta(connection, **{REFILLING: "1"})
        finally:
            database.close()
    except BaseException:
        discard_ready(path)
        raise


def discard_ready(path: Path) -> None:
    """Take away what was being made ready."""
    ready = ready_name(path)
    for side in _SIDES:
        ready.with_name(ready.name + side).unlink(missing_ok=True)
    for copy in ready.parent.glob(f"{ready.name}.version-*"):  # of an upgrade; the backup still has the old form
        copy.unlink()


def prove_beside(backup: Backup, folder: Path, key: KeyBox) -> None:
    """Open a copy of a backup's database in `folder`, look at every page and hold its head against the description.

    A backup itself is never opened: SQLite would lay files beside it. Raises: BackupNotSoundError, DiskFullError,
    StoreError, KeyWipedError.
    """
    place = folder / "backup-looked-at"
    shutil.rmtree(place, ignore_errors=True)
    try:
        place.mkdir(mode=0o700)
        _copy(backup.folder / DATABASE, place / DATABASE)
        moment = prove_copy(place / DATABASE, key, None, lambda: False)
    except OSError as error:
        raise disk_error(error, place) from error
    except sqlcipher.Error as error:
        raise BackupNotSoundError(why="pages") from error
    finally:
        shutil.rmtree(place, ignore_errors=True)
    manifest = backup.manifest
    if (moment.identity.epoch, *moment.head) != (manifest.epoch, manifest.seq, bytes.fromhex(manifest.hash)):
        raise BackupNotSoundError(why="head")


def _proved(ready: Path, backup: Backup, store_id: str, keys: Sequence[KeyBox], key: KeyBox) -> Moment:
    manifest = backup.manifest
    try:
        place = which_key(ready, keys)
    except WrongKeyError:
        raise BackupKeyError from None
    try:
        moment = prove_copy(ready, keys[place], None, lambda: False)
    except sqlcipher.Error as error:
        raise BackupNotSoundError(why="pages") from error
    own = moment.identity
    if own.store_id != store_id:
        raise BackupForeignError
    if (own.epoch, *moment.head) != (manifest.epoch, manifest.seq, bytes.fromhex(manifest.hash)):
        raise BackupNotSoundError(why="head")
    if keys[place].b != key.b:
        rekey(ready, keys[place], key)
    return moment


def _begin_epoch(ready: Path, key: KeyBox, epoch: int, now: datetime) -> None:
    database = Database(ready, key)
    try:
        own = identity_in(database)
        with database.write() as connection:
            note_left_behind(connection, own)
            start_epoch(connection, own, epoch, now)
        with database.engine.connect() as pooled:
            driver = pooled.connection.driver_connection
            assert driver is not None
            driver.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    finally:
        database.close()


def _standing(connection: sqlcipher.Connection, after: int) -> tuple[Standing, StoreIdentity]:
    moment = moment_of(connection)
    own = moment.identity
    row = connection.execute(_ACKED, (own.epoch,)).fetchone()
    acked = row[0] if row else 0
    since, of_book = None, 0
    try:
        row = connection.execute(_FIRST_AFTER, (own.device_bytes, own.epoch, after)).fetchone()
        since = datetime.fromtimestamp(row[0] / 1000, UTC) if row and row[0] is not None else None
        kinds = connection.execute(_KINDS_AFTER, (own.device_bytes, own.epoch, max(after, acked))).fetchall()
        of_book = sum(count for kind, count in kinds if kind in _BOOK_KINDS)
    except sqlcipher.Error:
        since, of_book = None, 0  # an older form, or just that page is damaged
    return Standing(own.epoch, moment.head[0], acked, since, of_book), own


def _standing_with_log(path: Path, keys: Sequence[KeyBox], after: int) -> tuple[Standing, StoreIdentity] | None:
    """As `standing_of`, where a write-ahead log lies beside it: looked at in a copy, so that both stay as they are."""
    place = path.with_name(path.name + ".looked-at")
    shutil.rmtree(place, ignore_errors=True)
    try:
        place.mkdir(mode=0o700)
        for side in ("", "-wal"):
            shutil.copyfile(path.with_name(path.name + side), place / (path.name + side))
        copy = place / path.name
        for key in keys:
            try:
                database = Database(copy, key)
                try:
                    with database.read() as connection:
                        driver = connection.connection.driver_connection
                        assert driver is not None
                        return _standing(driver, after)
                finally:
                    database.close()
            except (StoreError, sqlcipher.Error, KeyError, ValueError):
                continue
        return None
    except OSError:
        return None
    finally:
        shutil.rmtree(place, ignore_errors=True)


def _check_room(folder: Path, size: int) -> None:
    needed = int(size * _ROOM) + _ROOM_LEFT
    if shutil.disk_usage(folder).free < needed:
        raise DiskFullError(needed=needed)


def _copy(source: Path, target: Path) -> None:
    descriptor = os.open(target, os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0), 0o600)
    with source.open("rb") as reading, os.fdopen(descriptor, "wb") as writing:
        shutil.copyfileobj(reading, writing, 1024 * 1024)
        writing.flush()
        os.fsync(writing.fileno())
