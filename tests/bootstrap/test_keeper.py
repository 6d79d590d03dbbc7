"""The day's backup happens by itself while somebody is signed in, on its own lane, and a lock stops it."""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from support.cases import at
from support.trial_desk import PASSPHRASE, SUPERVISOR, TELLER, opened, recorded
from support.vault import SetClock

from app.bootstrap import keeper as keeping
from app.bootstrap.keeper import KeepingState
from app.bootstrap.office import Office
from app.domain.book import BOOK, BookKind
from app.operations.back_up import backup_is_due
from app.operations.desk import Desk
from app.store.backup import backups_in, check_parts
from app.store.backup_errors import BackupPlaceError
from app.store.store import Store
from app.store.verify import verify
from app.system.settings import Settings, SettingsFile

SECONDS = 20.0

pytestmark = pytest.mark.allow_log("the trial headquarters did not start", "no backup was made: backup_place")


@pytest.fixture
def made_on() -> datetime:
    """When the desk was made."""
    return at("2026-11-20 10:00")


@pytest.fixture
def office(folder: Path, made_on: datetime) -> Iterator[Office]:
    """A desk that was made on Friday at ten; it is half past ten now. Headquarters can't start."""
    with opened(folder) as place:
        recorded(place.sign_in(TELLER.staff_no, TELLER.password))
        os.utime(place.store_room.marker, (made_on.timestamp(), made_on.timestamp()))
    (folder / "headquarters").write_bytes(b"in the way")
    office = Office(folder, clock=SetClock(at("2026-11-20 10:30")), passphrase=PASSPHRASE)
    yield office
    office.close()


class Heard:
    """What the keeper said, to be waited for."""

    def __init__(self, office: Office) -> None:
        self.states: list[KeepingState] = []
        self._said = threading.Condition()
        office.on_keeping = self._hear

    def _hear(self, state: KeepingState) -> None:
        with self._said:
            self.states.append(state)
            self._said.notify_all()

    def until(self, is_so: Callable[[KeepingState], bool]) -> KeepingState:
        with self._said:
            assert self._said.wait_for(lambda: any(map(is_so, self.states)), SECONDS), self.states
        return next(filter(is_so, self.states))


def enter(office: Office, person: Any = TELLER) -> Desk:
    desk = office.lanes["database"].do(lambda: office.sign_in(person.staff_no, person.password)).result(SECONDS)
    assert isinstance(desk, Desk)
    return desk


def ask(office: Office) -> bool:
    """Ask for a backup, as a button does."""
    return office.keeper is not None and office.keeper.back_up_now()


def at_time(office: Office, text: str) -> None:
    assert isinstance(office.clock, SetClock)
    office.clock.time = at(text)


def noted(store: Store) -> list[dict[str, object]]:
    return [dict(entry.body) for entry in store.entries(BOOK) if entry.kind == BookKind.BACKUP_MADE]


def test_nothing_is_due_before_the_first_evening(office: Office, folder: Path) -> None:
    heard = Heard(office)
    enter(office)
    state = heard.until(lambda state: True)
    office.lanes["keeping"].do(lambda: None).result(SECONDS)
    assert state == KeepingState(folder / "backups")
    assert not (folder / "backups").exists()
    assert office.keeper is not None
    assert not office.keeper.state.is_running


def test_a_missed_evening_is_caught_up_once(office: Office, folder: Path) -> None:
    at_time(office, "2026-11-23 08:40")
    heard = Heard(office)
    desk = enter(office)
    state = heard.until(lambda state: state.last is not None and not state.is_running)
    (made,) = backups_in(folder / "backups")
    assert state.last is not None
    assert (state.last.name, state.last.place) == (made.name, folder / "backups")
    assert made.name == "jiesu-0102-20261123-084000"
    assert check_parts(made.folder) == made
    (body,) = noted(desk.store)
    assert body == {"name": made.name, "seq": made.manifest.seq, "size": made.size, "is_verified": True}
    enter(office, SUPERVISOR)
    office.lanes["keeping"].do(lambda: None).result(SECONDS)
    assert backups_in(folder / "backups") == (made,)


def test_the_timer_makes_it_when_the_evening_comes(
    office: Office, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(keeping, "LOOK_EVERY_SECONDS", 0.02)
    heard = Heard(office)
    enter(office)
    heard.until(lambda state: True)
    assert not (folder / "backups").exists()
    at_time(office, "2026-11-20 18:00")
    heard.until(lambda state: state.last is not None)
    assert len(backups_in(folder / "backups")) == 1


def test_asked_for_it_is_made_at_once_in_the_chosen_place(office: Office, folder: Path, tmp_path: Path) -> None:
    place = tmp_path / "drive" / "接诉台备份"
    SettingsFile(folder / "settings.json").change(backup_folder=str(place))
    assert not ask(office)
    heard = Heard(office)
    desk = enter(office)
    assert ask(office)
    failed = heard.until(lambda state: state.error is not None)
    assert isinstance(failed.error, BackupPlaceError)
    assert noted(desk.store) == []
    place.parent.mkdir()
    assert ask(office)
    state = heard.until(lambda state: state.last is not None)
    assert state.error is None
    assert state.place == place
    assert [each.name for each in backups_in(place)] == [noted(desk.store)[0]["name"]]


def test_a_lock_stops_it_and_leaves_nothing_half_made(
    office: Office, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    reached, go_on = threading.Event(), threading.Event()

    def hold(name: str) -> None:
        if name == "backup.after_copy":
            reached.set()
            assert go_on.wait(SECONDS)

    monkeypatch.setattr("app.store.backup.reach", hold)
    heard = Heard(office)
    desk = enter(office)
    ask(office)
    assert reached.wait(SECONDS)
    start = time.perf_counter()
    office.lock()
    for lane in ("network", "papers", "database"):
        office.lanes[lane].do(lambda: None).result(SECONDS)
    assert office.desk is None
    assert time.perf_counter() - start < 5, "a lock does not wait for a backup"
    go_on.set()
    office.lanes["keeping"].do(lambda: None).result(SECONDS)
    assert list((folder / "backups").iterdir()) == []
    assert not heard.states[-1].is_running
    assert heard.states[-1].error is None
    desk = enter(office)
    assert noted(desk.store) == []
    ask(office)
    heard.until(lambda state: state.last is not None)


def test_the_key_changes_in_the_office_while_a_backup_is_asked_for(office: Office, folder: Path) -> None:
    heard = Heard(office)
    desk = enter(office, SUPERVISOR)
    case = office.lanes["database"].do(lambda: recorded(desk)).result(SECONDS)
    ask(office)
    changed = office.change_key()
    changed.result(SECONDS)
    ask(office)
    heard.until(lambda state: state.last is not None and len(backups_in(folder / "backups")) == 2)
    newest, first = backups_in(folder / "backups")
    assert newest.manifest.key_name != first.manifest.key_name
    assert desk.store.case(case.case_id) == case
    assert verify(desk.store).is_sound


@pytest.mark.parametrize(
    ("now", "last", "is_due"),
    [
        ("2026-11-20 17:59", "2026-11-19 18:00", False),
        ("2026-11-20 18:00", "2026-11-19 18:00", True),
        ("2026-11-20 18:01", "2026-11-20 18:00", False),
        ("2026-11-20 09:00", "2026-11-19 17:00", True),
        ("2026-11-20 09:00", "2026-11-19 18:30", False),
        ("2026-12-20 09:00", "2026-11-19 18:30", True),
        ("2026-11-20 09:00", "2026-11-25 18:30", False),
    ],
)
def test_when_it_is_due(now: str, last: str, is_due: bool) -> None:
    assert backup_is_due(at(now), at(last)) is is_due
    assert backup_is_due(at(now).astimezone(UTC), at(last) - timedelta(0)) is is_due


def test_only_sensible_settings_are_kept(tmp_path: Path) -> None:
    settings = SettingsFile(tmp_path / "settings.json")
    for wrong in ({"backup_at": "24:00"}, {"backup_at": "8:00"}, {"backup_folder": "relative"}):
        with pytest.raises(ValueError, match="backup_"):
            settings.change(**wrong)
    assert settings.change(backup_at="07:30").backup_at == "07:30"
    assert Settings().backup_at == "18:00"
