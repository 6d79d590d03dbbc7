"""What is due for deletion, and what deleting it does at this PC and at the others."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import cast

import pytest
from support.cases import HANDLER, SUPERVISOR, SUPERVISOR_2, TELLER, at
from support.feeds import Headquarters
from support.retention_scene import LONG_AGO, NOW, Pc, pcs
from support.stores import Desk as Counter
from support.stores import directory

from app.domain.book import BookKind
from app.domain.commands import LiftHold, PlaceHold, RecordFollowUp, WithdrawCase
from app.domain.entry import Entry, book_entry
from app.domain.reasons import ReasonCode
from app.domain.refusal import Refusal
from app.journal.view import case_bytes, case_text, milliseconds, to_entry
from app.journal.wire import Verdict
from app.operations.holds import place_holds
from app.operations.note import note
from app.operations.open_case import open_case
from app.operations.read_figures import read_figures
from app.operations.retention import Purged, apply_purges, due_for_purge, kept_here, purge, read_retention
from app.store.rebuild import digest, rebuild
from app.store.verify import verify

HOLD = PlaceHold("h1", "lawsuit", "西城法院年费争议一案")
World = tuple[Headquarters, Pc, Pc]


@pytest.fixture
def one(tmp_path: Path) -> Iterator[tuple[Headquarters, Pc]]:
    """One PC."""
    with pcs(tmp_path) as (hub, (pc,)):
        yield hub, pc


@pytest.fixture
def two(tmp_path: Path) -> Iterator[World]:
    """Two PCs of the branch."""
    with pcs(tmp_path, "AB") as (hub, (first, second)):
        yield hub, first, second


def due(pc: Pc) -> list[str]:
    return [case.case_id for case in due_for_purge(pc.desk())]


def deleted(pc: Pc, *case_ids: str) -> Purged:
    outcome = purge(pc.desk(), case_ids)
    assert isinstance(outcome, Purged)
    return outcome


# -- what is due ---------------------------------------------------------------------------------------------------


def test_what_is_old_and_at_headquarters_is_due_the_oldest_first(one: tuple[Headquarters, Pc]) -> None:
    hub, pc = one
    newer, older = pc.closed(LONG_AGO + timedelta(days=9)), pc.closed()
    young = pc.closed(at("2024-01-05 09:00"))
    hub.level(pc.store)
    found = due_for_purge(pc.desk())
    assert [case.case_id for case in found] == [older.case_id, newer.case_id]
    assert young.case_id not in due(pc)
    assert found[0].retention.keep_until.isoformat() == "2026-03-01"


def test_what_headquarters_lacks_is_not_due(one: tuple[Headquarters, Pc]) -> None:
    hub, pc = one
    case = pc.closed()
    assert due(pc) == []
    hub.take(pc.store)
    assert due(pc) == []  # acknowledged, but not placed in the feed yet
    hub.level(pc.store)
    assert due(pc) == [case.case_id]
    note(pc.desk(), book_entry(BookKind.DETAILS_REVEALED, case_id=case.case_id, what=["phone"], reason="call", note=""))
    assert due(pc) == []  # a look at it that headquarters does not know of


def test_the_clock_of_this_pc_alone_makes_nothing_due(one: tuple[Headquarters, Pc]) -> None:
    hub, pc = one
    pc.closed(at("2024-03-01 09:00"))
    hub.level(pc.store)
    pc.clock.time = at("2030-01-01 09:00")
    assert due(pc) == []
    hub.wall = milliseconds(pc.clock.time)
    Counter(pc.store, pc.clock.time).register()
    hub.level(pc.store)
    assert len(due(pc)) == 1


def test_the_last_day_is_kept_and_the_next_one_is_due(one: tuple[Headquarters, Pc]) -> None:
    hub, pc = one
    case = pc.closed()
    pc.do(case.case_id, HANDLER, RecordFollowUp("phone", "客户表示满意"), at("2023-11-20 09:00"))
    hub.level(pc.store)
    assert due(pc) == []
    pc.clock.time = at("2026-11-21 00:30")
    hub.wall = milliseconds(pc.clock.time)
    Counter(pc.store, pc.clock.time).register()
    hub.level(pc.store)
    assert due(pc) == [case.case_id]


def test_a_held_case_is_not_due_until_the_hold_is_lifted(one: tuple[Headquarters, Pc]) -> None:
    hub, pc = one
    case = pc.closed()
    pc.do(case.case_id, SUPERVISOR, HOLD)
    hub.level(pc.store)
    assert due(pc) == []
    pc.do(case.case_id, SUPERVISOR_2, LiftHold("h1", "法院已作出生效判决"))
    hub.level(pc.store)
    assert due(pc) == [case.case_id]


def test_a_case_with_an_open_linked_case_is_not_due(one: tuple[Headquarters, Pc]) -> None:
    hub, pc = one
    case = pc.closed()
    Counter(pc.store, NOW).register(repeat_of=case.case_id)
    hub.level(pc.store)
    assert due(pc) == []


def test_several_are_held_back_at_once(one: tuple[Headquarters, Pc]) -> None:
    hub, pc = one
    ids = [pc.closed().case_id for _ in range(3)]
    hub.level(pc.store)
    assert place_holds(pc.desk(), ids[:2], "audit", "年度审计调阅") is None
    hub.level(pc.store)
    assert due(pc) == ids[2:]


# -- deleting ------------------------------------------------------------------------------------------------------


def test_a_deletion_is_signed_and_says_what_went(one: tuple[Headquarters, Pc]) -> None:
    hub, pc = one
    case = pc.closed()
    desk = pc.desk()
    note(desk, book_entry(BookKind.DETAILS_REVEALED, case_id=case.case_id, what=["phone"], reason="other", note="核对"))
    hub.level(pc.store)
    before = pc.rows("SELECT count(*) FROM entry")[0][0]
    assert deleted(pc, case.case_id) == Purged(1)
    entry = hub_entry(hub, pc)
    (named,) = cast("list[dict[str, object]]", entry.body["cases"])
    assert entry.is_signed
    assert (named["case_id"], named["entries"]) == (case.case_id, case.version + 1)
    assert pc.rows("SELECT count(*) FROM entry") == [(before + 1,)]
    refusal = open_case(pc.desk(), case.case_id)
    assert isinstance(refusal, Refusal)
    assert refusal.code == ReasonCode.CASE_PURGED
    assert due(pc) == []


def hub_entry(hub: Headquarters, pc: Pc) -> Entry:
    """The entry about deletion as headquarters has it."""
    hub.level(pc.store)
    records = [to_entry(what[3]) for what in hub.feed if isinstance(what, tuple)]
    return next(entry for entry in records if entry.kind == BookKind.CASES_PURGED)


@pytest.mark.parametrize("who", [TELLER, HANDLER])
def test_only_who_has_the_right_deletes(one: tuple[Headquarters, Pc], who: str) -> None:
    hub, pc = one
    case = pc.closed()
    hub.level(pc.store)
    outcome = purge(pc.desk(who), [case.case_id])
    assert isinstance(outcome, Refusal)
    assert outcome.code == ReasonCode.NO_RIGHT
    assert SUPERVISOR in outcome.who_could
    assert due(pc) == [case.case_id]


def test_what_changed_meanwhile_is_left(one: tuple[Headquarters, Pc]) -> None:
    hub, pc = one
    first, second = pc.closed(), pc.closed()
    hub.level(pc.store)
    pc.do(first.case_id, SUPERVISOR, HOLD)
    assert deleted(pc, first.case_id, second.case_id) == Purged(1, (first.case_id,))
    assert pc.store.case(first.case_id) is not None


def test_figures_of_past_years_stand(one: tuple[Headquarters, Pc]) -> None:
    hub, pc = one
    case = pc.closed(category="B03.01.01")
    Counter(pc.store, LONG_AGO + timedelta(days=8)).register(repeat_of=case.case_id)
    repeat = pc.rows("SELECT case_id FROM case_row ORDER BY row_id DESC LIMIT 1")[0][0]
    pc.do(case_text(repeat), TELLER, WithdrawCase("in_person"), LONG_AGO + timedelta(days=9))
    hub.level(pc.store)
    year = (LONG_AGO.date().replace(month=1, day=1), LONG_AGO.date().replace(month=12, day=31))
    before = read_figures(pc.desk(), *year)
    assert deleted(pc, *due(pc)).count == 2
    after = read_figures(pc.desk(), *year)
    assert (after.figures, after.by_category, after.by_channel) == (
        before.figures,
        before.by_category,
        before.by_channel,
    )
    assert before.figures.received == 2
    rebuild(pc.store)
    assert read_figures(pc.desk(), *year).figures == before.figures


def test_a_rebuild_gives_the_same_after_a_deletion(one: tuple[Headquarters, Pc]) -> None:
    hub, pc = one
    case, other = pc.closed(), pc.closed(NOW - timedelta(days=30))
    note(
        pc.desk(), book_entry(BookKind.DETAILS_REVEALED, case_id=case.case_id, what=["phone"], reason="x", note="核对")
    )
    hub.level(pc.store)
    assert deleted(pc, case.case_id).count == 1
    before, lines = digest(pc.store.database), pc.rows("SELECT * FROM audit_line ORDER BY wall, seq")
    rebuild(pc.store)
    assert digest(pc.store.database) == before
    assert pc.rows("SELECT * FROM audit_line ORDER BY wall, seq") == lines
    assert pc.store.case(other.case_id) is not None


# -- other PCs -----------------------------------------------------------------------------------------------------


def test_the_other_pc_deletes_the_same(two: World) -> None:
    hub, first, second = two
    case = first.closed()
    hub.level(first.store, second.store)
    deleted(first, case.case_id)
    hub.level(first.store, second.store)
    assert second.store.case(case.case_id) is not None
    assert apply_purges(second.desk()) == 1
    assert second.store.case(case.case_id) is None
    assert apply_purges(second.desk()) == 0
    assert digest(first.store.database) == digest(second.store.database)


def test_a_hold_that_was_on_its_way_keeps_the_case_and_is_shown(two: World) -> None:
    hub, first, second = two
    case = first.closed()
    hub.level(first.store, second.store)
    deleted(first, case.case_id)
    second.do(case.case_id, SUPERVISOR, HOLD)
    hub.level(first.store, second.store)
    assert apply_purges(second.desk()) == 0
    (kept,) = kept_here(second.desk())
    assert (kept.case_no, kept.why) == (case.case_no, "held")
    assert read_retention(second.desk()).kept == (kept,)
    assert first.store.case(case.case_id) is None
    bodies = "SELECT count(*) FROM entry e JOIN entry_body b USING (device, epoch, seq) WHERE e.case_id = ?"
    assert first.rows(bodies, case_bytes(case.case_id)) == [(0,)]
    assert verify(first.store).is_sound
    assert verify(second.store).is_sound
    second.do(case.case_id, SUPERVISOR_2, LiftHold("h1", "法院已作出生效判决"))
    hub.level(first.store, second.store)
    assert due(second) == [case.case_id]
    assert deleted(second, case.case_id).count == 1


def test_news_keep_the_case_too(two: World) -> None:
    hub, first, second = two
    case = first.closed()
    hub.level(first.store, second.store)
    deleted(first, case.case_id)
    second.do(case.case_id, HANDLER, RecordFollowUp("phone", "客户来电"))
    hub.level(first.store, second.store)
    assert apply_purges(second.desk()) == 0
    assert [kept.why for kept in kept_here(second.desk())] == ["newer_entries"]


def test_a_deletion_by_somebody_without_the_right_is_not_followed(two: World) -> None:
    hub, first, second = two
    case = first.closed()
    hub.level(first.store, second.store)
    facts = first.store.purging.facts([case.case_id])
    entry = book_entry(BookKind.CASES_PURGED, cases=[one.body() for one in facts], rule_version="x")
    note(first.desk(TELLER), entry)
    hub.level(first.store, second.store)
    assert apply_purges(second.desk()) == 0
    assert second.store.case(case.case_id) is not None
    assert kept_here(second.desk()) == ()


def test_a_restored_store_deletes_again(two: World) -> None:
    hub, first, second = two
    case = first.closed()
    hub.level(first.store)
    deleted(first, case.case_id)
    hub.level(first.store)
    hub.level(second.store)  # a new PC: everything comes from headquarters, bodies and all
    assert second.store.case(case.case_id) is not None
    assert apply_purges(second.desk()) == 1
    assert second.store.case(case.case_id) is None


def test_a_deletion_that_nobody_signed_is_not_followed(two: World, monkeypatch: pytest.MonkeyPatch) -> None:
    """A PC that was tampered with writes the entry without a person's key; headquarters has not judged it yet."""
    hub, first, second = two
    case = first.closed()
    hub.level(first.store, second.store)
    facts = first.store.purging.facts([case.case_id])
    entry = book_entry(BookKind.CASES_PURGED, cases=[one.body() for one in facts], rule_version="x")
    monkeypatch.setattr("app.domain.entry.SIGNED_BOOK_KINDS", frozenset())
    note(first.desk(), entry)
    monkeypatch.undo()
    hub.level(first.store, second.store)
    assert apply_purges(second.desk()) == 0
    assert second.store.case(case.case_id) is not None


@pytest.mark.parametrize("is_ended", [True, False])
def test_a_signature_alone_deletes_no_case_whose_time_is_not_over(two: World, is_ended: bool) -> None:
    hub, first, second = two
    case = first.closed(at("2025-03-01 09:00")) if is_ended else Counter(first.store, LONG_AGO).register()
    hub.level(first.store, second.store)
    facts = first.store.purging.facts([case.case_id])
    note(first.desk(), book_entry(BookKind.CASES_PURGED, cases=[one.body() for one in facts], rule_version="x"))
    hub.level(first.store, second.store)
    assert apply_purges(second.desk()) == 0
    assert [kept.why for kept in kept_here(second.desk())] == ["not_due"]


def test_headquarters_directory_counts_for_whoever_signs_too(one: tuple[Headquarters, Pc]) -> None:
    """Somebody whom the directory lets only read signs no deletion at a colleague's screen either."""
    hub, pc = one
    case = pc.closed()
    hub.level(pc.store)
    desk = pc.desk(TELLER)
    signer = pc.desk(SUPERVISOR).session
    reader = replace(desk.people[SUPERVISOR], is_read_only=True)
    desk.people = {**desk.people, SUPERVISOR: reader}
    outcome = purge(desk, [case.case_id], signer)
    assert isinstance(outcome, Refusal)
    assert outcome.code is ReasonCode.NO_RIGHT


def test_a_deletion_that_nobody_known_signed_excuses_nothing(one: tuple[Headquarters, Pc]) -> None:
    """Somebody with the database key takes a case away and writes the entry about it, under a key that nobody has."""
    hub, pc = one
    case = pc.closed()
    hub.level(pc.store)
    signer = pc.desk().session
    signer.signer_key_id = b"nobody's key...."
    assert isinstance(purge(pc.desk(), [case.case_id], signer), Purged)
    first = verify(pc.store, directory).first
    assert first is not None
    assert first.what == "purge"


def test_a_deletion_that_headquarters_rejects_excuses_nothing(one: tuple[Headquarters, Pc]) -> None:
    hub, pc = one
    case = pc.closed()
    hub.level(pc.store)
    deleted(pc, case.case_id)
    hub.level(pc.store)
    assert verify(pc.store, directory).is_sound
    own = pc.store.identity
    hub.judge(own.device, own.epoch, hub.heads[own.device, own.epoch].seq, Verdict.REJECTED)
    hub.level(pc.store)
    first = verify(pc.store, directory).first
    assert first is not None
    assert first.what == "purge"
