"""Case numbers that a PC makes on its own and that nobody mistypes unnoticed: `TS0102-26A00032-W`.

"TS", branch code, two digits of the year, the PC's letter and its counter, and a check character. The alphabet is that
of GB 32100 (no I, O, Z, S, V), 31 characters; with weights 3^i modulo the prime 31 every single wrong character and
every swap of neighbours is found: 3 has order 30 modulo 31, so no two weights within 30 places are equal, and the
difference of neighbouring weights is never zero.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from app.domain.reading import plain_ascii

ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
DEVICE_LETTERS = ALPHABET[10:]
PREFIX = "TS"

_VALUE = {character: value for value, character in enumerate(ALPHABET)}
_FORM = re.compile(rf"TS([0-9]{{4,6}})(-?)([0-9]{{2}})([{DEVICE_LETTERS}])([0-9]{{5,9}})\2([{ALPHABET}])")
"""Both hyphens or none: a hyphen that was mistyped as a digit must not make the branch or the counter longer."""
_MAX_COUNTER = 999_999_999


class CaseNumberError(ValueError):
    """A text that is no case number. `code`: "form" when it does not look like one, "check" for a wrong character."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@dataclass(frozen=True, slots=True)
class CaseNumber:
    """A case number in parts. `year` is the full year."""

    branch: str
    year: int
    device_letter: str
    counter: int

    def __str__(self) -> str:
        return make(self.branch, self.year, self.device_letter, self.counter)


def make(branch: str, year: int, device_letter: str, counter: int) -> str:
    """The case number for the `counter`-th case (from 1) of a PC in a year.

    Raises: CaseNumberError("form") when a part is out of range.
    """
    body = f"{branch}{year % 100:02d}{device_letter}{counter:05d}"
    text = f"{PREFIX}{branch}-{year % 100:02d}{device_letter}{counter:05d}"
    if not 2000 <= year < 2100 or not 1 <= counter <= _MAX_COUNTER or not _FORM.fullmatch(f"{text}-0"):
        raise CaseNumberError("form")
    return f"{text}-{_check_character(body)}"


def parse(text: str) -> CaseNumber:
    """Read a case number as people type it: lower case, spaces, full-width characters and no hyphens are fine.

    Raises: CaseNumberError with code "form" or "check".
    """
    plain = plain_ascii(text).replace(" ", "")
    found = _FORM.fullmatch(plain.upper()) if plain.isascii() else None
    if found is None:
        raise CaseNumberError("form")
    branch, _, year, letter, counter, check = found.groups()
    if _check_character(branch + year + letter + counter) != check:
        raise CaseNumberError("check")
    return CaseNumber(branch, 2000 + int(year), letter, int(counter))


def _check_character(body: str) -> str:
    total = 0
    for character in body:  # Horner: the last character has weight 3, the one before 9, ...
        total = (total + _VALUE[character]) * 3 % 31
    return ALPHABET[-total % 31]
