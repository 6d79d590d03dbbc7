"""Backups beside others: of a desk and a command in the terminal at one time, and beside what people put there."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from pathlib import Path

import pytest
from support.stores import NOON, Desk, new_store

from app.store.backup import KEPT, backups_in, check_parts, make_backup

_ANOTHER = (
    "import sys; from pathlib import Path; from support.stores import NOON, key_box\n"
    "from support.cases import RULES; import app.system.shared_lock as lock\n"
    "from app.store.store import open_store; from app.store.backup import make_backup\n"
    "from app.store.backup_errors import BackupError\n"
    "lock.LONGEST_WAIT_SECONDS = 0.1\n"
    "store = open_store(Path(sys.argv[1]), key_box(), RULES)\n"
    "try: print(make_backup(store.database, Path(sys.argv[2]), b'{}', 'k', NOON).name)\n"
    "except BackupError as error: print(error.code)\n"
    "store.close()"
)


def _another(database: Path, place: Path) -> str:
    line = [sys.executable, "-c", _ANOTHER, str(database), str(place)]
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
    return subprocess.run(line, env=environment, capture_output=True, text=True, timeout=60, check=True).stdout.strip()


@pytest.mark.parametrize("is_same_place", [True, False])
def test_the_second_waits_and_sweeps_nothing_away(tmp_path: Path, is_same_place: bool) -> None:
    place, other = tmp_path / "backups", tmp_path / ("backups" if is_same_place else "stick")
    told: list[str] = []

    def ask_too(done: int, total: int) -> None:
        if not told:
            told.append(_another(tmp_path / "A.db", other))

    with new_store(tmp_path) as store:
        Desk(store).register()
        made = make_backup(store.database, place, b"{}", "k", NOON, progress=ask_too)
        assert told == ["backup_running"]
        assert backups_in(place) == (check_parts(made.folder),)
        name = _another(tmp_path / "A.db", other)
    assert name in {each.name for each in backups_in(other)}


def test_two_lanes_of_one_desk_make_one_after_the_other(tmp_path: Path) -> None:
    """Both would read the file through one descriptor, which has one place where it reads."""
    place = tmp_path / "backups"
    with new_store(tmp_path) as store, ThreadPoolExecutor(2) as lanes:
        for _ in range(5):
            Desk(store).register(narrative="吞卡 " * 2000)
        asked = [lanes.submit(make_backup, store.database, place, b"{}", "k", NOON) for _ in range(4)]
        names = {one.result().name for one in asked}
    assert len(names) == 4
    assert {each.name for each in backups_in(place)} == names


def test_copies_and_links_that_somebody_made_of_a_backup_are_not_swept_out_with_the_oldest(tmp_path: Path) -> None:
    place, put_by = tmp_path / "backups", tmp_path / "put by"
    with new_store(tmp_path) as store:
        first = make_backup(store.database, place, b"{}", "k", NOON)
        copy = Path(shutil.copytree(first.folder, place / "before the move"))
        Path(first.folder).rename(put_by)
        first.folder.symlink_to(put_by)
        for day in range(1, KEPT + 3):
            make_backup(store.database, place, b"{}", "k", NOON + timedelta(days=day))
    assert check_parts(copy).manifest == check_parts(put_by).manifest == first.manifest
    assert len(list(place.iterdir())) == KEPT + 2
