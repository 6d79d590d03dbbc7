"""To whom the keystore's database keys are sealed: given to people and recovery keys, and taken away again.

Pure over the keystore's value: nothing is read or written here.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import replace

from app.system.key_box import KeyBox
from app.vault.errors import SessionStaleError
from app.vault.keystore import Keystore
from app.vault.records import StaffRecord
from app.vault.sessions import Session
from app.vault.store_keys import name_of_key, seal_store_key


def keys_of(session: Session, store: Keystore) -> dict[str, KeyBox]:
    """The database keys of `store` by name, from a session. Raises: SessionStaleError when it lacks one of them."""
    boxes = {name_of_key(key): key for key in (session.key, session.pending_key) if key is not None}
    wanted = [name for name in (store.current, store.pending) if name is not None]
    if not boxes.keys() >= set(wanted):
        raise SessionStaleError
    return {name: boxes[name] for name in wanted}


def sealed_to(store: Keystore, people: Iterable[StaffRecord], keys: Mapping[str, KeyBox]) -> Keystore:
    """With every one of `keys` (by name) sealed to `people`, beside those who have it."""
    return sealed_to_holders(store, {person.uid: person.keys.seal for person in people}, keys)


def sealed_to_holders(store: Keystore, holders: Mapping[str, bytes], keys: Mapping[str, KeyBox]) -> Keystore:
    """As `sealed_to`, to X25519 public keys by the names of those who hold the private ones (uid, "hq1", "hq2")."""
    records = dict(store.keys)
    for name, key in keys.items():
        old = records[name]
        fresh = seal_store_key(store.store_id, key, holders, old.made_at)
        records[name] = replace(old, seals={**old.seals, **fresh.seals})
    return replace(store, keys=records)


def lacking_seals(store: Keystore, names: Collection[str]) -> list[StaffRecord]:
    """Who is active and lacks a seal of one of the keys `names`."""
    return [user for user in store.users if user.is_active and any(user.uid not in store.keys[n].seals for n in names)]


def without_seals(store: Keystore, holder: str, names: Iterable[str]) -> Keystore:
    """Without what was sealed to `holder` of the keys `names`."""
    records = dict(store.keys)
    for name in names:
        seals = {each: blob for each, blob in records[name].seals.items() if each != holder}
        records[name] = replace(records[name], seals=seals)
    return replace(store, keys=records)


def without_pending_seal(store: Keystore, uid: str) -> Keystore:
    """Without the seal of a key that is to follow: who is suspended does not get it."""
    return without_seals(store, uid, [] if store.pending is None else [store.pending])
