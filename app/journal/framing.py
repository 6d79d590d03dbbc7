"""One zstd frame around every body on the line, with limits that are checked before anything is unpacked."""

from __future__ import annotations

import zstandard

from app.journal.wire import BadMessageError

MAX_PACKED_BYTES = 8 * 1024 * 1024
MAX_UNPACKED_BYTES = 32 * 1024 * 1024
_MAX_WINDOW_BYTES = 8 * 1024 * 1024


def pack(plain: bytes) -> bytes:
    """One zstd frame around `plain`, with its size in the header."""
    return zstandard.ZstdCompressor(level=3, write_content_size=True).compress(plain)


def unpack(packed: bytes, limit: int = MAX_UNPACKED_BYTES) -> bytes:
    """What is inside a frame of at most `limit` bytes unpacked. The header's size is read before anything is unpacked.

    Raises: BadMessageError for anything but exactly one frame that says its size and keeps to it.
    """
    if len(packed) > MAX_PACKED_BYTES:
        raise BadMessageError(why="too_long")
    try:
        frame = zstandard.get_frame_parameters(packed)
        if frame.content_size in (zstandard.CONTENTSIZE_UNKNOWN, zstandard.CONTENTSIZE_ERROR):
            raise BadMessageError(why="no_size")
        if frame.content_size > limit or frame.window_size > _MAX_WINDOW_BYTES:
            raise BadMessageError(why="too_long")
        unpacker = zstandard.ZstdDecompressor(max_window_size=_MAX_WINDOW_BYTES)
        plain = unpacker.decompress(packed, max_output_size=limit, allow_extra_data=False)
    except zstandard.ZstdError as error:
        raise BadMessageError(why="not_zstd") from error
    if len(plain) != frame.content_size:
        raise BadMessageError(why="cut_short")
    return plain
