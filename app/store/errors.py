"""What can be wrong with the database file. Each kind is told apart, because each has another way out."""

from __future__ import annotations

import errno
from pathlib import Path

import sqlalchemy as sa
from sqlcipher3 import dbapi2 as sqlcipher

from app.system.errors import KnownError


class StoreError(KnownError):
    """Anything that keeps the database from being opened, read or written."""

    code = "store_error"


class StoreMissingError(StoreError):
    """There is no database where one should be."""

    code = "store_missing"


class StoreExistsError(StoreError):
    """A file is already where a new database should be made. It was not touched."""

    code = "store_exists"


class EmptyFileError(StoreError):
    """The file is empty. SQLite would take it for a new database (security.md 3.6), so it is never opened."""

    code = "store_empty_file"


class WrongKeyError(StoreError):
    """Not one page of the file can be read with this key."""

    code = "store_wrong_key"


class ForeignStoreError(StoreError):
    """The file is something else: no database of this program, or that of another desk."""

    code = "store_foreign"


class DamagedStoreError(StoreError):
    """The key is right but the file is damaged. Nothing was changed in it."""

    code = "store_damaged"


class RolledBackStoreError(StoreError):
    """The database is an older copy of itself, or was made up anew: its head is not the one that was kept outside it.

    `why` is "rolled_back" or "recomputed".
    """

    code = "store_rolled_back"


class StoreTooNewError(StoreError):
    """A newer program has written this database."""

    code = "store_too_new"


class UpgradeFailedError(StoreError):
    """The database could not be brought to this program's form; it stands as before, and a copy was kept."""

    code = "store_upgrade_failed"


class StoreTooOldError(UpgradeFailedError):
    """No way leads from this database's form to the present one: a very old program, or a trial of one, wrote it."""

    code = "store_too_old"


class RefillingError(StoreError):
    """The database began anew and headquarters has not sent back everything yet: a case number could be given twice."""

    code = "store_refilling"


class DiskFullError(StoreError):
    """No space left. What was acknowledged is safe, the present act was not recorded."""

    code = "disk_full"


class StoreBusyError(StoreError):
    """Another program held the database for too long. The present act was not recorded."""

    code = "store_busy"


class NoPermissionError(StoreError):
    """The person of this operating system may not read and write the database or its folder."""

    code = "store_no_permission"


class DiskError(StoreError):
    """The disk refuses to be read or written."""

    code = "disk_error"


_BY_CODE: dict[int, type[StoreError]] = {
    sqlcipher.SQLITE_BUSY: StoreBusyError,
    sqlcipher.SQLITE_LOCKED: StoreBusyError,
    sqlcipher.SQLITE_FULL: DiskFullError,
    sqlcipher.SQLITE_IOERR: DiskError,
    sqlcipher.SQLITE_CANTOPEN: DiskError,
    sqlcipher.SQLITE_PERM: NoPermissionError,
    sqlcipher.SQLITE_READONLY: DiskError,
    sqlcipher.SQLITE_CORRUPT: DamagedStoreError,
    sqlcipher.SQLITE_NOTADB: DamagedStoreError,
}


def known_error(error: BaseException) -> StoreError | None:
    """The error of the surroundings behind a database error; None when it is a mistake in the program."""
    if isinstance(error, sa.exc.DBAPIError) and error.orig is not None:
        error = error.orig
    if not isinstance(error, sqlcipher.Error):
        return None
    code = getattr(error, "sqlite_errorcode", None)
    kind = _BY_CODE.get(code & 0xFF) if isinstance(code, int) else None
    return kind(sqlite=getattr(error, "sqlite_errorname", "")) if kind else None


def disk_error(error: OSError, path: Path) -> DiskFullError | DiskError:
    """The error of the surroundings behind one of the system's about the file at `path`, of which the name is told."""
    kind = DiskFullError if error.errno == errno.ENOSPC else DiskError
    return kind(path=path.name, why=type(error).__name__)
