"""What goes up: the outbox, receipts, and a log that starts again (journal.md 4.2, 4.4, 7.D 21)."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
from support.cases import HANDLER
from support.feeds import EVIDENCE, Headquarters
from support.stores import NOON, Desk, new_store, reopened

from app.domain.case import CaseState
from app.domain.commands import StartHandling
from app.journal.chain import Head, verify_chain
from app.journal.envelope import GENESIS, Record
from app.journal.standing import Balance
from app.journal.wire import BRANCH_SCOPE, Point, Verdict
from app.store.epochs import COUNTER_JUMP
from app.store.rebuild import digest
from app.store.store import Store
from app.store.sync_state import ReceiptMismatchError
from app.store.verify import verify


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
