"""Messages survive the line byte for byte, and nothing but a message is taken for one."""

from __future__ import annotations

import string
from typing import Any

import cbor2
import pytest
import zstandard
from hypothesis import given
from hypothesis import strategies as st

from app.journal import wire_codec as codec
from app.journal.envelope import Record
from app.journal.framing import pack, unpack
from app.journal.wire import (
    BadMessageError,
    ErrorReply,
    FeedItem,
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
    link_entries,
    link_entry,
    link_notice,
)

numbers = st.integers(0, 2**62)
counts = st.integers(1, 1000)
hashes = st.binary(min_size=32, max_size=32)
points = st.builds(Point, numbers, hashes)
devices = st.binary(min_size=16, max_size=16).map(bytes.hex)
words = st.text(string.ascii_letters + "_-.0123456789", min_size=1, max_size=32)
records = st.builds(Record, st.binary(max_size=80), st.none() | st.binary(max_size=80))
judgements = st.builds(Judgement, devices, numbers, numbers, st.sampled_from(Verdict), words)
scopes = st.dictionaries(words, points, max_size=3)

hellos = st.builds(
    Hello, devices, counts, points, scopes, words, st.dictionaries(words, numbers, max_size=3), numbers, numbers
)
replies = st.builds(
    HelloReply, words, st.sampled_from(Relation), points, scopes, words, counts, numbers, numbers, st.none() | words
)
receipts = st.builds(
    Receipt,
    devices,
    counts,
    counts,
    points,
    words,
    numbers,
    st.lists(st.builds(Run, numbers, numbers, numbers), max_size=3).map(tuple),
    st.lists(judgements, max_size=3).map(tuple),
    st.lists(numbers, max_size=3).map(tuple),
    st.lists(st.tuples(numbers, words), max_size=3).map(tuple),
)
errors = st.builds(ErrorReply, words, st.none() | points, st.dictionaries(words, numbers | words, max_size=3))


@st.composite
def pushes(draw: st.DrawFn) -> Push:
    some = tuple(draw(st.lists(records, min_size=1, max_size=4)))
    prev = draw(points)
    head = Point(prev.seq + len(some), draw(hashes))
    return Push(draw(devices), draw(counts), prev, head, draw(st.binary(min_size=64, max_size=64)), some)


@st.composite
def pages(draw: st.DrawFn) -> FeedPage:
    after = draw(points)
    items: list[FeedItem] = []
    place = after.seq + 1
    for _ in range(draw(st.integers(0, 4))):
        item: FeedItem = draw(
            st.one_of(
                st.builds(ForeignEntry, st.just(place), devices, counts, numbers, records),
                st.builds(OwnRun, st.just(place), devices, counts, numbers, counts),
                st.builds(FeedNotice, st.just(place), st.sampled_from(NoticeKind), st.binary(max_size=40)),
            )
        )
        items.append(item)
        place += item.count
    head = Point(place - 1, draw(hashes))
    end = Point(head.seq + draw(st.integers(0, 10)), draw(hashes))
    return FeedPage(draw(words), draw(words), after, head, end, tuple(items))


CODECS: dict[str, tuple[Any, Any, Any]] = {
    "hello": (hellos, codec.encode_hello, codec.decode_hello),
    "hello reply": (replies, codec.encode_hello_reply, codec.decode_hello_reply),
    "push": (pushes(), codec.encode_push, codec.decode_push),
    "receipt": (receipts, codec.encode_receipt, codec.decode_receipt),
    "page": (pages(), codec.encode_feed_page, codec.decode_feed_page),
    "error": (errors, codec.encode_error, codec.decode_error),
    "judgement": (judgements, codec.encode_judgement, codec.decode_judgement),
}


@pytest.mark.parametrize("name", CODECS)
@given(data=st.data())
def test_a_message_comes_out_as_it_went_in(name: str, data: st.DataObject) -> None:
    messages, encode, decode = CODECS[name]
    message = data.draw(messages)
    plain = encode(message)
    assert decode(plain) == message
    assert encode(decode(plain)) == plain
    assert unpack(pack(plain)) == plain


@pytest.mark.parametrize("name", CODECS)
@given(data=st.data())
def test_changed_bytes_are_another_message_or_none_but_never_a_crash(name: str, data: st.DataObject) -> None:
    messages, encode, decode = CODECS[name]
    plain = bytearray(encode(data.draw(messages)))
    place = data.draw(st.integers(0, len(plain) - 1))
    plain[place] ^= data.draw(st.integers(1, 255))
    try:
        decode(bytes(plain))
    except BadMessageError:
        return


@pytest.mark.parametrize("name", CODECS)
@given(noise=st.binary(max_size=200))
def test_noise_is_no_message(name: str, noise: bytes) -> None:
    with pytest.raises(BadMessageError):
        CODECS[name][2](noise)


@pytest.mark.parametrize("name", CODECS)
@given(data=st.data())
def test_no_message_is_taken_for_another_or_with_something_left_over(name: str, data: st.DataObject) -> None:
    messages, encode, _ = CODECS[name]
    plain = encode(data.draw(messages))
    for other, (_, _, decode) in CODECS.items():
        if other != name:
            with pytest.raises(BadMessageError):
                decode(plain)
    with pytest.raises(BadMessageError):
        CODECS[name][2](plain + b"\0")


@given(noise=st.binary(max_size=300))
def test_noise_is_no_frame(noise: bytes) -> None:
    with pytest.raises(BadMessageError):
        unpack(noise)


def test_a_frame_says_its_size_keeps_to_it_and_stands_alone() -> None:
    bomb = zstandard.ZstdCompressor().compress(bytes(40 * 1024 * 1024))
    assert len(bomb) < 10_000
    wide = zstandard.ZstdCompressor(
        compression_params=zstandard.ZstdCompressionParameters(window_log=27, write_content_size=True)
    ).compress(bytes(30 * 1024 * 1024))
    for packed, why in (
        (bomb, "too_long"),
        (wide, "too_long"),
        (zstandard.ZstdCompressor(write_content_size=False).compress(b"x"), "no_size"),
        (pack(b"x") + pack(b"y"), "not_zstd"),
        (pack(b"x" * 100)[:-3], "not_zstd"),
        (pack(b"x" * 2000), "too_long"),
    ):
        with pytest.raises(BadMessageError) as caught:
            unpack(packed, 1000 if why == "too_long" and packed is not bomb else 32 * 1024 * 1024)
        assert caught.value.details["why"] == why


def test_parts_of_wrong_shape_are_refused() -> None:
    sound = {"msg": "error", "v": 1, "code": "x", "head": None, "details": {}}
    codec.decode_error(cbor2.dumps(sound, canonical=True))
    for change in (
        {"v": 2},
        {"code": 5},
        {"code": "x" * 65},
        {"head": [1]},
        {"head": [-1, bytes(32)]},
        {"head": [1, bytes(31)]},
        {"head": [True, bytes(32)]},
        {"details": []},
        {"details": {1: "x"}},
        {"details": {"x": 1.5}},
        {"extra": 1},
    ):
        with pytest.raises(BadMessageError):
            codec.decode_error(cbor2.dumps({**sound, **change}, canonical=True))
    with pytest.raises(BadMessageError):
        codec.decode_error(cbor2.dumps({key: sound[key] for key in ("msg", "v", "code", "head")}, canonical=True))


def test_a_page_with_a_gap_is_refused() -> None:
    item = OwnRun(5, "ab" * 16, 1, 1, 2)
    page = FeedPage("branch", "e", Point(3), Point(6), Point(6), (item,))
    with pytest.raises(BadMessageError):
        codec.decode_feed_page(codec.encode_feed_page(page))


def test_the_feeds_chain_tells_entries_from_notices_and_sees_order() -> None:
    one, two, start = b"\1" * 32, b"\2" * 32, bytes(32)
    assert link_entries(start, [one, two]) == link_entry(link_entry(start, one), two)
    assert link_entries(start, [two, one]) != link_entries(start, [one, two])
    assert link_notice(start, "judgement", one) != link_entry(start, one)
    assert link_notice(start, "judgement", one) != link_notice(start, "quarantine", one)


def test_a_signed_receipt_keeps_its_exact_bytes() -> None:
    signed = SignedReceipt(b"any bytes", bytes(64))
    assert codec.decode_signed_receipt(codec.encode_signed_receipt(signed)) == signed
