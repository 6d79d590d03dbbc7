"""Lanes: one thread each, work in order. The database has one, network and papers have their own (house.md)."""

from __future__ import annotations

import queue
import threading
from collections.abc import Callable
from concurrent.futures import Future
from typing import Any, TypeVar

T = TypeVar("T")


class Lane:
    """A single worker thread that does what it is given, in order."""

    def __init__(self, name: str) -> None:
        self.name = name
        self._work: queue.SimpleQueue[tuple[Future[Any], Callable[[], Any]] | None] = queue.SimpleQueue()
        self._is_open = True
        self._thread = threading.Thread(target=self._run, name=f"lane-{name}", daemon=True)
        self._thread.start()

    def do(self, work: Callable[[], T]) -> Future[T]:
        """Queue `work`; the future holds what it returns or raises.

        Raises: RuntimeError when the lane is closed.
        """
        if not self._is_open:
            raise RuntimeError(f"lane {self.name} is closed")
        future: Future[T] = Future()
        self._work.put((future, work))
        return future

    def close(self) -> None:
        """Finish what is queued and end the thread."""
        if self._is_open:
            self._is_open = False
            self._work.put(None)
            if threading.current_thread() is not self._thread:
                self._thread.join()

    def _run(self) -> None:
        while (item := self._work.get()) is not None:
            future, work = item
            if not future.set_running_or_notify_cancel():
                continue
            try:
                result = work()
            except BaseException as error:  # the future carries it to whoever asked
                future.set_exception(error)
            else:
                future.set_result(result)
            del item, future, work
