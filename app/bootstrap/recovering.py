"""Recovery of a desk with headquarters' help, and moving a desk to another computer: what joins vault, store and book.

Everything here runs on the database lane, or in a command. Nobody may be signed in.
"""

from __future__ import annotations

import logging
import os
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from app.domain.people import Right
from app.operations.recover import BegunRecovery, note_recovery, use_answer, waiting_recovery
from app.system.atomic_file import write_private_file
from app.system.errors import KnownError
from app.system.paths import private_folder
from app.vault.errors import RecoveryImpossibleError, VaultExistsError
from app.vault.keyring_secret import KeyringMachineSecret
from app.vault.keystore import FILE_NAME
from app.vault.machine_secret import PassphraseMachineSecret
from app.vault.passwords import check_new_passphrase
from app.vault.recovering import RECOVERED, Recovered, begin_recovery
from app.vault.recovery_waiting import forget_waiting, read_waiting
from app.vault.vault import Vault

if TYPE_CHECKING:
    from app.bootstrap.workplace import Workplace
    from app.operations.desk import Desk

_log = logging.getLogger(__name__)


class FileThereError(KnownError):
    """Something is already where a file should go. It was not touched."""

    code = "file_there"


class FileNotWrittenError(KnownError):
    """The system did not let the file be written."""

    code = "file_not_written"


class FileNotReadError(KnownError):
    """The file is not there, or the system does not let it be read."""

    code = "file_not_read"


def request_name(branch: str, now: datetime) -> str:
    """A name for the request's file that says nothing of anybody."""
    return f"jiesu-recovery-request-{branch}-{now:%Y%m%d}.json"


def begin(workplace: Workplace, why: str, file: Path) -> BegunRecovery:
    """Make a request in a new file. Raises: FileThereError, FileNotWrittenError, and as `begin_recovery`; the request
    that waited before is then the one that waits, unless the new one is already there."""
    branch = workplace.branch_folder
    if file.exists():
        raise FileThereError
    if not file.parent.is_dir() or not os.access(file.parent, os.W_OK):
        raise FileNotWrittenError(why="folder")
    if Vault.header(branch) is None:
        raise RecoveryImpossibleError
    begun = begin_recovery(branch, why, clock=workplace.clock, cost=workplace.cost)
    write_new(file, begun.request.encode())
    waiting = waiting_recovery(branch)
    assert waiting is not None
    return BegunRecovery(file, waiting, begun.code)


def save_again(workplace: Workplace, file: Path) -> None:
    """Write the request that waits to another file.

    Raises: FileThereError, FileNotWrittenError, NoRecoveryWaitingError, KeystoreUnreadableError.
    """
    write_new(file, read_waiting(workplace.branch_folder).request.encode())


def cancel(workplace: Workplace) -> None:
    """Forget the request that waits: an answer to it opens nothing any more."""
    forget_waiting(workplace.branch_folder)


def finish(workplace: Workplace, code: str, answer: Path, password: str, passphrase: str | None = None) -> Recovered:
    """Use headquarters' answer and open the vault again. With `passphrase` the machine secret lies under it from now
    on, else in the system's keyring. Raises: FileNotReadError, and as `finish_recovery` and `open_vault`."""
    content = read_document(answer)
    if passphrase is not None:
        check_new_passphrase(passphrase)  # here too: a secret under a forgotten one goes before the new one is kept
    branch = workplace.branch_folder
    workplace.close()
    secrets = (
        KeyringMachineSecret()
        if passphrase is None
        else PassphraseMachineSecret(branch, passphrase, cost=workplace.passphrase_cost)
    )
    try:
        recovered = use_answer(branch, code, content, secrets, password, cost=workplace.cost, clock=workplace.clock)
    finally:
        if isinstance(secrets, PassphraseMachineSecret):
            secrets.forget()
    workplace.open_vault(passphrase)
    return recovered


def settle(workplace: Workplace, desk: Desk) -> None:
    """After a recovery: write it in the book and put the database under a fresh key, at once, by whoever may.

    What stands against it now (a full disk) keeps nobody out; it is done at the next sign-in.
    """
    try:
        note_recovery(desk)
        # by the grant; headquarters' directory may come to know of it later
        may = desk.session.person.may(Right.KEEP_STORE)
        if may and desk.vault is not None and desk.vault.rotation_due == RECOVERED:
            workplace.change_key(desk, "recovered")
    except KnownError as error:
        _log.warning("after a recovery: %s", error)


def take_keystore(workplace: Workplace, backup: Path) -> None:
    """Make this computer the desk of a backup: its keystore is taken from there; the database comes back afterwards.

    Only where nobody has ever worked: a keystore without a database goes aside, it protects nothing. Raises:
    VaultExistsError where there is a desk, BackupUnreadableError, BackupChangedError, FileNotWrittenError.
    """
    from app.store.backup import check_parts
    from app.store.backup_manifest import KEYSTORE

    room, folder = workplace.store_room, private_folder(workplace.branch_folder)
    if room.marker.exists() or room.path.exists():
        raise VaultExistsError(place=folder.name)
    found = check_parts(backup)
    workplace.close()
    keystore = folder / FILE_NAME
    try:
        content = (found.folder / KEYSTORE).read_bytes()
        if keystore.exists():
            number = 1
            while (aside := folder / f"{FILE_NAME}.unused-{number}").exists():
                number += 1
            keystore.rename(aside)
        room.marker.touch(mode=0o600)  # first: a desk without its database is never taken for a new one
        write_private_file(keystore, content, crash_name="keystore_taken", may_replace=False)
    except OSError as error:
        raise FileNotWrittenError(why=type(error).__name__) from error
    _log.info("the keystore of a backup was taken for this computer")


def read_document(path: Path) -> bytes:
    """A recovery document of anybody. Raises: FileNotReadError."""
    try:
        with path.open("rb") as file:
            return file.read(1 << 20)
    except (OSError, ValueError) as error:
        raise FileNotReadError(why=type(error).__name__) from None


def write_new(path: Path, content: bytes) -> None:
    """A file that was not there, for its owner alone. Raises: FileThereError, FileNotWrittenError."""
    try:
        write_private_file(path, content, crash_name="request", may_replace=False)
    except FileExistsError:
        raise FileThereError from None
    except OSError as error:
        raise FileNotWrittenError(why=error.strerror or type(error).__name__) from None
