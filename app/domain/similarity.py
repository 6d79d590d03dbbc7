"""Similar and repeat complaints: by whom they come, when, and how alike the stories are (S0 no. 89; art. 18-3).

Pure rules. Whoever searches takes `SimilarityKeys` of the form, finds candidates by phone, identity number, name and
`probes` of the narrative, and asks `judge` about each.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum

from app.domain.calendar import china_day
from app.domain.commands import IntakeForm
from app.domain.facts.intake import Intake
from app.domain.identity import check_id, compact_id
from app.domain.names import SEPARATOR, suggest_separator
from app.domain.phone import normalise_phone

_GRAM = 3
_SHORT = 12
"""Fewer letters than this tell no story: two such texts are alike only when they are the same."""
_CONTAINED_FROM = 40
"""The shorter text must have this many letters before being part of the longer one means anything."""
_PROBE = 8
"""Letters of a probe."""


class Likeness(StrEnum):
    """Why two complaints are held to be similar."""

    SAME_ID = "same_id"
    SAME_PHONE = "same_phone"
    NEAR_SAME_NARRATIVE = "near_same_narrative"
    SAME_NAME_NEAR_DATE = "same_name_near_date"


@dataclass(frozen=True, slots=True)
class SimilarityLimits:
    """What counts as near (resources/rules/intake.json): days between two complaints, likeness of the stories, and
    the likeness at which two complaints of the same person are one matter again."""

    near_days: int = 30
    alike_from: float = 0.6
    repeat_from: float = 0.3


DEFAULT_LIMITS = SimilarityLimits()


@dataclass(frozen=True, slots=True)
class SimilarityKeys:
    """What is compared. Everything is normalised; empty means unknown and is never alike."""

    phones: frozenset[str] = frozenset()
    id_numbers: frozenset[str] = frozenset()
    name: str = ""
    received_on: date | None = None
    narrative: str = ""  # folded: letters and digits only
    grams: frozenset[str] = field(default=frozenset(), repr=False)

    def __repr__(self) -> str:
        return "<SimilarityKeys>"

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to search by yet."""
        return not (self.phones or self.id_numbers or self.name or len(self.narrative) >= _SHORT)


@dataclass(frozen=True, slots=True)
class Similar:
    """How a candidate is similar: `reasons` strongest first, `likeness` of the stories from 0 to 1. `is_repeat` says
    that the same person seems to bring the same matter again; a person decides."""

    reasons: tuple[Likeness, ...]
    likeness: float
    is_repeat: bool

    @property
    def rank(self) -> float:
        """Greater is more similar."""
        return (2.0 if self.is_repeat else 0.0) + len(self.reasons) + self.likeness


def keys_of_form(form: IntakeForm, now: datetime) -> SimilarityKeys:
    """The keys of a form that is still being typed; what cannot be read yet counts as empty."""
    phones = (normalise_phone(text) for text in (form.phone, form.representative_phone))
    numbers = (
        check_id(form.id_kind, form.id_number),
        check_id(form.representative_id_kind, form.representative_id_number),
    )
    return _keys(
        (phone for phone in phones if isinstance(phone, str)),
        (found[1] for found in numbers if isinstance(found, tuple)),
        form.complainant_name,
        china_day(now),
        form.narrative,
    )


def keys_of_intake(intake: Intake, received_at: datetime) -> SimilarityKeys:
    """The keys of what was recorded."""
    who, other = intake.complainant, intake.representative
    return keys_of_values(
        name=who.name,
        phones=(who.phone, other.phone if other else ""),
        id_numbers=(who.id_number, other.id_number if other else ""),
        received_on=china_day(received_at),
        narrative=intake.narrative,
    )


def keys_of_values(
    *, name: str, phones: Iterable[str], id_numbers: Iterable[str], received_on: date | None, narrative: str
) -> SimilarityKeys:
    """The keys of values as a store keeps them: normalised numbers, name and narrative as recorded."""
    return _keys(phones, id_numbers, name, received_on, narrative)


def judge(keys: SimilarityKeys, candidate: SimilarityKeys, limits: SimilarityLimits = DEFAULT_LIMITS) -> Similar | None:
    """How `candidate` is similar to what is being recorded, None when it is not."""
    likeness = _likeness(keys, candidate)
    reasons = [
        reason
        for reason, is_given in (
            (Likeness.SAME_ID, bool(keys.id_numbers & candidate.id_numbers)),
            (Likeness.SAME_PHONE, bool(keys.phones & candidate.phones)),
            (Likeness.NEAR_SAME_NARRATIVE, likeness >= limits.alike_from),
            (Likeness.SAME_NAME_NEAR_DATE, _is_same_name_near(keys, candidate, limits)),
        )
        if is_given
    ]
    if not reasons:
        return None
    is_same_person = any(reason is not Likeness.NEAR_SAME_NARRATIVE for reason in reasons)
    return Similar(tuple(reasons), likeness, is_same_person and likeness >= limits.repeat_from)


def narrative_likeness(one: str, other: str) -> float:
    """How alike two stories are, 0 to 1: shared pieces of three letters among all pieces, or, where a long enough
    story stands within the other, how much of it. Spelling of width, case, punctuation and spaces does not count."""
    return _likeness(_keys((), (), "", None, one), _keys((), (), "", None, other))


def probes(narrative: str, count: int = 8) -> tuple[str, ...]:
    """Pieces of the folded narrative, spread evenly, for a full-text search of near-same stories: one that is alike
    holds some of them word for word. Empty for a text too short to tell a story."""
    letters = fold_text(narrative)
    if len(letters) < _SHORT:
        return ()
    last = len(letters) - _PROBE
    places = sorted({round(last * n / max(count - 1, 1)) for n in range(count)})
    return tuple(dict.fromkeys(letters[place : place + _PROBE] for place in places))


def fold_text(text: str) -> str:
    """Letters and digits only, compatibility form, lower case: pasted text holds Kangxi radicals (domain.md 1.7)."""
    folded = unicodedata.normalize("NFKC", text).casefold()
    return "".join(character for character in folded if character.isalnum())


def _keys(
    phones: Iterable[str], id_numbers: Iterable[str], name: str, received_on: date | None, narrative: str
) -> SimilarityKeys:
    letters = fold_text(narrative)
    return SimilarityKeys(
        frozenset(phone for phone in phones if phone),
        frozenset(compact_id(number) for number in id_numbers if number),
        _folded_name(name),
        received_on,
        letters,
        frozenset(letters[place : place + _GRAM] for place in range(len(letters) - _GRAM + 1)),
    )


def _folded_name(name: str) -> str:
    text = suggest_separator(name) or name
    return unicodedata.normalize("NFKC", "".join(text.split()).replace(SEPARATOR, "")).casefold()


def _likeness(one: SimilarityKeys, other: SimilarityKeys) -> float:
    if not one.narrative or not other.narrative:
        return 0.0
    if one.narrative == other.narrative:
        return 1.0
    shorter = min(len(one.narrative), len(other.narrative))
    if shorter < _SHORT:
        return 0.0
    shared = len(one.grams & other.grams)
    alike = shared / (len(one.grams) + len(other.grams) - shared)
    if shorter >= _CONTAINED_FROM:
        alike = max(alike, 0.95 * shared / min(len(one.grams), len(other.grams)))
    return alike


def _is_same_name_near(one: SimilarityKeys, other: SimilarityKeys, limits: SimilarityLimits) -> bool:
    if not one.name or one.name != other.name or one.received_on is None or other.received_on is None:
        return False
    return abs((one.received_on - other.received_on).days) <= limits.near_days
