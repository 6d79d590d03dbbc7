"""The keystore as a whole: one frozen value, and the file it is kept in."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from app.journal.json_fields import encode_bytes
from app.system.atomic_file import write_private_file
from app.system.key_box import KeyBox
from app.system.plain_file import read_plain
from app.system.shared_lock import SharedLock
from app.vault.errors import (
    KeystoreDamagedError,
    KeystoreRolledBackError,
    KeystoreUnreadableError,
    VaultExistsError,
    VaultMissingError,
)
from app.vault.json_fields import Fields, from_failures
from app.vault.keystore_text import (
    BIGGEST_BYTES,
    FORMAT,
    VERSION,
    KeystoreHeader,
    header_of,
    parse,
    prove,
    sealed,
    secret_check,
)
from app.vault.lockout import NO_FAILURES, Failures
from app.vault.records import (
    REMOVED,
    DeviceRecord,
    RecoveryRecord,
    RotationDue,
    StaffRecord,
    StoreKeyRecord,
)
from app.vault.sealing import SUITE

FILE_NAME = "keystore.json"
LOCK_NAME = "keystore.lock"
MOST_STRANGERS = 64


@dataclass(frozen=True, slots=True)
class Keystore:
    """Everything that `keystore.json` holds.

    `current` and `pending` are key ids: while the database key is being changed both stand, and whoever opens the
    database tries one, then the other (two-slot protocol, security.md 2). `epoch` counts such changes. `strangers`
    holds the failures for staff numbers that nobody has, under names that don't show what was typed. `officers` maps
    staff numbers of headquarters to public keys: who may sign a recovery. `has_anchor`: the journal's head was anchored
    outside of the database, so that an anchor which is gone is noticed.
    """

    store_id: str
    branch: str
    secret_kind: str
    secret_place: str
    device: DeviceRecord
    users: tuple[StaffRecord, ...]
    keys: Mapping[str, StoreKeyRecord]
    current: str
    pending: str | None = None
    epoch: int = 1
    recovery: Mapping[str, RecoveryRecord] = field(default_factory=dict)
    strangers: Mapping[str, Failures] = field(default_factory=dict)
    station: Failures = NO_FAILURES
    revision: int = 0
    suite: str = SUITE
    officers: Mapping[str, bytes] = field(default_factory=dict)
    rotation_due: RotationDue | None = None
    has_anchor: bool = False

    def find(self, staff_no: str) -> StaffRecord | None:
        """The person with this staff number, as typed; people who were removed are not found."""
        wanted = plain_staff_no(staff_no)
        for user in self.users:
            if user.status != REMOVED and plain_staff_no(user.staff_no) == wanted:
                return user
        return None

    def by_uid(self, uid: str) -> StaffRecord:
        """The person with this internal id, also one who was removed. Raises: KeyError."""
        for user in self.users:
            if user.uid == uid:
                return user
        raise KeyError(uid)

    def with_user(self, user: StaffRecord) -> Keystore:
        """With this person added, or put in place of the record with the same uid."""
        others = tuple(user if each.uid == user.uid else each for each in self.users)
        return replace(self, users=others if user in others else (*others, user))

    def with_stranger(self, name: str, failures: Failures) -> Keystore:
        """With the failures of an unknown staff number; the oldest are forgotten beyond `MOST_STRANGERS`."""
        strangers = {**self.strangers, name: failures}
        if len(strangers) > MOST_STRANGERS:
            by_age = sorted(strangers, key=lambda each: str(strangers[each].last_at))
            strangers = {each: strangers[each] for each in by_age[-MOST_STRANGERS:]}
        return replace(self, strangers=strangers)

    def to_json(self, check: str) -> dict[str, Any]:
        return {
            "format": FORMAT,
            "version": VERSION,
            "suite": self.suite,
            "store_id": self.store_id,
            "branch": self.branch,
            "machine_secret": {"kind": self.secret_kind, "place": self.secret_place, "check": check},
            "revision": self.revision,
            "device": self.device.to_json(),
            "users": [user.to_json() for user in self.users],
            "keys": {key: record.to_json() for key, record in self.keys.items()},
            "current": self.current,
            "pending": self.pending,
            "epoch": self.epoch,
            "recovery": {name: record.to_json() for name, record in self.recovery.items()},
            "strangers": {name: from_failures(failures) for name, failures in self.strangers.items()},
            "station": from_failures(self.station),
            "officers": {staff_no: encode_bytes(key) for staff_no, key in self.officers.items()},
            "rotation_due": None if self.rotation_due is None else self.rotation_due.to_json(),
            "has_anchor": self.has_anchor,
        }

    @classmethod
    def from_json(cls, document: Mapping[str, Any]) -> Keystore:
        """From a document whose seal was proved. Raises: KeystoreDamagedError."""
        header = header_of(document)
        with Fields({key: value for key, value in document.items() if key not in _IN_HEADER}) as fields:
            strangers = Fields(fields.take("strangers"))
            store = cls(
                store_id=header.store_id,
                branch=header.branch,
                secret_kind=header.secret_kind,
                secret_place=header.secret_place,
                revision=fields.number("revision"),
                device=DeviceRecord.from_json(fields.take("device")),
                users=tuple(StaffRecord.from_json(each, header.version) for each in fields.items("users")),
                keys={key: StoreKeyRecord.from_json(each) for key, each in fields.table("keys").items()},
                current=fields.text("current"),
                pending=fields.text_or_none("pending"),
                epoch=fields.number("epoch"),
                recovery={name: RecoveryRecord.from_json(each) for name, each in fields.table("recovery").items()},
                strangers={name: strangers.failures(name) for name in document["strangers"]},
                station=fields.failures("station"),
                suite=header.suite,
            )
            if header.version > 1:
                due = fields.take("rotation_due")
                store = replace(
                    store,
                    officers=fields.blobs("officers"),
                    rotation_due=None if due is None else RotationDue.from_json(due),
                    has_anchor=fields.flag("has_anchor"),
                )
        if store.current not in store.keys or (store.pending is not None and store.pending not in store.keys):
            raise KeystoreDamagedError(why="shape")
        return store


_IN_HEADER = ("format", "version", "suite", "store_id", "branch", "machine_secret", "mac")


def plain_staff_no(text: str) -> str:
    """A staff number for comparing: full-width and case don't matter, nor spaces around it."""
    return unicodedata.normalize("NFKC", text).strip().casefold()


class KeystoreFile:
    """`keystore.json` in the store's folder: read whole, written atomically, mode 0600."""

    def __init__(self, folder: Path) -> None:
        self.path = folder / FILE_NAME

    def exists(self) -> bool:
        """Whether anything at all has the file's name."""
        return self.path.exists() or self.path.is_symlink()

    def header(self) -> KeystoreHeader:
        """What the file says about itself, unproved.

        Raises: VaultMissingError, KeystoreUnreadableError, KeystoreDamagedError, ForeignKeystoreError,
        KeystoreTooNewError.
        """
        return header_of(parse(self._content()))

    def read(self, secret: bytearray) -> Keystore:
        """The proved content.

        Raises: as `header`, and KeystoreTamperedError, MachineSecretLostError.
        """
        document = parse(self._content())
        prove(document, secret)
        return Keystore.from_json(document)

    def read_unproved(self) -> Keystore:
        """The content as it stands, its seal not checked: for recovery, where the machine secret is lost.

        Raises: as `header`.
        """
        return Keystore.from_json(parse(self._content()))

    def create(self, store: Keystore, secret: bytearray) -> Keystore:
        """Write the first revision. Raises: VaultExistsError when there is a file already; KeystoreUnreadableError."""
        try:
            return self._write(store, secret, may_replace=False)
        except FileExistsError:
            raise VaultExistsError(place="folder") from None

    def save(self, store: Keystore, secret: bytearray) -> Keystore:
        """Write `store` as the next revision and return it so. Raises: KeystoreUnreadableError; the old file stands."""
        return self._write(store, secret, may_replace=True)

    def _write(self, store: Keystore, secret: bytearray, *, may_replace: bool) -> Keystore:
        store = replace(store, revision=store.revision + 1)
        content = sealed(store.to_json(secret_check(store.store_id, secret)), secret)
        try:
            write_private_file(self.path, content, crash_name="vault", may_replace=may_replace)
        except FileExistsError:
            raise
        except OSError as error:
            raise KeystoreUnreadableError(why=type(error).__name__, number=error.errno) from None
        return store

    def _content(self) -> bytes:
        try:
            return read_plain(self.path, BIGGEST_BYTES + 1)
        except FileNotFoundError:
            raise VaultMissingError from None
        except OSError as error:
            raise KeystoreUnreadableError(why=type(error).__name__, number=error.errno) from None


class KeystoreLock(SharedLock):
    """Who changes the keystore begins from what others wrote: a command in the terminal beside an open desk as well.

    Without it a failed sign-in in one process could write back whom the other one has just removed. Entering raises
    KeystoreUnreadableError when another process holds it for too long.
    """

    def __enter__(self) -> None:
        try:
            super().__enter__()
        except TimeoutError:
            raise KeystoreUnreadableError(why="TimeoutError", number=None) from None


class KeptKeystore:
    """The keystore of an open vault. Changes begin from what lies on the disk, and are made one at a time.

    Hold `lock` from `refresh()` to `save()`. `saved` hears each new revision, to keep it elsewhere.
    """

    def __init__(self, file: KeystoreFile, secret: KeyBox, value: Keystore) -> None:
        self._file = file
        self._secret = secret
        self.value = value
        self.lock = KeystoreLock(file.path.with_name(LOCK_NAME))
        self.saved: Callable[[int], None] = lambda revision: None

    def refresh(self) -> Keystore:
        """Read the file again: an edit made since is noticed before anybody is let in.

        Raises: as KeystoreFile.read; KeystoreRolledBackError.
        """
        with self.lock:
            found = self._file.read(self._secret.b)
            if found.revision < self.value.revision:
                raise KeystoreRolledBackError(known=self.value.revision, found=found.revision)
            self.value = found
            return found

    def save(self, value: Keystore) -> Keystore:
        """Write `value` as the next revision. Raises: KeystoreUnreadableError; then nothing has changed."""
        with self.lock:
            self.value = self._file.save(value, self._secret.b)
            self.saved(self.value.revision)
            return self.value
