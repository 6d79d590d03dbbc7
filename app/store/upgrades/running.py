"""Five steps: copy the database, prove the copy, change the database, prove it, commit.

A failure or a crash anywhere leaves the database as it was; the copy stays beside it until the next upgrade.
"""

from __future__ import annotations

import logging
import os
import shutil
from collections.abc import Mapping
from pathlib import Path

import sqlalchemy as sa

from app.store.engine import Database, connect
from app.store.errors import DiskFullError, StoreError, StoreTooOldError, UpgradeFailedError
from app.store.tables import trigger_ddl
from app.store.upgrades.steps import STEPS, Step
from app.system.crash_points import reach
from app.system.key_box import KeyBox

_log = logging.getLogger(__name__)
_ROOM = 3  # the copy, the write-ahead log of the change, and as much again
_JOURNAL = (
    "SELECT device, epoch, count(*), min(seq), max(seq), (SELECT hash FROM entry last WHERE last.device = e.device "
    "AND last.epoch = e.epoch ORDER BY last.seq DESC LIMIT 1) FROM entry e GROUP BY device, epoch",
    "SELECT count(*), coalesce(sum(length(body)), 0) FROM entry_body",
)


def upgrade(path: Path, key: KeyBox, found: int, wanted: int, steps: Mapping[int, Step] = STEPS) -> Path:
    """Bring the database at `path` from version `found` to `wanted`. Returns where the copy is.

    Raises: StoreTooOldError, UpgradeFailedError, DiskFullError, StoreError. In every case the database is as it was.
    """
    missing = [version for version in range(found, wanted) if version not in steps]
    if missing:
        raise StoreTooOldError(found=found, wanted=wanted, why="no_step", step=missing[0])
    size = path.stat().st_size
    if shutil.disk_usage(path.parent).free < _ROOM * size:
        raise DiskFullError(needed=_ROOM * size)
    copy = copy_name(path, found)
    _copy(path, key, copy)
    reach("upgrade.after_copy")
    _prove_copy(copy, key, found)
    database = Database(path, key)
    try:
        with database.write() as connection:
            before = _journal(connection)
            for version in range(found, wanted):
                steps[version](connection)
                connection.exec_driver_sql(f"PRAGMA user_version={version + 1}")
                reach("upgrade.after_step")
            _prove(connection, before)
            reach("upgrade.before_commit")
    except StoreError:
        raise
    except Exception as error:
        _log.error("upgrade from version %d to %d failed: %s", found, wanted, type(error).__name__)
        raise UpgradeFailedError(found=found, wanted=wanted, why=type(error).__name__) from error
    finally:
        database.close()
    for old in path.parent.glob(f"{path.name}.version-*"):
        if old != copy:
            old.unlink()
    return copy


def copy_name(path: Path, version: int) -> Path:
    """Where the copy of a database of `version` is kept before it is upgraded."""
    return path.with_name(f"{path.name}.version-{version}")


def _copy(path: Path, key: KeyBox, copy: Path) -> None:
    """An encrypted copy with the same key, complete or not there at all."""
    beside = copy.with_name(copy.name + ".new")
    beside.unlink(missing_ok=True)
    os.close(os.open(beside, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
    source, target = connect(path, key), connect(beside, key)
    try:
        source.backup(target)
        target.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    finally:
        target.close()
        source.close()
    with beside.open("rb+") as file:
        os.fsync(file.fileno())
    beside.replace(copy)


def _prove_copy(copy: Path, key: KeyBox, version: int) -> None:
    connection = connect(copy, key)
    try:
        faults = connection.execute("PRAGMA cipher_integrity_check").fetchall()
        quick = connection.execute("PRAGMA quick_check").fetchall()
        found = int(connection.execute("PRAGMA user_version").fetchone()[0])
    finally:
        connection.close()
    if faults or quick != [("ok",)] or found != version:
        raise UpgradeFailedError(why="copy_not_sound")


def _journal(connection: sa.Connection) -> list[list[tuple[object, ...]]]:
    return [[tuple(row) for row in connection.exec_driver_sql(sql).fetchall()] for sql in _JOURNAL]


def _prove(connection: sa.Connection, before: list[list[tuple[object, ...]]]) -> None:
    """The journal is what it was, still only to be added to, and the file is sound."""
    if _journal(connection) != before:
        raise UpgradeFailedError(why="journal_changed")
    triggers = connection.exec_driver_sql("SELECT count(*) FROM sqlite_schema WHERE type = 'trigger'").scalar()
    if triggers is None or triggers < len(trigger_ddl()):
        raise UpgradeFailedError(why="triggers_missing")
    if connection.exec_driver_sql("PRAGMA quick_check").fetchall() != [("ok",)]:
        raise UpgradeFailedError(why="not_sound")
    if connection.exec_driver_sql("PRAGMA foreign_key_check").fetchall():
        raise UpgradeFailedError(why="foreign_keys")
