"""What a keystore should hold after whatever happened, kept beside it by tests/vault/test_keystore_machine.py."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from app.domain.people import MANAGERS, Role
from app.journal.recovery import Grant, RecoveryRequest, make_answer, open_at_headquarters
from app.journal.sealing import seal_public
from app.vault.people_keys import NewPerson

_HQ = {"hq1": bytearray(b"1" * 32), "hq2": bytearray(b"2" * 32)}
_OFFICERS = {number: Ed25519PrivateKey.from_private_bytes(number.encode() * 8) for number in ("HQ01", "HQ02")}
HQ_PUBLIC = {holder: seal_public(seed) for holder, seed in _HQ.items()}
OFFICERS_PUBLIC = {number: key.public_key().public_bytes_raw() for number, key in _OFFICERS.items()}


def answer_of_headquarters(request: RecoveryRequest, staff_no: str, now: datetime) -> bytes:
    """Both officers grant `staff_no` what the branch asks for."""
    request = RecoveryRequest.decode(request.encode())
    opened = open_at_headquarters(request, "hq1", _HQ["hq1"])
    signers = {number: key.sign for number, key in _OFFICERS.items()}
    return make_answer(request, opened, Grant(staff_no, "", "电话核实"), now, signers).encode()


@dataclass
class Someone:
    """A person who was not removed."""

    staff_no: str
    name: str
    role: Role
    password: str
    must_change: bool = False
    failures: int = 0
    wait_until: float = 0.0
    suspended_by: str | None = None

    @property
    def is_active(self) -> bool:
        return self.suspended_by is None


class Model:
    """Who is there, which keys there are, and who may hold the one in use."""

    def __init__(self) -> None:
        self.people: dict[str, Someone] = {}
        self.free_numbers: list[str] = []
        self.old_passwords: list[str] = []
        self.signatures: list[tuple[bytes, bytes]] = []
        self.current = b""
        self.pending: bytes | None = None
        self.seconds = 0.0
        self.counter = 0
        self.is_due = False
        self._was_due_since_begun = False
        self._holders_of_current: set[str] = set()
        self._holders_of_pending: set[str] = set()

    def word(self) -> str:
        """A password that nobody had yet."""
        self.counter += 1
        return f"new password {self.counter}"

    def newcomer(self, role: Role) -> NewPerson:
        self.counter += 1
        return NewPerson(f"P{self.counter}", f"人{self.counter}", role, f"first password {self.counter}")

    def added(self, new: NewPerson) -> None:
        self.people[new.staff_no] = Someone(new.staff_no, new.name, new.role, new.password)
        self.free_numbers = [number for number in self.free_numbers if number != new.staff_no]
        self._gets_in(new.staff_no)

    def suspended(self, someone: Someone, by: str) -> None:
        someone.suspended_by = by
        self._holders_of_pending.discard(someone.staff_no)

    def resumed(self, someone: Someone) -> None:
        someone.suspended_by = None
        self._gets_in(someone.staff_no)

    def removed(self, someone: Someone) -> None:
        del self.people[someone.staff_no]
        self.free_numbers.append(someone.staff_no)
        self._holders_of_current.discard(someone.staff_no)
        self._holders_of_pending.discard(someone.staff_no)
        self._comes_due()

    def reset(self, someone: Someone, password: str) -> None:
        self.old_passwords.append(someone.password)
        someone.password, someone.must_change = password, True
        someone.failures, someone.wait_until = 0, 0.0
        if not someone.is_active:
            self._holders_of_current.discard(someone.staff_no)

    def recovered(self, someone: Someone, password: str) -> None:
        self.reset(someone, password)
        someone.must_change, someone.suspended_by = False, None
        someone.role = someone.role if someone.role in MANAGERS else Role.SUPERVISOR
        self._gets_in(someone.staff_no)
        self._comes_due()

    def begun(self) -> None:
        self._holders_of_pending = {s.staff_no for s in self.people.values() if s.is_active}
        self._was_due_since_begun = False

    def finished(self) -> None:
        assert self.pending is not None
        self.current, self.pending = self.pending, None
        self._holders_of_current = set(self._holders_of_pending)
        self.is_due = self._was_due_since_begun

    def cancelled(self) -> None:
        self.pending = None

    def fail(self, someone: Someone) -> None:
        someone.failures += 1
        if someone.failures >= 5:
            someone.wait_until = self.seconds + min(30 * 2 ** (someone.failures - 5), 3600)

    def is_waiting(self, someone: Someone) -> bool:
        return self.seconds < someone.wait_until

    @property
    def has_failures(self) -> bool:
        return any(someone.failures for someone in self.people.values())

    @property
    def may_hold_current(self) -> set[str]:
        return set(self._holders_of_current)

    def _gets_in(self, staff_no: str) -> None:
        self._holders_of_current.add(staff_no)
        self._holders_of_pending.add(staff_no)

    def _comes_due(self) -> None:
        self.is_due = self._was_due_since_begun = True
