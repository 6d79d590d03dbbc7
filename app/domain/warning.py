"""How much of the term has gone: the bank warns at half, at four fifths and on the last day (domain.md 预警, 临期)."""

from __future__ import annotations

from datetime import date
from enum import StrEnum

from app.domain.case import Case
from app.domain.deadlines import Deadlines, deadlines_of, is_clock_stopped
from app.domain.rules import Rules


class Alert(StrEnum):
    """The steps of warning, in their order."""

    NONE = "none"
    HALF = "half"
    FOUR_FIFTHS = "four_fifths"
    LAST_DAY = "last_day"
    OVERDUE = "overdue"


def warning_of(case: Case, rules: Rules, today: date, deadlines: Deadlines | None = None) -> Alert:
    """The warning of `case` on `today`; NONE once the complainant has been told. `deadlines` where the caller has them.

    The share is of natural days between the day from which the term runs and the due date, whatever unit it is counted
    in: what matters is how much time people still have.
    """
    if is_clock_stopped(case):
        return Alert.NONE
    found = deadlines or deadlines_of(case, rules)
    if today >= found.due_on:
        return Alert.OVERDUE if today > found.due_on else Alert.LAST_DAY
    gone, term = (today - found.start_on).days, (found.due_on - found.start_on).days
    if gone * 5 >= term * 4:
        return Alert.FOUR_FIFTHS
    return Alert.HALF if gone * 2 >= term else Alert.NONE
