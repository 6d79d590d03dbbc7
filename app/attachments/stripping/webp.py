"""WebP: the chunks for Exif and XMP are left out, and the marks in the header that announce them."""

from __future__ import annotations

from app.attachments.stripping.orientation import UPRIGHT, minimal_exif, orientation_of

_KEPT = frozenset((b"VP8 ", b"VP8L", b"VP8X", b"ANIM", b"ANMF", b"ALPH", b"ICCP"))
_EXIF_MARK, _XMP_MARK = 0x08, 0x04


def strip_webp(data: bytes) -> bytes:
    """Raises: ValueError when it is cut off or no WebP."""
    if data[:4] != b"RIFF" or data[8:12] != b"WEBP":
        raise ValueError("no WebP")
    end_of_all = min(8 + int.from_bytes(data[4:8], "little"), len(data))
    kept: list[tuple[bytes, bytes]] = []
    orientation = UPRIGHT
    place = 12
    while place + 8 <= end_of_all:
        name, size = data[place : place + 4], int.from_bytes(data[place + 4 : place + 8], "little")
        content = data[place + 8 : place + 8 + size]
        if len(content) < size:
            raise ValueError("a chunk beyond the end")
        if name == b"EXIF":
            orientation = orientation_of(content.removeprefix(b"Exif\x00\x00"))
        if name in _KEPT:
            kept.append((name, content))
        place += 8 + size + size % 2
    if not kept:
        raise ValueError("nothing in it")
    name, head = kept[0]
    if name == b"VP8X":
        marks = head[0] & ~(_EXIF_MARK | _XMP_MARK)
        if orientation != UPRIGHT:
            marks |= _EXIF_MARK
            kept.append((b"EXIF", minimal_exif(orientation)))
        kept[0] = (name, bytes((marks,)) + head[1:])
    body = b"".join(_chunk(name, content) for name, content in kept)
    return b"RIFF" + (len(body) + 4).to_bytes(4, "little") + b"WEBP" + body


def _chunk(name: bytes, content: bytes) -> bytes:
    return name + len(content).to_bytes(4, "little") + content + b"\x00" * (len(content) % 2)
