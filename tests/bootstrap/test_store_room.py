"""The database key changes under a whole desk, survives a kill at any point, and an older file is found out."""

from __future__ import annotations

import os
import random
import shutil
import subprocess
import sys
import time
from pathlib import Path

import pytest
from support.cases import form
from support.trial_desk import PASSPHRASE, SUPERVISOR, TELLER, opened, recorded, sign_in

from app.bootstrap.workplace import STORE_FILE, Workplace
from app.domain.book import BOOK, BookKind
from app.operations.register_complaint import register_complaint
from app.store.errors import RolledBackStoreError, StoreMissingError
from app.store.verify import verify
from app.vault.errors import AnchorLostError, NotAllowedError
from app.vault.sessions import Session
from app.vault.vault import Vault

pytestmark = [
    pytest.mark.usefixtures("no_keyring"),
    pytest.mark.allow_log("a change of the database key was called off"),
]


@pytest.fixture
def used(folder: Path) -> Path:
    """The folder of a desk with a case in it."""
    with opened(folder) as place:
        recorded(sign_in(place))
    return folder


def key_of(place: Workplace) -> bytes:
    assert place.desk is not None
    assert isinstance(place.desk.session, Session)
    return bytes(place.desk.session.key.b)


def test_the_key_changes_under_a_desk_in_use(used: Path) -> None:
    with opened(used) as place:
        desk = sign_in(place, SUPERVISOR.staff_no)
        before, name = key_of(place), place.vault.key_name if place.vault else ""
        case = recorded(desk)
        place.change_key(desk, "routine")
        assert place.vault is not None
        assert not place.vault.is_rotation_pending
        assert key_of(place) != before
        assert place.vault.key_name != name
        assert desk.store.case(case.case_id) == case
        again = recorded(desk)
        noted = [entry for entry in desk.store.entries(BOOK) if entry.kind == BookKind.STORE_KEY_CHANGED]
        assert [entry.body for entry in noted] == [{"why": "routine", "key_name": place.vault.key_name}]
        assert verify(desk.store, place.key_directory()).is_sound
    with opened(used) as place:  # and for everybody else
        desk = sign_in(place, TELLER.staff_no)
        assert desk.store.case(again.case_id) == again
        assert key_of(place) != before


def test_who_may_not_changes_nothing(used: Path) -> None:
    with opened(used) as place:
        desk = sign_in(place)
        before = key_of(place)
        with pytest.raises(NotAllowedError):
            place.change_key(desk, "routine")
        assert key_of(place) == before
        recorded(desk)


def test_what_cannot_be_begun_leaves_the_old_key(used: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from app.store import rekey
    from app.store.errors import DiskFullError

    with opened(used) as place:
        desk = sign_in(place, SUPERVISOR.staff_no)
        before = key_of(place)
        monkeypatch.setattr(rekey, "_ROOM", 1 << 60)
        with pytest.raises(DiskFullError):
            place.change_key(desk, "routine")
        assert place.vault is not None
        assert not place.vault.is_rotation_pending
        assert key_of(place) == before
        recorded(desk)


_CHANGE = (
    "import sys; from pathlib import Path; from support.vault import CHEAP\n"
    "from app.bootstrap.workplace import Workplace\n"
    "place = Workplace(Path(sys.argv[1]), cost=CHEAP); place.open_vault(sys.argv[2])\n"
    "desk = place.sign_in(sys.argv[3], sys.argv[4]); print('ready', flush=True)\n"
    "while True: place.change_key(desk, 'routine')"
)


def _changing(folder: Path, crash_at: str = "") -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-c", _CHANGE, str(folder), PASSPHRASE, SUPERVISOR.staff_no, SUPERVISOR.password],
        env={**os.environ, "JIESU_CRASH_AT": crash_at, "PYTHONPATH": os.pathsep.join(sys.path)},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def _assert_healed(folder: Path, expected: int) -> None:
    """Everybody gets in, one key is left, and nothing is lost."""
    for person in (SUPERVISOR, TELLER):
        with opened(folder) as place:
            desk = sign_in(place, person.staff_no)
            assert place.vault is not None
            assert not place.vault.is_rotation_pending
            assert isinstance(desk.session, Session)
            assert desk.session.pending_key is None
            assert verify(desk.store, place.key_directory()).is_sound
            assert desk.store.worklist.rows([expected])
            register_complaint(desk, form())


@pytest.mark.parametrize(
    "place",
    [
        "vault.before_write",
        "vault.before_replace",
        "vault.after_replace",
        "rotation.begun",
        "rekey.before",
        "rekey.changed",
        "rekey.written_back",
        "rekey.proved",
        "rotation.finished",
    ],
)
def test_killed_at_any_point_of_a_change(used: Path, place: str) -> None:
    changing = _changing(used, place)
    _, said = changing.communicate(timeout=60)
    assert changing.returncode == -9, said
    _assert_healed(used, 1)
    _assert_noted_once(used, has_changed=place in _UNDER_THE_NEW_KEY)


_UNDER_THE_NEW_KEY = ("rekey.changed", "rekey.written_back", "rekey.proved", "rotation.finished")


def _assert_noted_once(folder: Path, *, has_changed: bool) -> None:
    """The book has the change that the keystore shows, by the supervisor, however often people sign in after it."""
    with opened(folder) as place:
        desk = sign_in(place, SUPERVISOR.staff_no)
        assert place.vault is not None
        noted = [entry for entry in desk.store.entries(BOOK) if entry.kind == BookKind.STORE_KEY_CHANGED]
        expected = [{"why": "routine", "key_name": place.vault.key_name}]
        assert [entry.body for entry in noted] == (expected if has_changed else [])
        assert all(entry.actor == SUPERVISOR.staff_no for entry in noted)


def test_a_change_that_was_cut_off_is_noted_by_the_next_who_may(used: Path) -> None:
    changing = _changing(used, "rotation.finished")
    _, said = changing.communicate(timeout=60)
    assert changing.returncode == -9, said
    with opened(used) as place:
        desk = sign_in(place, TELLER.staff_no)
        assert [entry for entry in desk.store.entries(BOOK) if entry.kind == BookKind.STORE_KEY_CHANGED] == []
    _assert_noted_once(used, has_changed=True)
    _assert_noted_once(used, has_changed=True)


def test_killed_at_random_while_keys_change(used: Path) -> None:
    chance = random.Random(2026)
    for number in range(12):
        changing = _changing(used)
        assert changing.stdout is not None
        assert changing.stdout.readline() == "ready\n"
        deadline = time.perf_counter() + chance.uniform(0.001, 0.15)
        while time.perf_counter() < deadline:
            pass
        changing.kill()
        changing.communicate(timeout=60)
        _assert_healed(used, 1 + 2 * number)


# -- the anchor --------------------------------------------------------------------------------------------------------


def test_an_older_copy_of_the_database_does_not_open(used: Path, tmp_path: Path) -> None:
    database = used / "branch" / STORE_FILE
    shutil.copy(database, tmp_path / "older.db")
    with opened(used) as place:
        recorded(sign_in(place))
    newest = database.read_bytes()
    shutil.copy(tmp_path / "older.db", database)
    with opened(used) as place:
        with pytest.raises(RolledBackStoreError):
            sign_in(place)
        assert place.desk is None
    database.write_bytes(newest)
    with opened(used) as place:
        sign_in(place)


@pytest.mark.allow_log("the journal's anchor is gone")
def test_a_lost_anchor_is_told_and_keeps_nobody_out(used: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def lost(vault: Vault) -> None:
        raise AnchorLostError

    with opened(used) as place:
        sign_in(place)
        assert place.store_room.doubt is None
        place.sign_out(place.desk)
        with monkeypatch.context() as gone:
            gone.setattr(Vault, "anchor", lost)
            sign_in(place)
            assert isinstance(place.store_room.doubt, AnchorLostError)
            place.sign_out(place.desk)
        sign_in(place)
        assert place.store_room.doubt is None


@pytest.mark.parametrize("is_anchor_lost", [False, True])
def test_no_empty_database_takes_the_place_of_one_that_was_taken_away(
    used: Path, is_anchor_lost: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    for path in (used / "branch").glob("journal.db*"):
        path.unlink()
    (used / "branch" / "store-made").unlink()
    if is_anchor_lost:
        monkeypatch.setattr(Vault, "anchor", _lost)
    with opened(used) as place:
        with pytest.raises(StoreMissingError):
            sign_in(place, SUPERVISOR.staff_no)
        assert not place.store_room.path.exists()


def _lost(self: Vault) -> None:
    raise AnchorLostError
