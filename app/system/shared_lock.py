"""A lock that the threads of this process and other processes on this computer share."""

from __future__ import annotations

import threading
from pathlib import Path
from types import TracebackType

import fasteners

LONGEST_WAIT_SECONDS = 30.0


class SharedLock:
    """Held from `with` to its end; whoever holds it may take it again. `path` is an empty file that stays.

    Where no such file can be made nobody else can write either: then it holds among threads only. Entering raises
    TimeoutError when another process holds it for too long.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._threads = threading.RLock()
        self._processes = fasteners.InterProcessLock(str(path))
        self._depth = 0
        self._is_shared = False

    def __enter__(self) -> None:
        self._threads.acquire()
        try:
            if not self._depth:
                self._is_shared = self._take()
            self._depth += 1
        except BaseException:
            self._threads.release()
            raise

    def _take(self) -> bool:
        if self._path.exists() and not self._path.is_file():
            return False
        try:
            self._path.touch(mode=0o600)
            is_taken = self._processes.acquire(timeout=LONGEST_WAIT_SECONDS, delay=0.01, max_delay=0.05)
        except (OSError, threading.ThreadError):
            return False
        if not is_taken:
            if self._processes.lockfile is not None:
                self._processes.lockfile.close()
            raise TimeoutError
        return True

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._depth -= 1
        try:
            if not self._depth and self._is_shared:
                self._processes.release()
        finally:
            self._threads.release()
