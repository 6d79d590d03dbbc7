"""The printer that other tests print on: it must be real and exact itself."""

from __future__ import annotations

import io
import subprocess

import pypdfium2
import pytest
from reportlab.pdfgen import canvas
from support.printing import CupsQueue


def _roll(width_mm: float = 80, height_mm: float = 100) -> bytes:
    out = io.BytesIO()
    page = canvas.Canvas(out, pagesize=(width_mm / 25.4 * 72, height_mm / 25.4 * 72), invariant=1)
    page.line(10, 10, 10 + 50 / 25.4 * 72, 10)
    page.save()
    return out.getvalue()


def _print(pdf: bytes, *words: str) -> None:
    subprocess.run(["lp", *words], input=pdf, check=True, capture_output=True, timeout=20)


def test_raw_queue_gives_back_the_same_bytes(cups_queue: CupsQueue) -> None:
    _print(_roll(), "-d", cups_queue.raw_name, "-o", "raw")
    assert cups_queue.next_paper() == _roll()


def test_driver_queue_keeps_the_page_size(cups_queue: CupsQueue) -> None:
    _print(_roll(), "-d", cups_queue.name, "-o", "media=Custom.80x100mm", "-o", "print-scaling=none")
    document = pypdfium2.PdfDocument(cups_queue.next_paper())
    width, height = (points / 72 * 25.4 for points in document.get_page_size(0))
    document.close()
    # CUPS counts page sizes in whole points.
    assert (width, height) == (pytest.approx(80, abs=0.4), pytest.approx(100, abs=0.4))


def test_paused_queue_holds_the_paper_and_prints_it_later(cups_queue: CupsQueue) -> None:
    cups_queue.pause(cups_queue.raw_name)
    _print(_roll(), "-d", cups_queue.raw_name, "-o", "raw")
    assert cups_queue.sink.is_empty()
    assert len(cups_queue.job_files()) == 1
    cups_queue.resume(cups_queue.raw_name)
    assert cups_queue.next_paper() == _roll()
