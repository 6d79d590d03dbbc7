"""The cycle alone, against headquarters in memory: what it believes and what it refuses."""

from __future__ import annotations

import dataclasses
import uuid
from collections.abc import Callable

import pytest
from support.cases import TELLER, at, form
from support.memory_hub import MemoryHub
from support.memory_journal import MemoryJournal

from app.domain.commands import RegisterComplaint
from app.hub.receipts import HubKey
from app.journal.framing import unpack
from app.journal.wire import BadMessageError, ErrorReply, FeedPage, OwnRun, Point, Receipt, Relation
from app.journal.wire_codec import (
    decode_feed_page,
    decode_hello,
    decode_hello_reply,
    decode_receipt,
    decode_signed_receipt,
    encode_error,
    encode_feed_page,
    encode_hello_reply,
    encode_signed_receipt,
)
from app.sync.batches import BatchSize
from app.sync.cycle import Cycle, Outcome, Parties
from app.sync.errors import BrokenFeedError, ForgedReceiptError, RefusedError, SyncError
from app.sync.messages import Answer, Ask

Change = Callable[[Ask, Answer], Answer]


@pytest.fixture
def hub() -> MemoryHub:
    return MemoryHub()


@pytest.fixture
def journal(hub: MemoryHub) -> MemoryJournal:
    return _desk(hub, "A")


def _desk(hub: MemoryHub, letter: str) -> MemoryJournal:
    journal = MemoryJournal(letter)
    hub.enrol(journal.device, journal.keys.public)
    return journal


def _register(journal: MemoryJournal, count: int = 1) -> None:
    for _ in range(count):
        case_id = str(uuid.uuid4())
        journal.numbers += 1
        number = f"TS0102-26{journal.letter}{journal.numbers:05d}-0"
        assert journal.act(TELLER, case_id, RegisterComplaint(case_id, number, form()))


def _sync(
    hub: MemoryHub, journal: MemoryJournal, change: Change = lambda ask, answer: answer, size: int = 3000
) -> Outcome:
    parties = Parties(journal.keys.sign, hub.key.public_key, "test", lambda: at("2026-11-20 10:00"))
    batches = BatchSize()
    batches.size = size
    talk = Cycle(journal, parties, batches).run()
    try:
        ask = next(talk)
        while True:
            ask = talk.send(change(ask, hub.answer(journal.device, ask)))
    except StopIteration as end:
        outcome: Outcome = end.value
        return outcome


def _on(path: str, work: Callable[[bytes], bytes]) -> Change:
    """Change the bodies of good answers to requests that begin with `path`."""

    def change(ask: Ask, answer: Answer) -> Answer:
        if ask.target.startswith(path) and answer.status == 200:
            return dataclasses.replace(answer, body=work(answer.body))
        return answer

    return change


def _receipt(hub: MemoryHub, **changes: object) -> Change:
    """Receipts that headquarters signed, but for something else."""

    def work(body: bytes) -> bytes:
        receipt: Receipt = decode_receipt(decode_signed_receipt(body).body)
        return encode_signed_receipt(hub.key.sign_receipt(dataclasses.replace(receipt, **changes)))  # type: ignore[arg-type]

    return _on("/v1/push", work)


def test_everything_goes_up_in_batches_and_comes_down_as_places(hub: MemoryHub, journal: MemoryJournal) -> None:
    _register(journal, 20)
    outcome = _sync(hub, journal)
    assert outcome.sent == 40
    assert journal.balance().at_headquarters == 40
    assert _sync(hub, journal) == Outcome(0, 0, set(), 60)


def test_a_receipt_signed_by_somebody_else_is_refused(hub: MemoryHub, journal: MemoryJournal) -> None:
    _register(journal)
    forger = HubKey(b"\x07" * 32)

    def forge(body: bytes) -> bytes:
        return encode_signed_receipt(forger.sign_receipt(decode_receipt(decode_signed_receipt(body).body)))

    with pytest.raises(ForgedReceiptError):
        _sync(hub, journal, _on("/v1/push", forge))
    assert journal.acked == Point()


@pytest.mark.parametrize(
    "changes",
    [
        {"device": "ab" * 16},
        {"epoch": 2},
        {"head": Point(2, b"\1" * 32)},
        {"head": Point(1, b"\1" * 32)},
        {"head": Point(99, b"\1" * 32)},
    ],
    ids=["device", "epoch", "hash", "short", "beyond"],
)
def test_a_receipt_for_something_else_is_refused(
    hub: MemoryHub, journal: MemoryJournal, changes: dict[str, object]
) -> None:
    _register(journal)
    with pytest.raises(ForgedReceiptError):
        _sync(hub, journal, _receipt(hub, **changes))
    assert journal.acked == Point()


def test_an_old_receipt_for_part_of_the_batch_is_not_enough(hub: MemoryHub, journal: MemoryJournal) -> None:
    _register(journal)
    first: list[bytes] = []
    _sync(hub, journal, _on("/v1/push", lambda body: first.append(body) or body))  # type: ignore[func-returns-value]
    _register(journal)
    with pytest.raises(ForgedReceiptError):
        _sync(hub, journal, _on("/v1/push", lambda body: first[0]))


def _pages(**changes: object) -> Change:
    def work(body: bytes) -> bytes:
        page: FeedPage = decode_feed_page(body)
        return encode_feed_page(dataclasses.replace(page, **changes))  # type: ignore[arg-type]

    return _on("/v1/feed", work)


@pytest.mark.parametrize(
    ("change", "error"),
    [
        (_pages(head=Point(2, b"\1" * 32)), BrokenFeedError),
        (_pages(scope="region"), BrokenFeedError),
        (_pages(after=Point(0, b"\1" * 32)), BrokenFeedError),
        (_pages(items=(), head=Point()), BrokenFeedError),
        (_pages(items=()), BadMessageError),
        (_pages(items=(OwnRun(2, "ab" * 16, 1, 1, 1),)), BadMessageError),
    ],
    ids=["hash", "scope", "place", "empty", "missing", "gap"],
)
def test_a_page_that_does_not_continue_the_feed_is_refused(
    hub: MemoryHub, journal: MemoryJournal, change: Change, error: type[Exception]
) -> None:
    _register(journal)
    with pytest.raises(error):
        _sync(hub, journal, change)
    assert journal.cursors() == {}
    _sync(hub, journal)
    assert journal.balance().at_headquarters == 2


def test_own_entries_that_this_desk_never_wrote_are_refused(hub: MemoryHub, journal: MemoryJournal) -> None:
    _register(journal)
    items = (OwnRun(1, journal.device, 1, 1, 5),)
    with pytest.raises(BrokenFeedError):
        _sync(hub, journal, _pages(items=items, head=Point(5, b"\1" * 32), end=Point(5, b"\1" * 32)))


def test_refusals_carry_headquarters_code(hub: MemoryHub, journal: MemoryJournal) -> None:
    _register(journal)
    for path in ("/v1/hello", "/v1/push", "/v1/feed"):

        def refuse(ask: Ask, answer: Answer, path: str = path) -> Answer:
            refusal = Answer(403, encode_error(ErrorReply("revoked_device")))
            return refusal if ask.target.startswith(path) else answer

        with pytest.raises(RefusedError) as caught:
            _sync(hub, journal, refuse)
        assert caught.value.code == "sync_revoked_device"


def _always(code: str, head: Point | None = None, **details: int) -> Change:
    def change(ask: Ask, answer: Answer) -> Answer:
        if not ask.target.startswith(("/v1/push", "/v1/feed")):
            return answer
        return Answer(409, encode_error(ErrorReply(code, head, details)))

    return change


@pytest.mark.parametrize(
    "change", [_always("gap", Point()), _always("feed_diverged"), _always("old_epoch", epoch=10**12)]
)
def test_headquarters_that_only_ever_sends_back_is_given_up(
    hub: MemoryHub, journal: MemoryJournal, change: Change
) -> None:
    _register(journal)
    with pytest.raises(SyncError):
        _sync(hub, journal, change)


def test_epochs_out_of_reach_are_not_run_after(hub: MemoryHub, journal: MemoryJournal) -> None:
    def change(ask: Ask, answer: Answer) -> Answer:
        return Answer(409, encode_error(ErrorReply("old_epoch", None, {"epoch": 10**12})))

    with pytest.raises(SyncError) as caught:
        _sync(hub, journal, change)
    assert caught.value.details == {"why": "epoch_out_of_reach"}
    assert journal.epoch == 1


def test_a_desk_that_went_back_begins_a_later_epoch(hub: MemoryHub, journal: MemoryJournal) -> None:
    epochs: list[int] = []

    def change(ask: Ask, answer: Answer) -> Answer:
        if ask.target == "/v1/hello":
            epochs.append(decode_hello(unpack(ask.body)).epoch)
            if len(epochs) == 1:
                reply = decode_hello_reply(answer.body)
                ahead = dataclasses.replace(reply, relation=Relation.AHEAD, device_head=Point(5, b"\1" * 32))
                return Answer(200, encode_hello_reply(ahead))
        return answer

    _sync(hub, journal, change)
    assert epochs == [1, 2]


def test_the_size_that_headquarters_takes_is_kept_to(hub: MemoryHub, journal: MemoryJournal) -> None:
    _register(journal, 30)
    sizes: list[int] = []

    def change(ask: Ask, answer: Answer) -> Answer:
        if ask.target == "/v1/push":
            sizes.append(len(unpack(ask.body)))
        if ask.target == "/v1/hello":
            reply = dataclasses.replace(decode_hello_reply(answer.body), max_batch_bytes=8000)
            return Answer(200, encode_hello_reply(reply))
        return answer

    _sync(hub, journal, change, size=64_000)
    assert max(sizes) < 10_000


def test_two_desks_agree(hub: MemoryHub, journal: MemoryJournal) -> None:
    other = _desk(hub, "B")
    _register(journal, 3)
    _register(other, 2)
    for one in (journal, other, journal):
        _sync(hub, one)
    assert {case: journal.case(case) for case in journal.of_case} == {case: other.case(case) for case in other.of_case}
