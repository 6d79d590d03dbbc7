"""TIFF: the entries that tell of the taking are taken out of each directory, and what they pointed at is blanked."""

from __future__ import annotations

import struct

_KEPT = frozenset(
    (
        *(254, 255, 256, 257, 258, 259, 262, 263, 264, 265, 266, 273, 274, 277, 278, 279, 280, 281, 282, 283, 284, 290),
        *(291, 292, 293, 296, 297, 301, 317, 318, 319, 320, 321, 322, 323, 324, 325, 332, 334, 336, 337, 338, 339, 340),
        *(341, 342, 347, 512, 513, 514, 515, 517, 518, 519, 520, 521, 529, 530, 531, 532, 34675),
    )
)
"""Tags without which the picture would look different; its kind, size, coding, colours and resolution."""

_SUB_DIRECTORIES = frozenset((330, 34665, 34853, 40965))  # smaller pictures, Exif, GPS, interoperability
_POINTERS = (4, 13)
_SIZES = (0, 1, 1, 2, 4, 8, 1, 1, 2, 4, 8, 4, 8, 4)
_MOST_DIRECTORIES = 2000


_MOST_BLANKED = 50_000


def strip_tiff(data: bytes) -> bytes:
    """Raises: ValueError, struct.error when it is no classic TIFF or leads nowhere."""
    order = {b"II*\x00": "<", b"MM\x00*": ">"}.get(data[:4])
    if order is None:
        raise ValueError("no TIFF")
    stripper = _Stripper(data, order)
    (place,) = struct.unpack_from(order + "I", data, 4)
    seen: set[int] = set()
    while place:
        if place in seen or len(seen) >= _MOST_DIRECTORIES:
            raise ValueError("directories without an end")
        seen.add(place)
        place = stripper.close_up(place)
    return bytes(stripper.data)


class _Stripper:
    """A copy of the file in which entries are blanked; so many and so much, since a file may point in circles."""

    def __init__(self, data: bytes, order: str) -> None:
        self.data = bytearray(data)
        self._order = order
        self._entries_left = _MOST_BLANKED
        self._bytes_left = 4 * len(data)

    def close_up(self, place: int) -> int:
        """Close the directory up over what is left out; returns where the next one is."""
        end = place + 2 + 12 * self._number("H", place)
        following = self._number("I", end)
        kept = []
        for at in range(place + 2, end, 12):
            if self._number("H", at) in _KEPT:
                kept.append(bytes(self.data[at : at + 12]))
            else:
                self._blank(at)
        head, foot = struct.pack(self._order + "H", len(kept)), struct.pack(self._order + "I", following)
        closed = b"".join((head, *kept, foot))
        self.data[place : end + 4] = closed + bytes(end + 4 - place - len(closed))
        return following

    def _blank(self, at: int) -> None:
        """Put zeros where the value of an entry stands, and where a directory that it points at keeps its own."""
        self._entries_left -= 1
        if self._entries_left < 0:
            raise ValueError("entries without an end")
        tag, kind, count, offset = struct.unpack_from(self._order + "HHII", self.data, at)
        size = (_SIZES[kind] if kind < len(_SIZES) else 1) * count
        if tag in _SUB_DIRECTORIES and kind in _POINTERS:
            for number in range(min(count, _MOST_DIRECTORIES)):
                self._blank_directory(offset if count == 1 else self._number("I", offset + 4 * number))
        if size > 4:
            self._zero(offset, size)

    def _blank_directory(self, place: int) -> None:
        count = self._number("H", place)
        entries = range(place + 2, place + 2 + 12 * count, 12)
        self.data[place : place + 2] = b"\x00\x00"  # whoever points here again finds nothing
        for at in entries:
            self._blank(at)
        self._zero(place, 2 + 12 * count)

    def _zero(self, place: int, size: int) -> None:
        end = min(place + size, len(self.data))
        self._bytes_left -= max(end - place, 0)
        if self._bytes_left < 0:
            raise ValueError("values without an end")
        if place < end:
            self.data[place:end] = bytes(end - place)

    def _number(self, kind: str, place: int) -> int:
        return int(struct.unpack_from(self._order + kind, self.data, place)[0])
