"""`jiesu backup` and `jiesu restore` as a person runs them, from a whole desk and from what was left of one."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from support.trial_desk import PASSPHRASE, SUPERVISOR, TELLER, opened, recorded, sign_in

from app.store.backup import backups_in
from app.store.verify import verify
from app.system.single_instance import only_one

pytestmark = pytest.mark.usefixtures("no_keyring")
ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def used(folder: Path) -> Path:
    """A desk with a case."""
    with opened(folder) as place:
        recorded(sign_in(place))
    return folder


def jiesu(folder: Path, *words: str, who: object = SUPERVISOR, more: str = "") -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "app", words[0], "--data", str(folder), *words[1:]],
        cwd=ROOT,
        env={**os.environ, "JIESU_STAFF_NO": who.staff_no},  # type: ignore[attr-defined]
        input=f"{who.password}\n{PASSPHRASE}\n{more}",  # type: ignore[attr-defined]
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )


def test_a_backup_and_the_way_back_after_the_database_is_gone(used: Path) -> None:
    said = jiesu(used, "backup", who=TELLER)
    assert said.returncode == 0, said.stderr
    (made,) = backups_in(used / "backups")
    assert made.name in said.stdout
    assert "已完成" in said.stdout
    assert "was made and proved" in said.stdout
    with opened(used) as place:
        lost = recorded(sign_in(place))
    database = used / "branch" / "journal.db"
    database.write_bytes(b"")
    refused = jiesu(used, "restore", who=TELLER)
    assert refused.returncode == 1
    assert database.read_bytes() == b""
    said = jiesu(used, "restore")
    assert said.returncode == 0, said.stderr
    assert "Entries missing here: " in said.stdout
    assert "journal.db.set-aside-" in said.stdout
    assert "本机缺少的记录" in said.stdout
    for line in said.stdout.splitlines():
        assert "None" not in line
        assert lost.case_no not in line
    with opened(used) as place:
        desk = sign_in(place)
        assert desk.store.case(lost.case_id) is None
        assert verify(desk.store, place.key_directory()).is_sound


def test_among_the_backups_of_two_desks_its_own_newest_one_is_taken(used: Path, tmp_path: Path) -> None:
    assert jiesu(used, "backup").returncode == 0
    with opened(tmp_path / "other") as other:
        recorded(sign_in(other))
    assert jiesu(tmp_path / "other", "backup", "--to", str(used / "backups")).returncode == 0
    assert len(backups_in(used / "backups")) == 2
    said = jiesu(used, "restore")
    assert said.returncode == 0, said.stderr


def test_to_a_place_of_ones_own_and_back_by_name(used: Path, tmp_path: Path) -> None:
    place = tmp_path / "drive"
    place.mkdir()
    assert jiesu(used, "backup", "--to", str(place)).returncode == 0
    (made,) = backups_in(place)
    said = jiesu(used, "restore")
    assert said.returncode == 1
    assert "folder" in said.stderr
    assert jiesu(used, "restore", str(made.folder)).returncode == 0
    missing = jiesu(used, "backup", "--to", str(tmp_path / "no" / "drive"))
    assert missing.returncode == 1
    assert "Plug in the drive" in missing.stderr
    assert "移动硬盘" in missing.stderr


def test_with_an_earlier_password(used: Path) -> None:
    assert jiesu(used, "backup").returncode == 0
    with opened(used) as place:
        place.change_key(sign_in(place, SUPERVISOR.staff_no), "routine")
    said = jiesu(used, "restore")
    assert said.returncode == 1
    assert "password that you had then" in said.stderr
    assert jiesu(used, "restore", more=f"{SUPERVISOR.password}\n").returncode == 0


def test_from_headquarters(used: Path) -> None:
    said = jiesu(used, "restore", "--from-headquarters")
    assert said.returncode == 0, said.stderr
    assert "begins empty" in said.stdout
    assert "Drafts" in said.stdout
    assert len(list((used / "branch").glob("journal.db.set-aside-*"))) == 1


def test_not_while_the_desk_is_open(used: Path) -> None:
    with only_one(used):
        assert jiesu(used, "restore", "--from-headquarters").returncode == 1
        assert jiesu(used, "backup").returncode == 0
