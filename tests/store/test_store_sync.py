"""Outbox, receipts, feed pages, judgements, epochs and the balance (journal.md 4.4 to 4.6, 7)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from support.cases import DECISION, HANDLER, LOCAL, SUPERVISOR, TELLER, TELLER_2
from support.feeds import EVIDENCE, Headquarters
from support.stores import NOON, Desk, directory, new_store, reopened

from app.domain.case import Case, CaseState
from app.domain.commands import AddNote, AssignCase, DecideExtension, RecordDecision, RequestExtension, StartHandling
from app.domain.entry import EntryKind
from app.journal.chain import Head, verify_chain
from app.journal.envelope import GENESIS, Record, decode, decode_body, encode, encode_body
from app.journal.published import Published, encode_published
from app.journal.standing import Balance
from app.journal.wire import BRANCH_SCOPE, FeedItem, ForeignEntry, NoticeKind, OwnRun, Point, Verdict
from app.journal.wire_codec import encode_quarantine_notice
from app.store import refresh, sync_state
from app.store.rebuild import digest, dump, rebuild
from app.store.store import Store
from app.store.sync_state import COUNTER_JUMP, ReceiptMismatchError
from app.store.verify import verify


@pytest.fixture
def stores(tmp_path: Path) -> Iterator[tuple[Store, Store]]:
    """Two desks of one branch."""
    with new_store(tmp_path, "A") as first, new_store(tmp_path, "B") as second:
        yield first, second


def _entries(store: Store, seq: int = 0) -> list[ForeignEntry]:
    """A store's own log as another desk would read it in the feed."""
    state = store.sync.log_state()
    return [
        ForeignEntry(number, state.device, state.epoch, number, record)
        for number, record in enumerate(store.sync.entries_after(seq, 1 << 30).records, seq + 1)
    ]


def _apply(store: Store, items: list[FeedItem], cursor: int) -> frozenset[str]:
    return store.sync.apply_page(BRANCH_SCOPE, items, Point(cursor, bytes([cursor]) * 32), "server-1")


def _quarantined(store: Store) -> list[str]:
    with store.database.read() as connection:
        return [row[0] for row in connection.exec_driver_sql("SELECT reason FROM quarantine ORDER BY quarantine_id")]


# -- up ---------------------------------------------------------------------------------------------------------------


def test_the_outbox_is_the_log_after_what_is_acknowledged(stores: tuple[Store, Store]) -> None:
    store, _ = stores
    desk = Desk(store)
    assert store.sync.entries_after(0, 1000).records == ()
    for _ in range(5):
        desk.register(narrative="吞卡" * 100)
    batch = store.sync.entries_after(0, 1 << 20)
    assert (batch.prev, batch.head.seq, len(batch.records)) == (Point(), 10, 10)
    start = Head.start(store.identity.device_bytes, 1)
    assert verify_chain(start, batch.records).hash == batch.head.hash == store.sync.hash_at(10)
    small = store.sync.entries_after(4, 1)
    assert (small.prev.seq, small.head.seq, len(small.records)) == (4, 5, 1)
    pieces: list[Record] = []
    while found := store.sync.entries_after(len(pieces), 2500).records:
        pieces += found
    assert pieces == list(batch.records)
    assert store.sync.own_hashes(1, 9, 5) == [record.hash for record in batch.records[8:]]
    assert (store.sync.hash_at(0), store.sync.hash_at(11)) == (GENESIS, None)


def test_only_a_fitting_receipt_moves_what_is_acknowledged(stores: tuple[Store, Store]) -> None:
    store, other = stores
    desk = Desk(store)
    desk.register()
    desk.register()
    hq = Headquarters()
    head = store.sync.log_state().head
    first = Head(store.identity.device_bytes, 1, 2, store.sync.hash_at(2) or b"")
    for wrong in (
        Head(store.identity.device_bytes, 1, 4, bytes(32)),
        Head(store.identity.device_bytes, 1, 5, head.hash),
        Head(store.identity.device_bytes, 2, 4, head.hash),
        Head(other.identity.device_bytes, 1, 4, head.hash),
    ):
        with pytest.raises(ReceiptMismatchError):
            store.sync.acknowledge(hq.receipt(wrong), EVIDENCE)
    assert store.sync.log_state().acked == Point()
    assert hq.take(store) == 4
    assert store.sync.log_state().acked == head
    assert store.sync.log_state().server_epoch == "server-1"
    store.sync.acknowledge(hq.receipt(first), EVIDENCE)
    assert store.sync.log_state().acked == head, "an old receipt moves nothing back"


def test_a_restored_headquarters_gets_everything_again(stores: tuple[Store, Store]) -> None:
    store, _ = stores
    Desk(store).register()
    Desk(store).register()
    hq = Headquarters()
    hq.level(store)
    hash_ = store.sync.hash_at(2) or b""
    with pytest.raises(ReceiptMismatchError):
        store.sync.rewind(Point(2, bytes(32)), "server-2")
    store.sync.rewind(Point(2, hash_), "server-2")
    assert store.sync.log_state().acked == Point(2, hash_)
    assert store.sync.log_state().server_epoch == "server-2"
    assert len(store.sync.entries_after(2, 1 << 20).records) == 2


# -- down -------------------------------------------------------------------------------------------------------------


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


def test_entries_that_headquarters_held_back_may_come_later(stores: tuple[Store, Store]) -> None:
    first, second = stores
    desk = Desk(first)
    cases = [desk.register() for _ in range(3)]
    e1, e2, e3, e4, e5, e6 = _entries(first)
    order = [e5, e6, e1, e4, e2, e3]
    items: list[FeedItem] = [
        ForeignEntry(place, e.device, e.epoch, e.seq, e.record) for place, e in enumerate(order, 1)
    ]
    for count in range(6):
        _apply(second, items[count : count + 1], count + 1)
    assert {case.case_id for case in cases} == {case.case_id for case in map(second.case, _ids(cases)) if case}
    assert verify(second).is_sound
    with second.database.read() as connection:
        head = connection.exec_driver_sql("SELECT seq, hash FROM device_head").fetchall()
    assert head == [(6, e6.record.hash)]
    assert _quarantined(second) == []


def _ids(cases: list[Case]) -> list[str]:
    return [case.case_id for case in cases]


def test_own_entries_that_headquarters_reorders_are_folded_again(stores: tuple[Store, Store]) -> None:
    store, _ = stores
    desk = Desk(store)
    case_id = desk.register().case_id
    desk.do(case_id, SUPERVISOR, AssignCase(TELLER_2, "调整"))
    desk.do(case_id, SUPERVISOR, AssignCase(HANDLER, "再调整"))
    device = store.identity.device
    _apply(store, [OwnRun(1, device, 1, 1, 2), OwnRun(3, device, 1, 4, 1)], 3)
    assert store.case(case_id).owner == TELLER_2, "the held-back entry counts last"  # type: ignore[union-attr]
    assert verify(store).is_sound
    _apply(store, [OwnRun(4, device, 1, 3, 1)], 4)
    assert verify(store).is_sound
    _apply(store, [OwnRun(3, device, 1, 3, 2)], 4)
    assert store.case(case_id).owner == HANDLER  # type: ignore[union-attr]
    assert verify(store).is_sound


def test_an_entry_that_its_successor_contradicts_is_set_aside(stores: tuple[Store, Store]) -> None:
    first, second = stores
    desk = Desk(first)
    desk.register()
    desk.register()
    e1, e2, e3, _ = _entries(first)
    other = Record(encode(decode(e2.record.envelope)._replace(wall=1)), e2.record.body)
    _apply(second, [e3, e1, ForeignEntry(3, e2.device, 1, 2, other)], 3)
    assert _quarantined(second) == ["previous_hash"]
    _apply(second, [ForeignEntry(4, e2.device, 1, 2, e2.record)], 4)
    assert verify(second).is_sound
    assert verify(second).entries == 3


def test_what_can_not_be_taken_goes_to_quarantine_and_the_rest_gets_through(stores: tuple[Store, Store]) -> None:
    first, second = stores
    desk = Desk(first)
    good = desk.register()
    for _ in range(3):
        desk.register()
    e1, e2, e3, e4, e5, *_ = _entries(first)
    envelope = decode(e3.record.envelope)
    fork = Record(encode(decode(e2.record.envelope)._replace(wall=1)), e2.record.body)
    items: list[FeedItem] = [
        e1,
        e2,
        ForeignEntry(3, e2.device, 1, 2, fork),
        ForeignEntry(4, e3.device, 1, 3, Record(b"\x9f" * 40, b"")),
        ForeignEntry(5, e3.device, 1, 3, Record(e3.record.envelope, b"\xff")),
        ForeignEntry(6, e3.device, 1, 3, Record(e3.record.envelope, e4.record.body)),
        ForeignEntry(7, e3.device, 1, 4, e3.record),
        ForeignEntry(8, e3.device, 1, 3, Record(encode(envelope._replace(branch="9999")), e3.record.body)),
        ForeignEntry(9, e3.device, 1, 3, Record(encode(envelope._replace(prev=bytes(32))), e3.record.body)),
        OwnRun(10, second.identity.device, 1, 1, 2**62),
        e3,
    ]
    touched = _apply(second, items, 11)
    _apply(second, [ForeignEntry(12, e5.device, 1, 5, e5.record)], 12)
    assert good.case_id in touched
    assert _quarantined(second) == [
        "fork",
        "not_cbor",
        "not_cbor",
        "body",
        "mislabelled",
        "other_branch",
        "previous_hash",
        "own_entries_unknown",
    ]
    assert second.sync.balance().quarantined == 8
    assert second.sync.cursors()[BRANCH_SCOPE].seq == 12
    assert second.case(good.case_id) is not None
    assert verify(second).is_sound
    with second.database.read() as connection:
        raw = connection.exec_driver_sql("SELECT raw FROM quarantine WHERE reason = 'fork'").scalar()
    assert raw == fork.envelope, "quarantine keeps the exact bytes"


def test_kinds_and_bodies_of_newer_programs_are_kept_and_shown(stores: tuple[Store, Store]) -> None:
    first, second = stores
    desk = Desk(first)
    case = desk.register()
    e1, e2 = _entries(first)
    strange = decode(e2.record.envelope)._replace(kind="escalated_to_moon", kver=9)
    record = Record(encode(strange), e2.record.body)
    _apply(second, [e1, ForeignEntry(2, e2.device, 1, 2, record)], 2)
    found = second.case(case.case_id)
    assert found is not None
    assert [(flag.kind, flag.code) for flag in found.flags] == [("escalated_to_moon", "needs_newer_program")]
    assert second.sync.balance().quarantined == 0
    assert verify(second).is_sound


def test_a_registration_that_can_not_be_read_makes_no_row(stores: tuple[Store, Store]) -> None:
    first, second = stores
    case = Desk(first).register()
    (e1, *_) = _entries(first)
    body = encode_body({**decode_body(e1.record.body or b""), "case_no": ["not", "text"]})
    record = Record(encode(decode(e1.record.envelope)._replace(body=sha256(body).digest())), body)
    _apply(second, [ForeignEntry(1, e1.device, 1, 1, record)], 1)
    assert second.case(case.case_id) is None
    assert second.worklist.row_id_of(case.case_id) is None
    assert verify(second).is_sound


@pytest.mark.allow_log("can't be folded")
def test_a_case_that_fails_stops_no_other(stores: tuple[Store, Store], monkeypatch: pytest.MonkeyPatch) -> None:
    first, second = stores
    desk = Desk(first)
    bad, good = desk.register(), desk.register()
    real = refresh.write_case

    def write_case(connection: sa.Connection, case: Case, *arguments: Any, **named: Any) -> int:
        row_id = real(connection, case, *arguments, **named)
        if case.case_id == bad.case_id:
            raise ValueError("a mistake in the program")
        return row_id

    monkeypatch.setattr(refresh, "write_case", write_case)
    _apply(second, list(_entries(first)), 4)
    _apply(second, list(_entries(first)), 4)
    assert second.case(good.case_id) == second.case_by_no(good.case_no)
    assert second.worklist.row_id_of(bad.case_id) is None
    assert second.sync.balance().quarantined == 1
    assert verify(second).is_sound
    monkeypatch.undo()
    rebuild(second)
    assert second.worklist.row_id_of(bad.case_id) is not None
    assert second.sync.balance().quarantined == 0
    assert verify(second).is_sound


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
    assert len(_quarantined(first)) == 4
    assert _quarantined(first)[0] == "headquarters_not_cbor"
    assert first.sync.cursors() == {BRANCH_SCOPE: Point(5, hq.links[-1])}
    assert _quarantined(first)[-1] == "judgement_of_unknown_entry"
    case = Desk(first).register()
    assert first.case(case.case_id) == case, "a word about an entry of the future does not touch it"
    assert verify(first).is_sound


def test_another_feed_is_read_from_the_start(stores: tuple[Store, Store]) -> None:
    first, second = stores
    hq = Headquarters()
    case_id = Desk(first).register().case_id
    hq.level(first, second)
    Desk(second).do(case_id, HANDLER, StartHandling())
    hq.level(first, second)
    hq.judge(second.identity.device, 1, 1, Verdict.REJECTED)
    hq.level(first, second)
    printed = digest(first.database)
    again = Headquarters("server-2")
    for store in stores:
        store.sync.restart_feed(BRANCH_SCOPE)
        store.sync.rewind(Point(), "server-2")
        assert store.sync.cursors() == {}
        assert verify(store).is_sound
    again.level(first, second)
    assert first.case(case_id).state is CaseState.IN_PROGRESS  # type: ignore[union-attr]
    assert digest(first.database) == digest(second.database) != printed
    assert first.sync.balance() == Balance(2, 2, 2, 2, 0, 0)


def test_an_old_copy_of_a_database_starts_a_new_life(tmp_path: Path) -> None:
    hq = Headquarters()
    with new_store(tmp_path) as store:
        desk = Desk(store)
        desk.register()
        hq.level(store)
    old = (tmp_path / "A.db").read_bytes()
    with reopened(tmp_path / "A.db") as store:
        lost = Desk(store, NOON + timedelta(hours=1)).register(narrative="备份之后登记的")
        hq.level(store)
    (tmp_path / "A.db").write_bytes(old)
    with reopened(tmp_path / "A.db") as store:
        assert store.case(lost.case_id) is None
        state = store.sync.open_epoch()
        assert (state.epoch, state.head, state.acked, state.server_epoch) == (2, Point(), Point(), "server-1")
        number = Desk(store, NOON + timedelta(hours=2)).register().case_no
        assert number[7:15] == f"26A{1 + COUNTER_JUMP + 1:05d}"
        store.sync.restart_feed(BRANCH_SCOPE)
        hq.level(store)
        assert store.case(lost.case_id) is not None
        assert verify(store).is_sound
        assert store.sync.balance() == Balance(2, 2, 2, 2, 0, 0)
    with reopened(tmp_path / "A.db") as store:
        assert store.identity.epoch == 2
        assert store.sync.log_state().head.seq == 2


def test_numbers_given_in_an_earlier_life_are_not_given_again(tmp_path: Path) -> None:
    hq = Headquarters()
    (tmp_path / "old").mkdir()
    with new_store(tmp_path / "old") as store:
        for _ in range(3):
            Desk(store).register()
        hq.level(store)
    with new_store(tmp_path, epoch=2) as store:
        hq.level(store)
        assert Desk(store).register().case_no[7:15] == "26A00004"


# -- signatures -------------------------------------------------------------------------------------------------------


def test_a_signature_counts_once_its_key_is_known(stores: tuple[Store, Store]) -> None:
    first, second = stores
    hq, desk = Headquarters(), Desk(first)
    case_id = desk.register().case_id
    desk.do(case_id, HANDLER, RequestExtension("r1", LOCAL, 1, "需向总行核实扣费明细，时间不足。"))
    desk.do(case_id, SUPERVISOR, DecideExtension("r1", True, "同意延期办理。", 3, "n1"))
    assert second.sync.use_directory(lambda key_id: None) == frozenset()
    hq.level(first, second)
    case = second.case(case_id)
    assert case is not None
    assert [(flag.kind, flag.code) for flag in case.flags] == [("extension_decided", "not_signed")]
    assert case.state is CaseState.EXTENSION_REQUESTED
    assert verify(second).is_sound
    assert second.sync.use_directory(directory) == {case_id}
    assert second.case(case_id) == first.case(case_id)
    assert verify(second, directory).is_sound
    assert digest(first.database) == digest(second.database)


def test_a_forged_approval_never_counts(stores: tuple[Store, Store]) -> None:
    first, second = stores
    desk = Desk(first)
    case_id = desk.register().case_id
    desk.do(case_id, HANDLER, RequestExtension("r1", LOCAL, 1, "需向总行核实扣费明细，时间不足。"))
    desk.do(case_id, SUPERVISOR, DecideExtension("r1", True, "同意延期办理。", 3, "n1"))
    *before, signed = _entries(first)
    envelope = decode(signed.record.envelope)
    assert envelope.sig is not None
    forged = Record(
        encode(envelope._replace(sig=envelope.sig[:-1] + bytes([envelope.sig[-1] ^ 1]))), signed.record.body
    )
    second.sync.use_directory(directory)
    _apply(second, [*before, ForeignEntry(4, signed.device, 1, 4, forged)], 4)
    case = second.case(case_id)
    assert case is not None
    assert [flag.code for flag in case.flags] == ["not_signed"]
    assert second.sync.use_directory(directory) == frozenset()
    first_problem = verify(second, directory).first
    assert first_problem is not None
    assert (first_problem.what, first_problem.origin) == ("signature", f"{signed.device}.1.4")


def test_without_a_directory_signatures_are_taken_on_trust_and_checked_later(stores: tuple[Store, Store]) -> None:
    first, second = stores
    hq, desk = Headquarters(), Desk(first)
    case_id = desk.register(TELLER_2).case_id
    desk.do(case_id, HANDLER, RecordDecision(**{name: getattr(DECISION, name) for name in DECISION.__slots__}))
    hq.level(first, second)
    assert second.case(case_id) == first.case(case_id)
    assert second.entries(case_id)[-1].kind == EntryKind.DECISION_RECORDED
    assert second.sync.use_directory(directory) == {case_id}
    assert second.case(case_id) == first.case(case_id)
