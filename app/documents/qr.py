"""The QR code of a case number, as rectangles: sharp at every size and resolution."""

from __future__ import annotations

from functools import lru_cache

QUIET_ZONE = 4  # modules of white that ISO/IEC 18004 wants on each side


@lru_cache(maxsize=64)
def bars(content: str) -> tuple[int, tuple[tuple[int, int, int], ...]]:
    """The dark parts of the code: modules a side, and (column, row, length) of each horizontal bar, row 0 on top.

    Error correction M: a slip gets folded, and a thermal print fades.
    """
    import segno

    code = segno.make(content, error="m", micro=False, boost_error=True)
    found = []
    for row, modules in enumerate(code.matrix):
        column = 0
        while column < len(modules):
            length = 0
            while column + length < len(modules) and modules[column + length]:
                length += 1
            if length:
                found.append((column, row, length))
            column += length or 1
    return len(code.matrix), tuple(found)
