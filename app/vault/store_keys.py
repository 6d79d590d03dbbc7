"""The database key: made at random, named by a check value, sealed to people and to headquarters' recovery keys."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from app.journal.sealing import (
    UnopenableError,
    machine_secret_context,
    name_of_store_key,
    seal,
    store_key_context,
    unseal,
)
from app.system.key_box import KeyBox
from app.vault import sealing
from app.vault.errors import KeystoreDamagedError
from app.vault.records import StoreKeyRecord


def name_of_key(key: KeyBox) -> str:
    """The key's id, 16 hex digits: the same for the same key, and no help in guessing it."""
    return name_of_store_key(key.b)


def seal_store_key(store_id: str, key: KeyBox, holders: Mapping[str, bytes], now: datetime) -> StoreKeyRecord:
    """The database key sealed to every holder's X25519 public key (holders: uid or "hq1", "hq2")."""
    name = name_of_key(key)
    seals = {
        holder: seal(public, key.b, store_key_context(store_id, name, holder)) for holder, public in holders.items()
    }
    return StoreKeyRecord(suite=sealing.SUITE, made_at=now, seals=seals)


def open_store_key(store_id: str, name: str, record: StoreKeyRecord, holder: str, private: KeyBox) -> KeyBox:
    """The database key `name`, with the holder's X25519 seed.

    Raises: KeyError when it was never sealed to this holder, KeystoreDamagedError when it doesn't open or isn't it.
    """
    try:
        key = KeyBox(unseal(private.b, record.seals[holder], store_key_context(store_id, name, holder)))
    except UnopenableError:
        raise KeystoreDamagedError(why="key") from None
    if name_of_key(key) != name:
        key.wipe()
        raise KeystoreDamagedError(why="key")
    return key


def seal_machine_secret(store_id: str, secret: KeyBox, name: str, public: bytes) -> bytes:
    """The machine secret for the recovery key `name`; headquarters opens it (app/journal/recovery.py)."""
    return seal(public, secret.b, machine_secret_context(store_id, name))
