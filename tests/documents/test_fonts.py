"""Every character that a person's name may hold is drawn, found again by search, and never a box."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from support.papers import squeezed, text_of

from app.documents.blocks import Text
from app.documents.flow import Sheet, sheets
from app.documents.fonts import (
    BOLD,
    LATIN,
    NARROWED,
    REGULAR,
    Run,
    glyph,
    missing_glyphs,
    printable,
    runs,
    typeface,
    width,
)
from app.documents.paragraph import Style
from app.documents.pen import Pen
from app.printing.preview import page_count, page_text

NAMES = Path(__file__).parent / "data" / "names"
RARE = "䶮㛃𬀩𫖯𬭚𠅤㼆𪚥𬱖𬬭𬶐𱁬"


def standard_characters() -> str:
    """The 8,105 characters of 通用规范汉字表."""
    return "".join("".join(path.read_text(encoding="utf-8").split()) for path in sorted(NAMES.glob("*.txt")))


def _printed(text: str, *, is_bold: bool = False) -> bytes:
    pen = Pen("test", "zh")
    sheet = Sheet(595, 842, 40, 40, 40, 40)
    sheets(pen, [Text(text, Style(10, 16, is_bold=is_bold))], sheet, lambda _pen, _number, _count: None)
    return pen.finish()


def test_the_table_is_whole() -> None:
    characters = standard_characters()
    assert len(characters) == len(set(characters)) == 8105
    assert sum(ord(c) > 0xFFFF for c in characters) == 196


@pytest.mark.parametrize("is_bold", [False, True])
def test_every_standard_character_has_a_glyph(is_bold: bool) -> None:
    for character in standard_characters():
        drawn = glyph(character, is_bold)
        assert drawn.font == (BOLD if is_bold else REGULAR)
        assert typeface(drawn.font).face.charToGlyph[ord(character)] != 0, character


@pytest.mark.parametrize("is_bold", [False, True])
def test_every_standard_character_is_found_again(is_bold: bool) -> None:
    characters = standard_characters()
    pdf = _printed(characters, is_bold=is_bold)
    assert squeezed(text_of(pdf, "-raw")) == characters
    assert squeezed("".join(page_text(pdf, page) for page in range(page_count(pdf)))) == characters


def test_rare_names_come_from_the_fallbacks_and_are_found_again() -> None:
    text = f"{RARE}豈﨎凞 ①㊣✓ 🧿😀 Łukasz Wójcik Nguyễn Đặng"
    assert missing_glyphs(RARE.replace("𱁬", "")) == ()
    pdf = _printed(text)
    expected = squeezed(printable(text))
    assert squeezed(text_of(pdf, "-raw")) == expected
    assert squeezed(page_text(pdf)) == expected


def test_runs_split_where_the_font_changes() -> None:
    assert runs("赵𪚥·A") == [Run("赵", REGULAR), Run("𪚥", "HanaMinB"), Run("·A", REGULAR)]
    assert runs("龙😀", is_bold=True) == [Run("龙", BOLD), Run("😀", "NotoEmoji-Regular", is_thickened=True)]
    assert runs("") == []


def test_a_character_that_no_font_holds_is_printed_as_its_code() -> None:
    assert missing_glyphs("赵\U000323af한\U000323af") == ("\U000323af", "한")
    assert printable("赵\U000323af") == "赵[U+323AF]"
    assert printable("\ud83d") == "[U+D83D]"
    assert printable("\ue000") == "[U+E000]"
    assert printable(chr(NARROWED + ord("，"))) == f"[U+{NARROWED + ord('，'):04X}]"
    assert "[U+323AF]" in text_of(_printed("赵\U000323af"))


def test_signs_without_a_shape_are_not_drawn() -> None:
    assert printable("👨\u200d👩\u200d👧 ❤\ufe0f 葛\U000e0100城\u200b市\u2060\u202e") == "👨👩👧 ❤ 葛城市"
    assert missing_glyphs("a\u200db\ufe0fc\u00ad\x07") == ()


def test_spaces_and_line_ends_of_every_kind() -> None:
    assert printable("a\r\nb\rc\u2028d\x0be") == "a\nb\nc\nd\ne"
    assert printable("a\tb\u3000c") == "a    b\u3000c"
    assert all(missing_glyphs(f"a{space}b") == () for space in "\u00a0\u1680\u2003\u2009\u202f\u205f\u3000")


def test_accents_join_their_letter_but_ideographs_stay_as_they_are() -> None:
    assert printable("Jose\u0301") == "José"
    assert printable("\uf9d0") == "\uf9d0", "a compatibility ideograph is somebody's name and not its look-alike"
    assert missing_glyphs("e\u0301\u0301") == ()


def test_quotation_marks_are_narrow_among_latin_letters_only() -> None:
    assert [run.font for run in runs("bank’s “fee”")] == [REGULAR, LATIN, REGULAR, LATIN, REGULAR, LATIN]
    assert [run.font for run in runs("客户说“OK”，好’")] == [REGULAR]
    assert width("’", 10) == 10
    assert width("k’s", 10) < 15


def test_common_papers_open_no_fallback() -> None:
    script = (
        "from support.papers import *; from app.documents.slip import make_slip;"
        "from reportlab.pdfbase import pdfmetrics; make_slip(slip_of(), '80mm', 'zh');"
        "print(sorted(n for n in pdfmetrics._fonts if 'Noto' in n or 'Hana' in n))"
    )
    tests = Path(__file__).resolve().parents[1]
    done = subprocess.run(
        [sys.executable, "-c", script],
        capture_output=True,
        text=True,
        cwd=tests.parent,
        env={"PYTHONPATH": f"{tests}:{tests.parent}", "PATH": ""},
        timeout=60,
        check=True,
    )
    assert done.stdout.strip() == f"['{BOLD}', '{REGULAR}']"


def test_the_fonts_stay_within_their_budget() -> None:
    folder = Path(__file__).resolve().parents[2] / "resources" / "fonts"
    assert sum(path.stat().st_size for path in folder.iterdir()) < 60_000_000
