"""The pieces that messages are made of on the line, read strictly: a wrong type or size is a `BadMessageError`."""

from __future__ import annotations

from enum import StrEnum
from typing import Any, TypeVar

from app.journal.cbor import decode_canonical, encode_canonical
from app.journal.envelope import Record
from app.journal.errors import BadEnvelopeError
from app.journal.framing import MAX_UNPACKED_BYTES
from app.journal.wire import (
    BadMessageError,
    FeedItem,
    FeedNotice,
    ForeignEntry,
    Judgement,
    OwnRun,
    Point,
    Verdict,
    notice_kind,
)

PROTOCOL_VERSION = 1
_MAX_DEPTH = 8
_FOREIGN, _OWN, _NOTICE = 0, 1, 2

M = TypeVar("M")
Choice = TypeVar("Choice", bound=StrEnum)


def encoded(message: str, **parts: object) -> bytes:
    """A message of this version with its parts."""
    return encode_canonical({"msg": message, "v": PROTOCOL_VERSION, **parts})


def decoded(plain: bytes) -> Any:
    """The plain value in bytes from the line. Raises: BadMessageError."""
    try:
        return decode_canonical(plain, limit=MAX_UNPACKED_BYTES, depth=_MAX_DEPTH)
    except BadEnvelopeError as error:
        raise BadMessageError(**error.details) from error


def point(point: Point) -> list[object]:
    """A point as it is written."""
    return [point.seq, point.hash]


def point_from(value: object) -> Point:
    """A point as it is read."""
    seq, digest = row(value, 2)
    return Point(number(seq), octets(digest, 32))


def judgement(word: Judgement) -> list[object]:
    """A judgement as it is written."""
    return [bytes.fromhex(word.device), word.epoch, word.seq, word.verdict.value, word.code]


def judgement_from(value: object) -> Judgement:
    """A judgement as it is read."""
    device, epoch, seq, verdict, code = row(value, 5)
    try:
        known = Verdict(text(verdict, 32))
    except ValueError as error:
        raise BadMessageError(why="unknown_verdict") from error
    return Judgement(octets(device, 16).hex(), number(epoch), number(seq), known, text(code, 64))


def records(values: list[Any]) -> tuple[Record, ...]:
    """Records as they are read; their own bytes stay closed."""
    found = []
    for value in values:
        if type(value) is not list or len(value) != 2:
            raise BadMessageError(why="wrong_type")
        envelope, body = value
        if type(envelope) is not bytes or not (body is None or type(body) is bytes):
            raise BadMessageError(why="wrong_type")
        found.append(Record(envelope, body))
    return tuple(found)


def item(item: FeedItem) -> list[object]:
    """A feed item as it is written."""
    if isinstance(item, ForeignEntry):
        record = item.record
        return [_FOREIGN, item.feed_seq, bytes.fromhex(item.device), item.epoch, item.seq, record.envelope, record.body]
    if isinstance(item, OwnRun):
        return [_OWN, item.feed_seq, bytes.fromhex(item.device), item.epoch, item.seq, item.count]
    return [_NOTICE, item.feed_seq, str(item.kind), item.content]


def item_from(value: object) -> FeedItem:
    """A feed item as it is read."""
    if not isinstance(value, list) or not value:
        raise BadMessageError(why="wrong_type")
    match value:
        case [0, feed_seq, device, epoch, seq, envelope, body]:
            (record,) = records([[envelope, body]])
            return ForeignEntry(number(feed_seq), octets(device, 16).hex(), number(epoch), number(seq), record)
        case [1, feed_seq, device, epoch, seq, count]:
            numbers = [number(n) for n in (epoch, seq, count)]
            if numbers[2] < 1:
                raise BadMessageError(why="wrong_count")
            return OwnRun(number(feed_seq), octets(device, 16).hex(), *numbers)
        case [2, feed_seq, kind, content]:
            return FeedNotice(number(feed_seq), notice_kind(text(kind, 32)), octets(content))
    raise BadMessageError(why="unknown_item")


def row(value: object, length: int) -> list[Any]:
    """A list of exactly `length` values."""
    if not isinstance(value, list) or len(value) != length:
        raise BadMessageError(why="wrong_type")
    return value


def rows(values: list[Any], length: int) -> list[list[Any]]:
    """Lists of exactly `length` values each."""
    return [row(value, length) for value in values]


def number(value: object, at_least: int = 0) -> int:
    """A whole number that fits 63 bits."""
    if type(value) is not int or not at_least <= value < 2**63:
        raise BadMessageError(why="wrong_number")
    return value


def text(value: object, limit: int) -> str:
    """A text of at most `limit` characters."""
    if not isinstance(value, str) or len(value) > limit:
        raise BadMessageError(why="wrong_text")
    return value


def octets(value: object, length: int | None = None) -> bytes:
    """Bytes, of exactly `length` if given."""
    if not isinstance(value, bytes) or (length is not None and len(value) != length):
        raise BadMessageError(why="wrong_octets")
    return value


class Parts:
    """The parts of a decoded message, taken out one by one so that nothing unknown can be left over."""

    def __init__(self, plain: bytes, message: str) -> None:
        value = decoded(plain)
        if not isinstance(value, dict) or value.pop("msg", None) != message:
            raise BadMessageError(why="other_message")
        if value.pop("v", None) != PROTOCOL_VERSION:
            raise BadMessageError(why="other_version")
        self._left: dict[Any, Any] = value

    def _take(self, name: str) -> object:
        try:
            return self._left.pop(name)
        except KeyError as error:
            raise BadMessageError(why="part_missing", part=name) from error

    def number(self, name: str, at_least: int = 0) -> int:
        """A whole number."""
        return number(self._take(name), at_least)

    def text(self, name: str, limit: int) -> str:
        """A text."""
        return text(self._take(name), limit)

    def optional_text(self, name: str, limit: int) -> str | None:
        """A text or nothing."""
        value = self._take(name)
        return None if value is None else text(value, limit)

    def octets(self, name: str, length: int | None = None) -> bytes:
        """Bytes."""
        return octets(self._take(name), length)

    def device(self, name: str) -> str:
        """A device, as 32 hex digits."""
        return self.octets(name, 16).hex()

    def point(self, name: str) -> Point:
        """A place in a chain."""
        return point_from(self._take(name))

    def optional_point(self, name: str) -> Point | None:
        """A place in a chain or nothing."""
        value = self._take(name)
        return None if value is None else point_from(value)

    def points(self, name: str) -> dict[str, Point]:
        """Places by scope."""
        return {text(key, 64): point_from(value) for key, value in self.mapping(name, 64).items()}

    def items(self, name: str) -> list[Any]:
        """A list, its values unread."""
        value = self._take(name)
        if not isinstance(value, list):
            raise BadMessageError(why="wrong_type", part=name)
        return value

    def mapping(self, name: str, limit: int) -> dict[Any, Any]:
        """A map of at most `limit` keys, its values unread."""
        value = self._take(name)
        if not isinstance(value, dict) or len(value) > limit:
            raise BadMessageError(why="wrong_type", part=name)
        return value

    def one_of(self, name: str, choices: type[Choice]) -> Choice:
        """One of an enumeration."""
        try:
            return choices(self.text(name, 64))
        except ValueError as error:
            raise BadMessageError(why="unknown_choice", part=name) from error

    def done(self, message: M) -> M:
        """`message`, when no part is left."""
        if self._left:
            raise BadMessageError(why="part_unknown")
        return message
