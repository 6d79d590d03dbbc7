"""Whatever people, headquarters and crashes do, in whatever order: who should get in gets in, nobody else does, and
nothing is lost.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import invariant, rule
from support.cut_writes import CrashError, crash_at
from support.keystore_model import Someone, answer_of_headquarters
from support.sign_in_machine import CUTS, SignInMachine
from support.vault import BRANCH, CHEAP, MemorySecrets

from app.domain.directory import Listed, StaffDirectory, reaches
from app.domain.people import MANAGERS, Person, Role
from app.journal.recovery import KEYRING_LOST, SUPERVISOR_FORGOTTEN
from app.journal.signature import verify
from app.vault.errors import SignInError
from app.vault.people_keys import NewPerson
from app.vault.recovering import begin_recovery, finish_recovery
from app.vault.sessions import Session

ROLES = st.sampled_from([Role.TELLER, Role.HANDLER, Role.SUPERVISOR, Role.AUDITOR, Role.BRANCH_HEAD])


class KeystoreMachine(SignInMachine):
    """Everything else that changes a keystore: people, the database key, headquarters."""

    # -- people --------------------------------------------------------------------------------------------------

    @contextmanager
    def _manager(self, data: st.DataObject) -> Iterator[tuple[Session, Someone] | None]:
        """Somebody who may manage people, signed in; None when none can come in now."""
        able = [
            s for s in self.model.people.values() if s.is_active and s.role in MANAGERS and not self.model.is_waiting(s)
        ]
        if not able:
            yield None
            return
        someone = data.draw(st.sampled_from(sorted(able, key=lambda each: each.staff_no)), label="manager")
        session = self.signed_in(someone)
        someone.failures = 0
        with session:
            yield session, someone

    @rule(data=st.data(), role=ROLES, cut=CUTS, is_again=st.booleans())
    def add_person(self, data: st.DataObject, role: Role, cut: str | None, is_again: bool) -> None:
        with self._manager(data) as found:
            if found is None:
                return
            session, by = found
            new = self.model.newcomer(role)
            if is_again and self.model.free_numbers:
                new = NewPerson(self.model.free_numbers[-1], new.name, role, new.password)
            if not reaches(by.role, [role]):
                with pytest.raises(SignInError):
                    self.vault.add_person(session, new)
                return
            self.do(cut, lambda: self.vault.add_person(session, new), lambda: self.model.added(new))

    @rule(
        data=st.data(),
        what=st.sampled_from(["suspend", "resume", "remove", "reset", "change"]),
        role=ROLES,
        cut=CUTS,
    )
    def decide_on_somebody(self, data: st.DataObject, what: str, role: Role, cut: str | None) -> None:
        with self._manager(data) as found:
            if found is None:
                return
            session, by = found
            someone, word = self.who(data), self.model.word()
            number = someone.staff_no
            acts: dict[str, tuple[Callable[[], object], bool, Callable[[], None]]] = {
                "suspend": (
                    lambda: self.vault.suspend(session, number),
                    someone.is_active,
                    lambda: self.model.suspended(someone, "branch"),
                ),
                "resume": (
                    lambda: self.vault.resume(session, number),
                    someone.suspended_by == "branch",
                    lambda: self.model.resumed(someone),
                ),
                "remove": (lambda: self.vault.remove(session, number), True, lambda: self.model.removed(someone)),
                "reset": (
                    lambda: self.vault.reset_password(session, number, word),
                    True,
                    lambda: self.model.reset(someone, word),
                ),
                "change": (
                    lambda: self.vault.change_person(session, number, role=role),
                    reaches(by.role, [role]),
                    lambda: setattr(someone, "role", role),
                ),
            }
            act, is_possible, done = acts[what]
            if someone is by or not is_possible or not reaches(by.role, [someone.role]):
                before = self.branch.file.read_bytes()
                with pytest.raises(SignInError):
                    act()
                assert self.branch.file.read_bytes() == before
                return
            self.do(cut, act, done)
            self.model.free_numbers = [n for n in self.model.free_numbers if n not in self.model.people]

    # -- keys ----------------------------------------------------------------------------------------------------

    @rule(data=st.data(), begin_cut=CUTS, end=st.sampled_from(["finish", "leave", "cancel"]), end_cut=CUTS)
    def rotate(self, data: st.DataObject, begin_cut: str | None, end: str, end_cut: str | None) -> None:
        with self._manager(data) as found:
            if found is None:
                return
            session, _ = found
            before = self.model.pending
            if before is not None:
                begin_cut = None  # nothing is written: the pending key goes on
            fresh: list[bytes] = []
            self.do(begin_cut, lambda: fresh.append(bytes(self.vault.begin_rotation(session).b)), lambda: None)
            if begin_cut == "after_replace":
                self.model.pending = self._pending_on_disk()
                self.model.begun()
            if not fresh:
                return
            if before is None:
                self.model.begun()
            assert before in (None, fresh[0])
            self.model.pending = fresh[0]
            if end == "finish":
                self.do(end_cut, self.vault.finish_rotation, self.model.finished)
                if end_cut is None:
                    session.promote_key()
                    assert bytes(session.key.b) == self.model.current
            elif end == "cancel":
                self.do(end_cut, self.vault.cancel_rotation, self.model.cancelled)

    def _pending_on_disk(self) -> bytes | None:
        someone = next(s for s in self.model.people.values() if s.is_active and not self.model.is_waiting(s))
        with self.vault.sign_in(someone.staff_no, someone.password) as session:
            someone.failures = 0
            return session.pending_key and bytes(session.pending_key.b)

    # -- headquarters --------------------------------------------------------------------------------------------

    @rule(data=st.data(), is_newer=st.booleans(), cut=CUTS)
    def apply_directory(self, data: st.DataObject, is_newer: bool, cut: str | None) -> None:
        """Headquarters lists everybody, some of them as gone; one who manages people stays."""
        people = sorted(self.model.people.values(), key=lambda each: each.staff_no)
        keeps = [s for s in people if s.is_active and s.role in MANAGERS]
        if not keeps:
            return
        gone = {s.staff_no for s in data.draw(st.lists(st.sampled_from(people), max_size=3))} - {keeps[0].staff_no}
        left_out = {s.staff_no for s in data.draw(st.lists(st.sampled_from(people), max_size=1))} - {keeps[0].staff_no}
        listed = tuple(
            Listed(Person(s.staff_no, s.name, s.role, BRANCH, s.staff_no not in gone), ())
            for s in people
            if s.staff_no not in left_out
        )
        now = self.branch.clock.now()
        directory = StaffDirectory(BRANCH, 1, now + timedelta(days=365 if is_newer else -365), 3, listed)
        out = (gone | left_out) if is_newer else gone - left_out
        changes = [s for s in people if (s.staff_no in out) == s.is_active and s.suspended_by != "branch"]

        def done() -> None:
            for someone in changes:
                if someone.is_active:
                    self.model.suspended(someone, "headquarters")
                else:
                    self.model.resumed(someone)

        self.do(cut if changes else None, lambda: self.vault.apply_directory(directory), done)
        assert self.vault.apply_directory(directory) == () or cut in ("before_write", "before_replace")
        done_late = [s for s in changes if (s.staff_no in out) == s.is_active]
        for someone in done_late:  # the crash came first, and the second call did it
            self.model.suspended(someone, "headquarters") if someone.is_active else self.model.resumed(someone)
        self._somebody_completes_the_seals(keeps[0])

    def _somebody_completes_the_seals(self, someone: Someone) -> None:
        """Whoever headquarters lets in again gets the present keys when one who manages people signs in."""
        if self.model.is_waiting(someone):
            self.time_passes(4000)
        self.signed_in(someone).wipe()
        someone.failures = 0

    @rule(data=st.data(), is_keyring_lost=st.booleans(), cut=CUTS)
    def recover(self, data: st.DataObject, is_keyring_lost: bool, cut: str | None) -> None:
        """From the folder alone, with headquarters' help; sometimes the power fails in it, and it is done again."""
        someone, password = self.who(data), self.model.word()
        self.vault.close()
        if is_keyring_lost:
            self.branch.secrets = MemorySecrets()
        why = KEYRING_LOST if is_keyring_lost else SUPERVISOR_FORGOTTEN
        begun = begin_recovery(self.branch.folder, why, clock=self.branch.clock, cost=CHEAP)
        answer = answer_of_headquarters(begun.request, someone.staff_no, self.branch.clock.now())

        def finish() -> None:
            finish_recovery(
                self.branch.folder,
                begun.code,
                answer,
                self.branch.secrets,
                password,
                cost=CHEAP,
                clock=self.branch.clock,
            )

        if cut is not None:
            with crash_at(cut), pytest.raises(CrashError):
                finish()
        finish()
        self.vault = self.branch.open()
        self.model.recovered(someone, password)
        assert self.vault.rotation_due == "recovered"
        self.signed_in(someone).wipe()

    # -- what always holds ---------------------------------------------------------------------------------------

    @invariant()
    def the_keystore_opens_and_knows_everybody(self) -> None:
        if not hasattr(self, "vault"):
            return
        with self.branch.open() as fresh:
            assert set(fresh.people()) == set(self.model.people)
            assert fresh.device_public_key == self.device
            for number, person in fresh.people().items():
                assert person.is_active == self.model.people[number].is_active
                assert person.role is self.model.people[number].role
            assert (fresh.rotation_due is not None) == self.model.is_due
            keys = {entry.key_id: entry.sign_public for entry in fresh.directory()}
            keys |= {old.key_id: old.sign for entry in fresh.directory() for old in entry.earlier}
        for key_id, signature in self.model.signatures:
            assert verify(keys[key_id], b"digest", signature), "what was signed stays provable"
        self.model.signatures = self.model.signatures[-20:]

    @invariant()
    def keys_are_sealed_to_those_inside_only(self) -> None:
        """By whom a new key can be opened: nobody who was outside when it was made, and not since."""
        if not hasattr(self, "vault"):
            return
        store = self.vault._kept.value
        active = {user.uid for user in store.users if user.is_active}
        removed = {user.uid for user in store.users if user.status == "removed"}
        for name, record in store.keys.items():
            assert active <= set(record.seals)
            assert not removed & set(record.seals)
            assert {"hq1", "hq2"} <= set(record.seals)
            if name == store.pending:
                assert set(record.seals) == active | {"hq1", "hq2"}
        opened_by = {user.staff_no for user in store.users if user.uid in store.keys[store.current].seals}
        assert opened_by <= self.model.may_hold_current

    def teardown(self) -> None:
        if hasattr(self, "vault"):
            self.branch.clock.advance(4000)
            self.model.seconds += 4000
            for someone in self.model.people.values():
                if someone.is_active:
                    self.signed_in(someone).wipe()
            self.vault.close()
        self._folder.cleanup()


KeystoreMachine.TestCase.settings = settings(max_examples=60, stateful_step_count=30, deadline=None)
TestKeystore = KeystoreMachine.TestCase
TestKeystore.pytestmark = [pytest.mark.allow_log("could not be written")]
