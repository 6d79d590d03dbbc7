"""Case numbers: every single wrong character and every swap of neighbours is found."""

from __future__ import annotations

import string

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.case_number import ALPHABET, DEVICE_LETTERS, CaseNumber, CaseNumberError, make, parse

BRANCHES = st.text("0123456789", min_size=4, max_size=6)
NUMBERS = st.builds(
    make, BRANCHES, st.integers(2000, 2099), st.sampled_from(DEVICE_LETTERS), st.integers(1, 999_999_999)
)
ANY_CHARACTER = string.digits + string.ascii_uppercase + "-"


def is_refused(text: str) -> bool:
    try:
        parse(text)
    except CaseNumberError:
        return True
    return False


def test_the_form() -> None:
    assert make("0102", 2026, "A", 32) == "TS0102-26A00032-W"
    assert parse("TS0102-26A00032-W") == CaseNumber("0102", 2026, "A", 32)
    assert str(CaseNumber("0102", 2026, "A", 32)) == "TS0102-26A00032-W"


def test_the_alphabet_leaves_out_what_is_misread() -> None:
    assert len(ALPHABET) == 31
    assert not set("IOZSV") & set(ALPHABET)


@pytest.mark.parametrize(
    "text",
    [
        "ts0102-26a00032-w",
        "TS010226A00032W",
        " TS0102 - 26A 00032 - W ",
        "ＴＳ０１０２－２６Ａ０００３２－Ｗ",
        "TS0102—26A00032—W",
        "TS0102 26A00032 W",
        "ts0102\u300026a00032\u3000w",
    ],
)
def test_as_people_type_it(text: str) -> None:
    assert parse(text) == CaseNumber("0102", 2026, "A", 32)


@pytest.mark.parametrize("text", ["", "K", "TS", "TS0102-26A00032", "TſO102-26A00032-W", "TS0102-26A00032-W\n0", "XX"])
def test_what_is_no_number_at_all(text: str) -> None:
    with pytest.raises(CaseNumberError) as caught:
        parse(text)
    assert caught.value.code == "form"


def test_a_wrong_character_is_named_as_such() -> None:
    with pytest.raises(CaseNumberError) as caught:
        parse("TS0102-26A00033-W")
    assert caught.value.code == "check"


@pytest.mark.parametrize(
    ("branch", "year", "letter", "counter"),
    [
        ("102", 2026, "A", 1),
        ("0102", 1999, "A", 1),
        ("0102", 2100, "A", 1),
        ("0102", 2026, "S", 1),
        ("0102", 2026, "a", 1),
        ("0102", 2026, "A", 0),
        ("0102", 2026, "A", 10**9),
        ("01 2", 2026, "A", 1),
    ],
)
def test_parts_out_of_range(branch: str, year: int, letter: str, counter: int) -> None:
    with pytest.raises(CaseNumberError):
        make(branch, year, letter, counter)


@pytest.mark.parametrize(
    "number",
    [
        "TS0102-26A00032-W",
        make("0102", 2026, "Y", 99999),
        make("310101", 2099, "H", 123456),
        make("9999", 2000, "A", 1),
        make("000000", 2031, "W", 999_999_999),
    ],
)
def test_every_single_wrong_character_and_every_swap_exhaustively(number: str) -> None:
    for place, right in enumerate(number):
        for wrong in ANY_CHARACTER:
            if wrong != right and not (right == "-" and wrong == "-"):
                assert is_refused(number[:place] + wrong + number[place + 1 :]), (place, wrong)
    for place in range(len(number) - 1):
        first, second = number[place : place + 2]
        if first != second:
            assert is_refused(number[:place] + second + first + number[place + 2 :]), place


@given(NUMBERS, st.data())
def test_every_single_wrong_character(number: str, data: st.DataObject) -> None:
    compact = number.replace("-", "")
    place = data.draw(st.integers(0, len(compact) - 1))
    wrong = data.draw(st.sampled_from([c for c in ANY_CHARACTER if c not in ("-", compact[place])]))
    assert is_refused(compact[:place] + wrong + compact[place + 1 :])


@given(NUMBERS, st.data())
def test_every_swap_of_neighbours(number: str, data: st.DataObject) -> None:
    compact = number.replace("-", "")
    pairs = [n for n in range(len(compact) - 1) if compact[n] != compact[n + 1]]
    place = data.draw(st.sampled_from(pairs))
    assert is_refused(compact[:place] + compact[place + 1] + compact[place] + compact[place + 2 :])


@given(BRANCHES, st.integers(2000, 2099), st.sampled_from(DEVICE_LETTERS), st.integers(1, 999_999_999))
def test_there_and_back(branch: str, year: int, letter: str, counter: int) -> None:
    assert parse(make(branch, year, letter, counter)) == CaseNumber(branch, year, letter, counter)


@given(st.sets(st.tuples(st.sampled_from(DEVICE_LETTERS), st.integers(1, 200_000)), min_size=2, max_size=40))
def test_two_pcs_never_make_the_same_number(made: set[tuple[str, int]]) -> None:
    assert len({make("0102", 2026, letter, counter) for letter, counter in made}) == len(made)


@given(st.text(max_size=30))
def test_no_text_breaks_the_reader(text: str) -> None:
    is_refused(text)
