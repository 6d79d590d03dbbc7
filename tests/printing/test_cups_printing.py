"""Printing to a real CUPS server: exact sizes, nothing left behind, and every state told as what it is."""

from __future__ import annotations

import io
import os
import threading
from collections.abc import Callable
from pathlib import Path

import pytest
from reportlab.pdfgen.canvas import Canvas
from support.papers import CASE_NO, letter_of, slip_of
from support.printing import CupsQueue

from app.documents.resolution_letter import make_resolution_letter
from app.documents.slip import make_slip
from app.printing import queue
from app.printing.cups import CupsDriver
from app.printing.errors import PrinterMissingError, PrinterUnavailableError
from app.printing.preview import page_count, page_size, render_page
from app.printing.printers import JobRef, JobState, Printer, PrinterReason

MM = 72 / 25.4


def ruler(width_mm: float, length_mm: float) -> bytes:
    """A page with a frame 1 mm inside its edges and an upright and a level line of 50 mm each."""
    out = io.BytesIO()
    page = Canvas(out, pagesize=(width_mm * MM, length_mm * MM), invariant=1)
    page.setLineWidth(0.3 * MM)
    page.rect(1 * MM, 1 * MM, (width_mm - 2) * MM, (length_mm - 2) * MM)
    page.setLineWidth(1 * MM)
    page.line(15 * MM, 20 * MM, 65 * MM, 20 * MM)
    page.line(10 * MM, 40 * MM, 10 * MM, 90 * MM)
    page.save()
    return out.getvalue()


def ink_span(pdf: bytes, *, at_mm: float, is_level: bool) -> float:
    """Length in millimetres of the ink along a level line so far above the lower edge, or an upright one from the left.

    The frame at the page's edges is left out.
    """
    scale = 600 / 72
    width, height, rgba = render_page(pdf, 0, scale)
    dots = 600 / 25.4
    edge = int(5 * dots)
    if is_level:
        y = int(height - at_mm * dots)
        dark = [x for x in range(edge, width - edge) if rgba[(y * width + x) * 4] < 128]
    else:
        x = int(at_mm * dots)
        dark = [y for y in range(edge, height - edge) if rgba[(y * width + x) * 4] < 128]
    return (max(dark) - min(dark) + 1) / dots


def wait_for(asked: Callable[[], JobState], wanted: JobState) -> None:
    """Ask until the job is in the state `wanted`."""
    pause = threading.Event()
    state = asked()
    for _ in range(200):
        if state is wanted:
            return
        pause.wait(0.05)
        state = asked()
    pytest.fail(f"the job is {state}, not {wanted}")


@pytest.mark.parametrize(
    ("media", "width_mm", "length_mm"), [("80mm:131.2", 80, 131.2), ("a5", 148, 210), ("a4", 210, 297)]
)
def test_size_on_paper(cups_queue: CupsQueue, media: str, width_mm: float, length_mm: float) -> None:
    ref = queue.print_pdf(ruler(width_mm, length_mm), cups_queue.name, media, CASE_NO)
    printed = cups_queue.next_paper()
    assert page_count(printed) == 1
    wide, high = page_size(printed)
    assert wide / MM == pytest.approx(width_mm, abs=0.4)  # CUPS cuts sizes of its own to whole points
    assert high / MM == pytest.approx(length_mm, abs=0.4)
    assert ink_span(printed, at_mm=20, is_level=True) == pytest.approx(50, abs=0.2)
    assert ink_span(printed, at_mm=10, is_level=False) == pytest.approx(50, abs=0.2)
    wait_for(lambda: queue.job_state(ref), JobState.PRINTED)


def test_the_frame_at_the_edge_is_there_on_all_sides(cups_queue: CupsQueue) -> None:
    queue.print_pdf(ruler(80, 120), cups_queue.name, "80mm:120", CASE_NO)
    width, height, rgba = render_page(cups_queue.next_paper(), 0, 300 / 72)
    near = int(3 / 25.4 * 300)

    def has_ink(points: list[tuple[int, int]]) -> bool:
        return any(rgba[(y * width + x) * 4] < 128 for x, y in points)

    middle, centre = width // 2, height // 2
    assert has_ink([(x, centre) for x in range(near)])
    assert has_ink([(x, centre) for x in range(width - near, width)])
    assert has_ink([(middle, y) for y in range(near)])
    assert has_ink([(middle, y) for y in range(height - near, height)])


def test_the_real_slip_keeps_its_length(cups_queue: CupsQueue) -> None:
    pdf = make_slip(slip_of(), "80mm", "zh")
    media = queue.media_of(pdf, "80mm")
    assert media.startswith("80mm:")
    queue.print_pdf(pdf, cups_queue.name, media, CASE_NO)
    printed = cups_queue.next_paper()
    assert page_size(printed)[1] == pytest.approx(page_size(pdf)[1], abs=1.01)
    assert page_size(printed)[0] == pytest.approx(page_size(pdf)[0], abs=1.01)


def test_a_printer_of_pdf_gets_the_very_bytes(cups_queue: CupsQueue) -> None:
    pdf = make_resolution_letter(letter_of(), "zh")
    queue.print_pdf(pdf, cups_queue.raw_name, queue.media_of(pdf, "a4"), CASE_NO)
    assert cups_queue.next_paper() == pdf


def test_copies(cups_queue: CupsQueue) -> None:
    pdf = make_slip(slip_of(), "a5", "zh")
    ref = queue.print_pdf(pdf, cups_queue.name, "a5", CASE_NO, copies=2)
    printed = cups_queue.next_paper()
    assert page_count(printed) == 2 or b"PDFTOPDFNumCopies : 2" in printed, "made twice, or the printer told to"
    wait_for(lambda: queue.job_state(ref), JobState.PRINTED)


def test_nothing_of_the_paper_is_left(cups_queue: CupsQueue, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    pdf = make_slip(slip_of(complainant="赵𬀩"), "80mm", "zh")
    ref = queue.print_pdf(pdf, cups_queue.raw_name, queue.media_of(pdf, "80mm"), CASE_NO)
    cups_queue.next_paper()
    wait_for(lambda: queue.job_state(ref), JobState.PRINTED)
    assert list(tmp_path.iterdir()) == []
    assert cups_queue.job_files() == []
    control = b"".join(path.read_bytes() for path in (cups_queue.root / "spool").glob("c*"))
    assert CASE_NO.encode() in control
    assert "赵".encode() not in control


def test_printers_the_default_first(cups_queue: CupsQueue) -> None:
    assert queue.printers() == [Printer(cups_queue.name, True, is_default=True), Printer(cups_queue.raw_name, True)]
    default = queue.default_printer()
    assert default is not None
    assert default.name == cups_queue.name


@pytest.mark.parametrize(
    ("said", "reason"),
    [
        ("no paper", PrinterReason.NO_PAPER),
        ("media-empty-error", PrinterReason.NO_PAPER),
        ("paper jam in tray 1", PrinterReason.PAPER_JAM),
        ("printer is offline", PrinterReason.OFFLINE),
        ("taken away for repair", PrinterReason.PAUSED),
        ("", PrinterReason.PAUSED),
    ],
)
def test_a_stopped_printer_says_why_and_papers_wait(cups_queue: CupsQueue, said: str, reason: PrinterReason) -> None:
    cups_queue.pause(cups_queue.name, said)
    printer = next(p for p in queue.printers() if p.name == cups_queue.name)
    assert (printer.is_ready, printer.reason) == (False, reason)
    ref = queue.print_pdf(ruler(80, 120), cups_queue.name, "80mm:120", CASE_NO)
    assert queue.job_state(ref) is JobState.WAITING
    cups_queue.resume(cups_queue.name)
    assert cups_queue.next_paper()
    wait_for(lambda: queue.job_state(ref), JobState.PRINTED)


def test_a_job_can_be_taken_back(cups_queue: CupsQueue) -> None:
    cups_queue.pause(cups_queue.name)
    ref = queue.print_pdf(ruler(80, 120), cups_queue.name, "80mm:120", CASE_NO)
    queue.cancel(ref)
    wait_for(lambda: queue.job_state(ref), JobState.CANCELLED)
    queue.cancel(ref)


def test_an_unknown_job_is_unknown(cups_queue: CupsQueue) -> None:
    assert queue.job_state(JobRef(f"{cups_queue.name}-999999")) is JobState.UNKNOWN
    assert queue.job_state(JobRef("nonsense")) is JobState.UNKNOWN


def test_a_printer_that_is_not_there(cups_queue: CupsQueue) -> None:
    for name in ("nowhere", "", "-o"):
        with pytest.raises(PrinterMissingError):
            queue.print_pdf(ruler(80, 120), name, "a4", CASE_NO)


def test_a_printer_that_takes_nothing(cups_queue: CupsQueue) -> None:
    cups_queue._command("cupsreject", cups_queue.name)
    try:
        printer = next(p for p in queue.printers() if p.name == cups_queue.name)
        assert printer.reason is PrinterReason.NOT_ACCEPTING
        with pytest.raises(PrinterUnavailableError) as caught:
            queue.print_pdf(ruler(80, 120), cups_queue.name, "a4", CASE_NO)
        assert caught.value.details["reason"] == "not_accepting"
    finally:
        cups_queue._command("cupsaccept", cups_queue.name)


def test_no_printing_service(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CUPS_SERVER", "127.0.0.1:1")
    assert queue.printers() == []
    assert queue.default_printer() is None
    with pytest.raises(PrinterUnavailableError) as caught:
        queue.print_pdf(ruler(80, 120), "counter", "a4", CASE_NO)
    assert caught.value.details["reason"] == "no_service"
    with pytest.raises(PrinterUnavailableError):
        queue.job_state(JobRef("counter-1"))
    with pytest.raises(PrinterUnavailableError):
        queue.cancel(JobRef("counter-1"))


def test_a_computer_without_printing_system(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    assert not CupsDriver.is_here()
    assert queue.printers() == []
    assert queue.job_state(JobRef("counter-1")) is JobState.UNKNOWN
    with pytest.raises(PrinterUnavailableError):
        queue.print_pdf(ruler(80, 120), "counter", "a4", CASE_NO)
    assert os.environ["PATH"] == str(tmp_path)


@pytest.mark.parametrize("title", ["", "王芳的投诉", "a" * 80, "TS0102\n", "../x"])
def test_titles_hold_no_customer_data(title: str) -> None:
    with pytest.raises(ValueError, match="title"):
        queue.print_pdf(b"", "counter", "a4", title)


@pytest.mark.parametrize(("media", "copies"), [("a3", 1), ("80mm", 1), ("80mm:x", 1), ("a4", 0), ("a4", 100)])
def test_unknown_media_and_numbers_of_copies(media: str, copies: int) -> None:
    with pytest.raises(ValueError, match=r"."):
        queue.print_pdf(b"", "counter", media, CASE_NO, copies)
