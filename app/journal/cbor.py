"""The one encoding of everything that is hashed: CBOR with a single form for every value (RFC 8949, section 4.2).

Written and read values are plain: str, int, bytes, bool, None, list and dict with str keys. Reading is strict: tags,
floats, indefinite lengths, doubled keys, deep nesting and trailing bytes are refused, so that hostile bytes cost no
more than their length.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import Enum
from typing import Any, NoReturn

import cbor2

from app.journal.errors import BadEnvelopeError

MAX_DEPTH = 16
"""How deep lists and maps may stand in each other."""

_LEAVES = frozenset({str, bytes, bool, type(None)})
_MIN_INT, _MAX_INT = -(2**64), 2**64 - 1
_KNOWN_TAGS = (0, 1, 2, 3, 4, 5, 25, 28, 29, 30, 35, 36, 37, 52, 54, 100, 256, 258, 260, 261, 1004, 43000, 55799)
_MOST_ORDERS = 2048
_LONGEST_ORDER = 512


def _refuse_tag(*_: object) -> NoReturn:
    raise ValueError("tag")


_DECODERS = dict.fromkeys(_KNOWN_TAGS, _refuse_tag)
_orders: dict[tuple[str, ...], tuple[str, ...]] = {}


def encode_canonical(value: object) -> bytes:
    """The one encoding of a plain value: shortest lengths, map keys sorted by their encoded bytes.

    Raises: BadEnvelopeError for what has no such encoding (floats, text with lone surrogates, integers over 64 bits).
    """
    try:
        return cbor2.dumps(_arranged(value, MAX_DEPTH))
    except (cbor2.CBOREncodeError, UnicodeError) as error:
        raise BadEnvelopeError(why="not_encodable") from error


def decode_plain(data: bytes, *, limit: int, depth: int = MAX_DEPTH) -> Any:
    """The plain value in `data`, which may be at most `limit` bytes and come from anyone.

    Its form is not proven to be the canonical one, and floats are still in it: for bytes whose hash is already known.
    Raises: BadEnvelopeError.
    """
    if len(data) > limit:
        raise BadEnvelopeError(why="too_long", size=len(data))
    try:
        return cbor2.loads(
            data,
            tag_hook=_refuse_tag,
            semantic_decoders=_DECODERS,
            max_depth=depth,
            allow_indefinite=False,
            allow_duplicate_keys=False,
            strict_hashable_types=True,
        )
    except (cbor2.CBORDecodeError, ValueError, OverflowError, MemoryError, RecursionError) as error:
        raise BadEnvelopeError(why="not_cbor") from error


def decode_canonical(data: bytes, *, limit: int, depth: int = MAX_DEPTH) -> Any:
    """As `decode_plain`, and `data` must be the one encoding of a plain value.

    Raises: BadEnvelopeError.
    """
    value = decode_plain(data, limit=limit, depth=depth)
    if encode_canonical(value) != data:
        raise BadEnvelopeError(why="not_canonical")
    return value


def _arranged(value: Any, depth: int) -> Any:
    """`value` with map keys in canonical order; refuses what an entry can't hold."""
    kind = type(value)
    if kind in _LEAVES:
        return value
    if kind is dict or isinstance(value, Mapping):
        if depth == 0:
            raise BadEnvelopeError(why="too_deep")
        arranged = {}
        for key in _key_order(tuple(value)):
            part = value[key]
            arranged[key] = part if type(part) in _LEAVES else _arranged(part, depth - 1)
        return arranged
    if kind is int:
        if not _MIN_INT <= value <= _MAX_INT:
            raise BadEnvelopeError(why="integer_range")
        return value
    if kind is list or kind is tuple:
        if depth == 0:
            raise BadEnvelopeError(why="too_deep")
        return [part if type(part) in _LEAVES else _arranged(part, depth - 1) for part in value]
    if isinstance(value, Enum):
        return _arranged(value.value, depth)
    raise BadEnvelopeError(why="value_type", type=kind.__name__)


def _key_order(keys: tuple[Any, ...]) -> tuple[str, ...]:
    """`keys` sorted by their encoding, which for text is by length in UTF-8 first. Remembered: bodies repeat."""
    order = _orders.get(keys)
    if order is None:
        if not all(type(key) is str for key in keys):
            raise BadEnvelopeError(why="key_type")
        order = tuple(sorted(keys, key=_sort_key))
        if len(_orders) < _MOST_ORDERS and sum(map(len, keys)) <= _LONGEST_ORDER:
            _orders[keys] = order
    return order


def _sort_key(key: str) -> tuple[int, bytes]:
    encoded = key.encode()
    return len(encoded), encoded
