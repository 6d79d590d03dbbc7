"""Terms that law and bank set, as versioned data with effective dates (domain.md 2.1, 2.8)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from itertools import product
from typing import Any, Literal, get_args

from app.domain.codes import CHANNELS, INTAKE_TYPES, PAUSES, REGULATORS
from app.domain.facts.intake import Intake
from app.domain.people import Role

Start = Literal["received", "accepted", "review_requested", "told"]
Unit = Literal["natural", "working"]
Target = Literal["answer", "first_response", "review", "review_right"]

_STARTS_OF: Mapping[Target, tuple[Start, ...]] = {
    "answer": ("received", "accepted"),
    "first_response": ("received", "accepted"),
    "review": ("review_requested",),
    "review_right": ("told",),
}
_KEYS = frozenset(
    {
        "id", "start", "unit", "stages", "source", "is_law", "target", "applies_to", "by_channel", "pausable",
        "restarts", "yields_to",
    }
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Stage:
    """One rung of a ladder: the term in days counted from the start, and who may approve going there.

    `needs_notice`: the complainant must have been told of this extension before the case may be closed (art. 18).
    """

    days: int
    approvers: tuple[Role, ...] = ()
    needs_notice: bool = False


@dataclass(frozen=True, slots=True)
class Scope:
    """Which cases a clock is for; an empty list means all of them. `regulators` names who must have forwarded it."""

    intake_types: tuple[str, ...] = ()
    channels: tuple[str, ...] = ()
    regulators: tuple[str, ...] = ()

    def covers(self, intake_type: str, channel: str, regulator: str) -> bool:
        """Whether the clock counts for a case of this kind; `regulator` is "" where nobody forwarded it."""
        return (
            (not self.intake_types or intake_type in self.intake_types)
            and (not self.channels or channel in self.channels)
            and (not self.regulators or regulator in self.regulators)
        )


EVERYTHING = Scope()


@dataclass(frozen=True, slots=True)
class Policy:
    """One clock. `stages[0]` is the base term.

    `yields_to` (policy, stage): this clock no longer counts once that stage of another is approved ("另有规定的除外",
    S0 no. 5). `target`: what has to be done by then. `by_channel`: other days for a way in, stage by stage (S1 no. 8).
    `is_law`: the law set it, not the bank. `restarts`: new facts begin it anew (art. 18-3).
    """

    id: str
    start: Start
    unit: Unit
    stages: tuple[Stage, ...]
    source: str
    yields_to: tuple[tuple[str, int], ...] = ()
    pausable: bool = False
    target: Target = "answer"
    applies_to: Scope = EVERYTHING
    by_channel: tuple[tuple[str, tuple[int, ...]], ...] = ()
    restarts: bool = False
    is_law: bool = False

    def days_of(self, stage: int, channel: str) -> int:
        """The term of `stage` for complaints that came in by `channel`."""
        for name, days in self.by_channel:
            if name == channel:
                return days[stage]
        return self.stages[stage].days


@dataclass(frozen=True, slots=True)
class Limits:
    """Other numbers of a version: the longest delegation of an approval, the longest pause by its ground, how far from
    receipt an agreed date may lie where no law sets a term (all in natural days), and what the figures count with."""

    delegation_days: int
    pause_days: tuple[tuple[str, int], ...]
    agreed_days: int
    repeat_days: int
    few_answers: int

    def pause_limit(self, kind: str) -> int:
        """The most days for which a pause of this kind may be expected to last."""
        return dict(self.pause_days)[kind]


@dataclass(frozen=True, slots=True)
class PolicyVersion:
    """All clocks as they are from `effective_from` on."""

    version: str
    effective_from: date
    policies: tuple[Policy, ...]
    limits: Limits
    _by_kind: dict[tuple[str, str, str, str], tuple[Policy, ...]] = field(
        default_factory=dict, init=False, repr=False, compare=False
    )

    def policy(self, policy_id: str) -> Policy | None:
        """The clock with this id, None when this version has none."""
        return next((policy for policy in self.policies if policy.id == policy_id), None)

    def policies_for(self, intake: Intake, target: Target = "answer") -> tuple[Policy, ...]:
        """The clocks for `target` that count for a case with this intake, whether or not they yield.

        What only a newer program knows runs under the terms of a complaint, the strictest: no case is without a date.
        """
        regulator = intake.forwarded.authority if intake.forwarded else ""
        kind = (
            target,
            intake.intake_type if intake.intake_type in INTAKE_TYPES else "complaint",
            intake.channel if intake.channel in CHANNELS else "counter",
            regulator if regulator in ("", *REGULATORS) else "other",
        )
        found = self._by_kind.get(kind)
        if found is None:
            found = self._by_kind[kind] = tuple(
                p for p in self.policies if p.target == target and p.applies_to.covers(*kind[1:])
            )
        return found


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

        Raises: KeyError, TypeError or ValueError when the data is not a sound ladder of terms, or leaves a kind of
        case without a term to answer in.
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
        for other, stage in policy.yields_to:
            if not 0 < stage < len(ids[other].stages) or ids[other].target != policy.target or other == policy.id:
                raise ValueError(f"{policy.id} yields to a stage that does not exist")
    for kind in _kinds_of_cases():
        _check_answerable(policies, kind)
    limits = _limits(item["limits"])
    return PolicyVersion(str(item["version"]), date.fromisoformat(item["effective_from"]), policies, limits)


def _kinds_of_cases() -> Iterator[tuple[str, str, str]]:
    return product(INTAKE_TYPES, CHANNELS, ("", *REGULATORS))


def _check_answerable(policies: tuple[Policy, ...], kind: tuple[str, str, str]) -> None:
    """Every kind of case keeps a date by which it is answered, whatever is approved."""
    counting = {p.id: p for p in policies if p.target == "answer" and p.applies_to.covers(*kind)}
    if not any(all(other not in counting for other, _ in p.yields_to) for p in counting.values()):
        raise ValueError(f"a case could lose its due date: {kind}")


def _policy(item: Mapping[str, Any]) -> Policy:
    if unknown := set(item) - _KEYS:
        raise ValueError(f"{item['id']}: unknown {sorted(unknown)}")
    stages = tuple(
        Stage(int(s["days"]), tuple(Role(role) for role in s.get("approvers", ())), bool(s.get("needs_notice", False)))
        for s in item["stages"]
    )
    days = tuple(stage.days for stage in stages)
    by_channel = tuple((str(name), tuple(int(d) for d in own)) for name, own in item.get("by_channel", {}).items())
    for ladder in (days, *(own for _, own in by_channel)):
        if not ladder or ladder[0] < 0 or list(ladder) != sorted(set(ladder)) or len(ladder) != len(stages):
            raise ValueError(f"{item['id']}: terms must grow from stage to stage")
    if any(not stage.approvers for stage in stages[1:]):
        raise ValueError(f"{item['id']}: a stage without anyone to approve it")
    target, start, unit = item.get("target", "answer"), item["start"], item["unit"]
    if target not in _STARTS_OF or start not in _STARTS_OF[target] or unit not in get_args(Unit):
        raise ValueError(f"{item['id']}: unknown target, start or unit")
    is_law = bool(item.get("is_law", False))
    if is_law and any(own > base for _, ladder in by_channel for own, base in zip(ladder, days, strict=True)):
        raise ValueError(f"{item['id']}: a channel may not have longer than the law gives")
    yields = item.get("yields_to", ())
    return Policy(
        id=str(item["id"]),
        start=start,
        unit=unit,
        stages=stages,
        source=str(item["source"]),
        yields_to=tuple(
            (str(y["policy"]), int(y["stage"])) for y in ((yields,) if isinstance(yields, Mapping) else yields)
        ),
        pausable=bool(item.get("pausable", False)),
        target=target,
        applies_to=_scope(item.get("applies_to", {}), by_channel),
        by_channel=by_channel,
        restarts=bool(item.get("restarts", False)),
        is_law=is_law,
    )


def _scope(item: Mapping[str, Any], by_channel: tuple[tuple[str, tuple[int, ...]], ...]) -> Scope:
    lists = {"intake_types": INTAKE_TYPES, "channels": CHANNELS, "regulators": REGULATORS}
    if unknown := set(item) - set(lists):
        raise ValueError(f"unknown {sorted(unknown)}")
    for name, codes in lists.items():
        if unknown := set(item.get(name, ())) - set(codes):
            raise ValueError(f"unknown {name}: {sorted(unknown)}")
    if unknown := {name for name, _ in by_channel} - set(CHANNELS):
        raise ValueError(f"unknown channels: {sorted(unknown)}")
    return Scope(**{name: tuple(item.get(name, ())) for name in lists})


def _limits(item: Mapping[str, Any]) -> Limits:
    pauses = tuple((kind, int(item["pause_days"][kind])) for kind in PAUSES)
    numbers = {
        name: int(item[name]) for name in ("delegation_days", "agreed_days", "repeat_days", "few_answers")
    }  # fmt: skip
    if min(*numbers.values(), *(days for _, days in pauses)) <= 0:
        raise ValueError("a limit that is not positive")
    return Limits(pause_days=pauses, **numbers)
