"""A font file opened for ReportLab, lean enough to keep ten megabytes of outlines out of memory."""

from __future__ import annotations

import mmap
from array import array
from collections.abc import Iterable
from pathlib import Path
from typing import Any
from weakref import WeakKeyDictionary

from reportlab.pdfbase import pdfmetrics, ttfonts

from app.documents.to_unicode import mend

mend()


class _Outlines:
    """The glyf table as ReportLab slices it, without copying the whole table for each subset."""

    def __init__(self, data: mmap.mmap, start: int) -> None:
        self._data = data
        self._start = start

    def __getitem__(self, part: slice) -> bytes:
        return self._data[self._start + part.start : self._start + part.stop]


class _Face(ttfonts.TTFontFace):
    """ReportLab's font face over a memory-mapped file."""

    def readFile(self, f: Any) -> None:  # noqa: N802 - the name is ReportLab's
        self.filename = Path(
            f
        ).name  # a name only: it takes part in object keys, which must not hold the machine's path
        if not hasattr(self, "_ttf_data"):
            with Path(f).open("rb") as file:
                self._ttf_data = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
        self._pos = 0

    def get_table(self, tag: str) -> Any:
        if tag == "glyf":
            return _Outlines(self._ttf_data, self.get_table_pos(tag)[0])
        return super().get_table(tag)


class Typeface(ttfonts.TTFont):
    """One font of the chain, registered with ReportLab under `name`."""

    def __init__(self, name: str, path: Path) -> None:
        # Not TTFont.__init__: it would read the file into memory. These are the attributes that it sets.
        self.fontName = name
        self.face = _Face(str(path))
        self.face.glyphToChar = {}  # only text shaping reads it, and it is as large as the rest together
        self.face.glyphPos = array("L", self.face.glyphPos)
        same: dict[tuple[int, int], tuple[int, int]] = {}
        self.face.hmetrics = [same.setdefault(pair, pair) for pair in self.face.hmetrics]
        self.encoding = ttfonts.TTEncoding()
        self.state: WeakKeyDictionary[Any, Any] = WeakKeyDictionary()
        self._asciiReadable = False
        self.shapable = False
        self.widths: dict[int, float] = self.face.charWidths
        pdfmetrics.registerFont(self)

    def narrow(self, characters: Iterable[str], offset: int) -> None:
        """Give each character a twin at code point + `offset` that takes half its width."""
        for point in map(ord, characters):
            self.face.charToGlyph[point + offset] = self.face.charToGlyph[point]
            self.face.charWidths[point + offset] = self.face.charWidths[point] / 2
