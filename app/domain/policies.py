"""Terms that law and bank set, as versioned data with effective dates (domain.md 2.1, 2.8)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

from app.domain.people import Role

Start = Literal["received", "accepted"]
Unit = Literal["natural", "working"]


@dataclass(frozen=True, slots=True)
class Stage:
    """One rung of a ladder: the term in days counted from the start, and who may approve going there.

    `needs_notice`: the complainant must have been told of this extension before the case may be closed (art. 18).
    """

    days: int
    approvers: tuple[Role, ...] = ()
    needs_notice: bool = False


@dataclass(frozen=True, slots=True)
class Policy:
    """One clock. `stages[0]` is the base term. `yields_to` (policy, stage): this clock no longer counts once that stage
    of the other is approved ("另有规定的除外", S0 no. 5)."""

    id: str
    start: Start
    unit: Unit
    stages: tuple[Stage, ...]
    source: str
    yields_to: tuple[str, int] | None = None
    pausable: bool = False


@dataclass(frozen=True, slots=True)
class PolicyVersion:
    """All clocks as they are from `effective_from` on."""

    version: str
    effective_from: date
    policies: tuple[Policy, ...]

    def policy(self, policy_id: str) -> Policy | None:
        """The clock with this id, None when this version has none."""
        return next((policy for policy in self.policies if policy.id == policy_id), None)


class PolicyBook:
    """Every version that ever was in force, so that each case keeps the one it was opened under."""

    def __init__(self, versions: tuple[PolicyVersion, ...]) -> None:
        if not versions:
            raise ValueError("no policy version")
        self.versions = tuple(sorted(versions, key=lambda v: v.effective_from))
        self._by_name = {v.version: v for v in self.versions}
        if len(self._by_name) != len(versions):
            raise ValueError("two policy versions of one name")

    @classmethod
    def from_data(cls, data: Mapping[str, Any]) -> PolicyBook:
        """From the content of policies.json.

        Raises: KeyError, TypeError or ValueError when the data is not a sound ladder of terms.
        """
        return cls(tuple(_version(item) for item in data["versions"]))

    def version(self, name: str) -> PolicyVersion | None:
        """The version with this name, None when this program does not have it (yet)."""
        return self._by_name.get(name)

    def as_of(self, day: date) -> PolicyVersion:
        """The version in force on `day`; the first one for days before any."""
        found = self.versions[0]
        for version in self.versions:
            if version.effective_from <= day:
                found = version
        return found

    @property
    def latest(self) -> PolicyVersion:
        """The newest version."""
        return self.versions[-1]


def _version(item: Mapping[str, Any]) -> PolicyVersion:
    policies = tuple(_policy(policy) for policy in item["policies"])
    ids = {policy.id: policy for policy in policies}
    if not policies or len(ids) != len(policies):
        raise ValueError("policies missing or named twice")
    for policy in policies:
        if policy.yields_to and not 0 < policy.yields_to[1] < len(ids[policy.yields_to[0]].stages):
            raise ValueError(f"{policy.id} yields to a stage that does not exist")
    if all(policy.yields_to for policy in policies):
        raise ValueError("every clock yields: a case could lose its due date")
    return PolicyVersion(str(item["version"]), date.fromisoformat(item["effective_from"]), policies)


def _policy(item: Mapping[str, Any]) -> Policy:
    stages = tuple(
        Stage(int(s["days"]), tuple(Role(role) for role in s.get("approvers", ())), bool(s.get("needs_notice", False)))
        for s in item["stages"]
    )
    days = [stage.days for stage in stages]
    if not days or days[0] < 0 or days != sorted(set(days)):
        raise ValueError(f"{item['id']}: terms must grow from stage to stage")
    if any(not stage.approvers for stage in stages[1:]):
        raise ValueError(f"{item['id']}: a stage without anyone to approve it")
    if item["start"] not in ("received", "accepted") or item["unit"] not in ("natural", "working"):
        raise ValueError(f"{item['id']}: unknown start or unit")
    yields = item.get("yields_to")
    return Policy(
        id=str(item["id"]),
        start=item["start"],
        unit=item["unit"],
        stages=stages,
        source=str(item["source"]),
        yields_to=(str(yields["policy"]), int(yields["stage"])) if yields else None,
        pausable=bool(item.get("pausable", False)),
    )
