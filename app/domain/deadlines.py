"""The clocks by which a complaint is answered (domain.md finding 1, 2.8): working days from acceptance, natural days
from receipt, each with what moved it.

The effective due date is the earliest over all clocks that count; the due day itself is still in time (art. 43). A date
that the complainant agreed to stands in its place (art. 21). A last day that falls on a holiday is not moved (the
conservative reading of 民法典 art. 203, domain.md 2.1).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from app.domain.calendar import CHINA, china_day
from app.domain.case import Case, CaseState
from app.domain.counting import Span, count_natural, count_working, left_out
from app.domain.people import Role
from app.domain.policies import Policy, Stage, Unit
from app.domain.rules import Rules
from app.domain.telling import told_of_extension

__all__ = [
    "AGREED",
    "CHINA",
    "SOON_DAYS",
    "Deadline",
    "Deadlines",
    "StageOffer",
    "Urgency",
    "china_day",
    "clock_of",
    "days_left",
    "deadlines_of",
    "due_if",
    "ended_overdue",
    "ever_overdue",
    "final_due_on",
    "is_clock_stopped",
    "is_overdue",
    "next_stages",
    "stage_of",
    "urgency",
]

SOON_DAYS = 3
"""A due date this close, in natural days, is nearly due (临期)."""

AGREED = "agreed"
"""What governs where the complainant agreed to a date."""


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
    """All clocks of a case that count, and the one that governs: the earliest, or `AGREED`. `start_on` is the day from
    which the governing one runs, of an agreed date the day on which it was agreed."""

    each: tuple[Deadline, ...]
    due_on: date
    governing: str
    is_provisional: bool
    start_on: date


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
    now = deadlines_of(case, rules)
    offers = []
    for clock in now.each:
        stage = max(clock.stage, case.reached_stage(clock.policy_id)) + 1
        rung = stage_of(case, rules, clock.policy_id, stage)
        if rung is None:
            continue
        then = due_if(case, rules, clock.policy_id, stage)
        if then.due_on > now.due_on:
            offers.append(
                StageOffer(clock.policy_id, stage, then.due_on, rung.approvers, rung.needs_notice, then.is_provisional)
            )
    return tuple(offers)


def stage_of(case: Case, rules: Rules, policy_id: str, stage: int) -> Stage | None:
    """The rung `stage` of a clock that counts for `case`, in the version that it was opened under; else None."""
    policy = next((p for p in rules.version_for(case)[0].policies_for(case.intake) if p.id == policy_id), None)
    if policy is None or not 0 <= stage < len(policy.stages):
        return None
    return policy.stages[stage]


def final_due_on(case: Case, rules: Rules) -> date:
    """The last day that any approval could give: no agreed date lies behind it (art. 18, 21).

    Where only the bank's own terms count, as far from the start as the version's limits say.
    """
    version, _ = rules.version_for(case)
    spans = left_out(case.pauses)
    laws = [p for p in version.policies_for(case.intake) if p.is_law]
    # Of two laws the one that yields leaves the other alone to say; otherwise the earlier one binds.
    binding = [p for p in laws if not any(other in {law.id for law in laws} for other, _ in p.yields_to)]
    if not binding:
        started = _started(case, case.received_at, restarts=True)
        return count_natural(started, version.limits.agreed_days, spans)
    return min(clock_of(case, rules, policy, len(policy.stages) - 1, spans).due_on for policy in binding)


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


def is_overdue(case: Case, rules: Rules, today: date, deadlines: Deadlines | None = None) -> bool:
    """Whether the term that runs now has passed, seen on `today`: what is over can't be extended.

    `deadlines` are those of the case, where the caller has them already.
    """
    if case.state.is_ended:
        return case.was_overdue
    judged_on = china_day(case.told_at) if case.told_at else today
    return judged_on > (deadlines or deadlines_of(case, rules)).due_on


def ever_overdue(case: Case, rules: Rules, today: date) -> bool:
    """Whether `case` is or ever was overdue, seen on `today`. Neither closing nor a new date ends that (domain.md
    finding 8)."""
    return case.was_overdue or bool(case.overdue_marks) or is_overdue(case, rules, today)


def ended_overdue(case: Case, rules: Rules, answered_on: date) -> bool:
    """What an entry that ends `case` records as `was_overdue`: late now, or late before something moved its dates.

    `answered_on` is the day on which the complainant was told, or on which the case ended without that.
    """
    return case.was_overdue or bool(case.overdue_marks) or answered_on > deadlines_of(case, rules).due_on


def clock_of(
    case: Case, rules: Rules, policy: Policy, stage: int, spans: tuple[Span, ...], start: datetime | date | None = None
) -> Deadline:
    """One clock at one stage; `spans` are the days that do not count, `start` where it is neither receipt nor
    acceptance from which it runs."""
    if start is None:
        start = case.received_at if policy.start == "received" else (case.accepted_at or case.registered_at)
    start_on = _started(case, start, restarts=policy.restarts)
    days = policy.days_of(stage, case.intake.channel)
    counted = spans if policy.pausable else ()
    if policy.unit == "working":
        count = count_working(rules.calendar, start_on, days, counted)
        return Deadline(policy.id, stage, policy.unit, start_on, days, count.day, count.is_provisional)
    return Deadline(policy.id, stage, policy.unit, start_on, days, count_natural(start_on, days, counted), False)


def _deadlines(case: Case, rules: Rules, supposed: Mapping[str, int]) -> Deadlines:
    version, is_own_version = rules.version_for(case)
    policies = version.policies_for(case.intake)
    spans = left_out(case.pauses) if case.pauses else ()
    reached = {p.id: max(_counting_stage(case, rules, p, spans), supposed.get(p.id, 0)) for p in policies}
    each = tuple(
        clock_of(case, rules, policy, min(reached[policy.id], len(policy.stages) - 1), spans)
        for policy in policies
        if not any(reached.get(other, 0) >= stage for other, stage in policy.yields_to)
    )
    if case.agreed is not None:
        due_on = min(case.agreed.due_on, final_due_on(case, rules))
        return Deadlines(each, due_on, AGREED, not is_own_version, china_day(case.agreed.agreed_at))
    governing = min(each, key=lambda clock: clock.due_on)
    is_provisional = governing.is_provisional or not is_own_version
    return Deadlines(each, governing.due_on, governing.policy_id, is_provisional, governing.start_on)


def _counting_stage(case: Case, rules: Rules, policy: Policy, spans: tuple[Span, ...]) -> int:
    """The highest stage that counts: approved and, where the law ties it to telling the complainant ("经…审批并告知
    投诉人，可以再延长", art. 18), told with proof before the stage below ran out. Untold, the old term goes on."""
    stage = min(case.reached_stage(policy.id), len(policy.stages) - 1)
    while stage and policy.stages[stage].needs_notice:
        told = (
            told_of_extension(case, rules, e.decided_at)
            for e in case.extensions
            if (e.policy_id, e.stage) == (policy.id, stage) and e.counts and e.decided_at is not None
        )
        last_on = clock_of(case, rules, policy, stage - 1, spans).due_on
        if any(at is not None and china_day(at) <= last_on for at in told):
            break
        stage -= 1
    return stage


def _started(case: Case, start: datetime | date, *, restarts: bool) -> date:
    """The day from which a term runs: that of `start`, or of the latest restart (art. 18-3)."""
    start_on = china_day(start) if isinstance(start, datetime) else start
    if not case.restarts or not restarts:
        return start_on
    return max(start_on, *(restart.received_on for restart in case.restarts))
