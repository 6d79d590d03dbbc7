"""Styles and distances of each size of slip."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from app.documents.flow import MM, Sheet
from app.documents.look import A4, A5, BLACK, GREY, INK, NAVY, TINT
from app.documents.paragraph import Style


@dataclass(frozen=True, slots=True)
class Measures:
    """One size of slip in one language; lengths in points. `hand` is the height of a line to write on."""

    sheet: Sheet
    title: Style
    number: Style
    body: Style
    strong: Style
    label: Style
    small: Style
    due: Style
    pledge: Style
    label_width: float
    gap: float
    padding: float
    code: float
    hand: float
    scale: float
    tint: str


@cache
def measures(size: str, language: str) -> Measures:
    """The measures for "80mm", "a5" or "a4" in "zh" or "en"."""
    is_chinese = language == "zh"
    if size == "80mm":
        return _roll(is_chinese)
    if size == "a5":
        sheet = Sheet(*A5, left=13 * MM, right=13 * MM, top=9 * MM, bottom=16 * MM, top_of_next=16 * MM)
        return _of_sheet(sheet, is_chinese, size=8.4, leading=12.2, small=(7.2, 10.0), title=15, code=18 * MM, gap=5.4)
    sheet = Sheet(*A4, left=24 * MM, right=24 * MM, top=18 * MM, bottom=22 * MM, top_of_next=26 * MM)
    return _of_sheet(sheet, is_chinese, size=10.5, leading=15.6, small=(9, 13.2), title=21, code=25 * MM, gap=10)


def _roll(is_chinese: bool) -> Measures:
    """Black only: thermal printers draw grey as dots."""
    body = Style(8.5, 12.2, BLACK, align="justify")
    strong = body.but(is_bold=True, align="left")
    return Measures(
        sheet=Sheet(80 * MM, 0, left=4 * MM, right=4 * MM, top=4 * MM, bottom=5 * MM),
        title=Style(
            15 if is_chinese else 13, 20, BLACK, is_bold=True, align="center", tracking=1.5 if is_chinese else 0
        ),
        number=Style(11.5, 16, BLACK, is_bold=True),
        body=body,
        strong=strong,
        label=body.but(align="left"),
        small=Style(7.5, 10.6, BLACK, align="justify"),
        due=Style(12, 17, BLACK, is_bold=True),
        pledge=strong.but(align="center"),
        label_width=(15 if is_chinese else 23) * MM,
        gap=8,
        padding=1.2,
        code=20 * MM,
        hand=24,
        scale=1,
        tint="",
    )


def _of_sheet(
    sheet: Sheet,
    is_chinese: bool,
    *,
    size: float,
    leading: float,
    small: tuple[float, float],
    title: float,
    code: float,
    gap: float,
) -> Measures:
    body = Style(size, leading, INK, align="justify")
    label_width = size * (5.4 if is_chinese else 7.6)
    return Measures(
        sheet=sheet,
        title=Style(
            title, title * 1.4, INK, is_bold=True, align="center", tracking=title * (0.14 if is_chinese else 0)
        ),
        number=Style(size * 1.5, leading * 1.35, NAVY, is_bold=True, tracking=0.3),
        body=body,
        strong=body.but(is_bold=True, align="left"),
        label=body.but(colour=GREY, align="left"),
        small=Style(*small, INK, align="justify"),
        due=Style(size * 1.4, leading * 1.35, INK, is_bold=True),
        pledge=Style(size, leading, NAVY, is_bold=True, align="center", tracking=1 if is_chinese else 0),
        label_width=label_width,
        gap=gap,
        padding=gap * 0.34,
        code=code,
        hand=leading * 1.9,
        scale=size / 10.5,
        tint=TINT,
    )
