"""Dates for other things than the answer: the first response (domain.md no. 24), the superior's review and the right to
ask for one (令2020-3 art. 20). Clocks of the same form, each with its own start."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from app.domain.case import Case, Review
from app.domain.deadlines import Deadline, clock_of
from app.domain.policies import Policy, Target
from app.domain.rules import Rules

FACE_TO_FACE = frozenset({"counter", "visit"})
"""Ways in by which the complainant is answered while standing there: accepting the complaint is the first response."""


@dataclass(frozen=True, slots=True)
class FirstResponse:
    """By when the complainant is to hear from the bank for the first time, and when that happened."""

    clock: Deadline
    reached_at: datetime | None

    @property
    def due_on(self) -> date:
        """The last day."""
        return self.clock.due_on


def first_response_of(case: Case, rules: Rules) -> FirstResponse | None:
    """The first response to `case`; None for kinds of cases without such a term."""
    policy = _policy(case, rules, "first_response")
    if policy is None:
        return None
    return FirstResponse(clock_of(case, rules, policy, 0, ()), responded_at(case))


def review_clock(case: Case, rules: Rules, review: Review) -> Deadline | None:
    """The term within which the superior decides `review` (art. 20: thirty days from the request)."""
    policy = _policy(case, rules, "review")
    return clock_of(case, rules, policy, 0, (), review.received_on) if policy is not None else None


def review_due_of(case: Case, rules: Rules) -> date | None:
    """By when the superior decides the open review; None where there is none."""
    review = case.open_review
    clock = review_clock(case, rules, review) if review is not None else None
    return clock.due_on if clock is not None else None


def review_right_clock(case: Case, rules: Rules) -> Deadline | None:
    """The term within which the complainant may ask for a review; None while they have not been told a decision."""
    policy = _policy(case, rules, "review_right")
    if policy is None or case.told_at is None or case.decision is None:
        return None
    return clock_of(case, rules, policy, 0, (), case.told_at)


def review_right_until(case: Case, rules: Rules) -> date | None:
    """The last day on which the complainant may ask for a review (art. 20: thirty days from being told)."""
    clock = review_right_clock(case, rules)
    return clock.due_on if clock is not None else None


def review_right_days(case: Case, rules: Rules) -> int:
    """The days within which the complainant may ask for a review, by the version that the case was opened under; 0
    where it gives no such right."""
    policy = _policy(case, rules, "review_right")
    return policy.days_of(0, case.intake.channel) if policy is not None else 0


def _policy(case: Case, rules: Rules, target: Target) -> Policy | None:
    return next(iter(rules.version_for(case)[0].policies_for(case.intake, target)), None)


def responded_at(case: Case) -> datetime | None:
    """The first time that the complainant heard from the bank: a talk, a notice, or an answer on the spot."""
    times = [contact.at for contact in case.contacts if contact.was_reached]
    times += [notice.given_at for notice in case.notices if notice.succeeded]
    if case.intake.channel in FACE_TO_FACE and case.accepted_at is not None:
        times.append(case.accepted_at)
    if case.settlement and case.ended_at is not None:
        times.append(case.ended_at)
    return min(times, default=None)
