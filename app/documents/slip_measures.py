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


TIGHTNESS = (0.0, 0.5, 0.75, 1.0)
"""How tight a slip on a sheet may be set so that it needs one sheet only: 0 is airy, 1 as tight as reads well."""


@cache
def measures(size: str, language: str, tightness: float = 0.0) -> Measures:
    """The measures for "80mm", "a5" or "a4" in "zh" or "en". A roll is as long as it needs to be, and never tight."""
    is_chinese = language == "zh"
    if size == "80mm":
        return _roll(is_chinese)
    if size == "a5":
        sheet = Sheet(*A5, left=13 * MM, right=13 * MM, top=9 * MM, bottom=16 * MM, top_of_next=16 * MM)
        loose = (8.4, 12.2, 7.2, 10.0, 15, 18, 5.4)
        tight = (8.0, 11.0, 6.8, 8.9, 14, 16, 3.8) if is_chinese else (7.6, 10.0, 6.4, 8.2, 13, 15, 3.0)
    else:
        sheet = Sheet(*A4, left=24 * MM, right=24 * MM, top=18 * MM, bottom=22 * MM, top_of_next=26 * MM)
        loose = (10.5, 15.6, 9, 13.2, 21, 25, 10)
        tight = (10.0, 14.4, 8.6, 12.0, 20, 23, 7) if is_chinese else (9.5, 13.2, 8.2, 11.0, 18, 21, 5)
    between = [one + (other - one) * tightness for one, other in zip(loose, tight, strict=True)]
    return _of_sheet(sheet, is_chinese, *between)


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
    size: float,
    leading: float,
    small: float,
    small_leading: float,
    title: float,
    code_mm: float,
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
        small=Style(small, small_leading, INK, align="justify"),
        due=Style(size * 1.4, leading * 1.35, INK, is_bold=True),
        pledge=Style(
            size * (1 if is_chinese else 0.92), leading, NAVY, is_bold=True, align="center", tracking=is_chinese
        ),
        label_width=label_width,
        gap=gap,
        padding=gap * 0.34,
        code=code_mm * MM,
        hand=leading * 1.9,
        scale=size / 10.5,
        tint=TINT,
    )
