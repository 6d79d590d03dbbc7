"""Desks of one branch on real encrypted databases, with people who sign with real keys."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from support.cases import BRANCH, PEOPLE, RULES, SUPERVISOR, TELLER, at, form

from app.domain.case import Case
from app.domain.commands import Command, DecideExtension, RegisterComplaint, RequestExtension
from app.domain.decide import Context, decide
from app.domain.refusal import Refusal
from app.hub.directory import StaffKey
from app.journal.signature import PublicKey
from app.store.identity import StoreIdentity
from app.store.store import Acted, Author, Store, create_store, open_store
from app.system.key_box import KeyBox

BRANCH_CODE = "0102"
KEY = bytes(range(32))


@dataclass(frozen=True)
class KeyPair:
    """An Ed25519 key made from a name, so that it is the same in every test."""

    private: Ed25519PrivateKey

    @classmethod
    def of(cls, name: str) -> KeyPair:
        return cls(Ed25519PrivateKey.from_private_bytes(hashlib.sha256(name.encode()).digest()))

    @property
    def public(self) -> bytes:
        return self.private.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw)

    def sign(self, digest: bytes) -> bytes:
        return self.private.sign(digest)

    @property
    def key_id(self) -> bytes:
        return hashlib.sha256(self.public).digest()[:16]


PERSON_KEYS: Mapping[str, KeyPair] = {staff_no: KeyPair.of(f"person {staff_no}") for staff_no in PEOPLE}
STAFF = [
    StaffKey(person, PERSON_KEYS[staff_no].key_id, PERSON_KEYS[staff_no].public)
    for staff_no, person in PEOPLE.items()
    if person.branch == BRANCH_CODE
]
_BY_KEY = {keys.key_id: PublicKey(staff_no, keys.public) for staff_no, keys in PERSON_KEYS.items()}


class Desk:
    """One PC of the branch: a store, the device's key, and a clock that goes on a minute with each act."""

    def __init__(self, folder: Path, letter: str = "A", now: datetime | None = None, branch: str = BRANCH_CODE) -> None:
        self.letter = letter
        self.branch = branch
        self.device = hashlib.sha256(f"device {branch} {letter}".encode()).digest()[:16].hex()
        self.keys = KeyPair.of(f"device {branch} {letter}")
        self.now = now or at("2026-11-20 10:00")
        self.path = folder / f"desk-{branch}-{letter}.db"
        identity = StoreIdentity(f"store-{letter}", branch, self.device, 1, letter)
        self.store: Store = create_store(self.path, self._key(), identity, RULES, _BY_KEY.get)

    @staticmethod
    def _key() -> KeyBox:
        return KeyBox(bytearray(KEY))

    def reopen(self) -> None:
        """As after a restart of the program."""
        self.store.close()
        self.store = open_store(self.path, self._key(), RULES, f"store-{self.letter}", _BY_KEY.get)

    def close(self) -> None:
        self.store.close()

    def author(self, who: str) -> Author:
        keys = PERSON_KEYS[who]
        return Author(who, f"session-{who}", keys.sign, keys.key_id)

    def context(self, who: str) -> Context:
        return Context(PEOPLE[who], self.now, RULES, PEOPLE, BRANCH)

    def register(self, who: str = TELLER, settlement: str = "", **fields: str) -> Case:
        """Record a complaint."""
        self.now += timedelta(minutes=1)

        def make(case_id: str, case_no: str) -> RegisterComplaint:
            return RegisterComplaint(case_id, case_no, form(**fields), settlement)

        context = self.context(who)
        return _done(
            self.store.register(make, lambda command: decide(None, command, context), self.author(who), self.now)
        )

    def do(self, who: str, case_id: str, command: Command) -> Case:
        """One act that must not be refused."""
        return _done(self.try_(who, case_id, command))

    def try_(self, who: str, case_id: str, command: Command) -> Acted | Refusal:
        """One act."""
        self.now += timedelta(minutes=1)
        context = self.context(who)
        return self.store.act(case_id, lambda case: decide(case, command, context), self.author(who), self.now)

    def request_extension(self, case_id: str, request_id: str = "r1", who: str = TELLER) -> Case:
        """Ask for the first local extension."""
        command = RequestExtension(request_id, "CN_LOCAL_5_10", 1, "需向发卡行调取监控录像，五个工作日内不能完成。")
        return self.do(who, case_id, command)

    def approve(self, case_id: str, request_id: str = "r1", who: str = SUPERVISOR, *, is_approved: bool = True) -> Case:
        """Decide about a request for more time."""
        case = self.store.case(case_id)
        assert case is not None
        command = DecideExtension(request_id, is_approved, "调取录像确需时间，同意。", case.version, f"nonce-{who}")
        return self.do(who, case_id, command)

    def case(self, case_id: str) -> Case:
        case = self.store.case(case_id)
        assert case is not None
        return case


def _done(outcome: Acted | Refusal) -> Case:
    assert not isinstance(outcome, Refusal), outcome
    return outcome.case
