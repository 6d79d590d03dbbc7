"""Copying the open database as it stands at one moment, in small steps, while people go on working.

Measured on 2 cores with 1.2 GB (tests/bench/backup.py): SQLite's backup starts anew whenever somebody else writes
between two steps, and with a writer at work it never ended. With a reading transaction held on its source it copies
that one moment and nothing starts anew; writers append to the write-ahead log meanwhile. What made writers wait up to
210 ms was the system's writing back of a gigabyte at once: after every 16 MB the copy waits for the disk itself, and
no writer waits longer than some 20 ms.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlcipher3 import dbapi2 as sqlcipher

from app.store.backup_errors import BackupNotSoundError, BackupStoppedError
from app.store.engine import connect, connect_to_look
from app.store.identity import StoreIdentity, identity_of
from app.system.key_box import KeyBox

STEP_PAGES = 200
_STEPS_BETWEEN_SYNCS = 20
_META = "SELECT key, value FROM meta"
_HEADS = "SELECT device, epoch, seq, hash FROM device_head ORDER BY device, epoch"
_ENTRY = "SELECT hash FROM entry WHERE device = ? AND epoch = ? AND seq = ?"

Progress = Callable[[int, int], None]
"""How far a copy is: done, of how many, in one unit."""


@dataclass(frozen=True, slots=True)
class Moment:
    """What the database said at the moment that was copied: whose it is and how far every log goes."""

    identity: StoreIdentity
    schema: int
    heads: tuple[tuple[bytes, int, int, bytes], ...]

    @property
    def head(self) -> tuple[int, bytes]:
        """How far the desk's own log goes in its present epoch; (0, zeros) while it is empty."""
        own = (self.identity.device_bytes, self.identity.epoch)
        return next(
            ((seq, hash_) for device, epoch, seq, hash_ in self.heads if (device, epoch) == own), (0, bytes(32))
        )


def copy_moment(
    source: Path, key: KeyBox, target: Path, *, progress: Progress, is_stopped: Callable[[], bool]
) -> Moment:
    """Copy the database at `source` to the new file `target`, under the same key. On disk when this returns.

    Raises: BackupStoppedError; FileExistsError and OSError as the system says; sqlcipher3's errors, KeyWipedError.
    """
    file = os.open(target, os.O_CREAT | os.O_EXCL | os.O_RDWR | getattr(os, "O_BINARY", 0), 0o600)
    try:
        reading = connect(source, key)
        try:
            reading.execute("BEGIN")
            moment = moment_of(reading)
            writing = _empty(target, key)
            try:
                _copy(reading, writing, file, progress, is_stopped)
            finally:
                writing.close()
            reading.execute("ROLLBACK")
        finally:
            reading.close()
        os.fsync(file)
        return moment
    finally:
        os.close(file)


def moment_of(connection: sqlcipher.Connection) -> Moment:
    """What the database says at this moment. Raises: KeyError when it is none of ours; sqlcipher3's errors."""
    identity = identity_of(dict(connection.execute(_META).fetchall()))
    schema = int(connection.execute("PRAGMA user_version").fetchone()[0])
    return Moment(identity, schema, tuple(connection.execute(_HEADS).fetchall()))


def prove_copy(copy: Path, key: KeyBox, expected: Moment | None, is_stopped: Callable[[], bool]) -> Moment:
    """Open the closed copy with the key, look at every page, and compare its heads with `expected`.

    The seals of all pages and the structure are looked at side by side, each by its own connection: cut by whole pages
    a file passes the first check, and pages that nothing points to are not looked at by the second (security.md 3.6).
    Raises: BackupNotSoundError, BackupStoppedError, KeyWipedError; sqlcipher3's errors when it does not open at all.
    """
    from concurrent.futures import ThreadPoolExecutor

    with ThreadPoolExecutor(1, thread_name_prefix="proving") as beside:
        seals = beside.submit(_look, copy, key, "PRAGMA cipher_integrity_check", is_stopped)
        structure = _look(copy, key, "PRAGMA quick_check", is_stopped)
        broken = seals.result()
    if is_stopped():
        raise BackupStoppedError
    if broken or structure != [("ok",)]:
        raise BackupNotSoundError(why="pages", seals=len(broken), structure=len(structure))
    connection = connect_to_look(copy, key)
    try:
        found = moment_of(connection)
        _prove_head(connection, found)
    except KeyError:
        raise BackupNotSoundError(why="no_identity") from None
    finally:
        connection.close()
    if expected is not None and found != expected:
        raise BackupNotSoundError(why="head")
    return found


def _prove_head(connection: sqlcipher.Connection, found: Moment) -> None:
    """The entry that the own log's head names is there, with that hash."""
    seq, hash_ = found.head
    row = connection.execute(_ENTRY, (found.identity.device_bytes, found.identity.epoch, seq)).fetchone()
    if seq and (row is None or row[0] != hash_):
        raise BackupNotSoundError(why="head")


def _empty(target: Path, key: KeyBox) -> sqlcipher.Connection:
    """A connection that writes straight into `target`: a copy that is cut off is thrown away, so it needs no log."""
    connection = connect(target, key)
    for pragma in ("journal_mode=OFF", "synchronous=OFF", "cache_size=-2000"):
        connection.execute(f"PRAGMA {pragma}")
    return connection


def _copy(
    reading: sqlcipher.Connection,
    writing: sqlcipher.Connection,
    file: int,
    progress: Progress,
    is_stopped: Callable[[], bool],
) -> None:
    steps = 0

    def after_step(status: int, remaining: int, total: int) -> None:
        nonlocal steps
        steps += 1
        if is_stopped():
            raise BackupStoppedError
        if steps % _STEPS_BETWEEN_SYNCS == 0:
            os.fsync(file)
        progress(total - remaining, total)

    reading.execute("PRAGMA cache_size=-2000")  # every page is read once: keeping them would only cost memory
    reading.backup(writing, pages=STEP_PAGES, progress=after_step)


def _look(copy: Path, key: KeyBox, pragma: str, is_stopped: Callable[[], bool]) -> list[tuple[Any, ...]]:
    connection = connect_to_look(copy, key)
    try:
        connection.set_progress_handler(lambda: int(is_stopped()), 100_000)
        return list(connection.execute(pragma).fetchall())
    except sqlcipher.OperationalError as error:
        if is_stopped():
            raise BackupStoppedError from error
        raise
    finally:
        connection.close()
