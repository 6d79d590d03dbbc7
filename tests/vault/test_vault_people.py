"""Enrolling people, and making the vault itself."""

from __future__ import annotations

from dataclasses import replace

import pytest
from support.vault import CHEAP, HANDLER, PEOPLE, STORE, SUPERVISOR, TELLER, Branch

from app.domain.people import Role
from app.vault.errors import (
    DuplicateStaffNumberError,
    NoSupervisorError,
    NotAllowedError,
    SessionEndedError,
    VaultExistsError,
    WeakPasswordError,
)
from app.vault.people_keys import NewPerson
from app.vault.vault import Vault, new_store_id


def test_a_supervisor_enrols_and_the_new_person_opens_the_store(vault: Vault) -> None:
    new = NewPerson("A007", "钱七", Role.HANDLER, "a first password", must_change_password=True)
    with vault.sign_in("S001", SUPERVISOR.password) as supervisor:
        assert vault.add_person(supervisor, new).person.staff_no == "A007"
        key = bytes(supervisor.key.b)
        with pytest.raises(DuplicateStaffNumberError):
            vault.add_person(supervisor, replace(new, staff_no="ａ００７"))
    with vault.sign_in("A007", new.password) as session:
        assert bytes(session.key.b) == key
        assert session.must_change_password


def test_only_a_living_supervisor_session_enrols(vault: Vault) -> None:
    new = NewPerson("A007", "钱七", Role.HANDLER, "a first password")
    with vault.sign_in("T001", TELLER.password) as session, pytest.raises(NotAllowedError):
        vault.add_person(session, new)
    session = vault.sign_in("S001", SUPERVISOR.password)
    session.wipe()
    with pytest.raises(SessionEndedError):
        vault.add_person(session, new)


@pytest.mark.parametrize(
    "people",
    [
        (replace(TELLER, staff_no=" "), SUPERVISOR),
        (replace(TELLER, name=""), SUPERVISOR),
        (replace(TELLER, name="\ud800\ud800"), SUPERVISOR),
        (replace(TELLER, role=Role.HEADQUARTERS), SUPERVISOR),
    ],
)
def test_impossible_people_are_a_bug_of_the_caller(branch: Branch, people: tuple[NewPerson, ...]) -> None:
    with pytest.raises(ValueError) as caught:  # noqa: PT011 (which one is nobody's business)
        branch.create(people)
    assert not branch.file.exists()
    assert TELLER.password not in repr(caught.value)


def test_a_first_staff_needs_a_supervisor_and_different_numbers(branch: Branch) -> None:
    with pytest.raises(NoSupervisorError):
        branch.create((TELLER, HANDLER))
    with pytest.raises(DuplicateStaffNumberError):
        branch.create((TELLER, replace(HANDLER, staff_no="t001"), SUPERVISOR))
    with pytest.raises(WeakPasswordError):
        branch.create((replace(TELLER, password="T001T001"), SUPERVISOR))
    assert list(branch.folder.iterdir()) == []
    assert branch.secrets.kept == {}


def test_nothing_is_created_over_something(branch: Branch) -> None:
    branch.create().close()
    before = branch.file.read_bytes()
    with pytest.raises(VaultExistsError):
        branch.create()
    assert branch.file.read_bytes() == before
    branch.secrets.delete(STORE)
    for content in (before, b"", b"foreign"):
        branch.file.write_bytes(content)
        with pytest.raises(VaultExistsError):
            branch.create()
        assert branch.file.read_bytes() == content
        assert branch.secrets.kept == {}


def test_a_machine_secret_without_keystore_is_not_replaced_either(branch: Branch) -> None:
    branch.create().close()
    kept = dict(branch.secrets.kept)
    branch.file.unlink()
    with pytest.raises(VaultExistsError):
        branch.create()
    assert branch.secrets.kept == kept
    assert not branch.file.exists()


@pytest.mark.parametrize("store_id", ["", "short", "x" * 65, "mit leer zeichen", "schlüssel-1234", "../../../etc"])
def test_store_ids_are_plain(branch: Branch, store_id: str) -> None:
    with pytest.raises(ValueError, match="store id"):
        Vault.create(branch.folder, store_id, branch.secrets, PEOPLE, branch="TS0102", cost=CHEAP)


def test_new_store_ids_differ() -> None:
    assert new_store_id() != new_store_id()
