"""Pinyin initials of Chinese text, so that "xyk" finds 信用卡 without any dictionary.

The 3,755 common characters of GB 2312 level 1 are sorted by pinyin, so the initial follows from the code point's place.
Characters with two readings that matter at a bank have both; rarer characters have none and are left out.
"""

from __future__ import annotations

from bisect import bisect_right
from functools import lru_cache

_STARTS = (
    45217, 45253, 45761, 46318, 46826, 47010, 47297, 47614, 48119, 49062, 49324, 49896,
    50371, 50614, 50622, 50906, 51387, 51446, 52218, 52698, 52980, 53689, 54481,
)  # fmt: skip
_LETTERS = "abcdefghjklmnopqrstwxyz"
_LAST = 55289
_TWO_READINGS = {
    "行": "hx",
    "重": "cz",
    "长": "cz",
    "调": "dt",
    "还": "hx",
    "单": "ds",
    "会": "hk",
    "查": "cz",
    "乐": "ly",
}


@lru_cache(maxsize=4096)
def initials(text: str) -> str:
    """Initials of `text` in lower case: "信用卡" gives "xyk", "ATM 取款" gives "atmqk"."""
    return "".join(_letters(character)[:1] for character in text)


@lru_cache(maxsize=4096)
def matches(query: str, text: str, code: str = "") -> bool:
    """Whether `query` is part of `text`, the start of `code`, or part of the initials of `text`."""
    wanted = query.strip().casefold()
    if not wanted or wanted in text.casefold() or (code and code.casefold().startswith(wanted)):
        return True
    readings = [letters for character in text if (letters := _letters(character))]
    return any(
        all(letter in readings[start + i] for i, letter in enumerate(wanted))
        for start in range(len(readings) - len(wanted) + 1)
    )


def _letters(character: str) -> str:
    if character in _TWO_READINGS:
        return _TWO_READINGS[character]
    if character.isascii():
        return character.casefold() if character.isalnum() else ""
    try:
        high, low = character.encode("gb2312")
    except (UnicodeEncodeError, ValueError):
        return ""
    value = high * 256 + low
    return _LETTERS[bisect_right(_STARTS, value) - 1] if _STARTS[0] <= value <= _LAST else ""
