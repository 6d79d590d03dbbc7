"""Telephone numbers as people say them: spaces, hyphens, brackets and full-width digits are normalised.

Kept forms: mobile "13812342716", landline "010-62345678" or "0755-88888888-801", service numbers "95588" and
"4008123123", foreign numbers "+4412345678".
"""

from __future__ import annotations

import re

from app.domain.reading import plain_ascii
from app.domain.reasons import ReasonCode
from app.domain.refusal import Problem

_MOBILE = re.compile(r"1[3-9][0-9]{9}")
_LANDLINE = re.compile(r"(010|02[0-9]|0[3-9][0-9]{2})([2-9][0-9]{6,7})")
_SERVICE = re.compile(r"[48]00[0-9]{7}|9[56][0-9]{3,6}|1[0-2][0-9]{3}")
_EXTENSION = re.compile(r"(?:转|分机|ext\.?|x|#)\s*([0-9]{1,6})$", re.IGNORECASE)
_HYPHEN_EXTENSION = re.compile(r"^(0[0-9]{2,3}-?[0-9]{7,8})-([0-9]{1,6})$")
_NATIONAL = re.compile(r"^(?:\+86|0086)")


def normalise_phone(text: str, field: str = "phone") -> str | Problem:
    """The number in its kept form; empty stays empty."""
    plain = plain_ascii(text).strip()
    if not plain:
        return ""
    extension = ""
    found = _EXTENSION.search(plain)
    if found:
        extension, plain = found.group(1), plain[: found.start()]
    compact = re.sub(r"[\s().]", "", plain)
    if not re.fullmatch(r"\+?[0-9][0-9-]*[0-9]", compact):
        return Problem(ReasonCode.PHONE_UNREADABLE, field)
    domestic = _NATIONAL.sub("", compact)
    is_prefixed = domestic != compact
    found = None if extension else _HYPHEN_EXTENSION.match(domestic.lstrip("-"))
    if found:
        domestic, extension = found.group(1), found.group(2)
    digits = domestic.replace("-", "")
    if digits.startswith("+") or (not is_prefixed and digits.startswith("00")):
        return _foreign(digits, extension, field)
    return _domestic(digits, extension, is_prefixed, field)


def _domestic(digits: str, extension: str, is_prefixed: bool, field: str) -> str | Problem:
    candidates = [digits]
    if is_prefixed:
        candidates.append("0" + digits)  # +86 10 ...: written without the trunk zero
    if digits.startswith("01"):
        candidates.append(digits[1:])  # 0 before a mobile number: the old way to dial another town
    for number in candidates:
        kept = _recognised(number, extension)
        if kept:
            return kept
    if not is_prefixed and re.fullmatch(r"[2-9][0-9]{6,7}", digits):
        return Problem(ReasonCode.PHONE_NO_AREA_CODE, field)
    return Problem(ReasonCode.PHONE_WRONG_LENGTH, field, {"count": len(digits)})


def _recognised(digits: str, extension: str) -> str:
    """The kept form of a number within China, "" when there is no such number."""
    if _MOBILE.fullmatch(digits):
        return "" if extension else digits
    landline = _LANDLINE.fullmatch(digits)
    if landline:
        digits = "-".join(landline.groups())
    elif not _SERVICE.fullmatch(digits):
        return ""
    return f"{digits}-{extension}" if extension else digits


def _foreign(digits: str, extension: str, field: str) -> str | Problem:
    number = digits[1:] if digits.startswith("+") else digits[2:]
    if not 7 <= len(number) <= 15 or not number.isdigit() or extension:
        return Problem(ReasonCode.PHONE_WRONG_LENGTH, field, {"count": len(number)})
    return f"+{number}"
