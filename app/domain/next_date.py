"""What is owed next on a case and by when: no open case without a next date (domain.md no. 15)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from app.domain.calendar import china_day
from app.domain.case import Case
from app.domain.deadlines import Deadlines, deadlines_of, is_clock_stopped
from app.domain.rules import Rules
from app.domain.targets import first_response_of, responded_at, review_due_of

ORDER, ANSWER, FIRST_RESPONSE, PAUSE_END, REVIEW, CORRECTION, CLOSE = (
    *("order", "answer", "first_response", "pause_end"),
    *("review", "correction", "close"),
)
NEXT_DATES = (ORDER, ANSWER, FIRST_RESPONSE, PAUSE_END, REVIEW, CORRECTION, CLOSE)
"""What a next date may be for; of two on one day the earlier in this list is named."""


@dataclass(frozen=True, slots=True)
class NextDate:
    """The day by which something has to be done. `what` is of `NEXT_DATES`; `ref` the id of the order, pause, review
    or corrective action it is about."""

    on: date
    what: str
    ref: str = ""


def next_date_of(case: Case, rules: Rules, deadlines: Deadlines | None = None) -> NextDate | None:
    """The earliest of what is still owed. An open case always has one; an ended one only while a review or a corrective
    action is open. `deadlines` where the caller has them already."""
    dates = [NextDate(order.due_on, ORDER, order.order_id) for order in case.open_orders]
    if not case.state.is_ended:
        dates += _owed_to_complainant(case, rules, deadlines)
    if case.reviews and (review := case.open_review) is not None and (due_on := review_due_of(case, rules)):
        dates.append(NextDate(due_on, REVIEW, review.review_id))
    dates += [NextDate(c.due_on, CORRECTION, c.action_id) for c in case.corrections if c.finished_at is None]
    return min(dates, key=lambda one: (one.on, NEXT_DATES.index(one.what), one.ref), default=None)


def _owed_to_complainant(case: Case, rules: Rules, deadlines: Deadlines | None) -> list[NextDate]:
    if is_clock_stopped(case):  # told: the case is to be closed, from that day on
        told_at = case.told_at or (case.decision.decided_at if case.decision else case.registered_at)
        return [NextDate(china_day(told_at), CLOSE)]
    dates = [NextDate((deadlines or deadlines_of(case, rules)).due_on, ANSWER)]
    if responded_at(case) is None and (first := first_response_of(case, rules)) is not None:
        dates.append(NextDate(first.due_on, FIRST_RESPONSE))
    if case.pauses and (pause := case.open_pause) is not None:
        dates.append(NextDate(pause.expected_end_on, PAUSE_END, pause.pause_id))
    return dates
