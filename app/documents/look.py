"""The look shared by all papers: colours, sizes, small building blocks. A paper is calm: one colour, hairlines, air."""

from __future__ import annotations

from collections.abc import Sequence

from app.documents.blocks import Block, Columns, Content, Gap, Indented, Rule, Solid, Stack, Text
from app.documents.flow import MM
from app.documents.paragraph import Style
from app.documents.pen import Pen

INK = "16202C"
GREY = "566270"
NAVY = "1B3A63"
HAIRLINE = "C9D0D8"
TINT = "F3F6F9"
BLACK = "000000"

A4 = (210 * MM, 297 * MM)
A5 = (148 * MM, 210 * MM)


class Furnished:
    """Running head (from the second page) and foot of a sheet paper."""

    def __init__(
        self, left: float, right: float, size: tuple[float, float], head: str, case_no: str, foot: str
    ) -> None:
        self.left, self.right = left, right
        self.width, self.height = size
        self.head, self.case_no, self.foot = head, case_no, foot

    def __call__(self, pen: Pen, number: int, count: int) -> None:
        from app.documents.wording import page_of

        column = self.width - self.left - self.right
        small = Style(8, 11, GREY)
        if number > 1:
            top = 13 * MM
            Text(self.head, small).draw(pen, self.left, top, column * 0.7)
            Text(self.case_no, small.but(align="right")).draw(pen, self.left, top, column)
            pen.rule(self.left, top + 14, column, 0.5, HAIRLINE)
        base = self.height - 13 * MM
        pen.rule(self.left, base - 5, column, 0.5, HAIRLINE)
        Text(self.foot, small).draw(pen, self.left, base, column * 0.75)
        Text(page_of(number, count), small.but(align="right")).draw(pen, self.left, base, column)


def field(label: str, value: Content, label_style: Style, value_style: Style, by: float) -> Block:
    """A label and, beside it, its value, which may go on over the page's end."""
    return Indented(Text(value, value_style), by, Text(label, label_style))


def rows(fields: Sequence[Block], hairline: Block | None, padding: float) -> list[Block]:
    """Fields one under another, parted by hairlines."""
    result: list[Block] = []
    for place, one in enumerate(fields):
        if place and hairline is not None:
            result.append(hairline)
        result += [Gap(padding), one, Gap(padding)]
    return result


def pairs(cells: Sequence[Block], gap: float) -> list[Block]:
    """Cells two by two on a line; a last odd one stands alone at the left."""
    result: list[Block] = []
    for place in range(0, len(cells), 2):
        two = list(cells[place : place + 2])
        if len(two) == 1:
            two.append(Gap(0))
        result.append(Columns(two, (-1, -1), gap))
    return result


class Mark(Solid):
    """A short text in a rounded outline, such as 第1次补打, at the left, the middle or the right."""

    def __init__(self, text: str, style: Style, align: str = "center") -> None:
        super().__init__()
        self.text, self.style, self.align = text, style, align

    def height(self, width: float) -> float:
        return self.style.leading + 2

    def draw(self, pen: Pen, x: float, top: float, width: float) -> None:
        line = Text(self.text, self.style.but(align="left")).set(width).lines[0]
        side = self.style.size * 0.6
        own = line.width + 2 * side
        x += {"left": 0.0, "center": (width - own) / 2, "right": width - own}[self.align]
        pen.frame(x, top, own, self.height(width), 0.8, self.style.colour, radius=2)
        Text(self.text, self.style.but(align="left")).draw(pen, x + side, top + 1, own)


def letterhead(bank: str, branch: str, right: str, scale: float = 1) -> list[Block]:
    """The bank's name over a double line."""
    name = Text(bank, Style(15 * scale, 19 * scale, NAVY, is_bold=True, tracking=0.6 * scale))
    under = Text(branch, Style(9 * scale, 13 * scale, GREY))
    reach = Text(right, Style(8.5 * scale, 13 * scale, GREY, align="right"))
    return [
        Columns([Stack([name, under]), Stack([Gap(19 * scale), reach])], (-3, -2), 8),
        Gap(5 * scale),
        Rule(1.6 * scale, NAVY),
        Gap(1.4 * scale),
        Rule(0.5, NAVY),
    ]
