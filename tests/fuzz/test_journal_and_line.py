"""Entries, feeds and messages from the line: almost right is refused by name, without a crash, a hang or a flood."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.cases import PEOPLE, at
from support.desks import KeyPair
from support.feeds import Headquarters, apply_items
from support.journals import DEVICE, written
from support.mutating import fuzzing, mutated, read_safely, reshaped
from support.stores import Desk, directory, new_store

from app.domain.directory import DirectoryKey, Listed, RecoveryKey, StaffDirectory
from app.journal import wire_attachments, wire_codec
from app.journal.cbor import decode_canonical, encode_canonical
from app.journal.envelope import Record, decode, decode_body
from app.journal.errors import BadEnvelopeError
from app.journal.framing import pack, unpack
from app.journal.published import Published, decode_published, encode_published
from app.journal.staff import PublishedPerson, decode_staff, encode_staff
from app.journal.staff_directory import open_directory, seal_directory
from app.journal.suites import INTERNATIONAL
from app.journal.view import to_entry
from app.journal.wire import (
    BadMessageError,
    ErrorReply,
    FeedNotice,
    FeedPage,
    ForeignEntry,
    Hello,
    HelloReply,
    Judgement,
    NoticeKind,
    OwnRun,
    Point,
    Push,
    Receipt,
    Relation,
    Run,
    SignedReceipt,
    Verdict,
)
from app.journal.wire_attachments import AttachmentChunk, AttachmentState
from app.store.store import Store
from app.store.verify import verify

HASH, DEVICE_TEXT, SHA = b"h" * 32, DEVICE.hex(), "ab" * 32
RECORDS = tuple(record for record, _, _ in written())
JUDGEMENT = Judgement(DEVICE_TEXT, 1, 2, Verdict.REJECTED, "no_right")
RECEIPT = Receipt(DEVICE_TEXT, 1, 1, Point(4, HASH), "s-1", 1, (Run(1, 9, 4),), (JUDGEMENT,), (7,), ((8, "body"),))
ITEMS = (
    ForeignEntry(1, DEVICE_TEXT, 1, 1, RECORDS[0]),
    OwnRun(2, "cd" * 16, 1, 1, 3),
    FeedNotice(5, NoticeKind.JUDGEMENT, wire_codec.encode_judgement(JUDGEMENT)),
)
HEADQUARTERS = KeyPair.of("headquarters")
STAFF = StaffDirectory(
    "0102",
    7,
    at("2026-11-20 09:00"),
    3,
    (Listed(PEOPLE["0217"], (DirectoryKey(b"k" * 16, b"p" * 32, True),)), Listed(PEOPLE["0299"], ())),
    (Listed(PEOPLE["HQ01"], (DirectoryKey(b"n" * 16, b"s" * 32),)),),
    (RecoveryKey("hq1", b"x" * 32, ("HQ01", "HQ02")),),
    ("0499",),
)


@cache
def samples() -> dict[str, tuple[Sequence[bytes], Callable[[bytes], Any]]]:
    """Sound bytes of each kind, and what reads them."""
    line = wire_codec
    files = wire_attachments
    published = Published("staff", "2026-1", date(2026, 11, 20), b"body")
    people = encode_staff([PublishedPerson(PEOPLE["0217"], b"k" * 16, b"p" * 32)])
    directory_bytes = seal_directory(STAFF, HEADQUARTERS.sign, INTERNATIONAL)
    push = line.encode_push(Push(DEVICE_TEXT, 1, Point(0, bytes(32)), Point(4, HASH), b"s" * 64, RECORDS))
    hello = Hello(DEVICE_TEXT, 1, Point(3, HASH), {"branch": Point(9, HASH)}, "0.1", {"policies": 3}, 1, 2)
    reply = HelloReply("s-1", Relation.LEVEL, Point(3, HASH), {"branch": Point(9, HASH)}, "1", 500, 60, 1, None)
    chunk = AttachmentChunk(SHA, 100, 0, b"x" * 60)
    state = AttachmentState(SHA, 60, False)
    page = FeedPage("branch", "s-1", Point(0, bytes(32)), Point(5, HASH), Point(5, HASH), ITEMS)
    signed = SignedReceipt(line.encode_receipt(RECEIPT), b"s" * 64)
    return {
        "envelope": ([record.envelope for record in RECORDS], decode),
        "body": ([record.body or b"" for record in RECORDS], decode_body),
        "hello": ([line.encode_hello(hello)], line.decode_hello),
        "hello reply": ([line.encode_hello_reply(reply)], line.decode_hello_reply),
        "push": ([push], line.decode_push),
        "receipt": ([line.encode_receipt(RECEIPT)], line.decode_receipt),
        "signed receipt": ([line.encode_signed_receipt(signed)], line.decode_signed_receipt),
        "feed page": ([line.encode_feed_page(page)], line.decode_feed_page),
        "error": ([line.encode_error(ErrorReply("forked", Point(3, HASH), {"seq": 3}))], line.decode_error),
        "judgement": ([line.encode_judgement(JUDGEMENT)], line.decode_judgement),
        "question about files": ([files.encode_attachment_ask([SHA])], files.decode_attachment_ask),
        "answer about files": ([files.encode_attachment_states([state])], files.decode_attachment_states),
        "piece of a file": ([files.encode_attachment_chunk(chunk)], files.decode_attachment_chunk),
        "notice of a file": ([files.encode_attachment_notice(SHA, 100)], files.decode_attachment_notice),
        "published": ([encode_published(published)], decode_published),
        "staff": ([people], lambda body: decode_staff(body, "0102")),
        "directory": ([directory_bytes], lambda body: open_directory(body, "0102", HEADQUARTERS.public)),
        "frame": ([pack(push), pack(b"x" * 9000)], unpack),
    }


NAMES = (
    *("envelope", "body", "hello", "hello reply", "push", "receipt", "signed receipt", "feed page", "error"),
    *("judgement", "question about files", "answer about files", "piece of a file", "notice of a file"),
    *("published", "staff", "directory", "frame"),
)


def test_every_sample_is_sound_and_listed() -> None:
    assert tuple(samples()) == NAMES
    for seeds, read in samples().values():
        for seed in seeds:
            read(seed)


@pytest.mark.parametrize("name", NAMES)
@fuzzing
@given(data=st.data())
def test_almost_right_bytes(name: str, data: st.DataObject) -> None:
    seeds, read = samples()[name]
    read_safely(read, data.draw(mutated(seeds)), BadEnvelopeError, BadMessageError)


@pytest.mark.parametrize("name", [name for name in NAMES if name != "frame"])
@fuzzing
@given(data=st.data())
def test_almost_right_documents(name: str, data: st.DataObject) -> None:
    seeds, read = samples()[name]
    plain = [json.loads(seed) if name == "staff" else decode_canonical(seed, limit=1 << 20) for seed in seeds]
    document = data.draw(reshaped(plain))
    try:
        content = json.dumps(document).encode() if name == "staff" else encode_canonical(document)
    except BadEnvelopeError:
        return
    read_safely(read, content, BadEnvelopeError, BadMessageError)


@fuzzing
@given(mutated([pack(b"x" * 100), pack(bytes(1 << 20)), pack(RECORDS[0].envelope)]))
def test_frames_unpack_no_further_than_asked(data: bytes) -> None:
    found = read_safely(lambda packed: unpack(packed, 4096), data, BadMessageError, most_bytes=1 << 20)
    assert found is None or len(found) <= 4096


@fuzzing
@given(mutated([record.envelope for record in RECORDS]), mutated([record.body or b"" for record in RECORDS]))
def test_an_entry_is_read_or_refused(envelope: bytes, body: bytes) -> None:
    read_safely(to_entry, Record(envelope, body), BadEnvelopeError)


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    """A store that reads feeds."""
    with new_store(tmp_path_factory.mktemp("fuzz"), "B") as store:
        store.sync.use_directory(directory)
        yield store


@cache
def foreign(folder: Path) -> tuple[ForeignEntry, ...]:
    """The log of another PC of the branch as the feed has it."""
    with new_store(folder, "A") as other:
        desk = Desk(other)
        for number in range(4):
            desk.register(complainant_name=f"王{number}")
        hub = Headquarters()
        hub.take(other)
        return tuple(ForeignEntry(place, *what) for place, what in enumerate(hub.feed, 1) if isinstance(what, tuple))


@pytest.mark.allow_log
@fuzzing
@given(data=st.data())
def test_a_page_of_a_feed_goes_through_whatever_is_in_it(
    store: Store, tmp_path_factory: pytest.TempPathFactory, data: st.DataObject
) -> None:
    log = foreign(tmp_path_factory.getbasetemp())
    items: list[Any] = []
    for _ in range(data.draw(st.integers(1, 3))):
        one = data.draw(st.sampled_from(log))
        envelope = data.draw(st.just(one.record.envelope) | mutated([entry.record.envelope for entry in log]))
        body = data.draw(st.just(one.record.body) | st.none() | mutated([entry.record.body or b"" for entry in log]))
        place = len(items) + 1
        items.append(ForeignEntry(place, one.device, one.epoch, one.seq, Record(envelope, body)))
        kind = data.draw(st.sampled_from(NoticeKind))
        content = data.draw(mutated([wire_codec.encode_judgement(JUDGEMENT), samples()["published"][0][0]]))
        items.append(FeedNotice(place + 1, kind, content))
    apply_items(store, items, 200)


def test_what_came_of_it_is_sound(store: Store) -> None:
    expected = {"feed", "quarantine", "body_missing"}  # what was set aside, and entries that came without their body
    assert {problem.what for problem in verify(store, directory).problems} <= expected
