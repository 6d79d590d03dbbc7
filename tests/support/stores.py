"""Real encrypted stores for tests, and cases in them driven through the one write path."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from support.cases import PEOPLE, RULES, TELLER, at, context, form

from app.domain.case import Case
from app.domain.commands import Command, RegisterComplaint
from app.domain.decide import decide
from app.domain.refusal import Refusal
from app.domain.rules import Rules
from app.journal.signature import PublicKey
from app.store.identity import StoreIdentity
from app.store.store import Acted, Author, Store, create_store, open_store
from app.store.tables import trigger_ddl
from app.system.key_box import KeyBox

KEY_BYTES = bytes(range(32))
NOON = at("2026-11-20 12:00")
TODAY = NOON.date()

_KEYS = {
    staff_no: Ed25519PrivateKey.from_private_bytes(hashlib.sha256(staff_no.encode()).digest()) for staff_no in PEOPLE
}
_KEY_IDS = {hashlib.sha256(b"id" + staff_no.encode()).digest()[:16]: staff_no for staff_no in PEOPLE}


def key_box(content: bytes = KEY_BYTES) -> KeyBox:
    """A database key."""
    return KeyBox(bytearray(content))


def identity(letter: str = "A", **changed: Any) -> StoreIdentity:
    """The identity of the desk with this letter."""
    values = {
        "store_id": f"store-{letter}",
        "branch": "0102",
        "device": hashlib.sha256(letter.encode()).hexdigest()[:32],
        "epoch": 1,
        "device_letter": letter,
    }
    return StoreIdentity(**{**values, **changed})


def author(staff_no: str = TELLER) -> Author:
    """A person who can sign."""
    key_id = next(key_id for key_id, owner in _KEY_IDS.items() if owner == staff_no)
    return Author(staff_no, "session-1", _KEYS[staff_no].sign, key_id)


def directory(key_id: bytes) -> PublicKey | None:
    """Everybody's public keys."""
    owner = _KEY_IDS.get(key_id)
    return PublicKey(owner, _KEYS[owner].public_key().public_bytes_raw()) if owner else None


@contextmanager
def new_store(folder: Path, letter: str = "A", rules: Rules = RULES, **changed: Any) -> Iterator[Store]:
    """A new store in `folder`, closed at the end."""
    store = create_store(folder / f"{letter}.db", key_box(), identity(letter, **changed), rules)
    try:
        yield store
    finally:
        store.close()


@contextmanager
def reopened(path: Path, rules: Rules = RULES, key: bytes = KEY_BYTES) -> Iterator[Store]:
    """The store at `path`, closed at the end."""
    store = open_store(path, key_box(key), rules)
    try:
        yield store
    finally:
        store.close()


class Desk:
    """Somebody at a store: each act takes a minute."""

    def __init__(self, store: Store, now: datetime = NOON) -> None:
        self.store = store
        self.now = now

    def register(self, who: str = TELLER, settlement: str = "", **fields: Any) -> Case:
        """Record a case that must not be refused."""
        outcome = self.try_register(who, settlement, **fields)
        assert isinstance(outcome, Acted), outcome
        return outcome.case

    def try_register(self, who: str = TELLER, settlement: str = "", **fields: Any) -> Acted | Refusal:
        """Record a case."""
        self.now += timedelta(minutes=1)
        seen = context(who, self.now)
        return self.store.register(
            lambda case_id, case_no: RegisterComplaint(case_id, case_no, form(**fields), settlement),
            lambda command: decide(None, command, seen),
            author(who),
            self.now,
        )

    def try_(self, case_id: str, who: str, command: Command) -> Acted | Refusal:
        """Do something with a case."""
        self.now += timedelta(minutes=1)
        seen = context(who, self.now)
        return self.store.act(case_id, lambda case: decide(case, command, seen), author(who), self.now)

    def do(self, case_id: str, who: str, command: Command) -> Case:
        """As `try_`, for what must not be refused."""
        outcome = self.try_(case_id, who, command)
        assert isinstance(outcome, Acted), outcome
        return outcome.case


@contextmanager
def intruder(store: Store) -> Iterator[sa.Connection]:
    """Somebody with the key and a debugger: no trigger stops them, and none is missing afterwards."""
    with store.database.write() as connection:
        for name in connection.exec_driver_sql("SELECT name FROM sqlite_schema WHERE type = 'trigger'").scalars().all():
            connection.exec_driver_sql(f"DROP TRIGGER {name}")
        yield connection
        for statement in trigger_ddl():
            connection.exec_driver_sql(statement)
