"""What the desk notices while a complaint is typed: likely categories, card numbers, similar complaints. Plain data."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

MOST_SUGGESTED = 3


@dataclass(frozen=True, slots=True)
class Suggested:
    """A category or reason that the words of the complaint point to, and the words that led there. A person chooses."""

    code: str
    words: tuple[str, ...]

    def __repr__(self) -> str:
        return f"<Suggested {self.code}>"


@dataclass(frozen=True, slots=True)
class SimilarCase:
    """A complaint that is on record already and looks like the one being typed. People in it are masked.

    `reasons` are `Likeness` codes, strongest first; `state` is a case state; `is_open` lets it be merged into.
    """

    case_id: str
    case_no: str
    state: str
    is_open: bool
    received_on: date
    reasons: tuple[str, ...]
    is_repeat: bool
    first_words: str
    who: str = ""

    def __repr__(self) -> str:
        return f"<SimilarCase {self.case_no}>"


@dataclass(frozen=True, slots=True)
class Assistance:
    """Everything that was noticed about one form: likely categories and reasons, similar complaints. `cards` is how
    many card numbers stand in its texts."""

    suggestions: tuple[Suggested, ...] = ()
    reasons: tuple[Suggested, ...] = ()
    similar: tuple[SimilarCase, ...] = ()
    cards: int = 0
