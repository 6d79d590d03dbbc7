"""Complaints that a regulator forwards: who, under what number, on which days (令2020-3 art. 33; domain.md no. 20)."""

from __future__ import annotations

from datetime import date, datetime

from app.domain.calendar import WorkCalendar, china_day
from app.domain.case import ForwardedCase
from app.domain.codes import REGULATORS
from app.domain.commands import IntakeForm
from app.domain.intake_days import past_day
from app.domain.parties import Strictness
from app.domain.reasons import ReasonCode
from app.domain.refusal import Problem
from app.domain.texts import MAX_LINE, check_text

CHANNEL = "regulator"
"""The way in of a forwarded complaint."""


def forwarded_of(
    form: IntakeForm, now: datetime, received_at: datetime | Problem, need: Strictness, found: list[Problem]
) -> ForwardedCase | None:
    """The forwarding. Its days follow each other: at the regulator, forwarded, at the bank (`received_at`; a
    problem with that day is added too)."""
    if isinstance(received_at, Problem):
        found.append(received_at)
    found.extend(check_text(form.regulator_reference_no, "regulator_reference_no", MAX_LINE))
    at_regulator = _day(form.regulator_received_on, "regulator_received_on", now, found)
    forwarded_on = _day(form.forwarded_on, "forwarded_on", now, found)
    filled = next(
        (
            name
            for name in ("regulator", "regulator_reference_no", "regulator_received_on", "forwarded_on")
            if getattr(form, name).strip()
        ),
        "",
    )
    if form.channel != CHANNEL:
        if filled:
            found.append(Problem(ReasonCode.FORWARDING_NOT_EXPECTED, filled))
        return None
    if form.regulator not in ("", *REGULATORS):
        found.append(Problem(ReasonCode.CHOICE_UNKNOWN, "regulator"))
    elif not form.regulator and (need.is_complete or filled):
        found.append(Problem(ReasonCode.REGULATOR_MISSING, "regulator"))
    received_on = None if isinstance(received_at, Problem) else china_day(received_at)
    _check_order(at_regulator, forwarded_on, received_on, found)
    if not form.regulator:
        return None
    return ForwardedCase(form.regulator, form.regulator_reference_no.strip(), at_regulator, forwarded_on)


def forwarding_working_days(forwarded: ForwardedCase, calendar: WorkCalendar) -> int | None:
    """How many working days the regulator took to forward, None when it is not known. A fact to show, the bank's time
    runs from its own receipt (art. 33: within 7 working days)."""
    if forwarded.regulator_received_on is None or forwarded.forwarded_on is None:
        return None
    return calendar.working_days_between(forwarded.regulator_received_on, forwarded.forwarded_on)


def _day(text: str, field: str, now: datetime, found: list[Problem]) -> date | None:
    day = past_day(text, field, now)
    if isinstance(day, Problem):
        found.append(day)
        return None
    return day


def _check_order(
    at_regulator: date | None, forwarded_on: date | None, received_on: date | None, found: list[Problem]
) -> None:
    if at_regulator and forwarded_on and forwarded_on < at_regulator:
        found.append(Problem(ReasonCode.FORWARDED_TOO_EARLY, "forwarded_on", {"day": at_regulator.isoformat()}))
    elif received_on is not None:
        for field, day in (("forwarded_on", forwarded_on), ("regulator_received_on", at_regulator)):
            if day and day > received_on:
                found.append(Problem(ReasonCode.FORWARDED_TOO_LATE, field, {"day": received_on.isoformat()}))
                return
