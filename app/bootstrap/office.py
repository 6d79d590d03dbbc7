"""The running desk without its screen: lanes, workplace, headquarters and synchronisation, joined."""

from __future__ import annotations

import logging
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from app.bootstrap.aging import Aging
from app.bootstrap.neighbour import Neighbour
from app.bootstrap.rescue import Rescue
from app.system.clock import Clock
from app.system.errors import KnownError
from app.system.lanes import Lane

if TYPE_CHECKING:
    from concurrent.futures import Future

    from app.bootstrap.keeper import Keeper, KeepingState
    from app.bootstrap.workplace import Workplace
    from app.operations.desk import Desk
    from app.operations.restore import Restored
    from app.sync.service import SyncService, SyncState
    from app.trial.headquarters import TrialHeadquarters

_log = logging.getLogger(__name__)

SYNC_EVERY_SECONDS = 60

Changed = Callable[[frozenset[str], frozenset[str]], None]


class Office:
    """What the window needs of everything behind it. Methods say on which lane they run; none blocks the caller's lane.

    With `passphrase` the machine secret lies under it from the start and nothing enters the system's keyring. Without
    `has_headquarters` none is started beside the desk, which then stays offline. `on_changed(what, case_ids)`,
    `on_sync(state)`, `on_headquarters(step)` and `on_keeping(state)` are called from any thread.
    """

    def __init__(
        self,
        folder: Path,
        clock: Clock | None = None,
        passphrase: str | None = None,
        *,
        has_headquarters: bool = True,
    ) -> None:
        self.folder = folder
        self._has_headquarters = has_headquarters
        self.clock = clock or Clock()
        self.workplace: Workplace | None = None
        self.lanes = {name: Lane(name) for name in ("database", "papers", "network", "headquarters", "keeping")}
        self.on_changed: Changed = lambda what, case_ids: None
        self.on_sync: Callable[[SyncState], None] = lambda state: None
        self.on_headquarters: Callable[[str], None] = lambda step: None
        self.on_keeping: Callable[[KeepingState], None] = lambda state: None
        self._sync: SyncService | None = None
        self._keeper: Keeper | None = None
        self._passphrase = passphrase
        self._ending: Desk | None = None
        self._why = "left"  # that it is ending
        self._is_closed = False
        self._aging = Aging(self.clock)
        self.rescue = Rescue(self._opened, self.prepare, self.restore, lambda: self._keeper)
        self._neighbour = Neighbour(
            folder / "headquarters",
            self.lanes["headquarters"],
            SYNC_EVERY_SECONDS,
            vault=lambda: self._opened().vault,
            on_step=lambda step: self.on_headquarters(step),
            on_ready=lambda: self.lanes["network"].do(lambda: self._start_sync(self.desk)),
        )

    # -- on the database lane --------------------------------------------------------------------------------------

    def prepare(self) -> None:
        """Open the vault (making the trial branch the first time) and let headquarters start beside it.

        Raises: the vault's known errors.
        """
        workplace = self._opened()
        if workplace.vault is None:
            workplace.open_vault(self._passphrase)
        if self._has_headquarters:
            self._neighbour.ask()

    def use_passphrase(self, passphrase: str) -> None:
        """Open the vault with the branch passphrase. Raises: WrongPassphraseError, ..."""
        self._passphrase = passphrase
        try:
            self.prepare()
        finally:
            self._passphrase = None

    def sign_in(self, staff_no: str, password: str) -> Desk:
        """Let a person in; synchronisation begins. Whoever was here before is signed out, without anything lost.

        Raises: the vault's sign-in errors, StoreError; then whoever was here still is.
        """
        return self._let_in(lambda workplace: workplace.sign_in(staff_no, password))

    def choose_password(self, staff_no: str, old: str, new: str) -> Desk:
        """Let a person in who chooses another password first. Raises: WeakPasswordError, and as `sign_in`."""
        return self._let_in(lambda workplace: workplace.choose_password(staff_no, old, new))

    def _let_in(self, enter: Callable[[Workplace], Desk]) -> Desk:
        self.prepare()
        before = self.desk
        if before is not None:
            self.lanes["papers"].do(_nothing).result()  # papers asked for by that person are made in that person's name
        desk = enter(self._opened())
        from app.operations.sessions import open_session

        _noted(lambda: open_session(desk))
        self.lanes["network"].do(lambda: self._start_sync(desk))
        if self._keeper is not None:
            self._keeper.begin(desk)
        if before is not None and before is not self._ending:
            before.session.forget_signing()
            self.lanes["network"].do(lambda: self._end(before, "switched"))
        return desk

    def restore(
        self, staff_no: str, password: str, backup: Path | None, earlier_password: str | None = None
    ) -> tuple[Desk, Restored]:
        """Put the database back while nobody is signed in, and let this person in: see Workplace.restore."""
        self.prepare()
        desk, restored = self._opened().restore(staff_no, password, backup, earlier_password)
        self.lanes["network"].do(lambda: self._start_sync(desk))
        if self._keeper is not None:
            self._keeper.begin(desk)
        return desk, restored

    @property
    def headquarters(self) -> TrialHeadquarters | None:
        """The trial's headquarters, None before it was asked to start."""
        return self._neighbour.headquarters

    @property
    def desk(self) -> Desk | None:
        """The open desk, None while nobody is signed in."""
        return self.workplace.desk if self.workplace is not None else None

    # -- from the GUI thread -----------------------------------------------------------------------------------------

    def lock(self, why: str = "locked") -> None:
        """Wipe the person's own key at once and close the store after everything that was asked for before; returns at
        once. `why` is what the book says of it (app.operations.sessions.WHYS)."""
        desk = self.desk
        if desk is None or desk is self._ending or self._is_closed:
            return
        self._ending, self._why = desk, why
        desk.session.forget_signing()
        if self._keeper is not None:
            self._keeper.end(desk)

        def end() -> None:
            self._stop_sync()
            self.lanes["papers"].do(lambda: self._end(desk, why))

        self.lanes["network"].do(end)

    @property
    def keeper(self) -> Keeper | None:
        """Who makes backups: `back_up_now()`, and `state` as `on_keeping` tells it; None before anybody signed in."""
        return self._keeper

    def change_key(self, why: str = "routine") -> Future[None]:
        """Put the database under a fresh key, while nothing else uses it; the future raises as Workplace.change_key.

        On the lane of backups, so that none is made meanwhile.
        """

        def change() -> None:
            from app.vault.errors import SessionEndedError

            desk, workplace = self.desk, self._opened()
            if desk is None or desk is self._ending:
                raise SessionEndedError
            self.lanes["network"].do(self._stop_sync).result()
            self.lanes["papers"].do(_nothing).result()
            try:
                self.lanes["database"].do(lambda: workplace.change_key(desk, why)).result()
            finally:
                self.lanes["network"].do(lambda: self._start_sync(desk))

        return self.lanes["keeping"].do(change)

    def sync_now(self) -> bool:
        """Ask for a synchronisation; False while there is nobody to ask for it."""
        sync = self._sync
        if sync is not None:
            sync.sync_now()
        return sync is not None

    @property
    def sync_state(self) -> SyncState | None:
        """How synchronisation stands, None before it began."""
        return self._sync.state if self._sync is not None else None

    def close(self) -> None:
        """End everything in order and wait for it. The second time nothing happens."""
        if self._is_closed:
            return
        desk = self.desk
        why = self._why if desk is self._ending else "left"
        self._ending, self._is_closed = desk, True
        if self._keeper is not None and desk is not None:
            self._keeper.end(desk)
        self.lanes["keeping"].close()
        self.lanes["network"].do(self._stop_sync).result()
        self.lanes["papers"].close()
        if self.workplace is not None:
            if desk is not None:
                from app.operations.sessions import close_session

                def leave() -> None:
                    if self.desk is desk:  # a lock that was under way may have ended it meanwhile
                        _noted(lambda: close_session(desk, why))

                self.lanes["database"].do(leave)
            self.lanes["database"].do(self.workplace.close).result()
        self._neighbour.close()
        for lane in self.lanes.values():
            lane.close()

    # -- on the network lane ---------------------------------------------------------------------------------------

    def _start_sync(self, desk: Desk | None) -> None:
        """Synchronise for `desk`, unless it is not the one in use (any more), or headquarters is not there yet."""
        from app.bootstrap.lane_port import LaneAttachments, LanePort
        from app.bootstrap.staff import is_the_same_headquarters
        from app.sync.line import Headquarters
        from app.sync.schedule import Schedule
        from app.sync.service import DeviceSeal, SyncService

        address, workplace = self._neighbour.address, self._opened()
        vault = workplace.vault
        self._stop_sync()
        if desk is None or address is None or vault is None or desk is not self.desk or desk is self._ending:
            return
        if not is_the_same_headquarters(desk, address.public_key, self.lanes["database"], self.on_sync):
            return
        self._sync = SyncService(
            LanePort(desk.store.sync, self.lanes["database"], lambda: workplace.learn_published(desk)),
            Headquarters(address.url, address.authority, address.public_key),
            DeviceSeal(vault.device, vault.device_sign, vault.suite),
            Schedule(SYNC_EVERY_SECONDS, is_interval_fixed=True),
            self.clock,
            files=LaneAttachments(desk.store.transfers, self.lanes["database"]),
            on_state=self._sync_said,
            on_cases=lambda cases: self.on_changed(frozenset({"cases", "sync"}), cases),
        )
        self._sync.start()

    def _stop_sync(self) -> None:
        sync, self._sync = self._sync, None
        if sync is not None:
            sync.stop()

    def _end(self, desk: Desk, why: str) -> None:
        """Sign out whoever is at `desk`, behind what the database has still to do. Nothing else may use it any more."""
        from app.operations.sessions import close_session

        workplace = self._opened()

        def end() -> None:
            _noted(lambda: close_session(desk, why))
            workplace.sign_out(desk)

        if not self._is_closed:  # closing signs out by itself
            self.lanes["database"].do(end)

    def _sync_said(self, state: SyncState) -> None:
        """Synchronisation tries again by itself, so a headquarters that does not start is tried again as well."""
        if state.phase.value == "offline":
            self._neighbour.revive()
        if state.phase.value == "offline" and not self._is_closed and self.workplace is not None:
            self._aging.look(self.workplace, self.lanes["database"])
        desk, workplace = self.desk, self.workplace
        is_level = state.phase.value == "idle" and state.error is None and not self._is_closed
        if is_level and desk is not None and workplace is not None and desk.store.is_refilling:
            self.lanes["database"].do(lambda: workplace.refilled(desk))  # headquarters has sent everything back
        self.on_sync(state)

    def _opened(self) -> Workplace:
        """The workplace, made at the first use: it brings the database and the vault's libraries along."""
        if self.workplace is None:
            from app.bootstrap.keeper import Keeper
            from app.bootstrap.workplace import Workplace

            def announced(what: frozenset[str], case_ids: frozenset[str]) -> None:
                sync = self._sync
                if sync is not None and "cases" in what:
                    sync.recorded()
                self.on_changed(what, case_ids)

            self.workplace = Workplace(self.folder, clock=self.clock)
            self.workplace.announce = announced
            marker = self.workplace.store_room.marker
            self._keeper = Keeper(self.folder, self.lanes["keeping"], self.clock, lambda: marker.stat().st_mtime)
            self._keeper.on_state = lambda state: self.on_keeping(state)
        return self.workplace


def _noted(write: Callable[[], object]) -> None:
    """Write in the book; a full disk keeps nobody out, and nobody in."""
    try:
        write()
    except KnownError as error:
        _log.warning("the book could not be written: %s", error.code)


def _nothing() -> None:
    """What a lane does when somebody only waits for what is before."""
