"""Blocks onto pages: a roll as long as what stands on it, or sheets with a running head and page numbers."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from app.documents.blocks import Block, Gap
from app.documents.pen import Pen

MM = 72 / 25.4


@dataclass(frozen=True, slots=True)
class Sheet:
    """Paper and its margins, in points. `top_of_next` is the upper margin from the second page on."""

    width: float
    height: float
    left: float
    right: float
    top: float
    bottom: float
    top_of_next: float = 0

    @property
    def column(self) -> float:
        """The width between the margins."""
        return self.width - self.left - self.right


Furniture = Callable[[Pen, int, int], None]
"""Draws what stands on every page: called with the pen, the page's number from 1, and how many pages there are."""


def roll(pen: Pen, blocks: Sequence[Block], sheet: Sheet) -> None:
    """One page as long as the blocks and its margins; `sheet.height` is ignored."""
    heights = [block.height(sheet.column) for block in blocks]
    length = math.ceil(sheet.top + sum(heights) + sheet.bottom)  # whole points: printing systems round to them
    pen.start_page(sheet.width, length)
    top = sheet.top
    for block, height in zip(blocks, heights, strict=True):
        block.draw(pen, sheet.left, top, sheet.column)
        top += height
    pen.end_page()


def sheets(pen: Pen, blocks: Sequence[Block], sheet: Sheet, furniture: Furniture) -> int:
    """As many pages as it takes; how many that are."""
    pages = _paginate(list(blocks), sheet)
    for number, page in enumerate(pages, 1):
        pen.start_page(sheet.width, sheet.height)
        for top, block in page:
            block.draw(pen, sheet.left, top, sheet.column)
        furniture(pen, number, len(pages))
        pen.end_page()
    return len(pages)


def count_pages(blocks: Sequence[Block], sheet: Sheet) -> int:
    """How many pages `sheets` would take."""
    return len(_paginate(list(blocks), sheet))


def _paginate(left: list[Block], sheet: Sheet) -> list[list[tuple[float, Block]]]:
    pages: list[list[tuple[float, Block]]] = []
    floor = sheet.height - sheet.bottom
    while left:
        page: list[tuple[float, Block]] = []
        top = sheet.top if not pages else (sheet.top_of_next or sheet.top)
        while left:
            block = left[0]
            if isinstance(block, Gap) and not page and pages:
                left.pop(0)
                continue
            height = block.height(sheet.column)
            room = floor - top
            if _needed(left, sheet.column) <= room + 1e-6 or (not page and block.split(sheet.column, room) is None):
                page.append((top, left.pop(0)))
                top += height
                continue
            parts = block.split(sheet.column, room) if height > room else None
            if parts is not None:
                page.append((top, parts[0]))
                left[0] = parts[1]
            break
        if any(not isinstance(block, Gap) for _, block in page):
            pages.append(page)
    return pages


def _needed(left: Sequence[Block], column: float) -> float:
    """The height of the first block together with those that must not be parted from it."""
    total = 0.0
    for place, block in enumerate(left):
        height = block.height(column)
        if place and not block.stays_with_next:
            # what follows a heading need not fit as a whole: its first lines do
            parts = block.split(column, min(height, 60.0))
            return total + (parts[0].height(column) if parts else height)
        total += height
        if not block.stays_with_next:
            return total
    return total
