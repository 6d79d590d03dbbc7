"""The papers as they were last looked at and found good: by text and by picture.

After a wanted change: `JIESU_REFRESH_GOLDEN=1 ./packaging/test tests/documents/test_golden_papers.py`, then look at the
pictures that changed before they are committed.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from datetime import date
from functools import partial
from pathlib import Path

import pytest
from PIL import Image, ImageChops
from support import more_papers
from support.papers import NARRATIVE, letter_of, notice_of, slip_of, text_of

from app.documents.extension_notice import make_extension_notice
from app.documents.forms import make_confirmation_form, make_withdrawal_record
from app.documents.notices import (
    make_decline_notice,
    make_out_of_scope_note,
    make_pause_notice,
    make_supplement_request,
)
from app.documents.resolution_letter import make_resolution_letter
from app.documents.service_receipt import make_service_receipt
from app.documents.settlement_agreement import make_settlement_agreement
from app.documents.slip import make_slip
from app.documents.transfer_note import make_transfer_note
from app.printing.preview import page_count, render_page

GOLDEN = Path(__file__).parent / "golden"
IS_REFRESHING = os.environ.get("JIESU_REFRESH_GOLDEN") == "1"
DPI = 60
NEAR = 40
"""How far a pixel's grey may be off: another version of the renderer smooths edges a little differently."""
FAR_SHARE = 0.002
"""Share of pixels that may be further off."""

PAPERS: dict[str, Callable[[], bytes]] = {
    "slip-80mm-zh": lambda: make_slip(slip_of(), "80mm", "zh"),
    "slip-80mm-en": lambda: make_slip(slip_of("en"), "80mm", "en"),
    "slip-80mm-reprint": lambda: make_slip(
        slip_of(copy_no=2, reprinted_on=date(2026, 11, 25), is_provisional=True, narrative=NARRATIVE * 6), "80mm", "zh"
    ),
    "slip-80mm-draft": lambda: make_slip(slip_of(case_no="", accepted_at=None), "80mm", "zh"),
    "slip-a5-zh": lambda: make_slip(slip_of(), "a5", "zh"),
    "slip-a5-en": lambda: make_slip(slip_of("en"), "a5", "en"),
    "slip-a4-zh": lambda: make_slip(slip_of(), "a4", "zh"),
    "notice-zh": lambda: make_extension_notice(notice_of(), "zh"),
    "notice-en": lambda: make_extension_notice(notice_of("en"), "en"),
    "letter-zh": lambda: make_resolution_letter(letter_of(), "zh"),
    "letter-en": lambda: make_resolution_letter(letter_of("en"), "en"),
    "letter-rare-name": lambda: make_resolution_letter(
        letter_of(
            complainant="欧阳𪚥·买买提", reasons="😀 Łukasz \U000323af " + NARRATIVE * 5, received_on=date(2026, 12, 4)
        ),
        "zh",
    ),
}
PAPERS |= {
    f"{name}-{language}": partial(lambda make, of, lang: make(of(lang), lang), make, of, language)
    for name, make, of in (
        ("pause", make_pause_notice, more_papers.pause_of),
        ("decline", make_decline_notice, more_papers.decline_of),
        ("out-of-scope", make_out_of_scope_note, more_papers.out_of_scope_of),
        ("supplement", make_supplement_request, more_papers.supplement_of),
        ("withdrawal", make_withdrawal_record, more_papers.withdrawal_of),
        ("confirmation", make_confirmation_form, more_papers.confirmation_of),
        ("settlement", make_settlement_agreement, more_papers.settlement_of),
        ("transfer", make_transfer_note, more_papers.transfer_of),
        ("service", make_service_receipt, more_papers.receipt_of),
        ("reply", make_resolution_letter, more_papers.reply_of),
    )
    for language in ("zh", "en")
}
PAPERS["slip-a4-rare-turns"] = lambda: make_slip(more_papers.rare_slip_of(), "a4", "zh")
PAPERS["slip-80mm-rare-turns"] = lambda: make_slip(more_papers.rare_slip_of("en"), "80mm", "en")
each_paper = pytest.mark.parametrize("name", PAPERS)


@each_paper
def test_text(name: str) -> None:
    text = text_of(PAPERS[name](), "-layout")
    file = GOLDEN / f"{name}.txt"
    if IS_REFRESHING:
        file.write_text(text, encoding="utf-8")
    assert text.splitlines() == file.read_text(encoding="utf-8").splitlines()


@each_paper
def test_picture(name: str, tmp_path: Path) -> None:
    pdf = PAPERS[name]()
    for page in range(page_count(pdf)):
        width, height, rgba = render_page(pdf, page, DPI / 72)
        picture = Image.frombytes("RGBA", (width, height), rgba).convert("L")
        file = GOLDEN / f"{name}-{page + 1}.png"
        if IS_REFRESHING:
            picture.point(lambda grey: round(grey / 17) * 17).save(file, optimize=True)
        golden = Image.open(file).convert("L")
        assert picture.size == golden.size
        off = ImageChops.difference(picture, golden)
        far = sum(off.histogram()[NEAR:])
        if far > FAR_SHARE * width * height:
            picture.save(tmp_path / file.name)
            pytest.fail(f"{file.name}: {far} pixels differ; the new picture is {tmp_path / file.name}")
    assert not (GOLDEN / f"{name}-{page_count(pdf) + 1}.png").exists(), "there was a further page"
