"""The door: checks a password, counts failures, makes people wait, changes locks. Says nothing about who exists.

An unknown staff number costs the same Argon2 run and the same write of the keystore as a wrong password, gets the same
answer, the same number of tries and the same waits.
"""

from __future__ import annotations

import hashlib
import hmac
import logging
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime

from app.journal.sealing import UnopenableError, context_of
from app.system.clock import Clock
from app.system.key_box import KeyBox
from app.vault.errors import (
    KeystoreUnreadableError,
    LockedOutError,
    PersonSuspendedError,
    UnknownPersonError,
    WrongPasswordError,
)
from app.vault.kdf import SALT_BYTES, KdfCost, derive, wipe
from app.vault.keystore import KeptKeystore, Keystore, plain_staff_no
from app.vault.lockout import NO_FAILURES, PERSON_RULE, STATION_RULE, Failures
from app.vault.people_keys import Binding, open_sign, relock
from app.vault.records import SUSPENDED, StaffRecord

_log = logging.getLogger(__name__)


@dataclass(slots=True)
class Entered:
    """A password that was right: whose, the key that opens the private keys, and the signing key already opened."""

    record: StaffRecord
    at: datetime
    password_key: bytearray = field(repr=False)
    sign_seed: KeyBox = field(repr=False)


class Door:
    """Lets people in, one try at a time."""

    def __init__(self, kept: KeptKeystore, binding: Binding, cost: KdfCost, clock: Clock) -> None:
        self._kept = kept
        self._binding = binding
        self._cost = cost
        self._clock = clock

    @contextmanager
    def enter(self, staff_no: str, password: str) -> Iterator[Entered]:
        """Inside the block the password was right. Its end wipes the key; `sign_seed` is wiped by whoever keeps it.

        Raises: WrongPasswordError (UnknownPersonError), LockedOutError, PersonSuspendedError, and what reading and
        writing the keystore raises.
        """
        with self._kept.lock:
            store = self._kept.refresh()
            now = self._clock.now()
            record = store.find(staff_no)
            stranger = self._stranger_name(staff_no)
            self._refuse_while_locked(store, record, stranger, now)
            salt, cost = self._salt_and_cost(store, record, stranger)
            uid = record.uid if record else stranger
            with self._binding.password_key(uid, password, salt, cost) as key:
                try:
                    seed = open_sign(record or store.users[0], key, self._binding)
                except UnopenableError:
                    seed = None
                if seed is None or record is None:
                    raise self._failed(record, stranger)
                self._succeeded(record)
                if record.status == SUSPENDED:
                    seed.wipe()
                    _log.info("sign-in refused: %s is suspended", record.uid)
                    raise PersonSuspendedError
                yield Entered(record, now, key, seed)

    def change_lock(self, entered: Entered, password: str, seal_seed: KeyBox, *, is_new_password: bool = False) -> None:
        """Wrap the person's keys anew and save: under a new password, or at a cost that has risen since.

        Raises: KeystoreUnreadableError; then the old lock stands.
        """
        record = self._kept.value.by_uid(entered.record.uid)
        record = relock(record, password, self._binding, self._cost, entered.sign_seed, seal_seed)
        if is_new_password:
            record = replace(record, must_change_password=False, password_set_at=self._clock.now())
        self._kept.save(self._kept.value.with_user(record))

    def raise_cost(self, entered: Entered, password: str, seal_seed: KeyBox) -> None:
        """Wrap the keys anew if a guess has become too cheap; next time, if the disk is full."""
        if not entered.record.cost.is_weaker_than(self._cost):
            return
        try:
            self.change_lock(entered, password, seal_seed)
        except KeystoreUnreadableError as error:
            _log.warning("a dearer key derivation could not be written: %s", error)

    def _refuse_while_locked(self, store: Keystore, record: StaffRecord | None, stranger: str, now: datetime) -> None:
        """Raise LockedOutError before any password is tried; begin waits anew where the clock was set back."""
        before = _failures_of(store, record, stranger)
        own, station = PERSON_RULE.with_clock(before, now), STATION_RULE.with_clock(store.station, now)
        if own != before or station != store.station:
            _log.warning("the clock went back: waits begin anew")
            self._kept.save(_with_failures(replace(store, station=station), record, stranger, own))
        until = _later(PERSON_RULE.locked_until(own, now), STATION_RULE.locked_until(station, now))
        if until is not None:
            raise LockedOutError(until)

    def _failed(self, record: StaffRecord | None, stranger: str) -> Exception:
        """Count a failure, on disk before anybody is told, and give the error to raise.

        Raises: KeystoreUnreadableError when it can't be counted: then nobody learns whether the password was right.
        """
        store, now = self._kept.value, self._clock.now()
        own = PERSON_RULE.after_failure(_failures_of(store, record, stranger), now)
        station = STATION_RULE.after_failure(store.station, now)
        self._kept.save(_with_failures(replace(store, station=station), record, stranger, own))
        _log.info("sign-in refused: %s, failure %d", record.uid if record else "unknown staff number", own.count)
        until = _later(own.until, station.until)
        if until is not None:
            return LockedOutError(until)
        tries_left = PERSON_RULE.tries_left(own)
        return WrongPasswordError(tries_left) if record else UnknownPersonError(tries_left)

    def _succeeded(self, record: StaffRecord) -> None:
        """Forget the failures. A full disk doesn't keep out whoever knows the password: then they stay counted."""
        store = self._kept.value
        if _failures_of(store, record, "") == NO_FAILURES and store.station == NO_FAILURES:
            return
        try:
            self._kept.save(_with_failures(replace(store, station=NO_FAILURES), record, "", NO_FAILURES))
        except KeystoreUnreadableError as error:
            _log.warning("the end of a row of failures could not be written: %s", error)

    def _salt_and_cost(self, store: Keystore, record: StaffRecord | None, stranger: str) -> tuple[bytes, KdfCost]:
        if record is not None:
            return record.salt, record.cost
        return bytes.fromhex(stranger)[:SALT_BYTES], store.users[0].cost

    def _stranger_name(self, staff_no: str) -> str:
        """A name for a staff number nobody has; people type passwords into that field, so it must not show."""
        key = derive(self._binding.machine_secret.b, context_of("stranger-name", self._binding.store_id))
        try:
            typed = plain_staff_no(staff_no[:100]).encode("utf-8", "surrogatepass")
            return hmac.digest(key, typed, hashlib.sha256)[:SALT_BYTES].hex()
        finally:
            wipe(key)


def _failures_of(store: Keystore, record: StaffRecord | None, stranger: str) -> Failures:
    return store.by_uid(record.uid).failures if record else store.strangers.get(stranger, NO_FAILURES)


def _with_failures(store: Keystore, record: StaffRecord | None, stranger: str, failures: Failures) -> Keystore:
    if record is None:
        return store.with_stranger(stranger, failures)
    return store.with_user(replace(store.by_uid(record.uid), failures=failures))


def _later(*times: datetime | None) -> datetime | None:
    return max((time for time in times if time is not None), default=None)
