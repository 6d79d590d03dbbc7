"""Demand, answer and nudge; put a case before a higher level (S4 no. 14: 行长督办; S1 no. 16: 逐级上报)."""

from __future__ import annotations

from app.domain.case import Case
from app.domain.codes import LEVELS
from app.domain.commands import AnswerOrder, EscalateCase, OrderSupervision, ReportUpward, SendReminder
from app.domain.context import Context
from app.domain.decisions.outcome import Decisions, Outcome, day_problems, refused, write, wrong_state
from app.domain.entry import EntryKind
from app.domain.people import Right, Role
from app.domain.reasons import ReasonCode
from app.domain.recusal import able_owners
from app.domain.refusal import refuse
from app.domain.texts import check_needed

REPORT_LEVELS = ("headquarters", "regulator")
"""To whom a branch reports upward (S1 no. 16; S0 no. 83)."""

_RANK = {
    Role.TELLER: -1,
    Role.HANDLER: -1,
    Role.SUPERVISOR: LEVELS.index("supervisor"),
    Role.BRANCH_HEAD: LEVELS.index("branch_head"),
    Role.HEADQUARTERS: LEVELS.index("headquarters"),
    Role.AUDITOR: len(LEVELS),
}


def levels_above(role: Role) -> tuple[str, ...]:
    """The levels to which somebody in this role may escalate: those above their own, up to headquarters."""
    return tuple(level for level in LEVELS[:3] if LEVELS.index(level) > _RANK[role])


def escalate_case(case: Case, command: EscalateCase, context: Context) -> Outcome:
    """`case_escalated`: the higher level is asked to look at it; whoever has the case goes on answering for it."""
    if objection := context.objection(Right.HANDLE, case):
        return objection
    if objection := wrong_state(case, EntryKind.CASE_ESCALATED):
        return objection
    if command.level not in LEVELS:
        return refuse(ReasonCode.CHOICE_UNKNOWN, "level")
    if command.level not in levels_above(context.actor.role):
        return refuse(ReasonCode.LEVEL_NOT_ABOVE, "level", level=command.level)
    return refused(check_needed(command.reason, "reason", missing=ReasonCode.REASON_MISSING)) or write(
        case, EntryKind.CASE_ESCALATED, {"level": command.level, "reason": command.reason}
    )


def report_upward(case: Case, command: ReportUpward, context: Context) -> Outcome:
    """`reported_upward`: told to headquarters or the regulator for their knowledge; also after the end."""
    if objection := context.objection(Right.HANDLE, case):
        return objection
    if command.level not in REPORT_LEVELS:
        return refuse(ReasonCode.CHOICE_UNKNOWN, "level")
    return refused(check_needed(command.summary, "summary")) or write(
        case, EntryKind.REPORTED_UPWARD, {"level": command.level, "summary": command.summary}
    )


def order_supervision(case: Case, command: OrderSupervision, context: Context) -> Outcome:
    """`supervision_ordered`: the president or headquarters demands something by a day that is still to come."""
    if objection := context.objection(Right.ORDER, case):
        return objection
    if any(known.order_id == command.order_id for known in case.orders):
        return ()
    if objection := wrong_state(case, EntryKind.SUPERVISION_ORDERED):
        return objection
    problems = [*check_needed(command.text, "text")]
    problems += day_problems(command.due_on, "due_on", context.today)
    return refused(tuple(problems)) or write(
        case,
        EntryKind.SUPERVISION_ORDERED,
        {"order_id": command.order_id, "text": command.text, "due_on": command.due_on.isoformat()},
    )


def answer_order(case: Case, command: AnswerOrder, context: Context) -> Outcome:
    """`order_answered` by the owner, or by whoever may decide about cases; also when the case ended meanwhile."""
    if objection := context.objection(Right.HANDLE, case):
        return objection
    if context.actor.staff_no != case.owner and not context.actor.may(Right.RECORD_DECISION):
        able = able_owners(case, context.people)
        who = tuple(s for s in able if s == case.owner or context.people[s].may(Right.RECORD_DECISION))
        return refuse(ReasonCode.NOT_THE_OWNER, who_could=who)
    order = next((o for o in case.orders if o.order_id == command.order_id), None)
    if order is None:
        return refuse(ReasonCode.UNKNOWN_ORDER)
    if order.answer:
        return () if order.answer == command.answer else refuse(ReasonCode.ORDER_ANSWERED)
    return refused(check_needed(command.answer, "answer")) or write(
        case, EntryKind.ORDER_ANSWERED, {"order_id": order.order_id, "answer": command.answer}
    )


def send_reminder(case: Case, command: SendReminder, context: Context) -> Outcome:
    """`reminder_sent` to whoever has the case (催办); after the end too, for corrections that are still open."""
    if objection := context.objection(Right.REMIND, case):
        return objection
    return refused(check_needed(command.text, "text")) or write(case, EntryKind.REMINDER_SENT, {"text": command.text})


DECISIONS: Decisions = {
    EscalateCase: escalate_case,
    ReportUpward: report_upward,
    OrderSupervision: order_supervision,
    AnswerOrder: answer_order,
    SendReminder: send_reminder,
}
