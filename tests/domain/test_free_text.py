"""Free texts as screens show them: nothing of the people of a case in clear, and everything else as it stood."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.free_text import Known, mask_text, masker

WANG = Known(
    names=("王芳芳", "欧阳修文", "买买提·艾力", "John Smith"),
    phones=("13810242716", "010-66221234"),
    numbers=("11010519491231002X", "E12345678"),
    addresses=("北京市朝阳区建国路88号院3号楼1201室",),
)
VALUES = [*WANG.names, "13810242716", "01066221234", "11010519491231002X", "E12345678", *WANG.addresses]


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("客户王芳芳来电", "客户王*芳来电"),
        ("王 芳 芳来电", "王 * 芳来电"),
        ("欧阳修文的代理人", "欧阳**的代理人"),
        ("买买提·艾力到场", "买买提·**到场"),
        ("Mr John Smith called", "Mr J*** S**** called"),
        ("Smithson is another", "Smithson is another"),
        ("电话13810242716。", "电话138****2716。"),
        ("138 1024 2716", "138 **** 2716"),
        ("１３８１０２４２７１６", "１３８****２７１６"),
        ("座机010-66221234", "座机010-****1234"),
        ("证件11010519491231002x号", "证件110***********002x号"),
        ("护照E12345678", "护照E******78"),
        ("住北京市朝阳区建国路88号院3号楼1201室", "住北京市朝阳区***************"),
        ("别人的手机15912345678", "别人的手机159****5678"),
        ("别人的证件440524188001010014", "别人的证件440***********0014"),
        ("卡号6222021234567890128", "卡号622202*********0128"),
        ("发到zhang.san@bank.example", "发到z********@bank.example"),
        ("金额1000000.00元，2026-11-22办理，回执202611220001", "金额1000000.00元，2026-11-22办理，回执202611220001"),
        ("编号TS0102-26A00001-7", "编号TS0102-26A00001-7"),
        ("", ""),
    ],
)
def test_what_screens_show(text: str, shown: str) -> None:
    assert mask_text(text, WANG) == shown


_PIECES = st.one_of(
    st.sampled_from(VALUES),
    st.text(alphabet="的在柜台取款机a b，。\n0 -·王芳", max_size=12),
    st.text(max_size=6),
)


@given(st.lists(_PIECES, max_size=8).map("，".join))
def test_no_known_value_is_left_and_the_length_stays(text: str) -> None:
    shown = mask_text(text, WANG)
    assert len(shown) == len(text)
    folded = "".join(shown.split()).replace("-", "").replace("·", "").lower()
    for name in ("王芳芳", "欧阳修文", "买买提艾力", "johnsmith"):
        assert name not in folded
    for place, character in enumerate(shown):
        assert character in ("*", text[place])


@given(st.lists(_PIECES, max_size=6).map("。".join))
def test_masking_twice_is_masking_once(text: str) -> None:
    shown = mask_text(text, WANG)
    assert mask_text(shown, WANG) == shown


@given(st.text(max_size=60))
def test_without_people_and_without_forms_nothing_changes(text: str) -> None:
    if not any(character.isdigit() or character == "@" for character in text):
        assert mask_text(text) == text


@pytest.mark.parametrize("value", VALUES)
def test_every_value_is_hidden_wherever_it_stands(value: str) -> None:
    mask = masker(WANG)
    for around in ("{}", "客户{}说", "（{}）", "\n{}\n", "先{}后{}"):
        text = around.format(value, value)
        assert value not in mask(text), around


def test_nobody_stands_in_what_is_logged() -> None:
    assert repr(WANG) == "<Known>"
