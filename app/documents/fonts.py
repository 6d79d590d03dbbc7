"""Which font draws which character. Nothing is ever drawn as an empty box.

Noto Sans SC first; the fallbacks are opened only when a character needs them (the largest takes 0.2 s and 30 MB).
"""

from __future__ import annotations

import threading
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import TYPE_CHECKING

from app.system.resources import resource_path

if TYPE_CHECKING:
    from app.documents.typeface import Typeface


@dataclass(frozen=True, slots=True)
class _Fallback:
    name: str
    ranges: tuple[tuple[int, int], ...]

    def may_hold(self, point: int) -> bool:
        return any(first <= point <= last for first, last in self.ranges)


REGULAR = "NotoSansSC-Regular"
BOLD = "NotoSansSC-Bold"
LATIN = "NotoSans-Regular"
_FALLBACKS = (
    _Fallback(LATIN, ((0x00A0, 0x2BFF), (0xA640, 0xA7FF), (0xFB00, 0xFB4F))),
    _Fallback("NotoEmoji-Regular", ((0x0023, 0x3299), (0x1F000, 0x1FAFF), (0xFE4E5, 0xFE837))),
    _Fallback("HanaMinA-Rest", ((0x2000, 0xFFEF), (0x1D300, 0x1D37F), (0x1F100, 0x1F2FF), (0x2F800, 0x2FA1F))),
    _Fallback("HanaMinB", ((0x3400, 0x9FFF), (0x20000, 0x3FFFF))),
)
_SHARED_QUOTES = frozenset("‘’“”…—–·")  # full width among ideographs, narrow among Latin letters
_NEWLINES = frozenset("\n\v\f\x1c\x1d\x1e\x85\u2028\u2029")
_lock = threading.RLock()

NARROWED = 0x100000
"""Added to the code point of a full-width mark: the same glyph on half a square, without its empty half. Programs that
read the PDF find the mark itself. (Private use, plane 16: no such character passes `printable`.)"""
NARROWABLE = frozenset("，。、；：）】》〉」』〕］｝〗〙〛’”．（【《〈「『〔［｛〖〘〚‘“")


@dataclass(frozen=True, slots=True)
class Run:
    """Text that one font draws. `is_thickened`: the font has no bold, so its outlines are drawn with a stroke."""

    text: str
    font: str
    is_thickened: bool = False


@dataclass(frozen=True, slots=True)
class Glyph:
    """How one character is drawn: its font and its advance in thousandths of the font size."""

    font: str
    advance: float
    is_thickened: bool = False


@cache
def typeface(name: str) -> Typeface:
    """The font `name`, opened at its first use."""
    from app.documents.typeface import Typeface

    with _lock:
        face = Typeface(name, resource_path(f"fonts/{name}.ttf"))
        if name in (REGULAR, BOLD):
            face.narrow(NARROWABLE, NARROWED)
        return face


@lru_cache(maxsize=65536)
def _font_of(point: int) -> str | None:
    if point >= NARROWED:
        return None
    if point in typeface(REGULAR).widths:
        return REGULAR
    for fallback in _FALLBACKS:
        if fallback.may_hold(point) and point in typeface(fallback.name).widths:
            return fallback.name
    return None


@lru_cache(maxsize=65536)
def glyph(character: str, is_bold: bool = False, is_among_latin: bool = False) -> Glyph:
    """How to draw one character of `printable` text."""
    point = ord(character)
    name = LATIN if is_among_latin and character in _SHARED_QUOTES else _font_of(point)
    if name is None:
        raise KeyError(f"U+{point:04X} did not pass printable()")
    if name == REGULAR and is_bold and point in typeface(BOLD).widths:
        return Glyph(BOLD, typeface(BOLD).widths[point])
    return Glyph(name, typeface(name).widths[point], is_bold)


def glyphs(text: str, is_bold: bool = False) -> list[Glyph]:
    """How to draw each character of `printable` text, one for one."""
    result = [glyph(character, is_bold) for character in text]
    for place in _shared_quotes_among_latin(text):
        result[place] = glyph(text[place], is_bold, True)
    return result


def runs(text: str, is_bold: bool = False) -> list[Run]:
    """`text`, made printable, split where the font changes."""
    text = printable(text)
    result: list[Run] = []
    start = 0
    each = glyphs(text, is_bold)
    for end in range(1, len(text) + 1):
        first = each[start]
        if end == len(text) or (each[end].font, each[end].is_thickened) != (first.font, first.is_thickened):
            result.append(Run(text[start:end], first.font, first.is_thickened))
            start = end
    return result


def width(text: str, size: float, is_bold: bool = False) -> float:
    """How wide `text` is in points."""
    return sum(each.advance for each in glyphs(printable(text), is_bold)) * size / 1000


def missing_glyphs(text: str) -> tuple[str, ...]:
    """The characters of `text` that no font holds, each once, in order: they print as codes such as [U+1F9FF]."""
    missing = (c for c in _composed(text) if _printed_form(c).startswith("[U+"))
    return tuple(dict.fromkeys(missing))


def printable(text: str) -> str:
    """`text` as it can be set: every character left has a glyph, except "\\n", which breaks the line.

    Joiners, variation selectors and other signs without a shape are dropped, spaces of every kind become drawable, and
    a character that no font holds becomes its code in brackets.
    """
    if _is_plain(text):
        return text
    return "".join(_printed_form(character) for character in _composed(text))


def _is_plain(text: str) -> bool:
    known = typeface(REGULAR).widths
    return all(c == "\n" or (ord(c) in known and c.isprintable() and not unicodedata.combining(c)) for c in text)


@lru_cache(maxsize=65536)
def _printed_form(character: str) -> str:
    if character in _NEWLINES:
        return "\n"
    if character == "\t":
        return "    "
    category = unicodedata.category(character)
    point = ord(character)
    if category in ("Cc", "Cf") or 0xFE00 <= point <= 0xFE0F or 0xE0100 <= point <= 0xE01EF or point == 0x034F:
        return ""
    if category != "Cs" and _font_of(point) is not None:
        return character
    if category == "Zs":
        return " "
    return f"[U+{point:04X}]"


def _composed(text: str) -> str:
    """`text` with Windows line ends made plain, and combining accents joined to their letters where Unicode has one.

    Not unicodedata.normalize over the whole text: that would replace compatibility ideographs, which names hold.
    """
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    if not any(unicodedata.combining(c) for c in text):
        return text
    result: list[str] = []
    for character in text:
        if result and unicodedata.combining(character):
            joined = unicodedata.normalize("NFC", result[-1] + character)
            result[-1:] = list(joined) if len(joined) == 1 else [result[-1], character]
        else:
            result.append(character)
    return "".join(result)


def is_wide(character: str) -> bool:
    """Whether a character takes a full square: ideographs, kana, full-width forms and punctuation."""
    return unicodedata.east_asian_width(character) in ("W", "F")


def fills_square(character: str, drawn: Glyph) -> bool:
    """Whether a character counts as an ideograph where lines are broken: quotation marks do unless they are narrow."""
    return is_wide(character) or (character in _SHARED_QUOTES and drawn.font != LATIN)


def _shared_quotes_among_latin(text: str) -> Iterable[int]:
    for place, character in enumerate(text):
        if character not in _SHARED_QUOTES:
            continue
        before = _letter(reversed(text[max(0, place - 4) : place]))
        after = _letter(text[place + 1 : place + 5])
        if not any(is_wide(c) for c in before + after) and (before + after):
            yield place


def _letter(characters: Iterable[str]) -> str:
    """The nearest character that is not a space, a quotation mark or Western punctuation; "" when there is none."""
    for character in characters:
        if character not in _SHARED_QUOTES and (character.isalnum() or is_wide(character)):
            return character
    return ""
