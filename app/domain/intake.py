"""From the counter form as typed to what is recorded (令2020-3 art. 13: only what the law lets the bank ask)."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, time

from app.domain.calendar import CHINA, china_day
from app.domain.case import Classification, Complainant, Intake
from app.domain.codes import CAPACITIES, CHANNELS, ID_KINDS, INTAKE_TYPES, LANGUAGES
from app.domain.commands import IntakeForm
from app.domain.identity import check_id
from app.domain.money import parse_yuan
from app.domain.names import clean_name
from app.domain.phone import normalise_phone
from app.domain.reading import plain_ascii
from app.domain.reasons import ReasonCode
from app.domain.refusal import Problem
from app.domain.taxonomy import Taxonomy
from app.domain.texts import MAX_GIVEN, MAX_LINE, MAX_NARRATIVE, check_needed, check_text

EARLIEST_RECEIPT = date(2000, 1, 1)
EARLIEST_EVENT = date(1949, 10, 1)

_DAY = r"([0-9]{4})(?:-|/|\.|年)([0-9]{1,2})(?:-|/|\.|月)([0-9]{1,2})日?"
_DAY_FORM = re.compile(_DAY)
_MINUTE_FORM = re.compile(_DAY + r"[ T]*([0-9]{1,2}):([0-9]{2})(?::([0-9]{2}))?")


def normalise_intake(
    form: IntakeForm, now: datetime, taxonomy: Taxonomy | None = None, *, is_name_required: bool = True
) -> Intake | tuple[Problem, ...]:
    """What to record, or every problem of the form at once, each with its field.

    Names lose white space at their ends, numbers are normalised; all other text is kept exactly as typed. Words for
    the category that are not in `taxonomy` are kept as given, with the case unclassified. Without `taxonomy` the
    category must be a code and is taken as it is.
    """
    found: list[Problem] = [
        *check_needed(form.narrative, "narrative", MAX_NARRATIVE, ReasonCode.NARRATIVE_MISSING),
        *check_text(form.remedy_sought, "remedy_sought", MAX_NARRATIVE),
        *_choices(form),
    ]
    name = _kept(clean_name(form.complainant_name), found)
    if is_name_required and name == "" and not any(p.field == "complainant_name" for p in found):
        found.append(Problem(ReasonCode.NAME_MISSING, "complainant_name"))
    phone = _kept(normalise_phone(form.phone), found)
    identity = check_id(form.id_kind, form.id_number, today=china_day(now))
    if isinstance(identity, Problem):
        found.append(identity)
        identity = ("", "")
    tail = _kept(_account_tail(form.account_tail), found)
    amount = parse_yuan(form.amount) if form.amount.strip() else None
    if isinstance(amount, Problem):
        found.append(amount)
        amount = None
    occurred_on = _occurred_on(form.occurred_on, now)
    if isinstance(occurred_on, Problem):
        found.append(occurred_on)
        occurred_on = None
    received_at = received_at_of(form, now)
    if isinstance(received_at, Problem):
        found.append(received_at)
    found.extend(check_text(form.category, "category", MAX_LINE))
    found.extend(check_text("\n".join((*form.given, *form.given.values())), "given", MAX_GIVEN))
    if found:
        return tuple(found)
    category, category_given = _category(form.category, taxonomy)
    return Intake(
        complainant=Complainant(name, phone, identity[0] if identity[1] else "", identity[1], form.capacity),
        narrative=form.narrative,
        remedy_sought=form.remedy_sought,
        category=category,
        channel=form.channel,
        intake_type=form.intake_type,
        occurred_on=occurred_on,
        amount_fen=amount,
        account_tail=tail,
        language=form.language,
        category_given=category_given,
        given=dict(form.given),
        about=Classification(category=category),
    )


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


def _kept(value: str | Problem, found: list[Problem]) -> str:
    if isinstance(value, Problem):
        found.append(value)
        return ""
    return value


def _choices(form: IntakeForm) -> list[Problem]:
    lists = {
        "channel": (form.channel, CHANNELS),
        "intake_type": (form.intake_type, INTAKE_TYPES),
        "capacity": (form.capacity, CAPACITIES),
        "id_kind": (form.id_kind, ("", *ID_KINDS)),
        "language": (form.language, LANGUAGES),
    }
    return [Problem(ReasonCode.CHOICE_UNKNOWN, name) for name, (code, codes) in lists.items() if code not in codes]


def _category(text: str, taxonomy: Taxonomy | None) -> tuple[str, str]:
    given = text.strip()
    if not given or taxonomy is None:
        return given, ""
    code = taxonomy.resolve(given)
    if code is None:
        return "", text
    return code, "" if text == code else text


def _account_tail(text: str) -> str | Problem:
    digits = re.sub(r"[\s*-]", "", plain_ascii(text))
    if digits and not re.fullmatch(r"[0-9]+", digits):
        return Problem(ReasonCode.ACCOUNT_TAIL_NOT_DIGITS, "account_tail")
    if len(digits) > 4:
        return Problem(ReasonCode.ACCOUNT_TAIL_TOO_LONG, "account_tail", {"count": len(digits), "limit": 4})
    return digits


def _occurred_on(text: str, now: datetime) -> date | Problem | None:
    text = plain_ascii(text).strip()
    if not text:
        return None
    day = _read_day(text)
    if day is None:
        return Problem(ReasonCode.DATE_UNREADABLE, "occurred_on")
    if day > china_day(now):
        return Problem(ReasonCode.DATE_IN_FUTURE, "occurred_on")
    if day < EARLIEST_EVENT:
        return Problem(ReasonCode.DATE_TOO_OLD, "occurred_on", {"earliest": EARLIEST_EVENT.isoformat()})
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
