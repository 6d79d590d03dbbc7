"""Pictures through Pillow: each by its own reader alone, measured before anything is decoded, one at a time."""

from __future__ import annotations

import io
import threading
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from PIL import Image, ImageFile, ImageOps

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
_MOST_HEIGHT = 8
"""A preview is at most so many times as high as wide."""

_LOCK = threading.Lock()  # a picture may take 200 MB while it is decoded; and warnings are the process's own


@dataclass(frozen=True, slots=True)
class Page:
    """A page as a picture: RGBA bytes row after row."""

    width: int
    height: int
    rgba: bytes

    def __repr__(self) -> str:
        return f"<Page {self.width} x {self.height}>"


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
            picture.draft("RGB", (width, width))
            upright = ImageOps.exif_transpose(picture) if number == 0 else picture
            small = upright.copy()
            small.thumbnail((width, _MOST_HEIGHT * width), reducing_gap=2.0)
            plain = small.convert("RGBA")
            pages.append(Page(plain.width, plain.height, plain.tobytes()))
    return pages


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
