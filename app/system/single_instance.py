"""One desk for one folder: a second start is told so instead of working on the same files."""

from __future__ import annotations

import getpass
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import fasteners

from app.system.errors import KnownError

_HOLDER = "desk.holder"
_LONGEST_NAME = 64


class AlreadyOpenError(KnownError):
    """A desk works in this folder already; `other_user` is whose it is, "" for this user's own."""

    code = "already_open"

    def __init__(self, other_user: str = "") -> None:
        super().__init__()
        self.other_user = other_user


class FolderNotOursError(KnownError):
    """The folder belongs to another user of this computer, and this one may not use it."""

    code = "folder_not_ours"


class FolderReadOnlyError(KnownError):
    """Nothing can be written to the folder: the disk may only be read, or something else stands in a file's place."""

    code = "folder_read_only"


@contextmanager
def only_one(folder: Path) -> Iterator[None]:
    """Hold the folder. The system lets go of it when the process ends, however it ends.

    Raises: AlreadyOpenError, FolderNotOursError, FolderReadOnlyError.
    """
    path = folder / "desk.lock"
    if path.exists() and not path.is_file():  # a pipe would be waited for
        raise FolderReadOnlyError
    lock = fasteners.InterProcessLock(str(path))
    try:
        is_ours = lock.acquire(blocking=False)
    except PermissionError:
        raise FolderNotOursError from None
    except OSError:
        raise FolderReadOnlyError from None
    if not is_ours:
        if lock.lockfile is not None:
            lock.lockfile.close()
        raise AlreadyOpenError(_other_user(folder))
    try:
        _sign(folder)
        yield
    finally:
        lock.release()


def _sign(folder: Path) -> None:
    """Leave the user's name for whoever is refused; without it they are refused all the same."""
    try:
        (folder / _HOLDER).write_text(_user(), encoding="utf-8")
    except OSError:
        return


def _other_user(folder: Path) -> str:
    try:
        holder = (folder / _HOLDER).read_text(encoding="utf-8")[:_LONGEST_NAME].strip()
    except (OSError, UnicodeDecodeError):
        return ""
    return holder if holder != _user() else ""


def _user() -> str:
    try:
        return getpass.getuser()
    except (KeyError, OSError):  # a user without a name
        return ""
