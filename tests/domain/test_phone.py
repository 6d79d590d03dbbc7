"""Telephone numbers as people say and write them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.phone import normalise_phone
from app.domain.reasons import ReasonCode
from app.domain.refusal import Problem


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("", ""),
        ("  ", ""),
        ("13812342716", "13812342716"),
        ("138 1234 2716", "13812342716"),
        ("138-1234-2716", "13812342716"),
        ("１３８１２３４２７１６", "13812342716"),
        ("１３８　１２３４　２７１６", "13812342716"),
        ("138—1234—2716", "13812342716"),
        ("+86 138 1234 2716", "13812342716"),
        ("＋８６１３８１２３４２７１６", "13812342716"),
        ("0086-13812342716", "13812342716"),
        ("(+86)13812342716", "13812342716"),
        ("013812342716", "13812342716"),
        ("010-62345678", "010-62345678"),
        ("01062345678", "010-62345678"),
        ("(010) 6234 5678", "010-62345678"),
        ("（010）62345678", "010-62345678"),
        ("+86 10 62345678", "010-62345678"),
        ("+86-755-88888888", "0755-88888888"),
        ("0755 8888888", "0755-8888888"),
        ("0755-88888888-801", "0755-88888888-801"),
        ("075588888888转801", "0755-88888888-801"),
        ("010-62345678 ext. 12", "010-62345678-12"),
        ("010-62345678 分机 12", "010-62345678-12"),
        ("010-62345678#12", "010-62345678-12"),
        ("0310-3123456", "0310-3123456"),
        ("95588", "95588"),
        ("+86 95588", "95588"),
        ("400-812-3123", "4008123123"),
        ("400 812 3123 转 6", "4008123123-6"),
        ("12378", "12378"),
        ("+44 20 7946 0000", "+442079460000"),
        ("00442079460000", "+442079460000"),
        ("+852 2123 4567", "+85221234567"),
        ("+1 (415) 555-0123", "+14155550123"),
    ],
)
def test_kept(text: str, kept: str) -> None:
    assert normalise_phone(text) == kept


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("无", ReasonCode.PHONE_UNREADABLE),
        ("13812342716/13912342716", ReasonCode.PHONE_UNREADABLE),
        ("138123427l6", ReasonCode.PHONE_UNREADABLE),
        ("138\n1234\t2716x", ReasonCode.PHONE_UNREADABLE),
        ("٠١٢٣٤٥٦٧٨٩", ReasonCode.PHONE_UNREADABLE),
        ("62345678", ReasonCode.PHONE_NO_AREA_CODE),
        ("6234567", ReasonCode.PHONE_NO_AREA_CODE),
        ("1381234271", ReasonCode.PHONE_WRONG_LENGTH),
        ("138123427161", ReasonCode.PHONE_WRONG_LENGTH),
        ("12812342716", ReasonCode.PHONE_WRONG_LENGTH),
        ("13812342716转1", ReasonCode.PHONE_WRONG_LENGTH),
        ("010-12345678", ReasonCode.PHONE_WRONG_LENGTH),
        ("+441", ReasonCode.PHONE_WRONG_LENGTH),
        ("+1234567890123456", ReasonCode.PHONE_WRONG_LENGTH),
        ("5551234567", ReasonCode.PHONE_WRONG_LENGTH),
        ("+86", ReasonCode.PHONE_WRONG_LENGTH),
    ],
)
def test_refused(text: str, code: ReasonCode) -> None:
    found = normalise_phone(text)
    assert isinstance(found, Problem), found
    assert (found.code, found.field) == (code, "phone")


@given(st.from_regex(r"1[3-9][0-9]{9}", fullmatch=True), st.lists(st.integers(1, 10), max_size=4))
def test_spaces_and_hyphens_never_matter(number: str, places: list[int]) -> None:
    text = number
    for place in sorted(places, reverse=True):
        text = f"{text[:place]} {text[place:]}"
    assert normalise_phone(text) == number
    assert normalise_phone(text.replace(" ", "-").replace("--", "-")) == number
    assert normalise_phone(f"+86{text}") == number


@given(st.text(alphabet="0123456789+-() 转x#１２Ａ\n\t", max_size=24) | st.text(max_size=24))
def test_what_is_kept_is_kept_again(text: str) -> None:
    kept = normalise_phone(text)
    if isinstance(kept, str):
        assert normalise_phone(kept) == kept
