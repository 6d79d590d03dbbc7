"""The slip as it would be printed now, beside the form that is still being typed. Nothing is written."""

from __future__ import annotations

from dataclasses import MISSING, dataclass, fields, replace
from datetime import datetime
from typing import Any

from app.domain.case import Case, CaseState, Complainant, Intake
from app.domain.commands import IntakeForm
from app.domain.deadlines import Deadlines, china_day, deadlines_of
from app.domain.intake import normalise_intake, received_at_of
from app.domain.refusal import Problem
from app.operations.desk import Desk

_PREVIEW_ID = "00000000-0000-7000-8000-000000000000"
_EMPTY: dict[str, Any] = {
    **{part.name: part.default for part in fields(IntakeForm) if part.default is not MISSING},
    "narrative": "…",
    "given": {},
}
_ATTEMPTS = 5  # a field left out may leave another without its sense: an agent's phone without the agent


@dataclass(frozen=True, slots=True)
class IntakePreview:
    """What the form would come to: its problems (all of them, also of empty fields), the dates, the slip as PDF."""

    problems: tuple[Problem, ...]
    due: Deadlines
    slip_pdf: bytes

    def __repr__(self) -> str:
        return f"<IntakePreview {len(self.problems)} problems>"


def preview_intake(desk: Desk, form: IntakeForm, size: str = "80mm") -> IntakePreview:
    """Set the slip for `form`, leaving out what can't be read yet."""
    from app.documents.from_case import draft_of, slip_paper
    from app.documents.slip import make_slip

    now = desk.clock.now()
    taxonomy = desk.rules.taxonomy
    rules = desk.rules.intake.as_of(china_day(now))
    strict = normalise_intake(form, now, taxonomy, rules=rules)
    problems = strict if isinstance(strict, tuple) else ()
    case = _case_of(desk, form, now)
    due = deadlines_of(case, desk.rules)
    lang = case.intake.language
    category = taxonomy.path_label(case.intake.category, lang) if case.intake.category else ""
    rights = desk.rules.rights.as_of(china_day(now))
    paper = slip_paper(case, due, desk.branch, desk.actor, rights=rights, language=lang, category=category)
    return IntakePreview(problems, due, make_slip(draft_of(paper), size, lang))


def _readable(desk: Desk, form: IntakeForm, now: datetime) -> Intake:
    """What can be read of `form`: every field that has a problem is left out, as if it were still empty."""
    rules = desk.rules.intake.as_of(china_day(now))
    for _attempt in range(_ATTEMPTS):
        read = normalise_intake(form, now, desk.rules.taxonomy, is_name_required=False, rules=rules)
        if isinstance(read, Intake):
            return read
        wrong = {problem.field for problem in read}
        if wrong & {"id_number", "id_kind"}:
            wrong |= {"id_number", "id_kind"}
        form = replace(form, **{name: _EMPTY[name] for name in wrong if name in _EMPTY})
    return Intake(complainant=Complainant(name=""), narrative=_EMPTY["narrative"])


def _case_of(desk: Desk, form: IntakeForm, now: datetime) -> Case:
    received_at = received_at_of(form, now)
    return Case(
        case_id=_PREVIEW_ID,
        case_no="",
        branch=desk.branch.code,
        state=CaseState.ACCEPTED,
        version=0,
        intake=_readable(desk, form, now),
        received_at=now if isinstance(received_at, Problem) else received_at,
        registered_at=now,
        registered_by=desk.actor.staff_no,
        owner=desk.actor.staff_no,
        policy_version=desk.rules.policies.as_of(china_day(now)).version,
        accepted_at=now,
    )
