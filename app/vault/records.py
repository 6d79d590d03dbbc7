"""What the keystore remembers: people with their key pairs, the store's keys sealed to them, this device's key.

Frozen records; every change makes a new `Keystore` with the next revision. To and from JSON with nothing left over: a
field that is missing, surplus or of another shape is damage (a later version gets a later number).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Self

from app.domain.people import Person, Role
from app.journal.json_fields import encode_bytes, from_time
from app.vault.json_fields import Fields, from_cost, from_failures
from app.vault.kdf import KdfCost
from app.vault.lockout import NO_FAILURES, Failures

ACTIVE, SUSPENDED, REMOVED = "active", "suspended", "removed"
_STATUSES = (ACTIVE, SUSPENDED, REMOVED)
BY_BRANCH, BY_HEADQUARTERS = "branch", "headquarters"


@dataclass(frozen=True, slots=True)
class PublicKeys:
    """A person's public keys `sign` of `suite`, `seal` X25519, `key_id` the short name of `sign`, 16 bytes.

    `retired_at` and `retired_why` (forgotten, compromised, ...) are None for the pair in use.
    """

    suite: str
    key_id: bytes
    sign: bytes
    seal: bytes
    made_at: datetime
    retired_at: datetime | None = None
    retired_why: str | None = None

    def to_json(self) -> dict[str, Any]:
        return {
            "suite": self.suite,
            "key_id": self.key_id.hex(),
            "sign": encode_bytes(self.sign),
            "seal": encode_bytes(self.seal),
            "made_at": from_time(self.made_at),
            "retired_at": from_time(self.retired_at),
            "retired_why": self.retired_why,
        }

    @classmethod
    def from_json(cls, value: Any) -> Self:
        with Fields(value) as fields:
            return cls(
                suite=fields.signing_suite("suite"),
                key_id=fields.hexadecimal("key_id", 16),
                sign=fields.signing_key("sign"),
                seal=fields.blob("seal", 32),
                made_at=fields.time("made_at"),
                retired_at=fields.time_or_none("retired_at"),
                retired_why=fields.text_or_none("retired_why"),
            )


@dataclass(frozen=True, slots=True)
class StaffRecord:
    """A person in the keystore. The private keys are wrapped under password and machine secret, each on its own.

    Of a person who was removed only the public keys are left, for what they signed. `suspended_by`: branch or
    headquarters, None for who is not suspended.
    """

    uid: str
    staff_no: str
    name: str
    role: Role
    status: str
    must_change_password: bool
    password_set_at: datetime
    cost: KdfCost
    salt: bytes = field(repr=False)
    wrapped_sign: bytes = field(repr=False)
    wrapped_seal: bytes = field(repr=False)
    keys: PublicKeys
    history: tuple[PublicKeys, ...] = ()
    failures: Failures = NO_FAILURES
    suspended_by: str | None = None

    @property
    def is_active(self) -> bool:
        """Whether this person may sign in."""
        return self.status == ACTIVE

    @property
    def enrolled_at(self) -> datetime:
        """When the first keys were made."""
        return min(keys.made_at for keys in (self.keys, *self.history))

    def person(self, branch: str) -> Person:
        """The person as the rules know him or her."""
        return Person(self.staff_no, self.name, self.role, branch, is_active=self.is_active)

    def to_json(self) -> dict[str, Any]:
        return {
            "uid": self.uid,
            "staff_no": self.staff_no,
            "name": self.name,
            "role": self.role.value,
            "status": self.status,
            "must_change_password": self.must_change_password,
            "password_set_at": from_time(self.password_set_at),
            "kdf": from_cost(self.cost),
            "salt": encode_bytes(self.salt),
            "wrapped_sign": encode_bytes(self.wrapped_sign),
            "wrapped_seal": encode_bytes(self.wrapped_seal),
            "keys": self.keys.to_json(),
            "history": [keys.to_json() for keys in self.history],
            "failures": from_failures(self.failures),
            "suspended_by": self.suspended_by,
        }

    @classmethod
    def from_json(cls, value: Any, version: int) -> Self:
        """From a record of that version of the keystore's format; version 1 knew no `suspended_by`."""
        with Fields(value) as fields:
            status = fields.one_of("status", _STATUSES)
            by = fields.text_or_none("suspended_by") if version > 1 else BY_BRANCH if status == SUSPENDED else None
            return cls(
                uid=fields.text("uid"),
                staff_no=fields.text("staff_no"),
                name=fields.text("name"),
                role=fields.role("role"),
                status=status,
                suspended_by=by,
                must_change_password=fields.flag("must_change_password"),
                password_set_at=fields.time("password_set_at"),
                cost=fields.cost("kdf"),
                salt=fields.blob("salt", 16),
                wrapped_sign=fields.blob("wrapped_sign"),
                wrapped_seal=fields.blob("wrapped_seal"),
                keys=PublicKeys.from_json(fields.take("keys")),
                history=tuple(PublicKeys.from_json(each) for each in fields.items("history")),
                failures=fields.failures("failures"),
            )


@dataclass(frozen=True, slots=True)
class DeviceRecord:
    """This device's Ed25519 key for synchronisation, wrapped under the machine secret: it needs nobody signed in."""

    device: str
    epoch: int
    suite: str
    sign: bytes
    wrapped_sign: bytes = field(repr=False)

    def to_json(self) -> dict[str, Any]:
        return {
            "id": self.device,
            "epoch": self.epoch,
            "suite": self.suite,
            "sign": encode_bytes(self.sign),
            "wrapped_sign": encode_bytes(self.wrapped_sign),
        }

    @classmethod
    def from_json(cls, value: Any) -> Self:
        with Fields(value) as fields:
            return cls(
                device=fields.text("id"),
                epoch=fields.number("epoch"),
                suite=fields.signing_suite("suite"),
                sign=fields.signing_key("sign"),
                wrapped_sign=fields.blob("wrapped_sign"),
            )


@dataclass(frozen=True, slots=True)
class RecoveryRecord:
    """A headquarters recovery key: its X25519 public key and this device's machine secret sealed to it."""

    suite: str
    seal: bytes
    machine_secret: bytes = field(repr=False)

    def to_json(self) -> dict[str, Any]:
        return {
            "suite": self.suite,
            "seal": encode_bytes(self.seal),
            "machine_secret": encode_bytes(self.machine_secret),
        }

    @classmethod
    def from_json(cls, value: Any) -> Self:
        with Fields(value) as fields:
            return cls(fields.text("suite"), fields.blob("seal", 32), fields.blob("machine_secret"))


@dataclass(frozen=True, slots=True)
class StoreKeyRecord:
    """One database key, sealed to each person (by uid) and to each recovery key ("hq1", "hq2")."""

    suite: str
    made_at: datetime
    seals: Mapping[str, bytes] = field(repr=False)

    def to_json(self) -> dict[str, Any]:
        return {
            "suite": self.suite,
            "made_at": from_time(self.made_at),
            "seals": {holder: encode_bytes(blob) for holder, blob in self.seals.items()},
        }

    @classmethod
    def from_json(cls, value: Any) -> Self:
        with Fields(value) as fields:
            return cls(fields.text("suite"), fields.time("made_at"), fields.blobs("seals"))


@dataclass(frozen=True, slots=True)
class RotationDue:
    """The database key has to be changed, because of something that happened when `epoch` keys had been made."""

    why: str
    epoch: int

    def to_json(self) -> dict[str, Any]:
        return {"why": self.why, "epoch": self.epoch}

    @classmethod
    def from_json(cls, value: Any) -> Self:
        with Fields(value) as fields:
            return cls(fields.text("why"), fields.number("epoch"))
