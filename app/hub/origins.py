"""Which entries make a case, in the order of the feed: the slim state that headquarters keeps of it."""

from __future__ import annotations

import struct
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import NamedTuple

from app.journal.wire import Verdict

_ROW = struct.Struct(">16sQQQB")
_VERDICTS: tuple[str | None, ...] = (None, *(verdict.value for verdict in Verdict))
_MARKS = {verdict: mark for mark, verdict in enumerate(_VERDICTS)}
_BAD_SIGNATURE = 0x80


class Placed(NamedTuple):
    """One entry of a case: where it was written, its place in the feed, and what was said about it."""

    device: str
    epoch: int
    seq: int
    feed_seq: int
    verdict: str | None
    is_signature_good: bool = True


@dataclass(slots=True)
class Origins:
    """The entries of one case. Kept packed: most cases are only ever counted and added to."""

    packed: bytearray = field(default_factory=bytearray)

    def __len__(self) -> int:
        return len(self.packed) // _ROW.size

    def __bool__(self) -> bool:
        return bool(self.packed)

    def __iter__(self) -> Iterator[Placed]:
        for device, epoch, seq, feed_seq, mark in _ROW.iter_unpack(self.packed):
            verdict = _VERDICTS[mark & ~_BAD_SIGNATURE]
            yield Placed(device.hex(), epoch, seq, feed_seq, verdict, is_signature_good=not mark & _BAD_SIGNATURE)

    def append(self, placed: Placed) -> None:
        """Add the entry that comes last in the feed."""
        mark = _MARKS[placed.verdict] | (0 if placed.is_signature_good else _BAD_SIGNATURE)
        self.packed += _ROW.pack(bytes.fromhex(placed.device), placed.epoch, placed.seq, placed.feed_seq, mark)
