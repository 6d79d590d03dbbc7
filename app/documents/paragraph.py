"""Text set into lines of a given width."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Literal

from app.documents.fonts import Glyph, fills_square, glyphs, printable
from app.documents.line_breaking import break_lines

Align = Literal["left", "center", "right", "justify"]
_MAX_STRETCH = 0.07  # of the font size, a gap: beyond a tenth, programs that read PDFs take it for a space


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

    text: str
    is_bold: bool | None = None
    colour: str | None = None


@dataclass(frozen=True, slots=True)
class Piece:
    """Characters of one line that share font, weight and colour, `x` points from the left edge of the text."""

    x: float
    text: str
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
    widths = [g.advance * scale + style.tracking for g in each]
    wide = [fills_square(c, g) for c, g in zip(joined, each, strict=True)]
    indent = style.indent * style.size
    result = []
    starts_paragraph = True
    for line in break_lines(joined, widths, wide, room, indent):
        shift = indent if starts_paragraph else 0.0
        starts_paragraph = line.is_last
        free = max(0.0, room - shift - line.width)
        tracking = style.tracking
        if style.align == "justify" and not line.is_last:
            tracking += _stretch(wide[line.start : line.end], free, style.size)
        x = shift
        if style.align == "center":
            x = max(0.0, (room - line.width + style.tracking) / 2)
        elif style.align == "right":
            x = max(0.0, room - line.width + style.tracking)
        pieces = _pieces(joined, each, colours, widths, line.start, line.end, x, tracking - style.tracking)
        result.append(SetLine(pieces, line.width, tracking))
    return result


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


def _pieces(
    text: str,
    each: list[Glyph],
    colours: list[str],
    widths: list[float],
    start: int,
    end: int,
    x: float,
    extra: float,
) -> tuple[Piece, ...]:
    pieces = []
    first = start
    for i in range(start + 1, end + 1):
        if i < end and _key(each[i], colours[i]) == _key(each[first], colours[first]):
            continue
        pieces.append(Piece(x, text[first:i], each[first].font, each[first].is_thickened, colours[first]))
        x += sum(widths[first:i]) + extra * (i - first)
        first = i
    return tuple(pieces) if end > start else ()


def _key(glyph: Glyph, colour: str) -> tuple[str, bool, str]:
    return (glyph.font, glyph.is_thickened, colour)
