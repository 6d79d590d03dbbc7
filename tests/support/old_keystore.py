"""Makes the folder that is kept for a released keystore format (tests/vault/data/vN). Run once for each new format:

PYTHONPATH=.:tests .venv/bin/python -m support.old_keystore tests/vault/data/v2
"""

from __future__ import annotations

import json
import sys
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from support.vault import CHEAP, STORE, SetClock

from app.domain.people import Role
from app.journal.sealing import seal_public
from app.system.key_box import KeyBox
from app.vault import sealing
from app.vault.anchors import Anchor
from app.vault.errors import LockedOutError, UnknownPersonError, WrongPasswordError
from app.vault.machine_secret import PassphraseMachineSecret
from app.vault.people_keys import NewPerson, enrol
from app.vault.records import BY_HEADQUARTERS, SUSPENDED
from app.vault.store_keys import name_of_key, seal_store_key
from app.vault.vault import Vault

PASSPHRASE = "kept for good, no secret"
PEOPLE = (
    NewPerson("T001", "赵𬀩", Role.TELLER, "teller's old password", must_change_password=True),
    NewPerson("S001", "欧阳娜娜", Role.SUPERVISOR, "supervisor's old password"),
    NewPerson("H001", "古丽·买买提", Role.HANDLER, "handler's old password"),
    NewPerson("A001", "O'Neill", Role.AUDITOR, "auditor's old password"),
    NewPerson("R001", "吴用", Role.TELLER, "of somebody who left"),
)


def make(folder: Path) -> None:
    """Every field of the format is used: both key slots, recovery keys, a retired key pair, counters, all statuses."""
    folder.mkdir(parents=True)
    clock = SetClock(datetime(2026, 11, 20, 0, 59, 55, tzinfo=UTC))
    hq = {name: KeyBox(sealing.new_seed()) for name in ("hq1", "hq2")}
    public = {name: seal_public(seed.b) for name, seed in hq.items()}
    secrets = PassphraseMachineSecret(folder, PASSPHRASE, cost=CHEAP)
    officers = {"HQ01": sealing.sign_public(hq["hq1"].b), "HQ02": sealing.sign_public(hq["hq2"].b)}
    how = {
        "branch": "TS0102",
        "device_epoch": 2,
        "recovery": public,
        "officers": officers,
        "cost": CHEAP,
        "clock": clock,
    }
    with Vault.create(folder, STORE, secrets, PEOPLE, **how) as vault:  # type: ignore[arg-type]
        pending = _add_pending(vault, public, clock)
        earlier = _renew_supervisor(vault, pending, clock)
        _suspend(vault, "A001")
        with vault.sign_in("S001", PEOPLE[1].password) as session:
            vault.remove(session, "R001")
        vault.set_anchor(Anchor(2, 7, bytes(range(32)), clock.now()))
        for staff_no, times in (("H001", 5), ("T001", 1), ("X001", 1)):
            for _ in range(times):
                try:
                    vault.sign_in(staff_no, "wrong")
                except (WrongPasswordError, LockedOutError, UnknownPersonError):
                    continue
        _write_facts(folder, vault, hq, pending, earlier)


def _add_pending(vault: Vault, public: dict[str, bytes], clock: SetClock) -> KeyBox:
    store = vault._kept.value
    pending = KeyBox(sealing.new_seed())
    holders = {**{user.uid: user.keys.seal for user in store.users}, **public}
    record = seal_store_key(store.store_id, pending, holders, clock.now())
    name = name_of_key(pending)
    vault._kept.save(replace(store, keys={**store.keys, name: record}, pending=name, epoch=2))
    return pending


def _renew_supervisor(vault: Vault, pending: KeyBox, clock: SetClock) -> str:
    """A new key pair for the supervisor, the old one retired, as when a password was forgotten."""
    store = vault._kept.value
    before = store.users[1]
    with vault.sign_in("S001", PEOPLE[1].password) as session:
        fresh = enrol(PEOPLE[1], vault._binding, CHEAP, clock.now())
        retired = replace(before.keys, retired_at=clock.now(), retired_why="forgotten")
        after = replace(fresh, history=(retired,))
        keys = dict(store.keys)
        for name, key in ((store.current, session.key), (store.pending or "", pending)):
            seal = seal_store_key(store.store_id, key, {after.uid: after.keys.seal}, clock.now()).seals
            kept = {holder: blob for holder, blob in keys[name].seals.items() if holder != before.uid}
            keys[name] = replace(keys[name], seals={**kept, **seal})
        users = tuple(after if user.uid == before.uid else user for user in store.users)
        vault._kept.save(replace(store, users=users, keys=keys))
    return before.keys.key_id.hex()


def _suspend(vault: Vault, staff_no: str) -> None:
    store = vault._kept.value
    record = store.find(staff_no)
    assert record is not None
    vault._kept.save(store.with_user(replace(record, status=SUSPENDED, suspended_by=BY_HEADQUARTERS)))


def _write_facts(folder: Path, vault: Vault, hq: dict[str, KeyBox], pending: KeyBox, earlier: str) -> None:
    signatures, current = {}, ""
    before = (folder / "keystore.json").read_bytes()
    for new in PEOPLE[:2]:
        with vault.sign_in(new.staff_no, new.password) as session:
            signatures[new.staff_no] = session.sign(b"jiesu").hex()
            current = session.key.b.hex()
    facts = {
        "about": "Made by tests/support/old_keystore.py. Everything here is known to everybody and protects nothing.",
        "store_id": STORE,
        "passphrase": PASSPHRASE,
        "passwords": {new.staff_no: new.password for new in PEOPLE},
        "machine_secret": vault._binding.machine_secret.b.hex(),
        "current_key": current,
        "pending_key": pending.b.hex(),
        "signatures": signatures,
        "device": vault.device,
        "device_signature": vault.device_sign(b"jiesu").hex(),
        "earlier_key_id": earlier,
        "officers": {staff_no: key.hex() for staff_no, key in vault._kept.value.officers.items()},
        "anchor_seq": 7,
        "rotation_due": vault.rotation_due,
        "recovery_private": {name: seed.b.hex() for name, seed in hq.items()},
    }
    (folder / "keystore.json").write_bytes(before)  # with the counters that signing in has cleared
    text = json.dumps(facts, ensure_ascii=False, indent=1, sort_keys=True)
    (folder / "facts.json").write_text(text + "\n", encoding="utf-8")


if __name__ == "__main__":
    make(Path(sys.argv[1]))
