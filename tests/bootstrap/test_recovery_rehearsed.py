"""Recovery and restore rehearsed from nothing but what would really be left, with the real parts."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from support.left_over import Branch
from support.trial_desk import HEAD, PASSPHRASE, SUPERVISOR, TELLER, opened, recorded
from support.vault import CHEAP
from support.watched_office import Watched

from app.bootstrap.recovering import begin, finish, take_keystore
from app.bootstrap.workplace import STORE_FILE, Workplace
from app.domain.book import BOOK, BookKind
from app.domain.people import Role
from app.journal.errors import BadDocumentError
from app.journal.recovery import KEYRING_LOST, SUPERVISOR_FORGOTTEN
from app.operations.back_up import back_up
from app.operations.desk import Desk
from app.operations.recover import waiting_recovery
from app.store.engine import connect
from app.store.errors import StoreMissingError
from app.store.verify import verify
from app.system.key_box import KeyBox
from app.vault.errors import (
    MachineSecretLostError,
    VaultExistsError,
    WeakPasswordError,
    WrongPasswordError,
    WrongRecoveryCodeError,
)

pytestmark = [
    pytest.mark.usefixtures("keyring"),
    pytest.mark.allow_log("synchronisation failed", "did not stop in time", "no synchronisation", "anchor is gone"),
]
NEW_PASSWORD = "xin-de-mima-0108-26"


def workplace(folder: Path) -> Workplace:
    return Workplace(folder, cost=CHEAP)


def _key(place: Workplace) -> KeyBox:
    assert place.desk is not None
    return place.desk.store.database.take_key()


def test_a_wiped_keyring(branch: Branch, tmp_path: Path) -> None:
    before = (branch.room / STORE_FILE).read_bytes()
    place = workplace(branch.folder)
    place.open_vault(None)
    old_key = place.vault.sign_in(SUPERVISOR.staff_no, SUPERVISOR.password).key.copy()  # type: ignore[union-attr]
    old_name = place.vault.key_name  # type: ignore[union-attr]
    place.close()
    branch.wipe_keyring()
    with pytest.raises(MachineSecretLostError):
        place.open_vault(None)
    begun = begin(place, KEYRING_LOST, tmp_path / "request.json")
    assert waiting_recovery(branch.room) == begun.waiting
    answer = branch.answer(begun.file)
    place = workplace(branch.folder)  # days later, after a restart
    with pytest.raises(WrongRecoveryCodeError):
        finish(place, "2222-2222-2222-2222-2222", answer, NEW_PASSWORD)
    with pytest.raises(BadDocumentError):
        finish(place, begun.code, begun.file, NEW_PASSWORD)
    assert waiting_recovery(branch.room) is not None
    assert (branch.room / STORE_FILE).read_bytes() == before
    done = finish(place, begun.code.lower().replace("-", " "), answer, NEW_PASSWORD)
    assert (done.person.staff_no, done.officers, done.is_secret_restored) == ("0108", ("ZH01", "ZH02"), True)
    assert waiting_recovery(branch.room) is None
    with pytest.raises(WrongPasswordError):
        place.sign_in(SUPERVISOR.staff_no, SUPERVISOR.password)
    desk = place.sign_in(SUPERVISOR.staff_no, NEW_PASSWORD)
    assert [desk.store.case(case_id) is not None for case_id in branch.case_ids] == [True]
    kinds = [entry.kind for entry in desk.store.entries(BOOK)]
    assert kinds.count(BookKind.RECOVERY_USED) == 1
    (changed,) = [entry for entry in desk.store.entries(BOOK) if entry.kind == BookKind.STORE_KEY_CHANGED]
    assert changed.body["why"] == "recovered"
    assert place.vault is not None
    assert (place.vault.key_name != old_name, place.vault.rotation_due) == (True, None)
    assert verify(desk.store, place.key_directory()).is_sound
    new_key = _key(place)
    place.sign_out(desk)
    connect(branch.room / STORE_FILE, new_key).close()
    with pytest.raises(Exception, match="not a database"):
        connect(branch.room / STORE_FILE, old_key)
    place.sign_in(TELLER.staff_no, TELLER.password)  # everybody else gets in as before
    place.close()
    _level_with_headquarters(branch)


def test_a_weak_passphrase_takes_nothing_away(branch: Branch, tmp_path: Path) -> None:
    branch.wipe_keyring()
    place = workplace(branch.folder)
    begun = begin(place, KEYRING_LOST, tmp_path / "request.json")
    answer = branch.answer(begun.file)
    finish(place, begun.code, answer, NEW_PASSWORD, PASSPHRASE)
    place.close()
    begun = begin(place, SUPERVISOR_FORGOTTEN, tmp_path / "again.json")
    answer = branch.answer(begun.file)
    with pytest.raises(WeakPasswordError) as caught:
        finish(place, begun.code, answer, NEW_PASSWORD, "short")
    assert caught.value.details["of"] == "passphrase"
    place.open_vault(PASSPHRASE)
    place.close()


def _level_with_headquarters(branch: Branch, who: str = SUPERVISOR.staff_no, cases: int = 1) -> None:
    """Whoever was granted synchronises; headquarters takes the new key up and rejects nothing."""
    watched = Watched(branch.folder)
    watched.office._passphrase = None
    try:
        desk = watched.on("database", lambda: watched.office.sign_in(who, NEW_PASSWORD))
        watched.until("headquarters is there", lambda: "ready" in watched.steps)
        watched.synchronise()
        watched.on("database", lambda: recorded(desk))
        watched.synchronise()
        balance = watched.on("database", desk.store.sync.balance)
        assert balance.quarantined == 0
        assert watched.office.headquarters is not None
        held = list(watched.office.headquarters.cases("0102"))
        assert len({case["case_no"] for case in held}) == len(held) == cases + 1
        assert desk.actor.role is Role.SUPERVISOR
    finally:
        watched.office.close()


def test_nobody_is_left_who_may_manage(branch: Branch, tmp_path: Path) -> None:
    place = workplace(branch.folder)
    begun = begin(place, SUPERVISOR_FORGOTTEN, tmp_path / "request.json")
    answer = branch.answer(begun.file, "0777", "新主管")
    done = finish(place, begun.code, answer, NEW_PASSWORD)
    assert (done.person.staff_no, done.person.name, done.is_secret_restored) == ("0777", "新主管", False)
    desk = place.sign_in("0777", NEW_PASSWORD)
    assert desk.actor.role is Role.TELLER, "until headquarters has heard of it"
    (used,) = [entry for entry in desk.store.entries(BOOK) if entry.kind == BookKind.RECOVERY_USED]
    assert (used.body["staff_no"], used.body["earlier_key_id"], used.body["officers"]) == ("0777", "", ["ZH01", "ZH02"])
    assert place.vault is not None
    assert place.vault.rotation_due is None
    place.sign_out(desk)
    place.sign_in(HEAD.staff_no, HEAD.password)
    place.close()
    _level_with_headquarters(branch, "0777")


def test_cut_off_between_keystore_and_book(branch: Branch, tmp_path: Path) -> None:
    place = workplace(branch.folder)
    begun = begin(place, SUPERVISOR_FORGOTTEN, tmp_path / "request.json")
    finish(place, begun.code, branch.answer(begun.file), NEW_PASSWORD)
    place.close()  # and nobody signs in
    place = workplace(branch.folder)
    place.open_vault(None)
    desk = place.sign_in(TELLER.staff_no, TELLER.password)
    assert BookKind.RECOVERY_USED not in {entry.kind for entry in desk.store.entries(BOOK)}
    assert place.vault is not None
    assert place.vault.rotation_due == "recovered"
    place.sign_out(desk)
    desk = place.sign_in(SUPERVISOR.staff_no, NEW_PASSWORD)
    assert [entry.kind for entry in desk.store.entries(BOOK)].count(BookKind.RECOVERY_USED) == 1
    assert place.vault.rotation_due is None
    place.close()


def _disk_dies(branch: Branch, tmp_path: Path) -> Workplace:
    """What is left: the folder with backups, and headquarters. A new computer, an empty keyring."""
    shutil.copytree(branch.folder / "backups", tmp_path / "drive")
    headquarters = tmp_path / "headquarters"
    shutil.move(branch.folder / "headquarters", headquarters)
    shutil.rmtree(branch.folder)
    branch.wipe_keyring()
    branch.folder = tmp_path / "new-computer"
    branch.folder.mkdir()
    shutil.move(headquarters, branch.folder / "headquarters")
    return workplace(branch.folder)


def _back_up(branch: Branch) -> Callable[[Watched, Desk], object]:
    return lambda watched, desk: watched.on("keeping", lambda: back_up(desk, branch.folder / "backups"))


def test_the_disk_is_dead_and_headquarters_brings_the_rest(branch: Branch, tmp_path: Path) -> None:
    branch.work(_back_up(branch))
    branch.work()  # after the backup: only headquarters has it
    place = _disk_dies(branch, tmp_path)
    (backup,) = (tmp_path / "drive").iterdir()
    take_keystore(place, backup)
    with pytest.raises(MachineSecretLostError):
        place.open_vault(None)
    with pytest.raises(VaultExistsError):
        take_keystore(place, backup)
    begun = begin(place, KEYRING_LOST, tmp_path / "request.json")
    finish(place, begun.code, branch.answer(begun.file), NEW_PASSWORD)
    with pytest.raises(StoreMissingError):
        place.sign_in(SUPERVISOR.staff_no, NEW_PASSWORD)
    desk, restored = place.restore(SUPERVISOR.staff_no, NEW_PASSWORD, backup)
    assert restored.missing is None, "nothing that is left tells it"
    assert [desk.store.case(case_id) is not None for case_id in branch.case_ids] == [True, True, False]
    assert desk.store.identity.epoch > 100
    place.close()
    _level_with_headquarters(branch, cases=3)
    with_all = workplace(branch.folder)
    with_all.open_vault(None)
    desk = with_all.sign_in(SUPERVISOR.staff_no, NEW_PASSWORD)
    assert all(desk.store.case(case_id) is not None for case_id in branch.case_ids)
    assert len(desk.store.worklist.rows(list(range(1, 20)))) == len({*branch.case_ids}) + 1
    assert verify(desk.store, with_all.key_directory()).is_sound
    with_all.close()


def test_no_backup_at_all(branch: Branch) -> None:
    (branch.room / STORE_FILE).unlink()
    place = workplace(branch.folder)
    place.open_vault(None)
    _desk, restored = place.restore(SUPERVISOR.staff_no, SUPERVISOR.password, None)
    assert restored.source == "headquarters"
    place.close()
    watched = Watched(branch.folder)
    watched.office._passphrase = None
    try:
        desk = watched.enter(SUPERVISOR)
        watched.until("headquarters is there", lambda: "ready" in watched.steps)
        watched.synchronise()
        assert watched.on("database", lambda: desk.store.case(branch.case_ids[0])) is not None
        watched.on("database", lambda: recorded(desk))
    finally:
        watched.office.close()


def test_headquarters_is_out_of_reach_and_only_the_backup_is_left(branch: Branch, tmp_path: Path) -> None:
    branch.work(_back_up(branch))
    shutil.rmtree(branch.folder / "headquarters")
    (branch.folder / "headquarters").write_bytes(b"in the way")
    (branch.room / STORE_FILE).write_bytes(b"\0" * 8192)
    (backup,) = (branch.folder / "backups").iterdir()
    place = workplace(branch.folder)
    place.open_vault(None)
    desk, restored = place.restore(SUPERVISOR.staff_no, SUPERVISOR.password, backup)
    assert all(desk.store.case(case_id) is not None for case_id in branch.case_ids)
    assert restored.set_aside
    recorded(desk)
    place.close()
    with opened(tmp_path / "elsewhere", PASSPHRASE) as other:
        other.sign_in(TELLER.staff_no, TELLER.password)
        with pytest.raises(VaultExistsError):
            take_keystore(other, backup)
