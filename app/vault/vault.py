"""The vault: the keystore of one store on this computer, opened with its machine secret. People sign in here."""

from __future__ import annotations

import logging
import uuid
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from types import TracebackType
from typing import Self

from app.domain.people import MANAGERS, Person
from app.journal.suites import INTERNATIONAL
from app.system.clock import Clock
from app.system.key_box import KeyBox
from app.vault.anchors import Anchors, keep_revision, kept_revision
from app.vault.creation import check_new_people, first_keystore
from app.vault.device_key import new_device_id, sign_as_device
from app.vault.door import Door
from app.vault.errors import (
    ForeignKeystoreError,
    KeystoreRolledBackError,
    MachineSecretLostError,
    NewPasswordNeededError,
    NoStoreKeyError,
    VaultExistsError,
    WeakPasswordError,
)
from app.vault.kdf import PASSWORD_COST, KdfCost
from app.vault.key_changes import KeyChanges
from app.vault.keystore import KeptKeystore, Keystore, KeystoreFile
from app.vault.keystore_text import KeystoreHeader
from app.vault.machine_secret import MachineSecrets, new_machine_secret
from app.vault.passwords import check_new_password
from app.vault.people_keys import Binding, NewPerson, open_seal
from app.vault.records import ACTIVE, REMOVED, PublicKeys
from app.vault.sessions import OneSignature, Session
from app.vault.staff_changes import StaffChanges
from app.vault.store_keys import name_of_key, open_store_key

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class DirectoryEntry:
    """A person and the keys that her or his signatures are checked with; `earlier` holds retired ones.

    `standing` is active, suspended or removed; `suspended_by` branch or headquarters; `locked_until` the end of a wait
    after wrong passwords. Of people who were removed and came again there are two entries with the same number.
    """

    person: Person
    sign_public: bytes
    key_id: bytes
    seal_public: bytes
    earlier: tuple[PublicKeys, ...] = ()
    must_change_password: bool = False
    uid: str = ""
    standing: str = ACTIVE
    suspended_by: str | None = None
    enrolled_at: datetime | None = None
    locked_until: datetime | None = None


class Vault(StaffChanges, KeyChanges, Anchors):
    """An opened keystore. Holds the machine secret until `close()`; everything else is unlocked by people.

    May be used from several threads; sign-ins are made one after the other.
    """

    def __init__(
        self, kept: KeptKeystore, binding: Binding, secrets: MachineSecrets, *, cost: KdfCost, clock: Clock
    ) -> None:
        super().__init__(kept, binding, secrets, cost=cost, clock=clock)
        kept.saved = lambda revision: keep_revision(secrets, binding, revision)
        self._door = Door(kept, binding, cost, clock)

    @classmethod
    def create(
        cls,
        folder: Path,
        store_id: str,
        secrets: MachineSecrets,
        people: Sequence[NewPerson],
        *,
        branch: str,
        device: str | None = None,
        device_epoch: int = 1,
        recovery: Mapping[str, bytes] | None = None,
        officers: Mapping[str, bytes] | None = None,
        signs: str = INTERNATIONAL,
        cost: KdfCost = PASSWORD_COST,
        clock: Clock | None = None,
    ) -> Vault:
        """A new vault in `folder`, which must exist, with a fresh machine secret, database key and device key.

        `store_id` names the store for good (a fresh random id); `device` is 32 hex digits, made here when None;
        `recovery` and `officers` are as in `set_recovery_keys`; `signs` is the suite of all its signing keys
        (app/journal/suites.py).
        Raises: VaultExistsError when a keystore or a machine secret of this store is there (nothing is overwritten),
        NoSupervisorError, DuplicateStaffNumberError, WeakPasswordError, KeystoreUnreadableError, and what `secrets`
        raises.
        """
        file, clock = KeystoreFile(folder), clock or Clock()
        _check_store_id(store_id)
        check_new_people(people, branch)
        if file.exists():
            raise VaultExistsError(place="folder")
        secret = new_machine_secret()
        binding = Binding(store_id, secret, signs)
        try:
            store = first_keystore(
                binding=binding,
                branch=branch,
                device=device or new_device_id(),
                device_epoch=device_epoch,
                place=secrets,
                people=people,
                recovery=recovery or {},
                officers=officers or {},
                cost=cost,
                now=clock.now(),
            )
            secrets.save(store_id, secret)
            try:
                store = file.create(store, secret.b)
            except BaseException:
                secrets.delete(store_id)
                raise
        except BaseException:
            secret.wipe()
            raise
        _log.info("keystore created for store %s with %d people", store_id, len(people))
        return cls(KeptKeystore(file, secret, store), binding, secrets, cost=cost, clock=clock)

    @classmethod
    def open(
        cls,
        folder: Path,
        secrets: MachineSecrets,
        *,
        expected_store_id: str | None = None,
        cost: KdfCost = PASSWORD_COST,
        clock: Clock | None = None,
    ) -> Vault:
        """The vault in `folder`, its seal checked. Nobody is signed in yet. Never creates or changes anything.

        Raises: VaultMissingError, KeystoreUnreadableError, KeystoreDamagedError, ForeignKeystoreError (also for another
        store than expected), KeystoreTooNewError, MachineSecretLostError, KeystoreTamperedError, and what `secrets`
        raises.
        """
        file = KeystoreFile(folder)
        header = file.header()
        if expected_store_id is not None and header.store_id != expected_store_id:
            raise ForeignKeystoreError(why="other_store")
        secret = secrets.load(header.store_id)
        if secret is None:
            raise MachineSecretLostError(why="missing", kept_in=header.secret_place, found=secrets.place)
        try:
            store = file.read(secret.b)
            binding = Binding(store.store_id, secret, store.device.suite)
            if store.revision < (known := kept_revision(secrets, binding)):
                raise KeystoreRolledBackError(known=known, found=store.revision)
        except BaseException:
            secret.wipe()
            raise
        return cls(KeptKeystore(file, secret, store), binding, secrets, cost=cost, clock=clock or Clock())

    @staticmethod
    def header(folder: Path) -> KeystoreHeader | None:
        """What the keystore in `folder` says in clear, or None when there is none; `secret_kind` says what to ask for.

        Raises: KeystoreUnreadableError, KeystoreDamagedError, ForeignKeystoreError, KeystoreTooNewError.
        """
        file = KeystoreFile(folder)
        return file.header() if file.exists() else None

    @property
    def branch(self) -> str:
        """The branch's code."""
        return self._kept.value.branch

    def sign_in(self, staff_no: str, password: str) -> Session:
        """Let a person in. The session's owner wipes it.

        Raises: WrongPasswordError (also for an unknown number), LockedOutError, PersonSuspendedError, NoStoreKeyError,
        and what reading and writing the keystore raises (KeystoreTamperedError, ...).
        """
        with self._door.enter(staff_no, password) as entered:
            store, record = self._kept.value, entered.record
            with open_seal(record, entered.password_key, self._binding) as seal_seed:
                try:
                    key = _open_key(store, store.current, record.uid, seal_seed)
                    pending = _open_key(store, store.pending, record.uid, seal_seed) if store.pending else None
                except KeyError:
                    entered.sign_seed.wipe()
                    raise NoStoreKeyError from None
                self._door.raise_cost(entered, password, seal_seed)
            if record.role in MANAGERS:
                self._complete_seals({name_of_key(box): box for box in (key, pending) if box is not None})
            session = Session(
                person=record.person(store.branch),
                uid=record.uid,
                signed_in_at=entered.at,
                must_change_password=record.must_change_password,
                signer_key_id=record.keys.key_id,
                sign_seed=entered.sign_seed,
                suite=entered.record.keys.suite,
                key=key,
                pending_key=pending,
                device_sign=self.device_sign,
                refused_before=record.failures.count,
            )
        _log.info("signed in: %s, session %s", session.uid, session.session_id[:8])
        return session

    @contextmanager
    def sign_once(self, staff_no: str, password: str) -> Iterator[OneSignature]:
        """The right to sign once as this person, inside the block, without opening the database key.

        Who may sign what is the caller's rule. Nothing is signed under a first password, which somebody else chose.
        Raises: as `sign_in`, NewPasswordNeededError.
        """
        with self._door.enter(staff_no, password) as entered:
            if entered.record.must_change_password:
                entered.sign_seed.wipe()
                raise NewPasswordNeededError(entered.record.person(self.branch))
            one = OneSignature(
                person=entered.record.person(self.branch),
                signer_key_id=entered.record.keys.key_id,
                sign_seed=entered.sign_seed,
                suite=entered.record.keys.suite,
            )
        with one:
            yield one

    def change_password(self, staff_no: str, old: str, new: str) -> None:
        """Give a person a new password; the keys stay the same. A wrong `old` counts as a failed sign-in.

        Raises: WeakPasswordError (before anything is tried), and as `sign_in`.
        """
        known = self._kept.value.find(staff_no)
        check_new_password(new, personal=(staff_no, known.name if known else "", self.branch))
        if new == old:
            raise WeakPasswordError("same")
        with self._door.enter(staff_no, old) as entered, entered.sign_seed:
            with open_seal(entered.record, entered.password_key, self._binding) as seal_seed:
                self._door.change_lock(entered, new, seal_seed, is_new_password=True)
            _log.info("password changed: %s", entered.record.uid)

    def directory(self) -> tuple[DirectoryEntry, ...]:
        """Everybody with the keys that prove their signatures; people who were removed stay, inactive."""
        store = self._kept.value
        return tuple(
            DirectoryEntry(
                person=user.person(store.branch),
                sign_public=user.keys.sign,
                key_id=user.keys.key_id,
                seal_public=user.keys.seal,
                earlier=user.history,
                must_change_password=user.must_change_password,
                uid=user.uid,
                standing=user.status,
                suspended_by=user.suspended_by,
                enrolled_at=user.enrolled_at,
                locked_until=user.failures.until,
            )
            for user in store.users
        )

    def people(self) -> Mapping[str, Person]:
        """The people who can sign in or were suspended, by staff number."""
        store = self._kept.value
        return {user.staff_no: user.person(store.branch) for user in store.users if user.status != REMOVED}

    @property
    def device(self) -> str:
        """This device's id, 32 hex digits."""
        return self._kept.value.device.device

    @property
    def device_public_key(self) -> bytes:
        """The public key that this device's signatures are checked with."""
        return self._kept.value.device.sign

    @property
    def suite(self) -> str:
        """The suite that this device and new people sign with (app/journal/suites.py)."""
        return self._kept.value.device.suite

    def device_sign(self, digest: bytes) -> bytes:
        """This device's signature, 64 bytes; needs nobody signed in. Raises: KeyWipedError after `close()`."""
        return sign_as_device(self._binding, self._kept.value.device, digest)

    def close(self) -> None:
        """Forget the machine secret. Sessions that are open keep their own keys until they are wiped."""
        self._binding.machine_secret.wipe()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def __repr__(self) -> str:
        return f"<Vault of store {self.store_id}>"


def new_store_id() -> str:
    """A fresh store id."""
    return uuid.uuid4().hex


def _open_key(store: Keystore, name: str, uid: str, seal_seed: KeyBox) -> KeyBox:
    return open_store_key(store.store_id, name, store.keys[name], uid, seal_seed)


def _check_store_id(store_id: str) -> None:
    """Store ids go into keyring entries and file headers. Raises: ValueError."""
    if not 8 <= len(store_id) <= 64 or not store_id.isascii() or not store_id.replace("-", "").isalnum():
        raise ValueError("a store id is 8 to 64 ASCII letters, digits or hyphens")
