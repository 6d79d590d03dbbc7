"""PNG: only the chunks that the picture is made of are kept."""

from __future__ import annotations

import zlib

from app.attachments.stripping.orientation import UPRIGHT, minimal_exif, orientation_of

_SIGNATURE = b"\x89PNG\r\n\x1a\n"
_KEPT = frozenset(
    (
        *(b"IHDR", b"PLTE", b"IDAT", b"IEND", b"tRNS", b"gAMA", b"cHRM", b"sRGB", b"iCCP", b"cICP", b"sBIT", b"bKGD"),
        *(b"pHYs", b"acTL", b"fcTL", b"fdAT"),
    )
)


def strip_png(data: bytes) -> bytes:
    """Raises: ValueError when it is cut off or no PNG."""
    if not data.startswith(_SIGNATURE):
        raise ValueError("no PNG")
    kept: list[bytes] = []
    orientation = UPRIGHT
    place = len(_SIGNATURE)
    while True:
        size, name = int.from_bytes(data[place : place + 4], "big"), data[place + 4 : place + 8]
        end = place + 12 + size
        if len(name) < 4 or end > len(data):
            raise ValueError("a chunk beyond the end")
        if name == b"eXIf":
            orientation = orientation_of(data[place + 8 : end - 4])
        if name in _KEPT:
            kept.append(data[place:end])
        place = end
        if name == b"IEND":
            break
    upright = [] if orientation == UPRIGHT else [_chunk(b"eXIf", minimal_exif(orientation))]
    return b"".join((_SIGNATURE, kept[0], *upright, *kept[1:]))


def _chunk(name: bytes, content: bytes) -> bytes:
    return len(content).to_bytes(4, "big") + name + content + zlib.crc32(name + content).to_bytes(4, "big")
