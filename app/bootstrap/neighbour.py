"""The trial's headquarters beside the desk: started, kept running and ended on a lane of its own."""

from __future__ import annotations

import logging
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from app.system.lanes import Lane

if TYPE_CHECKING:
    from app.trial.headquarters import HeadquartersAddress, TrialHeadquarters
    from app.vault.vault import Vault

_log = logging.getLogger(__name__)


class Neighbour:
    """Starts headquarters at most once and lets this branch work with it. Its methods return at once.

    The first start takes seconds, and the desk must be locked at once meanwhile: hence the lane. `vault` gives the open
    vault, `on_step` and `on_ready` are called from the lane.
    """

    def __init__(
        self,
        folder: Path,
        lane: Lane,
        interval_seconds: int,
        *,
        vault: Callable[[], Vault | None],
        on_step: Callable[[str], None],
        on_ready: Callable[[], object],
    ) -> None:
        self._folder = folder
        self._lane = lane
        self._interval_seconds = interval_seconds
        self._vault = vault
        self._on_step = on_step
        self._on_ready = on_ready
        self.headquarters: TrialHeadquarters | None = None
        self.address: HeadquartersAddress | None = None
        self._is_asked = False
        self._is_reviving = False
        self._is_closed = False

    def ask(self) -> None:
        """Let it start, unless it was asked already."""
        if not self._is_asked:
            self._is_asked = True
            self._lane.do(self._start)

    def revive(self) -> None:
        """Start it again on its data as they are, if it ended without being asked to."""
        is_gone = self.headquarters is not None and not self.headquarters.is_running
        if is_gone and not self._is_reviving and not self._is_closed:
            self._is_reviving = True
            self._lane.do(self._revive)

    def close(self) -> None:
        """End it and wait for it."""
        self._is_closed = True
        self._lane.do(self._stop).result()

    def _start(self) -> None:
        """On the lane. The desk works without it; synchronisation shows that it is offline."""
        from app.trial.headquarters import TrialHeadquarters

        self.headquarters = TrialHeadquarters(self._folder, interval_seconds=self._interval_seconds)
        try:
            address = self.headquarters.start(self._on_step)
            self._enrol(self.headquarters)
        except Exception:
            _log.exception("the trial headquarters did not start")
            self._on_step("failed")
            return
        self.address = address
        self._on_step("ready")
        self._on_ready()

    def _enrol(self, headquarters: TrialHeadquarters) -> None:
        vault = self._vault()
        if vault is None:
            return
        from app.bootstrap.store_room import DEVICE_LETTER

        staff = [(entry.person, entry.sign_public, entry.key_id) for entry in vault.directory()]
        headquarters.enrol(vault.branch, vault.device, DEVICE_LETTER, vault.device_public_key, staff)
        headquarters.appoint(vault.branch)

    def _revive(self) -> None:
        try:
            if not self._is_closed:
                self._stop()
                self._start()
        finally:
            self._is_reviving = False

    def _stop(self) -> None:
        if self.headquarters is not None:
            self.headquarters.stop()
