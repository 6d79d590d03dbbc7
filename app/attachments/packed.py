"""Why a packed file may not come in: office files, those with macros, and bombs are told apart, since what to do
about each differs. Nothing is unpacked; the list of contents is enough."""

from __future__ import annotations

import io
import zipfile

from app.attachments.unfit import UnfitError
from app.domain.reasons import ReasonCode

_MOST_PACKED = 1000
"""Sound files are packed to a tenth or a hundredth; beyond this ratio somebody means harm."""
_BIGGEST = 4 << 30
_MACRO_PARTS = ("vbaproject.bin", "vbadata.xml", "macrosheets/", "activex", "oleobject", "basic/script-lc.xml")
_OFFICE_PARTS = ("[content_types].xml", "meta-inf/manifest.xml", "ofd.xml")
_PROGRAM_PARTS = ("androidmanifest.xml", "meta-inf/manifest.mf")


def why_not_packed(data: bytes) -> UnfitError:
    """The reason against a zip container."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as packed:
            parts = packed.infolist()
    except Exception:  # a list of contents that is made to harm, or cut off
        return UnfitError(ReasonCode.ATTACHMENT_ARCHIVE)
    grown = sum(part.file_size for part in parts)
    if grown > _BIGGEST or grown > _MOST_PACKED * max(len(data), 1):
        return UnfitError(ReasonCode.ATTACHMENT_BOMB)
    names = [part.filename.lower() for part in parts]
    for marks, code in (
        (_MACRO_PARTS, ReasonCode.ATTACHMENT_MACROS),
        (_PROGRAM_PARTS, ReasonCode.ATTACHMENT_PROGRAM),
        (_OFFICE_PARTS, ReasonCode.ATTACHMENT_OFFICE),
    ):
        if any(mark in name for name in names for mark in marks):
            return UnfitError(code)
    return UnfitError(ReasonCode.ATTACHMENT_ARCHIVE)
