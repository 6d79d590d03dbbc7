"""After the case: review, reopening, satisfaction, follow-up (令2020-3 art. 18-3, 20; S4 no. 85)."""

from __future__ import annotations

from datetime import date

from app.domain.calendar import china_day
from app.domain.case import Case
from app.domain.codes import REVIEW_RESULTS, SATISFACTION, WAYS, WITHDRAWAL_WAYS
from app.domain.commands import AskSatisfaction, RecordFollowUp, RecordReviewDecision, ReopenCase, RequestReview
from app.domain.context import Context
from app.domain.deadlines import deadlines_of
from app.domain.decisions.outcome import Decisions, Outcome, refused, write, wrong_state
from app.domain.entry import EntryKind
from app.domain.people import Right
from app.domain.reasons import ReasonCode
from app.domain.recusal import may_own
from app.domain.refusal import Problem, refuse
from app.domain.rules import Rules
from app.domain.targets import review_right_until
from app.domain.texts import MAX_LINE, MAX_NARRATIVE, check_needed, check_reason, check_text

WRITTEN_WAYS = ("in_person", "letter", "registered_mail", "email")
"""Ways by which a written request comes in: handed over or sent (art. 20: 书面申请)."""

_AT_ONCE = ("in_person", "phone", "sms", "email")
"""Ways of telling by which the decision is received on the day on which it is told; mail arrives later."""


def request_review(case: Case, command: RequestReview, context: Context) -> Outcome:
    """`review_requested`: in writing, within 30 days of receiving the decision (art. 20). A repeat writes nothing.

    Nobody is turned away for being late where the day of receipt is not known: told by mail, or not reached.
    """
    if objection := context.objection(Right.HANDLE, case):
        return objection
    if any(known.review_id == command.review_id for known in case.reviews):
        return ()
    if case.open_review is not None:
        return refuse(ReasonCode.REVIEW_OPEN)
    if case.decision is None and not case.state.is_ended:
        return refuse(ReasonCode.NOT_DECIDED)
    if case.decision is not None and case.told_at is None:
        return refuse(ReasonCode.NOT_TOLD)
    if objection := wrong_state(case, EntryKind.REVIEW_REQUESTED):
        return objection
    received_on = command.received_on or context.today
    problems = [*check_needed(command.grounds, "grounds", MAX_NARRATIVE)]
    if command.way not in WITHDRAWAL_WAYS:
        problems.append(Problem(ReasonCode.WAY_UNKNOWN, "way"))
    elif command.way not in WRITTEN_WAYS:
        problems.append(Problem(ReasonCode.REVIEW_NOT_WRITTEN, "way"))
    problems.extend(_review_day_problems(case, received_on, context))
    return refused(tuple(problems)) or write(
        case,
        EntryKind.REVIEW_REQUESTED,
        {
            "review_id": command.review_id,
            "grounds": command.grounds,
            "way": command.way,
            "received_on": received_on.isoformat(),
        },
    )


def record_review_decision(case: Case, command: RecordReviewDecision, context: Context) -> Outcome:
    """`review_decided`: what the superior decided, with the number of its document (art. 20)."""
    if objection := context.objection(Right.RECORD_REVIEW, case):
        return objection
    review = next((known for known in case.reviews if known.review_id == command.review_id), None)
    if review is None:
        return refuse(ReasonCode.UNKNOWN_REVIEW)
    if review.result:
        return refuse(ReasonCode.REVIEW_DECIDED, result=review.result)
    if objection := wrong_state(case, EntryKind.REVIEW_DECIDED):
        return objection
    decided_on = command.decided_on or context.today
    problems = [
        *check_needed(command.text, "text", MAX_NARRATIVE),
        *check_needed(command.document_no, "document_no", MAX_LINE, ReasonCode.EVIDENCE_MISSING),
    ]
    if command.result not in REVIEW_RESULTS:
        problems.append(Problem(ReasonCode.CHOICE_UNKNOWN, "result"))
    if decided_on > context.today:
        problems.append(Problem(ReasonCode.DATE_IN_FUTURE, "decided_on"))
    elif decided_on < review.received_on:
        problems.append(Problem(ReasonCode.REVIEW_DAY_TOO_EARLY, "decided_on"))
    return refused(tuple(problems)) or write(
        case,
        EntryKind.REVIEW_DECIDED,
        {
            "review_id": command.review_id,
            "result": command.result,
            "text": command.text,
            "document_no": command.document_no.strip(),
            "decided_on": decided_on.isoformat(),
        },
    )


def reopen_case(case: Case, command: ReopenCase, context: Context) -> Outcome:
    """`case_reopened`: new facts and reasons, or a review that demands it. The term begins anew (art. 18-3); whether
    the case was overdue until now is kept (domain.md finding 8). Whoever had it goes on, else who reopens it. A merged
    case goes on in its old term."""
    if objection := context.objection(Right.REOPEN, case):
        return objection
    if any(known.restart_id == command.restart_id for known in case.restarts):
        return ()
    if objection := wrong_state(case, EntryKind.CASE_REOPENED):
        return objection
    received_on = command.received_on or context.today
    problems = [*check_reason(command.facts, "facts"), *check_text(command.evidence_no, "evidence_no", MAX_LINE)]
    earliest = china_day(case.told_at or case.ended_at or case.received_at)
    if received_on > context.today:
        problems.append(Problem(ReasonCode.DATE_IN_FUTURE, "received_on"))
    elif received_on < earliest:
        problems.append(Problem(ReasonCode.REOPEN_TOO_EARLY, "received_on", {"due_on": earliest.isoformat()}))
    due_on = case.due_on_at_end or deadlines_of(case, context.rules).due_on
    owner = case.owner if may_own(case, context.people.get(case.owner)) else context.actor.staff_no
    return refused(tuple(problems)) or write(
        case,
        EntryKind.CASE_REOPENED,
        {
            "restart_id": command.restart_id,
            "facts": command.facts,
            "evidence_no": command.evidence_no,
            "received_on": received_on.isoformat(),
            "owner": owner,
            "due_on": due_on.isoformat(),
            "was_overdue": _was_late(case, due_on),
        },
    )


def _was_late(case: Case, due_on: date) -> bool:
    """Whether the answer that is now taken up again came too late; lateness before that has its own mark already."""
    if case.told_at is not None:
        return china_day(case.told_at) > due_on
    return case.was_overdue and not case.overdue_marks


def ask_satisfaction(case: Case, command: AskSatisfaction, context: Context) -> Outcome:
    """`satisfaction_asked`: may be asked again; the last answer counts (S4 no. 85)."""
    if objection := context.objection(Right.HANDLE, case):
        return objection
    if objection := wrong_state(case, EntryKind.SATISFACTION_ASKED):
        return objection
    problems = [*check_text(command.comment, "comment")]
    if command.answer not in SATISFACTION:
        problems.append(Problem(ReasonCode.CHOICE_UNKNOWN, "answer"))
    if command.way not in WAYS:
        problems.append(Problem(ReasonCode.WAY_UNKNOWN, "way"))
    return refused(tuple(problems)) or write(
        case,
        EntryKind.SATISFACTION_ASKED,
        {"answer": command.answer, "way": command.way, "comment": command.comment},
    )


def record_follow_up(case: Case, command: RecordFollowUp, context: Context) -> Outcome:
    """`followed_up`: a visit or call after the case (回访), also one that reached nobody."""
    if objection := context.objection(Right.HANDLE, case):
        return objection
    if objection := wrong_state(case, EntryKind.FOLLOWED_UP):
        return objection
    problems = [*check_needed(command.result, "result")]
    if command.way not in WAYS:
        problems.append(Problem(ReasonCode.WAY_UNKNOWN, "way"))
    return refused(tuple(problems)) or write(
        case,
        EntryKind.FOLLOWED_UP,
        {"way": command.way, "result": command.result, "was_reached": command.was_reached},
    )


def _review_day_problems(case: Case, received_on: date, context: Context) -> tuple[Problem, ...]:
    if received_on > context.today:
        return (Problem(ReasonCode.DATE_IN_FUTURE, "received_on"),)
    if case.told_at is None:
        return ()
    if received_on < china_day(case.told_at):
        return (Problem(ReasonCode.REVIEW_TOO_EARLY, "received_on"),)
    last_on = last_day_for_review(case, context.rules)
    if last_on is not None and received_on > last_on:
        return (Problem(ReasonCode.REVIEW_TOO_LATE, "received_on", {"due_on": last_on.isoformat()}),)
    return ()


def last_day_for_review(case: Case, rules: Rules) -> date | None:
    """The last day for a request for review, None where the decision was not told or its day of receipt is unknown."""
    if case.told_at is None or case.is_unreachable:
        return None
    told = [n for n in case.notices if n.about == "decision" and n.succeeded and n.given_at == case.told_at]
    if told and all(notice.way not in _AT_ONCE for notice in told):
        return None
    return review_right_until(case, rules)


DECISIONS: Decisions = {
    RequestReview: request_review,
    RecordReviewDecision: record_review_decision,
    ReopenCase: reopen_case,
    AskSatisfaction: ask_satisfaction,
    RecordFollowUp: record_follow_up,
}
