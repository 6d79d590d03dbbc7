"""The picture on screen is the paper: right size, right colours, whole, and safe on many threads."""

from __future__ import annotations

import io
import threading

import pytest
from reportlab.pdfgen.canvas import Canvas
from support.papers import CASE_NO, letter_of, slip_of

from app.documents.resolution_letter import make_resolution_letter
from app.documents.slip import make_slip
from app.printing.preview import page_count, page_size, page_text, render_page


def colours() -> bytes:
    """A page with a red and a blue half."""
    out = io.BytesIO()
    page = Canvas(out, pagesize=(20, 10), invariant=1)
    page.setFillColorRGB(1, 0, 0)
    page.rect(0, 0, 10, 10, stroke=0, fill=1)
    page.setFillColorRGB(0, 0, 1)
    page.rect(10, 0, 10, 10, stroke=0, fill=1)
    page.showPage()
    page.showPage()
    page.save()
    return out.getvalue()


def test_pixels_are_rgba() -> None:
    width, height, rgba = render_page(colours(), 0, 2.0)
    assert (width, height, len(rgba)) == (40, 20, 40 * 20 * 4)
    middle = 10 * width * 4
    assert rgba[middle + 20 : middle + 24] == b"\xff\x00\x00\xff"
    assert rgba[middle + 120 : middle + 124] == b"\x00\x00\xff\xff"


def test_empty_paper_is_white_and_opaque() -> None:
    _width, _height, rgba = render_page(colours(), 1, 1.0)
    assert set(rgba) == {255}


def test_pages() -> None:
    pdf = make_resolution_letter(letter_of(findings="查。" * 2000), "zh")
    assert page_count(pdf) > 2
    assert page_size(pdf, 1) == pytest.approx((595.28, 841.89), abs=0.01)
    assert CASE_NO in page_text(pdf, 1)
    for bad in (-1, page_count(pdf)):
        with pytest.raises(IndexError):
            render_page(pdf, bad, 1.0)


def test_absurd_scales_are_refused() -> None:
    with pytest.raises(ValueError, match="1000"):
        render_page(colours(), 0, 1000.0)


def test_many_threads() -> None:
    pdf = make_slip(slip_of(), "80mm", "zh")
    expected = render_page(pdf, 0, 1.0)
    same: list[bool] = []

    def work() -> None:
        same.extend(render_page(pdf, 0, 1.0) == expected for _ in range(5))

    threads = [threading.Thread(target=work) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert same == [True] * 20
