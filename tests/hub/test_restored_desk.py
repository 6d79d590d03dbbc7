"""A desk restored from its backup, or from nothing, meets headquarters: everything that was ever sent comes back, what
the backup had not sent arrives, no number is given twice, and nothing is taken for a fork."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
from support.desks import Desk
from support.headquarters import HubUnderTest

from app.store.backup import Backup, make_backup
from app.store.errors import RefillingError
from app.store.identity import StoreIdentity
from app.store.replacing import replace_database
from app.store.restoring import ready_from_backup, ready_from_nothing
from app.store.verify import verify


def back_up(desk: Desk, place: Path) -> Backup:
    return make_backup(desk.store.database, place, b"{}", "k", desk.now)


def restore(desk: Desk, backup: Backup, epoch: int = 2) -> None:
    desk.store.close()
    ready_from_backup(desk.path, backup, "store-A", [desk._key()], desk._key(), epoch, desk.now)
    assert replace_database(desk.path, desk.now) is not None
    desk.reopen()


def begin_anew(desk: Desk, epoch: int) -> None:
    desk.store.close()
    ready_from_nothing(desk.path, desk._key(), StoreIdentity("store-A", desk.branch, desk.device, epoch, "A"))
    assert replace_database(desk.path, desk.now) is not None
    desk.reopen()


def epochs(hub: HubUnderTest, desk: Desk) -> list[tuple[object, ...]]:
    return hub.query("select epoch, seq, status from device_head where device_id = %s order by epoch", desk.device)


def assert_same(desk: Desk, *cases: object) -> None:
    for case in cases:
        assert desk.case(case.case_id).case_no == case.case_no  # type: ignore[attr-defined]


def assert_level(hub: HubUnderTest, *desks: Desk) -> None:
    """Over all epochs: everything is acknowledged, both sides hold the same entries, nothing was set aside."""
    for desk in desks:
        state = desk.store.sync.log_state()
        assert state.head == state.acked
        assert desk.store.sync.balance().quarantined == 0
        with desk.store.database.read() as connection:
            ours = connection.exec_driver_sql(
                "SELECT epoch, seq, hash FROM entry WHERE device = ? ORDER BY epoch, seq", (bytes.fromhex(desk.device),)
            ).fetchall()
        theirs = hub.query("select epoch, seq, hash from event where device_id = %s order by epoch, seq", desk.device)
        assert [tuple(row) for row in ours] == [(epoch, seq, bytes(hash_)) for epoch, seq, hash_ in theirs]
    assert hub.query("select count(*) from quarantine") == [(0,)]


@pytest.mark.parametrize(
    "works_on_first", [True, False], ids=["records before the line is back", "synchronises at once"]
)
@pytest.mark.parametrize("was_sent", [True, False], ids=["backup was sent", "backup had unsent entries"])
def test_headquarters_is_ahead_of_the_backup(
    hub: HubUnderTest, desk: Desk, second_desk: Desk, tmp_path: Path, was_sent: bool, works_on_first: bool
) -> None:
    first = desk.register()
    hub.sync(desk)
    unsent = desk.register()
    if was_sent:
        hub.sync(desk)
    backup = back_up(desk, tmp_path / "backups")
    lost = desk.register()
    hub.sync(desk)
    sent_to = desk.store.sync.log_state().head.seq

    restore(desk, backup)
    new = [desk.register()] if works_on_first else []
    hub.sync(desk)
    new.append(desk.register())
    hub.sync(desk)
    hub.sync(second_desk)
    assert_same(desk, first, unsent, lost, *new)
    assert_same(second_desk, first, unsent, lost, *new)
    assert len({case.case_no for case in (first, unsent, lost, *new)}) == 3 + len(new)
    assert epochs(hub, desk) == [(1, sent_to, "open"), (2, 2 * len(new), "open")]
    assert desk.store.sync.left_behind() is None
    assert verify(desk.store).is_sound
    assert_level(hub, desk, second_desk)


@pytest.mark.parametrize("works_on_first", [True, False])
def test_headquarters_never_had_what_the_backup_ends_with(
    hub: HubUnderTest, desk: Desk, second_desk: Desk, tmp_path: Path, works_on_first: bool
) -> None:
    """The line was down from before the backup until after the restore."""
    first = desk.register()
    hub.sync(desk)
    unsent = [desk.register() for _ in range(3)]
    desk.request_extension(unsent[0].case_id)
    end = desk.store.sync.log_state().head.seq
    backup = back_up(desk, tmp_path / "backups")
    gone = desk.register()

    restore(desk, backup)
    assert desk.store.case(gone.case_id) is None
    new = [desk.register()] if works_on_first else []
    assert desk.store.sync.left_behind() is not None
    hub.sync(desk)
    assert desk.store.sync.left_behind() is None
    hub.sync(second_desk)
    second_desk.approve(unsent[0].case_id)
    hub.sync(second_desk)
    hub.sync(desk)
    assert_same(second_desk, first, *unsent, *new)
    assert desk.case(unsent[0].case_id).extensions[0].decision == "approved"
    assert gone.case_no not in {case.case_no for case in (*unsent, *new)}
    assert epochs(hub, desk)[0] == (1, end, "open")
    assert verify(desk.store).is_sound
    assert_level(hub, desk, second_desk)


def test_not_even_the_first_entry_had_been_sent(hub: HubUnderTest, desk: Desk, tmp_path: Path) -> None:
    unsent = desk.register()
    backup = back_up(desk, tmp_path / "backups")
    restore(desk, backup)
    new = desk.register()
    hub.sync(desk)
    for case in (unsent, new):
        assert hub.case(case.case_no) is not None
    assert_level(hub, desk)


@pytest.mark.parametrize("epoch", [2, 101], ids=["the next epoch", "when no epoch is known"])
def test_from_nothing_everything_comes_back_and_no_number_twice(
    hub: HubUnderTest, desk: Desk, second_desk: Desk, epoch: int
) -> None:
    cases = [desk.register() for _ in range(3)]
    desk.request_extension(cases[0].case_id)
    hub.sync(desk)
    hub.sync(second_desk)
    second_desk.approve(cases[0].case_id)
    theirs = second_desk.register()
    hub.sync(second_desk)
    hub.sync(desk)
    unsent = desk.register()
    before = {case.case_id: desk.case(case.case_id) for case in (*cases, theirs)}

    begin_anew(desk, epoch)
    with pytest.raises(RefillingError):
        desk.register()
    hub.sync(desk)
    assert {case_id: desk.case(case_id) for case_id in before} == before
    desk.store.refilled(desk.now)
    new = desk.register()
    assert new.case_no not in {case.case_no for case in (*cases, theirs, unsent)}
    hub.sync(desk)
    hub.sync(second_desk)
    assert_same(second_desk, new)
    assert desk.store.identity.epoch == epoch
    assert verify(desk.store).is_sound
    assert_level(hub, desk, second_desk)
    desk.reopen()
    assert not desk.store.is_refilling


def test_the_next_year_numbers_jump_too(hub: HubUnderTest, desk: Desk, tmp_path: Path) -> None:
    """The backup is of last year; numbers of this year were given after it."""
    desk.register()
    backup = back_up(desk, tmp_path / "backups")
    desk.now += timedelta(days=60)
    lost = desk.register()
    restore(desk, backup)
    assert desk.register().case_no != lost.case_no
