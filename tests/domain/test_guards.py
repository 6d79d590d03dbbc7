"""Authentication data is refused, card numbers are warned of, and what people complain about passes."""

from __future__ import annotations

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from support.cases import RULES, TELLER, Scene, at, form

from app.domain.commands import AddNote
from app.domain.guards import (
    Guarded,
    card_numbers_in,
    find_secrets,
    guard_findings,
    mask_card_numbers,
    mask_found,
    secrets_in,
)
from app.domain.intake import normalise_intake

CARD_16, CARD_19 = "4111111111111111", "6222021234567890128"


def kinds(text: str) -> list[str]:
    return [finding.kind.value for finding in find_secrets(text)]


@pytest.mark.parametrize(
    ("text", "masked"),
    [
        ("卡号4111111111111111被盗刷", "卡号411111******1111被盗刷"),
        ("4111 1111 1111 1111", "4111 11** **** 1111"),
        ("4111-1111-1111-1111。", "4111-11**-****-1111。"),
        ("４１１１１１１１１１１１１１１１", "４１１１１１******１１１１"),
        ("2026年11月20日 4111111111111111", "2026年11月20日 411111******1111"),
        ("20261120 4111 1111 1111 1111 123", "20261120 4111 11** **** 1111 123"),
        ("两张：4111111111111111和5500005555555559", "两张：411111******1111和550000******5559"),
    ],
)
def test_card_numbers_are_found_and_masked(text: str, masked: str) -> None:
    assert mask_card_numbers(text) == masked
    assert card_numbers_in(masked) == ()
    assert secrets_in(text, "narrative") == ()


def test_a_card_of_nineteen_digits() -> None:
    number = next(f"622202123456789012{n}" for n in range(10) if card_numbers_in(f"622202123456789012{n}"))
    assert mask_card_numbers(f"尾号{number}。") == f"尾号622202*********{number[-4:]}。"
    spaced = f"{number[:4]} {number[4:8]} {number[8:12]} {number[12:16]} {number[16:]}"
    assert len(card_numbers_in(spaced)) == 1
    assert len(card_numbers_in(f"{number[:6]} {number[6:]}")) == 1


@pytest.mark.parametrize(
    "text",
    [
        "4111111111111112",
        "身份证11010519491231002X",
        "身份证 440524188001010014 和 340306197804050869",
        "电话13812342716 13912345678",
        "流水号2026112014325512",
        "金额 1,286.00 元，2026-11-20 至 2026-12-20",
        "0000000000000000",
        "4111111111111111111111111",
        "共16位",
    ],
)
def test_other_numbers_are_no_cards(text: str) -> None:
    assert card_numbers_in(text) == ()


@pytest.mark.parametrize(
    ("text", "kind", "value"),
    [
        ("对方让我报CVN 123", Guarded.CARD_CODE, "123"),
        ("cvv2：１２３，", Guarded.CARD_CODE, "１２３"),
        ("CVC码是4567", Guarded.CARD_CODE, "4567"),
        ("安全码123已告诉对方", Guarded.CARD_CODE, "123"),
        ("卡背面三位数字是 887", Guarded.CARD_CODE, "887"),
        ("签名栏后三位：001", Guarded.CARD_CODE, "001"),
        ("我的密码是123456，请帮我查", Guarded.AUTH_CODE, "123456"),
        ("取款密码654321", Guarded.AUTH_CODE, "654321"),
        ("密码：abc12345", Guarded.AUTH_CODE, "abc12345"),
        ("登录密码为 Passw0rd!", Guarded.AUTH_CODE, "Passw0rd!"),
        ("密码就是woaini", Guarded.AUTH_CODE, "woaini"),
        ("支付密码被改成888888了", Guarded.AUTH_CODE, "888888"),
        ("我把验证码 123456 告诉了他", Guarded.AUTH_CODE, "123456"),
        ("验证码（889912）", Guarded.AUTH_CODE, "889912"),
        ("password: hunter2", Guarded.AUTH_CODE, "hunter2"),
        ("my PIN is 4711", Guarded.AUTH_CODE, "4711"),
        ("pwd=zhang_san", Guarded.AUTH_CODE, "zhang_san"),
        ("信用卡有效期12/28", Guarded.CARD_EXPIRY, "12/28"),
        ("卡片有效期至 08/2029", Guarded.CARD_EXPIRY, "08/2029"),
        ("卡有效期：1128", Guarded.CARD_EXPIRY, "1128"),
        ("信用卡的有效期到2028年12月", Guarded.CARD_EXPIRY, "2028年12月"),
        ("card expiry 11/27", Guarded.CARD_EXPIRY, "11/27"),
    ],
)
def test_authentication_data_is_found(text: str, kind: Guarded, value: str) -> None:
    (finding,) = find_secrets(text)
    assert (finding.kind, text[finding.start : finding.end]) == (kind, value)
    (problem,) = secrets_in(text, "narrative")
    assert problem.field == "narrative"
    assert value not in str(problem.details["found"])
    assert find_secrets(mask_found(text, find_secrets(text))) == ()


@pytest.mark.parametrize(
    "text",
    [
        "密码错误",
        "忘记密码，柜台不给重置",
        "修改密码后无法登录",
        "密码连续输错3次被锁定",
        "密码输入5次均提示错误",
        "取款密码是6位数字，我没有告诉别人",
        "密码：******",
        "密码是柜员帮我设的",
        "密码2026年11月被人改过",
        "密码是2026年设的",
        "2026年11月20日修改密码",
        "验证码收不到，打95588没人接",
        "验证码95588发来的短信",
        "验证码是95588发的",
        "验证码60秒内有效",
        "一天收到1000条验证码",
        "安全码在哪里看不懂",
        "安全码不知道",
        "CVN码被问了3次",
        "要求提供卡背面三位数，我拒绝了",
        "密码器坏了，编号在柜台",
        "The password is incorrect",
        "password: wrong",
        "I forgot my PIN and waited 40 minutes",
        "优惠券有效期至12/31",
        "身份证有效期到2028年12月",
        "信用卡到期未换卡",
        "卡有效期已过，未收到新卡",
        "存单有效期12/28",
        "动态密码未收到，等待 1 小时",
        "密码信封未拆封，2026-11-20领取",
        "",
        "全是汉字没有数字",
    ],
)
def test_complaints_about_passwords_and_cards_pass(text: str) -> None:
    assert secrets_in(text, "narrative") == ()
    assert kinds(text) == []


def test_the_form_refuses_secrets_at_their_field() -> None:
    found = normalise_intake(
        form(narrative="密码是123456", remedy_sought="CVN 123", respondent_words="卡号4111111111111111"),
        at("2026-11-20 10:00"),
        RULES.taxonomy,
    )
    assert isinstance(found, tuple)
    assert [(problem.code, problem.field) for problem in found] == [
        ("auth_code_in_text", "narrative"),
        ("card_code_in_text", "remedy_sought"),
    ]


def test_what_is_found_in_a_form_names_its_fields() -> None:
    typed = form(narrative=f"卡{CARD_16}，密码是123456", remedy_sought=f"退到{CARD_16}")
    assert [(item.field, item.finding.kind) for item in guard_findings(typed)] == [
        ("narrative", Guarded.CARD_NUMBER),
        ("narrative", Guarded.AUTH_CODE),
        ("remedy_sought", Guarded.CARD_NUMBER),
    ]


def test_later_free_texts_are_guarded_too() -> None:
    scene = Scene(at("2026-11-20 10:00"))
    scene.register()
    assert scene.refused(TELLER, AddNote("客户说密码是123456")).code == "auth_code_in_text"
    scene.do(TELLER, AddNote("客户忘记密码，已指引重置"))


PIECES = st.sampled_from(
    [
        CARD_16,
        CARD_19,
        "密码是",
        "123456",
        "CVN",
        " ",
        "-",
        "卡有效期",
        "12/28",
        "1",
        "\n",
        "验证码",
        "王芳",
        "４",
        "：",
    ]
)


@given(st.lists(PIECES | st.text(max_size=5), max_size=12).map("".join))
def test_masking_changes_nothing_but_what_was_found(text: str) -> None:
    findings = find_secrets(text)
    masked = mask_found(text, findings)
    inside = {place for finding in findings for place in range(finding.start, finding.end)}
    assert len(masked) == len(text)
    assert all(masked[place] == text[place] for place in range(len(text)) if place not in inside)
    assert all(0 <= item.begins <= item.start < item.end <= len(text) for item in findings)
    assert secrets_in(text, "f") == () or any(item.kind is not Guarded.CARD_NUMBER for item in findings)


@settings(max_examples=30)
@given(st.text(st.characters(min_codepoint=0x4E00, max_codepoint=0x9FFF), max_size=200))
def test_plain_chinese_is_never_touched(text: str) -> None:
    assert find_secrets(text) == ()


@pytest.mark.parametrize("unit", ["长", "1", "密码是", "卡号4111 1111 1111 1111，", "1 ", "密码 ", "a1", "有效期"])
def test_twenty_thousand_characters_are_quick(unit: str) -> None:
    text = (unit * 20_000)[:20_000]
    began = time.perf_counter()
    find_secrets(text)
    secrets_in(text, "narrative")
    assert time.perf_counter() - began < 0.25
