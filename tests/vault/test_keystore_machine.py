"""Whatever people and crashes do, in whatever order: who should get in gets in, nobody else does, nothing is lost."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import Bundle, RuleBasedStateMachine, consumes, initialize, invariant, rule
from support.vault import Branch

from app.domain.people import Role
from app.system import atomic_file
from app.vault.errors import KeystoreUnreadableError, LockedOutError, UnknownPersonError, WrongPasswordError
from app.vault.people_keys import NewPerson
from app.vault.sessions import Session

ROLES = st.sampled_from([Role.TELLER, Role.HANDLER, Role.SUPERVISOR, Role.AUDITOR])
CRASHES = st.sampled_from(["before_write", "before_replace", "after_replace"])


class CrashError(BaseException):
    """The program ends here, as far as the vault is concerned."""


class KeystoreMachine(RuleBasedStateMachine):
    """The vault beside a model: who has which password, how many failures, how long to wait."""

    sessions = Bundle("sessions")

    def __init__(self) -> None:
        super().__init__()
        self._folder = tempfile.TemporaryDirectory()
        self.branch = Branch(Path(self._folder.name))
        self.counter = 0

    @initialize()
    def create(self) -> None:
        first = self._new(Role.SUPERVISOR)
        self.vault = self.branch.create((first,))
        self.passwords = {first.staff_no: first.password}
        self.roles = {first.staff_no: first.role}
        self.failures = {first.staff_no: 0}
        self.wait_until: dict[str, float] = {}
        self.seconds = 0.0
        with self.vault.sign_in(first.staff_no, first.password) as session:
            self.key = bytes(session.key.b)
        self.device = self.vault.device_public_key

    def _new(self, role: Role) -> NewPerson:
        self.counter += 1
        return NewPerson(f"P{self.counter}", f"人{self.counter}", role, f"first password {self.counter}")

    def _who(self, data: st.DataObject) -> str:
        return data.draw(st.sampled_from(sorted(self.passwords)), label="who")

    def _is_waiting(self, staff_no: str) -> bool:
        return self.seconds < self.wait_until.get(staff_no, 0)

    def _fail(self, staff_no: str) -> None:
        self.failures[staff_no] += 1
        if self.failures[staff_no] >= 5:
            self.wait_until[staff_no] = self.seconds + min(30 * 2 ** (self.failures[staff_no] - 5), 3600)

    def _rest_the_station(self) -> None:
        """Keep clear of the PC's own waiting rule, which has its own test."""
        if sum(self.failures.values()) > 15:
            self.seconds += 4000
            self.branch.clock.advance(4000)
            for staff_no, password in self.passwords.items():
                self.vault.sign_in(staff_no, password).wipe()
                self.failures[staff_no] = 0

    @rule(target=sessions, data=st.data())
    def sign_in(self, data: st.DataObject) -> Session | None:
        staff_no = self._who(data)
        if self._is_waiting(staff_no):
            with pytest.raises(LockedOutError):
                self.vault.sign_in(staff_no, self.passwords[staff_no])
            return None
        session = self.vault.sign_in(staff_no, self.passwords[staff_no])
        self.failures[staff_no] = 0
        assert bytes(session.key.b) == self.key
        assert session.person.role is self.roles[staff_no]
        return session

    @rule(data=st.data())
    def sign_in_wrongly(self, data: st.DataObject) -> None:
        self._rest_the_station()
        staff_no = self._who(data)
        was_waiting = self._is_waiting(staff_no)
        wrong = data.draw(st.sampled_from(["", "wrong", *self.passwords.values()]), label="typed")
        if wrong == self.passwords[staff_no]:
            wrong += "!"
        with pytest.raises((WrongPasswordError, LockedOutError)) as caught:
            self.vault.sign_in(staff_no, wrong)
        if not was_waiting:
            self._fail(staff_no)
        assert isinstance(caught.value, LockedOutError) == self._is_waiting(staff_no)
        assert not isinstance(caught.value, UnknownPersonError)

    @rule(data=st.data())
    def sign_once(self, data: st.DataObject) -> None:
        staff_no = self._who(data)
        if self._is_waiting(staff_no):
            return
        with self.vault.sign_once(staff_no, self.passwords[staff_no]) as one:
            assert len(one.sign(b"digest")) == 64
        self.failures[staff_no] = 0

    @rule(seconds=st.sampled_from([1, 29, 30, 60, 600, 3600]))
    def time_passes(self, seconds: int) -> None:
        self.seconds += seconds
        self.branch.clock.advance(seconds)

    @rule(session=sessions, role=ROLES)
    def add_person(self, session: Session | None, role: Role) -> None:
        if session is None or session.is_ended or session.person.role is not Role.SUPERVISOR:
            return
        new = self._new(role)
        self.vault.add_person(session, new)
        self._added(new)

    def _added(self, new: NewPerson) -> None:
        self.passwords[new.staff_no] = new.password
        self.roles[new.staff_no] = new.role
        self.failures[new.staff_no] = 0

    @rule(session=consumes(sessions))
    def end_session(self, session: Session | None) -> None:
        if session is not None:
            session.wipe()

    @rule(data=st.data())
    def change_password(self, data: st.DataObject) -> None:
        staff_no = self._who(data)
        if self._is_waiting(staff_no):
            return
        self.counter += 1
        new = f"changed password {self.counter}"
        self.vault.change_password(staff_no, self.passwords[staff_no], new)
        self.passwords[staff_no] = new
        self.failures[staff_no] = 0

    @rule(data=st.data(), point=CRASHES)
    def crash_while_changing_a_password(self, data: st.DataObject, point: str) -> None:
        staff_no = self._who(data)
        if self._is_waiting(staff_no) or self.failures[staff_no] or sum(self.failures.values()):
            return  # one write only, so that the model knows which one was cut
        self.counter += 1
        new = f"changed password {self.counter}"
        with _crash_at(point), pytest.raises(CrashError):
            self.vault.change_password(staff_no, self.passwords[staff_no], new)
        if point == "after_replace":
            self.passwords[staff_no] = new
        self.reopen()

    @rule(data=st.data())
    def disk_full(self, data: st.DataObject) -> None:
        staff_no = self._who(data)
        if self._is_waiting(staff_no):
            return
        before = self.branch.file.read_bytes()
        with _full_disk():
            self.vault.sign_in(staff_no, self.passwords[staff_no]).wipe()
            with pytest.raises(KeystoreUnreadableError):
                self.vault.change_password(staff_no, self.passwords[staff_no], "never to be written")
            with pytest.raises(KeystoreUnreadableError):
                self.vault.sign_in(staff_no, "a guess that can't be counted")
        assert self.branch.file.read_bytes() == before

    @rule()
    def reopen(self) -> None:
        self.vault.close()
        self.vault = self.branch.open()

    @invariant()
    def everybody_stands_in_the_directory(self) -> None:
        if not hasattr(self, "passwords"):
            return
        assert set(self.vault.people()) == set(self.passwords)
        assert len({entry.key_id for entry in self.vault.directory()}) == len(self.passwords)
        assert self.vault.device_public_key == self.device

    def teardown(self) -> None:
        if hasattr(self, "passwords"):
            self.branch.clock.advance(4000)
            for staff_no, password in self.passwords.items():
                with self.vault.sign_in(staff_no, password) as session:
                    assert bytes(session.key.b) == self.key
            self.vault.close()
        self._folder.cleanup()


@contextmanager
def _patched(name: str, replacement: object) -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(atomic_file, name, replacement)
        yield


def _crash_at(point: str) -> AbstractContextManager[None]:
    """Inside, the program "dies" at the named point of a write; what is on the disk then is what stays."""

    def die(name: str) -> None:
        if name == f"vault.{point}":
            raise CrashError

    return _patched("reach", die)


def _full_disk() -> AbstractContextManager[None]:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    return _patched("_write_through", full)


KeystoreMachine.TestCase.settings = settings(max_examples=60, stateful_step_count=30, deadline=None)
TestKeystore = KeystoreMachine.TestCase
TestKeystore.pytestmark = [pytest.mark.allow_log("could not be written")]
