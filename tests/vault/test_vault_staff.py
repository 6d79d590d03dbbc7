"""Who may change whose standing, what it leaves in the keystore, and what headquarters' directory does to it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from support.vault import BRANCH, HANDLER, SUPERVISOR, TELLER, Branch

from app.domain.directory import Listed, StaffDirectory
from app.domain.people import Person, Role
from app.journal.signature import verify
from app.vault.errors import (
    BeyondReachError,
    LastManagerError,
    LockedOutError,
    NewPasswordNeededError,
    NoStoreKeyError,
    NoSuchPersonError,
    NotAllowedError,
    OwnRecordError,
    PersonSuspendedError,
    SessionStaleError,
    StandingUnchangedError,
    SuspendedByHeadquartersError,
    UnknownPersonError,
    WeakPasswordError,
    WrongPasswordError,
)
from app.vault.passwords import check_new_password, suggested_password
from app.vault.people_keys import NewPerson
from app.vault.sessions import Session
from app.vault.staff_rules import check_still_managed
from app.vault.vault import Vault

HEAD = NewPerson("B001", "孙行长", Role.BRANCH_HEAD, "morning market 5")
SECOND = NewPerson("S002", "周主管", Role.SUPERVISOR, "evening market 6")
PEOPLE = (TELLER, SUPERVISOR, HANDLER, HEAD, SECOND)


@pytest.fixture
def vault(branch: Branch) -> Iterator[Vault]:
    with branch.create(PEOPLE) as vault:
        yield vault


@pytest.fixture
def supervisor(vault: Vault) -> Iterator[Session]:
    with vault.sign_in("S001", SUPERVISOR.password) as session:
        yield session


@pytest.fixture
def head(vault: Vault) -> Iterator[Session]:
    with vault.sign_in("B001", HEAD.password) as session:
        yield session


def _directory(
    *people: tuple[str, str, Role, bool], issued_at: datetime, pending: tuple[str, ...] = ()
) -> StaffDirectory:
    listed = tuple(Listed(Person(no, name, role, BRANCH, is_active), ()) for no, name, role, is_active in people)
    return StaffDirectory(BRANCH, 1, issued_at, 3, listed, pending=pending)


EVERYBODY = tuple((new.staff_no, new.name, new.role, True) for new in PEOPLE)


def test_a_branch_head_enrols_every_role_and_a_supervisor_only_below(
    vault: Vault, supervisor: Session, head: Session
) -> None:
    for number, role in enumerate((Role.TELLER, Role.HANDLER, Role.SUPERVISOR, Role.AUDITOR, Role.BRANCH_HEAD)):
        new = NewPerson(f"N{number}", "新人", role, "a first password")
        assert vault.add_person(head, new).person.role is role
    with pytest.raises(BeyondReachError):
        vault.add_person(supervisor, NewPerson("N9", "新人", Role.BRANCH_HEAD, "a first password"))
    with pytest.raises(BeyondReachError):
        vault.change_person(supervisor, "T001", role=Role.BRANCH_HEAD)
    with pytest.raises(BeyondReachError):
        vault.reset_password(supervisor, "B001", "a first password")
    assert vault.change_person(supervisor, "T001", name="王小芳", role=Role.HANDLER).person.role is Role.HANDLER
    assert vault.people()["T001"].name == "王小芳"


def test_nobody_changes_the_own_standing(vault: Vault, supervisor: Session) -> None:
    for change in (vault.suspend, vault.remove, vault.resume):
        with pytest.raises(OwnRecordError):
            change(supervisor, "S001")
    with pytest.raises(OwnRecordError):
        vault.change_person(supervisor, "S001", role=Role.TELLER)
    with pytest.raises(OwnRecordError):
        vault.reset_password(supervisor, "S001", "a first password")


def test_somebody_always_looks_after_people(vault: Vault, head: Session) -> None:
    vault.suspend(head, "S001")
    vault.remove(head, "S002")
    store = vault._kept.value
    only = store.find("B001")
    assert only is not None
    check_still_managed(store)
    with pytest.raises(LastManagerError):
        check_still_managed(store.with_user(replace(only, role=Role.TELLER)))


def test_a_tellers_session_changes_nobody(vault: Vault, branch: Branch) -> None:
    before = branch.file.read_bytes()
    with vault.sign_in("T001", TELLER.password) as teller:
        for change in (vault.suspend, vault.remove, vault.resume):
            with pytest.raises(NotAllowedError):
                change(teller, "H001")
        with pytest.raises(NotAllowedError):
            vault.reset_password(teller, "H001", "a first password")
        with pytest.raises(NotAllowedError):
            vault.change_person(teller, "H001", name="别人")
    assert branch.file.read_bytes() == before


def test_who_was_suspended_meanwhile_changes_nobody_any_more(vault: Vault, supervisor: Session, head: Session) -> None:
    vault.suspend(head, "S001")
    with pytest.raises(NotAllowedError):
        vault.suspend(supervisor, "T001")
    assert not vault.is_welcome(supervisor.uid)
    assert vault.is_welcome(head.uid)
    assert not vault.is_welcome("nobody")


def test_suspended_and_resumed(vault: Vault, supervisor: Session) -> None:
    with pytest.raises(StandingUnchangedError):
        vault.resume(supervisor, "T001")
    change = vault.suspend(supervisor, "T001")
    assert not change.person.is_active
    assert not vault.is_welcome(change.uid)
    with pytest.raises(PersonSuspendedError):
        vault.sign_in("T001", TELLER.password)
    with pytest.raises(StandingUnchangedError):
        vault.suspend(supervisor, "T001")
    with pytest.raises(NoSuchPersonError):
        vault.suspend(supervisor, "T009")
    assert vault.resume(supervisor, "T001").person.is_active
    vault.sign_in("T001", TELLER.password).wipe()


def test_who_left_opens_nothing_and_the_number_is_free(vault: Vault, supervisor: Session) -> None:
    with vault.sign_in("T001", TELLER.password) as teller:
        signature, old_key = teller.sign(b"digest"), bytes(teller.signer_key_id)
        uid = teller.uid
    change = vault.remove(supervisor, "T001")
    assert change.uid == uid
    assert not change.person.is_active
    assert vault.rotation_due == "person_removed"
    with pytest.raises(UnknownPersonError):
        vault.sign_in("T001", TELLER.password)
    store = vault._kept.value
    assert all(uid not in record.seals for record in store.keys.values())
    assert store.by_uid(uid).wrapped_sign == store.by_uid(uid).wrapped_seal == b""
    assert "T001" not in vault.people()
    again = vault.add_person(supervisor, NewPerson("T001", "郑新", Role.TELLER, "a first password"))
    assert again.uid != uid
    vault.sign_in("T001", "a first password").wipe()
    entries = [entry for entry in vault.directory() if entry.person.staff_no == "T001"]
    assert [entry.standing for entry in entries] == ["removed", "active"]
    assert entries[0].key_id == old_key
    assert verify(entries[0].sign_public, b"digest", signature)


def test_a_forgotten_password_gives_new_keys_and_old_signatures_hold(
    vault: Vault, supervisor: Session, branch: Branch
) -> None:
    with vault.sign_in("T001", TELLER.password) as teller:
        signature, old_key = teller.sign(b"digest"), teller.signer_key_id
        key = bytes(teller.key.b)
    for _ in range(5):
        with pytest.raises((WrongPasswordError, LockedOutError)):
            vault.sign_in("T001", "was it this one")
    with pytest.raises(WeakPasswordError):
        vault.reset_password(supervisor, "T001", "12345678")
    change = vault.reset_password(supervisor, "T001", "a first password")
    assert change.earlier_key_id == old_key
    assert change.key_id != old_key
    with pytest.raises(WrongPasswordError):
        vault.sign_in("T001", TELLER.password)
    with vault.sign_in("T001", "a first password") as teller:
        assert teller.must_change_password
        assert bytes(teller.key.b) == key
        assert teller.signer_key_id == change.key_id
    vault.change_password("T001", "a first password", "my own sentence")
    vault.close()
    with branch.open() as again:
        with again.sign_in("T001", "my own sentence") as teller:
            assert not teller.must_change_password
        (entry,) = [each for each in again.directory() if each.person.staff_no == "T001"]
    (earlier,) = entry.earlier
    assert (earlier.key_id, earlier.retired_why, earlier.retired_at) == (old_key, "forgotten", branch.clock.now())
    assert verify(earlier.sign, b"digest", signature)


def test_nothing_is_signed_under_a_password_that_somebody_else_chose(vault: Vault, supervisor: Session) -> None:
    vault.reset_password(supervisor, "H001", "a first password")
    with pytest.raises(NewPasswordNeededError), vault.sign_once("H001", "a first password"):
        pass
    vault.change_password("H001", "a first password", "another password")
    with vault.sign_once("H001", "another password") as once:
        assert len(once.sign(bytes(32))) == 64


def test_a_suspended_persons_new_password_does_not_let_in(vault: Vault, supervisor: Session) -> None:
    vault.suspend(supervisor, "T001")
    vault.reset_password(supervisor, "T001", "a first password")
    with pytest.raises(PersonSuspendedError):
        vault.sign_in("T001", "a first password")
    vault.resume(supervisor, "T001")
    vault.sign_in("T001", "a first password").wipe()


def test_a_session_that_lacks_the_new_key_seals_nothing(vault: Vault, supervisor: Session, head: Session) -> None:
    vault.begin_rotation(head)
    with pytest.raises(SessionStaleError):
        vault.add_person(supervisor, NewPerson("T002", "郑新", Role.TELLER, "a first password"))
    vault.add_person(head, NewPerson("T002", "郑新", Role.TELLER, "a first password"))
    with vault.sign_in("T002", "a first password") as new:
        assert new.pending_key is not None


def test_a_directory_rules_names_roles_and_standing(vault: Vault, branch: Branch) -> None:
    at = branch.clock.now() + timedelta(days=1)
    directory = _directory(
        ("t００1", "王芳（调入）", Role.HANDLER, True),
        ("H001", HANDLER.name, HANDLER.role, False),
        *EVERYBODY[3:],
        issued_at=at,
    )
    changed = {change.person.staff_no: change.person for change in vault.apply_directory(directory)}
    assert set(changed) == {"T001", "H001", "S001"}
    assert changed["T001"].name == "王芳（调入）"
    assert changed["T001"].role is Role.HANDLER
    assert not changed["H001"].is_active
    assert not changed["S001"].is_active, "who is not in it does not work here"
    assert vault.apply_directory(directory) == ()
    with pytest.raises(PersonSuspendedError):
        vault.sign_in("S001", SUPERVISOR.password)
    with vault.sign_in("B001", HEAD.password) as head, pytest.raises(SuspendedByHeadquartersError):
        vault.resume(head, "S001")
    back = vault.apply_directory(_directory(*EVERYBODY, issued_at=at))
    assert {change.person.staff_no for change in back} == {"T001", "H001", "S001"}
    vault.sign_in("S001", SUPERVISOR.password).wipe()


def test_who_came_after_the_directory_or_waits_for_a_word_stays(vault: Vault, branch: Branch, head: Session) -> None:
    issued_at = branch.clock.now()
    waiting = ("S002",)
    branch.clock.advance(3600)
    vault.add_person(head, NewPerson("T002", "郑新", Role.TELLER, "a first password"))
    changed = vault.apply_directory(_directory(*EVERYBODY[:4], issued_at=issued_at, pending=waiting))
    assert changed == ()


def test_what_the_branch_suspended_headquarters_does_not_undo_unknowingly(vault: Vault, supervisor: Session) -> None:
    vault.suspend(supervisor, "T001")
    assert vault.apply_directory(_directory(*EVERYBODY, issued_at=datetime(2027, 1, 1, tzinfo=UTC))) == ()
    vault.resume(supervisor, "T001")


def test_a_directory_may_shut_everybody_out_and_let_in_again_across_a_change_of_keys(
    vault: Vault, branch: Branch, head: Session
) -> None:
    at = branch.clock.now() + timedelta(days=1)
    vault.apply_directory(_directory(("B001", HEAD.name, HEAD.role, True), issued_at=at))
    vault.begin_rotation(head)
    vault.finish_rotation()
    head.promote_key()
    vault.apply_directory(_directory(*((no, n, r, False) for no, n, r, _ in EVERYBODY), issued_at=at))
    with pytest.raises(PersonSuspendedError):
        vault.sign_in("B001", HEAD.password)
    vault.apply_directory(_directory(*EVERYBODY, issued_at=at))
    with pytest.raises(NoStoreKeyError):
        vault.sign_in("T001", TELLER.password)
    with vault.sign_in("B001", HEAD.password) as again:
        key = bytes(again.key.b)
    with vault.sign_in("T001", TELLER.password) as teller:
        assert bytes(teller.key.b) == key


def test_suggested_passwords_are_good_and_easy_to_read() -> None:
    suggested = {suggested_password() for _ in range(200)}
    assert len(suggested) == 200
    for password in suggested:
        check_new_password(password)
        assert [len(group) for group in password.split("-")] == [5, 5, 5]
        assert not set(password) & set("01ilo")
