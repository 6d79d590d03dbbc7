"""Names as people have them: long, with "·" (U+00B7), with characters outside the BMP (domain.md finding 6)."""

from __future__ import annotations

import unicodedata

from app.domain.reading import is_storable
from app.domain.reasons import ReasonCode
from app.domain.refusal import Problem

MAX_NAME = 100
"""Code points. The rule asks for 50 at least (notice of the Ethnic Affairs Commission, domain.md 2.4)."""

SEPARATOR = "\u00b7"
_LOOKALIKES = "\u2022\u2027\u22c5\u30fb\uff65\u0387\u16eb\u2219\uff0e"


def clean_name(text: str, field: str = "complainant_name") -> str | Problem:
    """The name without white space at its ends, otherwise as typed. An empty name stays empty."""
    name = text.strip()
    if not is_storable(name):
        return Problem(ReasonCode.TEXT_NOT_STORABLE, field)
    if any(unicodedata.category(character) == "Cc" for character in name):
        return Problem(ReasonCode.NAME_HAS_CONTROL, field)
    if len(name) > MAX_NAME:
        return Problem(ReasonCode.NAME_TOO_LONG, field, {"count": len(name), "limit": MAX_NAME})
    return name


def suggest_separator(name: str) -> str | None:
    """The name with the right separator "·" where a look-alike was typed, None when nothing is to be suggested.

    A suggestion only: names are never changed by the program.
    """
    better = "".join(SEPARATOR if character in _LOOKALIKES else character for character in name)
    return better if better != name else None
