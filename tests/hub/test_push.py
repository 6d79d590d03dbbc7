"""Pushing a log: exactly once, in order, by its own device, whatever arrives again, late or torn (journal.md 4.5.2)."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

import pytest
import zstandard
from support.headquarters import HubUnderTest
from support.logs import HandLog, ask, feed_kinds, receipt_of, refusal_of, registration, send, signed_receipt

from app.domain.entry import EntryKind, NewEntry
from app.hub.directory import revoke_device
from app.journal.envelope import Record, decode, encode
from app.journal.framing import pack
from app.journal.signature import verify
from app.journal.wire import Point, Push, Run, receipt_body_digest
from app.journal.wire_codec import encode_push
from app.sync.errors import NotHeadquartersError
from app.sync.line import Line
from app.sync.messages import Ask


@pytest.fixture
def log(hub: HubUnderTest) -> HandLog:
    return HandLog.enrolled(hub)


def test_a_receipt_is_signed_and_says_where_everything_landed(hub: HubUnderTest, log: HandLog) -> None:
    log.register(3)
    (answer,) = send(hub, log, log.push())
    signed = signed_receipt(answer)
    assert verify(hub.public_key, receipt_body_digest(signed.body), signed.signature)
    receipt = receipt_of(answer)
    assert (receipt.device, receipt.epoch, receipt.first_seq, receipt.head) == (log.device, 1, 1, log.head)
    assert receipt.placed == (Run(1, 3, 1),)
    assert receipt.judgements == receipt.waiting == receipt.quarantined == ()
    assert hub.query("select envelope, body from event order by seq") == [tuple(record) for record in log.records]


def test_the_same_push_again_gets_the_same_receipt(hub: HubUnderTest, log: HandLog) -> None:
    log.register(2)
    answers = send(hub, log, log.push(), log.push(), log.push(1, 1), log.push(2, 2))
    assert len({signed_receipt(answer) for answer in answers}) == 1
    assert feed_kinds(hub) == [(1, 2, "entries")]


def test_of_an_overlapping_push_only_the_tail_is_new(hub: HubUnderTest, log: HandLog) -> None:
    log.register(5)
    first, second = send(hub, log, log.push(1, 3), log.push(2, 5))
    assert receipt_of(first).placed == (Run(1, 3, 1),)
    assert receipt_of(second).placed == (Run(4, 2, 4),)
    assert hub.query("select count(*) from event") == [(5,)]


def test_a_gap_is_answered_with_the_head(hub: HubUnderTest, log: HandLog) -> None:
    log.register(4)
    first, gap, known = send(hub, log, log.push(1, 1), log.push(3, 4), log.push(2, 4))
    assert first.status == known.status == 200
    assert refusal_of(gap) == (409, "gap")
    assert gap.error().head == log.heads[1]


@pytest.mark.allow_log("fork")
def test_a_fork_freezes_the_log_and_keeps_both_versions(hub: HubUnderTest, log: HandLog) -> None:
    log.register(3)
    other = log.fork(1)
    other.letter = "Q"
    other.register(4, narrative="另一个版本。")
    send(hub, log, log.push())
    (answer,) = send(hub, other, other.push(2))
    assert refusal_of(answer) == (409, "fork")
    assert answer.error().head == log.head
    log.register(1)
    (answer,) = send(hub, log, log.push(4, 4))
    assert refusal_of(answer) == (409, "fork")  # frozen for both
    assert hub.query("select count(*) from event") == [(3,)]
    kept = {bytes(row[0]) for row in hub.query("select envelope from quarantine where reason = 'fork'")}
    assert kept >= {record.envelope for record in other.records[1:]} | {log.records[3].envelope}
    log.epoch, log.records, log.heads = 2, [], [Point()]
    log.register(1)
    (answer,) = send(hub, log, log.push())
    assert answer.status == 200


def test_an_older_epoch_that_headquarters_never_saw_is_not_begun(hub: HubUnderTest, log: HandLog) -> None:
    old = log.fork(0)
    log.epoch = 3
    log.register(1)
    old.register(1)
    (answer,) = send(hub, log, log.push())
    assert answer.status == 200
    (answer,) = send(hub, old, old.push())
    assert refusal_of(answer) == (409, "old_epoch")
    assert answer.error().details == {"epoch": 3}


def _garbage(log: HandLog) -> Record:
    return Record(b"\x00\xff not an envelope", b"\xc1")


def _other_body(log: HandLog) -> Record:
    record = log.fork(log.head.seq).write(registration())
    return Record(record.envelope, (record.body or b"") + b"!")


def _no_body(log: HandLog) -> Record:
    return Record(log.fork(log.head.seq).write(registration()).envelope, None)


def _future_version(log: HandLog) -> Record:
    envelope = decode(log.fork(log.head.seq).write(registration()).envelope)
    return Record(encode(envelope).replace(b"intl-1", b"intl-9"), b"\xa0")


def _nul_kind(log: HandLog) -> Record:
    record = log.fork(log.head.seq).write(registration())
    envelope = decode(record.envelope)
    return Record(encode(envelope._replace(kind="case\0registered")), record.body)


def _other_branch(log: HandLog) -> Record:
    return log.fork(log.head.seq).write(registration(), branch="0999")


@pytest.mark.parametrize(
    ("make", "reason"),
    [
        (_garbage, "envelope_keys"),
        (_other_body, "body_changed"),
        (_no_body, "body_missing"),
        (_future_version, "envelope_suite"),
        (_nul_kind, "kind_unprintable"),
        (_other_branch, "other_branch"),
    ],
)
def test_what_cannot_be_read_goes_to_quarantine_and_its_neighbours_through(
    hub: HubUnderTest, log: HandLog, make: Callable[[HandLog], Record], reason: str
) -> None:
    log.register(2)
    bad = log.put(make(log))
    log.register(2)
    (answer,) = send(hub, log, log.push())
    receipt = receipt_of(answer)
    assert receipt.quarantined == ((3, reason),)
    assert receipt.placed == (Run(1, 2, 1), Run(4, 2, 3))
    assert hub.query("select envelope, body, reason from quarantine") == [(*bad, reason)]
    assert feed_kinds(hub) == [(1, 2, "entries"), (3, 2, "entries"), (5, 1, "quarantine")]
    assert hub.query("select envelope, body from event where seq = 3") == [tuple(bad)]


def test_text_that_databases_choke_on_is_stored_as_it_is(hub: HubUnderTest, log: HandLog) -> None:
    nasty = "\0 \ud7ff \uffff 𠮷 🙂 \u202e ' \"; drop table event; --"
    (entry,) = log.register(1, narrative=nasty)
    log.write(NewEntry(EntryKind.NOTE_ADDED, entry.case_id, {"text": "\0"}), base=1)
    (answer,) = send(hub, log, log.push())
    assert receipt_of(answer).quarantined == ()
    case = hub.case(str(entry.body["case_no"]))
    assert case is not None
    assert case["registration"] == entry.body
    odd = registration("TS\0")
    log.write(odd)
    (answer,) = send(hub, log, log.push(3))
    assert answer.status == 200
    assert hub.query("select case_no from entity where entity_id = %s", odd.case_id) == [("",)]


def test_a_kind_from_a_newer_program_is_stored_and_passed_on(hub: HubUnderTest, log: HandLog) -> None:
    (entry,) = log.register(1)
    new = log.fork(1).write(NewEntry(EntryKind.NOTE_ADDED, entry.case_id, {"text": "x"}), base=1)
    record = log.put(Record(encode(decode(new.envelope)._replace(kind="case_mediated")), new.body))
    (answer,) = send(hub, log, log.push())
    assert receipt_of(answer).placed == (Run(1, 2, 1),)
    assert receipt_of(answer).judgements == ()
    assert hub.query("select kind, envelope from event where seq = 2") == [("case_mediated", record.envelope)]


def test_a_broken_chain_is_refused_whole(hub: HubUnderTest, log: HandLog) -> None:
    log.register(3)
    push = log.push()
    swapped = Push(
        push.device,
        push.epoch,
        push.prev,
        push.head,
        push.signature,
        (push.records[1], push.records[0], push.records[2]),
    )
    other_end = Push(push.device, push.epoch, push.prev, Point(3, bytes(32)), push.signature, push.records)
    (first, second) = send(hub, log, swapped, other_end)
    assert refusal_of(first) == (422, "broken_chain")
    assert refusal_of(second) == (403, "bad_head_signature")
    assert hub.query("select count(*) from event") == [(0,)]


def test_only_the_device_itself_may_push_its_log(hub: HubUnderTest, log: HandLog) -> None:
    other = HandLog.enrolled(hub, "B")
    log.register(1)
    push = log.push()
    (answer,) = send(hub, other, push)
    assert refusal_of(answer) == (403, "other_device")


def test_a_device_of_another_branch_sees_and_changes_nothing_here(hub: HubUnderTest, log: HandLog) -> None:
    stranger = HandLog.enrolled(hub, "X", branch="0777")
    (entry,) = log.register(1)
    send(hub, log, log.push())
    stranger.write(NewEntry(EntryKind.NOTE_ADDED, entry.case_id, {"text": "来自别处"}), base=1)
    (answer,) = send(hub, stranger, stranger.push())
    assert answer.status == 200
    assert hub.query("select branch_id, count(*) from event group by 1 order by 1") == [("0102", 1), ("0777", 1)]
    assert hub.query("select version from entity where branch_id = '0102'") == [(1,)]
    (page,) = ask(hub, stranger, Ask("GET", f"/v1/feed/branch?after=0&hash={'00' * 32}&epoch=1&max_bytes=100000", b""))
    assert entry.body["case_no"].encode() not in page.body  # type: ignore[attr-defined]


def test_unknown_and_revoked_devices_are_refused(hub: HubUnderTest, log: HandLog) -> None:
    unknown = HandLog("ab" * 16, log.keys)
    unknown.register(1)
    (answer,) = send(hub, unknown, unknown.push())
    assert refusal_of(answer) == (403, "unknown_device")
    with hub.connect() as connection:
        assert revoke_device(connection, log.device)
    log.register(1)
    (answer,) = send(hub, log, log.push())
    assert refusal_of(answer) == (403, "revoked_device")


def test_a_request_signed_by_another_key_is_refused(hub: HubUnderTest, log: HandLog) -> None:
    other = HandLog(log.device, HandLog.enrolled(hub, "B").keys)
    (answer,) = ask(hub, other, Ask("GET", f"/v1/feed/branch?after=0&hash={'00' * 32}&epoch=1&max_bytes=1", b""))
    assert refusal_of(answer) == (401, "bad_signature")


def test_a_number_is_spent_once_and_a_clock_that_lags_does_not_matter(hub: HubUnderTest, log: HandLog) -> None:
    log.register(2)

    async def with_clocks() -> list[int]:
        statuses = []
        for clock in (4_000_000_000_000, 1_000, 4_000_000_000_000):
            line = Line(hub.headquarters(), log.device, log.keys.sign, now_ms=lambda clock=clock: clock)
            async with line:
                answer = await line.exchange(Ask("POST", "/v1/push", pack(encode_push(log.push()))))
                statuses.append(answer.status)
        return statuses

    assert asyncio.run(with_clocks()) == [200, 200, 200]
    ((last,),) = hub.query("select last_counter from device_counter")
    assert last == 4_000_000_000_002


@pytest.mark.parametrize(
    ("body", "status", "why"),
    [
        (b"", 400, "not_zstd"),
        (b"not zstd at all", 400, "not_zstd"),
        (zstandard.ZstdCompressor(write_content_size=False).compress(b"x" * 100), 400, "no_size"),
        (zstandard.ZstdCompressor().compress(bytes(33 * 1024 * 1024)), 400, "too_long"),
        (pack(b"\xa0") + b"more", 400, "not_zstd"),
        (pack(b"\xff" * 10), 400, "not_cbor"),
        (pack(b"\x81" * 200_000), 400, "not_cbor"),
        (pack(b"\xa1\x63msg\x65hello"), 400, "other_message"),
    ],
    ids=["empty", "text", "no-size", "bomb", "trailing", "not-cbor", "deep", "other"],
)
def test_bodies_that_are_no_messages_are_refused(
    hub: HubUnderTest, log: HandLog, body: bytes, status: int, why: str
) -> None:
    (answer,) = ask(hub, log, Ask("POST", "/v1/push", body))
    assert answer.status == status
    assert answer.error().details.get("why", "") == why
    log.register(1)
    (answer,) = send(hub, log, log.push())
    assert answer.status == 200


def test_a_body_that_is_too_long_is_not_even_read(hub: HubUnderTest, log: HandLog) -> None:
    with pytest.raises(
        NotHeadquartersError
    ) as caught:  # unread, so there is nothing that the answer could be signed for
        ask(hub, log, Ask("POST", "/v1/push", bytes(9 * 1024 * 1024)))
    assert caught.value.details == {"status": 413}
    log.register(1)
    (answer,) = send(hub, log, log.push())
    assert answer.status == 200
