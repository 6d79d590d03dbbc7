"""GIF: comments, plain texts and the blocks of programs are left out; how often it repeats is kept."""

from __future__ import annotations

_EXTENSION, _IMAGE, _END = 0x21, 0x2C, 0x3B
_GRAPHIC_CONTROL, _APPLICATION = 0xF9, 0xFF
_REPEATS = (b"NETSCAPE2.0", b"ANIMEXTS1.0")


def strip_gif(data: bytes) -> bytes:
    """Raises: ValueError, IndexError when it is cut off or no GIF."""
    if data[:6] not in (b"GIF87a", b"GIF89a"):
        raise ValueError("no GIF")
    place = 13 + _table(data[10])
    kept = [data[:place]]
    while data[place] != _END:
        start = place
        if data[place] == _IMAGE:
            place = _end_of_blocks(data, place + 11 + _table(data[place + 9]))
            kept.append(data[start:place])
        elif data[place] == _EXTENSION:
            label, name = data[place + 1], data[place + 3 : place + 14]
            place = _end_of_blocks(data, place + 2)
            if label == _GRAPHIC_CONTROL or (label == _APPLICATION and name in _REPEATS):
                kept.append(data[start:place])
        else:
            raise ValueError("an unknown block")
    return b"".join((*kept, bytes((_END,))))


def _table(packed: int) -> int:
    """The size of the table of colours that a packed field announces."""
    return 3 << ((packed & 7) + 1) if packed & 0x80 else 0


def _end_of_blocks(data: bytes, place: int) -> int:
    while data[place]:
        place += data[place] + 1
    return place + 1
