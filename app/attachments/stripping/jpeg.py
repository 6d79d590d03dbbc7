"""JPEG: segments that tell of the taking are left out, and everything behind the end of the picture."""

from __future__ import annotations

from app.attachments.stripping.orientation import UPRIGHT, minimal_exif, orientation_of

_EXIF = b"Exif\x00\x00"
_KEPT_APPLICATIONS = {0xE0: b"JFIF\x00", 0xE2: b"ICC_PROFILE\x00", 0xEE: b"Adobe"}
_COMMENT, _START_OF_SCAN, _END, _FIRST_APPLICATION, _LAST_APPLICATION, _EXIF_SEGMENT = (
    0xFE,
    0xDA,
    0xD9,
    0xE0,
    0xEF,
    0xE1,
)
_ALONE = frozenset((0x01, *range(0xD0, 0xD9)))


def strip_jpeg(data: bytes) -> bytes:
    """Keep what the picture is made of: its tables, its scans, its colours. Raises: ValueError, IndexError."""
    if data[:2] != b"\xff\xd8":
        raise ValueError("no JPEG")
    kept: list[bytes] = []
    orientation = UPRIGHT
    place = 2
    while True:
        marker, place = _marker(data, place)
        if marker == _END:
            break
        if marker in _ALONE:
            kept.append(bytes((0xFF, marker)))
            continue
        end = place + int.from_bytes(data[place : place + 2], "big")
        if end < place + 2 or end > len(data):
            raise ValueError("a segment beyond the end")
        content = data[place + 2 : end]
        if marker == _EXIF_SEGMENT and content.startswith(_EXIF):
            orientation = orientation_of(content[len(_EXIF) :])
        if _is_kept(marker, content):
            kept.append(bytes((0xFF, marker)) + data[place:end])
        place = end
        if marker == _START_OF_SCAN:
            place = _end_of_scan(data, place)
            kept.append(data[end:place])
    head = kept[:1] if kept and kept[0][1] == _FIRST_APPLICATION else []  # JFIF has to stand first
    return b"".join((b"\xff\xd8", *head, _upright(orientation), *kept[len(head) :], b"\xff\xd9"))


def _is_kept(marker: int, content: bytes) -> bool:
    if _FIRST_APPLICATION <= marker <= _LAST_APPLICATION:
        start = _KEPT_APPLICATIONS.get(marker)
        return start is not None and content.startswith(start)
    return marker != _COMMENT


def _marker(data: bytes, place: int) -> tuple[int, int]:
    """The marker at `place` and where it ends. Raises: ValueError, IndexError."""
    if data[place] != 0xFF:
        raise ValueError("no marker where one should be")
    while data[place] == 0xFF:
        place += 1
    return data[place], place + 1


def _end_of_scan(data: bytes, place: int) -> int:
    """Where the next marker after coded data stands; stuffed zeros and restarts belong to the data."""
    while True:
        place = data.find(b"\xff", place)
        if place < 0 or place + 1 >= len(data):
            raise ValueError("a scan without an end")
        follower = data[place + 1]
        if follower != 0xFF and follower != 0 and not 0xD0 <= follower <= 0xD7:
            return place
        place += 1 if follower == 0xFF else 2


def _upright(orientation: int) -> bytes:
    if orientation == UPRIGHT:
        return b""
    block = _EXIF + minimal_exif(orientation)
    return b"\xff\xe1" + (len(block) + 2).to_bytes(2, "big") + block
