"""The part of the keystore's state machine in which people sign in; tests/vault/test_keystore_machine.py goes on."""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import strategies as st
from hypothesis.stateful import Bundle, RuleBasedStateMachine, consumes, initialize, rule
from support.cut_writes import CRASH_POINTS, CrashError, crash_at, full_disk
from support.keystore_model import HQ_PUBLIC, OFFICERS_PUBLIC, Model, Someone
from support.vault import Branch

from app.domain.people import Role
from app.vault.errors import (
    KeystoreUnreadableError,
    LockedOutError,
    NewPasswordNeededError,
    PersonSuspendedError,
    UnknownPersonError,
    WrongPasswordError,
)
from app.vault.sessions import Session

CUTS = st.sampled_from([None, None, *CRASH_POINTS])


class SignInMachine(RuleBasedStateMachine):
    """The vault beside a model: people come and go, mistype, change passwords; the disk is full, the program dies."""

    sessions = Bundle("sessions")

    def __init__(self) -> None:
        super().__init__()
        self._folder = tempfile.TemporaryDirectory()
        self.branch = Branch(Path(self._folder.name))
        self.model = Model()

    @initialize()
    def create(self) -> None:
        head, supervisor = self.model.newcomer(Role.BRANCH_HEAD), self.model.newcomer(Role.SUPERVISOR)
        self.vault = self.branch.create((head, supervisor), recovery=HQ_PUBLIC, officers=OFFICERS_PUBLIC)
        self.model.added(head)
        self.model.added(supervisor)
        with self.vault.sign_in(head.staff_no, head.password) as session:
            self.model.current = bytes(session.key.b)
        self.device = self.vault.device_public_key

    def who(self, data: st.DataObject) -> Someone:
        return self.model.people[data.draw(st.sampled_from(sorted(self.model.people)), label="who")]

    @rule(target=sessions, data=st.data())
    def sign_in(self, data: st.DataObject) -> Session | None:
        someone = self.who(data)
        if self.model.is_waiting(someone):
            with pytest.raises(LockedOutError):
                self.vault.sign_in(someone.staff_no, someone.password)
            return None
        if not someone.is_active:
            with pytest.raises(PersonSuspendedError):
                self.vault.sign_in(someone.staff_no, someone.password)
            someone.failures = 0
            return None
        session = self.signed_in(someone)
        someone.failures = 0
        return session

    def signed_in(self, someone: Someone) -> Session:
        """The session, checked against the model: keys, role, and a signature for the record."""
        session = self.vault.sign_in(someone.staff_no, someone.password)
        assert bytes(session.key.b) == self.model.current
        assert (session.pending_key and bytes(session.pending_key.b)) == self.model.pending
        assert session.person.role is someone.role
        assert session.must_change_password == someone.must_change
        self.model.signatures.append((session.signer_key_id, session.sign(b"digest")))
        return session

    @rule(data=st.data())
    def sign_in_wrongly(self, data: st.DataObject) -> None:
        self._rest_the_station()
        someone = self.who(data)
        was_waiting = self.model.is_waiting(someone)
        old = self.model.old_passwords or ["wrong"]
        wrong = data.draw(st.sampled_from(["", *old[-5:]]), label="typed")
        with pytest.raises((WrongPasswordError, LockedOutError)) as caught:
            self.vault.sign_in(someone.staff_no, wrong)
        if not was_waiting:
            self.model.fail(someone)
        assert isinstance(caught.value, LockedOutError) == self.model.is_waiting(someone)
        assert not isinstance(caught.value, UnknownPersonError)

    def _rest_the_station(self) -> None:
        """Keep clear of the PC's own waiting rule, which has its own test."""
        if sum(someone.failures for someone in self.model.people.values()) > 15:
            self.time_passes(4000)
            for someone in self.model.people.values():
                if someone.is_active:
                    self.vault.sign_in(someone.staff_no, someone.password).wipe()
                    someone.failures = 0

    @rule(data=st.data())
    def sign_once(self, data: st.DataObject) -> None:
        someone = self.who(data)
        if self.model.is_waiting(someone) or not someone.is_active:
            return
        if someone.must_change:
            with pytest.raises(NewPasswordNeededError), self.vault.sign_once(someone.staff_no, someone.password):
                pass
        else:
            with self.vault.sign_once(someone.staff_no, someone.password) as one:
                self.model.signatures.append((one.signer_key_id, one.sign(b"digest")))
        someone.failures = 0

    @rule(seconds=st.sampled_from([1, 29, 30, 60, 600, 3600]))
    def time_passes(self, seconds: int) -> None:
        self.model.seconds += seconds
        self.branch.clock.advance(seconds)

    @rule(session=consumes(sessions))
    def end_session(self, session: Session | None) -> None:
        if session is not None:
            session.wipe()

    @rule(data=st.data(), cut=CUTS)
    def change_password(self, data: st.DataObject, cut: str | None) -> None:
        someone = self.who(data)
        if self.model.is_waiting(someone) or not someone.is_active or self.model.has_failures:
            return  # one write only, so that the model knows which one was cut
        new = self.model.word()

        def done() -> None:
            self.model.old_passwords.append(someone.password)
            someone.password, someone.must_change = new, False

        self.do(cut, lambda: self.vault.change_password(someone.staff_no, someone.password, new), done)

    @rule(data=st.data())
    def disk_full(self, data: st.DataObject) -> None:
        someone = self.who(data)
        if self.model.is_waiting(someone) or not someone.is_active:
            return
        before = self.branch.file.read_bytes()
        with full_disk():
            self.vault.sign_in(someone.staff_no, someone.password).wipe()
            with pytest.raises(KeystoreUnreadableError):
                self.vault.change_password(someone.staff_no, someone.password, "never to be written")
            with pytest.raises(KeystoreUnreadableError):
                self.vault.sign_in(someone.staff_no, "a guess that can't be counted")
        assert self.branch.file.read_bytes() == before

    @rule()
    def reopen(self) -> None:
        self.vault.close()
        self.vault = self.branch.open()

    def do(self, cut: str | None, act: Callable[[], object], done: Callable[[], None]) -> None:
        """`act`, cut at a point of its one write; `done` tells the model where it counts. A crash ends the program."""
        if cut is None:
            act()
            done()
            return
        with crash_at(cut), pytest.raises(CrashError):
            act()
        if cut == "after_replace":
            done()
        self.reopen()
