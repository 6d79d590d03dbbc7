"""The database key is changed in two slots; headquarters' keys and the journal's anchor beside it."""

from __future__ import annotations

import json

import pytest
from support.vault import HANDLER, STORE, SUPERVISOR, TELLER, Branch

from app.domain.people import Role
from app.journal.sealing import seal_public, store_key_context, unseal
from app.system.key_box import KeyWipedError
from app.vault.anchors import Anchor
from app.vault.errors import AnchorLostError, AnchorTamperedError, NoStoreKeyError, NotAllowedError
from app.vault.machine_secret import PassphraseMachineSecret
from app.vault.people_keys import NewPerson
from app.vault.vault import Vault

HQ = {"hq1": bytearray(b"1" * 32), "hq2": bytearray(b"2" * 32)}
PUBLIC = {holder: seal_public(seed) for holder, seed in HQ.items()}


def test_a_rotation_gives_everybody_the_new_key(vault: Vault, branch: Branch) -> None:
    with vault.sign_in("S001", SUPERVISOR.password) as session:
        old = bytes(session.key.b)
        pending = vault.begin_rotation(session)
        assert pending is session.pending_key
        assert bytes(pending.b) != old
        new = bytes(pending.b)
        assert vault.is_rotation_pending
        with vault.sign_in("T001", TELLER.password) as teller:
            assert bytes(teller.key.b) == old
            assert teller.pending_key is not None
            assert bytes(teller.pending_key.b) == new
        before = session.key
        vault.finish_rotation()
        session.promote_key()
        assert bytes(session.key.b) == new
        assert session.pending_key is None
        with pytest.raises(KeyWipedError):
            before.b  # noqa: B018
        vault.finish_rotation()
        session.promote_key()
        assert bytes(session.key.b) == new
    assert len(json.loads(branch.file.read_bytes())["keys"]) == 1
    with branch.open() as again:
        for who in (TELLER, SUPERVISOR, HANDLER):
            with again.sign_in(who.staff_no, who.password) as session:
                assert bytes(session.key.b) == new


def test_a_rotation_that_was_cut_goes_on_with_the_same_key(vault: Vault, branch: Branch) -> None:
    with vault.sign_in("S001", SUPERVISOR.password) as session:
        pending = bytes(vault.begin_rotation(session).b)
    vault.close()
    with branch.open() as again, again.sign_in("S001", SUPERVISOR.password) as session:
        assert bytes(again.begin_rotation(session).b) == pending
        again.cancel_rotation()
        session.drop_pending()
        assert session.pending_key is None
        assert not again.is_rotation_pending
        assert bytes(again.begin_rotation(session).b) != pending


def test_only_who_keeps_the_store_changes_its_key(vault: Vault) -> None:
    with vault.sign_in("T001", TELLER.password) as session, pytest.raises(NotAllowedError):
        vault.begin_rotation(session)


def test_who_is_suspended_does_not_get_the_new_key_until_resumed(vault: Vault) -> None:
    with vault.sign_in("S001", SUPERVISOR.password) as session:
        vault.suspend(session, "T001")
        vault.begin_rotation(session)
        vault.suspend(session, "H001")
        vault.finish_rotation()
        session.promote_key()
        store = vault._kept.value
        assert set(store.keys[store.current].seals) == {session.uid}
        vault.resume(session, "T001")
        vault.resume(session, "H001")
        new = bytes(session.key.b)
    with vault.sign_in("T001", TELLER.password) as teller:
        assert bytes(teller.key.b) == new


def test_a_key_begun_before_somebody_left_is_not_new_enough(vault: Vault) -> None:
    with vault.sign_in("S001", SUPERVISOR.password) as session:
        vault.begin_rotation(session)
        vault.remove(session, "T001")
        vault.finish_rotation()
        session.promote_key()
        assert vault.rotation_due == "person_removed", "the person may have seen the pending key"
        vault.begin_rotation(session)
        vault.finish_rotation()
        session.promote_key()
        assert vault.rotation_due is None


def test_headquarters_keys_are_set_and_follow_rotations(vault: Vault, branch: Branch) -> None:
    with vault.sign_in("T001", TELLER.password) as session:
        assert vault.set_recovery_keys(session, PUBLIC, {"HQ01": b"o" * 32})
        before = branch.file.read_bytes()
        assert not vault.set_recovery_keys(session, PUBLIC, {"HQ01": b"o" * 32})
        assert branch.file.read_bytes() == before
        for wrong in ({"hq3": PUBLIC["hq1"]}, {"hq1": b"short"}):
            with pytest.raises(ValueError, match="recovery keys"):
                vault.set_recovery_keys(session, wrong, {})
    with vault.sign_in("S001", SUPERVISOR.password) as session:
        new = bytes(vault.begin_rotation(session).b)
        vault.finish_rotation()
        session.promote_key()
        store = vault._kept.value
        for holder, seed in HQ.items():
            blob = store.keys[store.current].seals[holder]
            assert unseal(seed, blob, store_key_context(STORE, store.current, holder)) == new
        vault.set_recovery_keys(session, {"hq2": PUBLIC["hq2"]}, {})
        assert "hq1" not in vault._kept.value.keys[store.current].seals


def test_someone_without_a_seal_is_told_to_ask(vault: Vault) -> None:
    from dataclasses import replace

    from app.vault.seals import without_seals

    store = vault._kept.value
    teller = store.find("T001")
    assert teller is not None
    vault._kept.save(replace(without_seals(store, teller.uid, store.keys)))
    with pytest.raises(NoStoreKeyError):
        vault.sign_in("T001", TELLER.password)
    vault.sign_in("H001", HANDLER.password).wipe()
    with pytest.raises(NoStoreKeyError):
        vault.sign_in("T001", TELLER.password)
    vault.sign_in("S001", SUPERVISOR.password).wipe()
    vault.sign_in("T001", TELLER.password).wipe()


def _anchor(branch: Branch, seq: int = 7) -> Anchor:
    return Anchor(1, seq, bytes(range(32)), branch.clock.now())


def test_an_anchor_is_kept_and_its_loss_and_change_are_noticed(vault: Vault, branch: Branch) -> None:
    assert vault.anchor() is None
    vault.set_anchor(_anchor(branch))
    vault.set_anchor(_anchor(branch, 9))
    assert vault.anchor() == _anchor(branch, 9)
    vault.close()
    with branch.open() as again:
        assert again.anchor() == _anchor(branch, 9)
        notes = branch.secrets.notes  # type: ignore[attr-defined]
        good = notes[STORE]
        for bad in (good.replace('"seq":9', '"seq":8'), good[:-5], "", "[]", "{}", good + " ", "\ud800"):
            notes[STORE] = bad
            with pytest.raises(AnchorTamperedError):
                again.anchor()
        del notes[STORE]
        with pytest.raises(AnchorLostError):
            again.anchor()


def test_under_a_branch_passphrase_the_anchor_lies_beside_the_keystore(branch: Branch, tmp_path: object) -> None:
    from support.vault import CHEAP

    branch.secrets = PassphraseMachineSecret(branch.folder, "the branch's morning phrase", cost=CHEAP)
    with branch.create() as vault:
        assert vault.anchor() is None
        vault.set_anchor(_anchor(branch))
        assert vault.anchor() == _anchor(branch)
        (file,) = branch.folder.glob("branch-anchor-*.json")
        assert file.stat().st_mode & 0o777 == 0o600
        file.unlink()
        with pytest.raises(AnchorLostError):
            vault.anchor()


def test_an_enrolment_during_a_rotation_gets_both_keys(vault: Vault) -> None:
    with vault.sign_in("S001", SUPERVISOR.password) as session:
        pending = vault.begin_rotation(session)
        vault.add_person(session, NewPerson("T002", "郑新", Role.TELLER, "a first password"))
        with vault.sign_in("T002", "a first password") as new:
            assert new.key.b == session.key.b
            assert new.pending_key is not None
            assert new.pending_key.b == pending.b
