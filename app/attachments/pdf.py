"""PDFs: nothing may come in that runs, starts or hides something; pages as pictures through PDFium."""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator
from contextlib import contextmanager

import pypdfium2
import pypdfium2.raw as pdfium

from app.attachments.page import MOST_PIXELS, MOST_TOGETHER, Page
from app.attachments.unfit import UnfitError
from app.domain.attachment_limits import AttachmentLimits
from app.domain.reasons import ReasonCode
from app.system.pdfium import PDFIUM

_MOST_UNPACKED = 64 << 20
_END_WITHIN = 2048
_XFA_FORMS = (pdfium.FORMTYPE_XFA_FULL, pdfium.FORMTYPE_XFA_FOREGROUND)


def _name(word: str) -> bytes:
    """A pattern for the PDF name `word`, each of whose characters may be written as #xx."""
    either = (b"(?:%s|#(?i:%02x))" % (re.escape(letter.encode()), ord(letter)) for letter in word)
    return b"/" + b"".join(either)


_ACTIVE = re.compile(
    b"|".join(
        map(
            _name,
            ("JavaScript", "Launch", "EmbeddedFile", "RichMedia", "ImportData", "SubmitForm", "GoToE", "Rendition"),
        )
    )
)
"""Names of whatever does something when a PDF is opened or clicked; too long to stand in a picture by chance."""

_OBJECT_STREAM = re.compile(_name("ObjStm"))


def check_pdf(data: bytes, limits: AttachmentLimits) -> int:
    """How many pages it has. Raises: UnfitError."""
    if b"%%EOF" not in data[-_END_WITHIN:]:
        raise UnfitError(ReasonCode.ATTACHMENT_DAMAGED)
    with _opened(data) as document:
        if pdfium.FPDF_GetSecurityHandlerRevision(document) >= 0:
            raise UnfitError(ReasonCode.ATTACHMENT_PDF_LOCKED)
        if _is_active(data, document):
            raise UnfitError(ReasonCode.ATTACHMENT_PDF_ACTIVE)
        count = len(document)
        if count > limits.max_pages:
            raise UnfitError(ReasonCode.ATTACHMENT_TOO_MANY_PAGES, limit=limits.max_pages)
        if not count:
            raise UnfitError(ReasonCode.ATTACHMENT_DAMAGED)
        document[0].close()
    return count


def pdf_pages(data: bytes, width: int, first: int, count: int) -> list[Page]:
    """`count` pages from `first` (0 is the first) on, `width` wide. Raises: UnfitError."""
    pages: list[Page] = []
    with _opened(data) as document:
        for number in range(first, min(first + count, len(document))):
            page = _page(document, number, width)
            if sum(len(known.rgba) for known in pages) + len(page.rgba) > 4 * MOST_TOGETHER:
                break
            pages.append(page)
    return pages


def _page(document: pypdfium2.PdfDocument, number: int, width: int) -> Page:
    sheet = document[number]
    try:
        wide, high = sheet.get_size()
        scale = width / max(wide, 1.0)
        scale = min(scale, (MOST_PIXELS / max(wide * high, 1.0)) ** 0.5)
        picture = sheet.render(scale=scale, rev_byteorder=True, prefer_bgrx=True, fill_color=(255, 255, 255, 255))
        try:
            data = bytearray(picture.buffer)
            data[3::4] = b"\xff" * (len(data) // 4)  # the fourth byte of BGRx is unused: make it opaque
            return Page(picture.width, picture.height, bytes(data))
        finally:
            picture.close()
    finally:
        sheet.close()


def _is_active(data: bytes, document: pypdfium2.PdfDocument) -> bool:
    """Whether it holds programs, files or orders to start something: as PDFium sees it, and by the names of such things
    in the file and in its packed lists of objects."""
    if pdfium.FPDFDoc_GetJavaScriptActionCount(document) or pdfium.FPDFDoc_GetAttachmentCount(document):
        return True
    if document.get_formtype() in _XFA_FORMS:
        return True
    return any(_ACTIVE.search(text) for text in (data, *_unpacked_objects(data)))


def _unpacked_objects(data: bytes) -> Iterator[bytes]:
    """The packed lists of objects. One that can't be unpacked is taken for the worst."""
    left, begin = _MOST_UNPACKED, 0
    for found in _OBJECT_STREAM.finditer(data):
        if found.end() < begin:
            continue  # the same list as before
        begin = data.find(b"stream", found.end())
        if begin < 0:
            return
        begin += len(b"stream")
        try:
            text = zlib.decompressobj().decompress(memoryview(data)[begin + _line_break(data, begin) :], left)
        except zlib.error:
            raise UnfitError(ReasonCode.ATTACHMENT_PDF_ACTIVE) from None
        left -= len(text)
        if left <= 0:
            raise UnfitError(ReasonCode.ATTACHMENT_BOMB)
        yield text


def _line_break(data: bytes, place: int) -> int:
    """How long the line break at `place` is."""
    return 2 if data[place : place + 2] == b"\r\n" else int(data[place : place + 1] in (b"\r", b"\n"))


@contextmanager
def _opened(data: bytes) -> Iterator[pypdfium2.PdfDocument]:
    with PDFIUM:
        try:
            document = pypdfium2.PdfDocument(data)
        except pypdfium2.PdfiumError as error:
            is_locked = getattr(error, "err_code", None) in (pdfium.FPDF_ERR_PASSWORD, pdfium.FPDF_ERR_SECURITY)
            code = ReasonCode.ATTACHMENT_PDF_LOCKED if is_locked else ReasonCode.ATTACHMENT_DAMAGED
            raise UnfitError(code) from None
        try:
            yield document
        except UnfitError:
            raise
        except Exception:  # a page that PDFium can't read
            raise UnfitError(ReasonCode.ATTACHMENT_DAMAGED) from None
        finally:
            document.close()
