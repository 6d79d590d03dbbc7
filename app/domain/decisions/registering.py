"""Record a complaint, accept it at once, settle it on the spot (S0 nos. 2, 4, 6; 令2020-3 art. 18)."""

from __future__ import annotations

from datetime import datetime

from app.domain.bodies import instant_text
from app.domain.calendar import china_day
from app.domain.case import UNCLASSIFIED, Case, CaseState, Intake
from app.domain.codes import LIVE_CHANNELS
from app.domain.commands import RegisterComplaint
from app.domain.context import Context
from app.domain.deadlines import deadlines_of
from app.domain.decisions.classifying import respondent_problems, severity_problems
from app.domain.decisions.outcome import Outcome
from app.domain.entry import EntryKind, NewEntry
from app.domain.intake import normalise_intake, received_at_of
from app.domain.intake_bodies import intake_body
from app.domain.people import Right
from app.domain.reasons import ReasonCode
from app.domain.recusal import takes_over
from app.domain.refusal import Problem, Refusal, refuse
from app.domain.texts import check_text


def register_complaint(case: Case | None, command: RegisterComplaint, context: Context) -> Outcome:
    """`case_registered` and `case_accepted`, and `settled_on_spot` where a settlement is given.

    Whoever records owns the case until it is handed over (first-receiver responsibility, domain.md no. 2). A complaint
    about whoever records it is recorded all the same, but not settled by them, and somebody else has it (art. 17).
    """
    if case is not None:
        return refuse(ReasonCode.CASE_EXISTS, case_no=case.case_no)
    if objection := context.objection(Right.REGISTER):
        return objection
    intake = normalise_intake(
        command.form,
        context.now,
        context.rules.taxonomy,
        is_name_required=command.is_name_required,
        rules=context.rules.intake.as_of(context.today),
    )
    problems = check_text(command.settlement, "settlement")
    if isinstance(intake, tuple):
        return Refusal(intake + problems)
    problems += respondent_problems(intake.about.respondents, context)
    problems += severity_problems(intake.about.severity, UNCLASSIFIED.severity, context)
    if command.settlement.strip():
        problems += _settlement_problems(intake, context)
    received_at = received_at_of(command.form, context.now)
    if isinstance(received_at, Problem):
        return Refusal((received_at, *problems))
    if problems:
        return Refusal(problems)
    return _entries(command, intake, received_at, context)


def _settlement_problems(intake: Intake, context: Context) -> tuple[Problem, ...]:
    """Settled on the spot is what the complainant heard there and then: a letter or a forwarded complaint needs an
    answer that is told with proof (S1: 现场直接向消费者反馈; art. 21). Nobody settles what is about them (art. 17)."""
    if context.actor.staff_no in intake.about.respondents:
        return (Problem(ReasonCode.RECUSED, "settlement"),)
    return () if intake.channel in LIVE_CHANNELS else (Problem(ReasonCode.NOT_ON_THE_SPOT, "settlement"),)


def _entries(command: RegisterComplaint, intake: Intake, received_at: datetime, context: Context) -> Outcome:
    version = context.rules.policies.as_of(context.today).version
    respondents, owner = intake.about.respondents, context.actor.staff_no
    if owner in respondents:
        owner = takes_over(context.people, context.actor.branch, respondents) or owner
    registered = NewEntry(
        EntryKind.CASE_REGISTERED,
        command.case_id,
        {
            "case_no": command.case_no,
            "branch": context.actor.branch,
            "received_at": instant_text(received_at),
            "policy_version": version,
            "intake": intake_body(intake),
            **({"owner": owner} if owner != context.actor.staff_no else {}),
        },
    )
    accepted = NewEntry(EntryKind.CASE_ACCEPTED, command.case_id, {"accepted_at": instant_text(context.now)})
    if not command.settlement.strip():
        return (registered, accepted)
    opened = Case(
        case_id=command.case_id,
        case_no=command.case_no,
        branch=context.actor.branch,
        state=CaseState.ACCEPTED,
        version=2,
        intake=intake,
        received_at=received_at,
        registered_at=context.now,
        registered_by=context.actor.staff_no,
        owner=context.actor.staff_no,
        policy_version=version,
        accepted_at=context.now,
    )
    due_on = deadlines_of(opened, context.rules).due_on
    settled = NewEntry(
        EntryKind.SETTLED_ON_SPOT,
        command.case_id,
        {
            "settlement": command.settlement,
            "due_on": due_on.isoformat(),
            "was_overdue": china_day(context.now) > due_on,
        },
    )
    return (registered, accepted, settled)
