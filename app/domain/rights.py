"""What papers tell complainants about their rights: texts that the law makes, as versioned data (令2020-3 art. 8, 15,
18 to 20, 23; 消费者权益保护法 art. 39; 个人信息保护法 art. 17)."""

from __future__ import annotations

import string
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

PLACES: Mapping[str, frozenset[str]] = {
    "review": frozenset(),
    "mediation": frozenset(),
    "arbitration": frozenset(),
    "litigation": frozenset(),
    "regulator": frozenset({"phone"}),
    "more_time": frozenset(),
    "withdraw": frozenset(),
    "review_short": frozenset(),
    "hotlines": frozenset({"hotline", "regulator"}),
    "privacy": frozenset({"bank", "phone"}),
}
"""Every text that papers need, and what each has room for."""

LANGUAGES = ("zh", "en")


@dataclass(frozen=True, slots=True)
class RightsText:
    """One text in both languages, with where it comes from."""

    zh: str
    en: str
    source: str

    def said(self, lang: str) -> str:
        """The text in "zh" or "en"."""
        return self.en if lang == "en" else self.zh


@dataclass(frozen=True, slots=True)
class RightsVersion:
    """All texts as they are from `effective_from` on."""

    version: str
    effective_from: date
    texts: Mapping[str, RightsText]

    def said(self, name: str, lang: str, **filled: str) -> str:
        """The text `name`, filled in. Raises: KeyError for a text or a filling that is not known."""
        return self.texts[name].said(lang).format(**filled)


class RightsBook:
    """Every version that ever was in force."""

    def __init__(self, versions: tuple[RightsVersion, ...]) -> None:
        if not versions:
            raise ValueError("no version of the texts of rights")
        self.versions = tuple(sorted(versions, key=lambda version: version.effective_from))

    @classmethod
    def from_data(cls, data: Mapping[str, Any]) -> RightsBook:
        """From the content of rights.json.

        Raises: KeyError, TypeError or ValueError when a text is missing in one language or has room for other things
        than it should.
        """
        return cls(tuple(_version(item) for item in data["versions"]))

    def as_of(self, day: date) -> RightsVersion:
        """The version in force on `day`; the first one for days before any."""
        found = self.versions[0]
        for version in self.versions:
            if version.effective_from <= day:
                found = version
        return found


def _version(item: Mapping[str, Any]) -> RightsVersion:
    texts = {name: RightsText(**{key: str(text[key]) for key in ("zh", "en", "source")}) for name, text in
             item["texts"].items()}  # fmt: skip
    if texts.keys() != PLACES.keys():
        raise ValueError(f"texts of rights missing or unknown: {sorted(texts.keys() ^ PLACES.keys())}")
    for name, text in texts.items():
        for lang in LANGUAGES:
            places = {place for _, place, _, _ in string.Formatter().parse(text.said(lang)) if place is not None}
            if not text.said(lang).strip() or places != PLACES[name]:
                raise ValueError(f"text {name} in {lang}: empty, or has room for {sorted(places)}")
    return RightsVersion(str(item["version"]), date.fromisoformat(item["effective_from"]), texts)
