"""Money as whole fen; read as people type it, written in figures and in Chinese capitals (大写)."""

from __future__ import annotations

import re

from app.domain.reading import plain_ascii
from app.domain.reasons import ReasonCode
from app.domain.refusal import Problem

MAX_FEN = 10**14 - 1
"""Below one trillion yuan; more is a slip of the finger."""

_NUMBER = re.compile(r"([0-9]{1,3}(?:,[0-9]{3})+|[0-9]+)(?:\.([0-9]+))?")
_DIGITS = "零壹贰叁肆伍陆柒捌玖"
_PLACES = ("", "拾", "佰", "仟")


def parse_yuan(text: str, field: str = "amount") -> int | Problem:
    """Whole fen of an amount in yuan such as "1,286.00", "¥1286" or "1286元"."""
    plain = plain_ascii(text).strip().removeprefix("人民币").strip()
    plain = re.sub(r"^(?:RMB|CNY|¥|￥)\s*", "", plain, flags=re.IGNORECASE)
    plain = re.sub(r"\s*(?:元整?|圆整?|yuan)$", "", plain, flags=re.IGNORECASE).strip()
    if plain.startswith("-"):
        return Problem(ReasonCode.AMOUNT_NEGATIVE, field)
    found = _NUMBER.fullmatch(plain)
    if found is None:
        return Problem(ReasonCode.AMOUNT_UNREADABLE, field)
    whole, fraction = found.group(1).replace(",", ""), (found.group(2) or "").rstrip("0")
    if len(fraction) > 2:
        return Problem(ReasonCode.AMOUNT_TOO_FINE, field)
    if len(whole.lstrip("0")) > 12:
        return Problem(ReasonCode.AMOUNT_TOO_LARGE, field)
    return int(whole) * 100 + int(fraction.ljust(2, "0"))


def format_yuan(fen: int) -> str:
    """Figures with thousands and two decimals: 128600 is "1,286.00"."""
    sign = "-" if fen < 0 else ""
    return f"{sign}{abs(fen) // 100:,}.{abs(fen) % 100:02d}"


def in_capitals(fen: int) -> str:
    """Chinese capitals as on banking papers: 128650 is "壹仟贰佰捌拾陆元伍角整".

    Rule: 支付结算办法 annex 1 (正确填写票据和结算凭证的基本规定): "整" after yuan and after jiao, none after fen; one
    "零" for a run of zeros within the figure.

    Raises: ValueError for a negative amount or one beyond `MAX_FEN`.
    """
    if not 0 <= fen <= MAX_FEN:
        raise ValueError("amount out of range")
    yuan, jiao, cent = fen // 100, fen // 10 % 10, fen % 10
    if not fen:
        return "零元整"
    text = f"{_whole_in_capitals(yuan)}元" if yuan else ""
    if not jiao and not cent:
        return f"{text}整"
    if jiao:
        if yuan and yuan % 10 == 0:
            text += "零"
        text += f"{_DIGITS[jiao]}角"
    elif yuan:
        text += "零"
    return f"{text}{_DIGITS[cent]}分" if cent else f"{text}整"


def _whole_in_capitals(number: int) -> str:
    text, is_gap = "", False
    for unit, size in (("亿", 10**8), ("万", 10**4), ("", 1)):
        group = number // size % 10_000
        if not group:
            is_gap = bool(text)
            continue
        if text and (is_gap or group < 1000):
            text += "零"
        text += _group_in_capitals(group) + unit
        is_gap = False
    return text


def _group_in_capitals(group: int) -> str:
    text, has_gap = "", False
    for place in (3, 2, 1, 0):
        digit = group // 10**place % 10
        if digit:
            text += ("零" if has_gap and text else "") + _DIGITS[digit] + _PLACES[place]
            has_gap = False
        else:
            has_gap = True
    return text
