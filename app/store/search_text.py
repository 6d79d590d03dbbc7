"""What text looks like in the search index: one token for each Chinese character and each digit (security.md 3.4).

The same treatment of text and of what people type makes every part of a word findable, from one character on, with
nothing found that is not there. Marks of punctuation become a token of their own, so that no phrase crosses them.
"""

from __future__ import annotations

import re
import unicodedata

SENTINEL = "zzpz"
"""Stands for a run of punctuation, and between fields."""

_MAX_QUERY = 200
_SPLITTERS = frozenset("·•・‧∙⋅-‐‑–_")  # inside names and numbers: written or left out at will
_JOINERS = frozenset("'’‘`´")
_SENTINEL_RUN = re.compile(rf"{SENTINEL}(?:\s+{SENTINEL})+")
_NUMBER_LIKE = re.compile(r"[\d\s\-－()（）+＋]+")


class _Tokens(dict[int, str]):
    """What each character becomes; worked out when first met."""

    def __missing__(self, code: int) -> str:
        token = self[code] = _token_of(chr(code))
        return token


def _token_of(character: str) -> str:
    category = unicodedata.category(character)
    code = ord(character)
    if character in _JOINERS:
        return ""
    if character in _SPLITTERS or category[0] == "Z" or character in "\t\r\n\v\f":
        return " "
    if category[0] in "MC" and category != "Co":
        return ""
    if category == "Nd":
        return f" {unicodedata.digit(character)} "
    if category[0] == "L" and category != "Lo" and code < 0x530:
        return character
    if 0x3400 <= code <= 0x4DB5 or 0x4E00 <= code <= 0x9FCC or 0x3041 <= code <= 0x30FA or 0xAC00 <= code <= 0xD7A3:
        return f" {character} "
    if category[0] in "LN" or category == "Co" or code > 0xFFFF:
        return f" x{code:x}x "  # letters that the tokenizer's older Unicode tables may not know
    return f" {SENTINEL} "


_TOKENS = _Tokens()


def tokens_of(text: str) -> str:
    """`text` as the index holds it: tokens with spaces between."""
    split = unicodedata.normalize("NFKC", text).lower().translate(_TOKENS)
    return _SENTINEL_RUN.sub(SENTINEL, split)


def fields_of(*texts: str) -> str:
    """Several texts as one, so that no phrase reaches from one into the next."""
    return f" {SENTINEL} ".join([tokens_of(text) for text in texts if text])


def match_expression(text: str, column: str | None = None) -> str | None:
    """The FTS5 expression that finds what somebody typed: all words, in any order; None when there is nothing to find.

    A word of letters is found from its beginning on, Chinese and numbers anywhere.
    """
    text = text[:_MAX_QUERY].strip()
    words = ["".join(text.split())] if _NUMBER_LIKE.fullmatch(text) else text.split()
    phrases = [phrase for phrase in map(_phrase, words) if phrase]
    if not phrases:
        return None
    expression = " AND ".join(phrases)
    return f"{column} : ({expression})" if column else expression


def _phrase(word: str) -> str | None:
    tokens = tokens_of(word).split()
    while tokens and tokens[0] == SENTINEL:
        tokens.pop(0)
    while tokens and tokens[-1] == SENTINEL:
        tokens.pop()
    if not tokens:
        return None
    is_open = tokens[-1].isalpha() and tokens[-1].isascii()
    return f'"{" ".join(tokens)}"' + ("*" if is_open else "")
