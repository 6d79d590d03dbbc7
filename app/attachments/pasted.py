"""A picture from the clipboard as a file: it has no name, no kind and says nothing about where it was taken."""

from __future__ import annotations

import io

from PIL import Image

from app.attachments.unfit import UnfitError
from app.domain.attachment_limits import AttachmentLimits
from app.domain.reasons import ReasonCode


def png_of(width: int, height: int, rgba: bytes, limits: AttachmentLimits) -> bytes:
    """The picture as PNG; `rgba` are its pixels row after row. It takes a moment, so call it on a lane.

    Raises: UnfitError when it is too large or when pixels are missing.
    """
    if width * height > limits.max_pixels:
        raise UnfitError(ReasonCode.ATTACHMENT_TOO_MANY_PIXELS, limit=limits.max_pixels // 1_000_000)
    if width < 1 or height < 1 or len(rgba) != width * height * 4:
        raise UnfitError(ReasonCode.ATTACHMENT_DAMAGED)
    picture = Image.frombytes("RGBA", (width, height), rgba)
    is_opaque = picture.getchannel("A").getextrema() == (255, 255)
    file = io.BytesIO()
    (picture.convert("RGB") if is_opaque else picture).save(file, "PNG", compress_level=4)
    return file.getvalue()
