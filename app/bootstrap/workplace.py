"""One desk on one computer: its folder, vault and store, and who is signed in. Knows no screen.

Every method that opens, reads or writes is to be called on the database lane.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path

from app.domain.people import Person, Role
from app.journal.errors import BadEnvelopeError
from app.journal.signature import KeyDirectory, PublicKey
from app.journal.staff import PublishedPerson, decode_staff
from app.operations.desk import Desk
from app.rules.loading import load_rules, trial_branch
from app.store.identity import StoreIdentity
from app.store.opening import create_database
from app.store.store import Store, open_store
from app.system.clock import Clock
from app.system.key_box import KeyBox
from app.system.paths import private_folder
from app.system.settings import SettingsFile
from app.trial.people import TRIAL_BRANCH, TRIAL_PEOPLE
from app.vault.errors import PassphraseNeededError, VaultMissingError
from app.vault.kdf import PASSPHRASE_COST, PASSWORD_COST, KdfCost
from app.vault.keyring_secret import KeyringMachineSecret
from app.vault.machine_secret import MachineSecrets, PassphraseMachineSecret
from app.vault.people_keys import NewPerson
from app.vault.vault import Vault, new_store_id

_log = logging.getLogger(__name__)

BRANCH_FOLDER = "branch"
STORE_FILE = "journal.db"
DEVICE_LETTER = "A"

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
        self.vault: Vault | None = None
        self.desk: Desk | None = None
        self.announce: Announce = lambda what, case_ids: None
        self._cost = cost or PASSWORD_COST
        self._passphrase_cost = cost or PASSPHRASE_COST

    # -- the vault -------------------------------------------------------------------------------------------------

    def needs_passphrase(self) -> bool:
        """Whether the machine secret of the desk that is here lies under the branch passphrase."""
        header = Vault.header(self._branch_folder)
        return header is not None and header.secret_kind == PassphraseMachineSecret.kind

    @staticmethod
    def is_in(folder: Path) -> bool:
        """Whether a desk was made in `folder`. Makes nothing."""
        return (folder / BRANCH_FOLDER).is_dir()

    @property
    def has_database(self) -> bool:
        """Whether the database file is where it should be."""
        return self._database.exists()

    def open_vault(self, passphrase: str | None = None) -> None:
        """Open the keystore with the OS keyring, or with the branch passphrase; make the trial branch when it is new.

        A keystore that is there says itself which of both opens it; `passphrase` chooses only for a new one.
        Raises: the vault's known errors: KeyringMissingError (then ask for a passphrase), PassphraseNeededError,
        WrongPassphraseError, ... and VaultMissingError, never new keys where there was a desk before.
        """
        folder = private_folder(self._branch_folder)
        header = Vault.header(folder)
        if header is None and (self._database.exists() or self._marker.exists()):
            raise VaultMissingError(path=folder.name)
        with_passphrase = (
            passphrase is not None if header is None else header.secret_kind == PassphraseMachineSecret.kind
        )
        if not with_passphrase:
            self.vault = self._opened_or_made(folder, KeyringMachineSecret())
            return
        if passphrase is None:
            raise PassphraseNeededError
        secrets = PassphraseMachineSecret(folder, passphrase, cost=self._passphrase_cost)
        try:
            self.vault = self._opened_or_made(folder, secrets)
        finally:
            secrets.forget()

    def _opened_or_made(self, folder: Path, secrets: MachineSecrets) -> Vault:
        if Vault.header(folder) is None:
            return self._make_trial(folder, secrets)
        return Vault.open(folder, secrets, cost=self._cost, clock=self.clock)

    def _make_trial(self, folder: Path, secrets: MachineSecrets) -> Vault:
        people = [NewPerson(p.staff_no, p.name, p.role, p.password) for p in TRIAL_PEOPLE]
        store_id = new_store_id()
        vault = Vault.create(folder, store_id, secrets, people, branch=TRIAL_BRANCH, cost=self._cost, clock=self.clock)
        _log.info("trial branch made, store %s", store_id)
        return vault

    # -- signing in ------------------------------------------------------------------------------------------------

    def sign_in(self, staff_no: str, password: str) -> Desk:
        """Let a person in and open the store; the store is made at the very first sign-in.

        Raises: the vault's sign-in errors, StoreError.
        """
        vault = self._opened()
        session = vault.sign_in(staff_no, password)
        try:
            store = self._open_store(vault, session.key)
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
            folder=self._branch_folder,
        )
        self.learn_published(desk)
        self.desk = desk
        return desk

    def learn_published(self, desk: Desk) -> frozenset[str]:
        """Take from what headquarters has published: its officers with their keys, and delegated approvals.

        Returns the ids of the cases that have changed by it.
        """
        published = _published(desk.store, self._opened().branch)
        if not published:
            return frozenset()
        officers = [one for one in published if one.person.role is Role.HEADQUARTERS]
        people = {one.person.staff_no: one.person for one in officers}
        delegations = {one.person.staff_no: one.person.delegations for one in published}
        for staff_no, person in self._opened().people().items():
            people[staff_no] = replace(person, delegations=delegations.get(staff_no, ()))
        desk.people = people
        keys = {one.key_id: PublicKey(one.person.staff_no, one.public_key) for one in officers}
        local = self.key_directory()
        return desk.store.sync.use_directory(lambda key_id: local(key_id) or keys.get(key_id))

    def sign_out(self, desk: Desk | None) -> None:
        """Wipe the keys of the person at `desk` and close its store. Stop what uses it from other lanes first."""
        if desk is None:
            return
        if self.desk is desk:
            self.desk = None
        desk.session.wipe()
        desk.store.close()

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
        keys = {}
        for entry in self._opened().directory():
            keys[entry.key_id] = PublicKey(entry.person.staff_no, entry.sign_public)
            for earlier in entry.earlier:
                keys[earlier.key_id] = PublicKey(entry.person.staff_no, earlier.sign)
        return keys.get

    @property
    def _branch_folder(self) -> Path:
        return self.folder / BRANCH_FOLDER

    def _opened(self) -> Vault:
        if self.vault is None:
            raise RuntimeError("the vault is not open")
        return self.vault

    @property
    def _database(self) -> Path:
        return self._branch_folder / STORE_FILE

    @property
    def _marker(self) -> Path:
        """Stands for good where a database was made: a missing one is then missed, and never made anew in silence."""
        return self._branch_folder / "store-made"

    def _open_store(self, vault: Vault, key: KeyBox) -> Store:
        if not self._marker.exists() and not self._database.exists():
            identity = StoreIdentity(vault.store_id, vault.branch, vault.device, 1, DEVICE_LETTER)
            create_database(self._database, key, identity).close()
        self._marker.touch(mode=0o600)
        return open_store(self._database, key, self.rules, vault.store_id, self.key_directory())

    def _announced(self, what: frozenset[str], case_ids: frozenset[str]) -> None:
        self.announce(what, case_ids)


def _published(store: Store, branch: str) -> list[PublishedPerson]:
    """The people in every version of the staff that headquarters published, its latest word on each of them last."""
    people: list[PublishedPerson] = []
    for version in store.reference.versions("staff"):
        try:
            people += decode_staff(version.body, branch)
        except BadEnvelopeError:
            _log.error("published staff %s can't be read", version.version)
    return people
