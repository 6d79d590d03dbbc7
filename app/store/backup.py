"""Backups: one folder each with the encrypted database, the keystore of that moment and a description of both.

    <place>/jiesu-0102-20261120-180000/manifest.json  journal.db  keystore.json

The keystore of that moment belongs to it: once the database key has been changed, only the keys sealed then open the
backup, for the people of then and for headquarters' recovery keys (security.md 2). A backup is made under a name that
ends in ".new" and gets its own name only when it is on disk and proved; so nothing half made looks like one.
"""

from __future__ import annotations

import errno
import hashlib
import os
import re
import shutil
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from sqlcipher3 import dbapi2 as sqlcipher

from app.domain.calendar import CHINA
from app.store.backup_errors import (
    BackupChangedError,
    BackupError,
    BackupNoRoomError,
    BackupNotSoundError,
    BackupPlaceError,
    BackupRunningError,
    BackupUnreadableError,
)
from app.store.backup_manifest import DATABASE, KEYSTORE, MANIFEST, PARTS, Manifest, Part, read_manifest
from app.store.engine import Database
from app.store.identity import identity_of
from app.store.snapshot import Progress, copy_moment, prove_copy
from app.system.atomic_file import sync_folder
from app.system.crash_points import reach

KEPT = 7
_ROOM_LEFT = 64 * 1024 * 1024
_BLOCK = 1024 * 1024
_BRANCH = re.compile(r"[0-9A-Za-z]{1,16}")
_OUR_NAME = re.compile(r"jiesu-[0-9A-Za-z]{1,16}-[0-9]{8}-[0-9]{6}(?:-[0-9]+)?")
_HALF_MADE = ".new"
_META = "SELECT key, value FROM meta"


@dataclass(frozen=True, slots=True)
class Backup:
    """A backup that lies in `folder`."""

    folder: Path
    manifest: Manifest

    @property
    def name(self) -> str:
        """The folder's name."""
        return self.folder.name

    @property
    def size(self) -> int:
        """Bytes of its parts together."""
        return sum(part.size for part in self.manifest.parts.values())


def make_backup(
    database: Database,
    place: Path,
    keystore: bytes,
    key_name: str,
    now: datetime,
    *,
    progress: Progress = lambda done, total: None,
    is_stopped: Callable[[], bool] = lambda: False,
) -> Backup:
    """Make a backup of the open `database` in the folder `place`, prove it, and keep the newest seven of this desk.

    Meant for a lane of its own: people go on working meanwhile. `keystore` is the keystore file as it is now, and
    `key_name` the database key's id. Raises: BackupPlaceError, BackupNoRoomError, BackupNotSoundError,
    BackupStoppedError, BackupRunningError, BackupError, StoreError, KeyWipedError; then no new backup is there and
    every old one still is.
    """
    with _one_at_a_time(database), _failures():
        be_there(place)
        _check_room(database.path, place)
        branch, device = _whose(database)
        half_made_by_us = f".{device[:8]}{_HALF_MADE}"  # desks that share a place leave each other's alone
        _sweep(place, half_made_by_us)
        folder = _free_name(place, branch, now)
        half_made = folder.with_name(folder.name + half_made_by_us)
        half_made.mkdir(mode=0o700)
        try:
            manifest = _fill(database, half_made, keystore, key_name, now, progress, is_stopped)
            reach("backup.before_named")
            half_made.rename(folder)
        except BaseException:
            shutil.rmtree(half_made, ignore_errors=True)
            raise
        sync_folder(place)
        reach("backup.after_named")
        made = Backup(folder, manifest)
        _forget_oldest(place, made)
        return made


def backups_in(place: Path, store_id: str | None = None) -> tuple[Backup, ...]:
    """The backups in `place`, newest first; of one desk where `store_id` is given.

    What is no finished backup of ours is left out. Raises: BackupPlaceError when the folder can't be read.
    """
    found = []
    with _failures():
        if not place.is_dir():
            raise BackupPlaceError(why="missing", place=place.name)
        for folder in place.iterdir():
            if not folder.is_dir() or folder.name.endswith(_HALF_MADE):
                continue
            try:
                manifest = read_manifest(folder)
            except BackupUnreadableError:
                continue
            if store_id is None or manifest.store_id == store_id:
                found.append(Backup(folder, manifest))
    return tuple(sorted(found, key=lambda each: (each.manifest.made_at, each.name), reverse=True))


def check_parts(folder: Path) -> Backup:
    """The backup in `folder`, its parts proved to be what its description says. Whose it is, is the caller's question.

    Raises: BackupUnreadableError, BackupChangedError.
    """
    manifest = read_manifest(folder)
    for name, part in manifest.parts.items():
        try:
            if not (folder / name).is_file():  # a pipe that nobody writes to would be waited for
                raise FileNotFoundError
            size, sha256 = _measured(folder / name)
        except OSError as error:
            raise BackupChangedError(part=name, why=type(error).__name__) from None
        if (size, sha256) != (part.size, part.sha256):
            raise BackupChangedError(part=name, why="length" if size != part.size else "content")
    return Backup(folder, manifest)


def be_there(place: Path) -> None:
    """See that backups can be written to `place`. The last part of the path is made; a drive or share that is not there
    never is. Raises: BackupPlaceError."""
    with _failures():
        if not place.is_dir():
            if place.exists() or not place.parent.is_dir():
                raise BackupPlaceError(why="missing", place=place.name)
            place.mkdir(mode=0o700)
        if not os.access(place, os.W_OK | os.X_OK):
            raise BackupPlaceError(why="not_writable", place=place.name)


def _fill(
    database: Database,
    folder: Path,
    keystore: bytes,
    key_name: str,
    now: datetime,
    progress: Progress,
    is_stopped: Callable[[], bool],
) -> Manifest:
    copy = folder / DATABASE
    key = database.take_key()
    try:
        moment = copy_moment(database, key, copy, progress=progress, is_stopped=is_stopped)
        reach("backup.after_copy")
        prove_copy(copy, key, moment, is_stopped)
    except sqlcipher.Error as error:
        raise _named(error) from error
    finally:
        key.wipe()
    _write_through(folder / KEYSTORE, keystore)
    seq, hash_ = moment.head
    manifest = Manifest(
        store_id=moment.identity.store_id,
        branch=moment.identity.branch,
        device=moment.identity.device,
        device_letter=moment.identity.device_letter,
        epoch=moment.identity.epoch,
        seq=seq,
        hash=hash_.hex(),
        key_name=key_name,
        schema=moment.schema,
        made_at=now,
        parts={name: Part(*_measured(folder / name)) for name in PARTS},
    )
    reach("backup.before_manifest")
    _write_through(folder / MANIFEST, manifest.to_bytes())
    sync_folder(folder)
    return manifest


def _named(error: sqlcipher.Error) -> BackupError:
    """What a failure of SQLite means here: the disk for backups is full or gone, or the copy does not read."""
    code = getattr(error, "sqlite_errorcode", 0) & 0xFF
    if code == sqlcipher.SQLITE_FULL or "disk is full" in str(error):  # copying gives no code, only the sentence
        return BackupNoRoomError()
    if code in (sqlcipher.SQLITE_IOERR, sqlcipher.SQLITE_CANTOPEN, sqlcipher.SQLITE_READONLY):
        return BackupPlaceError(why="failed")
    if code in (sqlcipher.SQLITE_NOTADB, sqlcipher.SQLITE_CORRUPT):
        return BackupNotSoundError(why="pages")
    return BackupError(sqlite=getattr(error, "sqlite_errorname", ""))


@contextmanager
def _failures() -> Iterator[None]:
    """The system's errors about the folder for backups, as our own."""
    try:
        yield
    except OSError as error:
        if error.errno in (errno.ENOSPC, getattr(errno, "EDQUOT", errno.ENOSPC)):
            raise BackupNoRoomError from error
        if error.errno in (errno.EACCES, errno.EPERM, errno.EROFS):
            raise BackupPlaceError(why="not_writable") from error
        raise BackupPlaceError(why="failed", error=type(error).__name__) from error


@contextmanager
def _one_at_a_time(database: Database) -> Iterator[None]:
    """A desk and a command in the terminal may both begin one: the second would take the half made one for what a crash
    left, and sweep it away. Raises: BackupRunningError."""
    with ExitStack() as held:
        try:
            held.enter_context(database.copying)
        except TimeoutError:
            raise BackupRunningError from None
        yield


def _check_room(database: Path, place: Path) -> None:
    wal = database.with_name(database.name + "-wal")
    needed = database.stat().st_size + (wal.stat().st_size if wal.exists() else 0) + _ROOM_LEFT
    free = shutil.disk_usage(place).free
    if free < needed:
        raise BackupNoRoomError(needed=needed, free=free)


def _sweep(place: Path, half_made_by_us: str) -> None:
    """Take away what a crash of this desk left half made: only folders with its name that hold nothing but our parts.

    Another desk may be making one at this moment.
    """
    ours = {*PARTS, MANIFEST, *(DATABASE + side for side in ("-wal", "-shm", "-journal"))}
    for folder in place.glob(f"jiesu-*{half_made_by_us}"):
        if folder.is_dir() and not folder.is_symlink() and {path.name for path in folder.iterdir()} <= ours:
            shutil.rmtree(folder, ignore_errors=True)


def _whose(database: Database) -> tuple[str, str]:
    """Branch and device (32 hex digits) of the database."""
    with database.read() as connection:
        found = identity_of({str(key): str(value) for key, value in connection.exec_driver_sql(_META).fetchall()})
    return found.branch, found.device


def _free_name(place: Path, branch: str, now: datetime) -> Path:
    branch = branch if _BRANCH.fullmatch(branch) else "branch"
    name = f"jiesu-{branch}-{now.astimezone(CHINA):%Y%m%d-%H%M%S}"
    number = 1
    while (folder := place / (name if number == 1 else f"{name}-{number}")).exists():
        number += 1
    return folder


def _forget_oldest(place: Path, newest: Backup) -> None:
    """Keep the newest seven of this desk. Never touched: other desks' backups and whatever else lies there, such as a
    copy under a name that somebody chose, or a link to one that was put by."""
    ours = backups_in(place, newest.manifest.store_id)
    others = [each for each in ours if each.folder != newest.folder and _is_ours_to_forget(each.folder)]
    for old in others[KEPT - 1 :]:
        known = {*PARTS, MANIFEST}
        if {path.name for path in old.folder.iterdir()} != known:
            continue  # somebody put something of their own there
        (old.folder / MANIFEST).unlink()  # first: cut off here, what is left is no backup any more
        shutil.rmtree(old.folder, ignore_errors=True)


def _is_ours_to_forget(folder: Path) -> bool:
    return _OUR_NAME.fullmatch(folder.name) is not None and not folder.is_symlink()


def _measured(path: Path) -> tuple[int, str]:
    digest, size = hashlib.sha256(), 0
    with path.open("rb") as file:
        while block := file.read(_BLOCK):
            digest.update(block)
            size += len(block)
    return size, digest.hexdigest()


def _write_through(path: Path, content: bytes) -> None:
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0), 0o600), "wb") as to:
        to.write(content)
        to.flush()
        os.fsync(to.fileno())
