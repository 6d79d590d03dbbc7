"""Two clocks at once (domain.md finding 1, 2.8): working days from acceptance, natural days from receipt.

The effective due date is the earliest over all clocks that count; the due day itself is still in time (art. 43).
A last day that falls on a holiday is not moved (the conservative reading of 民法典 art. 203, domain.md 2.1).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from app.domain.calendar import CHINA, china_day
from app.domain.case import Case, CaseState
from app.domain.people import Role
from app.domain.policies import Policy, Stage, Unit
from app.domain.rules import Rules

__all__ = [
    "CHINA",
    "SOON_DAYS",
    "Deadline",
    "Deadlines",
    "StageOffer",
    "Urgency",
    "china_day",
    "days_left",
    "deadlines_of",
    "due_if",
    "is_clock_stopped",
    "next_stages",
    "overdue_on",
    "stage_of",
    "urgency",
]

SOON_DAYS = 3
"""A due date this close, in natural days, is nearly due (临期)."""


@dataclass(frozen=True, slots=True)
class Deadline:
    """One clock of a case: which rule and stage, from which day, how many days of which unit, until when."""

    policy_id: str
    stage: int
    unit: Unit
    start_on: date
    days: int
    due_on: date
    is_provisional: bool


@dataclass(frozen=True, slots=True)
class Deadlines:
    """All clocks of a case that count, and the one that governs: the earliest."""

    each: tuple[Deadline, ...]
    due_on: date
    governing: str
    is_provisional: bool


@dataclass(frozen=True, slots=True)
class StageOffer:
    """An extension that may be asked for: where the effective due date would go, and who may approve it."""

    policy_id: str
    stage: int
    new_due_on: date
    approvers: tuple[Role, ...]
    needs_notice: bool = False
    is_provisional: bool = False


class Urgency(StrEnum):
    """How near a due date is."""

    OVERDUE = "overdue"
    TODAY = "today"
    SOON = "soon"
    LATER = "later"
    ENDED = "ended"


def deadlines_of(case: Case, rules: Rules) -> Deadlines:
    """The clocks of `case` with the stages that have been approved."""
    return _deadlines(case, rules, {})


def due_if(case: Case, rules: Rules, policy_id: str, stage: int) -> Deadlines:
    """The clocks of `case` as they would be with `stage` of the policy approved."""
    return _deadlines(case, rules, {policy_id: stage})


def next_stages(case: Case, rules: Rules) -> tuple[StageOffer, ...]:
    """The next stage of each clock that counts, where it would move the effective due date."""
    version, _ = rules.version_for(case)
    now = deadlines_of(case, rules)
    offers = []
    for clock in now.each:
        stage = clock.stage + 1
        rung = stage_of(case, rules, clock.policy_id, stage)
        if rung is None or version.policy(clock.policy_id) is None:
            continue
        then = due_if(case, rules, clock.policy_id, stage)
        if then.due_on > now.due_on:
            offers.append(
                StageOffer(clock.policy_id, stage, then.due_on, rung.approvers, rung.needs_notice, then.is_provisional)
            )
    return tuple(offers)


def stage_of(case: Case, rules: Rules, policy_id: str, stage: int) -> Stage | None:
    """The rung `stage` of a policy in the version that `case` was opened under, None when there is none."""
    policy = rules.version_for(case)[0].policy(policy_id)
    if policy is None or not 0 <= stage < len(policy.stages):
        return None
    return policy.stages[stage]


def days_left(due_on: date, today: date) -> int:
    """Natural days until `due_on`: 0 on the day itself, negative when overdue."""
    return (due_on - today).days


def urgency(due_on: date | None, today: date, *, is_stopped: bool = False) -> Urgency:
    """How near `due_on` is; ENDED where nothing runs any more (`is_stopped`, or no date)."""
    if is_stopped or due_on is None:
        return Urgency.ENDED
    left = days_left(due_on, today)
    if left < 0:
        return Urgency.OVERDUE
    if left == 0:
        return Urgency.TODAY
    return Urgency.SOON if left <= SOON_DAYS else Urgency.LATER


def is_clock_stopped(case: Case) -> bool:
    """Whether the term no longer runs: the complainant has been told, or the case has ended (art. 18)."""
    return case.state.is_ended or case.state is CaseState.TOLD


def overdue_on(case: Case, rules: Rules, today: date) -> bool:
    """Whether `case` is or ever was overdue, seen on `today`. Being overdue survives closing (domain.md finding 8)."""
    if case.state.is_ended:
        return case.was_overdue
    judged_on = china_day(case.told_at) if case.told_at else today
    return judged_on > deadlines_of(case, rules).due_on


def _deadlines(case: Case, rules: Rules, supposed: dict[str, int]) -> Deadlines:
    version, is_own_version = rules.version_for(case)
    reached = {p.id: max(case.reached_stage(p.id), supposed.get(p.id, 0)) for p in version.policies}
    each = tuple(
        _clock(case, rules, policy, min(reached[policy.id], len(policy.stages) - 1))
        for policy in version.policies
        if policy.yields_to is None or reached.get(policy.yields_to[0], 0) < policy.yields_to[1]
    )
    governing = min(each, key=lambda clock: clock.due_on)
    return Deadlines(each, governing.due_on, governing.policy_id, governing.is_provisional or not is_own_version)


def _clock(case: Case, rules: Rules, policy: Policy, stage: int) -> Deadline:
    started = case.received_at if policy.start == "received" else (case.accepted_at or case.registered_at)
    start_on, days = china_day(started), policy.stages[stage].days
    if policy.unit == "working":
        count = rules.calendar.add_working_days(start_on, days)
        return Deadline(policy.id, stage, policy.unit, start_on, days, count.day, count.is_provisional)
    return Deadline(policy.id, stage, policy.unit, start_on, days, start_on + timedelta(days=days), False)
