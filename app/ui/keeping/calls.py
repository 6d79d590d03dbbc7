"""What the screens of recovery, restore and backup ask of what is behind the window; bootstrap gives it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Protocol

if TYPE_CHECKING:
    from pathlib import Path

    from app.operations.back_up import BackupMade
    from app.operations.desk import Desk
    from app.operations.recover import BegunRecovery, WaitingRecovery
    from app.operations.restore import Restored
    from app.vault.recovering import Recovered


class KeepingCalls(Protocol):
    """All but `state`, `back_up_now` and `stop_backup` run on the database lane and may raise known errors."""

    def waiting(self) -> WaitingRecovery | None:
        """The request that waits for headquarters' answer."""
        ...

    def is_new_computer(self) -> bool:
        """Whether nobody has ever worked here, so that a desk from elsewhere may be brought here."""
        ...

    def asks_passphrase(self) -> bool:
        """Whether the machine secret lies, or has to lie, under a branch passphrase."""
        ...

    def request_name(self) -> str:
        """A neutral name for the request's file."""
        ...

    def begin(self, why: str, file: Path, backup: Path | None) -> BegunRecovery:
        """Make a request in `file`; on a new computer after taking the keystore of `backup`."""
        ...

    def save_again(self, file: Path) -> None:
        """Write the request that waits to another file."""
        ...

    def cancel(self) -> None:
        """Give up the request that waits."""
        ...

    def granted_to(self, answer: Path) -> tuple[str, str]:
        """Whom an answer names, by staff number and (somebody new) name; not proven."""
        ...

    def finish(self, code: str, answer: Path, password: str, passphrase: str | None) -> Recovered:
        """Use the answer; where it fails everything is as it was."""
        ...

    def place(self) -> Path:
        """The folder for backups."""
        ...

    def backups(self, place: Path) -> tuple[BackupMade, ...]:
        """The backups in `place`, or the one that is `place`, newest first."""
        ...

    def foresee(self, staff_no: str, password: str, backup: Path | None) -> Restored:
        """What a restore from `backup`, or from headquarters where it is None, would come to."""
        ...

    def restore(
        self, staff_no: str, password: str, backup: Path | None, earlier_password: str | None
    ) -> tuple[Desk, Restored]:
        """Put the database back and let this person in; where it fails the present one is as it was."""
        ...

    @property
    def state(self) -> Any:
        """How backups stand (place, last, error, is_running, done, total), None before anybody signed in."""
        ...

    def back_up_now(self) -> bool:
        """Ask for a backup; False while nobody is signed in."""
        ...

    def stop_backup(self) -> None:
        """Stop the one that is being made."""
        ...


@dataclass(frozen=True, slots=True)
class Entrance:
    """How somebody comes in at the end: `let_in(staff_no, password)` and `read_place(desk)` run on the database lane;
    `entered((desk, place))` shows the desk, on the GUI thread."""

    let_in: Callable[[str, str], Any]
    read_place: Callable[[Any], Any]
    entered: Callable[[Any], object]
