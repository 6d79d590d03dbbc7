"""What leaves the house does not say where a picture was taken, and loses nothing else."""

from __future__ import annotations

import io
import struct

import pytest
from PIL import Image, ImageOps
from support.files import PLACE, located, pdf, picture, tiff_of

from app.attachments.checking import CheckedFile, check
from app.attachments.stripping import export_bytes
from app.domain.attachment_limits import SHIPPED_LIMITS
from app.domain.refusal import Refusal

LOCATED = ("image/jpeg", "image/png", "image/webp", "image/tiff", "image/gif")


def _exported(data: bytes, media_type: str) -> bytes:
    stripped = export_bytes(data, media_type)
    assert isinstance(stripped, bytes)
    return stripped


def _pixels(data: bytes) -> tuple[tuple[int, int], bytes]:
    with Image.open(io.BytesIO(data)) as image:
        upright = ImageOps.exif_transpose(image).convert("RGBA")
        return upright.size, upright.tobytes()


@pytest.mark.parametrize("media_type", LOCATED)
@pytest.mark.parametrize("orientation", [1, 3, 6, 8])
def test_no_place_leaves_and_the_picture_stays_bit_for_bit(media_type: str, orientation: int) -> None:
    data = located(media_type, orientation)
    assert PLACE in data
    stripped = _exported(data, media_type)
    assert PLACE not in stripped
    assert _pixels(stripped) == _pixels(data)
    with Image.open(io.BytesIO(stripped)) as image:
        assert set(image.getexif()) <= (
            {0x0112} if media_type != "image/tiff" else set(image.getexif()) - {0x8825, 700}
        )
        assert not image.getexif().get_ifd(0x8825)
        assert "xmp" not in image.info
        assert "comment" not in image.info
    assert isinstance(check(stripped, "a", SHIPPED_LIMITS), CheckedFile)
    assert _exported(stripped, media_type) == stripped


@pytest.mark.parametrize(
    "options", [{"progressive": True}, {"quality": 30}, {"subsampling": 0}, {"restart_marker_rows": 1}]
)
def test_jpegs_of_every_making_stay_whole(options: dict[str, object]) -> None:
    data = picture("image/jpeg", (300, 200), **options)
    assert _pixels(_exported(data, "image/jpeg")) == _pixels(data)


def test_what_hangs_on_behind_a_picture_stays_here() -> None:
    for media_type in ("image/jpeg", "image/png", "image/gif"):
        stripped = _exported(picture(media_type) + b"motion picture with " + PLACE, media_type)
        assert PLACE not in stripped
        assert stripped == _exported(picture(media_type), media_type)


def test_thumbnails_and_second_pictures_stay_here() -> None:
    head, rest = picture()[:2], picture()[2:]
    for marker, content in (
        (0xE0, b"JFXX\x00"),
        (0xE2, b"MPF\x00"),
        (0xE1, b"http://ns.adobe.com/xap/1.0/\x00"),
        (0xED, b"Photo"),
    ):
        segment = bytes((0xFF, marker)) + (len(content + PLACE) + 2).to_bytes(2, "big") + content + PLACE
        assert PLACE not in _exported(head + segment + rest, "image/jpeg")


def test_colours_are_kept() -> None:
    profile = b"\x00" * 40 + b"acsp" + bytes(400)
    for media_type in ("image/jpeg", "image/png", "image/tiff", "image/webp"):
        with Image.open(io.BytesIO(_exported(picture(media_type, icc_profile=profile), media_type))) as image:
            assert image.info["icc_profile"] == profile


def test_all_pages_and_repeats_are_kept() -> None:
    with Image.open(io.BytesIO(_exported(tiff_of(4), "image/tiff"))) as image:
        assert image.n_frames == 4
    file = io.BytesIO()
    frames = [Image.new("RGB", (20, 20), (80 * number, 0, 0)) for number in range(3)]
    frames[0].save(file, "GIF", save_all=True, append_images=frames[1:], loop=5, duration=40)
    with Image.open(io.BytesIO(_exported(file.getvalue(), "image/gif"))) as image:
        assert (image.n_frames, image.info["loop"], image.info["duration"]) == (3, 5, 40)


@pytest.mark.parametrize("data", [pdf(), "来信".encode(), picture("image/bmp")])
def test_what_holds_no_place_is_given_as_it_is(data: bytes) -> None:
    found = check(data, "a", SHIPPED_LIMITS)
    assert isinstance(found, CheckedFile)
    assert export_bytes(data, found.media_type) == data


@pytest.mark.parametrize("media_type", LOCATED)
def test_a_picture_that_cannot_be_taken_apart_never_leaves_whole(media_type: str) -> None:
    data = located(media_type)
    for cut in (12, 20, len(data) // 3):
        stripped = export_bytes(data[:cut], media_type)
        assert isinstance(stripped, Refusal) or PLACE not in stripped


def test_tiffs_that_point_in_circles_come_to_an_end() -> None:
    entry = struct.pack("<HHII", 330, 4, 50_000, 8)
    circle = b"II*\x00" + struct.pack("<I", 8) + struct.pack("<H", 200) + entry * 200 + struct.pack("<I", 8)
    assert isinstance(export_bytes(circle, "image/tiff"), Refusal)
    big = b"II*\x00" + struct.pack("<I", 8) + struct.pack("<H", 500) + struct.pack("<HHII", 270, 2, 1 << 20, 6100) * 500
    assert isinstance(export_bytes(big + struct.pack("<I", 0) + bytes(2 << 20), "image/tiff"), Refusal)
