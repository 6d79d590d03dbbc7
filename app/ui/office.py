"""What the window asks of everything behind it. Bootstrap gives it; the window imports nothing heavy for it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any, Protocol

from app.ui.shell.jobs import Doer

if TYPE_CHECKING:
    from concurrent.futures import Future
    from pathlib import Path

    from app.operations.desk import Desk
    from app.ui.keeping.calls import KeepingCalls


class Office(Protocol):
    """The running desk without its screen. The callbacks are called from any thread."""

    on_changed: Callable[[frozenset[str], frozenset[str]], None]
    on_sync: Callable[[Any], None]
    on_headquarters: Callable[[str], None]
    on_keeping: Callable[[Any], None]

    @property
    def rescue(self) -> KeepingCalls:
        """Recovery, restore and backups."""
        ...

    @property
    def folder(self) -> Path:
        """Where the desk keeps everything."""
        ...

    @property
    def lanes(self) -> Mapping[str, Doer]:
        """The lanes "database", "papers" and "network"."""
        ...

    @property
    def desk(self) -> Desk | None:
        """The open desk, None while nobody is signed in."""
        ...

    @property
    def sync_state(self) -> Any:
        """How synchronisation stands (app.sync.service.SyncState), None before it began."""
        ...

    def prepare(self) -> None:
        """Open the vault; on the database lane. Raises: known errors."""
        ...

    def use_passphrase(self, passphrase: str) -> None:
        """Open the vault with the branch passphrase; on the database lane. Raises: known errors."""
        ...

    def sign_in(self, staff_no: str, password: str) -> Desk:
        """Let a person in; on the database lane. Raises: known errors."""
        ...

    def choose_password(self, staff_no: str, old: str, new: str) -> Desk:
        """Let a person in who chooses another password first; on the database lane. Raises: known errors."""
        ...

    def lock(self, why: str = "locked") -> None:
        """Wipe the person's keys and close the store; returns at once. `why` stands in the book."""
        ...

    def change_key(self, why: str = "routine") -> Future[None]:
        """Put the database under a fresh key; the future raises known errors."""
        ...

    def sync_now(self) -> bool:
        """Ask for a synchronisation; False while there is none to ask."""
        ...
