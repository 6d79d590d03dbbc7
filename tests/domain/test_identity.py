"""Identity numbers: checksum and date decide, the region is a hint."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.identity import ResidentId, check_id, check_resident_id, check_uscc
from app.domain.reasons import ReasonCode
from app.domain.refusal import Problem

WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)


def number_of(region: int, birth: date, order: int) -> str:
    head = f"{region:06d}{birth:%Y%m%d}{order:03d}"
    return head + "10X98765432"[sum(int(c) * w for c, w in zip(head, WEIGHTS, strict=True)) % 11]


NUMBERS = st.builds(
    number_of, st.integers(110000, 659999), st.dates(date(1900, 1, 1), date(2026, 11, 20)), st.integers(1, 999)
)


@pytest.mark.parametrize(
    ("text", "number", "birth", "is_male", "region"),
    [
        ("11010519491231002X", "11010519491231002X", date(1949, 12, 31), False, "北京"),
        ("440524188001010014", "440524188001010014", date(1880, 1, 1), True, "广东"),
        ("110105 19491231 002x", "11010519491231002X", date(1949, 12, 31), False, "北京"),
        ("１１０１０５１９４９１２３１００２Ｘ", "11010519491231002X", date(1949, 12, 31), False, "北京"),
        ("110105-19491231-002X", "11010519491231002X", date(1949, 12, 31), False, "北京"),
    ],
)
def test_real_numbers(text: str, number: str, birth: date, is_male: bool, region: str) -> None:
    assert check_resident_id(text) == ResidentId(number, birth, is_male, region)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("340306197804050865", ReasonCode.ID_CHECK),
        ("11010519491231002", ReasonCode.ID_LENGTH),
        ("110105491231002", ReasonCode.ID_LENGTH),  # the form with 15 digits ended in 2013
        ("1101051949123100２X9", ReasonCode.ID_LENGTH),
        ("11010519490231002X", ReasonCode.ID_DATE),
        ("11010517991231002X", ReasonCode.ID_DATE),
        ("1101051949123100XX", ReasonCode.ID_CHARACTER),
        ("1101051949123100²X", ReasonCode.ID_CHARACTER),
        ("一一〇一〇五一九四九一二三一〇〇二", ReasonCode.ID_LENGTH),
    ],
)
def test_what_is_refused(text: str, code: ReasonCode) -> None:
    found = check_resident_id(text)
    assert isinstance(found, Problem)
    assert (found.code, found.field) == (code, "id_number")


def test_nobody_is_born_tomorrow() -> None:
    number = number_of(110105, date(2026, 11, 21), 1)
    assert isinstance(check_resident_id(number, today=date(2026, 11, 21)), ResidentId)
    found = check_resident_id(number, today=date(2026, 11, 20))
    assert isinstance(found, Problem)
    assert found.code == ReasonCode.ID_DATE


@given(NUMBERS)
def test_every_number_made_by_the_rule_is_accepted(number: str) -> None:
    assert isinstance(check_resident_id(number), ResidentId)


@given(NUMBERS, st.integers(0, 17), st.sampled_from("0123456789"))
def test_every_single_wrong_digit_is_found(number: str, place: int, wrong: str) -> None:
    other = number[:place] + wrong + number[place + 1 :]
    assert isinstance(check_resident_id(other), Problem if other != number else ResidentId)


def test_credit_code() -> None:
    assert check_uscc("91110000600037341L") == "91110000600037341L"
    assert check_uscc("9111 0000 6000 3734 1l") == "91110000600037341L"


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("91110000600037342L", ReasonCode.USCC_CHECK),
        ("9111000060003734", ReasonCode.USCC_LENGTH),
        ("91110000600037341I", ReasonCode.USCC_CHARACTER),
    ],
)
def test_wrong_credit_codes(text: str, code: ReasonCode) -> None:
    found = check_uscc(text)
    assert isinstance(found, Problem)
    assert found.code == code


@pytest.mark.parametrize(
    ("kind", "text", "kept"),
    [
        ("", "", ("", "")),
        ("passport", "  ", ("passport", "")),
        ("", "11010519491231002x", ("resident_id", "11010519491231002X")),
        ("household", "11010519491231002X", ("household", "11010519491231002X")),
        ("passport", "e 1234567 8", ("passport", "E12345678")),
        ("hmt_permit", "810000 19900101 0019", ("hmt_permit", "810000199001010019")),
        ("other", "H0123456789", ("other", "H0123456789")),
        ("uscc", "91350100M000100Y43", ("uscc", "91350100M000100Y43")),
        ("permanent_residence", "CHN110081010101", ("permanent_residence", "CHN110081010101")),
        ("military", "军字第1234567号", ("military", "军字第1234567号")),
        ("other", "证 88", ("other", "证88")),
    ],
)
def test_papers(kind: str, text: str, kept: tuple[str, str]) -> None:
    assert check_id(kind, text) == kept


@pytest.mark.parametrize(
    ("kind", "text", "code"),
    [
        ("", "E12345678", ReasonCode.ID_KIND_MISSING),
        ("", "340306197804050865", ReasonCode.ID_CHECK),
        ("resident_id", "E12345678", ReasonCode.ID_LENGTH),
        ("passport", "???", ReasonCode.ID_UNREADABLE),
        ("permanent_residence", "911234199001010019", ReasonCode.ID_CHECK),
        ("permanent_residence", "CHN110081310101", ReasonCode.PERMANENT_RESIDENCE_FORM),
        ("permanent_residence", "CHN110081023001", ReasonCode.PERMANENT_RESIDENCE_FORM),
        ("permanent_residence", "12345", ReasonCode.PERMANENT_RESIDENCE_FORM),
        ("hmt_permit", "H0123456789", ReasonCode.RESIDENCE_PERMIT_EXPECTED),
        ("hmt_permit", "11010519491231002X", ReasonCode.RESIDENCE_PERMIT_EXPECTED),
        ("hmt_permit", "810000199001010010", ReasonCode.ID_CHECK),
        ("hmt_permit", "8100001990", ReasonCode.RESIDENCE_PERMIT_EXPECTED),
        ("uscc", "91350100M000100Y44", ReasonCode.USCC_CHECK),
        ("passport", "ABCDEF", ReasonCode.ID_UNREADABLE),
        ("other", "一" * 41, ReasonCode.ID_UNREADABLE),
    ],
)
def test_papers_refused(kind: str, text: str, code: ReasonCode) -> None:
    found = check_id(kind, text)
    assert isinstance(found, Problem)
    assert found.code == code


@given(st.text(max_size=40), st.sampled_from(["", "resident_id", "passport", "permanent_residence", "other"]))
def test_no_text_breaks_the_check(text: str, kind: str) -> None:
    check_id(kind, text)
    check_uscc(text)


def test_numbers_do_not_show_in_a_repr() -> None:
    assert "1949" not in repr(check_resident_id("11010519491231002X"))
