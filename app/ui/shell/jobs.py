"""Work on lanes, answers on the GUI thread (house.md: nothing slow on the GUI thread, nothing of Qt on a lane)."""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping
from concurrent.futures import CancelledError, Future
from dataclasses import dataclass
from typing import Any, Protocol, TypeVar

from PySide6.QtCore import QObject, Qt, QTimer, Signal
from shiboken6 import isValid

from app.system.errors import KnownError

T = TypeVar("T")
log = logging.getLogger(__name__)

BUSY_AFTER_MS = 200


class Doer(Protocol):
    """What Jobs needs of a lane (app.system.lanes.Lane has it)."""

    def do(self, work: Callable[[], T]) -> Future[T]:
        """Queue `work`."""


class Runner(Protocol):
    """What a presenter is given: do `work` elsewhere, then call one of the two back on the GUI thread."""

    def __call__(
        self,
        work: Callable[[], T],
        then: Callable[[T], object] | None = None,
        failed: Callable[[Exception], object] | None = None,
    ) -> None:
        """Queue `work`."""


@dataclass(slots=True)
class _Job:
    lane: str
    then: Callable[[Any], object] | None
    failed: Callable[[Exception], object] | None
    owner: QObject | None


class Jobs(QObject):
    """Runs work on named lanes.

    Signals: busy_changed(bool) when work has taken longer than 200 ms, and when all is done again;
    broke(Exception) when work failed and its owner did not ask to be told, or failed by a bug.
    """

    busy_changed = Signal(bool)
    broke = Signal(object)
    _arrived = Signal(object, object)

    def __init__(self, lanes: Mapping[str, Doer], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._lanes = dict(lanes)
        self._pending = 0
        self._is_busy = False
        self._arrived.connect(self._on_arrived, Qt.ConnectionType.QueuedConnection)
        self._slow = QTimer(self)
        self._slow.setSingleShot(True)
        self._slow.setInterval(BUSY_AFTER_MS)
        self._slow.timeout.connect(self._on_slow)

    def run(
        self,
        lane: str,
        work: Callable[[], T],
        then: Callable[[T], object] | None = None,
        failed: Callable[[Exception], object] | None = None,
        *,
        owner: QObject | None = None,
    ) -> None:
        """Do `work` on `lane`, then call `then(result)` or `failed(error)` on the GUI thread.

        Nothing is called once `owner` is destroyed. A bug (any error but KnownError) is logged and reported by
        `broke` as well. Raises: KeyError for an unknown lane.
        """
        job = _Job(lane, then, failed, owner)
        self._pending += 1
        if not self._slow.isActive() and not self._is_busy:
            self._slow.start()
        self._lanes[lane].do(work).add_done_callback(lambda future: self._send(job, future))

    def runner(self, lane: str, owner: QObject | None = None) -> Runner:
        """`run` for one lane and owner, in the form that presenters take."""

        def run(
            work: Callable[[], T],
            then: Callable[[T], object] | None = None,
            failed: Callable[[Exception], object] | None = None,
        ) -> None:
            self.run(lane, work, then, failed, owner=owner)

        return run

    def pending(self) -> int:
        """How many jobs have not been answered yet."""
        return self._pending

    def is_busy(self) -> bool:
        """Whether work has been running for longer than 200 ms."""
        return self._is_busy

    def _send(self, job: _Job, future: Future[Any]) -> None:
        # On the lane's thread: the queued signal carries the answer over. At exit the window may be gone already.
        if isValid(self):
            self._arrived.emit(job, future)

    def _on_arrived(self, job: _Job, future: Future[Any]) -> None:
        self._pending -= 1
        if self._pending == 0:
            self._slow.stop()
            self._set_busy(False)
        if job.owner is not None and not isValid(job.owner):
            return
        try:
            result = future.result()
        except CancelledError:
            return
        except Exception as error:
            self._report(job, error)
        else:
            if job.then is not None:
                job.then(result)

    def _report(self, job: _Job, error: Exception) -> None:
        is_bug = not isinstance(error, KnownError)
        if is_bug:
            log.error("work on lane %s broke: %s", job.lane, type(error).__name__, exc_info=error)
        if job.failed is not None:
            job.failed(error)
        else:
            self.broke.emit(error)

    def _on_slow(self) -> None:
        if self._pending:
            self._set_busy(True)

    def _set_busy(self, is_busy: bool) -> None:
        if is_busy != self._is_busy:
            self._is_busy = is_busy
            self.busy_changed.emit(is_busy)
