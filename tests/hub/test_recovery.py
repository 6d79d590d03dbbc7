"""Databases that went back in time: headquarters restored from a backup, a desk restored from a copy, a cloned desk.
Nothing that was ever receipted is lost, and nothing is overwritten (journal.md 4.5.1, fault 13, 14, 21)."""

from __future__ import annotations

import shutil
from pathlib import Path

import psycopg
import pytest
from support.desks import Desk
from support.headquarters import HubUnderTest, assert_level

from app.hub.schema import declare_restored
from app.sync.errors import ForkedLogError


def _restore(hub: HubUnderTest, backup: str, *, is_declared: bool = True) -> None:
    hub.stop()
    hub.database = backup
    if is_declared:
        with psycopg.connect(backup, autocommit=True) as connection:
            declare_restored(connection)
    hub.start()


def _backup(hub: HubUnderTest) -> str:
    hub.stop()
    copy = hub.copy()
    hub.start()
    return copy


@pytest.mark.parametrize("is_declared", [True, False])
def test_after_a_restore_of_headquarters_every_desk_sends_again(
    hub: HubUnderTest, desk: Desk, second_desk: Desk, is_declared: bool
) -> None:
    first = desk.register()
    hub.sync(desk)
    backup = _backup(hub)
    lost = desk.register()
    desk.request_extension(lost.case_id)
    hub.sync(desk)
    hub.sync(second_desk)
    second_desk.approve(lost.case_id)
    own = second_desk.register()
    hub.sync(second_desk)
    hub.sync(desk)

    _restore(hub, backup, is_declared=is_declared)
    assert hub.case(lost.case_no) is None
    hub.sync(second_desk)  # the approval comes before what it approves: it waits
    assert hub.query("select count(*) from waiting") == [(1,)]
    hub.sync(desk)
    assert hub.query("select count(*) from waiting") == [(0,)]
    hub.sync(second_desk)
    hub.sync(desk)

    for case in (first, lost, own):
        assert desk.case(case.case_id) == second_desk.case(case.case_id)
        there = hub.case(case.case_no)
        assert there is not None
        assert there["state"] == desk.case(case.case_id).state.value
    assert desk.case(lost.case_id).extensions[0].decision == "approved"
    assert desk.case(lost.case_id).flags == ()
    assert_level(hub, desk, second_desk)


def test_a_restored_headquarters_that_grew_again_is_noticed_by_the_feeds_chain(
    hub: HubUnderTest, desk: Desk, second_desk: Desk
) -> None:
    hub.sync(desk)
    backup = _backup(hub)
    lost = desk.register()
    hub.sync(desk)
    hub.sync(second_desk)
    _restore(hub, backup)
    others = [second_desk.register() for _ in range(3)]
    hub.sync(second_desk)  # the feed is longer than what desk A has read, but it is another one
    hub.sync(desk)
    hub.sync(second_desk)
    for case in (lost, *others):
        assert desk.case(case.case_id) == second_desk.case(case.case_id)
    assert_level(hub, desk, second_desk)


def test_a_desk_restored_from_a_copy_begins_an_epoch_and_gets_its_entries_back(
    hub: HubUnderTest, desk: Desk, second_desk: Desk, tmp_path: Path
) -> None:
    first = desk.register()
    hub.sync(desk)
    desk.store.close()
    shutil.copy(desk.path, tmp_path / "copy.db")
    desk.reopen()
    lost = desk.register()
    hub.sync(desk)
    lost_seq = desk.store.sync.log_state().head.seq

    desk.store.close()
    shutil.copy(tmp_path / "copy.db", desk.path)
    desk.reopen()
    assert desk.store.case(lost.case_id) is None
    hub.sync(desk)
    assert desk.store.sync.log_state().epoch == 2
    assert desk.case(lost.case_id).intake == lost.intake
    assert desk.case(first.case_id).case_no == first.case_no
    new = desk.register()
    assert new.case_no not in (first.case_no, lost.case_no)
    hub.sync(desk)
    hub.sync(second_desk)
    assert [second_desk.case(c.case_id).case_no for c in (first, lost, new)] == [
        first.case_no,
        lost.case_no,
        new.case_no,
    ]
    assert hub.query("select epoch, seq from device_head where device_id = %s order by epoch", desk.device) == [
        (1, lost_seq),
        (2, 2),
    ]


@pytest.mark.allow_log("fork")
def test_of_a_cloned_desk_both_versions_are_kept_and_work_goes_on(
    hub: HubUnderTest, desk: Desk, tmp_path: Path
) -> None:
    desk.register()
    hub.sync(desk)
    desk.store.close()
    shutil.copy(desk.path, tmp_path / "clone.db")
    desk.reopen()
    desk.register(narrative="原机上的投诉")
    hub.sync(desk)

    desk.store.close()
    shutil.copy(tmp_path / "clone.db", desk.path)
    desk.reopen()
    desk.register(narrative="克隆机上的投诉一")
    desk.register(narrative="克隆机上的投诉二")
    with pytest.raises(ForkedLogError):
        hub.sync(desk)
    assert hub.query("select count(*) from quarantine where reason = 'fork'") == [(4,)]
    assert desk.store.sync.log_state().epoch == 2
    after = desk.register()
    hub.sync(desk)
    assert hub.case(after.case_no) is not None
    assert hub.query("select status from device_head order by epoch") == [("frozen",), ("open",)]


@pytest.mark.allow_log("fork")
def test_a_clone_that_went_on_after_a_restore_of_headquarters_is_a_fork_too(
    hub: HubUnderTest, desk: Desk, tmp_path: Path
) -> None:
    """Headquarters is behind what it receipted, and what it has instead is not this desk's."""
    desk.register()
    hub.sync(desk)
    backup = _backup(hub)
    desk.store.close()
    shutil.copy(desk.path, tmp_path / "clone.db")
    desk.reopen()
    for _ in range(3):
        desk.register(narrative="原机上的投诉")
    hub.sync(desk)
    desk.store.close()
    shutil.copy(desk.path, tmp_path / "original.db")

    _restore(hub, backup)
    shutil.copy(tmp_path / "clone.db", desk.path)
    desk.reopen()
    desk.register(narrative="克隆机上的投诉")
    hub.sync(desk)
    desk.store.close()
    shutil.copy(tmp_path / "original.db", desk.path)
    desk.reopen()
    with pytest.raises(ForkedLogError):
        hub.sync(desk)
    ((kept,),) = hub.query("select count(*) from quarantine where reason = 'fork' and seq > 2")
    assert kept == 6
    after = desk.register()
    hub.sync(desk)
    assert hub.case(after.case_no) is not None
