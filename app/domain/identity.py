"""Identity numbers checked by what cannot be wrong: check character and date. The region is a hint only.

Region codes are retired over the years and people keep theirs (domain.md finding 7: 440524188001010014 is a real form
that libraries reject).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
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


def check_id(
    kind: str, text: str, field: str = "id_number", today: date | None = None, kind_field: str = "id_kind"
) -> tuple[str, str] | Problem:
    """The kind of paper and its number, normalised. Without a kind, a sound resident number speaks for itself."""
    if not text.strip():
        return kind, ""
    if kind in ("resident_id", "household", ""):
        resident = check_resident_id(text, field, today)
        if isinstance(resident, ResidentId):
            return kind or "resident_id", resident.number
        return resident if kind or len(compact_id(text)) == 18 else Problem(ReasonCode.ID_KIND_MISSING, kind_field)
    number = _OTHER_CHECKS.get(kind, _check_passport)(text, field, today)
    return number if isinstance(number, Problem) else (kind, number)


def compact_id(text: str) -> str:
    """An identity number without spaces, hyphens and full-width forms, letters in capitals."""
    return re.sub(r"[\s-]", "", plain_ascii(text)).upper()


def _check_passport(text: str, field: str, today: date | None) -> str | Problem:
    """Letters and digits of any country's passport: 5 to 20, at least one digit."""
    del today
    number = compact_id(text)
    return number if re.fullmatch(r"(?=.*[0-9])[A-Z0-9]{5,20}", number) else Problem(ReasonCode.ID_UNREADABLE, field)


def _check_residence_permit(text: str, field: str, today: date | None) -> str | Problem:
    """港澳台居民居住证: as a resident number, of region 810000, 820000 or 830000 (domain.md 2.4)."""
    number = compact_id(text)
    if re.fullmatch(r"[A-Z][0-9]{8,10}|[0-9]{8}|[0-9]{10}", number):
        return Problem(ReasonCode.RESIDENCE_PERMIT_EXPECTED, field)  # a permit to travel to the mainland
    found = check_resident_id(number, field, today)
    if isinstance(found, Problem):
        return found
    return number if number[:6] in _PERMIT_REGIONS else Problem(ReasonCode.RESIDENCE_PERMIT_EXPECTED, field)


def _check_permanent_residence(text: str, field: str, today: date | None) -> str | Problem:
    """外国人永久居留身份证: since 2023 18 characters that begin with 9 and check as a resident number; before that
    three letters of the country, four digits of the place, the date of birth and two more digits."""
    number = compact_id(text)
    if re.fullmatch(r"9[0-9]{16}[0-9X]", number):
        found = check_resident_id(number, field, today)
        return found if isinstance(found, Problem) else number
    older = re.fullmatch(r"[A-Z]{3}[0-9]{4}[0-9]{2}([0-9]{2})([0-9]{2})[0-9]{2}", number)
    if older is None:
        return Problem(ReasonCode.PERMANENT_RESIDENCE_FORM, field, {"count": len(number)})
    month, day = (int(part) for part in older.groups())
    if not (1 <= month <= _MONTHS and 1 <= day <= _MOST_DAYS[month - 1]):
        return Problem(ReasonCode.PERMANENT_RESIDENCE_FORM, field, {"count": len(number)})
    return number


def _check_uscc(text: str, field: str, today: date | None) -> str | Problem:
    del today
    return check_uscc(text, field)


def _check_other(text: str, field: str, today: date | None) -> str | Problem:
    """Military and other papers: any writing of at most 40 characters (军字第1234567号)."""
    del today
    number = compact_id(text)
    return number if len(number) <= 40 and number.isprintable() else Problem(ReasonCode.ID_UNREADABLE, field)


_MONTHS = 12
_MOST_DAYS = (31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
_PERMIT_REGIONS = ("810000", "820000", "830000")
_OTHER_CHECKS: Mapping[str, Callable[[str, str, date | None], str | Problem]] = {
    "passport": _check_passport,
    "hmt_permit": _check_residence_permit,
    "permanent_residence": _check_permanent_residence,
    "uscc": _check_uscc,
    "military": _check_other,
    "other": _check_other,
}
"""What cannot be wrong in the number of each kind of paper."""
