"""Bytes from outside that are almost right: samples with bits turned, cut, filled in, repeated, put together from two;
and documents whose leaves are not what they should be."""

from __future__ import annotations

import os
import time
import tracemalloc
from collections.abc import Callable, Sequence
from copy import deepcopy
from typing import Any

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st

EXAMPLES = int(os.environ.get("JIESU_FUZZ_EXAMPLES", "120"))
"""How many inputs each parser gets; the nightly run asks for many more."""

MOST_SECONDS = 2.0
MOST_BYTES = 96 << 20

fuzzing = settings(
    max_examples=EXAMPLES,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.function_scoped_fixture],
)

_ODD_BYTES = (
    b"\x00",
    b"\xff",
    b"\xff" * 8,
    b"\x7f\xff\xff\xff",
    b"\x80\x00\x00\x00",
    b"\xbf",
    b"\x9f",
    b"\x5f",
    b"\xfb",
)
_ODD_VALUES: tuple[Any, ...] = (
    *(None, True, False, 0, -1, 1, 255, 2**31, 2**53 + 1, 2**63 - 1, 2**63, -(2**63), 10**30),
    *(
        "",
        "0",
        " ",
        "a" * 5000,
        "\x00",
        "\u202e",
        "\U0001f600",
        "2026-13-45",
        "-1",
        "1e999",
        "../../etc/passwd",
        "a\nb",
    ),
    *([], [[]], {}, {"": ""}, [None] * 50),
)


@st.composite
def mutated(draw: st.DrawFn, seeds: Sequence[bytes]) -> bytes:
    """One of `seeds` after one to five accidents."""
    data = bytearray(draw(st.sampled_from(seeds)))
    for _ in range(draw(st.integers(1, 5))):
        place = draw(st.integers(0, len(data)))
        end = min(len(data), place + draw(st.integers(0, 40)))
        how = draw(st.sampled_from(("flip", "set", "cut", "drop", "insert", "odd", "repeat", "splice")))
        if how == "flip" and place < len(data):
            data[place] ^= 1 << draw(st.integers(0, 7))
        elif how == "set" and place < len(data):
            data[place] = draw(st.integers(0, 255))
        elif how == "cut":
            del data[place:]
        elif how == "drop":
            del data[place:end]
        elif how == "insert":
            data[place:place] = draw(st.binary(max_size=20))
        elif how == "odd":
            data[place:end] = draw(st.sampled_from(_ODD_BYTES))
        elif how == "repeat":
            data[place:place] = data[place:end] * draw(st.integers(1, 50))
        elif how == "splice":
            other = draw(st.sampled_from(seeds))
            data[place:] = other[draw(st.integers(0, len(other))) :]
    return bytes(data)


@st.composite
def reshaped(draw: st.DrawFn, documents: Sequence[Any]) -> Any:
    """One of `documents` (plain values) with one to three leaves or branches replaced, gone, doubled or moved."""
    document = deepcopy(draw(st.sampled_from(documents)))
    for _ in range(draw(st.integers(1, 3))):
        holders = list(_holders(document))
        if not holders:
            break
        holder, key = draw(st.sampled_from(holders))
        how = draw(st.sampled_from(("replace", "replace", "drop", "extra", "move")))
        if how == "replace":
            holder[key] = deepcopy(draw(st.sampled_from(_ODD_VALUES)))
        elif how == "drop":
            del holder[key]
        elif how == "extra" and isinstance(holder, dict):
            holder[draw(st.sampled_from(("x", "", "format", "version")))] = deepcopy(draw(st.sampled_from(_ODD_VALUES)))
        elif how == "move":
            other, there = draw(st.sampled_from(holders))
            holder[key] = deepcopy(other[there]) if _is_in(other, there) else None
    return document


def read_safely(
    read: Callable[[Any], Any],
    data: Any,
    *allowed: type[BaseException],
    most_bytes: int = MOST_BYTES,
    most_seconds: float = MOST_SECONDS,
) -> Any:
    """What `read` makes of `data`; None where it refuses with one of `allowed`. It neither hangs nor eats memory."""
    tracemalloc.start()
    started = time.perf_counter()
    try:
        return read(data)
    except allowed:
        return None
    finally:
        seconds = time.perf_counter() - started
        _, peak = tracemalloc.get_traced_memory()
        tracemalloc.stop()
        assert seconds < most_seconds, f"{seconds:.1f} s for {len(data) if hasattr(data, '__len__') else 1} bytes"
        assert peak < most_bytes, f"{peak >> 20} MB"


def _holders(value: Any) -> Any:
    """Every place of a document: what holds it, and under which key."""
    if isinstance(value, dict | list):
        for key in list(value) if isinstance(value, dict) else range(len(value)):
            yield value, key
            yield from _holders(value[key])


def _is_in(holder: Any, key: Any) -> bool:
    return key in holder if isinstance(holder, dict) else key < len(holder)
