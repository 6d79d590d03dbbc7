"""A copy says who took it, and the picture is the same."""

from __future__ import annotations

import io

import pytest
from PIL import Image
from support.files import picture

from app.attachments.marking import is_markable, mark_copy
from app.attachments.stripping import export_bytes

MARK = "0301 吴兰  2026-11-22 10:03  0102"


@pytest.mark.parametrize("media_type", ["image/jpeg", "image/png", "image/gif"])
def test_a_mark_is_a_comment_and_not_a_pixel(media_type: str) -> None:
    data = picture(media_type)
    marked = mark_copy(data, media_type, MARK)
    assert is_markable(media_type)
    with Image.open(io.BytesIO(data)) as before, Image.open(io.BytesIO(marked)) as after:
        assert before.tobytes() == after.tobytes()
        after.load()
        said = after.info.get("comment") or after.info.get("Comment") or b""
    assert (said if isinstance(said, str) else said.decode()) == MARK
    assert export_bytes(marked, media_type) == export_bytes(data, media_type)


@pytest.mark.parametrize("media_type", ["image/bmp", "image/tiff", "image/webp", "text/plain"])
def test_what_holds_no_comment_is_left_alone(media_type: str) -> None:
    assert mark_copy(b"anything", media_type, MARK) == b"anything"
    assert not is_markable(media_type)
