"""Identity numbers checked by what cannot be wrong: check character and date. The region is a hint only.

Region codes are retired over the years and people keep theirs (domain.md finding 7: 440524188001010014 is a real form
that libraries reject).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from app.domain.case_number import ALPHABET
from app.domain.reading import plain_ascii
from app.domain.reasons import ReasonCode
from app.domain.refusal import Problem

_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_CHECKS = "10X98765432"
_EARLIEST_BIRTH = date(1800, 1, 1)

_PROVINCES = {
    "11": "北京", "12": "天津", "13": "河北", "14": "山西", "15": "内蒙古", "21": "辽宁", "22": "吉林", "23": "黑龙江",
    "31": "上海", "32": "江苏", "33": "浙江", "34": "安徽", "35": "福建", "36": "江西", "37": "山东", "41": "河南",
    "42": "湖北", "43": "湖南", "44": "广东", "45": "广西", "46": "海南", "50": "重庆", "51": "四川", "52": "贵州",
    "53": "云南", "54": "西藏", "61": "陕西", "62": "甘肃", "63": "青海", "64": "宁夏", "65": "新疆", "71": "台湾",
    "81": "香港", "82": "澳门", "83": "台湾",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class ResidentId:
    """A resident identity number that holds together. `region_hint` is the province in Chinese, "" when unknown."""

    number: str
    birth_on: date
    is_male: bool
    region_hint: str

    def __repr__(self) -> str:
        return "<ResidentId>"


def check_resident_id(text: str, field: str = "id_number", today: date | None = None) -> ResidentId | Problem:
    """Check 18 characters by GB 11643: weights, modulo 11, date of birth. Spaces, full-width digits and x are fine.

    `today`: a birth after this day is refused.
    """
    number = compact_id(text)
    if len(number) != 18:
        return Problem(ReasonCode.ID_LENGTH, field, {"count": len(number), "limit": 18})
    if not re.fullmatch(r"[0-9]{17}[0-9X]", number):
        return Problem(ReasonCode.ID_CHARACTER, field)
    try:
        birth_on = date(int(number[6:10]), int(number[10:12]), int(number[12:14]))
    except ValueError:
        return Problem(ReasonCode.ID_DATE, field)
    if birth_on < _EARLIEST_BIRTH or (today is not None and birth_on > today):
        return Problem(ReasonCode.ID_DATE, field)
    if _CHECKS[sum(int(c) * w for c, w in zip(number[:17], _WEIGHTS, strict=True)) % 11] != number[17]:
        return Problem(ReasonCode.ID_CHECK, field)
    return ResidentId(number, birth_on, int(number[16]) % 2 == 1, _PROVINCES.get(number[:2], ""))


def check_uscc(text: str, field: str = "id_number") -> str | Problem:
    """Check a unified social credit code by GB 32100 (modulo 31) and return it compact."""
    number = compact_id(text)
    if len(number) != 18:
        return Problem(ReasonCode.USCC_LENGTH, field, {"count": len(number), "limit": 18})
    if not re.fullmatch(rf"[{ALPHABET}]{{2}}[0-9]{{6}}[{ALPHABET}]{{10}}", number):
        return Problem(ReasonCode.USCC_CHARACTER, field)
    total = sum(ALPHABET.index(c) * pow(3, place, 31) for place, c in enumerate(number[:17]))
    if ALPHABET[-total % 31] != number[17]:
        return Problem(ReasonCode.USCC_CHECK, field)
    return number


def check_id(kind: str, text: str, field: str = "id_number", today: date | None = None) -> tuple[str, str] | Problem:
    """The kind of paper and its number, normalised. Without a kind, a sound resident number speaks for itself."""
    if not text.strip():
        return kind, ""
    if kind in ("resident_id", "household", ""):
        resident = check_resident_id(text, field, today)
        if isinstance(resident, ResidentId):
            return kind or "resident_id", resident.number
        return resident if kind or len(compact_id(text)) == 18 else Problem(ReasonCode.ID_KIND_MISSING, "id_kind")
    number = compact_id(text)
    if kind == "permanent_residence" and re.fullmatch(r"9[0-9]{16}[0-9X]", number):
        resident = check_resident_id(number, field, today)  # the card of 2023 uses the same algorithm
        return resident if isinstance(resident, Problem) else (kind, number)
    if kind in ("military", "other"):
        return (
            (kind, number) if len(number) <= 40 and number.isprintable() else Problem(ReasonCode.ID_UNREADABLE, field)
        )
    if not re.fullmatch(r"[A-Z0-9]{5,20}", number):
        return Problem(ReasonCode.ID_UNREADABLE, field)
    return kind, number


def compact_id(text: str) -> str:
    """An identity number without spaces, hyphens and full-width forms, letters in capitals."""
    return re.sub(r"[\s-]", "", plain_ascii(text)).upper()
