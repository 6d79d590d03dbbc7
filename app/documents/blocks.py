"""What papers are built from: blocks that know their height, can be drawn, and (some) can go on over the page's end."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Protocol

from app.documents.paragraph import SetLine, Span, Style, set_lines
from app.documents.pen import Pen

Content = str | tuple[Span, ...]
_ASCENT = 0.88  # of the font size, from the top of a line's body to its baseline: the em box of Noto Sans SC


class Block(Protocol):
    """Something as wide as the column it stands in. `stays_with_next`: no page ends between it and what follows."""

    stays_with_next: bool

    def height(self, width: float) -> float:
        """How high it is in a column of `width` points."""
        ...

    def split(self, width: float, room: float) -> tuple[Block, Block] | None:
        """A part no higher than `room` and the rest, or None when it can't be divided there."""
        ...

    def draw(self, pen: Pen, x: float, top: float, width: float) -> None:
        """Draw it with its upper left corner at (x, top)."""
        ...


@dataclass
class Solid:
    """A block in one piece."""

    stays_with_next: bool = field(default=False, kw_only=True)

    def split(self, width: float, room: float) -> tuple[Block, Block] | None:
        """Never."""
        return None


@dataclass
class Gap(Solid):
    """Empty space; it vanishes at the top of a page."""

    size: float

    def height(self, width: float) -> float:
        return self.size

    def draw(self, pen: Pen, x: float, top: float, width: float) -> None:
        pass


@dataclass
class Rule(Solid):
    """A line across the column."""

    weight: float
    colour: str = "000000"
    dash: float = 0

    def height(self, width: float) -> float:
        return self.weight

    def draw(self, pen: Pen, x: float, top: float, width: float) -> None:
        pen.rule(x, top + self.weight / 2, width, self.weight, self.colour, self.dash)


@dataclass
class Lines:
    """Lines already set: what is left of a text after a page's end."""

    lines: Sequence[SetLine] = field(repr=False)
    style: Style
    stays_with_next: bool = False

    def height(self, width: float) -> float:
        return len(self.lines) * self.style.leading

    def split(self, width: float, room: float) -> tuple[Block, Block] | None:
        """At least two lines stay on each side."""
        fitting = int(room / self.style.leading + 1e-6)
        fitting = min(fitting, len(self.lines) - 2)
        if fitting < 2:
            return None
        rest = Lines(self.lines[fitting:], self.style, self.stays_with_next)
        return Lines(self.lines[:fitting], self.style), rest

    def draw(self, pen: Pen, x: float, top: float, width: float) -> None:
        baseline = top + (self.style.leading - self.style.size) / 2 + _ASCENT * self.style.size
        for line in self.lines:
            pen.line_of_text(x, baseline, line, self.style.size)
            baseline += self.style.leading


@dataclass
class Text:
    """A text set to the width of its column."""

    content: Content = field(repr=False)
    style: Style
    stays_with_next: bool = False
    _set: dict[float, Lines] = field(default_factory=dict, repr=False)

    def set(self, width: float) -> Lines:
        """Its lines in a column of `width` points."""
        if width not in self._set:
            self._set[width] = Lines(set_lines(self.content, self.style, width), self.style, self.stays_with_next)
        return self._set[width]

    def height(self, width: float) -> float:
        return self.set(width).height(width)

    def split(self, width: float, room: float) -> tuple[Block, Block] | None:
        return self.set(width).split(width, room)

    def draw(self, pen: Pen, x: float, top: float, width: float) -> None:
        self.set(width).draw(pen, x, top, width)


@dataclass
class Indented:
    """A block that stands in from the left, with a mark or label before it on its first part."""

    body: Block
    by: float
    label: Text | None = None
    stays_with_next: bool = False

    def height(self, width: float) -> float:
        label = self.label.height(self.by) if self.label else 0
        return max(self.body.height(width - self.by), label)

    def split(self, width: float, room: float) -> tuple[Block, Block] | None:
        parts = self.body.split(width - self.by, room)
        if parts is None or (self.label and self.label.height(self.by) > room):
            return None
        return Indented(parts[0], self.by, self.label), Indented(parts[1], self.by, None, self.stays_with_next)

    def draw(self, pen: Pen, x: float, top: float, width: float) -> None:
        if self.label:
            self.label.draw(pen, x, top, self.by)
        self.body.draw(pen, x + self.by, top, width - self.by)


@dataclass
class Stack(Solid):
    """Blocks one under another that stay together."""

    blocks: Sequence[Block]

    def height(self, width: float) -> float:
        return sum(block.height(width) for block in self.blocks)

    def draw(self, pen: Pen, x: float, top: float, width: float) -> None:
        for block in self.blocks:
            block.draw(pen, x, top, width)
            top += block.height(width)


@dataclass
class Boxed(Solid):
    """A block in a frame."""

    body: Block
    padding: float
    weight: float = 0.6
    colour: str = "000000"
    tint: str = ""
    edge: float = 0  # a thick bar at the left instead of a frame

    def height(self, width: float) -> float:
        return self.body.height(self._inner(width)) + 2 * self.padding

    def draw(self, pen: Pen, x: float, top: float, width: float) -> None:
        height = self.height(width)
        if self.tint:
            pen.fill(x, top, width, height, self.tint)
        if self.edge:
            pen.fill(x, top, self.edge, height, self.colour)
        elif self.weight:
            pen.frame(x, top, width, height, self.weight, self.colour)
        self.body.draw(pen, x + self.edge + self.padding, top + self.padding, self._inner(width))

    def _inner(self, width: float) -> float:
        return width - 2 * self.padding - self.edge


@dataclass
class Columns(Solid):
    """Blocks side by side. `shares` divides the width in proportion, or holds points where `is_fixed`."""

    blocks: Sequence[Block]
    shares: Sequence[float]
    gap: float = 0
    is_middled: bool = False

    def widths(self, width: float) -> list[float]:
        """The columns' widths: positive shares are points, negative ones parts of what is left."""
        fixed = sum(share for share in self.shares if share > 0)
        parts = -sum(share for share in self.shares if share < 0)
        left = width - fixed - self.gap * (len(self.shares) - 1)
        return [share if share > 0 else left * -share / parts for share in self.shares]

    def height(self, width: float) -> float:
        return max(b.height(w) for b, w in zip(self.blocks, self.widths(width), strict=True))

    def draw(self, pen: Pen, x: float, top: float, width: float) -> None:
        height = self.height(width)
        for block, own in zip(self.blocks, self.widths(width), strict=True):
            down = (height - block.height(own)) / 2 if self.is_middled else 0
            block.draw(pen, x, top + down, own)
            x += own + self.gap


@dataclass
class Code(Solid):
    """A QR code at the right or left of its column."""

    content: str
    side: float
    is_right: bool = True

    def height(self, width: float) -> float:
        return self.side

    def draw(self, pen: Pen, x: float, top: float, width: float) -> None:
        pen.qr(x + width - self.side if self.is_right else x, top, self.side, self.content)


def tightened(block: Block, factor: float) -> Block:
    """The same block with its lines and gaps closer together: 0.95 takes a twentieth of the space between."""
    if isinstance(block, Gap):
        return Gap(block.size * factor, stays_with_next=block.stays_with_next)
    if isinstance(block, Text):
        return Text(block.content, block.style.but(leading=block.style.leading * factor), block.stays_with_next)
    if isinstance(block, Indented):
        label = block.label and Text(
            block.label.content, block.label.style.but(leading=block.label.style.leading * factor)
        )
        return Indented(tightened(block.body, factor), block.by, label, block.stays_with_next)
    if isinstance(block, Stack):
        return Stack([tightened(one, factor) for one in block.blocks], stays_with_next=block.stays_with_next)
    if isinstance(block, Columns):
        return replace(block, blocks=[tightened(one, factor) for one in block.blocks])
    if isinstance(block, Boxed):
        return replace(block, body=tightened(block.body, factor))
    return block


@dataclass
class Blank(Solid):
    """A labelled line to write on."""

    label: str
    style: Style
    room: float  # above the line, for the hand

    def height(self, width: float) -> float:
        return self.room

    def draw(self, pen: Pen, x: float, top: float, width: float) -> None:
        line = set_lines(self.label, self.style, width)[0]
        baseline = top + self.room - 0.3 * self.style.size
        pen.line_of_text(x, baseline, line, self.style.size)
        start = line.width + 0.4 * self.style.size if self.label else 0
        pen.rule(x + start, top + self.room, width - start, 0.5, self.style.colour)
