"""Names as people have them."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.masking import mask_account, mask_email, mask_id, mask_name, mask_phone
from app.domain.names import MAX_NAME, clean_name, suggest_separator
from app.domain.reasons import ReasonCode
from app.domain.refusal import Problem

RARE = (Path(__file__).parent / "data" / "beyond_bmp.txt").read_text(encoding="utf-8").split()


def test_the_standard_table_has_196_characters_beyond_the_bmp() -> None:
    assert len(RARE) == 196
    assert all(ord(character) > 0xFFFF for character in RARE)


@pytest.mark.parametrize("character", RARE)
def test_rare_characters_are_one_character(character: str) -> None:
    name = "王" + character + character
    assert clean_name(name) == name
    assert mask_name(name) == f"王*{character}"
    assert mask_name("王" + character) == "王*"


@pytest.mark.parametrize(
    "name",
    [
        "王芳",
        "买买提·吐尔逊",
        "阿卜杜热西提·阿卜杜热依木·买买提吐尔逊·阿卜力克木·吐尔逊江·艾合买提·穆罕默德·伊斯玛伊力·阿布都热合曼",
        "Nguyễn Thị Minh Khai",
        "O'Brien-Smith, Seán",
        "𫖮" * MAX_NAME,
        "田中　太郎",
        "ทักษิณ ชินวัตร",
    ],
)
def test_kept_as_they_are(name: str) -> None:
    assert clean_name(name) == name


def test_white_space_at_the_ends_goes() -> None:
    assert clean_name(" 　王芳\t\n") == "王芳"
    assert clean_name("   ") == ""


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("王" * (MAX_NAME + 1), ReasonCode.NAME_TOO_LONG),
        ("王\n芳", ReasonCode.NAME_HAS_CONTROL),
        ("王\x07芳", ReasonCode.NAME_HAS_CONTROL),
        ("王\0芳", ReasonCode.TEXT_NOT_STORABLE),
        ("王\ud800芳", ReasonCode.TEXT_NOT_STORABLE),
    ],
)
def test_refused(name: str, code: ReasonCode) -> None:
    found = clean_name(name)
    assert isinstance(found, Problem)
    assert found.code == code


def test_the_separator_is_suggested_never_put_in() -> None:
    assert suggest_separator("买买提•吐尔逊") == "买买提·吐尔逊"
    assert suggest_separator("买买提・吐尔逊") == "买买提·吐尔逊"
    assert suggest_separator("买买提·吐尔逊") is None
    assert clean_name("买买提•吐尔逊") == "买买提•吐尔逊"


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("", ""),
        ("张", "张*"),
        ("张三", "张*"),
        ("王芳芳", "王*芳"),
        ("王小芳芳", "王**芳"),
        ("欧阳", "欧*"),
        ("欧阳娜", "欧阳*"),
        ("欧阳娜娜", "欧阳**"),
        ("诸葛亮", "诸葛*"),
        ("买买提·吐尔逊", "买买提·***"),
        ("买买提·吐尔逊·阿不都", "买买提·***"),
        ("John Smith", "J*** S***"),
        ("Nguyễn Thị Minh", "N*** T*** M***"),
        ("张John", "张***"),
        ("·吐尔逊", "·***"),
        ("·", "·***"),
    ],
)
def test_masked_names(name: str, shown: str) -> None:
    assert mask_name(name) == shown


@pytest.mark.parametrize(
    ("phone", "shown"),
    [
        ("", ""),
        ("13812342716", "138****2716"),
        ("010-62345678", "010-******78"),
        ("0755-8888888-801", "0755-*****88"),
        ("95588", "*****"),
        ("+442079460000", "+44******0000"),
        ("123", "***"),
    ],
)
def test_masked_phones(phone: str, shown: str) -> None:
    assert mask_phone(phone) == shown


@pytest.mark.parametrize(
    ("number", "shown"),
    [("", ""), ("11010519491231002X", "110***********002X"), ("E12345678", "E******78"), ("A1", "**")],
)
def test_masked_identity(number: str, shown: str) -> None:
    assert mask_id(number) == shown


def test_masked_accounts_and_mail() -> None:
    assert mask_account("6222021234567890") == "****7890"
    assert mask_account("7890") == "****7890"
    assert mask_account("") == ""
    assert mask_email("zhang@bank.example") == "z***@bank.example"
    assert mask_email("zhang") == "***"
    assert mask_email("") == ""


@given(st.text(min_size=1, max_size=60))
def test_a_mask_never_shows_a_whole_name(name: str) -> None:
    cleaned = clean_name(name)
    if isinstance(cleaned, str) and cleaned:
        assert mask_name(cleaned) != cleaned
        assert "*" in mask_name(cleaned)


@given(st.text(alphabet="0123456789-+X", max_size=20))
def test_a_mask_never_shows_a_whole_number(number: str) -> None:
    for mask in (mask_phone, mask_id):
        shown = mask(number)
        assert shown.count("*") >= min(2, len(number))
