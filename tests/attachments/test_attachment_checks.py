"""What a file really is decides whether it may come in; whatever could harm stays out with a reason of its own."""

from __future__ import annotations

import contextlib
import dataclasses
import hashlib
import random
import sys
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from support.files import FORMATS, bomb, endless_pdf, huge_png, object_stream, packed, pdf, picture, tiff_of

from app.attachments import apart
from app.attachments.checking import CheckedFile, check
from app.attachments.kinds import media_type_of
from app.attachments.looker import _answer
from app.attachments.names import cleaned_name
from app.attachments.page import Page
from app.attachments.previews import preview_pages, preview_text
from app.attachments.stripping import export_bytes
from app.attachments.unfit import UnfitError
from app.domain.attachment_limits import SHIPPED_LIMITS
from app.domain.refusal import Refusal
from app.language.reasons import sentence
from app.system.pdfium import PDFIUM

SOUND = {
    **{media_type: picture(media_type) for media_type in FORMATS},
    "application/pdf": pdf(pages=3),
    "text/plain": "客户来信：请退还年费。\r\n第二行\t完。".encode(),
}


def _code(data: bytes, name: str = "a.jpg", **limits: int) -> str:
    found = check(data, name, dataclasses.replace(SHIPPED_LIMITS, **limits))
    return found.code if isinstance(found, Refusal) else found.media_type


@pytest.mark.parametrize("media_type", SOUND)
@pytest.mark.parametrize("name", ["photo", "photo.exe", "照片.pdf"])
def test_the_content_says_what_it_is_not_the_name(media_type: str, name: str) -> None:
    data = SOUND[media_type]
    found = check(data, name, SHIPPED_LIMITS)
    assert isinstance(found, CheckedFile)
    assert (found.media_type, found.size, found.sha256) == (media_type, len(data), hashlib.sha256(data).hexdigest())
    assert found.pages == (3 if media_type == "application/pdf" else 1)
    assert "photo" not in repr(found)


@pytest.mark.parametrize("text", ["中文", "GB18030 编码的信".encode("gb18030"), b"\xef\xbb\xbfBOM", "a,b\n1,2"])
def test_plain_texts_come_in(text: str | bytes) -> None:
    data = text if isinstance(text, bytes) else text.encode()
    assert _code(data) == "text/plain"
    assert not preview_text(data).startswith("\ufeff")


ALL_MACH_O = (b"\xfe\xed\xfa\xce", b"\xfe\xed\xfa\xcf", b"\xce\xfa\xed\xfe", b"\xcf\xfa\xed\xfe", b"\xca\xfe\xba\xbe")
JS = b"/OpenAction << /S /JavaScript /JS (app.alert\\(1\\)) >>"
HOSTILE = {
    "attachment_empty": [b""],
    "attachment_program": [
        b"MZ\x90\x00" + bytes(200),
        b"\x7fELF\x02\x01\x01" + bytes(200),
        *(start + bytes(200) for start in ALL_MACH_O),
        b"#!/bin/sh\nrm -rf /\n",
        b"\xef\xbb\xbf#!/usr/bin/env python\n",
        b"L\x00\x00\x00\x01\x14\x02\x00" + bytes(100),
        packed({"META-INF/MANIFEST.MF": b"x", "A.class": b"x"}),
        packed({"AndroidManifest.xml": b"x"}),
    ],
    "attachment_macros": [
        packed({"[Content_Types].xml": b"x", "word/vbaProject.bin": b"x"}),
        packed({"xl/macrosheets/sheet1.xml": b"x"}),
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(500),
    ],
    "attachment_office": [packed({"[Content_Types].xml": b"x"}), packed({"OFD.xml": b"x"}), b"{\\rtf1 hello}"],
    "attachment_archive": [
        packed({"photo.jpg": picture()}),
        b"PK\x03\x04" + bytes(30),
        b"Rar!\x1a\x07\x01\x00",
        b"7z\xbc\xaf\x27\x1c" + bytes(30),
        b"\x1f\x8b\x08" + bytes(30),
        b"BZh9" + bytes(30),
        b"\xfd7zXZ\x00" + bytes(30),
        bytes(257) + b"ustar" + bytes(300),
    ],
    "attachment_bomb": [
        bomb(),
        pdf(more=(object_stream(bytes(70 << 20)),)),
    ],
    "attachment_markup": [
        b"<!DOCTYPE html><html><script>alert(1)</script></html>",
        b"  \n<HTML>",
        b"<?xml version='1.0'?><svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>",
        b"<svg><script/></svg>",
        "你好 <script>alert(1)</script>".encode(),
    ],
    "attachment_type": [
        bytes(100),
        b"\x00\x01\x02 binary \xff\xfe",
        "响铃\x07".encode(),
        b"esc \x1b[31m",
        "half".encode("utf-16"),
        random.Random(7).randbytes(4000),
    ],
    "attachment_phone_picture": [b"\x00\x00\x00\x20ftypheic" + bytes(40), b"\x00\x00\x00\x20ftypavif" + bytes(40)],
    "attachment_too_many_pixels": [huge_png()],
    "attachment_damaged": [
        *(SOUND[kind][: len(SOUND[kind]) * 2 // 3] for kind in ("image/jpeg", "image/bmp", "image/tiff")),
        picture("image/png", (400, 400))[:-200],
        picture("image/webp", (400, 400))[:-60],
        b"\xff\xd8\xff\xe0" + bytes(300),
        b"GIF89a" + bytes(5),
        pdf()[:-40],
        b"%PDF-1.7\n%%EOF",
        pdf(pages=0),
    ],
    "attachment_pdf_active": [
        pdf(catalogue=JS),
        pdf(catalogue=JS.replace(b"/JavaScript", b"/J#61va#53cript")),
        pdf(page=b"/AA << /O << /S /Launch /F (cmd.exe) >> >>"),
        pdf(page=b"/Annots [<< /Type /Annot /Subtype /Link /A << /S /#4caunch /F (x) >> >>]"),
        pdf(catalogue=b"/Names << /EmbeddedFiles << /Names [(a) 4 0 R] >> >>", more=(b"<< /F (a.exe) >>",)),
        pdf(page=b"/Annots [<< /Subtype /RichMedia >>]"),
        pdf(page=b"/Annots [<< /A << /S /SubmitForm /F (http://x) >> >>]"),
        pdf(more=(object_stream(b"<< /S /JavaScript /JS (x) >>"),)),
        pdf(more=(object_stream(b"<< /S /Launch >>").replace(b"/ObjStm", b"/Obj#53tm"),)),
        pdf(more=(b"<< /Type /ObjStm /Filter /ASCIIHexDecode /Length 2 >>\nstream\nff\nendstream",)),
    ],
    "attachment_pdf_locked": [
        pdf(
            trailer=b"/Encrypt << /Filter /Standard /V 1 /R 2 /P -44 /O <%s> /U <%s> >> /ID [<00> <00>]"
            % (b"41" * 32, b"42" * 32)
        ),
    ],
}  # fmt: skip


@pytest.mark.parametrize(
    ("code", "data"), [(code, data) for code, files in HOSTILE.items() for data in files], ids=lambda part: None
)
def test_what_may_harm_stays_out_with_a_reason_and_a_remedy(code: str, data: bytes) -> None:
    started = time.perf_counter()
    found = check(data, "a.jpg", SHIPPED_LIMITS)
    assert isinstance(found, Refusal), found
    assert found.code == code
    assert found.problems[0].field == "file"
    assert time.perf_counter() - started < 5
    words = sentence(found.problems[0])
    assert "{" not in words
    assert len(words) > 10


def test_limits_are_data() -> None:
    assert _code(SOUND["image/png"], max_size=10) == "attachment_too_large"
    assert _code(SOUND["image/png"], max_pixels=60 * 40) == "image/png"
    assert _code(SOUND["image/png"], max_pixels=60 * 40 - 1) == "attachment_too_many_pixels"
    assert _code(pdf(pages=3), max_pages=3) == "application/pdf"
    assert _code(pdf(pages=4), max_pages=3) == "attachment_too_many_pages"
    assert _code(tiff_of(3), max_pages=3) == "image/tiff"
    assert _code(tiff_of(4), max_pages=3) == "attachment_too_many_pages"
    only_pdf = dataclasses.replace(SHIPPED_LIMITS, media_types=("application/pdf",))
    found = check(SOUND["image/png"], "a", only_pdf)
    assert isinstance(found, Refusal)
    assert found.code == "attachment_type"


@pytest.mark.parametrize(
    ("name", "cleaned"),
    [
        ("来信.jpg", "来信.jpg"),
        ("invoice.pdf.exe", "invoice.jpg"),
        ("C:\\Users\\x\\..\\照片.JPEG", "照片.jpg"),
        ("/etc/passwd", "passwd.jpg"),
        ("../../a", "a.jpg"),
        ("photo\u202egpj.exe", "photogpj.jpg"),
        ("a\u200b\u2066b\x00c\r\n.png", "abc.jpg"),
        ("v1.2 report.jpg", "v1.2 report.jpg"),
        ("CON.jpg", "_CON.jpg"),
        ("lpt1", "_lpt1.jpg"),
        ("a:b*c?.jpg", "a_b_c_.jpg"),
        ("  .. ", "file.jpg"),
        (".exe", "file.jpg"),
        ("", "file.jpg"),
        ("half\ud800", "half?.jpg".replace("?", "_")),
        ("王" * 200, "王" * 78 + ".jpg"),
        ("w" * 200 + ".jpg", "w" * 96 + ".jpg"),
    ],
)
def test_names_are_made_safe(name: str, cleaned: str) -> None:
    assert cleaned_name(name, "image/jpeg") == cleaned


@given(st.text(max_size=300))
def test_every_name_can_be_saved(name: str) -> None:
    cleaned = cleaned_name(name, "application/pdf")
    assert cleaned.endswith(".pdf")
    assert len(cleaned) <= 100
    assert len(cleaned.encode()) <= 255
    assert not set(cleaned) & set('/\\<>:"|?*\r\n\0\u202e')
    assert cleaned_name(cleaned, "application/pdf") == cleaned


# -- how they look ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("media_type", [*FORMATS, "application/pdf"])
def test_previews_are_pages_of_pixels(media_type: str) -> None:
    pages = preview_pages(SOUND[media_type], media_type, 30, 2)
    assert isinstance(pages, list)
    assert len(pages) == (2 if media_type == "application/pdf" else 1)
    for page in pages:
        assert page.width == 30
        assert len(page.rgba) == page.width * page.height * 4
        assert "rgba" not in repr(page)
    if media_type != "application/pdf":
        left, right = pages[0].rgba[:3], pages[0].rgba[4 * 29 : 4 * 29 + 3]
        assert left[0] > 120 > left[2]
        assert right[2] > 120 > right[0]


def test_previews_start_anywhere_and_stop_at_the_end() -> None:
    assert len(_pages(tiff_of(5), "image/tiff", 10, 3, 3)) == 2
    assert len(_pages(pdf(pages=5), "application/pdf", 10, 3, 4)) == 1
    assert len(_pages(pdf(pages=60), "application/pdf", 10, 100, 0)) == 20
    assert _pages(SOUND["image/gif"], "image/gif", 10, 3, 1) == []
    assert _pages(SOUND["text/plain"], "text/plain", 10, 3, 0) == []


def test_a_turned_picture_is_shown_upright() -> None:
    from support.files import located

    page = _pages(located("image/jpeg", 6), "image/jpeg", 100, 1, 0)[0]
    assert (page.width, page.height) == (40, 60)


def _pages(data: bytes, media_type: str, width: int, count: int, first: int) -> list[Page]:
    pages = preview_pages(data, media_type, width, count, first)
    assert isinstance(pages, list)
    return pages


# -- nothing falls over ----------------------------------------------------------------------------------------------


@settings(max_examples=300, deadline=None)
@given(st.sampled_from(sorted(SOUND)), st.data())
def test_whatever_comes_is_answered(media_type: str, data: st.DataObject) -> None:
    content = bytearray(SOUND[media_type])
    for _ in range(data.draw(st.integers(0, 6))):
        place = data.draw(st.integers(0, len(content) - 1))
        kind = data.draw(st.sampled_from(("change", "cut", "grow", "swap")))
        if kind == "change":
            content[place] = data.draw(st.integers(0, 255))
        elif kind == "cut":
            del content[place : place + data.draw(st.integers(1, 40))]
        elif kind == "grow":
            content[place:place] = data.draw(st.binary(max_size=20))
        else:
            content[place : place + 4] = data.draw(st.sampled_from((b"\xff" * 4, b"\x00" * 4, b"\x7f\xff\xff\xff")))
        if not content:
            break
    bent = bytes(content)
    kind = _looked_at(bent) or media_type
    with contextlib.suppress(UnfitError):
        _answer({"do": "render", "media_type": kind, "width": 40, "first": 0, "count": 2}, bent)
    assert isinstance(export_bytes(bent, kind), bytes | Refusal)
    assert not PDFIUM.locked()


def _looked_at(data: bytes) -> str:
    """As `check` does, in this process, where a crash would be one of the test; "" for what is refused."""
    try:
        media_type = media_type_of(data)
        if media_type != "text/plain":
            _answer({"do": "check", "media_type": media_type, "limits": {}}, data)
    except UnfitError:
        return ""
    return media_type


@settings(max_examples=200, deadline=None)
@given(st.binary(max_size=300), st.sampled_from([b"", *(data[:12] for data in SOUND.values())]))
def test_whatever_begins_like_a_file_is_answered(tail: bytes, head: bytes) -> None:
    assert _looked_at(head + tail) in ("", *SOUND)


# -- in a process of its own -----------------------------------------------------------------------------------------


def test_a_file_that_never_ends_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(apart, "TIME_LIMIT", 2.0)
    data = endless_pdf()
    assert _code(data) == "attachment_damaged"
    shown = preview_pages(data, "application/pdf", 800, 1)
    assert isinstance(shown, Refusal)
    assert shown.code == "attachment_damaged"
    assert len(_pages(SOUND["application/pdf"], "application/pdf", 100, 1, 0)) == 1


@pytest.mark.parametrize("last_words", ["os.kill(os.getpid(), 9)", "sys.exit(3)", "print('no answer')", "pass"])
def test_a_decoder_that_dies_is_one_refusal(monkeypatch: pytest.MonkeyPatch, last_words: str) -> None:
    monkeypatch.setattr(apart, "_looker", lambda: [sys.executable, "-c", f"import os, sys; {last_words}"])
    found = check(SOUND["image/png"], "a", SHIPPED_LIMITS)
    assert isinstance(found, Refusal)
    assert found.code == "attachment_damaged"


def test_previews_stay_within_bounds() -> None:
    tall = _pages(picture("image/png", (30, 9000)), "image/png", 4000, 1, 0)[0]
    assert (tall.width, tall.height) == (30, 9000)
    pages = _pages(pdf(pages=20), "application/pdf", 4000, 20, 0)
    assert sum(len(page.rgba) for page in pages) <= 4 * 40_000_000
    assert pages
