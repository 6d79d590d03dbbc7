"""A page as it is shown."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Page:
    """A page as a picture: RGBA bytes row after row."""

    width: int
    height: int
    rgba: bytes

    def __repr__(self) -> str:
        return f"<Page {self.width} x {self.height}>"


MOST_PIXELS = 20_000_000
"""Of one page; a wider or higher one is made smaller."""

MOST_TOGETHER = 40_000_000
"""Of the pages of one answer, which ends before the page that would be more."""
