"""A folded case as bytes: the same case gives the same bytes on every PC, so that rows can be compared."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from datetime import date, datetime
from enum import Enum
from operator import attrgetter
from typing import Any

import cbor2

from app.domain.case import Case, Intake
from app.journal.cbor import decode_plain

FORMAT = 4
"""Goes up when the fold, this encoding or what rows say changes, so that kept databases derive their rows again."""

_LEFT_OUT = {(Case, "timeline"), (Intake, "given")}  # retold from the entries; the rest is what they amount to
_LEAVES = frozenset({str, int, bytes, bool, type(None)})
_MAX_STATE = 1 << 26

_shapes: dict[type, tuple[tuple[tuple[str, Any], ...], attrgetter[Any]]] = {}


def encode_state(case: Case) -> bytes:
    """The canonical bytes of `case` without its timeline.

    Parts that are as they are by default are left out: a case says what happened to it, and a fact that a later
    program learns to keep changes nothing about the cases that have none.
    """
    return cbor2.dumps(_plain(case))


def decode_state(data: bytes) -> dict[str, Any]:
    """The parts of a case by name, as plain values. Raises: BadEnvelopeError."""
    state: dict[str, Any] = decode_plain(data, limit=_MAX_STATE)
    return state


def _plain(value: Any) -> Any:
    kind = type(value)
    if kind in _LEAVES:
        return value
    if kind is tuple or kind is list:
        return [_plain(part) for part in value]
    if kind is datetime or kind is date:
        return value.isoformat()
    shape = _shapes.get(kind)
    if shape is None and is_dataclass(value):
        shape = _shapes[kind] = _shape_of(kind)
    if shape is not None:
        names, values = shape
        return {
            name: part if type(part) in _LEAVES else _plain(part)
            for (name, default), part in zip(names, values(value), strict=True)
            if part is not default and part != default
        }
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, Mapping):
        return {key: _plain(value[key]) for key in sorted(value, key=_key_order)}
    raise TypeError(f"a case can't hold a {kind.__name__}")


def _shape_of(kind: type) -> tuple[tuple[tuple[str, Any], ...], attrgetter[Any]]:
    kept = sorted((f for f in fields(kind) if (kind, f.name) not in _LEFT_OUT), key=lambda f: _key_order(f.name))
    return tuple((f.name, f.default) for f in kept), attrgetter(*(f.name for f in kept))


def _key_order(key: str) -> tuple[int, bytes]:
    encoded = key.encode()
    return len(encoded), encoded
