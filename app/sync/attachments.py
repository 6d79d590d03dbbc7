"""Bytes of attached files to headquarters and from it, after the entries that name them (journal.md 4.5.5).

Like the cycle it does no I/O of its own. The line is shared: a cycle spends a bounded time on files and breaks off as
soon as entries wait, which always go first. Whatever was sent or has come stays, so that the next cycle goes on there.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Generator, Sequence
from typing import Protocol

from app.journal.framing import pack
from app.journal.standing import AttachmentToMove
from app.journal.wire_attachments import (
    MAX_ASKED,
    MAX_CHUNK_BYTES,
    AttachmentChunk,
    AttachmentState,
    decode_attachment_chunk,
    decode_attachment_states,
    encode_attachment_ask,
    encode_attachment_chunk,
)
from app.journal.wire_codec import decode_error
from app.sync.batches import BatchSize
from app.sync.errors import BrokenFeedError, BusyError, RefusedError
from app.sync.messages import Answer, Ask

_log = logging.getLogger(__name__)

SECONDS_EACH_WAY = 120.0
_MOST_FETCHED = 32
_UNKNOWN = "unknown_attachment"


class AttachmentPort(Protocol):
    """The files on their way, as their keeper has them. Each method is one transaction; see JournalPort for threads."""

    def to_send(self, limit: int, skip: int = 0) -> Sequence[AttachmentToMove]:
        """Files whose bytes are here and not at headquarters, as far as is known, the oldest first behind `skip`."""
        ...

    def read_part(self, sha256: str, start: int, size: int) -> bytes:
        """At most `size` bytes of a file from `start` on."""
        ...

    def note_sent(self, sha256: str, have: int) -> None:
        """Headquarters has the first `have` bytes of a file."""
        ...

    def is_sound(self, sha256: str) -> bool:
        """Whether the bytes here make this hash; if not, they count as missing from now on."""
        ...

    def to_fetch(self, limit: int) -> Sequence[AttachmentToMove]:
        """Files that headquarters has and this PC lacks and should have."""
        ...

    def keep_part(self, sha256: str, start: int, data: bytes) -> None:
        """Keep a piece of a file that is coming in."""
        ...

    def finish(self, sha256: str, size: int) -> str | None:
        """Put the pieces together; the case that the file belongs to, None when they make another file."""
        ...


class AttachmentExchange:
    """The files of one cycle. `has_waiting` says whether entries wait to be sent; then files stand back."""

    def __init__(self, port: AttachmentPort, batches: BatchSize, has_waiting: Callable[[], bool]) -> None:
        self._port = port
        self._batches = batches
        self._has_waiting = has_waiting
        self._seconds = 0.0
        self.sent = 0
        self.fetched = 0
        self.touched: set[str] = set()

    # -- up --------------------------------------------------------------------------------------------------------

    def send(self) -> Generator[Ask, Answer, bool]:
        """Send what headquarters lacks. True when it has completed a file that its feed did not tell of here yet."""
        self._seconds, asked, is_completed = 0.0, 0, False
        try:
            while (waiting := self._port.to_send(MAX_ASKED, asked)) and not self._is_over():
                asked += len(waiting)
                is_completed |= yield from self._send_some(waiting)
        except BusyError:  # the entries are through; the files come another time
            _log.info("headquarters has no time for files")
        return is_completed

    def _send_some(self, waiting: Sequence[AttachmentToMove]) -> Generator[Ask, Answer, bool]:
        """Ask how far headquarters has these files and send the rest; whether any of them is complete there."""
        is_completed = False
        answer = yield Ask("POST", "/v1/attachments", pack(encode_attachment_ask([one.sha256 for one in waiting])))
        self._seconds += answer.seconds
        if answer.status != 200:
            raise RefusedError(answer.error().code, answer.status)
        states = {state.sha256: state for state in decode_attachment_states(answer.body)}
        for file in waiting:
            state = states.get(file.sha256)
            if state is None:  # its entry has no place at headquarters, such as one of a log that forked
                continue
            if not state.is_complete and not self._is_over():
                state = yield from self._send(file, state)
            is_completed |= state.is_complete
        return is_completed

    def _send(self, file: AttachmentToMove, state: AttachmentState) -> Generator[Ask, Answer, AttachmentState]:
        """Send a file from where headquarters stands; where it stands then."""
        has_failed = False
        while not state.is_complete and not self._is_over():
            data = self._port.read_part(file.sha256, state.have, min(self._batches.page_size, MAX_CHUNK_BYTES))
            if not data:  # not here any more, or another PC sends more than this one knows of
                self._port.is_sound(file.sha256)
                return state
            chunk = AttachmentChunk(file.sha256, file.size, state.have, data)
            body = pack(encode_attachment_chunk(chunk))
            answer = yield Ask("PATCH", f"/v1/attachments/{file.sha256}", body)
            self._seconds += answer.seconds
            if answer.status == 200:
                (state,) = decode_attachment_states(answer.body)
                if state.sha256 != file.sha256 or (state.have == chunk.offset and not state.is_complete):
                    raise BrokenFeedError(why="piece_not_taken")
                self._batches.succeeded(answer.seconds)
                self._port.note_sent(file.sha256, state.have)
                self.sent += len(data)
                continue
            code = decode_error(answer.body).code
            if code == _UNKNOWN:
                return state
            if code != "wrong_hash":
                raise RefusedError(code, answer.status)
            state = AttachmentState(file.sha256, 0, is_complete=False)  # it threw the pieces away
            self._port.note_sent(file.sha256, 0)
            if has_failed or not self._port.is_sound(file.sha256):
                return state
            has_failed = True
        return state

    # -- down ------------------------------------------------------------------------------------------------------

    def fetch(self) -> Generator[Ask, Answer, None]:
        """Fetch files of this branch that were attached on other PCs."""
        self._seconds = 0.0
        try:
            for file in self._port.to_fetch(_MOST_FETCHED):
                if self._is_over():
                    return
                yield from self._fetch(file)
        except BusyError:
            _log.info("headquarters has no time for files")

    def _fetch(self, file: AttachmentToMove) -> Generator[Ask, Answer, None]:
        have = file.have
        while have < file.size:
            if self._is_over():
                return
            size = min(self._batches.page_size, MAX_CHUNK_BYTES)
            answer = yield Ask("GET", f"/v1/attachments/{file.sha256}?offset={have}&max_bytes={size}", b"")
            self._seconds += answer.seconds
            if answer.status != 200:
                code = answer.error().code
                if code == _UNKNOWN:  # it was restored; its feed will say so
                    return
                raise RefusedError(code, answer.status)
            chunk = decode_attachment_chunk(answer.body)
            if (chunk.sha256, chunk.size, chunk.offset) != (file.sha256, file.size, have):
                raise BrokenFeedError(why="other_piece")
            self._batches.succeeded(answer.seconds)
            self._port.keep_part(file.sha256, have, chunk.data)
            have = chunk.end
        case = self._port.finish(file.sha256, file.size)
        if case is not None:
            self.fetched += 1
            self.touched |= {case} - {""}

    def _is_over(self) -> bool:
        return self._seconds >= SECONDS_EACH_WAY or self._has_waiting()
