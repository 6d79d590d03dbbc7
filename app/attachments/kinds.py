"""What a file is, by its content: the name says nothing about it."""

from __future__ import annotations

import re

from app.attachments.packed import why_not_packed
from app.attachments.unfit import UnfitError
from app.domain.reasons import ReasonCode

_WANTED: tuple[tuple[bytes, str], ...] = (
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"\x89PNG\r\n\x1a\n", "image/png"),
    (b"GIF87a", "image/gif"),
    (b"GIF89a", "image/gif"),
    (b"II*\x00", "image/tiff"),
    (b"MM\x00*", "image/tiff"),
    (b"%PDF-", "application/pdf"),
)
_UNWANTED: tuple[tuple[bytes, ReasonCode], ...] = (
    (b"MZ", ReasonCode.ATTACHMENT_PROGRAM),
    (b"\x7fELF", ReasonCode.ATTACHMENT_PROGRAM),
    (b"\xfe\xed\xfa\xce", ReasonCode.ATTACHMENT_PROGRAM),  # Mach-O, both widths and orders
    (b"\xfe\xed\xfa\xcf", ReasonCode.ATTACHMENT_PROGRAM),
    (b"\xce\xfa\xed\xfe", ReasonCode.ATTACHMENT_PROGRAM),
    (b"\xcf\xfa\xed\xfe", ReasonCode.ATTACHMENT_PROGRAM),
    (b"\xca\xfe\xba\xbe", ReasonCode.ATTACHMENT_PROGRAM),  # several Mach-O in one, and Java classes
    (b"dex\n", ReasonCode.ATTACHMENT_PROGRAM),
    (b"\x00asm", ReasonCode.ATTACHMENT_PROGRAM),
    (b"#!", ReasonCode.ATTACHMENT_PROGRAM),
    (b"L\x00\x00\x00\x01\x14\x02\x00", ReasonCode.ATTACHMENT_PROGRAM),  # a Windows shortcut
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", ReasonCode.ATTACHMENT_MACROS),  # OLE: old office files, installers
    (b"{\\rt", ReasonCode.ATTACHMENT_OFFICE),
    (b"Rar!\x1a\x07", ReasonCode.ATTACHMENT_ARCHIVE),
    (b"7z\xbc\xaf\x27\x1c", ReasonCode.ATTACHMENT_ARCHIVE),
    (b"\x1f\x8b", ReasonCode.ATTACHMENT_ARCHIVE),
    (b"\x1f\x9d", ReasonCode.ATTACHMENT_ARCHIVE),
    (b"BZh", ReasonCode.ATTACHMENT_ARCHIVE),
    (b"\xfd7zXZ\x00", ReasonCode.ATTACHMENT_ARCHIVE),
    (b"\x28\xb5\x2f\xfd", ReasonCode.ATTACHMENT_ARCHIVE),
    (b"MSCF", ReasonCode.ATTACHMENT_ARCHIVE),
    (b"ITSF", ReasonCode.ATTACHMENT_MARKUP),  # compiled help: web pages
)
_PHONE_BRANDS = (b"heic", b"heix", b"heif", b"hevc", b"mif1", b"msf1", b"avif", b"avis")
_MARKUP = re.compile(
    rb"<\s*(?:!doctype|html|head|body|script|svg|iframe|object|embed|form|meta|link|style|xml|\?xml|\?php|%)",
    re.IGNORECASE,
)
_BYTE_ORDER_MARK = b"\xef\xbb\xbf"
_BITMAP_HEADERS = frozenset((12, 16, 40, 52, 56, 64, 108, 124))
_CONTROLS = frozenset(range(32)) - {9, 10, 12, 13} | {127} | set(range(0x80, 0xA0))


def media_type_of(data: bytes) -> str:
    """The kind of file that `data` begins as: one of `attachment_limits.MEDIA_TYPES`. Whether it is sound is not
    looked at.

    Raises: UnfitError for everything else, saying what it is where that is known.
    """
    for start, media_type in _WANTED:
        if data.startswith(start):
            return media_type
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        return "image/webp"
    if data[:2] == b"BM" and int.from_bytes(data[14:18], "little") in _BITMAP_HEADERS:
        return "image/bmp"
    if data[:2] == b"PK":
        raise why_not_packed(data)
    for start, code in _UNWANTED:
        if data.startswith(start):
            raise UnfitError(code)
    if data[257:262] == b"ustar":
        raise UnfitError(ReasonCode.ATTACHMENT_ARCHIVE)
    if data[4:8] == b"ftyp" and data[8:12] in _PHONE_BRANDS:
        raise UnfitError(ReasonCode.ATTACHMENT_PHONE_PICTURE)
    _check_text(data)
    return "text/plain"


def text_of(data: bytes) -> str:
    """The words of a text in UTF-8 or GB18030. Raises: ValueError when it is neither."""
    plain = data.removeprefix(_BYTE_ORDER_MARK)
    try:
        return plain.decode("utf-8")
    except UnicodeDecodeError:
        return plain.decode("gb18030")


def _check_text(data: bytes) -> None:
    """Raises: UnfitError for what is no plain text, or a text that other programs would run."""
    head = data.removeprefix(_BYTE_ORDER_MARK).lstrip()
    if head.startswith(b"#!"):
        raise UnfitError(ReasonCode.ATTACHMENT_PROGRAM)
    if _MARKUP.match(head) or b"<script" in data.lower():
        raise UnfitError(ReasonCode.ATTACHMENT_MARKUP)
    try:
        text = text_of(data)
    except ValueError:
        raise UnfitError(ReasonCode.ATTACHMENT_TYPE) from None
    if not _CONTROLS.isdisjoint(map(ord, set(text))):
        raise UnfitError(ReasonCode.ATTACHMENT_TYPE)
