"""Files as customers bring them, and as somebody makes them who means harm; all built here."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from typing import Any

from PIL import Image

PLACE = b"31.2304N121.4737E"
"""Stands wherever a picture says where it was taken."""

FORMATS = {
    "image/jpeg": "JPEG",
    "image/png": "PNG",
    "image/gif": "GIF",
    "image/bmp": "BMP",
    "image/tiff": "TIFF",
    "image/webp": "WEBP",
}


def picture(media_type: str = "image/jpeg", size: tuple[int, int] = (60, 40), **options: Any) -> bytes:
    """A picture with a red left half."""
    image = Image.new("RGB", size, (20, 60, 200))
    image.paste((200, 30, 30), (0, 0, size[0] // 2, size[1]))
    file = io.BytesIO()
    image.save(file, FORMATS[media_type], **options)
    return file.getvalue()


def located(media_type: str, orientation: int = 6) -> bytes:
    """A picture that says where it was taken in every way that its kind has."""
    exif = Image.Exif()
    exif[0x0112] = orientation
    exif[0x010E] = PLACE.decode()
    exif[0x9286] = PLACE.decode()
    exif.get_ifd(0x8825)[0x001D] = PLACE.decode()
    options: dict[str, Any] = {"exif": exif}
    if media_type == "image/jpeg":
        options |= {"comment": PLACE, "quality": 90}
    elif media_type == "image/png":
        from PIL.PngImagePlugin import PngInfo

        info = PngInfo()
        info.add_text("Location", PLACE.decode())
        info.add_itxt("XML:com.adobe.xmp", PLACE.decode())
        options |= {"pnginfo": info}
    elif media_type == "image/webp":
        options |= {"xmp": PLACE, "lossless": True}
    elif media_type == "image/gif":
        options = {"comment": PLACE}
    elif media_type == "image/tiff":
        options |= {"tiffinfo": {700: PLACE, 270: PLACE.decode(), 315: PLACE.decode()}}
    return picture(media_type, **options)


def tiff_of(pages: int) -> bytes:
    """A TIFF with several pages."""
    file = io.BytesIO()
    images = [Image.new("1", (30, 20)) for _ in range(pages)]
    images[0].save(file, "TIFF", save_all=True, append_images=images[1:], compression="group4")
    return file.getvalue()


def huge_png() -> bytes:
    """A few bytes that say they are 30,000 by 30,000 pixels."""
    return _png(30_000, 30_000, zlib.compress(bytes(1000)))


def _png(width: int, height: int, content: bytes) -> bytes:
    def chunk(name: bytes, data: bytes) -> bytes:
        return len(data).to_bytes(4, "big") + name + data + zlib.crc32(name + data).to_bytes(4, "big")

    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", content) + chunk(b"IEND", b"")


def pdf(
    *, pages: int = 1, catalogue: bytes = b"", page: bytes = b"", more: tuple[bytes, ...] = (), trailer: bytes = b""
) -> bytes:
    """A PDF written by hand; `catalogue`, `page`, `trailer` go into those dictionaries, `more` are further objects."""
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R " + catalogue + b" >>",
        b"<< /Type /Pages /Count %d /Kids [%s] >>" % (pages, b" ".join(b"%d 0 R" % (3 + n) for n in range(pages))),
        *(b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 200 100] " + page + b" >>" for _ in range(pages)),
        *more,
    ]
    body, places = b"%PDF-1.7\n", []
    for number, content in enumerate(objects, 1):
        places.append(len(body))
        body += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    start = len(body)
    body += b"xref\n0 %d\n0000000000 65535 f \n%s" % (len(objects) + 1, table)
    return body + b"trailer\n<< /Size %d /Root 1 0 R %s >>\nstartxref\n%d\n%%%%EOF\n" % (
        len(objects) + 1,
        trailer,
        start,
    )


def object_stream(content: bytes) -> bytes:
    """A packed list of objects that holds `content`."""
    packed = zlib.compress(b"9 0 " + content)
    return b"<< /Type /ObjStm /N 1 /First 4 /Filter /FlateDecode /Length %d >>\nstream\n%s\nendstream" % (
        len(packed),
        packed,
    )


def packed(parts: dict[str, bytes]) -> bytes:
    """A zip container."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as container:
        for name, data in parts.items():
            container.writestr(name, data)
    return file.getvalue()


def bomb() -> bytes:
    """A zip container whose parts would grow a thousandfold and more."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as container:
        for number in range(8):
            container.writestr(f"{number}.txt", bytes(24 << 20))
    data = bytearray(file.getvalue())
    place = data.find(b"PK\x01\x02")
    while place >= 0:  # the list of contents says what it likes
        data[place + 24 : place + 28] = (0xFFFF0000).to_bytes(4, "little")
        place = data.find(b"PK\x01\x02", place + 4)
    return bytes(data)


def endless_pdf() -> bytes:
    """A PDF whose only page draws something that draws something ten times, eight levels deep."""

    def stream(entries: bytes, content: bytes) -> bytes:
        return b"<< %s /Length %d >>\nstream\n%s\nendstream" % (entries, len(content), content)

    draw = b"/F Do\n" * 10
    form = b"/Type /XObject /Subtype /Form /BBox [0 0 200 100]"
    levels = [stream(form + b" /Resources << /XObject << /F %d 0 R >> >>" % (6 + n), draw) for n in range(8)]
    end = stream(form, b"0 0 200 100 re f\n")
    page = b"/Contents 4 0 R /Resources << /XObject << /F 5 0 R >> >>"
    return pdf(page=page, more=(stream(b"", draw), *levels, end))
