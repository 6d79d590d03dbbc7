"""ReportLab's table from glyph codes back to characters, mended so that rare names copy and search right.

ReportLab 5.1 writes code points beyond U+FFFF as five hex digits, which readers take for another character
(𫖮 is found as ⭚), and puts more than 100 entries into one block, which the CMap format forbids (domain.md 0.4).
"""

from __future__ import annotations

from collections.abc import Sequence

from reportlab.pdfbase import ttfonts

from app.documents.fonts import NARROWED

_BLOCK = 100  # Adobe Technical Note 5411, 1.4.1: at most 100 entries between beginbfchar and endbfchar
_SPACE = 32


def to_unicode_cmap(font_name: str, subset: Sequence[int]) -> str:
    """The CMap of one font subset; `subset[i]` is the code point that byte `i` stands for, 0 for none."""
    entries = [(code, point) for code, point in enumerate(subset) if point and (point != _SPACE or code == _SPACE)]
    lines = [
        "/CIDInit /ProcSet findresource begin",
        "12 dict begin",
        "begincmap",
        "/CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def",
        f"/CMapName /{font_name} def",
        "/CMapType 2 def",
        "1 begincodespacerange",
        "<00> <FF>",
        "endcodespacerange",
    ]
    for first in range(0, len(entries), _BLOCK):
        block = entries[first : first + _BLOCK]
        lines.append(f"{len(block)} beginbfchar")
        lines.extend(f"<{code:02X}> <{_utf16(point)}>" for code, point in block)
        lines.append("endbfchar")
    lines += ["endcmap", "CMapName currentdict /CMap defineresource pop", "end", "end"]
    return "\n".join(lines)


def _utf16(point: int) -> str:
    character = chr(point - NARROWED if point >= NARROWED else point)
    return character.encode("utf-16-be").hex().upper()


def mend() -> None:
    """Put `to_unicode_cmap` in ReportLab's place. Doing it twice does no harm."""
    ttfonts.makeToUnicodeCMap = to_unicode_cmap
