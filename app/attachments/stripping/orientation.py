"""The one thing of Exif that a picture needs: which way is up."""

from __future__ import annotations

import struct

_ORIENTATION = 0x0112
_SHORT = 3
UPRIGHT = 1


def orientation_of(exif: bytes) -> int:
    """Which way is up (1 to 8) by an Exif block that begins with its TIFF header; 1 where it does not say."""
    order = {b"II": "<", b"MM": ">"}.get(exif[:2])
    if order is None:
        return UPRIGHT
    try:
        (start,) = struct.unpack_from(order + "I", exif, 4)
        (count,) = struct.unpack_from(order + "H", exif, start)
        for number in range(count):
            tag, kind, _, value = struct.unpack_from(order + "HHIH", exif, start + 2 + 12 * number)
            if tag == _ORIENTATION and kind == _SHORT:
                return value if 1 <= value <= 8 else UPRIGHT
    except struct.error:
        pass
    return UPRIGHT


def minimal_exif(orientation: int) -> bytes:
    """An Exif block that says which way is up and nothing else."""
    return b"MM\x00*" + struct.pack(">IHHHIHHI", 8, 1, _ORIENTATION, _SHORT, 1, orientation, 0, 0)
