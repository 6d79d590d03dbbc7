"""Changing the key of the database file: every page is written anew under the other key, in one transaction.

A kill at any moment leaves a whole database under exactly one of both keys (80 and 40 random kills, security.md 2);
which one it is, `which_key` finds out. Nobody else may have the file open: a second connection would go on with the
old key and lose its footing.
"""

from __future__ import annotations

import logging
import os
import shutil
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path

from sqlcipher3 import dbapi2 as sqlcipher

from app.store.engine import connect, key_text
from app.store.errors import DamagedStoreError, DiskError, DiskFullError, StoreError, WrongKeyError, known_error
from app.store.probe import check_before_opening, why_not_a_database
from app.system.crash_points import reach
from app.system.key_box import KeyBox

_log = logging.getLogger(__name__)
_ROOM = 2.2  # the write-ahead log of all pages, and the growth of the file's own
_ROOM_LEFT = 16 * 1024 * 1024


def rekey(path: Path, old: KeyBox, new: KeyBox) -> None:
    """Put the closed database at `path` under the key `new`. On disk and proved when this returns.

    Close every connection first. Raises: StoreBusyError when somebody still has it open, DiskFullError before anything
    was begun, StoreError, KeyWipedError; then it opens with exactly one of both keys.
    """
    which_key(path, [old])
    size = path.stat().st_size
    if shutil.disk_usage(path.parent).free < size * _ROOM + _ROOM_LEFT:
        raise DiskFullError(needed=int(size * _ROOM) + _ROOM_LEFT)
    try:
        with closing(connect(path, old)) as connection:
            # with this mode the first access takes the file for us alone, or fails while anybody else is there
            connection.execute("PRAGMA busy_timeout=2000")
            connection.execute("PRAGMA locking_mode=EXCLUSIVE")
            connection.execute("BEGIN EXCLUSIVE")
            connection.execute("COMMIT")
            connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            reach("rekey.before")
            _change(connection, new)
            reach("rekey.changed")
            connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            reach("rekey.written_back")
    except sqlcipher.Error as error:
        raise known_error(error) or StoreError(sqlite=type(error).__name__) from error
    _sync(path)
    which_key(path, [new])
    reach("rekey.proved")
    _log.info("the database stands under another key")


def which_key(path: Path, keys: Sequence[KeyBox]) -> int:
    """The place in `keys` of the one that opens the database at `path`.

    Raises: StoreMissingError, EmptyFileError, NoPermissionError; for a file that no key opens the error about the first
    key, or the one that says most: that pages are damaged; KeyWipedError.
    """
    try:
        check_before_opening(path)
    except OSError as error:
        raise DiskError(path=path.name, why=type(error).__name__) from error
    failed: list[StoreError] = []
    for place, key in enumerate(keys):
        try:
            connect(path, key).close()
        except sqlcipher.Error as error:
            known = known_error(error)
            if known is None or not isinstance(known, DamagedStoreError):
                raise known or StoreError(sqlite=type(error).__name__) from error
            failed.append(why_not_a_database(path, key))
        else:
            return place
    raise next((each for each in failed if not isinstance(each, WrongKeyError)), failed[0])


def _change(connection: sqlcipher.Connection, new: KeyBox) -> None:
    text = key_text(new)
    try:
        connection.reset_key(text)
    finally:
        text[:] = bytes(len(text))


def _sync(path: Path) -> None:
    """SQLite does it at every checkpoint; whoever drops the old key wants it done whatever SQLite was told."""
    try:
        with path.open("rb+") as file:  # nobody else has it open: see the module
            os.fsync(file.fileno())
    except OSError as error:
        raise DiskError(path=path.name, why=type(error).__name__) from error
