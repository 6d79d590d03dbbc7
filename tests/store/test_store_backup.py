"""A backup is one moment, made while people work, proved before it has a name, and never in the way of older ones."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import threading
from contextlib import ExitStack
from datetime import timedelta
from pathlib import Path
from unittest import mock

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from support.cases import RULES
from support.stores import KEY_BYTES, NOON, Desk, key_box, new_store, reopened

from app.store import backup as backups
from app.store import snapshot
from app.store.backup import KEPT, Backup, backups_in, check_parts, make_backup
from app.store.backup_errors import (
    BackupChangedError,
    BackupNoRoomError,
    BackupNotSoundError,
    BackupPlaceError,
    BackupStoppedError,
    BackupUnreadableError,
)
from app.store.backup_manifest import DATABASE, KEYSTORE, MANIFEST, manifest_of
from app.store.probe import PAGE_SIZE
from app.store.store import Store, open_store
from app.store.verify import verify

KEYS = b'{"format": "stands for the keystore of that moment"}'


def backed_up(store: Store, place: Path, **how: object) -> Backup:
    return make_backup(store.database, place, KEYS, "00112233", NOON, **how)  # type: ignore[arg-type]


def test_a_backup_holds_everything_of_its_moment(tmp_path: Path) -> None:
    place = tmp_path / "backups"
    with new_store(tmp_path) as store:
        desk = Desk(store)
        cases = [desk.register() for _ in range(5)]
        head = store.sync.log_state().head
        seen: list[tuple[int, int]] = []
        made = backed_up(store, place, progress=lambda done, total: seen.append((done, total)))
        desk.register()
    assert made.name == "jiesu-0102-20261120-120000"
    assert sorted(path.name for path in made.folder.iterdir()) == [DATABASE, KEYSTORE, MANIFEST]
    assert {path.stat().st_mode & 0o777 for path in made.folder.iterdir()} == {0o600}
    assert made.folder.stat().st_mode & 0o777 == 0o700
    assert seen[-1][0] == seen[-1][1] > 0
    manifest = made.manifest
    assert (manifest.store_id, manifest.branch, manifest.epoch) == ("store-A", "0102", 1)
    assert (manifest.seq, manifest.hash) == (head.seq, head.hash.hex())
    assert manifest.made_at == NOON
    assert manifest.key_name == "00112233"
    assert (made.folder / KEYSTORE).read_bytes() == KEYS
    assert check_parts(made.folder) == made
    assert backups_in(place) == backups_in(place, "store-A") == (made,)
    assert backups_in(place, "store-B") == ()
    copy = shutil.copy(made.folder / DATABASE, tmp_path / "opened.db")
    with reopened(Path(copy)) as store:
        assert verify(store).is_sound
        assert [store.case(case.case_id) for case in cases] == cases
        assert store.sync.log_state().head == head


def test_no_word_of_a_customer_can_be_read_in_a_backup(tmp_path: Path) -> None:
    with new_store(tmp_path) as store:
        Desk(store).register(narrative="MARKERNARRATIVE 吞卡", complainant_name="MARKERNAME", phone="13800138000")
        made = backed_up(store, tmp_path / "backups")
    for path in [made.folder, *made.folder.iterdir()]:
        content = path.read_bytes() if path.is_file() else b""
        for marker in ("MARKER", "吞卡", "13800138000", KEY_BYTES.hex()):
            for form in (marker.encode(), marker.encode("utf-16-le"), marker.lower().encode()):
                assert form not in content, path.name
                assert form.decode("utf-8", "ignore") not in path.name or not form


@pytest.mark.parametrize("is_read_meanwhile", [False, True], ids=["copied as it lies there", "copied by SQLite"])
def test_a_backup_is_of_one_moment_however_much_is_written_meanwhile(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, is_read_meanwhile: bool
) -> None:
    """Another connection writes after every step of one page: nothing starts anew and nothing of it comes along.

    Somebody who reads an older moment all the while keeps the log from going into the file.
    """
    for name, value in (("STEP_PAGES", 1), ("BLOCK", PAGE_SIZE), ("_TRIES", 2)):
        monkeypatch.setattr(snapshot, name, value)
    by_sqlite = mock.Mock(wraps=snapshot._copy_pages)
    monkeypatch.setattr(snapshot, "_copy_pages", by_sqlite)
    with new_store(tmp_path) as store, ExitStack() as reading:
        desk = Desk(store)
        for _ in range(3):
            desk.register()
        if is_read_meanwhile:
            reader = reading.enter_context(store.database.read())
            assert reader.exec_driver_sql("SELECT count(*) FROM entry").scalar() == 6
        desk.register()
        before = store.sync.log_state().head
        left = []

        def work_on(done: int, total: int) -> None:
            left.append(total - done)
            desk.register()

        made = backed_up(store, tmp_path / "backups", progress=work_on)
        assert left == sorted(left, reverse=True)
        assert len(left) > 50
        assert store.sync.log_state().head.seq == before.seq + 2 * len(left)
        assert (made.manifest.seq, made.manifest.hash) == (before.seq, before.hash.hex())
        assert by_sqlite.called is is_read_meanwhile
        reading.close()
        assert verify(store).is_sound
    copy = shutil.copy(made.folder / DATABASE, tmp_path / "opened.db")
    with reopened(Path(copy)) as store:
        assert verify(store).is_sound
        assert store.sync.log_state().head == before


@pytest.mark.skipif(sys.platform == "win32", reason="locks of POSIX")
def test_a_backup_leaves_the_desk_its_locks(tmp_path: Path) -> None:
    """A process that closes any descriptor of a file loses its locks on it, and with them SQLite's word to other
    processes that the database is in use."""
    shared = "510, 0x40000002"  # SQLite's bytes for whoever has the database open (os_unix.c, SHARED_FIRST)
    lock = f"import fcntl, sys; fcntl.lockf(open(sys.argv[1], 'r+b'), fcntl.LOCK_EX | fcntl.LOCK_NB, {shared})"
    with new_store(tmp_path) as store:
        Desk(store).register()
        backed_up(store, tmp_path / "backups")
        line = [sys.executable, "-c", lock, str(store.database.path)]
        refused = subprocess.run(line, capture_output=True, text=True, timeout=60)
    assert "BlockingIOError" in refused.stderr
    assert subprocess.run(line, timeout=60).returncode == 0, "once the desk is closed nothing is held"


def test_seven_are_kept_and_nothing_else_is_touched(tmp_path: Path) -> None:
    place = tmp_path / "backups"
    place.mkdir()
    (place / "holiday pictures").mkdir()
    (place / "jiesu-notes.new").mkdir()
    (place / "jiesu-notes.new" / "mine.txt").write_text("mine")
    others = "jiesu-0102-20260101-000000.00c0ffee.new"
    (place / others).mkdir()
    (place / others / DATABASE).write_bytes(b"another desk writes it at this moment")
    (place / "file").write_text("kept")
    (tmp_path / "b").mkdir()
    with new_store(tmp_path / "b", "B") as other:
        foreign = backed_up(other, place)
    with new_store(tmp_path) as store:
        half_made = place / f"jiesu-0102-20260101-000000.{store.identity.device[:8]}.new"
        half_made.mkdir()
        (half_made / DATABASE).write_bytes(b"left by a crash")
        first = make_backup(store.database, place, KEYS, "k", NOON)
        (first.folder / "note.txt").write_text("somebody's own")
        made = [make_backup(store.database, place, KEYS, "k", NOON + timedelta(days=day)) for day in range(1, 10)]
    assert foreign.name != first.name
    assert [each.name for each in backups_in(place, "store-A")][:KEPT] == [each.name for each in made[: -KEPT - 1 : -1]]
    names = {path.name for path in place.iterdir()}
    assert names == {
        "holiday pictures",
        "jiesu-notes.new",
        others,
        "file",
        foreign.name,
        first.name,
        *(each.name for each in made[-KEPT:]),
    }


def test_two_in_one_second_and_a_clock_set_back_lose_none(tmp_path: Path) -> None:
    place = tmp_path / "backups"
    with new_store(tmp_path) as store:
        one, two = backed_up(store, place), backed_up(store, place)
        assert two.name == one.name + "-2"
        for day in range(1, KEPT + 3):
            made = make_backup(store.database, place, KEYS, "k", NOON - timedelta(days=day))
            assert made.folder.is_dir(), "the one that was just made stays, whatever its date"


def test_a_place_that_is_not_there_is_never_made(tmp_path: Path) -> None:
    with new_store(tmp_path) as store:
        for place in (tmp_path / "usb" / "backups", tmp_path / "A.db"):
            with pytest.raises(BackupPlaceError) as refused:
                backed_up(store, place)
            assert refused.value.details["why"] == "missing"
    assert not (tmp_path / "usb").exists()
    with pytest.raises(BackupPlaceError):
        backups_in(tmp_path / "usb")


def test_a_place_without_room_is_told_before_anything_is_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    place = tmp_path / "backups"
    with new_store(tmp_path) as store:
        monkeypatch.setattr(backups, "_ROOM_LEFT", 1 << 60)
        with pytest.raises(BackupNoRoomError) as refused:
            backed_up(store, place)
        assert refused.value.details["needed"] > refused.value.details["free"] > 0  # type: ignore[operator]
    assert list(place.iterdir()) == []


@pytest.mark.skipif(sys.platform == "win32" or os.geteuid() != 0, reason="mounts a small disk")
def test_a_disk_that_fills_up_meanwhile_leaves_nothing_half_made(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    place = tmp_path / "small"
    place.mkdir()
    if subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=300k", "none", place], check=False, capture_output=True
    ).returncode:
        pytest.skip("mounting is not allowed here")
    try:
        monkeypatch.setattr(backups, "_ROOM_LEFT", -(1 << 60))
        with new_store(tmp_path) as store:
            for _ in range(30):
                Desk(store).register(narrative="吞卡 " * 500)
            with pytest.raises(BackupNoRoomError):
                backed_up(store, place)
            assert list(place.iterdir()) == []
            assert verify(store).is_sound
    finally:
        subprocess.run(["umount", place], check=True)


def test_locking_stops_it_at_once_and_leaves_nothing(tmp_path: Path) -> None:
    place = tmp_path / "backups"
    with new_store(tmp_path) as store:
        for _ in range(5):
            Desk(store).register()
        with pytest.raises(BackupStoppedError):
            backed_up(store, place, is_stopped=lambda: True)
        assert list(place.iterdir()) == []
        asked = iter([False])
        with pytest.raises(BackupStoppedError):  # in the middle of the proving
            backed_up(store, place, is_stopped=lambda: next(asked, True))
    assert list(place.iterdir()) == []


@pytest.mark.parametrize("harm", ["flip", "cut", "swap"])
def test_a_copy_that_is_not_sound_is_not_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, harm: str) -> None:
    place = tmp_path / "backups"

    def harmed(name: str) -> None:
        if name != "backup.after_copy":
            return
        (copy,) = place.glob(f"*.new/{DATABASE}")
        content = bytearray(copy.read_bytes())
        if harm == "flip":
            content[4096 * 5 + 99] ^= 1
        elif harm == "cut":
            del content[4096 * (len(content) // 4096 // 2) :]
        else:
            content[4096 * 4 : 4096 * 6] = content[4096 * 5 : 4096 * 6] + content[4096 * 4 : 4096 * 5]
        copy.write_bytes(content)

    with new_store(tmp_path) as store:
        for _ in range(5):
            Desk(store).register()
        old = backed_up(store, place)
        monkeypatch.setattr(backups, "reach", harmed)
        with pytest.raises(BackupNotSoundError):
            backed_up(store, place)
    assert [path.name for path in place.iterdir()] == [old.name]


def test_a_backup_that_was_changed_since_is_found_out(tmp_path: Path) -> None:
    with new_store(tmp_path) as store:
        Desk(store).register()
        made = backed_up(store, tmp_path / "backups")
    database = made.folder / DATABASE
    whole = database.read_bytes()
    for content in (whole[:-1], whole + b"x", whole[:5000] + b"?" + whole[5001:]):
        database.write_bytes(content)
        with pytest.raises(BackupChangedError) as found:
            check_parts(made.folder)
        assert found.value.details["part"] == DATABASE
    database.unlink()
    with pytest.raises(BackupChangedError):
        check_parts(made.folder)


@given(st.binary(max_size=300) | st.text(max_size=200).map(str.encode))
def test_any_bytes_are_a_manifest_or_refused(content: bytes) -> None:
    with pytest.raises(BackupUnreadableError):
        manifest_of(content)


_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=70),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=9), inner, max_size=3),
    max_leaves=6,
)


@settings(max_examples=300)
@given(st.data())
def test_a_manifest_with_any_field_changed_is_read_or_refused(data: st.DataObject) -> None:
    part = {"size": 4096, "sha256": "ab" * 32}
    document = {
        "format": "jiesu-backup",
        "version": 1,
        "store_id": "store-A",
        "branch": "0102",
        "device": "ab" * 16,
        "device_letter": "A",
        "epoch": 1,
        "seq": 9,
        "hash": "00" * 32,
        "key_name": "k",
        "schema": 3,
        "made_at": "2026-11-20T04:00:00+00:00",
        "parts": {DATABASE: dict(part), KEYSTORE: dict(part)},
    }
    assert manifest_of(json.dumps(document).encode()).seq == 9
    field = data.draw(st.sampled_from(sorted(document)))
    document[field] = data.draw(_JSON)
    try:
        read = manifest_of(json.dumps(document).encode())
    except BackupUnreadableError:
        return
    assert manifest_of(read.to_bytes()) == read


# -- killed ----------------------------------------------------------------------------------------------------------

_PLACES = ["backup.after_copy", "backup.before_manifest", "backup.before_named", "backup.after_named"]


@pytest.mark.parametrize("place_of_death", _PLACES)
def test_killed_anywhere_no_half_made_one_looks_like_a_backup(tmp_path: Path, place_of_death: str) -> None:
    place = tmp_path / "backups"
    with new_store(tmp_path) as store:
        for _ in range(3):
            Desk(store).register()
        old = backed_up(store, place)
    code = (
        "import sys; from pathlib import Path; from support.stores import NOON, key_box\n"
        "from support.cases import RULES\n"
        "from app.store.store import open_store; from app.store.backup import make_backup\n"
        "store = open_store(Path(sys.argv[1]), key_box(), RULES)\n"
        "make_backup(store.database, Path(sys.argv[2]), b'{}', 'k', NOON)"
    )
    ended = subprocess.run(
        [sys.executable, "-c", code, str(tmp_path / "A.db"), str(place)],
        env={**os.environ, "JIESU_CRASH_AT": place_of_death, "PYTHONPATH": os.pathsep.join(sys.path)},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert ended.returncode == -9, ended.stderr
    found = backups_in(place)
    assert len(found) == (2 if place_of_death == "backup.after_named" else 1)
    assert old in found
    for each in found:
        assert check_parts(each.folder) == each
    with reopened(tmp_path / "A.db") as store:
        assert verify(store).is_sound
        made = backed_up(store, place)
    assert not list(place.glob("*.new"))
    assert made in backups_in(place)


def test_writers_and_readers_go_on_while_it_is_made(tmp_path: Path) -> None:
    """Nobody is refused or kept waiting by a lock: the longest pauses are measured in tests/bench/backup.py."""
    with new_store(tmp_path) as store:
        desk = Desk(store)
        for _ in range(20):
            desk.register(narrative="吞卡 " * 2000)
        done = threading.Event()
        failures: list[BaseException] = []

        def work() -> None:
            try:
                while not done.is_set():
                    desk.register()
            except BaseException as error:
                failures.append(error)

        worker = threading.Thread(target=work)
        worker.start()
        try:
            for _ in range(3):
                backed_up(store, tmp_path / "backups")
        finally:
            done.set()
            worker.join()
        assert failures == []
        assert verify(store).is_sound
    assert open_store(tmp_path / "A.db", key_box(), RULES).close() is None  # type: ignore[func-returns-value]
