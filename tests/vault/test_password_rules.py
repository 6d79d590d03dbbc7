"""Which new passwords are good enough."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.vault.common_passwords import COMMON
from app.vault.errors import WeakPasswordError
from app.vault.passwords import LONGEST, SHORTEST, check_new_password, password_bytes


@pytest.mark.parametrize(
    "password",
    [
        "correct horse",
        "吃葡萄不吐葡萄皮",
        "Kx7#mQ2p",
        "周一早上喝豆浆吃油条",
        "a" * 7 + "bcd",
        "x" * 128 + "yz",
        "赵𬀩的第一辆自行车",
    ],
)
def test_good_ones(password: str) -> None:
    check_new_password(password, personal=("T001", "王芳", "TS0102"))


@pytest.mark.parametrize(
    ("password", "code"),
    [
        ("", "password_too_short"),
        ("short 7", "password_too_short"),
        ("x" * (LONGEST + 1), "password_too_long"),
        ("password1", "password_common"),
        ("PassWord1", "password_common"),
        ("ｐａｓｓｗｏｒｄ", "password_common"),
        ("1 2 3 4 5 6 7 8", "password_common"),
        ("76543210", "password_common"),
        ("abcdefghij", "password_common"),
        ("aaaaaaaa", "password_common"),
        ("abababab", "password_common"),
        ("xyzxyzxyz", "password_common"),
        ("woaini1314", "password_common"),
        ("一二三四五六七八", "password_common"),
        ("T001T001", "password_personal"),
        ("ts0102T001", "password_personal"),
        ("王芳T0012026"[:8], "password_personal"),
        ("TS0102!!", "password_personal"),
    ],
)
def test_bad_ones(password: str, code: str) -> None:
    with pytest.raises(WeakPasswordError) as caught:
        check_new_password(password, personal=("T001", "王芳", "TS0102"))
    assert caught.value.code == code
    assert password not in str(caught.value) or not password


def test_the_list_holds_nothing_that_length_refuses_already() -> None:
    assert all(len(word) >= SHORTEST for word in COMMON)
    assert all(word == word.casefold() for word in COMMON)


@given(st.text(max_size=400))
def test_any_text_is_a_possible_password(text: str) -> None:
    assert isinstance(password_bytes(text), bytearray)


def test_a_passphrase_may_ask_for_more() -> None:
    with pytest.raises(WeakPasswordError) as caught:
        check_new_password("elf chars!!", shortest=12)
    assert caught.value.details == {"shortest": 12}
