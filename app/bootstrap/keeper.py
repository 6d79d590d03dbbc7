"""What happens by itself while somebody is signed in: the day's backup. It has a lane of its own, so nobody waits."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from app.operations.back_up import BackupMade, back_up, backup_is_due, backup_place, newest_backup
from app.store.backup_errors import BackupStoppedError
from app.system.clock import Clock
from app.system.errors import KnownError
from app.system.lanes import Lane
from app.system.settings import Settings, SettingsFile

if TYPE_CHECKING:
    from app.operations.desk import Desk

_log = logging.getLogger(__name__)

LOOK_EVERY_SECONDS = 300.0


@dataclass(frozen=True, slots=True)
class KeepingState:
    """How the backups of this desk stand.

    `last` is the newest finished one in `place`, proved when it was made; `error` says why the latest try failed, None
    when it did not. `done` of `total` pages while one is being made.
    """

    place: Path
    last: BackupMade | None = None
    error: KnownError | None = None
    is_running: bool = False
    done: int = 0
    total: int = 0


class Keeper:
    """Makes backups of whatever desk is open, by day's time or when asked. Its methods return at once.

    `made_at` tells when the desk itself was made (POSIX seconds): until a first backup, that is what one is due after.
    `on_state` is called from the lane.
    """

    def __init__(self, data: Path, lane: Lane, clock: Clock, made_at: Callable[[], float]) -> None:
        self._data = data
        self._lane = lane
        self._clock = clock
        self._made_at = made_at
        self._desk: Desk | None = None
        self._is_stopped = threading.Event()
        self._timer: threading.Timer | None = None
        self._lock = threading.Lock()
        self.on_state: Callable[[KeepingState], None] = lambda state: None
        self.state = KeepingState(backup_place(data, Settings()))

    def begin(self, desk: Desk) -> None:
        """Look after `desk` from now on, in place of any before."""
        with self._lock:
            self._is_stopped.set()
            self._desk, self._is_stopped = desk, threading.Event()
        self._look()

    def end(self, desk: Desk) -> None:
        """Leave `desk` alone: a backup that is being made stops at its next step, and no other one begins."""
        with self._lock:
            if self._desk is not desk:
                return
            self._desk = None
            self._is_stopped.set()
            timer, self._timer = self._timer, None
        if timer is not None:
            timer.cancel()

    def back_up_now(self) -> bool:
        """Ask for a backup; False while nobody is signed in. How it went, `state` tells."""
        desk = self._desk
        if desk is not None:
            self._lane.do(lambda: self._make(desk))
        return desk is not None

    def stop_now(self) -> None:
        """Stop a backup that is being made, at its next step; none is left of it."""
        with self._lock:
            self._is_stopped.set()
            self._is_stopped = threading.Event()

    def _look(self) -> None:
        """Make the day's backup if it is due, and look again in a while."""
        with self._lock:
            desk = self._desk
            if desk is None:
                return
            if self._timer is not None:
                self._timer.cancel()
            self._timer = threading.Timer(LOOK_EVERY_SECONDS, self._look)
            self._timer.name, self._timer.daemon = "keeper", True
            self._timer.start()
        try:
            self._lane.do(lambda: self._make_if_due(desk))
        except RuntimeError:  # the lane closed meanwhile: the desk is ending
            _log.debug("the lane of backups is closed")

    def _make_if_due(self, desk: Desk) -> None:
        if self._desk is not desk:
            return
        settings = self._settings()
        place = backup_place(self._data, settings)
        try:
            last = newest_backup(desk, place)
        except KnownError as error:
            _log.warning("backups can't be looked at: %s", error)
            last = None
        self._say(replace(self.state, place=place, last=last))
        since = last.made_at if last is not None else datetime.fromtimestamp(self._made_at(), UTC)
        if backup_is_due(self._clock.now(), since, settings.backup_at):
            self._make(desk)

    def _make(self, desk: Desk) -> None:
        with self._lock:
            if self._desk is not desk:
                return
            is_stopped = self._is_stopped
        place = backup_place(self._data, self._settings())
        self._say(replace(self.state, place=place, is_running=True, done=0, total=0))
        try:
            made = back_up(desk, place, progress=self._progressed, is_stopped=is_stopped.is_set)
        except BackupStoppedError:
            self._say(replace(self.state, is_running=False))
        except KnownError as error:
            is_ending = is_stopped.is_set()  # then its keys and its store went away under it
            _log.log(logging.INFO if is_ending else logging.WARNING, "no backup was made: %s", error)
            self._say(replace(self.state, is_running=False, error=self.state.error if is_ending else error))
        except Exception:
            _log.exception("no backup was made")
            self._say(replace(self.state, is_running=False, error=KnownError()))
        else:
            _log.info("backup made: %s, %d bytes", made.name, made.size)
            self._say(replace(self.state, is_running=False, error=None, last=made))

    def _progressed(self, done: int, total: int) -> None:
        if done * 100 // max(1, total) != self.state.done * 100 // max(1, self.state.total):
            self._say(replace(self.state, done=done, total=total))

    def _say(self, state: KeepingState) -> None:
        self.state = state
        self.on_state(state)

    def _settings(self) -> Settings:
        """As they are on disk now: the window changes them too."""
        return SettingsFile(self._data / "settings.json").current
