"""Each page of a copy says who took it, however the page is turned, and nothing that stood there is gone."""

from __future__ import annotations

import io

import pypdfium2
import pytest
from support.files import pdf

from app.documents.copy_mark import mark_pdf

MARK = "0301 吴兰  2026-11-22 10:03  0102"


def _turned(turn: int) -> bytes:
    document = pypdfium2.PdfDocument(pdf(pages=2))
    for page in document:
        page.set_rotation(turn)
    out = io.BytesIO()
    document.save(out)
    document.close()
    return out.getvalue()


@pytest.mark.parametrize("turn", [0, 90, 180, 270])
def test_every_page_is_marked_at_its_foot_as_people_see_it(turn: int) -> None:
    document = pypdfium2.PdfDocument(mark_pdf(_turned(turn), MARK))
    assert len(document) == 2
    for page in document:
        assert "0301 吴兰" in page.get_textpage().get_text_bounded()
        image = page.render(scale=2).to_pil().convert("L")
        foot = image.crop((0, image.height - 36, image.width // 2, image.height))
        assert min(foot.tobytes()) < 200
    document.close()


def test_what_is_no_pdf_is_refused() -> None:
    with pytest.raises(ValueError, match="cannot be marked"):
        mark_pdf(b"%PDF-1.7 nothing", MARK)
