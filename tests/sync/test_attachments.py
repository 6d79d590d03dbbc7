"""The exchange of files by hand: how long it may take, what it does not believe (journal.md 4.5.5)."""

from __future__ import annotations

import os
from collections.abc import Generator, Iterator
from pathlib import Path

import pytest
from support.carrying import PIECE, SameSize, attach
from support.desks import Desk

from app.journal.standing import AttachmentToMove
from app.journal.wire import ErrorReply
from app.journal.wire_attachments import (
    MAX_ATTACHMENT_BYTES,
    AttachmentChunk,
    AttachmentState,
    encode_attachment_chunk,
    encode_attachment_notice,
    encode_attachment_states,
)
from app.journal.wire_codec import encode_error
from app.rules.loading import load_rules
from app.store.attachment_transfers import note_at_headquarters
from app.sync.attachments import SECONDS_EACH_WAY, AttachmentExchange
from app.sync.errors import BrokenFeedError, RefusedError
from app.sync.messages import Answer, Ask

CONTENT = os.urandom(4 * PIECE)


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    desk = Desk(tmp_path)
    yield desk
    desk.close()


@pytest.fixture
def sha256(desk: Desk) -> str:
    return attach(desk, desk.register(), CONTENT)


def _exchange(desk: Desk, *, has_waiting: bool = False) -> AttachmentExchange:
    return AttachmentExchange(desk.store.transfers, SameSize(), lambda: has_waiting)


def _state(sha256: str, have: int, *, is_complete: bool = False, seconds: float = 0.0) -> Answer:
    return Answer(200, encode_attachment_states([AttachmentState(sha256, have, is_complete)]), seconds)


def _last(talk: Generator[Ask, Answer, object], answer: Answer) -> object:
    with pytest.raises(StopIteration) as end:
        talk.send(answer)
    return end.value.value


def _lacking(desk: Desk, sha256: str) -> None:
    """The desk as if the file had been attached elsewhere."""
    with desk.store.database.write() as connection:
        connection.exec_driver_sql("DELETE FROM attachment_blob")
        connection.exec_driver_sql("UPDATE attachment_transfer SET is_here = 0")
        note_at_headquarters(connection.connection.cursor(), sha256, len(CONTENT))


def test_a_slow_line_is_given_back_in_time(desk: Desk, sha256: str) -> None:
    exchange = _exchange(desk)
    talk = exchange.send()
    assert next(talk).method == "POST"
    assert talk.send(_state(sha256, 0)).method == "PATCH"
    assert _last(talk, _state(sha256, PIECE, seconds=SECONDS_EACH_WAY)) is False
    assert exchange.sent == PIECE
    assert desk.store.transfers.standings([sha256])[sha256].sent_bytes == PIECE


def test_nothing_is_sent_or_fetched_while_entries_wait(desk: Desk, sha256: str) -> None:
    assert list(_exchange(desk, has_waiting=True).send()) == []
    _lacking(desk, sha256)
    assert list(_exchange(desk, has_waiting=True).fetch()) == []


def test_a_piece_that_headquarters_says_it_did_not_take_ends_the_exchange(desk: Desk, sha256: str) -> None:
    talk = _exchange(desk).send()
    next(talk)
    talk.send(_state(sha256, PIECE))
    with pytest.raises(BrokenFeedError):
        talk.send(_state(sha256, PIECE))


def test_a_file_that_headquarters_does_not_know_is_left_for_later(desk: Desk, sha256: str) -> None:
    talk = _exchange(desk).send()
    next(talk)
    assert _last(talk, Answer(200, encode_attachment_states([]))) is False
    talk = _exchange(desk).send()
    next(talk)
    talk.send(_state(sha256, 0))
    assert _last(talk, Answer(404, encode_error(ErrorReply("unknown_attachment")))) is False
    assert desk.store.transfers.to_send(9) == [AttachmentToMove(sha256, len(CONTENT), 0)]


def test_other_refusals_are_said(desk: Desk, sha256: str) -> None:
    refused = Answer(403, encode_error(ErrorReply("revoked_device")))
    talk = _exchange(desk).send()
    next(talk)
    with pytest.raises(RefusedError):
        talk.send(refused)
    _lacking(desk, sha256)
    talk = _exchange(desk).fetch()
    next(talk)
    with pytest.raises(RefusedError):
        talk.send(refused)


def test_a_piece_of_another_file_or_place_is_not_taken(desk: Desk, sha256: str) -> None:
    _lacking(desk, sha256)
    size = len(CONTENT)
    for chunk in (
        AttachmentChunk("00" * 32, size, 0, b"x"),
        AttachmentChunk(sha256, size, 1, b"x"),
        AttachmentChunk(sha256, size + 1, 0, b"x"),
    ):
        talk = _exchange(desk).fetch()
        next(talk)
        with pytest.raises(BrokenFeedError):
            talk.send(Answer(200, encode_attachment_chunk(chunk)))
    assert desk.store.transfers.to_fetch(9) == [AttachmentToMove(sha256, size, 0)]


def test_a_file_that_the_rules_let_in_is_one_that_headquarters_takes() -> None:
    assert load_rules().attachments.max_size <= MAX_ATTACHMENT_BYTES
    assert len(encode_attachment_notice("00" * 32, MAX_ATTACHMENT_BYTES)) < 64
