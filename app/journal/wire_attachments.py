"""How the bytes of attached files travel: what is asked about them, and one piece at a time (journal.md 4.5.5).

A file is known by the SHA-256 of its bytes, 64 hex digits here and 32 bytes on the line. Entries travel first and name
it; its bytes follow in pieces, each at its offset, so that a line that was cut goes on where it stopped.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from app.journal import wire_parts as line
from app.journal.cbor import encode_canonical
from app.journal.wire import BadMessageError
from app.journal.wire_parts import Parts, decoded, encoded

MAX_ATTACHMENT_BYTES = 20 * 1024 * 1024
MAX_CHUNK_BYTES = 512 * 1024
MAX_CHUNK_MESSAGE_BYTES = MAX_CHUNK_BYTES + 1024
MAX_ASKED = 64
_SHA256 = re.compile(r"[0-9a-f]{64}")


@dataclass(frozen=True, slots=True)
class AttachmentState:
    """How far headquarters has a file: its first `have` bytes; `is_complete` once the hash of all of them was right."""

    sha256: str
    have: int
    is_complete: bool


@dataclass(frozen=True, slots=True)
class AttachmentChunk:
    """A piece of a file of `size` bytes, from `offset` on."""

    sha256: str
    size: int
    offset: int
    data: bytes = field(repr=False)

    @property
    def end(self) -> int:
        """The offset behind the piece."""
        return self.offset + len(self.data)


def is_sha256(value: object) -> bool:
    """Whether `value` is the name of a file: 64 hex digits in lower case."""
    return isinstance(value, str) and _SHA256.fullmatch(value) is not None


def encode_attachment_ask(hashes: Iterable[str]) -> bytes:
    """The bytes of the question how far headquarters has these files, before framing."""
    return encoded("attachment_ask", files=[bytes.fromhex(sha256) for sha256 in hashes])


def decode_attachment_ask(plain: bytes) -> tuple[str, ...]:
    """The files that are asked about. Raises: BadMessageError."""
    parts = Parts(plain, "attachment_ask")
    files = parts.done(parts.items("files"))
    if len(files) > MAX_ASKED:
        raise BadMessageError(why="too_many")
    return tuple(line.octets(sha256, 32).hex() for sha256 in files)


def encode_attachment_states(states: Sequence[AttachmentState]) -> bytes:
    """The bytes of the answer to a question or to a piece, before framing."""
    return encoded(
        "attachment_states", files=[[bytes.fromhex(one.sha256), one.have, one.is_complete] for one in states]
    )


def decode_attachment_states(plain: bytes) -> tuple[AttachmentState, ...]:
    """How far headquarters has files, from its answer. Raises: BadMessageError."""
    parts = Parts(plain, "attachment_states")
    states = []
    for sha256, have, is_complete in line.rows(parts.done(parts.items("files")), 3):
        if type(is_complete) is not bool:
            raise BadMessageError(why="wrong_type")
        states.append(AttachmentState(line.octets(sha256, 32).hex(), line.number(have), is_complete))
    return tuple(states)


def encode_attachment_chunk(chunk: AttachmentChunk) -> bytes:
    """The bytes of a piece of a file, before framing."""
    sha256 = bytes.fromhex(chunk.sha256)
    return encoded("attachment_chunk", sha256=sha256, size=chunk.size, offset=chunk.offset, data=chunk.data)


def decode_attachment_chunk(plain: bytes) -> AttachmentChunk:
    """A piece of a file, inside the file's size and within the limits. Raises: BadMessageError."""
    parts = Parts(plain, "attachment_chunk")
    chunk = parts.done(
        AttachmentChunk(
            sha256=parts.octets("sha256", 32).hex(),
            size=parts.number("size", at_least=1),
            offset=parts.number("offset"),
            data=parts.octets("data"),
        )
    )
    if chunk.size > MAX_ATTACHMENT_BYTES or len(chunk.data) > MAX_CHUNK_BYTES:
        raise BadMessageError(why="too_long")
    if not chunk.data or chunk.end > chunk.size:
        raise BadMessageError(why="wrong_count")
    return chunk


def encode_attachment_notice(sha256: str, size: int) -> bytes:
    """The content of a feed notice that headquarters has all of a file, and that its hash is right."""
    return encode_canonical([bytes.fromhex(sha256), size])


def decode_attachment_notice(content: bytes) -> tuple[str, int]:
    """Hash and size in a feed notice of that kind. Raises: BadMessageError."""
    sha256, size = line.row(decoded(content), 2)
    return line.octets(sha256, 32).hex(), line.number(size, at_least=1)
