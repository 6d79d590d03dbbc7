"""What law and bank set for taking matters in, as versioned data (resources/rules/intake.json)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Self

from app.domain.codes import AUTHORITIES, CAPACITIES, PAPERS_TAKEN
from app.domain.similarity import DEFAULT_LIMITS, SimilarityLimits

_AUTHORITIES: Mapping[str, tuple[str, ...]] = {
    "statutory_rep": ("guardianship", "kinship"),
    "agent": ("power_of_attorney",),
    "heir": ("succession", "kinship"),
    "organisation": ("representative_letter", "business_licence", "power_of_attorney"),
}


@dataclass(frozen=True, slots=True)
class IntakeRules:
    """One version. `authorities`: papers that show that somebody may act, by capacity; `originals` of them have to be
    seen as originals; `papers`: the checklist of what may be asked for, by capacity (令2020-3 art. 12 to 14, 29, 33).
    """

    version: str = "2020-03-01"
    effective_from: date = date(2020, 3, 1)
    group_representatives: int = 5
    major_group_from: int = 20
    forwarding_working_days: int = 7
    authorities: Mapping[str, tuple[str, ...]] = field(default_factory=lambda: _AUTHORITIES, hash=False)
    originals: tuple[str, ...] = ("power_of_attorney",)
    papers: Mapping[str, tuple[str, ...]] = field(default_factory=dict, hash=False)
    similarity: SimilarityLimits = DEFAULT_LIMITS

    @classmethod
    def from_data(cls, data: Mapping[str, Any]) -> Self:
        """From one version of intake.json.

        Raises: KeyError, TypeError or ValueError when it is not sound.
        """
        likeness = data["similarity"]
        near_days = _count(likeness["near_days"])
        limits = SimilarityLimits(
            near_days, _share(likeness["narrative_percent"]), _share(likeness["repeat_narrative_percent"])
        )
        return cls(
            str(data["version"]),
            date.fromisoformat(data["effective_from"]),
            _count(data["group_representatives"]),
            _count(data["major_group_from"]),
            _count(data["forwarding_working_days"]),
            _by_capacity(data["authorities"], AUTHORITIES),
            _codes(data["originals"], AUTHORITIES),
            _by_capacity(data["papers"], PAPERS_TAKEN),
            limits,
        )


class IntakeBook:
    """All versions; a matter is taken in under the one in force on its day."""

    def __init__(self, versions: tuple[IntakeRules, ...] = (IntakeRules(),)) -> None:
        if not versions or len({rules.effective_from for rules in versions}) != len(versions):
            raise ValueError("versions of the intake rules need different days")
        self.versions = tuple(sorted(versions, key=lambda rules: rules.effective_from))

    @classmethod
    def from_data(cls, data: Mapping[str, Any]) -> Self:
        """From the content of intake.json.

        Raises: KeyError, TypeError or ValueError when it is not sound.
        """
        return cls(tuple(IntakeRules.from_data(version) for version in data["versions"]))

    def as_of(self, day: date) -> IntakeRules:
        """The version in force on `day`; before the first one, the first."""
        in_force = [rules for rules in self.versions if rules.effective_from <= day]
        return in_force[-1] if in_force else self.versions[0]


SHIPPED_INTAKE = IntakeBook()
"""What ships, for whoever has no file at hand."""


def _count(value: object) -> int:
    if type(value) is not int or value < 1:
        raise ValueError(f"{value!r} is no count")
    return value


def _share(value: object) -> float:
    if _count(value) > 100:
        raise ValueError(f"{value!r} is no percentage")
    return _count(value) / 100


def _codes(values: object, known: tuple[str, ...]) -> tuple[str, ...]:
    if not isinstance(values, list) or any(value not in known for value in values):
        raise ValueError(f"{values!r} holds a code that is not known")
    return tuple(values)


def _by_capacity(data: Mapping[str, Any], known: tuple[str, ...]) -> dict[str, tuple[str, ...]]:
    if any(capacity not in CAPACITIES for capacity in data):
        raise ValueError("a capacity that is not known")
    return {capacity: _codes(values, known) for capacity, values in data.items()}
