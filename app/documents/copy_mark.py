"""The mark on every page of a PDF that leaves the house: who took the copy, when and where (ASVS 14.2.6; PIPL art. 51).

The paper that is kept stays byte for byte as it was made or came in; only the copy is marked. Whatever signature a
foreign PDF carried holds for the kept one.
"""

from __future__ import annotations

import ctypes
import io
import math

import pypdfium2
import pypdfium2.raw as pdfium

from app.documents.paragraph import Style, set_lines
from app.documents.pen import Pen, press
from app.system.pdfium import PDFIUM

_FOOT = Style(7.5, 10, "8A8A8A")
_ACROSS = Style(17, 24, "E2E2E2")
_MARGIN = 14.0
_SLANT = math.radians(32)


def mark_pdf(data: bytes, text: str) -> bytes:
    """`data` with `text` small at the foot and large and light across each page, however the page is turned.

    Raises: ValueError for what is no whole PDF.
    """
    foot, across = _line(text, _FOOT), _line(text, _ACROSS)
    with PDFIUM:
        try:
            return _marked(data, foot, across)
        except pypdfium2.PdfiumError:
            raise ValueError("a PDF that cannot be marked") from None


def _line(text: str, style: Style) -> tuple[bytes, float]:
    """One line of text as a page of its own, and how wide it is."""
    with press():
        (line, *_more) = set_lines(text, style, 4000)
        pen = Pen("", "zh")
        pen.start_page(line.width + 2, style.leading)
        pen.line_of_text(1, style.leading * 0.76, line, style.size)
        pen.end_page()
        return pen.finish(), line.width + 2


def _marked(data: bytes, foot: tuple[bytes, float], across: tuple[bytes, float]) -> bytes:
    document = pypdfium2.PdfDocument(data)
    lines = [(pypdfium2.PdfDocument(page), wide) for page, wide in (foot, across)]
    try:
        stamps = [(_stamp(line, document), wide) for line, wide in lines]
        for number in range(len(document)):
            page = document[number]
            _mark_page(page, *stamps)
            page.gen_content()
            page.close()
        for stamp, _wide in stamps:
            pdfium.FPDF_CloseXObject(stamp)
        out = io.BytesIO()
        document.save(out)
        return out.getvalue()
    finally:
        for line, _wide in lines:
            line.close()
        document.close()


def _stamp(line: pypdfium2.PdfDocument, document: pypdfium2.PdfDocument) -> ctypes.c_void_p:
    stamp: ctypes.c_void_p | None = pdfium.FPDF_NewXObjectFromPage(document, line, 0)
    if not stamp:
        raise pypdfium2.PdfiumError("no stamp")
    return stamp


def _mark_page(
    page: pypdfium2.PdfPage, foot: tuple[ctypes.c_void_p, float], across: tuple[ctypes.c_void_p, float]
) -> None:
    wide, high = page.get_size()  # as the page is seen
    stamp, length = foot
    shrunk = min(1.0, (wide - 2 * _MARGIN) / length)
    _put(page, stamp, (shrunk, 0, 0, shrunk, _MARGIN, 6.0))
    stamp, length = across
    cos, sin = math.cos(_SLANT), math.sin(_SLANT)
    size = min(1.6, 0.92 * wide / (length * cos), 0.92 * high / (length * sin))
    cos, sin = size * cos, size * sin
    left = wide / 2 - cos * length / 2
    bottom = high / 2 - sin * length / 2
    _put(page, stamp, (cos, sin, -sin, cos, left, bottom))


def _put(page: pypdfium2.PdfPage, stamp: ctypes.c_void_p, seen: tuple[float, ...]) -> None:
    """Lay the stamp onto the page; `seen` is where, as people see it."""
    placed = pdfium.FPDF_NewFormObjectFromXObject(stamp)
    if not placed:
        raise pypdfium2.PdfiumError("no place for a stamp")
    pdfium.FPDFPageObj_SetBlendMode(placed, b"Multiply")  # what lies below stays as dark as it was
    pdfium.FPDFPageObj_Transform(placed, *seen)
    pdfium.FPDFPageObj_Transform(placed, *_turned(page))
    pdfium.FPDFPage_InsertObject(page, placed)


def _turned(page: pypdfium2.PdfPage) -> tuple[float, float, float, float, float, float]:
    """From places as people see them to places of the page, which may be turned and have an edge cut off."""
    left, bottom, right, top = page.get_cropbox()
    turns = {
        0: (1, 0, 0, 1, left, bottom),
        90: (0, 1, -1, 0, right, bottom),
        180: (-1, 0, 0, -1, right, top),
        270: (0, -1, 1, 0, left, top),
    }
    a, b, c, d, e, f = turns[page.get_rotation()]
    return float(a), float(b), float(c), float(d), float(e), float(f)
