"""Drawing on pages: a thin layer over ReportLab's canvas that makes equal papers equal bytes."""

from __future__ import annotations

import io
import threading

from reportlab.lib.colors import Color
from reportlab.pdfbase import pdfdoc
from reportlab.pdfgen.canvas import Canvas

from app.documents.fonts import REGULAR, typeface
from app.documents.paragraph import SetLine
from app.documents.qr import bars

_PRESS = threading.Lock()  # ReportLab's fonts read their files with a position of their own: one paper at a time
_THICKENING = 0.014  # stroke width of a thickened outline, of the font size: more would fill dense ideographs


class Pen:
    """Draws on one document. Lengths are points; `y` runs down from the top edge of the page."""

    def __init__(self, title: str, language: str) -> None:
        typeface(REGULAR)  # registered before the canvas asks for it
        self._bytes = io.BytesIO()
        self._canvas = Canvas(
            self._bytes,
            pageCompression=1,
            invariant=1,
            initialFontName=REGULAR,
            pdfVersion=(1, 7),
            lang={"zh": "zh-CN", "en": "en"}[language],
        )
        self._height = 0.0
        self._canvas.setTitle(title)  # the case number and the kind of paper, never a name
        self._canvas.setAuthor("")
        self._canvas.setSubject("")
        self._canvas.setCreator("Jiesu")
        self._canvas.setProducer("Jiesu (ReportLab)")
        preferences = pdfdoc.PDFDictionary({"PrintScaling": "/None", "DisplayDocTitle": "true"})
        self._canvas._doc.Catalog.ViewerPreferences = preferences

    def start_page(self, width: float, height: float) -> None:
        """Begin a page of `width` by `height` points."""
        self._canvas.setPageSize((width, height))
        self._height = height

    def end_page(self) -> None:
        """Finish the page."""
        self._canvas.showPage()

    def line_of_text(self, x: float, baseline: float, line: SetLine, size: float) -> None:
        """One set line, its left edge at `x`."""
        for piece in line.pieces:
            text = self._canvas.beginText()
            text.setTextOrigin(x + piece.x, self._height - baseline)
            text.setFont(piece.font, size)
            colour = _colour(piece.colour)
            text.setFillColor(colour)
            if line.tracking:
                text.setCharSpace(line.tracking)
            if piece.is_thickened:
                self._canvas.setLineWidth(_THICKENING * size)
                text.setStrokeColor(colour)
                text.setTextRenderMode(2)
            text.textOut(piece.text)
            if piece.is_thickened:
                text.setTextRenderMode(0)
            if line.tracking:
                text.setCharSpace(0)
            self._canvas.drawText(text)

    def rule(self, x: float, y: float, length: float, weight: float, colour: str, dash: float = 0) -> None:
        """A horizontal line, dashed when `dash` says how long the dashes are."""
        self._stroke(weight, colour, dash)
        self._canvas.line(x, self._height - y, x + length, self._height - y)

    def upright(self, x: float, top: float, bottom: float, weight: float, colour: str) -> None:
        """A vertical line."""
        self._stroke(weight, colour, 0)
        self._canvas.line(x, self._height - top, x, self._height - bottom)

    def frame(
        self, x: float, top: float, width: float, height: float, weight: float, colour: str, radius: float = 0
    ) -> None:
        """The outline of a box, with rounded corners where `radius` is given."""
        self._stroke(weight, colour, 0)
        if radius:
            self._canvas.roundRect(x, self._height - top - height, width, height, radius, stroke=1, fill=0)
        else:
            self._canvas.rect(x, self._height - top - height, width, height, stroke=1, fill=0)

    def fill(self, x: float, top: float, width: float, height: float, colour: str) -> None:
        """A filled box."""
        self._canvas.setFillColor(_colour(colour))
        self._canvas.rect(x, self._height - top - height, width, height, stroke=0, fill=1)

    def qr(self, x: float, top: float, side: float, content: str) -> None:
        """The QR code of `content`, without its quiet zone, which the layout leaves."""
        modules, dark = bars(content)
        unit = side / modules
        self._canvas.setFillColor(_colour("000000"))
        path = self._canvas.beginPath()
        for column, row, length in dark:
            path.rect(x + column * unit, self._height - top - (row + 1) * unit, length * unit, unit)
        self._canvas.drawPath(path, stroke=0, fill=1)

    def finish(self) -> bytes:
        """The document."""
        self._canvas.save()
        return self._bytes.getvalue()

    def _stroke(self, weight: float, colour: str, dash: float) -> None:
        self._canvas.setLineWidth(weight)
        self._canvas.setStrokeColor(_colour(colour))
        self._canvas.setDash([dash, dash] if dash else [])


def press() -> threading.Lock:
    """Held while a paper is made."""
    return _PRESS


def _colour(rgb: str) -> Color:
    number = int(rgb, 16)
    return Color((number >> 16) / 255, (number >> 8 & 255) / 255, (number & 255) / 255)
