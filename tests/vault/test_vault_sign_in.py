"""Letting people in, and only them."""

from __future__ import annotations

from dataclasses import replace

import pytest
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from support.vault import CHEAP, HANDLER, PEOPLE, STORE, SUPERVISOR, TELLER, Branch

from app.domain.people import Role
from app.system.key_box import KeyWipedError
from app.vault.errors import (
    AlreadySignedError,
    LockedOutError,
    PersonSuspendedError,
    SessionEndedError,
    UnknownPersonError,
    WeakPasswordError,
    WrongPasswordError,
)
from app.vault.kdf import KdfCost
from app.vault.records import REMOVED, SUSPENDED
from app.vault.vault import Vault

DIGEST = b"\x5a" * 32


def _verify(public: bytes, signature: bytes, digest: bytes = DIGEST) -> None:
    Ed25519PublicKey.from_public_bytes(public).verify(signature, digest)


def _set_status(vault: Vault, staff_no: str, status: str) -> None:
    kept = vault._kept
    record = kept.refresh().find(staff_no)
    assert record is not None
    kept.save(kept.value.with_user(replace(record, status=status)))


def test_everybody_gets_the_same_database_key_and_an_own_signature(vault: Vault) -> None:
    keys, signers = set(), set()
    for new in PEOPLE:
        with vault.sign_in(new.staff_no, new.password) as session:
            assert session.person.staff_no == new.staff_no
            assert session.person.name == new.name
            assert session.person.role is new.role
            assert session.person.branch == "TS0102"
            assert session.pending_key is None
            keys.add(bytes(session.key.b))
            signers.add(session.signer_key_id)
            entry = next(each for each in vault.directory() if each.person == session.person)
            assert entry.key_id == session.signer_key_id
            _verify(entry.sign_public, session.sign(DIGEST))
    assert len(keys) == 1
    assert len(next(iter(keys))) == 32
    assert len(signers) == 3
    assert all(len(each) == 16 for each in signers)


def test_sessions_have_ids_of_their_own(vault: Vault) -> None:
    with vault.sign_in("T001", TELLER.password) as one, vault.sign_in("T001", TELLER.password) as other:
        assert one.session_id != other.session_id


def test_a_vault_opens_again_with_the_same_keys(branch: Branch) -> None:
    with branch.create() as vault, vault.sign_in("T001", TELLER.password) as session:
        before, device = bytes(session.key.b), vault.device_public_key
    with branch.open(expected_store_id=STORE) as vault, vault.sign_in("H001", HANDLER.password) as session:
        assert bytes(session.key.b) == before
        assert vault.device_public_key == device
        _verify(device, session.device_sign(DIGEST))


@pytest.mark.parametrize("typed", ["T001", "t001", " T001 ", "Ｔ００１"])
def test_staff_numbers_are_taken_as_people_type_them(vault: Vault, typed: str) -> None:
    vault.sign_in(typed, TELLER.password).wipe()


def test_the_same_password_in_another_unicode_form_opens(branch: Branch) -> None:
    with branch.create((replace(SUPERVISOR, password="Zoë's café 9"),)) as vault:
        vault.sign_in("S001", "Zoe\u0308's cafe\u0301 9").wipe()


@pytest.mark.parametrize(
    "typed", ["", "wrong", TELLER.password + " ", "\ud800", "x" * 100_000, "\0", SUPERVISOR.password]
)
def test_wrong_passwords_are_refused(vault: Vault, typed: str) -> None:
    with pytest.raises(WrongPasswordError) as caught:
        vault.sign_in("T001", typed)
    assert caught.value.tries_left == 4


@pytest.mark.parametrize("typed", ["", "X999", "吃葡萄不吐葡萄皮", "\ud800", "x" * 100_000])
def test_an_unknown_number_is_answered_like_a_wrong_password(vault: Vault, branch: Branch, typed: str) -> None:
    wrong, unknown = [], []
    for _ in range(6):
        for staff_no, answers in (("T001", wrong), (typed, unknown)):
            with pytest.raises((WrongPasswordError, LockedOutError)) as caught:
                vault.sign_in(staff_no, "no password of anybody")
            answers.append((caught.value.code, caught.value.details))
    assert wrong == unknown
    assert typed == "" or typed.encode("utf-8", "replace") not in branch.file.read_bytes()


def test_an_unknown_number_is_told_apart_inside_the_program(vault: Vault) -> None:
    with pytest.raises(UnknownPersonError):
        vault.sign_in("X001", "whatever it is")


def test_five_failures_lock_out_and_each_further_one_doubles_the_wait(vault: Vault, branch: Branch) -> None:
    for left in (4, 3, 2, 1):
        with pytest.raises(WrongPasswordError) as wrong:
            vault.sign_in("T001", "wrong")
        assert wrong.value.tries_left == left
    waits = []
    for _ in range(10):
        with pytest.raises(LockedOutError) as locked:
            vault.sign_in("T001", "wrong")
        waits.append((locked.value.until - branch.clock.now()).total_seconds())
        with pytest.raises(LockedOutError):
            vault.sign_in("T001", TELLER.password)
        vault.sign_in("S001", SUPERVISOR.password).wipe()  # others are not kept out
        branch.clock.advance(waits[-1])
    assert waits == [30, 60, 120, 240, 480, 960, 1920, 3600, 3600, 3600]
    vault.sign_in("T001", TELLER.password).wipe()
    with pytest.raises(WrongPasswordError) as wrong:
        vault.sign_in("T001", "wrong")
    assert wrong.value.tries_left == 4


def test_a_lock_out_outlives_the_program(branch: Branch) -> None:
    with branch.create() as vault:
        for _ in range(5):
            with pytest.raises((WrongPasswordError, LockedOutError)):
                vault.sign_in("T001", "wrong")
    with branch.open() as vault, pytest.raises(LockedOutError):
        vault.sign_in("T001", TELLER.password)


@pytest.mark.allow_log("clock went back")
def test_a_clock_set_back_neither_ends_nor_prolongs_a_wait(vault: Vault, branch: Branch) -> None:
    branch.clock.advance(10 * 365 * 86400)  # the clock was wrong by ten years
    for _ in range(5):
        with pytest.raises((WrongPasswordError, LockedOutError)):
            vault.sign_in("T001", "wrong")
    branch.clock.advance(-10 * 365 * 86400)
    with pytest.raises(LockedOutError) as locked:
        vault.sign_in("T001", TELLER.password)
    assert (locked.value.until - branch.clock.now()).total_seconds() == 30
    branch.clock.advance(30)
    vault.sign_in("T001", TELLER.password).wipe()


def test_one_password_tried_on_everybody_slows_the_whole_pc(vault: Vault, branch: Branch) -> None:
    for number in range(19):
        with pytest.raises(WrongPasswordError):
            vault.sign_in(f"X{number}", "spring2026!")
    with pytest.raises(LockedOutError):
        vault.sign_in("X19", "spring2026!")
    with pytest.raises(LockedOutError):
        vault.sign_in("T001", TELLER.password)
    branch.clock.advance(30)
    vault.sign_in("T001", TELLER.password).wipe()
    with pytest.raises(WrongPasswordError):
        vault.sign_in("X20", "spring2026!")


def test_strangers_do_not_fill_the_keystore(vault: Vault, branch: Branch) -> None:
    for number in range(200):
        branch.clock.advance(301)
        with pytest.raises((WrongPasswordError, LockedOutError)):
            vault.sign_in(f"X{number}", "wrong")
    assert len(vault._kept.value.strangers) == 64
    assert branch.file.stat().st_size < 20_000


def test_a_suspended_person_is_told_so_only_with_the_right_password(vault: Vault) -> None:
    _set_status(vault, "T001", SUSPENDED)
    with pytest.raises(PersonSuspendedError):
        vault.sign_in("T001", TELLER.password)
    with pytest.raises(WrongPasswordError):
        vault.sign_in("T001", "wrong")
    assert vault.people()["T001"].is_active is False


def test_a_removed_person_is_a_stranger_whose_signatures_still_prove(vault: Vault) -> None:
    with vault.sign_in("T001", TELLER.password) as session:
        signature = session.sign(DIGEST)
    _set_status(vault, "T001", REMOVED)
    with pytest.raises(UnknownPersonError):
        vault.sign_in("T001", TELLER.password)
    entry = next(each for each in vault.directory() if each.person.staff_no == "T001")
    assert not entry.person.is_active
    _verify(entry.sign_public, signature)
    assert "T001" not in vault.people()


# --- sessions --------------------------------------------------------------------------------------------------------


def test_a_wiped_session_does_nothing_any_more(vault: Vault) -> None:
    session = vault.sign_in("T001", TELLER.password)
    key, raw, seed = session.key, session.key.b, session._sign_seed._bytes
    own = session.take_key()
    session.wipe()
    session.wipe()
    assert session.is_ended
    assert raw == bytearray(32)
    assert seed == bytearray(32)
    for use in (
        lambda: session.key,
        lambda: session.pending_key,
        session.take_key,
        lambda: session.sign(DIGEST),
        lambda: session.device_sign(DIGEST),
    ):
        with pytest.raises(SessionEndedError):
            use()
    with pytest.raises(KeyWipedError):
        _ = key.b
    assert own.b != bytearray(32)  # a copy that was taken lives on its owner's account
    own.wipe()


def test_one_signature_is_one_signature(vault: Vault) -> None:
    with vault.sign_once("S001", SUPERVISOR.password) as one:
        assert one.person.role is Role.SUPERVISOR
        signature = one.sign(DIGEST)
        with pytest.raises(AlreadySignedError):
            one.sign(DIGEST)
    with pytest.raises(AlreadySignedError):
        one.sign(DIGEST)
    entry = next(each for each in vault.directory() if each.key_id == one.signer_key_id)
    _verify(entry.sign_public, signature)
    with pytest.raises(InvalidSignature):
        _verify(entry.sign_public, signature, b"\0" * 32)


def test_an_unused_signature_ends_with_its_block(vault: Vault) -> None:
    with vault.sign_once("S001", SUPERVISOR.password) as one:
        seed = one._sign_seed._bytes
    assert seed == bytearray(32)
    with pytest.raises(SessionEndedError):
        one.sign(DIGEST)


def test_the_approval_dialog_counts_failures_like_the_sign_in_page(vault: Vault) -> None:
    for _ in range(4):
        with pytest.raises(WrongPasswordError), vault.sign_once("S001", TELLER.password):
            raise AssertionError("let in")
    with pytest.raises(LockedOutError):
        vault.sign_in("S001", "wrong")


def test_the_device_signs_with_nobody_signed_in_until_the_vault_is_closed(vault: Vault) -> None:
    _verify(vault.device_public_key, vault.device_sign(DIGEST))
    vault.close()
    with pytest.raises(KeyWipedError):
        vault.device_sign(DIGEST)


# --- passwords -------------------------------------------------------------------------------------------------------


def test_a_changed_password_opens_the_same_keys_and_the_old_one_nothing(branch: Branch) -> None:
    with branch.create((replace(TELLER, must_change_password=True), SUPERVISOR)) as vault:
        with vault.sign_in("T001", TELLER.password) as session:
            assert session.must_change_password
            before = (bytes(session.key.b), session.signer_key_id)
        vault.change_password("T001", TELLER.password, "a new one for Monday")
    with branch.open() as vault:
        with pytest.raises(WrongPasswordError):
            vault.sign_in("T001", TELLER.password)
        with vault.sign_in("T001", "a new one for Monday") as session:
            assert not session.must_change_password
            assert (bytes(session.key.b), session.signer_key_id) == before


def test_changing_needs_the_old_password_and_counts_failures(vault: Vault) -> None:
    for _ in range(4):
        with pytest.raises(WrongPasswordError):
            vault.change_password("T001", "wrong", "a new one for Monday")
    with pytest.raises(LockedOutError):
        vault.change_password("T001", "wrong", "a new one for Monday")


@pytest.mark.parametrize(
    ("new", "code"),
    [("short", "password_too_short"), ("12345678", "password_common"), (TELLER.password, "password_same")],
)
def test_a_bad_new_password_is_refused_before_anything_is_tried(vault: Vault, new: str, code: str) -> None:
    revision = vault._kept.value.revision
    with pytest.raises(WeakPasswordError) as caught:
        vault.change_password("T001", TELLER.password, new)
    assert caught.value.code == code
    assert vault._kept.refresh().revision == revision


def test_the_cost_of_a_guess_rises_at_the_next_sign_in(branch: Branch) -> None:
    with branch.create() as vault:
        assert vault._kept.value.users[0].cost == CHEAP
    dearer = KdfCost(memory_kib=64, passes=1, lanes=1)
    with branch.open(cost=dearer) as vault:
        vault.sign_in("T001", TELLER.password).wipe()
        assert [user.cost for user in vault._kept.value.users] == [dearer, CHEAP, CHEAP]
        revision = vault._kept.value.revision
        vault.sign_in("T001", TELLER.password).wipe()
        assert vault._kept.value.revision == revision
    with branch.open() as vault:  # and never falls
        vault.sign_in("T001", TELLER.password).wipe()
        assert vault._kept.value.users[0].cost == dearer
