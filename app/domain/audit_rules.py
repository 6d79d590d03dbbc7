"""From when on a permission audit remarks on something: data with versions, set by the bank (domain.md 1.7 no. 96;
resources/rules/audit.json)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, time
from typing import Any, Self


@dataclass(frozen=True, slots=True)
class AuditRules:
    """One version. A sensitive act before `opens`, from `closes` on or on a day off is out of hours (Chinese time).

    `least_managers`: so many people at least should be able to manage people, lest the only one leaves.
    """

    version: str = "2026-11-22"
    effective_from: date = date(2026, 11, 22)
    opens: time = time(7, 30)
    closes: time = time(19, 0)
    reveals_a_day: int = 30
    files_a_day: int = 60
    takings_a_day: int = 10
    refused_passwords: int = 5
    quick_change_seconds: int = 60
    least_managers: int = 2

    @classmethod
    def from_data(cls, data: Mapping[str, Any]) -> Self:
        """One version of the rules file.

        Raises: KeyError, TypeError or ValueError when it is not sound.
        """
        made = cls(
            version=str(data["version"]),
            effective_from=date.fromisoformat(data["effective_from"]),
            opens=time.fromisoformat(data["opens"]),
            closes=time.fromisoformat(data["closes"]),
            reveals_a_day=_number(data["reveals_a_day"], 1, 10_000),
            files_a_day=_number(data["files_a_day"], 1, 10_000),
            takings_a_day=_number(data["takings_a_day"], 1, 10_000),
            refused_passwords=_number(data["refused_passwords"], 1, 1_000),
            quick_change_seconds=_number(data["quick_change_seconds"], 1, 3_600),
            least_managers=_number(data["least_managers"], 1, 20),
        )
        if made.opens >= made.closes or made.opens.tzinfo or made.closes.tzinfo:
            raise ValueError("the branch opens before it closes, both in Chinese time")
        return made


class AuditRuleBook:
    """All versions; a period is judged by the one in force on its last day."""

    def __init__(self, versions: tuple[AuditRules, ...] = (AuditRules(),)) -> None:
        if not versions or len({rules.effective_from for rules in versions}) != len(versions):
            raise ValueError("versions of the rules of audit need different days")
        self.versions = tuple(sorted(versions, key=lambda rules: rules.effective_from))

    @classmethod
    def from_data(cls, data: Mapping[str, Any]) -> Self:
        """From the content of audit.json.

        Raises: KeyError, TypeError or ValueError when it is not sound.
        """
        return cls(tuple(AuditRules.from_data(version) for version in data["versions"]))

    def as_of(self, day: date) -> AuditRules:
        """The version in force on `day`; before the first one, the first."""
        in_force = [rules for rules in self.versions if rules.effective_from <= day]
        return in_force[-1] if in_force else self.versions[0]


SHIPPED_AUDIT_RULES = AuditRuleBook()
"""What ships, for whoever has no file at hand."""


def _number(value: object, least: int, most: int) -> int:
    if type(value) is not int or not least <= value <= most:
        raise ValueError(f"{value!r} is no number from {least} to {most}")
    return value
