"""What a sentence about a refusal is filled with."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from app.language import labels


class Details(dict[str, Any]):
    """Details of a problem; one that is missing shows as a dash, so that an error never hides behind another."""

    def __missing__(self, key: str) -> str:
        return "–"

    def day(self, key: str) -> str:
        """A day in words."""
        try:
            return labels.day(date.fromisoformat(str(self[key])))
        except ValueError:
            return str(self[key])


Sentences = Mapping[str, Callable[[Details], str]]
