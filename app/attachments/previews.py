"""How a file looks, within bounds of memory."""

from __future__ import annotations

from app.attachments.apart import render_pages
from app.attachments.kinds import text_of
from app.attachments.page import Page
from app.attachments.unfit import UnfitError
from app.domain.refusal import Refusal

MAX_WIDTH = 4000
MAX_PAGES = 20
MAX_LETTERS = 200_000

__all__ = ["MAX_PAGES", "MAX_WIDTH", "Page", "preview_pages", "preview_text"]


def preview_pages(data: bytes, media_type: str, width: int, max_pages: int, first: int = 0) -> list[Page] | Refusal:
    """At most `max_pages` pages from `first` (0 is the first) on, `width` pixels wide or less; none of a plain text.

    Fewer where they are large. A refusal when the file can't be read after all. Call it on a lane.
    """
    width, count = min(max(width, 1), MAX_WIDTH), min(max(max_pages, 0), MAX_PAGES)
    try:
        return [] if media_type == "text/plain" else render_pages(data, media_type, width, max(first, 0), count)
    except UnfitError as unfit:
        return unfit.refusal()


def preview_text(data: bytes) -> str:
    """The beginning of a plain text, up to 200,000 characters."""
    return text_of(data)[:MAX_LETTERS]
