"""Ids of new cases: UUID version 7 (RFC 9562), which grow with time and need nobody's leave."""

from __future__ import annotations

import os
import threading

_RANDOM_BITS = 74
_lock = threading.Lock()
_last = 0


def new_uuid7(wall_ms: int) -> str:
    """A UUIDv7 for the instant `wall_ms` (milliseconds since 1970), larger than every one this process made before."""
    global _last
    value = (wall_ms & (1 << 48) - 1) << _RANDOM_BITS | int.from_bytes(os.urandom(10), "big") >> 80 - _RANDOM_BITS
    with _lock:
        _last = value = max(value, _last + 1)
    time, random = value >> _RANDOM_BITS, value & (1 << _RANDOM_BITS) - 1
    number = time << 80 | 7 << 76 | random >> 62 << 64 | 2 << 62 | random & (1 << 62) - 1
    text = f"{number:032x}"
    return f"{text[:8]}-{text[8:12]}-{text[12:16]}-{text[16:20]}-{text[20:]}"
