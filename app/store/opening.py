"""Making a database, and opening one that is there. Nothing is ever made over something else (security.md 2)."""

from __future__ import annotations

import os
import sys
from datetime import datetime
from pathlib import Path

import sqlalchemy as sa
from sqlcipher3 import dbapi2 as sqlcipher

from app.store import upgrades
from app.store.engine import Database, connect
from app.store.epochs import REFILLING, forget, jump_counters
from app.store.errors import (
    DamagedStoreError,
    DiskError,
    ForeignStoreError,
    StoreError,
    StoreExistsError,
    StoreTooNewError,
    known_error,
)
from app.store.identity import StoreIdentity, identity_of, read_meta, write_meta
from app.store.probe import PAGE_SIZE, check_before_opening, why_not_a_database
from app.store.tables import APPLICATION_ID, METADATA, SCHEMA_VERSION, SEARCH_DDL, trigger_ddl
from app.system.crash_points import reach
from app.system.key_box import KeyBox

_SIDE_FILES = ("-wal", "-shm", "-journal")


def create_database(path: Path, key: KeyBox, identity: StoreIdentity) -> Database:
    """A new database at `path`. It is made beside it and named last, so that a crash leaves nothing half made.

    Raises: StoreExistsError when anything is at `path`; StoreError.
    """
    if path.exists():
        raise StoreExistsError(path=path.name)
    beside = path.with_name(path.name + ".new")
    try:
        _remove(beside)
        os.close(os.open(beside, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
    except OSError as error:
        raise DiskError(path=path.name, why=type(error).__name__) from error
    try:
        database = Database(beside, key)
        try:
            with database.write() as connection:
                create_schema(connection)
                write_meta(
                    connection,
                    store_id=identity.store_id,
                    branch=identity.branch,
                    device=identity.device,
                    epoch=str(identity.epoch),
                    device_letter=identity.device_letter,
                )
        finally:
            database.close()
        reach("store.before_named")
        _claim(beside, path)
    finally:
        _remove(beside)
    return open_database(path, key, identity.store_id)


def open_database(path: Path, key: KeyBox, expected_store_id: str | None) -> Database:
    """The database at `path`, brought to this program's form when an older one wrote it.

    Raises: StoreMissingError, EmptyFileError, ForeignStoreError, WrongKeyError, DamagedStoreError, StoreTooNewError,
    UpgradeFailedError, KeyWipedError.
    """
    try:
        check_before_opening(path)
    except OSError as error:
        raise DiskError(path=path.name, why=type(error).__name__) from error
    version = _prove(path, key, expected_store_id)
    if version > SCHEMA_VERSION:
        raise StoreTooNewError(path=path.name, found=version, known=SCHEMA_VERSION)
    if version < SCHEMA_VERSION:
        upgrades.upgrade(path, key, version, SCHEMA_VERSION)
    return Database(path, key)


def create_schema(connection: sa.Connection) -> None:
    """All tables, triggers and the search index of the present version in an empty database."""
    METADATA.create_all(connection)
    for statement in (*trigger_ddl(), SEARCH_DDL):
        connection.exec_driver_sql(statement)
    connection.exec_driver_sql(f"PRAGMA application_id={APPLICATION_ID}")
    connection.exec_driver_sql(f"PRAGMA user_version={SCHEMA_VERSION}")


def _prove(path: Path, key: KeyBox, expected_store_id: str | None) -> int:
    """The schema version of our own database at `path`."""
    try:
        connection = connect(path, key)
    except sqlcipher.Error as error:
        raise _named(error, path, key) from error
    try:
        application_id = connection.execute("PRAGMA application_id").fetchone()[0]
        version = int(connection.execute("PRAGMA user_version").fetchone()[0])
        if application_id != APPLICATION_ID:
            raise ForeignStoreError(path=path.name, why="other_program")
        store_id = connection.execute("SELECT value FROM meta WHERE key = 'store_id'").fetchone()
        if store_id is None or (expected_store_id is not None and store_id[0] != expected_store_id):
            raise ForeignStoreError(path=path.name, why="other_desk")
        _check_length(connection, path)
        return version
    except sqlcipher.Error as error:
        raise _named(error, path, key) from error
    finally:
        connection.close()


def _check_length(connection: sqlcipher.Connection, path: Path) -> None:
    """A file cut by whole pages passes every check of pages (security.md 3.6): compare it with what it says itself."""
    pages = int(connection.execute("PRAGMA page_count").fetchone()[0])
    wal = path.with_name(path.name + "-wal")
    if path.stat().st_size < pages * PAGE_SIZE and not (wal.exists() and wal.stat().st_size):
        raise DamagedStoreError(path=path.name, why="cut_short")


def _named(error: sqlcipher.Error, path: Path, key: KeyBox) -> StoreError:
    known = known_error(error)
    if known is None:
        return ForeignStoreError(path=path.name, why="other_tables")
    return why_not_a_database(path, key) if isinstance(known, DamagedStoreError) else known


def identity_in(database: Database) -> StoreIdentity:
    """Who the open database belongs to."""
    with database.read() as connection:
        return identity_of(read_meta(connection))


def is_refilling(database: Database) -> bool:
    """Whether the database began empty and still waits for what headquarters holds."""
    with database.read() as connection:
        return REFILLING in read_meta(connection)


def end_refilling(database: Database, own: StoreIdentity, now: datetime) -> None:
    """It waits no more. Numbers of cases jump past those that only the lost database knew. Raises: StoreError."""
    with database.write() as connection:
        if REFILLING in read_meta(connection):
            jump_counters(connection, own, now)
            forget(connection, REFILLING)


def _claim(beside: Path, path: Path) -> None:
    """Give the finished file its name unless something took it meanwhile. Raises: StoreExistsError."""
    with beside.open("rb+") as file:
        os.fsync(file.fileno())
    try:
        os.link(beside, path)
    except FileExistsError as error:
        raise StoreExistsError(path=path.name) from error
    except OSError:  # a file system without hard links
        if path.exists():
            raise StoreExistsError(path=path.name) from None
        beside.rename(path)
    if sys.platform != "win32":
        folder = os.open(path.parent, os.O_RDONLY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)


def _remove(path: Path) -> None:
    for name in ("", *_SIDE_FILES):
        path.with_name(path.name + name).unlink(missing_ok=True)
