"""The database's key changes whole or not at all, and nobody else may have the file open meanwhile."""

from __future__ import annotations

import os
import random
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from support.cases import RULES
from support.rekey_loop import OTHER_BYTES
from support.stores import KEY_BYTES, Desk, key_box, new_store, reopened

from app.store import rekey as rekeying
from app.store.engine import connect
from app.store.errors import (
    DamagedStoreError,
    DiskFullError,
    EmptyFileError,
    StoreBusyError,
    StoreMissingError,
    WrongKeyError,
)
from app.store.rebuild import digest
from app.store.rekey import rekey, which_key
from app.store.store import open_store
from app.store.verify import verify

BOTH = [KEY_BYTES, OTHER_BYTES]


@pytest.fixture
def store_file(tmp_path: Path) -> Path:
    """A closed store with twenty cases."""
    with new_store(tmp_path) as store:
        desk = Desk(store)
        for number in range(20):
            desk.register(narrative=f"吞卡 {number} " * 200)
    return tmp_path / "A.db"


def opened_with(path: Path) -> bytes:
    return BOTH[which_key(path, [key_box(key) for key in BOTH])]


def test_everything_is_there_under_the_new_key_and_nothing_under_the_old(store_file: Path) -> None:
    with reopened(store_file) as store:
        before = digest(store.database)
    rekey(store_file, key_box(), key_box(OTHER_BYTES))
    with pytest.raises(WrongKeyError):
        open_store(store_file, key_box(), RULES)
    with reopened(store_file, key=OTHER_BYTES) as store:
        assert digest(store.database) == before
        assert verify(store).is_sound
        Desk(store).register()
    assert [path.name for path in store_file.parent.iterdir()] == ["A.db"]
    assert opened_with(store_file) == OTHER_BYTES


def test_while_somebody_has_it_open_nothing_is_begun(store_file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with reopened(store_file) as store:
        assert store.newest_case_id()
        with pytest.raises(StoreBusyError):
            rekey(store_file, key_box(), key_box(OTHER_BYTES))
        Desk(store).register()
        assert verify(store).is_sound
    assert opened_with(store_file) == KEY_BYTES


def test_without_room_nothing_is_begun(store_file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rekeying, "_ROOM", 1 << 60)
    with pytest.raises(DiskFullError):
        rekey(store_file, key_box(), key_box(OTHER_BYTES))
    assert opened_with(store_file) == KEY_BYTES


def test_neither_key(store_file: Path) -> None:
    third = key_box(bytes(32))
    with pytest.raises(WrongKeyError):
        which_key(store_file, [third])
    with pytest.raises(WrongKeyError):
        rekey(store_file, third, key_box(OTHER_BYTES))
    content = bytearray(store_file.read_bytes())
    content[100] ^= 1
    store_file.write_bytes(content)
    with pytest.raises(DamagedStoreError):
        which_key(store_file, [key_box(OTHER_BYTES), key_box()])
    store_file.write_bytes(b"")
    with pytest.raises(EmptyFileError):
        which_key(store_file, [third])
    store_file.unlink()
    with pytest.raises(StoreMissingError):
        which_key(store_file, [third])


# -- killed ----------------------------------------------------------------------------------------------------------


def _loop(path: Path, crash_at: str = "") -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-m", "support.rekey_loop", str(path)],
        cwd=Path(__file__).parents[1],
        env={**os.environ, "JIESU_CRASH_AT": crash_at, "PYTHONPATH": os.pathsep.join(sys.path)},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def _assert_whole(path: Path, expected: str) -> None:
    key = opened_with(path)
    other = OTHER_BYTES if key == KEY_BYTES else KEY_BYTES
    connect(path, key_box(key)).close()
    with pytest.raises(WrongKeyError):
        open_store(path, key_box(other), RULES)
    with reopened(path, key=key) as store:
        assert digest(store.database) == expected
        assert verify(store).is_sound


@pytest.mark.parametrize(
    ("place", "is_new"),
    [("rekey.before", False), ("rekey.changed", True), ("rekey.written_back", True), ("rekey.proved", True)],
)
def test_killed_at_a_named_place(store_file: Path, place: str, is_new: bool) -> None:
    with reopened(store_file) as store:
        expected = digest(store.database)
    loop = _loop(store_file, place)
    _, said = loop.communicate(timeout=60)
    assert loop.returncode == -signal.SIGKILL, said
    assert opened_with(store_file) == (OTHER_BYTES if is_new else KEY_BYTES)
    _assert_whole(store_file, expected)


def test_killed_forty_times_at_random(store_file: Path, tmp_path: Path) -> None:
    """Half way through the pages too: the loop changes the key every few milliseconds."""
    with reopened(store_file) as store:
        expected = digest(store.database)
    chance = random.Random(20261120)
    ended_with = set()
    for number in range(40):
        loop = _loop(store_file)
        assert loop.stdout is not None
        assert loop.stdout.readline() == "ready\n"
        deadline = time.perf_counter() + chance.uniform(0.001, 0.12)
        while time.perf_counter() < deadline:
            pass
        loop.kill()
        loop.communicate(timeout=60)
        copy = tmp_path / f"left-{number}.db"  # also as it was left, with the log beside it
        for side in ("", "-wal"):
            if (left := Path(f"{store_file}{side}")).exists():
                shutil.copy(left, f"{copy}{side}")
        ended_with.add(opened_with(copy))
        _assert_whole(store_file, expected)
    assert ended_with == set(BOTH)
