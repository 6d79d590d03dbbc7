"""Days and instants as people write them on forms; a day begins at midnight in China."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, time

from app.domain.calendar import CHINA, china_day
from app.domain.commands import IntakeForm
from app.domain.reading import plain_ascii
from app.domain.reasons import ReasonCode
from app.domain.refusal import Problem

EARLIEST_RECEIPT = date(2000, 1, 1)
EARLIEST_EVENT = date(1949, 10, 1)

_DAY = r"([0-9]{4})(?:-|/|\.|年)([0-9]{1,2})(?:-|/|\.|月)([0-9]{1,2})日?"
_DAY_FORM = re.compile(_DAY)
_MINUTE_FORM = re.compile(_DAY + r"[ T]*([0-9]{1,2}):([0-9]{2})(?::([0-9]{2}))?")


def received_at_of(form: IntakeForm, now: datetime) -> datetime | Problem:
    """When the complaint was received: now, or the instant or day that the form names (a day begins at midnight in
    China). Letters and opinion slips keep their day of receipt (domain.md nos. 30, 31)."""
    text = plain_ascii(form.received_at).strip()
    if not text:
        return now
    instant = _read_instant(text)
    if instant is None:
        return Problem(ReasonCode.DATE_UNREADABLE, "received_at")
    if instant > now:
        return Problem(ReasonCode.DATE_IN_FUTURE, "received_at")
    if china_day(instant) < EARLIEST_RECEIPT:
        return Problem(ReasonCode.DATE_TOO_OLD, "received_at", {"earliest": EARLIEST_RECEIPT.isoformat()})
    return instant


def past_day(text: str, field: str, now: datetime, earliest: date = EARLIEST_EVENT) -> date | Problem | None:
    """A day up to today, None for an empty text."""
    text = plain_ascii(text).strip()
    if not text:
        return None
    day = _read_day(text)
    if day is None:
        return Problem(ReasonCode.DATE_UNREADABLE, field)
    if day > china_day(now):
        return Problem(ReasonCode.DATE_IN_FUTURE, field)
    if day < earliest:
        return Problem(ReasonCode.DATE_TOO_OLD, field, {"earliest": earliest.isoformat()})
    return day


def _read_day(text: str) -> date | None:
    found = _DAY_FORM.fullmatch(text)
    try:
        return date(*(int(part) for part in found.groups())) if found else None
    except ValueError:
        return None


def _read_instant(text: str) -> datetime | None:
    try:
        return _instant(text).astimezone(UTC)
    except (ValueError, OverflowError):
        return None


def _instant(text: str) -> datetime:
    day = _read_day(text)
    if day is not None:
        return datetime.combine(day, time(), CHINA)
    found = _MINUTE_FORM.fullmatch(text)
    if found:
        year, month, day_no, hour, minute, second = (int(part or 0) for part in found.groups())
        return datetime(year, month, day_no, hour, minute, second, tzinfo=CHINA)
    instant = datetime.fromisoformat(text)
    return instant if instant.tzinfo else instant.replace(tzinfo=CHINA)
