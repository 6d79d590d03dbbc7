"""Pipes, devices and links in the places of the desk's own files: told or passed over, and never waited for."""

from __future__ import annotations

import os
import sys
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from support.trial_desk import SUPERVISOR, opened, sign_in

from app.operations.back_up import BackupMade, back_up, newest_backup
from app.store.backup import check_parts
from app.store.backup_errors import BackupChangedError, BackupUnreadableError
from app.system.errors import KnownError
from app.system.settings import Settings, SettingsFile
from app.vault.recovery_waiting import read_waiting

pytestmark = [
    pytest.mark.usefixtures("no_keyring"),
    pytest.mark.skipif(sys.platform == "win32", reason="pipes and devices that have names among files"),
    pytest.mark.allow_log("the journal was not anchored", "anchor is gone", "not anchored"),
]
Harm = Callable[[Path], None]


def _device(path: Path) -> None:
    path.symlink_to("/dev/zero")


def _loop(path: Path) -> None:
    path.symlink_to(path)


@pytest.fixture(params=[os.mkfifo, _device, _loop, Path.mkdir], ids=["pipe", "device", "loop", "folder"])
def harm(request: pytest.FixtureRequest) -> Harm:
    return request.param  # type: ignore[no-any-return]


@pytest.fixture
def made(folder: Path) -> Iterator[BackupMade]:
    """A desk with a backup. What waits for a pipe is let go on after a while, and fails."""
    with opened(folder) as place:
        made = back_up(sign_in(place, SUPERVISOR.staff_no), folder / "backups")
    watch = threading.Timer(30, os._exit, (70,))
    watch.start()
    yield made
    watch.cancel()


def put(harm: Harm, path: Path) -> None:
    path.unlink(missing_ok=True)
    harm(path)


@pytest.mark.parametrize("name", ["keystore.json", "branch-secret-*.json", "branch-anchor-*.json", "store-made"])
def test_in_the_branch_folder(folder: Path, made: BackupMade, harm: Harm, name: str) -> None:
    (path,) = (folder / "branch").glob(name)
    put(harm, path)
    try:
        with opened(folder) as place:
            sign_in(place)
    except KnownError:
        return
    assert name == "store-made"


@pytest.mark.parametrize("name", ["keystore.lock", "backup.lock"])
def test_in_place_of_a_lock_it_holds_among_threads(folder: Path, made: BackupMade, harm: Harm, name: str) -> None:
    put(harm, folder / "branch" / name)
    with opened(folder) as place:
        back_up(sign_in(place, SUPERVISOR.staff_no), folder / "backups")


def test_in_place_of_the_settings(folder: Path, made: BackupMade, harm: Harm) -> None:
    put(harm, folder / "settings.json")
    assert SettingsFile(folder / "settings.json").current == Settings()


def test_in_place_of_a_request_that_waits(folder: Path, made: BackupMade, harm: Harm) -> None:
    put(harm, folder / "branch" / "recovery-request.json")
    with pytest.raises(KnownError):
        read_waiting(folder / "branch")


def test_in_a_backup(folder: Path, made: BackupMade, harm: Harm) -> None:
    backup = made.place / made.name
    put(harm, backup / "journal.db")
    with pytest.raises(BackupChangedError):
        check_parts(backup)
    put(harm, backup / "manifest.json")
    with pytest.raises(BackupUnreadableError):
        check_parts(backup)
    with opened(folder) as place:
        assert newest_backup(sign_in(place), made.place) is None
