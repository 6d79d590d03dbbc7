"""The corpus of wrong files: each kind of damage, mix-up and missing right has its own error and code."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

import pytest
from support.cases import RULES
from support.stores import KEY_BYTES, Desk, key_box, new_store, reopened
from support.wrong_files import cut, flip, refused, swap, untouched, zero_page

from app.store.engine import connect
from app.store.errors import DamagedStoreError, StoreTooOldError
from app.store.probe import PAGE_SIZE
from app.store.store import open_store
from app.store.verify import verify


@pytest.mark.parametrize(
    ("damage", "where"),
    [
        (flip(100), "opening"),
        (zero_page(1), "opening"),
        (swap(1, 2), "opening"),
        (cut(PAGE_SIZE * 10), "opening"),
        (cut(PAGE_SIZE * 5 + 700), "opening"),
        (flip(PAGE_SIZE * 9 + 50), "verifying"),
        (zero_page(9), "verifying"),
        (swap(9, 12), "verifying"),
    ],
    ids=["byte", "zeroed first", "swapped first", "cut", "cut in a page", "byte inside", "zeroed", "swapped"],
)
def test_every_kind_of_damage_is_called_damage(
    store_file: Path, damage: Callable[[bytearray], None], where: str
) -> None:
    content = bytearray(store_file.read_bytes())
    damage(content)
    store_file.write_bytes(content)
    if where == "opening":
        assert refused(store_file, DamagedStoreError).code == "store_damaged"
        return
    with untouched(store_file):
        try:
            with reopened(store_file) as store:
                first = verify(store).first
        except DamagedStoreError:
            return
        assert first is not None
        assert first.what == "page"


def test_the_log_of_another_database_beside_it_is_not_taken_in(tmp_path: Path) -> None:
    """A copy put back with a log left lying: pages of the other database fail their seal."""
    (tmp_path / "b").mkdir()
    with new_store(tmp_path / "b", "B") as other:
        Desk(other).register()
        foreign = (tmp_path / "b" / "B.db-wal").read_bytes()
    with new_store(tmp_path) as store:
        Desk(store).register()
    path, wal = tmp_path / "A.db", tmp_path / "A.db-wal"
    before = path.read_bytes()
    wal.write_bytes(foreign)
    with pytest.raises(DamagedStoreError):
        open_store(path, key_box(), RULES)
    path.write_bytes(before)
    for side in ("-wal", "-shm"):
        path.with_name(path.name + side).unlink(missing_ok=True)
    with reopened(path) as store:
        assert verify(store).is_sound


def test_a_version_without_a_way_to_the_present_one(store_file: Path) -> None:
    connection = connect(store_file, key_box())
    connection.execute("PRAGMA user_version=0")
    connection.close()
    error = refused(store_file, StoreTooOldError)
    assert error.code == "store_too_old"
    assert error.details["found"] == 0


_AS_NOBODY = (
    "import os, sys; from pathlib import Path; from support.stores import RULES, key_box\n"
    "from app.store.store import open_store; from app.store.errors import StoreError\n"
    "os.setgid(65534); os.setuid(65534)\n"
    "try:\n    open_store(Path(sys.argv[1]), key_box(), RULES)\n"
    "except StoreError as error:\n    print(error.code)"
)


@pytest.mark.skipif(sys.platform == "win32" or os.geteuid() != 0, reason="becomes another person")
@pytest.mark.parametrize(("file_mode", "folder_mode"), [(0o600, 0o755), (0o444, 0o777), (0o666, 0o555)])
def test_somebody_who_may_not(store_file: Path, tmp_path: Path, file_mode: int, folder_mode: int) -> None:
    place = Path(tempfile.mkdtemp(prefix="jiesu-test-"))  # a folder of its own: nobody gets into pytest's
    try:
        path = place / "A.db"
        path.write_bytes(store_file.read_bytes())
        path.chmod(file_mode)
        place.chmod(folder_mode)
        said = subprocess.run(
            [sys.executable, "-c", _AS_NOBODY, str(path)],
            env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)},
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
        )
        assert said.stdout.strip() == "store_no_permission", said.stderr
    finally:
        place.chmod(0o700)
        shutil.rmtree(place)


def test_a_second_look_takes_no_lock_away(store_file: Path) -> None:
    """Closing a file ends every lock that a process holds on it: opening a store again, as at a change of persons,
    must not open the file beside SQLite while the first connection still counts on its lock."""
    with reopened(store_file) as first:
        assert first.newest_case_id()
        with reopened(store_file) as second:
            assert second.newest_case_id()
        code = (
            "import sys; from sqlcipher3 import dbapi2 as s\n"
            "c = s.connect(sys.argv[1], timeout=0.2, isolation_level=None); c.execute('PRAGMA cipher_log_level=NONE')\n"
            'c.set_key(bytearray(b"x\'" + sys.argv[2].encode() + b"\'"))\n'
            "c.execute('PRAGMA locking_mode=EXCLUSIVE'); c.execute('BEGIN EXCLUSIVE')"
        )
        alone = subprocess.run(
            [sys.executable, "-c", code, str(store_file), KEY_BYTES.hex()],
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
        )
        assert "locked" in alone.stderr
        Desk(first).register()
