"""One way out for all kinds of files."""

from __future__ import annotations

import struct
from collections.abc import Callable, Mapping

from app.attachments.stripping.gif import strip_gif
from app.attachments.stripping.jpeg import strip_jpeg
from app.attachments.stripping.png import strip_png
from app.attachments.stripping.tiff import strip_tiff
from app.attachments.stripping.webp import strip_webp
from app.attachments.unfit import UnfitError
from app.domain.reasons import ReasonCode
from app.domain.refusal import Refusal

_STRIP: Mapping[str, Callable[[bytes], bytes]] = {
    "image/jpeg": strip_jpeg,
    "image/png": strip_png,
    "image/gif": strip_gif,
    "image/tiff": strip_tiff,
    "image/webp": strip_webp,
}


def export_bytes(data: bytes, media_type: str) -> bytes | Refusal:
    """`data` without Exif, GPS, XMP, IPTC and comments; what can hold none of them is given as it is (BMP, text), and
    so is PDF, whose facts are about the paper. A picture that can't be taken apart is refused, never let out whole."""
    strip = _STRIP.get(media_type)
    if strip is None:
        return data
    try:
        return strip(data)
    except (ValueError, IndexError, struct.error):
        return UnfitError(ReasonCode.ATTACHMENT_DAMAGED).refusal()
