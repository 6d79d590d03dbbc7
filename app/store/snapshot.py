"""Copying the open database as it stands at one moment, in small steps, while people go on working.

At an instant when the write-ahead log has gone into the file completely, a reading transaction is begun. While it lasts
nothing that is written later can reach the file (https://www.sqlite.org/wal.html#ckpt: a checkpoint stops at what a
reader still needs), so the file holds that one moment, and is copied as it lies there, encrypted. Where somebody has
been reading for long that instant doesn't come; then SQLite's own backup copies page by page, which takes twice as
long because every page is decrypted and encrypted again. It too holds a reading transaction: without one it starts anew
whenever somebody writes, and with a writer at work it never ended.

Measured on 2 cores (tests/bench/backup.py): what makes writers wait is the system writing back much at once, so the
copy waits for the disk itself after every few megabytes.
"""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlcipher3 import dbapi2 as sqlcipher

from app.store.backup_errors import BackupNotSoundError, BackupStoppedError
from app.store.engine import Database, connect, connect_to_look
from app.store.identity import StoreIdentity, identity_of
from app.store.probe import PAGE_SIZE
from app.system.key_box import KeyBox

BLOCK = 4 * 1024 * 1024
"""Bytes, whole pages, that the copy writes before it waits for the disk."""
STEP_PAGES = 200
_STEPS_BETWEEN_SYNCS = 20
_TRIES = 40
_BETWEEN_TRIES = 0.05
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
    database: Database, key: KeyBox, target: Path, *, progress: Progress, is_stopped: Callable[[], bool]
) -> Moment:
    """Copy the open `database`, under the same `key`, to the new file `target`. On disk when this returns.

    Raises: BackupStoppedError; FileExistsError and OSError as the system says; sqlcipher3's errors, KeyWipedError.
    """
    file = os.open(target, os.O_CREAT | os.O_EXCL | os.O_RDWR | getattr(os, "O_BINARY", 0), 0o600)
    try:
        reading = connect(database.path, key)
        try:
            is_whole = _begin_on_whole_file(reading, database.path, key)
            moment = moment_of(reading)
            if is_whole:
                pages = int(reading.execute("PRAGMA page_count").fetchone()[0])
                _copy_file(database.file(), file, pages, progress, is_stopped)
            else:
                _copy_pages(reading, target, key, file, progress, is_stopped)
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


def _begin_on_whole_file(reading: sqlcipher.Connection, source: Path, key: KeyBox) -> bool:
    """Begin reading, if possible at an instant when the file itself holds everything; whether it does.

    Nobody can write at that instant, which takes as long as moving the last few pages out of the log. Other readers of
    older moments keep them in the log: then it is tried again for a while.
    """
    holding = connect(source, key)
    try:
        for _ in range(_TRIES):
            holding.execute("PRAGMA wal_checkpoint(PASSIVE)").fetchone()  # most of it, while others write
            holding.execute("BEGIN IMMEDIATE")
            try:
                was_busy, in_log, in_file = reading.execute("PRAGMA wal_checkpoint(PASSIVE)").fetchone()
                reading.execute("BEGIN")
                reading.execute(_META).fetchone()  # the transaction begins with what is read first
            finally:
                holding.execute("ROLLBACK")
            if not was_busy and in_log == in_file:
                return True
            reading.execute("ROLLBACK")
            time.sleep(_BETWEEN_TRIES)
    finally:
        holding.close()
    reading.execute("BEGIN")
    return False


def _copy_file(source: int, file: int, pages: int, progress: Progress, is_stopped: Callable[[], bool]) -> None:
    os.lseek(source, 0, os.SEEK_SET)
    done, size = 0, pages * PAGE_SIZE
    while done < size:
        if is_stopped():
            raise BackupStoppedError
        block = os.read(source, min(BLOCK, size - done))
        if not block:
            raise BackupNotSoundError(why="pages")  # the disk took a part of the file away
        _write_all(file, block)
        os.fsync(file)
        done += len(block)
        progress(done // PAGE_SIZE, pages)


def _write_all(file: int, block: bytes) -> None:
    left = memoryview(block)
    while left:
        left = left[os.write(file, left) :]


def _copy_pages(
    reading: sqlcipher.Connection,
    target: Path,
    key: KeyBox,
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
    writing = _empty(target, key)
    try:
        reading.backup(writing, pages=STEP_PAGES, progress=after_step)
    finally:
        writing.close()


def _empty(target: Path, key: KeyBox) -> sqlcipher.Connection:
    """A connection that writes straight into `target`: a copy that is cut off is thrown away, so it needs no log."""
    connection = connect(target, key)
    for pragma in ("journal_mode=OFF", "synchronous=OFF", "cache_size=-2000"):
        connection.execute(f"PRAGMA {pragma}")
    return connection


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
