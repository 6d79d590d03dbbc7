"""The door to the encrypted database: every connection is keyed, hardened and proven in one place (security.md 3.5)."""

from __future__ import annotations

import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import sqlalchemy as sa
from sqlalchemy import event
from sqlalchemy.pool import QueuePool
from sqlcipher3 import dbapi2 as sqlcipher

from app.store.errors import known_error
from app.system.key_box import KeyBox
from app.system.shared_lock import SharedLock

PRAGMAS: tuple[tuple[str, str], ...] = (
    ("cipher_log_level", "NONE"),
    ("journal_mode", "WAL"),
    ("synchronous", "FULL"),
    ("fullfsync", "ON"),
    ("checkpoint_fullfsync", "ON"),
    ("foreign_keys", "ON"),
    ("recursive_triggers", "ON"),  # without it INSERT OR REPLACE deletes past the triggers of the journal
    ("secure_delete", "FAST"),
    ("temp_store", "MEMORY"),
    ("trusted_schema", "OFF"),
    ("cell_size_check", "ON"),
    ("cache_size", "-65536"),
    ("busy_timeout", "10000"),
)

_OK, _DENY = 0, 1  # SQLITE_OK, SQLITE_DENY
_ATTACHING = frozenset((24, 25))  # SQLITE_ATTACH, SQLITE_DETACH
_POOL_SIZE = 4
_BUSY_SECONDS = 10
_OF_WRITERS = frozenset(("journal_mode", "synchronous", "fullfsync", "checkpoint_fullfsync", "secure_delete"))


class Database:
    """One open database file: readers side by side, one writer at a time."""

    def __init__(self, path: Path, key: KeyBox) -> None:
        self.path = path
        self.engine = _make_engine(path, key)
        self._key = key
        self._writing = threading.RLock()
        self._file: int | None = None
        self.copying = SharedLock(path.with_name("backup.lock"))
        """Held while a backup is made, here or in another process."""

    @contextmanager
    def read(self) -> Iterator[sa.Connection]:
        """A connection in a reading transaction: everything it shows is of one moment. Raises: StoreError."""
        with (
            known_errors(),
            self.engine.connect().execution_options(is_reading=True) as connection,
            connection.begin(),
        ):
            yield connection

    @contextmanager
    def write(self) -> Iterator[sa.Connection]:
        """A connection in the one writing transaction. It commits when the block ends and rolls back when it raises.

        Raises: StoreError.
        """
        with self._writing, known_errors(), self.engine.begin() as connection:
            yield connection

    def take_key(self) -> KeyBox:
        """A copy of the key, for a copy of the database; the caller wipes it. Raises: KeyWipedError."""
        return self._key.copy()

    def file(self) -> int:
        """A descriptor of the file, to read it as it lies there. It is closed with the database and by nobody else: on
        POSIX systems closing one takes away every lock that this process holds on the file. Raises: OSError."""
        if self._file is None:
            self._file = os.open(self.path, os.O_RDONLY | getattr(os, "O_BINARY", 0))
        return self._file

    def close(self) -> None:
        """Close all connections; those that are out close when they come back."""
        self.engine.dispose()
        if self._file is not None:
            os.close(self._file)
            self._file = None


def connect(path: Path, key: KeyBox) -> sqlcipher.Connection:
    """A keyed connection that has read the schema with success.

    It never makes a file: whoever makes a database makes the empty file first. Raises: sqlcipher3's errors,
    KeyWipedError.
    """
    return _connected(path, key, "mode=rw", PRAGMAS)


def connect_to_look(path: Path, key: KeyBox) -> sqlcipher.Connection:
    """A keyed connection to a file that nobody else has open and that must stay as it is: a backup.

    Nothing is written, not even files beside it; a write-ahead log beside it is not read. Raises: as `connect`.
    """
    pragmas = tuple(each for each in PRAGMAS if each[0] not in _OF_WRITERS)
    return _connected(path, key, "mode=ro&immutable=1", pragmas)


def key_text(key: KeyBox) -> bytearray:
    """A key as SQLCipher takes it, with no derivation; to be overwritten after use. Raises: KeyWipedError."""
    return bytearray(b"x'" + key.b.hex().encode() + b"'")


def _connected(path: Path, key: KeyBox, how: str, pragmas: tuple[tuple[str, str], ...]) -> sqlcipher.Connection:
    text = key_text(key)
    name = f"{path.absolute().as_uri()}?{how}"
    try:
        connection = sqlcipher.connect(
            name, uri=True, isolation_level=None, check_same_thread=False, timeout=_BUSY_SECONDS
        )
    except BaseException:
        text[:] = bytes(len(text))
        raise
    try:
        try:
            connection.execute("PRAGMA cipher_log_level=NONE")
            connection.set_key(text)
        finally:
            text[:] = bytes(len(text))
        for name, value in pragmas:
            connection.execute(f"PRAGMA {name}={value}")
        connection.execute("SELECT count(*) FROM sqlite_schema").fetchone()  # proves the key
        connection.set_authorizer(_authorise)
    except BaseException:
        connection.close()
        raise
    return connection


def _authorise(action: int, *_: object) -> int:
    """No other database may be attached: `sqlcipher_export` to a plain one would be two statements (security.md 2)."""
    return _DENY if action in _ATTACHING else _OK


def _make_engine(path: Path, key: KeyBox) -> sa.Engine:
    engine = sa.create_engine(
        "sqlite://",
        module=sqlcipher,
        creator=lambda: connect(path, key),
        poolclass=QueuePool,
        pool_size=_POOL_SIZE,
        max_overflow=0,
        pool_use_lifo=True,  # the connection whose page cache is warm
        hide_parameters=True,
    )

    @event.listens_for(engine, "begin")
    def _begin(connection: sa.Connection) -> None:
        is_reading = connection.get_execution_options().get("is_reading")
        driver = connection.connection.driver_connection
        assert driver is not None
        driver.execute("BEGIN" if is_reading else "BEGIN IMMEDIATE")

    return engine


@contextmanager
def known_errors() -> Iterator[None]:
    try:
        yield
    except (sa.exc.DBAPIError, sqlcipher.Error) as error:
        known = known_error(error)
        if known is None:
            raise
        raise known from error
