"""Amounts: as typed, in figures, in capitals."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.money import MAX_FEN, format_yuan, in_capitals, parse_yuan
from app.domain.reasons import ReasonCode
from app.domain.refusal import Problem

DIGITS = {character: value for value, character in enumerate("零壹贰叁肆伍陆柒捌玖")}
PLACES = {"拾": 10, "佰": 100, "仟": 1000}


def read_capitals(text: str) -> int:
    """An independent reader of Chinese capitals, for the way back."""
    fen, section, total, digit = 0, 0, 0, 0
    for character in text.removesuffix("整"):
        if character in DIGITS:
            digit = DIGITS[character]
        elif character in PLACES:
            section, digit = section + digit * PLACES[character], 0
        elif character in "万亿":
            size = 10**4 if character == "万" else 10**8
            total, section, digit = total + (section + digit) * size, 0, 0
        elif character == "元":
            fen, section, digit = fen + (total + section + digit) * 100, 0, 0
        else:
            fen, digit = fen + digit * (10 if character == "角" else 1), 0
    return fen


@pytest.mark.parametrize(
    ("text", "fen"),
    [
        ("1286", 128600),
        ("1,286.00", 128600),
        ("1,286.5", 128650),
        ("0.05", 5),
        ("１，２８６．０５", 128605),
        ("¥1286", 128600),
        ("￥1,286.00", 128600),
        ("1286元", 128600),
        ("1286 元整", 128600),
        ("人民币1286.00元", 128600),
        ("RMB 1286", 128600),
        ("CNY1286", 128600),
        ("1286.5000", 128650),
        ("0", 0),
        ("007", 700),
        ("999999999999.99", MAX_FEN),
    ],
)
def test_read(text: str, fen: int) -> None:
    assert parse_yuan(text) == fen


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", ReasonCode.AMOUNT_UNREADABLE),
        ("约一千", ReasonCode.AMOUNT_UNREADABLE),
        ("1.286,00", ReasonCode.AMOUNT_UNREADABLE),
        ("1,28", ReasonCode.AMOUNT_UNREADABLE),
        ("1.2.3", ReasonCode.AMOUNT_UNREADABLE),
        ("1e3", ReasonCode.AMOUNT_UNREADABLE),
        ("12 86", ReasonCode.AMOUNT_UNREADABLE),
        ("１２８６²", ReasonCode.AMOUNT_UNREADABLE),
        ("1.005", ReasonCode.AMOUNT_TOO_FINE),
        ("-5", ReasonCode.AMOUNT_NEGATIVE),
        ("－5", ReasonCode.AMOUNT_NEGATIVE),
        ("1000000000000", ReasonCode.AMOUNT_TOO_LARGE),
        ("9" * 5000, ReasonCode.AMOUNT_TOO_LARGE),
    ],
)
def test_refused(text: str, code: ReasonCode) -> None:
    found = parse_yuan(text)
    assert isinstance(found, Problem)
    assert (found.code, found.field) == (code, "amount")


@pytest.mark.parametrize(
    ("fen", "text"),
    [
        (0, "零元整"),
        (5, "伍分"),
        (50, "伍角整"),
        (55, "伍角伍分"),
        (100, "壹元整"),
        (105, "壹元零伍分"),
        (1000, "壹拾元整"),
        (128650, "壹仟贰佰捌拾陆元伍角整"),
        (168032, "壹仟陆佰捌拾元零叁角贰分"),
        (1640902, "壹万陆仟肆佰零玖元零贰分"),
        (32504, "叁佰贰拾伍元零肆分"),
        (140950, "壹仟肆佰零玖元伍角整"),
        (600714, "陆仟零柒元壹角肆分"),
        (10700053, "壹拾万柒仟元零伍角叁分"),
        (10000000, "壹拾万元整"),
        (10000100, "壹拾万零壹元整"),
        (100000000_00, "壹亿元整"),
        (100000001_00, "壹亿零壹元整"),
        (100100000_00, "壹亿零壹拾万元整"),
        (1, "壹分"),
        (10, "壹角整"),
        (1005, "壹拾元零伍分"),
        (1000000_00, "壹佰万元整"),
        (100000001_50, "壹亿零壹元伍角整"),
        (MAX_FEN, "玖仟玖佰玖拾玖亿玖仟玖佰玖拾玖万玖仟玖佰玖拾玖元玖角玖分"),
    ],
)
def test_capitals(fen: int, text: str) -> None:
    assert in_capitals(fen) == text


@given(st.integers(0, MAX_FEN))
def test_capitals_there_and_back(fen: int) -> None:
    text = in_capitals(fen)
    assert read_capitals(text) == fen
    assert "零零" not in text
    assert not text.startswith("零") or fen == 0


@given(st.integers(0, MAX_FEN))
def test_figures_there_and_back(fen: int) -> None:
    assert parse_yuan(format_yuan(fen)) == fen


def test_figures() -> None:
    assert format_yuan(128600) == "1,286.00"
    assert format_yuan(5) == "0.05"
    assert format_yuan(-128605) == "-1,286.05"


@pytest.mark.parametrize("fen", [-1, MAX_FEN + 1])
def test_amounts_out_of_range_have_no_capitals(fen: int) -> None:
    with pytest.raises(ValueError, match="range"):
        in_capitals(fen)


@given(st.text(max_size=30))
def test_no_text_breaks_the_reader(text: str) -> None:
    parse_yuan(text)
