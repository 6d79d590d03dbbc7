"""The branch's figures (domain.md nos. 85, 88, 89; section 5, KPI formulas): each formula stated once, here.

Pure functions over small records, one a case, made by `figures_of`. Only complaints are counted unless the caller asks
for other kinds. Voided cases count nowhere. Merged cases count as repeats and nowhere else: their matter goes on in the
case that they were merged into. A period is its first and its last day, both included; open cases are judged as of its
last day or of the day on which the records were made, whichever is earlier.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction

from app.domain.calendar import china_day
from app.domain.case import Case, CaseState
from app.domain.deadlines import Deadlines, deadlines_of, is_overdue
from app.domain.policies import Limits
from app.domain.rules import Rules

COMPLAINTS = frozenset({"complaint"})
SATISFIED = "satisfied"
_ANSWERS = frozenset({SATISFIED, "fairly_satisfied", "dissatisfied"})
_ONE_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class CaseFigures:
    """What the figures need of one case, as it stood on `as_of`.

    `ended_on`: closed, settled on the spot or withdrawn. `told_on`: told of the decision, or answered on the spot.
    `overdue_from`: the first day on which it was overdue, kept for ever (domain.md finding 8). `answer`: the latest
    answer to the question about satisfaction. `repeat_of`: the case that this one repeats or was merged into.
    """

    case_id: str
    intake_type: str
    received_on: date
    accepted_on: date | None
    as_of: date
    ended_on: date | None = None
    told_on: date | None = None
    overdue_from: date | None = None
    is_settled_on_spot: bool = False
    is_withdrawn: bool = False
    is_voided: bool = False
    is_merged: bool = False
    is_forwarded: bool = False
    answer: str = ""
    repeat_of: str = ""
    repeated_on: date | None = None  # of a deleted case: when it was first repeated, and whether through a regulator
    has_escalated: bool = False


@dataclass(frozen=True, slots=True)
class Rate:
    """`count` out of `of`. `is_thin`: too few to conclude anything from."""

    count: int
    of: int
    is_thin: bool

    @property
    def share(self) -> Fraction | None:
        """The rate, None where there is nothing to count."""
        return Fraction(self.count, self.of) if self.of else None


@dataclass(frozen=True, slots=True)
class Figures:
    """All figures of one period."""

    first: date
    last: date
    received: int
    accepted: int
    closed: int
    timeliness: Rate
    strict_timeliness: Rate
    satisfaction: Rate
    answered: Rate
    completion: Rate
    first_contact_resolution: Rate
    regulator_escalation: Rate
    repeats: Rate
    ever_overdue: Rate
    open_overdue: int


@dataclass(frozen=True, slots=True)
class OverdueCase:
    """A case that is or was overdue: since when, how many days up to the day on which its complainant was told or on
    which it ended, and whether it still runs."""

    case_id: str
    overdue_from: date
    days: int
    is_running: bool


def figures_of(case: Case, rules: Rules, today: date, deadlines: Deadlines | None = None) -> CaseFigures:
    """The record of `case` as it stands on `today`; `deadlines` where the caller has them already."""
    is_ended = case.state in (CaseState.CLOSED, CaseState.SETTLED_ON_SPOT, CaseState.WITHDRAWN)
    is_settled = case.state is CaseState.SETTLED_ON_SPOT
    told_at = case.told_at or (case.ended_at if is_settled else None)
    answers = [s for s in case.satisfaction if s.answer in _ANSWERS]
    return CaseFigures(
        case_id=case.case_id,
        intake_type=case.intake.intake_type,
        received_on=china_day(case.received_at),
        accepted_on=china_day(case.accepted_at) if case.accepted_at else None,
        as_of=today,
        ended_on=china_day(case.ended_at) if is_ended and case.ended_at else None,
        told_on=china_day(told_at) if told_at else None,
        overdue_from=_overdue_from(case, rules, today, deadlines),
        is_settled_on_spot=is_settled,
        is_withdrawn=case.state is CaseState.WITHDRAWN,
        is_voided=case.state is CaseState.VOIDED,
        is_merged=case.state is CaseState.MERGED,
        is_forwarded=case.intake.forwarded is not None,
        answer=max(answers, key=lambda s: s.asked_at).answer if answers else "",
        repeat_of=case.merged_into or case.repeat_of or case.intake.repeat_of,
    )


def figures_for(
    records: Iterable[CaseFigures],
    first: date,
    last: date,
    limits: Limits,
    intake_types: frozenset[str] = COMPLAINTS,
) -> Figures:
    """All figures of the period. `records` are those of every case, also from before and after the period: a repeat may
    come later, and what is open may be old."""
    every = [r for r in records if r.intake_type in intake_types and not r.is_voided]
    period = Period(tuple(every), first, last, limits)
    return Figures(
        first,
        last,
        received=sum(first <= r.received_on <= last for r in period.counted),
        accepted=len(period.accepted),
        closed=len(period.closed),
        timeliness=timeliness(period),
        strict_timeliness=strict_timeliness(period),
        satisfaction=satisfaction(period),
        answered=answered(period),
        completion=completion(period),
        first_contact_resolution=first_contact_resolution(period),
        regulator_escalation=regulator_escalation(period),
        repeats=repeat_rate(period),
        ever_overdue=ever_overdue_rate(period),
        open_overdue=len(period.open_overdue),
    )


def overdue_cases(
    records: Iterable[CaseFigures], first: date, last: date, intake_types: frozenset[str] = COMPLAINTS
) -> tuple[OverdueCase, ...]:
    """超期记录: cases that were overdue by the last day of the period and had not ended before its first; the longest
    overdue first. Neither voided nor merged ones. Being overdue is kept for ever (domain.md finding 8)."""
    found = []
    for record in records:
        if record.intake_type not in intake_types or record.is_voided or record.is_merged:
            continue
        as_of = min(last, record.as_of)
        ended_before = record.ended_on is not None and record.ended_on < first
        if record.overdue_from is None or record.overdue_from > as_of or ended_before:
            continue
        answered = min((day for day in (record.told_on, record.ended_on) if day is not None), default=None)
        is_running = answered is None or answered > as_of
        until = as_of if answered is None or is_running else answered
        days = max((until - record.overdue_from).days + 1, 1)
        found.append(OverdueCase(record.case_id, record.overdue_from, days, is_running))
    return tuple(sorted(found, key=lambda case: (-case.days, case.overdue_from, case.case_id)))


class Period:
    """The cases of a period by what happened in it, and which case repeats which."""

    def __init__(self, every: tuple[CaseFigures, ...], first: date, last: date, limits: Limits) -> None:
        self.every = every
        self.first, self.last, self.limits = first, last, limits
        self.counted = tuple(r for r in every if not r.is_merged)
        self.accepted = tuple(r for r in self.counted if r.accepted_on is not None and self.holds(r.accepted_on))
        self.closed = tuple(r for r in self.counted if r.ended_on is not None and self.holds(r.ended_on))
        self.open_overdue = tuple(r for r in self.counted if self._is_open_overdue(r))
        self._repeats = _repeats_by_case(every)

    def holds(self, day: date) -> bool:
        """Whether `day` lies in the period."""
        return self.first <= day <= self.last

    def repeats_of(self, record: CaseFigures) -> tuple[CaseFigures, ...]:
        """Later cases that repeat this one, directly or through another."""
        return tuple(r for r in self._repeats.get(record.case_id, ()) if r.received_on >= record.received_on)

    def rate(self, count: int, of: int) -> Rate:
        """A rate with the mark of too few."""
        return Rate(count, of, of < self.limits.few_answers)

    def _is_open_overdue(self, record: CaseFigures) -> bool:
        as_of = min(self.last, record.as_of)
        is_open = record.received_on <= as_of and (record.ended_on is None or record.ended_on > as_of)
        return is_open and record.overdue_from is not None and record.overdue_from <= as_of


def timeliness(period: Period) -> Rate:
    """及时率: cases closed in the period that were told on or before the effective due date and were never overdue
    before ÷ cases closed in the period. A withdrawal ends the procedure, nobody has to be told of it (art. 15)."""
    return period.rate(_in_time(period), len(period.closed))


def strict_timeliness(period: Period) -> Rate:
    """及时率, strict: the same ÷ cases closed in the period and those open and overdue at its end."""
    return period.rate(_in_time(period), len(period.closed) + len(period.open_overdue))


def satisfaction(period: Period) -> Rate:
    """满意率: cases closed in the period whose complainant's latest answer is 满意 ÷ those with an answer.

    基本满意 is an answer but not 满意; refused and not reached are no answers.
    """
    answers = [r.answer for r in period.closed if r.answer]
    return period.rate(answers.count(SATISFIED), len(answers))


def answered(period: Period) -> Rate:
    """What stands beside 满意率: cases with an answer ÷ cases closed in the period."""
    return period.rate(sum(bool(r.answer) for r in period.closed), len(period.closed))


def completion(period: Period) -> Rate:
    """办结率: cases accepted in the period that were closed by its last day ÷ cases accepted in the period."""
    done = sum(r.ended_on is not None and r.ended_on <= period.last for r in period.accepted)
    return period.rate(done, len(period.accepted))


def first_contact_resolution(period: Period) -> Rate:
    """首次解决率: cases accepted in the period, settled on the spot, without a repeat within 30 days (the version's
    `repeat_days`) of that ÷ cases accepted in the period."""
    days = timedelta(days=period.limits.repeat_days)
    done = 0
    for record in period.accepted:
        settled_on = record.ended_on if record.is_settled_on_spot else None
        if settled_on is not None:
            repeats = [r.received_on for r in period.repeats_of(record)]
            first = min(filter(None, (*repeats, record.repeated_on)), default=None)
            done += first is None or first > settled_on + days
    return period.rate(done, len(period.accepted))


def regulator_escalation(period: Period) -> Rate:
    """升级监管率: cases accepted in the period that came back through a regulator (a repeat of them was forwarded) ÷
    cases accepted in the period. A case that a regulator forwarded itself has not escalated."""
    escalated = sum(
        not record.is_forwarded and (record.has_escalated or any(r.is_forwarded for r in period.repeats_of(record)))
        for record in period.accepted
    )
    return period.rate(escalated, len(period.accepted))


def repeat_rate(period: Period) -> Rate:
    """重复投诉率: cases received in the period that repeat another, merged ones included ÷ all cases received in it,
    merged ones included."""
    received = [r for r in period.every if period.holds(r.received_on)]
    return period.rate(sum(bool(r.repeat_of) for r in received), len(received))


def ever_overdue_rate(period: Period) -> Rate:
    """超期率 (overdue history): cases received in the period that are or ever were overdue ÷ cases received in it."""
    received = [r for r in period.counted if period.holds(r.received_on)]
    return period.rate(sum(r.overdue_from is not None for r in received), len(received))


def _in_time(period: Period) -> int:
    return sum(r.overdue_from is None and (r.told_on is not None or r.is_withdrawn) for r in period.closed)


def _overdue_from(case: Case, rules: Rules, today: date, deadlines: Deadlines | None) -> date | None:
    days = [mark.due_on for mark in case.overdue_marks]
    if deadlines is None and not case.state.is_ended:
        deadlines = deadlines_of(case, rules)
    if is_overdue(case, rules, today, deadlines):
        ended = case.due_on_at_end if case.state.is_ended else None
        days.append(ended or (deadlines or deadlines_of(case, rules)).due_on)
    return min(days) + _ONE_DAY if days else None


def _repeats_by_case(every: Iterable[CaseFigures]) -> Mapping[str, list[CaseFigures]]:
    """For each case those that repeat it, directly or through others."""
    records = {record.case_id: record for record in every}
    repeats: dict[str, list[CaseFigures]] = {}
    for record in records.values():
        seen, earlier = {record.case_id}, record.repeat_of
        while earlier and earlier not in seen:
            seen.add(earlier)
            repeats.setdefault(earlier, []).append(record)
            earlier = records[earlier].repeat_of if earlier in records else ""
    return repeats
