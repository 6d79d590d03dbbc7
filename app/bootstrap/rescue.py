"""What the screens of recovery, restore and backup ask of an office (app/ui/keeping/calls.py has the other side).

All but `state`, `back_up_now`, `stop_backup` and `request_name` run on the database lane. Heavy parts are imported when
they are used: nothing of this is needed on an ordinary day.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from app.domain.calendar import CHINA
from app.system.clock import Clock

if TYPE_CHECKING:
    from app.bootstrap.keeper import Keeper
    from app.bootstrap.workplace import Workplace
    from app.operations.back_up import BackupMade
    from app.operations.desk import Desk
    from app.operations.recover import BegunRecovery, WaitingRecovery
    from app.operations.restore import Restored
    from app.vault.recovering import Recovered

Restore = Callable[[str, str, Path | None, str | None], "tuple[Desk, Restored]"]


class Rescue:
    """`workplace()` gives the office's, made at the first use; `prepare` and `restore` are the office's own; `keeper()`
    makes backups, None before anybody signed in."""

    def __init__(
        self,
        workplace: Callable[[], Workplace],
        prepare: Callable[[], None],
        restore: Restore,
        keeper: Callable[[], Keeper | None],
    ) -> None:
        self._workplace = workplace
        self._prepare = prepare
        self._restore = restore
        self._keeper = keeper

    # -- recovery --------------------------------------------------------------------------------------------------

    def waiting(self) -> WaitingRecovery | None:
        """The request that waits for headquarters' answer."""
        from app.operations.recover import waiting_recovery

        return waiting_recovery(self._workplace().branch_folder)

    def is_new_computer(self) -> bool:
        """Whether nobody has ever worked here, so that a desk from elsewhere may be brought here."""
        room = self._workplace().store_room
        return not (room.marker.exists() or room.path.exists())

    def asks_passphrase(self) -> bool:
        """Whether the machine secret lies, or has to lie, under a branch passphrase."""
        from app.vault.errors import KeyringMissingError
        from app.vault.keyring_secret import find_backend

        if self._workplace().needs_passphrase():
            return True
        try:
            find_backend()
        except KeyringMissingError:
            return True
        return False

    def request_name(self) -> str:
        """A neutral name for the request's file."""
        from app.bootstrap.recovering import request_name

        return request_name(self._workplace().branch.code, Clock().now().astimezone(CHINA))

    def begin(self, why: str, file: Path, backup: Path | None) -> BegunRecovery:
        """Make a request in `file`; on a new computer after taking the keystore of `backup`. Raises: known errors."""
        from app.bootstrap.recovering import begin, take_keystore

        if backup is not None:
            take_keystore(self._workplace(), backup)
        return begin(self._workplace(), why, file)

    def save_again(self, file: Path) -> None:
        """Write the request that waits to another file. Raises: known errors."""
        from app.bootstrap.recovering import save_again

        save_again(self._workplace(), file)

    def cancel(self) -> None:
        """Give up the request that waits."""
        from app.bootstrap.recovering import cancel

        cancel(self._workplace())

    def granted_to(self, answer: Path) -> tuple[str, str]:
        """Whom an answer names, not proven. Raises: FileNotReadError, BadDocumentError."""
        from app.bootstrap.recovering import read_document
        from app.operations.recover import granted_to

        return granted_to(read_document(answer))

    def finish(self, code: str, answer: Path, password: str, passphrase: str | None) -> Recovered:
        """Use the answer. Raises: known errors; then everything is as it was."""
        from app.bootstrap.recovering import finish

        return finish(self._workplace(), code, answer, password, passphrase)

    # -- restore ---------------------------------------------------------------------------------------------------

    def place(self) -> Path:
        """The folder for backups."""
        from app.operations.back_up import backup_place
        from app.system.settings import SettingsFile

        workplace = self._workplace()
        return backup_place(workplace.folder, SettingsFile(workplace.folder / "settings.json").current)

    def backups(self, place: Path) -> tuple[BackupMade, ...]:
        """The backups in `place`, or the one that is `place`, newest first. Raises: BackupPlaceError."""
        from app.operations.back_up import all_backups
        from app.store.backup_manifest import MANIFEST

        if (place / MANIFEST).is_file():
            return tuple(each for each in all_backups(place.parent) if each.name == place.name)
        return all_backups(place)

    def foresee(self, staff_no: str, password: str, backup: Path | None) -> Restored:
        """What a restore would come to. Raises: the vault's sign-in errors, and as `app.operations.restore.foresee`."""
        from app.operations.restore import foresee

        self._prepare()
        workplace = self._workplace()
        vault = workplace.vault
        assert vault is not None
        workplace.store_room.finish()
        with vault.sign_in(staff_no, password) as session:
            return foresee(vault, session, workplace.store_room.path, backup)

    def restore(
        self, staff_no: str, password: str, backup: Path | None, earlier_password: str | None
    ) -> tuple[Desk, Restored]:
        """Put the database back and let this person in. Raises: known errors; then the present one is as it was."""
        return self._restore(staff_no, password, backup, earlier_password)

    # -- backups ---------------------------------------------------------------------------------------------------

    @property
    def state(self) -> Any:
        """How backups stand (app.bootstrap.keeper.KeepingState), None before anybody signed in."""
        keeper = self._keeper()
        return None if keeper is None else keeper.state

    def back_up_now(self) -> bool:
        """Ask for a backup; False while nobody is signed in."""
        keeper = self._keeper()
        return keeper is not None and keeper.back_up_now()

    def stop_backup(self) -> None:
        """Stop the one that is being made."""
        keeper = self._keeper()
        if keeper is not None:
            keeper.stop_now()
