"""What comes down: other desks' entries, judgements and notices, each page in one transaction (journal.md 4.6)."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from support.cases import DECISION, HANDLER, TELLER, TELLER_2
from support.feeds import Headquarters, quarantined
from support.stores import NOON, Desk, directory

from app.domain.case import CaseState
from app.domain.commands import AddNote, RecordDecision, StartHandling
from app.journal.published import Published, encode_published
from app.journal.standing import Balance
from app.journal.wire import BRANCH_SCOPE, NoticeKind, Point, Verdict
from app.journal.wire_codec import encode_quarantine_notice
from app.store import sync_state
from app.store.rebuild import digest, dump, rebuild
from app.store.store import Store
from app.store.verify import verify


def test_two_desks_see_each_others_cases(stores: tuple[Store, Store]) -> None:
    first, second = stores
    hq = Headquarters()
    case = Desk(first).register(complainant_name="王芳芳", phone="13800138000")
    hq.level(first, second)
    assert second.case(case.case_id) == first.case(case.case_id)
    assert [hit.case_no for hit in second.search("8000")] == [case.case_no]
    Desk(second, NOON + timedelta(hours=1)).do(case.case_id, HANDLER, StartHandling())
    assert second.sync.balance() == Balance(1, 0, 0, 0, 0, 0)
    hq.level(first, second)
    assert first.case(case.case_id).state is CaseState.IN_PROGRESS  # type: ignore[union-attr]
    assert first.sync.balance() == Balance(2, 2, 2, 2, 0, 0)
    assert second.sync.balance() == Balance(1, 1, 1, 1, 0, 0)
    assert digest(first.database) == digest(second.database)
    for store in stores:
        assert verify(store, directory).is_sound
        before = list(dump(store.database))
        rebuild(store)
        assert list(dump(store.database)) == before


def test_notes_that_change_places_leave_nothing_behind_in_the_index(stores: tuple[Store, Store]) -> None:
    first, second = stores
    hq = Headquarters()
    case_id = Desk(first).register().case_id
    hq.level(first, second)
    Desk(first, NOON + timedelta(hours=1)).do(case_id, TELLER, AddNote("甲乙"))
    Desk(second, NOON + timedelta(hours=2)).do(case_id, TELLER_2, AddNote("丙丁"))
    hq.take(second)
    hq.give(first)
    for store in (first, second):
        before = list(dump(store.database))
        rebuild(store)
        assert list(dump(store.database)) == before
    assert len(first.search("丙丁")) == len(first.search("甲乙")) == 1


def test_a_row_says_when_headquarters_has_everything(stores: tuple[Store, Store]) -> None:
    first, second = stores
    hq, desk = Headquarters(), Desk(first)
    case = desk.register()

    def is_there(store: Store) -> bool:
        row_id = store.worklist.row_id_of(case.case_id)
        return store.worklist.rows([row_id or 0])[0].is_at_headquarters

    assert not is_there(first)
    hq.level(first, second)
    assert is_there(first)
    assert is_there(second)
    desk.do(case.case_id, TELLER, AddNote("补充"))
    assert not is_there(first)
    assert [item.is_at_headquarters for item in first.case(case.case_id).timeline] == [True, True, False]  # type: ignore[union-attr]
    hq.level(first, second)
    assert is_there(first)
    assert verify(first).is_sound


def test_pages_may_be_small_repeated_and_cut_anywhere(stores: tuple[Store, Store]) -> None:
    first, second = stores
    hq = Headquarters()
    for number in range(4):
        Desk(first).register(narrative=f"第{number}件")
    while hq.take(first, 600):
        pass
    items, cursor = hq.page(second, 3)
    second.sync.apply_page(BRANCH_SCOPE, items, cursor, "server-1")
    before = list(dump(second.database))
    second.sync.apply_page(BRANCH_SCOPE, items, cursor, "server-1")
    assert list(dump(second.database)) == before
    while hq.give(second, 1):
        pass
    while hq.give(first, 3):
        pass
    assert digest(first.database) == digest(second.database)
    assert verify(second).is_sound


def test_a_crash_inside_a_page_leaves_cursor_and_rows_as_they_were(
    stores: tuple[Store, Store], monkeypatch: pytest.MonkeyPatch
) -> None:
    first, second = stores
    hq = Headquarters()
    Desk(first).register()
    hq.take(first)
    items, cursor = hq.page(second)
    for place in ("sync.after_items", "sync.before_page_commit"):

        def die(name: str, place: str = place) -> None:
            if name == place:
                raise KeyboardInterrupt

        monkeypatch.setattr(sync_state, "reach", die)
        with pytest.raises(KeyboardInterrupt):
            second.sync.apply_page(BRANCH_SCOPE, items, cursor, "server-1")
        monkeypatch.undo()
        assert second.sync.cursors() == {}
        assert verify(second).entries == 0
    second.sync.apply_page(BRANCH_SCOPE, items, cursor, "server-1")
    assert second.sync.cursors() == {BRANCH_SCOPE: cursor}
    assert verify(second).entries == 2


def test_headquarters_order_decides_and_the_loser_is_flagged(stores: tuple[Store, Store]) -> None:
    first, second = stores
    hq = Headquarters()
    case_id = Desk(first).register().case_id
    hq.level(first, second)
    decision = {name: getattr(DECISION, name) for name in DECISION.__slots__}
    one = Desk(first, NOON + timedelta(hours=1)).do(case_id, HANDLER, RecordDecision(**decision))
    late = {**decision, "outcome": "not_upheld"}
    Desk(second, NOON + timedelta(hours=2)).do(case_id, HANDLER, RecordDecision(**late))
    hq.take(second)  # the later decision reaches headquarters first
    hq.level(first, second)
    for store in stores:
        case = store.case(case_id)
        assert case is not None
        assert case.decision is not None
        assert case.decision.outcome == "not_upheld"
        assert [(flag.kind, flag.code) for flag in case.flags] == [("decision_recorded", "superseded")]
        assert store.worklist.rows([1])[0].has_flags
        assert store.sync.balance().conflicts == 1
        assert verify(store).is_sound
    assert one.decision is not None
    assert digest(first.database) == digest(second.database)


def test_a_judgement_sets_an_entry_aside_everywhere(stores: tuple[Store, Store]) -> None:
    first, second = stores
    hq, desk = Headquarters(), Desk(first)
    case_id = desk.register().case_id
    desk.do(case_id, HANDLER, StartHandling())
    hq.level(first, second)
    hq.judge(first.identity.device, 1, 3, Verdict.REJECTED)
    hq.level(first, second)
    for store in stores:
        case = store.case(case_id)
        assert case is not None
        assert (case.state, len(case.flags)) == (CaseState.ACCEPTED, 1)
        assert verify(store).is_sound
    assert first.sync.balance() == Balance(3, 3, 3, 2, 1, 0)
    assert digest(first.database) == digest(second.database)


def test_notices_of_headquarters(stores: tuple[Store, Store]) -> None:
    first, second = stores
    hq = Headquarters()
    published = Published("staff", "2026-11-20", date(2026, 11, 20), b"body")
    hq.notice(NoticeKind.REFERENCE, encode_published(published))
    hq.notice(NoticeKind.QUARANTINE, encode_quarantine_notice(first.identity.device, 1, 7, "not_cbor"))
    hq.notice(NoticeKind.REFERENCE, b"\xff")
    hq.notice(NoticeKind.JUDGEMENT, b"")
    hq.judge(first.identity.device, 1, 1, Verdict.REJECTED)
    hq.level(first, second)
    assert first.reference.current("staff", date(2026, 11, 20)) == published
    assert len(quarantined(first)) == 4
    assert quarantined(first)[0] == "headquarters_not_cbor"
    assert first.sync.cursors() == {BRANCH_SCOPE: Point(5, hq.links[-1])}
    assert quarantined(first)[-1] == "judgement_of_unknown_entry"
    case = Desk(first).register()
    assert first.case(case.case_id) == case, "a word about an entry of the future does not touch it"
    assert verify(first).is_sound
