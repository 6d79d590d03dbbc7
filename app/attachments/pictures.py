"""Pictures through Pillow: each by its own reader alone, measured before anything is decoded, one at a time."""

from __future__ import annotations

import io
import threading
import warnings
from collections.abc import Iterator
from contextlib import contextmanager

from PIL import Image, ImageFile

from app.attachments.page import MOST_PIXELS, MOST_TOGETHER, Page
from app.attachments.unfit import UnfitError
from app.domain.attachment_limits import AttachmentLimits
from app.domain.reasons import ReasonCode

READERS = {
    "image/jpeg": "JPEG",
    "image/png": "PNG",
    "image/gif": "GIF",
    "image/bmp": "BMP",
    "image/tiff": "TIFF",
    "image/webp": "WEBP",
}
_DECODED_PAGES = 4
"""So many times the pixels of one picture are decoded of one with several pages, to see whether it is whole."""
_ORIENTATION = 0x0112
_TURNS = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}
_LYING = (5, 6, 7, 8)
_SCALED = ("L", "RGB", "CMYK", "YCbCr")

_LOCK = threading.Lock()  # a picture may take 200 MB while it is decoded; and warnings are the process's own


def check_picture(data: bytes, media_type: str, limits: AttachmentLimits) -> int:
    """Decode the picture once; returns how many pages it has. Raises: UnfitError."""
    with _opened(data, media_type) as picture:
        left = _DECODED_PAGES * limits.max_pixels
        _measure(picture, limits)
        left -= _decode(picture)
        if media_type != "image/tiff":
            return 1
        for number in range(1, limits.max_pages + 1):
            try:
                picture.seek(number)
            except EOFError:
                return number
            _measure(picture, limits)
            if left > picture.width * picture.height:
                left -= _decode(picture)
    raise UnfitError(ReasonCode.ATTACHMENT_TOO_MANY_PAGES, limit=limits.max_pages)


def picture_pages(data: bytes, media_type: str, width: int, first: int, count: int) -> list[Page]:
    """`count` pages from `first` (0 is the first) on, the right way up, at most `width` wide. Raises: UnfitError."""
    pages: list[Page] = []
    with _opened(data, media_type) as picture:
        for number in range(first, first + count):
            if number and media_type != "image/tiff":
                break
            try:
                picture.seek(number)
            except EOFError:
                break
            if number == 0:
                picture.draft("RGB", (width, width))
            page = _small(picture, width)
            if sum(len(known.rgba) for known in pages) + len(page.rgba) > 4 * MOST_TOGETHER:
                break
            pages.append(page)
    return pages


def _small(picture: ImageFile.ImageFile, width: int) -> Page:
    """The present page, the right way up: made small first, so that only small copies are turned and converted."""
    orientation = picture.getexif().get(_ORIENTATION, 1)
    is_lying = orientation in _LYING
    wide, high = (picture.height, picture.width) if is_lying else picture.size
    scale = min(1.0, width / wide, (MOST_PIXELS / (wide * high)) ** 0.5)
    size = max(round(picture.width * scale), 1), max(round(picture.height * scale), 1)
    plain = picture if picture.mode in _SCALED else picture.convert("RGBA")
    small = plain.resize(size, Image.Resampling.BICUBIC, reducing_gap=2.0).convert("RGBA")
    turn = _TURNS.get(orientation)
    upright = small.transpose(turn) if turn is not None else small
    return Page(upright.width, upright.height, upright.tobytes())


@contextmanager
def _opened(data: bytes, media_type: str) -> Iterator[ImageFile.ImageFile]:
    """Whatever the reader stumbles over is one and the same to us: the file is damaged, or made to harm."""
    with _LOCK, warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            with Image.open(io.BytesIO(data), formats=(READERS[media_type],)) as picture:
                yield picture
        except UnfitError:
            raise
        except Image.DecompressionBombError:
            raise UnfitError(ReasonCode.ATTACHMENT_TOO_MANY_PIXELS, limit=50) from None
        except Exception:  # Pillow's readers raise nearly everything
            raise UnfitError(ReasonCode.ATTACHMENT_DAMAGED) from None


def _measure(picture: Image.Image, limits: AttachmentLimits) -> None:
    if picture.width * picture.height > limits.max_pixels:
        raise UnfitError(ReasonCode.ATTACHMENT_TOO_MANY_PIXELS, limit=limits.max_pixels // 1_000_000)


def _decode(picture: ImageFile.ImageFile) -> int:
    """Read all of the present page; a JPEG at an eighth of its size, which takes every byte all the same."""
    pixels = picture.width * picture.height
    picture.draft("RGB", (max(picture.width // 8, 1), max(picture.height // 8, 1)))
    picture.load()
    return pixels
