"""Pages of a PDF as pictures: what the screen shows is the paper itself (PDFium through pypdfium2)."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import pypdfium2

from app.system.pdfium import PDFIUM

MAX_PIXELS = 60_000_000


def render_page(pdf: bytes, page: int, scale: float) -> tuple[int, int, bytes]:
    """Page `page` (from 0) as (width, height, RGBA bytes row after row); `scale` is pixels a point (1.0 is 72 dpi).

    Call it on a lane. Raises: IndexError for a page that is not there; ValueError for a picture beyond all reason.
    """
    with _opened(pdf) as document:
        sheet = document[_checked(document, page)]
        try:
            wide, high = sheet.get_size()
            if wide * high * scale * scale > MAX_PIXELS:
                raise ValueError(scale)
            picture = sheet.render(scale=scale, rev_byteorder=True, prefer_bgrx=True, fill_color=(255, 255, 255, 255))
            try:
                data = bytearray(picture.buffer)
                data[3::4] = b"\xff" * (len(data) // 4)  # the fourth byte of BGRx is unused: make it opaque
                return picture.width, picture.height, bytes(data)
            finally:
                picture.close()
        finally:
            sheet.close()


def page_count(pdf: bytes) -> int:
    """How many pages it has."""
    with _opened(pdf) as document:
        return len(document)


def page_size(pdf: bytes, page: int = 0) -> tuple[float, float]:
    """Width and height of a page in points.

    Raises: IndexError for a page that is not there.
    """
    with _opened(pdf) as document:
        size: tuple[float, float] = document.get_page_size(_checked(document, page))
        return size


def page_text(pdf: bytes, page: int = 0) -> str:
    """The text of a page, for screen readers, which can't see a picture.

    Raises: IndexError for a page that is not there.
    """
    with _opened(pdf) as document:
        sheet = document[_checked(document, page)]
        try:
            text = sheet.get_textpage()
            try:
                said: str = text.get_text_range()
                return said.replace("\r\n", "\n")
            finally:
                text.close()
        finally:
            sheet.close()


@contextmanager
def _opened(pdf: bytes) -> Iterator[pypdfium2.PdfDocument]:
    with PDFIUM:
        document = pypdfium2.PdfDocument(pdf)
        try:
            yield document
        finally:
            document.close()


def _checked(document: pypdfium2.PdfDocument, page: int) -> int:
    if not 0 <= page < len(document):
        raise IndexError(page)
    return page
