"""What can't be taken is kept aside, and everything around it gets through (journal.md 7.I)."""

from __future__ import annotations

from hashlib import sha256
from typing import Any

import pytest
import sqlalchemy as sa
from support.cases import HANDLER, SUPERVISOR, TELLER_2
from support.feeds import apply_items, is_sound_but_for_places, log_of, quarantined
from support.stores import Desk

from app.domain.case import Case
from app.domain.commands import AssignCase
from app.journal.envelope import Record, decode, decode_body, encode, encode_body
from app.journal.wire import BRANCH_SCOPE, FeedItem, ForeignEntry, OwnRun
from app.store import refresh
from app.store.rebuild import rebuild
from app.store.store import Store
from app.store.verify import verify


def test_entries_that_headquarters_held_back_may_come_later(stores: tuple[Store, Store]) -> None:
    first, second = stores
    desk = Desk(first)
    cases = [desk.register() for _ in range(3)]
    e1, e2, e3, e4, e5, e6 = log_of(first)
    order = [e5, e6, e1, e4, e2, e3]
    items: list[FeedItem] = [
        ForeignEntry(place, e.device, e.epoch, e.seq, e.record) for place, e in enumerate(order, 1)
    ]
    for count in range(6):
        apply_items(second, items[count : count + 1], count + 1)
    assert {case.case_id for case in cases} == {case.case_id for case in map(second.case, _ids(cases)) if case}
    assert verify(second).is_sound
    with second.database.read() as connection:
        head = connection.exec_driver_sql("SELECT seq, hash FROM device_head").fetchall()
    assert head == [(6, e6.record.hash)]
    assert quarantined(second) == []


def _ids(cases: list[Case]) -> list[str]:
    return [case.case_id for case in cases]


def test_own_entries_that_headquarters_reorders_are_folded_again(stores: tuple[Store, Store]) -> None:
    store, _ = stores
    desk = Desk(store)
    case_id = desk.register().case_id
    desk.do(case_id, SUPERVISOR, AssignCase(TELLER_2, "调整"))
    desk.do(case_id, SUPERVISOR, AssignCase(HANDLER, "再调整"))
    device = store.identity.device
    apply_items(store, [OwnRun(1, device, 1, 1, 2), OwnRun(3, device, 1, 4, 1)], 3)
    assert store.case(case_id).owner == TELLER_2, "the held-back entry counts last"  # type: ignore[union-attr]
    assert is_sound_but_for_places(store)
    apply_items(store, [OwnRun(4, device, 1, 3, 1)], 4)
    assert is_sound_but_for_places(store)
    apply_items(store, [OwnRun(3, device, 1, 3, 2)], 4)
    assert store.case(case_id).owner == HANDLER  # type: ignore[union-attr]
    assert is_sound_but_for_places(store)


def test_an_entry_that_its_successor_contradicts_is_set_aside(stores: tuple[Store, Store]) -> None:
    first, second = stores
    desk = Desk(first)
    desk.register()
    desk.register()
    e1, e2, e3, _ = log_of(first)
    other = Record(encode(decode(e2.record.envelope)._replace(wall=1)), e2.record.body)
    apply_items(second, [e3, e1, ForeignEntry(3, e2.device, 1, 2, other)], 3)
    assert quarantined(second) == ["previous_hash"]
    apply_items(second, [ForeignEntry(4, e2.device, 1, 2, e2.record)], 4)
    assert is_sound_but_for_places(second)
    assert verify(second).entries == 3


def test_what_can_not_be_taken_goes_to_quarantine_and_the_rest_gets_through(stores: tuple[Store, Store]) -> None:
    first, second = stores
    desk = Desk(first)
    good = desk.register()
    for _ in range(3):
        desk.register()
    e1, e2, e3, e4, e5, *_ = log_of(first)
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
    touched = apply_items(second, items, 11)
    apply_items(second, [ForeignEntry(12, e5.device, 1, 5, e5.record)], 12)
    assert good.case_id in touched
    assert quarantined(second) == [
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
    assert is_sound_but_for_places(second)
    with second.database.read() as connection:
        raw = connection.exec_driver_sql("SELECT raw FROM quarantine WHERE reason = 'fork'").scalar()
    assert raw == fork.envelope, "quarantine keeps the exact bytes"


def test_kinds_and_bodies_of_newer_programs_are_kept_and_shown(stores: tuple[Store, Store]) -> None:
    first, second = stores
    desk = Desk(first)
    case = desk.register()
    e1, e2 = log_of(first)
    strange = decode(e2.record.envelope)._replace(kind="escalated_to_moon", kver=9)
    record = Record(encode(strange), e2.record.body)
    apply_items(second, [e1, ForeignEntry(2, e2.device, 1, 2, record)], 2)
    found = second.case(case.case_id)
    assert found is not None
    assert [(flag.kind, flag.code) for flag in found.flags] == [("escalated_to_moon", "needs_newer_program")]
    assert second.sync.balance().quarantined == 0
    assert verify(second).is_sound


def test_a_registration_that_can_not_be_read_makes_no_row(stores: tuple[Store, Store]) -> None:
    first, second = stores
    case = Desk(first).register()
    (e1, *_) = log_of(first)
    body = encode_body({**decode_body(e1.record.body or b""), "case_no": ["not", "text"]})
    record = Record(encode(decode(e1.record.envelope)._replace(body=sha256(body).digest())), body)
    apply_items(second, [ForeignEntry(1, e1.device, 1, 1, record)], 1)
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
    apply_items(second, list(log_of(first)), 4)
    apply_items(second, list(log_of(first)), 4)
    assert second.case(good.case_id) == second.case_by_no(good.case_no)
    assert second.worklist.row_id_of(bad.case_id) is None
    assert second.sync.balance().quarantined == 1
    assert is_sound_but_for_places(second)
    monkeypatch.undo()
    rebuild(second)
    assert second.worklist.row_id_of(bad.case_id) is not None
    assert second.sync.balance().quarantined == 0
    assert is_sound_but_for_places(second)
