"""One desk for one folder: a second start is told so instead of working on the same files."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import fasteners

from app.system.errors import KnownError


class AlreadyOpenError(KnownError):
    """A desk works in this folder already."""

    code = "already_open"


@contextmanager
def only_one(folder: Path) -> Iterator[None]:
    """Hold the folder. The system lets go of it when the process ends, however it ends. Raises: AlreadyOpenError."""
    lock = fasteners.InterProcessLock(str(folder / "desk.lock"))
    if not lock.acquire(blocking=False):
        if lock.lockfile is not None:
            lock.lockfile.close()
        raise AlreadyOpenError
    try:
        yield
    finally:
        lock.release()
