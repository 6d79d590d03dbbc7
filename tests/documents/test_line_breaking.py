"""Lines end where a Chinese reader expects them to, whatever is typed."""

from __future__ import annotations

import unicodedata
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.documents.line_breaking import NO_END, NO_START, Cell, break_lines, cells
from app.documents.paragraph import Span, Style, set_lines

EM = 10.0


def _cells(text: str) -> list[Cell]:
    wide = [unicodedata.east_asian_width(c) in "WFA" for c in text]
    return cells(text, [EM if is_wide else EM / 2 for is_wide in wide], wide)


def broken(text: str, squares: float) -> list[str]:
    """The lines of `text` in a column of so many squares."""
    return [text[line.start : line.end] for line in break_lines(text, _cells(text), squares * EM)]


@pytest.mark.parametrize(
    ("text", "squares", "lines"),
    [
        ("", 5, [""]),
        ("一二三四五六七", 5, ["一二三四五", "六七"]),
        ("一二三四五，六", 5, ["一二三四", "五，六"]),
        ("一二三四，五六", 4.5, ["一二三四，", "五六"]),  # the empty half of the comma stands in the margin
        ("一二三（四五）", 4, ["一二三", "（四五）"]),
        ("一二“三”四五六", 4.5, ["一二“三”", "四五六"]),
        ("他说：“好。”然后走了", 5.5, ["他说：“好。”", "然后走了"]),  # squeezed marks
        ("一二three four", 4, ["一二", "three", "four"]),
        ("one two  three", 4, ["one two", "three"]),
        ("一\n\n二", 5, ["一", "", "二"]),
        ("手续费200元整", 4, ["手续费", "200元整"]),
        ("见第十八条规定", 4, ["见", "第十八条", "规定"]),
        ("一二三——四", 4, ["一二三", "——四"]),
        ("2026年12月8日（星期二）", 8, ["2026年12月8日", "（星期二）"]),
        ("aaaaaaaaaaaa", 2, ["aaaa", "aaaa", "aaaa"]),
        ("，，，，，，", 2, ["，，，，", "，，"]),
    ],
)
def test_lines(text: str, squares: float, lines: list[str]) -> None:
    assert broken(text, squares) == lines


def test_long_addresses_end_after_a_sign_and_fill_the_line_before() -> None:
    lines = broken("依据：https://www.example.cn/rules/complaints?article=18&version=2020-03-01", 14)
    assert lines[0].startswith("依据：https://")
    assert all(line[-1] in "/?&=-." for line in lines[:-1])


def test_a_figure_leaves_its_unit_rather_than_half_a_line() -> None:
    assert broken("手续费1,286.00元", 7.5) == ["手续费1,286.00", "元"]


TEXTS = st.text(
    st.sampled_from(
        "一二三四五六七八九十，。、；：？！“”‘’（）《》【】—…·abcdef XYZ0123456789 -/.,()\n年月日元第条%￥$"
    ),
    max_size=300,
)


@given(TEXTS, st.floats(1, 40))
def test_nothing_is_lost_and_every_line_fits(text: str, squares: float) -> None:
    each = _cells(text)
    lines = break_lines(text, each, squares * EM)
    place = 0
    for line in lines:
        assert set(text[place : line.start]) <= {" ", "\n"}
        assert line.end >= line.start
        assert line.width <= squares * EM + 1e-6 or line.end - line.start == 1
        place = line.end
    assert set(text[place:]) <= {" ", "\n"}
    assert sum(line.is_last for line in lines) == text.count("\n") + 1


@given(TEXTS, st.floats(8, 40))
def test_no_mark_begins_or_ends_a_line_that_must_not(text: str, squares: float) -> None:
    """Except where a chain of marks is wider than the line itself."""
    lines = break_lines(text, _cells(text), squares * EM)
    for above, below in pairwise(lines):
        if above.is_last or above.start == above.end or below.start == below.end:
            continue
        first, last = text[below.start], text[above.end - 1]
        if first not in NO_START and last not in NO_END:
            continue
        joined = text[above.start : below.end]
        assert text[above.end] == " " or not any(_is_free(joined, i) for i in range(1, above.end - above.start)), (
            above,
            below,
        )


def _is_free(text: str, i: int) -> bool:
    """Whether a line could have ended before `text[i]`, both neighbours being plain ideographs."""
    return all("一" <= c <= "鿿" and c not in "年月日元第条一二三四五六七八九十" for c in text[i - 1 : i + 1])


def test_justified_lines_reach_the_margin_and_keep_their_text() -> None:
    style = Style(10, 16, align="justify")
    text = "投诉人反映账单分期手续费收取有误，要求退还；经核实，情况属实，予以支持。" * 3
    lines = set_lines(text, style, 217)
    for line in lines[:-1]:
        count = sum(len(piece.text) for piece in line.pieces)
        assert line.width + line.tracking * (count - 1) == pytest.approx(217, abs=5.1)
    assert lines[-1].tracking == 0


def test_alignment_and_spans() -> None:
    (line,) = set_lines((Span("甲", is_bold=True, colour="FF0000"), Span("乙")), Style(10, 16, align="right"), 100)
    assert [(p.text, p.colour, p.x) for p in line.pieces] == [("甲", "FF0000", 80), ("乙", "000000", 90)]
    (line,) = set_lines("甲乙", Style(10, 16, align="center"), 100)
    assert line.pieces[0].x == 40


def test_an_opening_mark_at_the_start_is_flush_with_the_margin() -> None:
    first = set_lines("《办法》第一条", Style(10, 16), 100)[0]
    assert first.pieces[0].x == -5
