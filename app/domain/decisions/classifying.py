"""Say anew what a case is about (JR/T 0169-2018; 令2020-3 art. 17, 29)."""

from __future__ import annotations

from dataclasses import replace

from app.domain.calendar import china_day
from app.domain.case import Case, Classification
from app.domain.codes import RIGHTS_INFRINGED, SEVERITIES, SPECIAL_GROUPS
from app.domain.commands import ClassifyCase
from app.domain.context import Context
from app.domain.decisions.handing_over import receiver_objection
from app.domain.decisions.outcome import Decisions, Outcome, write
from app.domain.entry import EntryKind
from app.domain.intake_about import chosen, respondents_of
from app.domain.intake_bodies import changed_classification
from app.domain.parties import is_major_group
from app.domain.people import Right
from app.domain.reasons import ReasonCode
from app.domain.recusal import able_owners
from app.domain.refusal import Problem, Refusal, refuse
from app.domain.taxonomy import BUSINESS_CHANNELS, CATEGORIES, REASONS
from app.domain.texts import MAX_LINE, check_text

KEY_CASE = "key_case"
_BELOW_MAJOR = SEVERITIES[: SEVERITIES.index("major")]


def classify_case(case: Case, command: ClassifyCase, context: Context) -> Outcome:
    """`case_classified` with the parts that change; nothing where nothing changes.

    Where the one who has the case turns out to be a respondent, the same entry hands it to somebody who may have it
    (art. 17), so that it is never with somebody whom it is about.
    """
    if objection := context.objection(Right.HANDLE, case):
        return objection
    found: list[Problem] = []
    about = _sound(command.about, context, found)
    rules = context.rules.intake.as_of(china_day(case.registered_at))
    if is_major_group(case.intake.joint, rules) and about.severity in _BELOW_MAJOR:
        found.append(Problem(ReasonCode.MAJOR_BY_LAW, "severity", {"limit": rules.major_group_from}))
    found += respondent_problems(about.respondents, context)
    found += severity_problems(about.severity, case.about.severity, context)
    found += check_text(command.why, "why")
    if found:
        who = context.who_could(Right.ASSIGN, case) if found[0].code == ReasonCode.KEY_CASE_NOT_YOURS else ()
        return Refusal(tuple(found), who)
    changed = changed_classification(case.about, about)
    if not changed:
        return ()
    owner = _new_owner(replace(case, about=about), command, context)
    if isinstance(owner, Refusal):
        return owner
    more = {"why": command.why, "owner": owner}
    return write(case, EntryKind.CASE_CLASSIFIED, changed | {key: text for key, text in more.items() if text})


def respondent_problems(respondents: tuple[str, ...], context: Context) -> tuple[Problem, ...]:
    """Respondents are staff of whom the bank knows, so that they can be kept out (art. 17)."""
    unknown = [staff_no for staff_no in respondents if staff_no not in context.people]
    return (Problem(ReasonCode.RESPONDENT_UNKNOWN, "respondents", {"staff_no": unknown[0]}),) if unknown else ()


def severity_problems(severity: str, before: str, context: Context) -> tuple[Problem, ...]:
    """Key cases are named, and unnamed, by supervisors and those above (S4 no. 14: 重点投诉由行长督办)."""
    is_about_key = KEY_CASE in (severity, before) and severity != before
    if not is_about_key or context.actor.may(Right.ASSIGN):
        return ()
    return (Problem(ReasonCode.KEY_CASE_NOT_YOURS, "severity"),)


def _sound(about: Classification, context: Context, found: list[Problem]) -> Classification:
    """The classification with each code once and in its one form; what can't be is put into `found`."""
    if about.severity not in SEVERITIES:
        found.append(Problem(ReasonCode.CHOICE_UNKNOWN, "severity"))
    found += check_text(about.respondent_unit, "respondent_unit", MAX_LINE)
    found += check_text(about.respondent_words, "respondent_words")
    return replace(
        about,
        business_channel=_code(about.business_channel, "business_channel", BUSINESS_CHANNELS, context, found),
        category=_code(about.category, "category", CATEGORIES, context, found),
        reason=_code(about.reason, "reason", REASONS, context, found),
        rights=chosen(about.rights, "rights", RIGHTS_INFRINGED, found),
        special_groups=chosen(about.special_groups, "special_groups", SPECIAL_GROUPS, found),
        respondent_unit=about.respondent_unit.strip(),
        respondents=respondents_of(about.respondents, found),
    )


def _code(text: str, field: str, tree: str, context: Context, found: list[Problem]) -> str:
    if not text.strip():
        return ""
    code = context.rules.taxonomy.resolve(text.strip(), tree)
    if code is None:
        found.append(Problem(ReasonCode.CATEGORY_UNKNOWN, field))
    return code or ""


def _new_owner(then: Case, command: ClassifyCase, context: Context) -> str | Refusal:
    """Who has the case instead of an owner whom it is about now; "" where the owner stays or nobody else is left."""
    able = able_owners(then, context.people, but=then.owner)
    if then.state.is_ended or then.owner not in then.about.respondents or not able:
        return ""
    if not command.hand_to:
        return refuse(ReasonCode.HAND_TO_MISSING, "hand_to", who_could=able)
    return receiver_objection(then, command.hand_to, "hand_to", context) or command.hand_to


DECISIONS: Decisions = {ClassifyCase: classify_case}
