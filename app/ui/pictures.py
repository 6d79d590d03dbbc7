"""Pages of a paper as pictures, made on a lane. Plain data: widgets turn them into images."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Picture:
    """One page: size in px, RGBA bytes row after row, and its words for screen readers."""

    width: int
    height: int
    rgba: bytes
    text: str = ""

    def __repr__(self) -> str:
        return f"<Picture {self.width}x{self.height}>"


def pictures_of(pdf: bytes, width: int) -> tuple[Picture, ...]:
    """Every page of `pdf`, `width` device px wide. Call it on a lane: it takes some milliseconds a page."""
    from app.printing.preview import page_count, page_size, page_text, render_page

    made = []
    for page in range(page_count(pdf)):
        points_wide, _points_high = page_size(pdf, page)
        scale = max(width, 50) / points_wide
        made.append(Picture(*render_page(pdf, page, scale), page_text(pdf, page)))
    return tuple(made)
