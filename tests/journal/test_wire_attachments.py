"""Messages about files survive the line, and nothing else is taken for one."""

from __future__ import annotations

import cbor2
import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.journal import wire_attachments as wire
from app.journal.wire import BadMessageError, NoticeKind, notice_kind

hashes = st.binary(min_size=32, max_size=32).map(bytes.hex)
states = st.lists(st.builds(wire.AttachmentState, hashes, st.integers(0, 2**40), st.booleans()), max_size=5)


@st.composite
def chunks(draw: st.DrawFn) -> wire.AttachmentChunk:
    size = draw(st.integers(1, wire.MAX_ATTACHMENT_BYTES))
    offset = draw(st.integers(0, size - 1))
    data = draw(st.binary(min_size=1, max_size=min(200, size - offset)))
    return wire.AttachmentChunk(draw(hashes), size, offset, data)


@given(chunks())
def test_a_piece_comes_as_it_went(chunk: wire.AttachmentChunk) -> None:
    assert wire.decode_attachment_chunk(wire.encode_attachment_chunk(chunk)) == chunk


@given(states)
def test_states_and_questions_come_as_they_went(found: list[wire.AttachmentState]) -> None:
    assert wire.decode_attachment_states(wire.encode_attachment_states(found)) == tuple(found)
    asked = tuple(one.sha256 for one in found)
    assert wire.decode_attachment_ask(wire.encode_attachment_ask(asked)) == asked


@given(hashes, st.integers(1, 2**40))
def test_a_notice_comes_as_it_went(sha256: str, size: int) -> None:
    assert wire.decode_attachment_notice(wire.encode_attachment_notice(sha256, size)) == (sha256, size)


@given(st.binary(max_size=60))
def test_anything_else_is_no_message(garbage: bytes) -> None:
    for decode in (
        wire.decode_attachment_chunk,
        wire.decode_attachment_states,
        wire.decode_attachment_ask,
        wire.decode_attachment_notice,
    ):
        with pytest.raises(BadMessageError):
            decode(garbage)


@pytest.mark.parametrize(
    ("size", "offset", "data"),
    [
        (0, 0, b"x"),
        (wire.MAX_ATTACHMENT_BYTES + 1, 0, b"x"),
        (5, 5, b"x"),
        (5, 0, b""),
        (5, 3, b"xyz"),
        (wire.MAX_ATTACHMENT_BYTES, 0, bytes(wire.MAX_CHUNK_BYTES + 1)),
        (5, -1, b"x"),
    ],
)
def test_a_piece_outside_its_file_or_the_limits_is_refused(size: int, offset: int, data: bytes) -> None:
    message = {"msg": "attachment_chunk", "v": 1, "sha256": bytes(32), "size": size, "offset": offset, "data": data}
    with pytest.raises(BadMessageError):
        wire.decode_attachment_chunk(cbor2.dumps(message, canonical=True))


def test_too_much_at_once_and_wrong_types_are_refused() -> None:
    with pytest.raises(BadMessageError):
        wire.decode_attachment_ask(wire.encode_attachment_ask(["00" * 32] * (wire.MAX_ASKED + 1)))
    answer = {"msg": "attachment_states", "v": 1, "files": [[bytes(32), 1, 1]]}
    with pytest.raises(BadMessageError):
        wire.decode_attachment_states(cbor2.dumps(answer, canonical=True))


def test_names_of_files_and_kinds_of_notices() -> None:
    assert wire.is_sha256("0a" * 32)
    assert not any(map(wire.is_sha256, ("0A" * 32, "0a" * 31, "0a" * 32 + "\n", b"0a" * 32, None)))
    assert notice_kind("attachment") is NoticeKind.ATTACHMENT
    assert notice_kind("later") == "later"
