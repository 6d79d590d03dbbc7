"""The look shared by all papers: colours, sizes, small building blocks. A paper is calm: one colour, hairlines, air."""

from __future__ import annotations

from collections.abc import Sequence

from app.documents.blocks import Block, Columns, Content, Gap, Indented, Rule, Solid, Stack, Text
from app.documents.flow import MM, Sheet
from app.documents.paragraph import Style
from app.documents.pen import Pen
from app.documents.wording import page_of

INK = "16202C"
GREY = "566270"
NAVY = "1B3A63"
HAIRLINE = "C9D0D8"
TINT = "F3F6F9"
BLACK = "000000"

A4 = (210 * MM, 297 * MM)
A5 = (148 * MM, 210 * MM)


class Furnished:
    """Running head (from the second page on) and foot of a paper on sheets."""

    def __init__(self, sheet: Sheet, head: str, case_no: str, foot: str, size: float = 8) -> None:
        self.sheet, self.head, self.case_no, self.foot = sheet, head, case_no, foot
        self.style = Style(size, size * 1.4, GREY)

    def __call__(self, pen: Pen, number: int, count: int) -> None:
        sheet, style = self.sheet, self.style
        right = style.but(align="right")
        if number > 1:
            top = sheet.top_of_next - 8 * MM
            Text(self.head, style).draw(pen, sheet.left, top, sheet.column * 0.75)
            Text(self.case_no, right).draw(pen, sheet.left, top, sheet.column)
            pen.rule(sheet.left, top + style.leading + 3, sheet.column, 0.5, HAIRLINE)
        top = sheet.height - sheet.bottom + 6 * MM
        pen.rule(sheet.left, top - 4, sheet.column, 0.5, HAIRLINE)
        Text(self.foot, style).draw(pen, sheet.left, top, sheet.column * 0.8)
        Text(page_of(number, count), right).draw(pen, sheet.left, top, sheet.column)


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
