"""The database key: made at random, named by a check value, sealed to people and to headquarters' recovery keys."""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Mapping
from datetime import datetime

from app.system.key_box import KeyBox
from app.vault import sealing
from app.vault.errors import KeystoreDamagedError
from app.vault.kdf import context_of
from app.vault.records import StoreKeyRecord


def name_of_key(key: KeyBox) -> str:
    """The key's id, 16 hex digits: the same for the same key, and no help in guessing it."""
    return hmac.digest(key.b, b"jiesu-store-key-id-v1", hashlib.sha256)[:8].hex()


def seal_store_key(store_id: str, key: KeyBox, holders: Mapping[str, bytes], now: datetime) -> StoreKeyRecord:
    """The database key sealed to every holder's X25519 public key (holders: uid or "hq1", "hq2")."""
    name = name_of_key(key)
    seals = {holder: sealing.seal(public, key.b, _place(store_id, name, holder)) for holder, public in holders.items()}
    return StoreKeyRecord(suite=sealing.SUITE, made_at=now, seals=seals)


def open_store_key(store_id: str, name: str, record: StoreKeyRecord, holder: str, private: KeyBox) -> KeyBox:
    """The database key `name`, with the holder's X25519 seed.

    Raises: KeyError when it was never sealed to this holder, KeystoreDamagedError when it doesn't open or isn't it.
    """
    try:
        key = KeyBox(sealing.unseal(private.b, record.seals[holder], _place(store_id, name, holder)))
    except sealing.UnopenableError:
        raise KeystoreDamagedError(why="key") from None
    if name_of_key(key) != name:
        key.wipe()
        raise KeystoreDamagedError(why="key")
    return key


def seal_machine_secret(store_id: str, secret: KeyBox, name: str, public: bytes) -> bytes:
    """The machine secret for the recovery key `name`."""
    return sealing.seal(public, secret.b, context_of("recovery-machine-secret", store_id, name))


def open_machine_secret(store_id: str, name: str, private: KeyBox, blob: bytes) -> KeyBox:
    """The opposite, at headquarters. Raises: KeystoreDamagedError."""
    try:
        return KeyBox(sealing.unseal(private.b, blob, context_of("recovery-machine-secret", store_id, name)))
    except sealing.UnopenableError:
        raise KeystoreDamagedError(why="key") from None


def _place(store_id: str, name: str, holder: str) -> bytes:
    return context_of("store-key", store_id, name, holder)
