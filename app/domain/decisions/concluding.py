"""Decide, settle by agreement, close (令2020-3 art. 18, 19, 21; S0 no. 57; S1 no. 36; domain.md finding 8)."""

from __future__ import annotations

from app.domain.calendar import china_day
from app.domain.case import Case
from app.domain.closing import closing_checklist
from app.domain.codes import ANSWERED, DECLINED, MEASURES, OTHER_OUTCOMES, OUT_OF_SCOPE, OUTCOMES
from app.domain.commands import AgreeSettlement, CloseCase, RecordDecision
from app.domain.context import Context
from app.domain.deadlines import deadlines_of, ended_overdue
from app.domain.decisions.outcome import Decisions, Outcome, day_problems, refused, write, wrong_state
from app.domain.entry import EntryKind
from app.domain.money import parse_yuan
from app.domain.people import Right
from app.domain.reasons import ReasonCode
from app.domain.refusal import Problem, Refusal, refuse
from app.domain.texts import MAX_LINE, MAX_NARRATIVE, check_needed, check_text

_COMPENSATION = "compensation"
_PARTS = ("findings", "basis", "reasons", "remedy")
_MERITS = dict.fromkeys(_PARTS, ReasonCode.PART_MISSING)
_NEEDED: dict[str, dict[str, ReasonCode]] = {
    **dict.fromkeys(OUTCOMES, _MERITS),
    DECLINED: {"reasons": ReasonCode.REASON_MISSING},
    OUT_OF_SCOPE: {
        "reasons": ReasonCode.REASON_MISSING,
        "competent_body": ReasonCode.COMPETENT_BODY_MISSING,
    },
    ANSWERED: {"remedy": ReasonCode.ANSWER_MISSING},
}
"""What must not be empty: all that art. 19 demands of a decision on the merits; why a complaint is declined
(art. 18-4); why the matter is not the bank's and whose it is (S0 no. 57); the answer to an enquiry."""


def outcomes_for(intake_type: str) -> tuple[str, ...]:
    """The outcomes that a matter of this type may have: complaints are decided on the merits, declined or out of scope
    (令2020-3 art. 2, 18); everything else is answered or out of scope."""
    if intake_type == "complaint":
        return (*OUTCOMES, DECLINED, OUT_OF_SCOPE)
    return (ANSWERED, OUT_OF_SCOPE)


def record_decision(case: Case, command: RecordDecision, context: Context) -> Outcome:
    """`decision_recorded`: every part that the outcome needs must be there. A waiting request for time lapses."""
    if objection := context.objection(Right.RECORD_DECISION, case):
        return objection
    if objection := wrong_state(case, EntryKind.DECISION_RECORDED):
        return objection
    compensation = parse_yuan(command.compensation, _COMPENSATION) if command.compensation.strip() else None
    problems = [*_outcome_problems(case, command), *_part_problems(command)]
    if isinstance(compensation, Problem):
        problems.append(compensation)
    problems.extend(_measure_problems(command))
    if problems:
        return Refusal(tuple(problems))
    body: dict[str, object] = {
        "outcome": command.outcome,
        "findings": command.findings,
        "basis": command.basis,
        "reasons": command.reasons,
        "remedy": command.remedy,
        "compensation_fen": compensation,
    }
    measures = list(dict.fromkeys(command.measures))
    if compensation and _COMPENSATION not in measures:
        measures.insert(0, _COMPENSATION)
    more = {
        "measures": measures,
        "competent_body": command.competent_body.strip(),
        "what_to_bring": command.what_to_bring,
    }
    return write(case, EntryKind.DECISION_RECORDED, body | {key: value for key, value in more.items() if value})


def agree_settlement(case: Case, command: AgreeSettlement, context: Context) -> Outcome:
    """`settlement_agreed`: both sides have signed, so the complainant knows: decided and told at once (S1 no. 36)."""
    if objection := context.objection(Right.RECORD_DECISION, case):
        return objection
    if objection := wrong_state(case, EntryKind.SETTLEMENT_AGREED):
        return objection
    amount = parse_yuan(command.amount, "amount") if command.amount.strip() else None
    problems = [*check_needed(command.terms, "terms", MAX_NARRATIVE)]
    if isinstance(amount, Problem):
        problems.append(amount)
    problems += day_problems(command.performance_on, "performance_on", context.today, ReasonCode.PERFORMANCE_PASSED)
    problems.extend(check_needed(command.agreement_no, "agreement_no", MAX_LINE, ReasonCode.AGREEMENT_NO_MISSING))
    return refused(tuple(problems)) or write(
        case,
        EntryKind.SETTLEMENT_AGREED,
        {
            "terms": command.terms,
            "amount_fen": amount,
            "performance_on": command.performance_on.isoformat(),
            "agreement_no": command.agreement_no.strip(),
        },
    )


def close_case(case: Case, command: CloseCase, context: Context) -> Outcome:
    """`case_closed` with the due date and whether the complainant was told too late: both stay for good.

    Refused with everything on the closing checklist that the law or a superior demands first.
    """
    if objection := context.objection(Right.CLOSE, case):
        return objection
    if case.state.is_ended:
        return refuse(ReasonCode.ALREADY_ENDED, state=case.state.value)
    blocking = [item for item in closing_checklist(case, context.rules, context.today) if item.is_blocking]
    if objection := refused(tuple(Problem(item.code, None, item.details) for item in blocking)):
        return objection
    if case.told_at is None:
        return refuse(ReasonCode.NOT_TOLD)
    due_on = deadlines_of(case, context.rules).due_on
    was_overdue = ended_overdue(case, context.rules, china_day(case.told_at))
    return write(case, EntryKind.CASE_CLOSED, {"due_on": due_on.isoformat(), "was_overdue": was_overdue})


def _outcome_problems(case: Case, command: RecordDecision) -> tuple[Problem, ...]:
    if command.outcome not in (*OUTCOMES, *OTHER_OUTCOMES):
        return (Problem(ReasonCode.OUTCOME_UNKNOWN, "outcome"),)
    if command.outcome not in outcomes_for(case.intake.intake_type):
        details = {"intake_type": case.intake.intake_type, "outcome": command.outcome}
        return (Problem(ReasonCode.OUTCOME_NOT_FOR_TYPE, "outcome", details),)
    return ()


def _part_problems(command: RecordDecision) -> list[Problem]:
    """Parts that are needed and empty, and parts that can't be kept; an unknown outcome needs what a decision needs."""
    needed = _NEEDED.get(command.outcome, _MERITS)
    problems: list[Problem] = []
    for part in (*_PARTS, "competent_body", "what_to_bring"):
        text = getattr(command, part)
        if part in needed:
            problems.extend(check_needed(text, part, MAX_NARRATIVE, needed[part]))
        else:
            problems.extend(check_text(text, part, MAX_NARRATIVE))
    return problems


def _measure_problems(command: RecordDecision) -> list[Problem]:
    """Compensation belongs to a decision on the merits, also as goodwill where the complaint is not upheld."""
    problems = []
    if any(measure not in MEASURES for measure in command.measures):
        problems.append(Problem(ReasonCode.CHOICE_UNKNOWN, "measures"))
    has_amount = bool(command.compensation.strip())
    if has_amount and command.outcome in OTHER_OUTCOMES:
        problems.append(Problem(ReasonCode.COMPENSATION_NOT_HERE, _COMPENSATION))
    if _COMPENSATION in command.measures and not has_amount:
        problems.append(Problem(ReasonCode.COMPENSATION_AMOUNT_MISSING, _COMPENSATION))
    return problems


DECISIONS: Decisions = {
    RecordDecision: record_decision,
    AgreeSettlement: agree_settlement,
    CloseCase: close_case,
}
