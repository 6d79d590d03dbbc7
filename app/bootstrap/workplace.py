"""One desk on one computer: its folder, vault and store, and who is signed in. Knows no screen.

Every method that opens, reads or writes is to be called on the database lane.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping
from pathlib import Path

from app.bootstrap.recovering import settle
from app.bootstrap.store_room import DEVICE_LETTER, STORE_FILE, StoreRoom
from app.domain.people import Person
from app.journal.signature import KeyDirectory
from app.operations.database_key import announce_change, make_up_key_change, note_change
from app.operations.desk import Desk
from app.operations.own_password import note_password_changed
from app.operations.people import make_up
from app.operations.restore import Restored, note_restored, restore_from_backup, restore_from_headquarters
from app.operations.standing import all_keys, check_standing, learn_people
from app.operations.watch_clock import guard_clock
from app.rules.loading import load_rules, trial_branch
from app.system.clock import Clock
from app.system.errors import KnownError
from app.system.paths import private_folder
from app.system.settings import SettingsFile
from app.trial.people import TRIAL_BRANCH, TRIAL_PEOPLE
from app.vault.errors import NewPasswordNeededError, PassphraseNeededError, VaultError, VaultMissingError
from app.vault.kdf import PASSPHRASE_COST, PASSWORD_COST, KdfCost
from app.vault.keyring_secret import KeyringMachineSecret
from app.vault.machine_secret import MachineSecrets, PassphraseMachineSecret
from app.vault.people_keys import NewPerson
from app.vault.sessions import Session
from app.vault.vault import Vault, new_store_id

_log = logging.getLogger(__name__)

BRANCH_FOLDER = "branch"

__all__ = ["BRANCH_FOLDER", "DEVICE_LETTER", "STORE_FILE", "Workplace"]

Announce = Callable[[frozenset[str], frozenset[str]], None]


class Workplace:
    """The trial branch's desk in `folder`. The first call of `open_vault` makes it; nothing existing is made over.

    `cost` is of passwords and passphrases, where it shall not be the house's own.
    """

    def __init__(self, folder: Path, *, clock: Clock | None = None, cost: KdfCost | None = None) -> None:
        self.folder = private_folder(folder)
        self.clock = clock or Clock()
        self.settings = SettingsFile(folder / "settings.json")
        self.rules = load_rules()
        self.branch = trial_branch()
        self.store_room = StoreRoom(folder / BRANCH_FOLDER, self.rules)
        self.vault: Vault | None = None
        self.desk: Desk | None = None
        self.announce: Announce = lambda what, case_ids: None
        self.cost = cost or PASSWORD_COST
        self.passphrase_cost = cost or PASSPHRASE_COST

    # -- the vault -------------------------------------------------------------------------------------------------

    def needs_passphrase(self) -> bool:
        """Whether the machine secret of the desk that is here lies under the branch passphrase."""
        header = Vault.header(self.branch_folder)
        return header is not None and header.secret_kind == PassphraseMachineSecret.kind

    @staticmethod
    def is_in(folder: Path) -> bool:
        """Whether a desk was made in `folder`. Makes nothing."""
        return (folder / BRANCH_FOLDER).is_dir()

    @property
    def has_database(self) -> bool:
        """Whether the database file is where it should be."""
        return self.store_room.path.exists()

    def open_vault(self, passphrase: str | None = None) -> None:
        """Open the keystore with the OS keyring, or with the branch passphrase; make the trial branch when it is new.

        A keystore that is there says itself which of both opens it; `passphrase` chooses only for a new one.
        Raises: the vault's known errors: KeyringMissingError (then ask for a passphrase), PassphraseNeededError,
        WrongPassphraseError, ... and VaultMissingError, never new keys where there was a desk before.
        """
        folder = private_folder(self.branch_folder)
        header = Vault.header(folder)
        if header is None and (self.store_room.path.exists() or self.store_room.marker.exists()):
            raise VaultMissingError(path=folder.name)
        with_passphrase = (
            passphrase is not None if header is None else header.secret_kind == PassphraseMachineSecret.kind
        )
        if not with_passphrase:
            try:
                self.vault = self._opened_or_made(folder, KeyringMachineSecret())
            except VaultError as error:
                error.details["is_new"] = header is None  # then a passphrase may be chosen in place of the keyring
                raise
            return
        if passphrase is None:
            raise PassphraseNeededError
        secrets = PassphraseMachineSecret(folder, passphrase, cost=self.passphrase_cost)
        try:
            self.vault = self._opened_or_made(folder, secrets)
        finally:
            secrets.forget()

    def _opened_or_made(self, folder: Path, secrets: MachineSecrets) -> Vault:
        if Vault.header(folder) is None:
            return self._make_trial(folder, secrets)
        return Vault.open(folder, secrets, cost=self.cost, clock=self.clock)

    def _make_trial(self, folder: Path, secrets: MachineSecrets) -> Vault:
        people = [NewPerson(p.staff_no, p.name, p.role, p.password) for p in TRIAL_PEOPLE]
        store_id = new_store_id()
        vault = Vault.create(folder, store_id, secrets, people, branch=TRIAL_BRANCH, cost=self.cost, clock=self.clock)
        _log.info("trial branch made, store %s", store_id)
        return vault

    # -- signing in ------------------------------------------------------------------------------------------------

    def sign_in(self, staff_no: str, password: str) -> Desk:
        """Let a person in and open the store; the store is made at the very first sign-in.

        Whoever has a first password chooses another one before anything else: then nothing is opened.
        Raises: the vault's sign-in errors, NewPasswordNeededError, StoreError, NoStandingError.
        """
        vault = self._opened()
        session = vault.sign_in(staff_no, password)
        try:
            if session.must_change_password:
                raise NewPasswordNeededError(session.person)
            store = self.store_room.open(vault, session, self.key_directory())
        except BaseException:
            session.wipe()
            raise
        desk = Desk(
            store=store,
            session=session,
            rules=self.rules,
            branch=self.branch,
            people=vault.people(),
            sign_once=vault.sign_once,
            clock=self.clock,
            slip_size=self.settings.current.slip_size,
            printer_name=self.settings.current.printer,
            announce=self._announced,
            vault=vault,
            folder=self.branch_folder,
        )
        try:
            guard_clock(desk)
            self.learn_published(desk)
            check_standing(desk)
            make_up(desk)
            settle(self, desk)
            make_up_key_change(desk)
        except BaseException:
            self.sign_out(desk)
            raise
        self.desk = desk
        return desk

    def choose_password(self, staff_no: str, old: str, new: str) -> Desk:
        """Give a person another password, then let them in with it; it stands in the book.

        Raises: WeakPasswordError, and as `sign_in`; then the old one holds, or the new one where only what came after
        it failed.
        """
        self._opened().change_password(staff_no, old, new)
        desk = self.sign_in(staff_no, new)
        note_password_changed(desk)
        return desk

    def learn_published(self, desk: Desk) -> frozenset[str]:
        """Take from what headquarters has published: who works here now, with which rights and keys.

        Returns the ids of the cases that have changed by it.
        """
        return learn_people(desk)

    def sign_out(self, desk: Desk | None) -> None:
        """Anchor the journal, wipe the keys of the person at `desk` and close its store.

        Stop what uses it from other lanes first.
        """
        if desk is None:
            return
        if self.desk is desk:
            self.desk = None
        session = desk.session
        try:
            if self.vault is not None and not (isinstance(session, Session) and session.is_ended):
                self.store_room.anchor(self.vault, desk.store, desk.clock.now())
        except KnownError as error:  # what is recorded is on disk; it is only not anchored
            _log.warning("the journal was not anchored: %s", error)
        finally:
            desk.session.wipe()
            desk.store.close()

    def change_key(self, desk: Desk, why: str) -> None:
        """Put the database under a fresh key and note it; `why`: routine, person_removed, recovered, restored.

        Stop what uses the store from other lanes first. Whatever happens the desk has its store open afterwards.
        Raises: NotAllowedError, StoreError, the vault's errors; then the old key is in use, if no newer one is.
        """
        vault, session = self._opened(), desk.session
        if not isinstance(session, Session):
            raise TypeError("only somebody who is signed in here changes the key")
        announce_change(desk, why)
        desk.store.close()
        try:
            self.store_room.change_key(vault, session)
        finally:
            desk.store = self.store_room.open_again(vault, session, all_keys(None, vault))
            self.learn_published(desk)
        note_change(desk)

    def restore(
        self, staff_no: str, password: str, backup: Path | None, earlier_password: str | None = None
    ) -> tuple[Desk, Restored]:
        """Put the database back from the folder of a `backup`, or from headquarters where it is None, and sign in.

        Nobody may be signed in. `earlier_password` is the one that the person had when the backup was made; it is
        needed only when the database key was changed since. Raises: the vault's sign-in errors, NotAllowedError,
        NewPasswordNeededError, BackupError, EarlierPasswordNeededError, StoreError; the present database is then as it
        was.
        """
        vault, now, path = self._opened(), self.clock.now(), self.store_room.path
        self.store_room.finish()
        with vault.sign_in(staff_no, password) as session:
            self.store_room.settle_key(vault, session)
            if backup is None:
                restored = restore_from_headquarters(vault, session, path, now, DEVICE_LETTER)
            else:
                restored = restore_from_backup(vault, session, path, backup, now, earlier_password=earlier_password)
        desk = self.sign_in(staff_no, password)
        note_restored(desk, restored)
        return desk, restored

    def refilled(self, desk: Desk) -> None:
        """Headquarters has sent back all it holds: cases may be recorded again, unless somebody else is here now."""
        if desk is self.desk and desk.store.is_refilling:
            desk.store.refilled(self.clock.now())
            self._announced(frozenset({"cases", "store"}), frozenset())

    def close(self) -> None:
        """Sign out and forget the machine secret."""
        self.sign_out(self.desk)
        vault, self.vault = self.vault, None
        if vault is not None:
            vault.close()

    # -- what others need ------------------------------------------------------------------------------------------

    def people(self) -> Mapping[str, Person]:
        """The staff by number."""
        return self._opened().people()

    def key_directory(self) -> KeyDirectory:
        """Finds a public key and whose it is by its id; also keys that were replaced, so that old signatures hold."""
        return all_keys(self.desk, self._opened())

    @property
    def branch_folder(self) -> Path:
        """Where keystore and database are."""
        return self.folder / BRANCH_FOLDER

    def _opened(self) -> Vault:
        if self.vault is None:
            raise RuntimeError("the vault is not open")
        return self.vault

    def _announced(self, what: frozenset[str], case_ids: frozenset[str]) -> None:
        self.announce(what, case_ids)
