"""Making, opening and re-locking one person's keys. Pure over records: nothing is read or written here."""

from __future__ import annotations

import os
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime

from app.domain.people import Role
from app.journal.sealing import context_of, seal_public
from app.journal.signature import key_id_of
from app.journal.suites import INTERNATIONAL, suite
from app.system.key_box import KeyBox
from app.vault import sealing
from app.vault.kdf import SALT_BYTES, KdfCost, derive, stretch, wipe
from app.vault.lockout import NO_FAILURES
from app.vault.passwords import password_bytes
from app.vault.records import ACTIVE, REMOVED, PublicKeys, StaffRecord


@dataclass(frozen=True, slots=True)
class NewPerson:
    """A person to be enrolled, with a first password. `must_change_password`: only good until the first sign-in."""

    staff_no: str
    name: str
    role: Role
    password: str = field(repr=False)
    must_change_password: bool = False


@dataclass(frozen=True, slots=True)
class Binding:
    """What a person's keys are bound to beside the password: this store and this computer's secret.

    `signs` is the suite that new keys of the store sign with (app/journal/suites.py).
    """

    store_id: str
    machine_secret: KeyBox = field(repr=False)
    signs: str = INTERNATIONAL

    @contextmanager
    def password_key(self, uid: str, password: str, salt: bytes, cost: KdfCost) -> Iterator[bytearray]:
        """The key that wraps this person's private keys: Argon2id of the password, joined with the machine secret."""
        typed = password_bytes(password)
        stretched = stretch(typed, salt, cost)
        both = stretched + self.machine_secret.b
        key = derive(both, context_of("password-key", self.store_id, uid))
        wipe(typed, stretched, both)
        try:
            yield key
        finally:
            wipe(key)


def enrol(new: NewPerson, binding: Binding, cost: KdfCost, now: datetime) -> StaffRecord:
    """A record with two fresh key pairs under the person's first password."""
    uid = uuid.uuid4().hex
    with KeyBox(sealing.new_seed()) as sign_seed, KeyBox(sealing.new_seed()) as seal_seed:
        blank = StaffRecord(
            uid=uid,
            staff_no=new.staff_no.strip(),
            name=new.name,
            role=new.role,
            status=ACTIVE,
            must_change_password=new.must_change_password,
            password_set_at=now,
            cost=cost,
            salt=b"",
            wrapped_sign=b"",
            wrapped_seal=b"",
            keys=_public_keys(sign_seed, seal_seed, now, binding.signs),
        )
        return relock(blank, new.password, binding, cost, sign_seed, seal_seed)


def renew(
    record: StaffRecord, password: str, binding: Binding, cost: KdfCost, now: datetime, *, why: str
) -> StaffRecord:
    """The record with two new key pairs under a first password; the old public keys go to the history, with `why`.

    What was signed stays provable; what was sealed to the old keys has to be sealed anew.
    """
    retired = replace(record.keys, retired_at=now, retired_why=why)
    with KeyBox(sealing.new_seed()) as sign_seed, KeyBox(sealing.new_seed()) as seal_seed:
        renewed = replace(
            record,
            keys=_public_keys(sign_seed, seal_seed, now, binding.signs),
            history=(*record.history, retired),
            password_set_at=now,
            failures=NO_FAILURES,
        )
        return relock(renewed, password, binding, cost, sign_seed, seal_seed)


def without_private_keys(record: StaffRecord, now: datetime) -> StaffRecord:
    """The record of somebody who left: nothing of it opens any more, the public keys stay for what was signed."""
    return replace(
        record,
        status=REMOVED,
        suspended_by=None,
        must_change_password=False,
        wrapped_sign=b"",
        wrapped_seal=b"",
        keys=replace(record.keys, retired_at=now, retired_why="removed"),
        failures=NO_FAILURES,
    )


def relock(
    record: StaffRecord, password: str, binding: Binding, cost: KdfCost, sign_seed: KeyBox, seal_seed: KeyBox
) -> StaffRecord:
    """The record with its private keys wrapped anew, under a fresh salt, this password and this cost."""
    salt = os.urandom(SALT_BYTES)
    with binding.password_key(record.uid, password, salt, cost) as key:
        return replace(
            record,
            cost=cost,
            salt=salt,
            wrapped_sign=sealing.wrap(key, sign_seed.b, _place(binding, record, "sign")),
            wrapped_seal=sealing.wrap(key, seal_seed.b, _place(binding, record, "seal")),
        )


def open_sign(record: StaffRecord, key: bytearray, binding: Binding) -> KeyBox:
    """The person's Ed25519 seed. Raises: UnopenableError when the password was wrong."""
    return KeyBox(sealing.unwrap(key, record.wrapped_sign, _place(binding, record, "sign")))


def open_seal(record: StaffRecord, key: bytearray, binding: Binding) -> KeyBox:
    """The person's X25519 seed. Raises: UnopenableError when the password was wrong."""
    return KeyBox(sealing.unwrap(key, record.wrapped_seal, _place(binding, record, "seal")))


def _public_keys(sign_seed: KeyBox, seal_seed: KeyBox, now: datetime, signs: str) -> PublicKeys:
    public = suite(signs).public_of(sign_seed.b)
    return PublicKeys(
        suite=signs,
        key_id=key_id_of(public),
        sign=public,
        seal=seal_public(seal_seed.b),
        made_at=now,
    )


def _place(binding: Binding, record: StaffRecord, which: str) -> bytes:
    return context_of(f"person-{which}", binding.store_id, record.uid, record.keys.key_id.hex())
