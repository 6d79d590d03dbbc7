"""Each date of a case in the parts of one sentence: which rule, from which day, what moved it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from app.domain.calendar import china_day
from app.domain.case import Case
from app.domain.counting import left_out
from app.domain.deadlines import AGREED, Deadline, Deadlines, deadlines_of
from app.domain.policies import Policy, Target, Unit
from app.domain.rules import Rules
from app.domain.targets import first_response_of, review_clock, review_right_clock

Since = Literal["received", "accepted", "review_requested", "told", "new_facts", "reopened", "agreed"]
"""What happened on the day from which a term runs."""


@dataclass(frozen=True, slots=True)
class Move:
    """One thing that moved a date. An extension: approved `on`, `by` whom, to `days`. A pause: from `on` until `until`,
    `days` not counted, `kind` of `codes.PAUSES`. What begins or replaces a term is its `since` instead."""

    what: Literal["extension", "pause"]
    on: date
    days: int
    by: str = ""
    kind: str = ""
    until: date | None = None


@dataclass(frozen=True, slots=True)
class DateExplanation:
    """One date of the case in parts of a sentence: which rule, from which day, how many days, until when."""

    policy_id: str
    stage: int
    start_on: date
    days: int
    unit: Unit
    due_on: date
    is_governing: bool
    is_provisional: bool
    target: Target = "answer"
    since: Since = "received"
    moves: tuple[Move, ...] = ()
    by: str = ""  # who made an agreement


def explain(
    case: Case, rules: Rules, names: Mapping[str, str] | None = None, deadlines: Deadlines | None = None
) -> tuple[DateExplanation, ...]:
    """Every date of `case` that counts now, those for the answer first. People by name where `names` knows them."""
    found = deadlines or deadlines_of(case, rules)
    known = names or {}
    return (
        *_agreed(case, found, known),
        *(_clock(case, rules, clock, found, known) for clock in found.each),
        *_other_targets(case, rules),
    )


def _agreed(case: Case, deadlines: Deadlines, names: Mapping[str, str]) -> Iterator[DateExplanation]:
    agreed = case.agreed
    if agreed is None:
        return
    start_on = deadlines.start_on
    yield DateExplanation(
        AGREED,
        0,
        start_on,
        (deadlines.due_on - start_on).days,
        "natural",
        deadlines.due_on,
        is_governing=True,
        is_provisional=False,
        since="agreed",
        by=names.get(agreed.agreed_by, agreed.agreed_by),
    )


def _clock(
    case: Case, rules: Rules, clock: Deadline, deadlines: Deadlines, names: Mapping[str, str]
) -> DateExplanation:
    policy = rules.version_for(case)[0].policy(clock.policy_id)
    assert policy is not None
    return DateExplanation(
        clock.policy_id,
        clock.stage,
        clock.start_on,
        clock.days,
        clock.unit,
        clock.due_on,
        clock.policy_id == deadlines.governing,
        clock.is_provisional,
        since=_since(case, policy, clock),
        moves=(*_extensions(case, clock, names), *(_pauses(case, clock) if policy.pausable else ())),
    )


def _since(case: Case, policy: Policy, clock: Deadline) -> Since:
    restart = max(case.restarts, key=lambda r: (r.received_on, r.at), default=None) if policy.restarts else None
    if restart is not None and restart.received_on == clock.start_on:
        return "reopened" if restart.is_reopening else "new_facts"
    return policy.start


def _extensions(case: Case, clock: Deadline, names: Mapping[str, str]) -> Iterator[Move]:
    for extension in case.extensions:
        if extension.policy_id == clock.policy_id and extension.counts and extension.stage == clock.stage:
            who = extension.decided_by or ""
            on = china_day(extension.decided_at or extension.requested_at)
            yield Move("extension", on, clock.days, by=names.get(who, who))


def _pauses(case: Case, clock: Deadline) -> Iterator[Move]:
    """Pauses of which days were left out of this term; a day that two of them cover is counted once."""
    covered = clock.start_on + timedelta(days=1)
    for pause in sorted(case.pauses, key=lambda p: p.started_on):
        for first, end in left_out((pause,)):
            days = (end - max(first, covered)).days
            if days > 0 and first <= clock.due_on:
                yield Move("pause", pause.started_on, days, kind=pause.kind, until=end)
                covered = end


def _other_targets(case: Case, rules: Rules) -> Iterator[DateExplanation]:
    first = first_response_of(case, rules)
    if first is not None and first.reached_at is None and not case.state.is_ended:
        yield _plain(first.clock, "first_response", "received")
    right = review_right_clock(case, rules)
    if right is not None:
        yield _plain(right, "review_right", "told")
    review = case.open_review
    clock = review_clock(case, rules, review) if review is not None else None
    if clock is not None:
        yield _plain(clock, "review", "review_requested")


def _plain(clock: Deadline, target: Target, since: Since) -> DateExplanation:
    return DateExplanation(
        clock.policy_id,
        clock.stage,
        clock.start_on,
        clock.days,
        clock.unit,
        clock.due_on,
        is_governing=False,
        is_provisional=clock.is_provisional,
        target=target,
        since=since,
    )
