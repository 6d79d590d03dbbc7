"""The trees of business channels, business categories and reasons (JR/T 0169-2018; domain.md 2.3)."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

BUSINESS_CHANNELS, CATEGORIES, REASONS = "A", "B", "C"
"""The three dimensions: where the business was done, what it was, what went wrong."""


@dataclass(frozen=True, slots=True)
class Category:
    """One node of a tree. `path` holds the codes from the root to this node; only leaves carry cases by rule of thumb,
    but every node may be chosen while a case is not yet classified in full."""

    code: str
    zh: str
    en: str
    path: tuple[str, ...]
    is_leaf: bool

    def label(self, lang: str) -> str:
        """The words in "zh" or "en"."""
        return self.en if lang == "en" else self.zh


class Taxonomy:
    """Categories by code and by words."""

    def __init__(
        self,
        categories: tuple[Category, ...],
        channels: tuple[Category, ...] = (),
        reasons: tuple[Category, ...] = (),
        aliases: Mapping[str, str] | None = None,
    ) -> None:
        self.categories = categories
        self.channels = channels
        self.reasons = reasons
        self._by_code = {item.code: item for item in (*categories, *channels, *reasons)}
        self._codes = {CATEGORIES: _upper(categories), BUSINESS_CHANNELS: _upper(channels), REASONS: _upper(reasons)}
        self._by_words = _words(categories)
        self._words_of = {
            CATEGORIES: self._by_words,
            BUSINESS_CHANNELS: _words(channels),
            REASONS: _words(reasons),
        }
        for words, code in (aliases or {}).items():
            if code not in self._by_code:
                raise ValueError(f"alias of an unknown code {code}")
            self._by_words.setdefault(_folded(words), code)

    @classmethod
    def from_data(cls, data: Mapping[str, Any]) -> Taxonomy:
        """From the content of taxonomy.json.

        Raises: KeyError or ValueError when a node has no code or no words, or a code stands twice.
        """
        trees = [
            tuple(_walk(data[key], ())) for key in ("B_business_category", "A_business_handling_channel", "C_reason")
        ]
        codes = [item.code for tree in trees for item in tree]
        if len(codes) != len(set(codes)):
            raise ValueError("a code stands twice")
        return cls(trees[0], trees[1], trees[2], data.get("aliases"))

    def find(self, code: str) -> Category | None:
        """The node with this code, None when there is none."""
        return self._by_code.get(code)

    def resolve(self, text: str, tree: str = CATEGORIES) -> str | None:
        """The code in `tree` that `text` names: the code itself, or words that name exactly one of its nodes."""
        folded = _folded(text)
        return self._codes[tree].get(folded.upper()) or self._words_of[tree].get(folded)

    def label(self, code: str, lang: str) -> str:
        """The words for `code` in "zh" or "en"; a bare "other" is named with its parent; an unknown code is itself."""
        item = self._by_code.get(code)
        if item is None:
            return code
        if item.zh == "其他" and len(item.path) > 1:
            parent = self._by_code[item.path[-2]]
            return f"{parent.label(lang)}: {item.en}" if lang == "en" else f"{parent.zh}（{item.zh}）"
        return item.label(lang)

    def path_label(self, code: str, lang: str) -> str:
        """The words from the root down, joined by " / "."""
        item = self._by_code.get(code)
        if item is None:
            return code
        return " / ".join(self._by_code[part].label(lang) for part in item.path)


def _walk(nodes: list[Mapping[str, Any]], above: tuple[str, ...]) -> Iterator[Category]:
    for node in nodes:
        code, zh = str(node["code"]), str(node["zh"])
        if not code or not zh or not node["en"]:
            raise ValueError(f"{code or zh}: code and words in both languages are needed")
        children = node.get("children") or []
        yield Category(code, zh, str(node["en"]), (*above, code), not children)
        yield from _walk(children, (*above, code))


def _upper(items: tuple[Category, ...]) -> dict[str, str]:
    return {item.code.upper(): item.code for item in items}


def _words(categories: tuple[Category, ...]) -> dict[str, str]:
    """Words that name exactly one category."""
    named: dict[str, set[str]] = {}
    for item in categories:
        for words in (item.zh, item.en):
            named.setdefault(_folded(words), set()).add(item.code)
    return {words: next(iter(codes)) for words, codes in named.items() if len(codes) == 1}


def _folded(text: str) -> str:
    return unicodedata.normalize("NFKC", text).strip().casefold()
