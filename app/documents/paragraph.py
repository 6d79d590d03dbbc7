"""Text set into lines of a given width."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Literal

from app.documents.fonts import NARROWED, Glyph, fills_square, glyphs, printable
from app.documents.line_breaking import Cell, Line, break_lines, cells

Align = Literal["left", "center", "right", "justify"]
_MAX_STRETCH = 0.085  # of the font size, a gap: beyond a tenth, programs that read PDFs take it for a space


@dataclass(frozen=True, slots=True)
class Style:
    """How text is set: sizes in points, `indent` of the first line in squares, `tracking` extra space a character."""

    size: float
    leading: float
    colour: str = "000000"
    is_bold: bool = False
    align: Align = "left"
    indent: float = 0
    tracking: float = 0

    def but(self, **changes: object) -> Style:
        """The same style with some changes."""
        return replace(self, **changes)  # type: ignore[arg-type]


@dataclass(frozen=True, slots=True)
class Span:
    """A piece of a paragraph; `is_bold` None means as the paragraph's style."""

    text: str = field(repr=False)
    is_bold: bool | None = None
    colour: str | None = None


@dataclass(frozen=True, slots=True)
class Piece:
    """Characters of one line that share font, weight and colour, `x` points from the left edge of the text."""

    x: float
    text: str = field(repr=False)
    font: str
    is_thickened: bool
    colour: str


@dataclass(frozen=True, slots=True)
class SetLine:
    """One line ready to be drawn: `tracking` is the extra space after each character, in points."""

    pieces: tuple[Piece, ...]
    width: float
    tracking: float


def set_lines(text: str | tuple[Span, ...], style: Style, room: float) -> list[SetLine]:
    """`text` in lines no wider than `room` points."""
    spans = (Span(text),) if isinstance(text, str) else text
    characters: list[str] = []
    each: list[Glyph] = []
    colours: list[str] = []
    for span in spans:
        shown = printable(span.text)
        is_bold = style.is_bold if span.is_bold is None else span.is_bold
        characters.append(shown)
        each.extend(_glyphs_with_newlines(shown, is_bold))
        colours.extend([span.colour or style.colour] * len(shown))
    joined = "".join(characters)
    scale = style.size / 1000
    advances = [g.advance * scale for g in each]
    wide = [fills_square(c, g) for c, g in zip(joined, each, strict=True)]
    room_of = cells(joined, advances, wide)
    squeezed = [cell.advance < advance for cell, advance in zip(room_of, advances, strict=True)]
    if style.tracking:
        room_of = [replace(cell, advance=cell.advance + style.tracking) for cell in room_of]
    copy = _Copy(joined, each, colours, room_of, squeezed)
    result = []
    starts_paragraph = True
    for line in break_lines(joined, room_of, room, style.indent * style.size):
        shift = style.indent * style.size if starts_paragraph else 0.0
        starts_paragraph = line.is_last
        free = max(0.0, room - shift - line.width)
        stretch = 0.0
        if style.align == "justify" and not line.is_last:
            stretch = _stretch(wide[line.start : line.end], free, style.size)
        elif style.align == "center":
            shift = max(0.0, (room - line.width + style.tracking) / 2)
        elif style.align == "right":
            shift = max(0.0, room - line.width + style.tracking)
        pieces = copy.pieces(line, shift - line.lead, stretch)
        result.append(SetLine(pieces, line.width, style.tracking + stretch))
    return result


@dataclass(frozen=True, slots=True)
class _Copy:
    """A text with how each of its characters is drawn."""

    text: str = field(repr=False)
    glyphs: list[Glyph]
    colours: list[str]
    cells: list[Cell]
    squeezed: list[bool]

    def pieces(self, line: Line, x: float, stretch: float) -> tuple[Piece, ...]:
        """The pieces of a line that begins at `x`."""
        pieces = []
        first = line.start
        for i in range(line.start + 1, line.end + 1):
            if i < line.end and self._go_together(first, i):
                continue
            glyph = self.glyphs[first]
            text = "".join(map(self._drawn, range(first, i)))
            pieces.append(Piece(x, text, glyph.font, glyph.is_thickened, self.colours[first]))
            x += sum(cell.advance for cell in self.cells[first:i]) + stretch * (i - first)
            first = i
        return tuple(pieces)

    def _go_together(self, first: int, i: int) -> bool:
        a, b = self.glyphs[first], self.glyphs[i]
        return a.font == b.font and a.is_thickened == b.is_thickened and self.colours[first] == self.colours[i]

    def _drawn(self, i: int) -> str:
        """The character itself, or its twin on half a square."""
        return chr(ord(self.text[i]) + NARROWED) if self.squeezed[i] else self.text[i]


def _glyphs_with_newlines(text: str, is_bold: bool) -> list[Glyph]:
    if "\n" not in text:
        return glyphs(text, is_bold)
    result: list[Glyph] = []
    for number, paragraph in enumerate(text.split("\n")):
        if number:
            result.append(Glyph("", 0))
        result.extend(glyphs(paragraph, is_bold))
    return result


def _stretch(wide: list[bool], free: float, size: float) -> float:
    """Extra space after each character so that the line fills its room; 0 where that would look loose."""
    gaps = len(wide) - 1
    if gaps < 1 or sum(wide) * 2 < len(wide):
        return 0.0
    extra = free / gaps
    return extra if extra <= _MAX_STRETCH * size else 0.0
