"""Backups looked at before anything is done: proved again, foreseen in numbers, overdue by working days."""

from __future__ import annotations

import json
import shutil
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from support.cases import RULES, at
from support.trial_desk import SUPERVISOR, TELLER, opened, recorded, sign_in

from app.language.restore_labels import only_here
from app.operations.back_up import all_backups, back_up, backup_is_overdue, check_place, newest_backup, prove_backup
from app.operations.restore import foresee
from app.store.backup_errors import BackupChangedError, BackupForeignError, BackupPlaceError
from app.vault.errors import NotAllowedError

pytestmark = pytest.mark.usefixtures("no_keyring")


def test_one_of_those_that_are_kept_is_proved_again(folder: Path, tmp_path: Path) -> None:
    with opened(folder) as place:
        desk = sign_in(place, SUPERVISOR.staff_no)
        recorded(desk)
        made = back_up(desk, folder / "backups")
        kept = {path.name: path.read_bytes() for path in (made.place / made.name).iterdir()}
        assert prove_backup(desk, made)
        assert {path.name: path.read_bytes() for path in (made.place / made.name).iterdir()} == kept
        assert not (folder / "branch" / "backup-looked-at").exists()
        place.change_key(desk, "routine")
        assert not prove_backup(desk, made), "unchanged, under the key of then"
        part = made.place / made.name / "journal.db"
        part.write_bytes(kept["journal.db"][:-1] + b"x")
        with pytest.raises(BackupChangedError):
            prove_backup(desk, made)
        with opened(tmp_path / "other") as other:
            foreign = back_up(sign_in(other), tmp_path / "other" / "backups")
        with pytest.raises(BackupForeignError):
            prove_backup(desk, foreign)
        assert all_backups(foreign.place, place.vault.store_id) == ()  # type: ignore[union-attr]
        with pytest.raises(BackupPlaceError):
            check_place(tmp_path / "no" / "drive")


def test_one_that_is_dated_ahead_does_not_keep_the_next_ones_from_being_made(folder: Path) -> None:
    """What a backup says of itself is signed by nobody: somebody at the place of backups writes another day there."""
    with opened(folder) as place:
        desk = sign_in(place, SUPERVISOR.staff_no)
        made = back_up(desk, folder / "backups")
        ahead = Path(shutil.copytree(made.place / made.name, made.place / "jiesu-0102-20301231-180000"))
        said = json.loads((ahead / "manifest.json").read_bytes())
        said["made_at"] = (made.made_at + timedelta(days=1500)).isoformat()
        (ahead / "manifest.json").write_text(json.dumps(said))
        assert len(all_backups(made.place)) == 2
        assert newest_backup(desk, made.place) == made


def test_what_is_foreseen_is_what_comes_of_it(folder: Path) -> None:
    with opened(folder) as place:
        desk = sign_in(place, SUPERVISOR.staff_no)
        made = back_up(desk, folder / "backups")
        recorded(desk)
    backup = made.place / made.name
    with opened(folder) as place:
        vault, path = place.vault, place.store_room.path
        assert vault is not None
        before = path.read_bytes()
        with (
            vault.sign_in(TELLER.staff_no, TELLER.password) as session,
            pytest.raises(NotAllowedError),
        ):
            foresee(vault, session, path, backup)
        with vault.sign_in(SUPERVISOR.staff_no, SUPERVISOR.password) as session:
            from_backup, from_headquarters = (
                foresee(vault, session, path, backup), foresee(vault, session, path, None)
            )  # fmt: skip
        assert path.read_bytes() == before
        assert from_headquarters.missing == from_headquarters.known
        _desk, restored = place.restore(SUPERVISOR.staff_no, SUPERVISOR.password, backup)
        assert replace(restored, set_aside="") == from_backup
        assert from_backup.only_here == from_backup.missing > 0  # type: ignore[operator]
        assert from_backup.of_cases == 2, "the two entries of the case; the backup itself stands in the desk's own book"
        assert from_headquarters.of_cases == 2


def test_right_after_a_backup_nobody_is_sent_to_look_for_paper(folder: Path) -> None:
    with opened(folder) as place:
        desk = sign_in(place, SUPERVISOR.staff_no)
        recorded(desk)
        made = back_up(desk, folder / "backups")
    with opened(folder) as place:
        _desk, restored = place.restore(SUPERVISOR.staff_no, SUPERVISOR.password, made.place / made.name)
    assert restored.only_here == restored.of_book > 0
    assert restored.of_cases == 0
    (line,) = only_here(restored.of_cases, restored.of_book, "")
    assert "无需补录" in line


@pytest.mark.parametrize(
    ("last", "now", "days"),
    [
        ("2026-11-20 18:00", "2026-11-20 19:00", 0),
        ("2026-11-20 18:00", "2026-11-23 09:00", 0),  # a weekend between
        ("2026-11-20 18:00", "2026-11-24 09:00", 2),
        ("2026-09-30 18:00", "2026-10-08 09:00", 0),  # the National Day holidays
        ("2026-11-13 18:00", "2026-11-20 19:00", 5),
    ],
)
def test_overdue_after_two_working_days(last: str, now: str, days: int) -> None:
    assert backup_is_overdue(at(now), at(last), RULES.calendar) == days
