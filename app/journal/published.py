"""Reference data as headquarters puts it into a feed: the content of a notice of kind "reference"."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from app.journal.cbor import decode_canonical, encode_canonical
from app.journal.errors import BadEnvelopeError

_KEYS = ("body", "kind", "version", "effective_from")
_MAX_CONTENT = 4 << 20


@dataclass(frozen=True, slots=True)
class Published:
    """One version of something that headquarters decides for its branches.

    `kind` is staff, policies, calendar or branch; `body` its exact bytes; it counts from the day `effective_from`.
    """

    kind: str
    version: str
    effective_from: date
    body: bytes

    def __repr__(self) -> str:
        return f"<Published {self.kind} {self.version}>"


def encode_published(item: Published) -> bytes:
    """The content of the notice."""
    values = (item.body, item.kind, item.version, item.effective_from.isoformat())
    return encode_canonical(dict(zip(_KEYS, values, strict=True)))


def decode_published(content: bytes) -> Published:
    """The version in the content of a notice. Raises: BadEnvelopeError."""
    value = decode_canonical(content, limit=_MAX_CONTENT, depth=1)
    if type(value) is not dict or tuple(value) != _KEYS:
        raise BadEnvelopeError(why="keys")
    body, kind, version, day = value.values()
    if type(body) is not bytes or not all(type(text) is str for text in (kind, version, day)):
        raise BadEnvelopeError(why="value_type")
    try:
        return Published(kind, version, date.fromisoformat(day), body)
    except ValueError as error:
        raise BadEnvelopeError(why="day") from error
