"""Synchronisation as the desk has it: a thread of its own that follows the schedule, and a view of how it stands."""

from __future__ import annotations

import asyncio
import logging
import threading
from collections import deque
from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Protocol

from app import __version__
from app.journal.signature import Signer
from app.journal.suites import INTERNATIONAL
from app.sync.attachments import AttachmentPort
from app.sync.batches import BatchSize
from app.sync.cycle import Cycle, Outcome, Parties
from app.sync.errors import BusyError, OfflineError, SyncError
from app.sync.line import Headquarters, Line
from app.sync.messages import Answer, Ask
from app.sync.port import JournalPort
from app.sync.schedule import Schedule
from app.system.errors import KnownError

_log = logging.getLogger(__name__)

_KEPT_ATTEMPTS = 50


class Phase(StrEnum):
    """What synchronisation is doing, as the pill in the window shows it."""

    IDLE = "idle"  # waiting for the next slot; the last attempt, if any, came through
    SYNCING = "syncing"
    OFFLINE = "offline"  # headquarters is not reachable; tried again by itself
    ERROR = "error"  # something that a person should know of; tried again by itself
    STOPPED = "stopped"


@dataclass(frozen=True, slots=True)
class SyncState:
    """How synchronisation stands. `waiting` entries are recorded here and not yet receipted; `error` has a code that
    app/language words. Instants are aware, UTC."""

    phase: Phase = Phase.STOPPED
    last_success_at: datetime | None = None
    waiting: int = 0
    next_attempt_at: datetime | None = None
    error: KnownError | None = None
    last_sent: int = 0
    last_received: int = 0

    @property
    def error_code(self) -> str | None:
        """The code of what went wrong last, None after a success."""
        return self.error.code if self.error else None


@dataclass(frozen=True, slots=True)
class Attempt:
    """One synchronisation that was tried; `error` is None when it came through."""

    at: datetime
    sent: int
    received: int
    error: KnownError | None = None


class Clock(Protocol):
    """Aware UTC time (app/system/clock)."""

    def now(self) -> datetime:
        """The present instant."""
        ...


@dataclass(frozen=True, slots=True)
class DeviceSeal:
    """This device's identity on the line: its 32 hex digits, what signs for it, and the suite of its key."""

    device: str
    sign: Signer
    suite: str = INTERNATIONAL


class SyncService:
    """Synchronises on its own thread until stopped.

    `on_state` gets every new `SyncState`, `on_cases` the ids of cases that came or changed; both are called on the
    service's thread and must not block. The journal is touched only through `port`.
    """

    def __init__(
        self,
        port: JournalPort,
        headquarters: Headquarters,
        seal: DeviceSeal,
        schedule: Schedule,
        clock: Clock,
        *,
        files: AttachmentPort | None = None,
        on_state: Callable[[SyncState], None] = lambda state: None,
        on_cases: Callable[[frozenset[str]], None] = lambda cases: None,
    ) -> None:
        self._port = port
        self._files = files
        self._headquarters = headquarters
        self._seal = seal
        self._schedule = schedule
        self._clock = clock
        self._on_state = on_state
        self._on_cases = on_cases
        self._parties = Parties(seal.sign, headquarters.public_key, __version__, clock.now, seal.suite)
        self._batches = BatchSize()
        self._state = SyncState()
        self._thread: threading.Thread | None = None
        self._loop: asyncio.AbstractEventLoop | None = None
        self._task: asyncio.Task[None] | None = None
        self._wake: asyncio.Event | None = None
        self._is_started = threading.Event()
        self._guard = threading.Lock()
        self._attempts: deque[Attempt] = deque(maxlen=_KEPT_ATTEMPTS)
        self._asked: list[Future[Outcome]] = []

    @property
    def state(self) -> SyncState:
        """How it stands at this moment."""
        return self._state

    @property
    def attempts(self) -> tuple[Attempt, ...]:
        """The latest attempts since the program started, the last one first."""
        return tuple(self._attempts)

    def start(self) -> None:
        """Start the thread. The first attempt is made when the schedule says."""
        if self._thread is not None:
            raise RuntimeError("synchronisation was started already")
        self._thread = threading.Thread(target=self._run, name="sync", daemon=True)
        self._thread.start()
        self._is_started.wait()

    def sync_now(self) -> Future[Outcome]:
        """Synchronise at once; when a cycle is under way, once more after it.

        The future holds what the cycle that begins after this call did, or its error; it is cancelled by `stop`.
        """
        asked: Future[Outcome] = Future()
        if not self._call(lambda: self._ask_now(asked)):
            asked.cancel()
        return asked

    def recorded(self) -> None:
        """Something new waits to be sent: count again. When it is sent is for the schedule to say."""
        self._call(self._count)

    def stop(self, timeout_seconds: float = 10.0) -> None:
        """Break off what is under way (it is safe at every point) and end the thread."""
        thread = self._thread
        if thread is None:
            return
        self._call(lambda: self._task.cancel() if self._task else None)
        if threading.current_thread() is not thread:
            thread.join(timeout_seconds)
            if thread.is_alive():
                _log.error("the thread of synchronisation did not end in %s s", timeout_seconds)
            self._thread = None

    def _call(self, action: Callable[[], object]) -> bool:
        with self._guard:
            if self._loop is None:
                return False
            self._loop.call_soon_threadsafe(action)
            return True

    # -- on the thread ---------------------------------------------------------------------------------------------

    def _run(self) -> None:
        try:
            asyncio.run(self._main())
        finally:
            self._is_started.set()
            self._show(phase=Phase.STOPPED, next_attempt_at=None)

    async def _main(self) -> None:
        self._wake = asyncio.Event()
        self._task = asyncio.current_task()
        with self._guard:
            self._loop = asyncio.get_running_loop()
        self._is_started.set()
        try:
            async with Line(self._headquarters, self._seal.device, self._seal.sign, suite=self._seal.suite) as line:
                self._count()
                await self._follow_schedule(line)
        except asyncio.CancelledError:
            _log.debug("synchronisation was stopped")
        finally:
            with self._guard:
                self._loop = None
            await asyncio.sleep(0)  # calls that came before the loop was closed to them
            for asked in self._asked:
                asked.cancel()

    async def _follow_schedule(self, line: Line) -> None:
        assert self._wake is not None
        loop = asyncio.get_running_loop()
        phase = Phase.IDLE
        while True:
            wait = self._schedule.due(loop.time())
            if wait > 0:
                self._show(phase=phase, next_attempt_at=self._clock.now() + timedelta(seconds=wait))
                try:
                    await asyncio.wait_for(self._wake.wait(), wait)
                except TimeoutError:
                    pass
                else:
                    self._wake.clear()
                continue
            self._wake.clear()
            phase = await self._attempt(line)
            if self._wake.is_set():  # somebody asked while it was under way
                self._schedule.ask_now(loop.time())

    async def _attempt(self, line: Line) -> Phase:
        self._show(phase=Phase.SYNCING, next_attempt_at=None)
        loop = asyncio.get_running_loop()
        cycle = Cycle(self._port, self._parties, self._batches, self._files)
        asked, self._asked = self._asked, []
        try:
            outcome = await carry(cycle, line)
        except KnownError as error:
            return self._failed(error, cycle.outcome, asked)
        except asyncio.CancelledError:
            self._asked += asked
            raise
        except Exception as error:  # a bug must not end synchronisation for good: it is logged, shown, and tried again
            _log.exception("synchronisation failed")
            return self._failed(SyncError(why=type(error).__name__), cycle.outcome, asked)
        self._keep(outcome, None)
        self._schedule.succeeded(loop.time(), outcome.next_after_seconds)
        self._announce(outcome)
        self._show(
            last_success_at=self._clock.now(), error=None, last_sent=outcome.sent, last_received=outcome.received
        )
        self._count()
        for one in asked:
            if one.set_running_or_notify_cancel():
                one.set_result(outcome)
        return Phase.IDLE

    def _failed(self, error: KnownError, outcome: Outcome, asked: list[Future[Outcome]]) -> Phase:
        _log.warning("synchronisation failed: %s", error)
        now = asyncio.get_running_loop().time()
        self._keep(outcome, error)
        self._batches.failed()
        self._schedule.failed(now, error.retry_after if isinstance(error, BusyError) else 0.0)
        self._announce(outcome)
        self._show(error=error)
        self._count()
        for one in asked:
            if one.set_running_or_notify_cancel():
                one.set_exception(error)
        return Phase.OFFLINE if isinstance(error, OfflineError | BusyError) else Phase.ERROR

    def _keep(self, outcome: Outcome, error: KnownError | None) -> None:
        self._attempts.appendleft(Attempt(self._clock.now(), outcome.sent, outcome.received, error))

    def _announce(self, outcome: Outcome) -> None:
        if outcome.touched:
            self._on_cases(frozenset(outcome.touched))

    def _ask_now(self, asked: Future[Outcome]) -> None:
        self._asked.append(asked)
        if self._wake is not None:
            self._schedule.ask_now(asyncio.get_running_loop().time())
            self._wake.set()

    def _count(self) -> None:
        try:
            log = self._port.log_state()
        except Exception as error:  # such as a database that was closed while the desk locks
            _log.warning("the journal can't be read: %s", getattr(error, "code", type(error).__name__))
            return
        self._show(waiting=log.head.seq - log.acked.seq)

    def _show(self, **changes: object) -> None:
        state = replace(self._state, **changes)  # type: ignore[arg-type]
        if state != self._state:
            self._state = state
            self._on_state(state)


async def carry(cycle: Cycle, line: Line) -> Outcome:
    """Run a cycle over a line. Raises: SyncError, BadMessageError."""
    talk = cycle.run()
    try:
        ask = next(talk)
        while True:
            try:
                answer = await _exchange(line, ask)
            except KnownError as error:
                ask = talk.throw(error)
            else:
                ask = talk.send(answer)
    except StopIteration as end:
        outcome: Outcome = end.value
        return outcome
    finally:
        talk.close()


async def _exchange(line: Line, ask: Ask) -> Answer:
    """The answer to `ask`; what it says can be done meanwhile is done on another thread."""
    if ask.meanwhile is None:
        return await line.exchange(ask)
    answer, failure = await asyncio.gather(line.exchange(ask), asyncio.to_thread(ask.meanwhile), return_exceptions=True)
    if isinstance(answer, BaseException):
        raise answer
    if failure is not None:  # the receipt counts all the same; whoever needs what was to be got ready meets the error
        _log.debug("could not get ahead: %s", type(failure).__name__)
    return answer
