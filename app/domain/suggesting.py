"""Up to three categories and reasons that the words of a narrative point to (domain.md 1.3 nos. 41-51, 2.3).

Computed from a table of words alone, offline. A suggestion says by which words it was reached; it is never chosen by
the program.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Self

from app.domain.taxonomy import CATEGORIES, REASONS, Taxonomy

_MOST_WEIGHT = 9
_CONTEXT = 2
"""What a word of `needs` adds: a category that fits more closely comes first."""


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A node of a tree, and the words of the narrative that point to it, the weightiest first."""

    code: str
    words: tuple[str, ...]
    score: int


@dataclass(frozen=True, slots=True)
class Pointers:
    """The words that point to one node. `needs`: one of them has to be there; `unless`: none of them may be."""

    code: str
    words: Mapping[str, int]
    needs: tuple[str, ...] = ()
    unless: tuple[str, ...] = ()

    def judge(self, text: str) -> Suggestion | None:
        """The suggestion of this node for a folded text, None when nothing points to it."""
        found = [word for word in self.words if word in text]
        if not found or any(word in text for word in self.unless):
            return None
        context = [word for word in self.needs if word in text]
        if self.needs and not context:
            return None
        own = [word for word in found if not any(word != other and word in other for other in found)]
        own.sort(key=lambda word: (-self.words[word], text.index(word)))
        score = sum(self.words[word] for word in own) + (_CONTEXT if context else 0)
        shown = dict.fromkeys((*own, *context[:1]))
        return Suggestion(self.code, tuple(shown), score)


@dataclass(frozen=True, slots=True)
class SuggestionBook:
    """The table of words (resources/rules/suggestions.json). Empty, it suggests nothing."""

    version: str = ""
    least_score: int = 1
    most: int = 3
    trees: Mapping[str, tuple[Pointers, ...]] | None = None
    paths: Mapping[str, tuple[str, ...]] | None = None

    @classmethod
    def from_data(cls, data: Mapping[str, Any], taxonomy: Taxonomy) -> Self:
        """From the content of suggestions.json.

        Raises: KeyError, TypeError or ValueError when a code is not in `taxonomy` or a word or weight is unsound.
        """
        trees = {
            tree: tuple(_pointers(tree, code, node, taxonomy) for code, node in data[tree].items())
            for tree in (CATEGORIES, REASONS)
        }
        nodes = (*taxonomy.categories, *taxonomy.reasons)
        paths = {node.code: node.path for node in nodes}
        least, most = data["least_score"], data["most"]
        if type(least) is not int or type(most) is not int or least < 1 or most < 1:
            raise ValueError("least_score and most are counts")
        return cls(str(data["version"]), least, most, trees, paths)

    def suggest(self, narrative: str, tree: str = CATEGORIES) -> tuple[Suggestion, ...]:
        """The likeliest nodes of `tree`, best first, at most `most`; a node gives way to those found below it."""
        text = fold(narrative)
        found = [hit for node in (self.trees or {}).get(tree, ()) if (hit := node.judge(text))]
        found = [hit for hit in found if hit.score >= self.least_score]
        found.sort(key=lambda hit: (-hit.score, -len(self._path(hit.code)), hit.code))
        return self._without_ancestors(found)[: self.most]

    def _path(self, code: str) -> tuple[str, ...]:
        return (self.paths or {}).get(code, (code,))

    def _without_ancestors(self, found: Sequence[Suggestion]) -> tuple[Suggestion, ...]:
        below = {part for hit in found for part in self._path(hit.code)[:-1]}
        return tuple(hit for hit in found if hit.code not in below)


NO_SUGGESTIONS = SuggestionBook()


def fold(text: str) -> str:
    """Text as the table has it: compatibility form, lower case, no white space."""
    return "".join(unicodedata.normalize("NFKC", text).casefold().split())


def _pointers(tree: str, code: str, node: Mapping[str, Any], taxonomy: Taxonomy) -> Pointers:
    if taxonomy.resolve(code, tree) != code:
        raise ValueError(f"{code} is not in tree {tree}")
    words = {fold(word): weight for word, weight in node["words"].items()}
    lists = {key: tuple(fold(word) for word in node.get(key, ())) for key in ("needs", "unless")}
    if not words or not all((*words, *lists["needs"], *lists["unless"])):
        raise ValueError(f"{code}: an empty word")
    if any(type(weight) is not int or not 1 <= weight <= _MOST_WEIGHT for weight in words.values()):
        raise ValueError(f"{code}: weights are from 1 to {_MOST_WEIGHT}")
    return Pointers(code, words, lists["needs"], lists["unless"])
