"""What a matter is about, from the form: three dimensions, rights, groups, weight, respondents (JR/T 0169-2018)."""

from __future__ import annotations

from collections.abc import Sequence

from app.domain.case import Classification, JointComplaint
from app.domain.codes import REMEDIES_SOUGHT, RIGHTS_INFRINGED, SEVERITIES, SPECIAL_GROUPS
from app.domain.commands import IntakeForm
from app.domain.intake_rules import IntakeRules
from app.domain.parties import is_major_group
from app.domain.reasons import ReasonCode
from app.domain.refusal import Problem
from app.domain.taxonomy import BUSINESS_CHANNELS, REASONS, Taxonomy
from app.domain.texts import MAX_LINE, check_text

_MOST_RESPONDENTS = 20


def about_of(
    form: IntakeForm,
    category: str,
    taxonomy: Taxonomy | None,
    joint: JointComplaint | None,
    rules: IntakeRules,
    found: list[Problem],
) -> Classification:
    """The classification. Whether respondents are staff and who may call a case a key case is decided elsewhere: that
    needs to know people."""
    found.extend(check_text(form.respondent_unit, "respondent_unit", MAX_LINE))
    found.extend(check_text(form.respondent_words, "respondent_words"))
    if form.severity not in SEVERITIES:
        found.append(Problem(ReasonCode.CHOICE_UNKNOWN, "severity"))
    severity = form.severity
    if is_major_group(joint, rules) and SEVERITIES.index("major") > _weight(severity):
        severity = "major"
    return Classification(
        business_channel=_code(form.business_channel, "business_channel", BUSINESS_CHANNELS, taxonomy, found),
        category=category,
        reason=_code(form.reason, "reason", REASONS, taxonomy, found),
        rights=chosen(form.rights, "rights", RIGHTS_INFRINGED, found),
        special_groups=chosen(form.special_groups, "special_groups", SPECIAL_GROUPS, found),
        is_agency_suspected=form.is_agency_suspected,
        severity=severity,
        respondent_unit=form.respondent_unit.strip(),
        respondents=respondents_of(form.respondents, found),
        respondent_words=form.respondent_words,
    )


def remedies_of(form: IntakeForm, found: list[Problem]) -> tuple[str, ...]:
    """What is asked for, by its kind."""
    return chosen(form.remedies, "remedies", REMEDIES_SOUGHT, found)


def chosen(values: Sequence[str], field: str, known: Sequence[str], found: list[Problem]) -> tuple[str, ...]:
    """The chosen codes, each once, in the order of the list."""
    if any(value not in known for value in values):
        found.append(Problem(ReasonCode.CHOICE_UNKNOWN, field))
    return tuple(code for code in known if code in values)


def respondents_of(values: Sequence[str], found: list[Problem]) -> tuple[str, ...]:
    """Staff numbers, each once, in the order given."""
    numbers = tuple(dict.fromkeys(value.strip() for value in values if value.strip()))
    if len(numbers) > _MOST_RESPONDENTS:
        found.append(
            Problem(ReasonCode.RESPONDENTS_TOO_MANY, "respondents", {"count": len(numbers), "limit": _MOST_RESPONDENTS})
        )
    for number in numbers:
        found.extend(check_text(number, "respondents", MAX_LINE))
    return numbers


def _weight(severity: str) -> int:
    return SEVERITIES.index(severity) if severity in SEVERITIES else 0


def _code(text: str, field: str, tree: str, taxonomy: Taxonomy | None, found: list[Problem]) -> str:
    given = text.strip()
    if not given or taxonomy is None:
        found.extend(check_text(given, field, MAX_LINE))
        return given
    code = taxonomy.resolve(given, tree)
    if code is None:
        found.append(Problem(ReasonCode.CATEGORY_UNKNOWN, field))
    return code or ""
