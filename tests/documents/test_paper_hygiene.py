"""Papers are sound files: equal for equal data, nothing in them that does not stand on the page."""

from __future__ import annotations

import hashlib
import os
import re
import subprocess
import sys
import threading
import zlib
from collections.abc import Callable
from pathlib import Path

import pytest
from support.papers import CASE_NO, NARRATIVE, letter_of, notice_of, run_on, slip_of, text_of

from app.documents.extension_notice import make_extension_notice
from app.documents.qr import bars
from app.documents.resolution_letter import make_resolution_letter
from app.documents.slip import make_slip
from app.documents.to_unicode import to_unicode_cmap
from app.printing.preview import page_count, page_size, render_page

TESTS = Path(__file__).resolve().parents[1]
PAPERS: dict[str, Callable[[], bytes]] = {
    "slip-80mm": lambda: make_slip(slip_of(complainant="𪚥*😀"), "80mm", "zh"),
    "slip-a5": lambda: make_slip(slip_of("en"), "a5", "en"),
    "notice": lambda: make_extension_notice(notice_of(), "zh"),
    "letter": lambda: make_resolution_letter(letter_of(), "zh"),
}
each_paper = pytest.mark.parametrize("name", PAPERS)


@each_paper
def test_equal_data_equal_bytes(name: str) -> None:
    assert PAPERS[name]() == PAPERS[name]()


def test_equal_bytes_in_another_process() -> None:
    script = (
        "import hashlib; from support.papers import *; from app.documents.resolution_letter import *;"
        "print(hashlib.sha256(make_resolution_letter(letter_of(), 'zh')).hexdigest())"
    )
    environment = {**os.environ, "PYTHONPATH": f"{TESTS}:{TESTS.parent}", "PYTHONHASHSEED": "7", "TZ": "America/Lima"}
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, env=environment, cwd="/", timeout=60, check=True
    )
    assert done.stdout.strip() == hashlib.sha256(PAPERS["letter"]()).hexdigest()


def test_papers_of_many_threads_do_not_mix() -> None:
    expected = {n: make_slip(slip_of(narrative=f"第{n}件。" * (n + 1)), "80mm", "zh") for n in range(6)}
    made: dict[int, bytes] = {}

    def work(n: int) -> None:
        made[n] = make_slip(slip_of(narrative=f"第{n}件。" * (n + 1)), "80mm", "zh")

    threads = [threading.Thread(target=work, args=(n,)) for n in expected]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert made == expected


@each_paper
def test_the_file_is_sound(name: str, tmp_path: Path) -> None:
    file = tmp_path / "paper.pdf"
    file.write_bytes(PAPERS[name]())
    said = run_on(b"", "qpdf", "--check", str(file)).decode()
    assert "No syntax or stream encoding errors" in said


@each_paper
def test_every_font_is_embedded_in_part_and_searchable(name: str) -> None:
    rows = run_on(PAPERS[name](), "pdffonts", "-").decode().splitlines()[2:]
    assert rows
    for row in rows:
        assert re.search(r"TrueType\s+\S+\s+yes yes yes", row), row


@each_paper
def test_the_metadata_says_number_and_kind_only(name: str) -> None:
    pdf = PAPERS[name]()
    info = dict(line.split(":", 1) for line in run_on(pdf, "pdfinfo", "-").decode().splitlines() if ":" in line)
    assert info["Title"].strip().startswith(CASE_NO)
    assert len(info["Title"].split()) <= 4
    assert info["Author"].strip() == info["Subject"].strip() == info["Keywords"].strip() == ""
    assert info["JavaScript"].strip() == "no"
    assert info["Encrypted"].strip() == "no"
    for secret in ("赵𬀩", "𪚥", "示例银行", NARRATIVE[:6]):
        assert secret not in info["Title"]


@each_paper
def test_no_trace_of_the_machine(name: str) -> None:
    pdf = PAPERS[name]()
    whole = pdf + b"".join(_streams(pdf))
    for trace in (str(TESTS.parent), "/home/", "/root", ".ttf", "resources/fonts"):
        assert trace.encode() not in whole, trace


def _streams(pdf: bytes) -> list[bytes]:
    found = []
    for match in re.finditer(rb"stream\r?\n(.*?)endstream", pdf, re.DOTALL):
        try:
            found.append(zlib.decompress(match.group(1)))
        except zlib.error:
            continue
    return found


def test_readers_are_told_not_to_scale() -> None:
    assert b"/PrintScaling /None" in PAPERS["notice"]()
    assert b"/Lang (zh-CN)" in PAPERS["notice"]()


def test_sheets_have_their_exact_size() -> None:
    assert page_size(make_slip(slip_of(), "a5", "zh")) == pytest.approx((419.53, 595.28), abs=0.01)
    assert page_size(make_resolution_letter(letter_of(), "zh")) == pytest.approx((595.28, 841.89), abs=0.01)
    assert page_count(make_slip(slip_of(), "a5", "zh")) == 1
    assert page_count(make_slip(slip_of(), "a4", "zh")) == 1
    assert page_count(make_extension_notice(notice_of(), "zh")) == 1
    assert page_count(make_extension_notice(notice_of("en"), "en")) == 1


@pytest.mark.parametrize("narrative", ["短。", NARRATIVE, NARRATIVE * 8])
def test_the_roll_ends_where_its_contents_end(narrative: str) -> None:
    pdf = make_slip(slip_of(narrative=narrative), "80mm", "zh")
    wide, _high = page_size(pdf)
    assert wide == pytest.approx(80 / 25.4 * 72, abs=0.01)
    width, height, rgba = render_page(pdf, 0, 2.0)
    rows = [any(value < 128 for value in rgba[y * width * 4 : (y + 1) * width * 4 : 4]) for y in range(height)]
    last = max(y for y, has_ink in enumerate(rows) if has_ink)
    assert 3 < (height - last) / 2 * 25.4 / 72 < 8, "millimetres of blank tail"


def test_the_roll_is_black_only() -> None:
    _width, _height, rgba = render_page(make_slip(slip_of(), "80mm", "zh"), 0, 1.5)
    assert rgba[0::4] == rgba[1::4] == rgba[2::4]


@pytest.mark.parametrize("size", ["80mm", "a5", "a4"])
def test_the_code_is_sharp_on_a_counter_printer(size: str) -> None:
    """Each module of the QR code, sampled at its centre at 203 dpi, is as dark as it should be."""
    pdf = make_slip(slip_of(narrative="短。"), size, "zh")
    width, height, rgba = render_page(pdf, 0, 203 / 72)
    left, top, side = _code_square(pdf, size, 203 / 72)
    modules, dark = bars(CASE_NO)
    wanted = [[False] * modules for _ in range(modules)]
    for column, row, length in dark:
        wanted[row][column : column + length] = [True] * length
    unit = side / modules
    assert unit > 4, "dots a module"
    for row in range(modules):
        for column in range(modules):
            x, y = int(left + (column + 0.5) * unit), int(top + (row + 0.5) * unit)
            assert (rgba[(y * width + x) * 4] < 128) is wanted[row][column], (row, column)
    assert height


def _code_square(pdf: bytes, size: str, scale: float) -> tuple[float, float, float]:
    """Where the code stands: its right edge is the margin, its top is found by its ink."""
    side_mm, margin_mm = {"80mm": (20, 4), "a5": (18, 13), "a4": (25, 24)}[size]
    width, height, rgba = render_page(pdf, 0, scale)
    side = side_mm / 25.4 * 72 * scale
    right = width - margin_mm / 25.4 * 72 * scale
    column = int(right - 3)  # runs through the right edge of the upper finder pattern
    dark = [rgba[(y * width + column) * 4] < 128 for y in range(height)]
    seven = side * 7 / bars(CASE_NO)[0]
    top = next(y for y in range(height) if all(dark[y : y + int(seven) - 1]))
    return right - side, top, side


def test_the_table_back_to_characters_is_well_formed() -> None:
    subset = [0, *range(0x4E00, 0x4E00 + 254), 0x2B5AE]
    cmap = to_unicode_cmap("Test", subset)
    assert "<FF> <D86DDDAE>" in cmap
    assert "<00>" not in cmap.replace("<00> <FF>", "", 1)
    blocks = re.findall(r"(\d+) beginbfchar\n(.*?)endbfchar", cmap, re.DOTALL)
    assert [int(count) for count, _body in blocks] == [100, 100, 55]
    assert all(int(count) == len(body.splitlines()) <= 100 for count, body in blocks)


def test_a_name_outside_the_basic_plane_is_found_in_the_letter() -> None:
    assert "赵𬀩" in text_of(PAPERS["letter"]())
