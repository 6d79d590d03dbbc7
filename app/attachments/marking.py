"""Who took a copy out, written into the copy where it does not touch the picture: a comment of JPEG, PNG or GIF."""

from __future__ import annotations

import zlib
from collections.abc import Callable, Mapping

_LONGEST = 200
_PNG_HEAD = 8 + 25  # the signature and IHDR, which has to stand first
_JFIF = b"\xff\xe0"


def mark_copy(data: bytes, media_type: str, text: str) -> bytes:
    """`data`, stripped before, with `text` (200 characters at most) as its comment. Kinds that hold none without being
    rebuilt (TIFF, WebP, BMP, text) are given as they are: the entry in the book knows their hash."""
    mark = _MARKS.get(media_type)
    return mark(data, text[:_LONGEST].encode()) if mark is not None else data


def is_markable(media_type: str) -> bool:
    """Whether `mark_copy` leaves a mark in files of this kind."""
    return media_type in _MARKS


def _jpeg(data: bytes, text: bytes) -> bytes:
    place = 2
    if data[2:4] == _JFIF:
        place += 2 + int.from_bytes(data[4:6], "big")
    return data[:place] + b"\xff\xfe" + (len(text) + 2).to_bytes(2, "big") + text + data[place:]


def _png(data: bytes, text: bytes) -> bytes:
    content = b"iTXt" + b"Comment\0" + b"\0\0" + b"\0" + b"\0" + text
    chunk = (len(content) - 4).to_bytes(4, "big") + content + zlib.crc32(content).to_bytes(4, "big")
    return data[:_PNG_HEAD] + chunk + data[_PNG_HEAD:]


def _gif(data: bytes, text: bytes) -> bytes:
    """Behind the head with its table of colours."""
    place = 13 + (3 << ((data[10] & 7) + 1) if data[10] & 0x80 else 0)
    blocks = b"".join(bytes((len(part),)) + part for part in (text[n : n + 255] for n in range(0, len(text), 255)))
    return data[:place] + b"\x21\xfe" + blocks + b"\0" + data[place:]


_MARKS: Mapping[str, Callable[[bytes, bytes], bytes]] = {
    "image/jpeg": _jpeg,
    "image/png": _png,
    "image/gif": _gif,
}
