"""From the form as typed to what is recorded (令2020-3 art. 13: only what the law lets the bank ask)."""

from __future__ import annotations

import re
from datetime import date, datetime

from app.domain.case import Intake
from app.domain.codes import CAPACITIES, CHANNELS, ID_KINDS, INTAKE_TYPES, LANGUAGES
from app.domain.commands import IntakeForm
from app.domain.forwarding import forwarded_of
from app.domain.intake_about import about_of, remedies_of
from app.domain.intake_days import past_day, received_at_of
from app.domain.intake_rules import IntakeRules
from app.domain.money import parse_yuan
from app.domain.parties import (
    Strictness,
    complainant_of,
    deceased_of,
    joint_of,
    kept,
    papers_taken_of,
    representative_of,
)
from app.domain.reading import plain_ascii
from app.domain.reasons import ReasonCode
from app.domain.refusal import Problem
from app.domain.taxonomy import Taxonomy
from app.domain.texts import MAX_GIVEN, MAX_LINE, MAX_NARRATIVE, check_needed, check_text

__all__ = ["normalise_intake", "received_at_of"]


def normalise_intake(
    form: IntakeForm,
    now: datetime,
    taxonomy: Taxonomy | None = None,
    *,
    is_name_required: bool = True,
    rules: IntakeRules | None = None,
) -> Intake | tuple[Problem, ...]:
    """What to record, or every problem of the form at once, each with its field.

    Names lose white space at their ends, numbers are normalised; all other text is kept exactly as typed. Words for
    the category that are not in `taxonomy` are kept as given, with the case unclassified. Without `taxonomy` the
    codes of the three dimensions are taken as they are. `is_name_required` False is for imports: what old records
    lack (names, papers that were seen) is not asked for.
    """
    found: list[Problem] = []
    need = Strictness(is_name_required, rules or IntakeRules())
    _check_texts(form, found)
    complainant = complainant_of(form, now, need, found)
    representative = representative_of(form, now, need, found)
    deceased_name = deceased_of(form, need, found)
    joint = joint_of(form, need, found)
    received_at = received_at_of(form, now)
    forwarded = forwarded_of(form, now, received_at, need, found)
    papers_taken = papers_taken_of(form, found)
    tail = kept(_account_tail(form.account_tail), found)
    amount = _amount(form.amount, found)
    occurred_on = _occurred_on(form.occurred_on, now, found)
    category, category_given = _category(form.category, taxonomy)
    remedies = remedies_of(form, found)
    about = about_of(form, category, taxonomy, joint, need.rules, found)
    if found:
        return tuple(found)
    return Intake(
        complainant=complainant,
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
        address=form.address.strip(),
        representative=representative,
        deceased_name=deceased_name,
        joint=joint,
        forwarded=forwarded,
        papers_taken=papers_taken,
        remedies=remedies,
        about=about,
        recording_no=form.recording_no.strip(),
        repeat_of=form.repeat_of.strip(),
    )


def _check_texts(form: IntakeForm, found: list[Problem]) -> None:
    """Free texts and choices."""
    found.extend(check_needed(form.narrative, "narrative", MAX_NARRATIVE, ReasonCode.NARRATIVE_MISSING))
    found.extend(check_text(form.remedy_sought, "remedy_sought", MAX_NARRATIVE))
    for name in ("category", "address", "recording_no", "repeat_of"):
        found.extend(check_text(getattr(form, name), name, MAX_LINE))
    found.extend(check_text("\n".join((*form.given, *form.given.values())), "given", MAX_GIVEN))
    lists = {
        "channel": (form.channel, CHANNELS),
        "intake_type": (form.intake_type, INTAKE_TYPES),
        "capacity": (form.capacity, CAPACITIES),
        "id_kind": (form.id_kind, ("", *ID_KINDS)),
        "representative_id_kind": (form.representative_id_kind, ("", *ID_KINDS)),
        "language": (form.language, LANGUAGES),
    }
    found.extend(Problem(ReasonCode.CHOICE_UNKNOWN, name) for name, (code, codes) in lists.items() if code not in codes)


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


def _occurred_on(text: str, now: datetime, found: list[Problem]) -> date | None:
    day = past_day(text, "occurred_on", now)
    if isinstance(day, Problem):
        found.append(day)
        return None
    return day


def _amount(text: str, found: list[Problem]) -> int | None:
    amount = parse_yuan(text) if text.strip() else None
    if isinstance(amount, Problem):
        found.append(amount)
        return None
    return amount
