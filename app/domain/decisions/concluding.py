"""Decide, make papers, tell, close, withdraw (令2020-3 art. 15, 18, 19, 21; domain.md finding 8)."""

from __future__ import annotations

from datetime import datetime

from app.domain.bodies import instant_text
from app.domain.calendar import china_day
from app.domain.case import Case, CaseState, Extension
from app.domain.codes import NOTICE_SUBJECTS, OUTCOMES, PAPER_KINDS, WAYS, WITHDRAWAL_WAYS
from app.domain.commands import CloseCase, GiveNotice, RecordDecision, RecordPaper, WithdrawCase
from app.domain.context import Context
from app.domain.deadlines import deadlines_of, stage_of
from app.domain.decisions.outcome import Decisions, Outcome, refused, write, wrong_state
from app.domain.entry import EntryKind
from app.domain.letter import missing_letter_parts
from app.domain.money import parse_yuan
from app.domain.people import Right, who_may
from app.domain.reasons import ReasonCode
from app.domain.refusal import Problem, Refusal, refuse
from app.domain.texts import MAX_LINE, MAX_NARRATIVE, check_needed, check_text


def record_decision(case: Case, command: RecordDecision, context: Context) -> Outcome:
    """`decision_recorded`: every part that art. 19 demands must be there. A waiting request for time lapses."""
    if objection := context.objection(Right.RECORD_DECISION, case):
        return objection
    if objection := wrong_state(case, EntryKind.DECISION_RECORDED):
        return objection
    problems: list[Problem] = []
    if command.outcome not in OUTCOMES:
        problems.append(Problem(ReasonCode.OUTCOME_UNKNOWN, "outcome"))
    for part in ("findings", "basis", "reasons", "remedy"):
        problems.extend(check_needed(getattr(command, part), part, MAX_NARRATIVE, ReasonCode.PART_MISSING))
    compensation = parse_yuan(command.compensation, "compensation") if command.compensation.strip() else None
    if isinstance(compensation, Problem):
        problems.append(compensation)
    return refused(tuple(problems)) or write(
        case,
        EntryKind.DECISION_RECORDED,
        {
            "outcome": command.outcome,
            "findings": command.findings,
            "basis": command.basis,
            "reasons": command.reasons,
            "remedy": command.remedy,
            "compensation_fen": compensation,
        },
    )


def record_paper(case: Case, command: RecordPaper, context: Context) -> Outcome:
    """`paper_made`; `copy_no` 0 is the first print. A letter only when nothing is missing in it.

    Notices of two extensions are two papers, each with its own count of copies.
    """
    if objection := context.objection(Right.PRINT, case):
        return objection
    if command.kind not in PAPER_KINDS:
        return refuse(ReasonCode.PAPER_UNKNOWN, "kind")
    if command.kind == "extension_notice":
        approved = {e.request_id for e in case.extensions if e.decision == "approved"}
        if not approved or command.about not in ("", *approved):
            return refuse(ReasonCode.NO_APPROVED_EXTENSION)
    if command.kind == "resolution_letter":
        if case.decision is None:
            return refuse(ReasonCode.NOT_DECIDED, who_could=who_may(Right.RECORD_DECISION, context.people.values()))
        missing = missing_letter_parts(case, context.branch)
        if missing:
            return refuse(ReasonCode.LETTER_INCOMPLETE, parts=missing)
    body: dict[str, object] = {
        "kind": command.kind,
        "copy_no": case.prints_of(command.kind, command.about),
        "sha256": command.sha256,
        "size": command.size,
    }
    if command.about:
        body["about"] = command.about
    return write(case, EntryKind.PAPER_MADE, body)


def give_notice(case: Case, command: GiveNotice, context: Context) -> Outcome:
    """`notice_given`: way and proof of every notice, failed attempts too (art. 21)."""
    if objection := context.objection(Right.GIVE_NOTICE, case):
        return objection
    if case.state.is_ended:
        return refuse(ReasonCode.ALREADY_ENDED, state=case.state.value)
    if objection := _subject_objection(case, command, context):
        return objection
    given_at = command.given_at or context.now
    problems = [
        *check_text(command.receiver, "receiver", MAX_LINE),
        *check_text(command.evidence_no, "evidence_no", MAX_LINE),
    ]
    if command.way not in WAYS:
        problems.append(Problem(ReasonCode.WAY_UNKNOWN, "way"))
    if command.succeeded and not command.receiver.strip():
        problems.append(Problem(ReasonCode.RECEIVER_MISSING, "receiver"))
    if command.succeeded and command.about != "progress" and not command.evidence_no.strip():
        problems.append(Problem(ReasonCode.EVIDENCE_MISSING, "evidence_no"))
    if given_at > context.now:
        problems.append(Problem(ReasonCode.NOTICE_IN_FUTURE, "given_at"))
    elif given_at < _minute(_earliest_notice(case, command.about)):
        problems.append(Problem(ReasonCode.NOTICE_TOO_EARLY, "given_at"))
    return refused(tuple(problems)) or write(
        case,
        EntryKind.NOTICE_GIVEN,
        {
            "about": command.about,
            "way": command.way,
            "receiver": command.receiver,
            "evidence_no": command.evidence_no,
            "given_at": instant_text(given_at),
            "succeeded": command.succeeded,
        },
    )


def close_case(case: Case, command: CloseCase, context: Context) -> Outcome:
    """`case_closed` with the due date and whether the complainant was told too late: both stay for good."""
    if objection := context.objection(Right.CLOSE, case):
        return objection
    if case.state.is_ended:
        return refuse(ReasonCode.ALREADY_ENDED, state=case.state.value)
    if case.decision is None:
        return refuse(ReasonCode.NOT_DECIDED)
    if case.state is not CaseState.TOLD or case.told_at is None:
        return refuse(ReasonCode.NOT_TOLD)
    for extension in case.extensions:
        if _lacks_notice(case, extension, context):
            return refuse(ReasonCode.EXTENSION_NOTICE_MISSING, policy_id=extension.policy_id, stage=extension.stage)
    due_on = deadlines_of(case, context.rules).due_on
    return write(
        case,
        EntryKind.CASE_CLOSED,
        {"due_on": due_on.isoformat(), "was_overdue": china_day(case.told_at) > due_on},
    )


def withdraw_case(case: Case, command: WithdrawCase, context: Context) -> Outcome:
    """`case_withdrawn`: handling ends on the day that the withdrawal is received (art. 15)."""
    if objection := context.objection(Right.WITHDRAW, case):
        return objection
    if objection := wrong_state(case, EntryKind.CASE_WITHDRAWN):
        return objection
    received_on = command.received_on or context.today
    problems = [*check_text(command.reason, "reason")]
    if command.way not in WITHDRAWAL_WAYS:
        problems.append(Problem(ReasonCode.WAY_UNKNOWN, "way"))
    if received_on > context.today:
        problems.append(Problem(ReasonCode.WITHDRAWAL_IN_FUTURE, "received_on"))
    elif received_on < china_day(case.received_at):
        problems.append(Problem(ReasonCode.WITHDRAWAL_TOO_EARLY, "received_on"))
    due_on = deadlines_of(case, context.rules).due_on
    ended_on = min(received_on, china_day(case.told_at)) if case.told_at else received_on
    return refused(tuple(problems)) or write(
        case,
        EntryKind.CASE_WITHDRAWN,
        {
            "way": command.way,
            "reason": command.reason,
            "received_on": received_on.isoformat(),
            "due_on": due_on.isoformat(),
            "was_overdue": ended_on > due_on,
        },
    )


def _subject_objection(case: Case, command: GiveNotice, context: Context) -> Refusal | None:
    if command.about not in NOTICE_SUBJECTS:
        return refuse(ReasonCode.NOTICE_SUBJECT_UNKNOWN, "about")
    if command.about == "decision" and case.decision is None:
        return refuse(ReasonCode.NOT_DECIDED, who_could=who_may(Right.RECORD_DECISION, context.people.values()))
    if command.about == "extension" and not any(e.decision == "approved" for e in case.extensions):
        return refuse(ReasonCode.NO_APPROVED_EXTENSION)
    return None


def _earliest_notice(case: Case, about: str) -> datetime:
    if about == "decision" and case.decision is not None:
        return case.decision.decided_at
    if about == "extension":
        return min(e.decided_at for e in case.extensions if e.decision == "approved" and e.decided_at)
    return case.received_at


def _lacks_notice(case: Case, extension: Extension, context: Context) -> bool:
    """Whether the complainant still has to be told of this approved extension (art. 18: "并告知投诉人")."""
    stage = stage_of(case, context.rules, extension.policy_id, extension.stage)
    if extension.decision != "approved" or extension.decided_at is None or stage is None or not stage.needs_notice:
        return False
    since = _minute(extension.decided_at)
    return not any(n.about == "extension" and n.succeeded and n.given_at >= since for n in case.notices)


def _minute(instant: datetime) -> datetime:
    """People note minutes: 14:32 is not before 14:32:20."""
    return instant.replace(second=0, microsecond=0)


DECISIONS: Decisions = {
    RecordDecision: record_decision,
    RecordPaper: record_paper,
    GiveNotice: give_notice,
    CloseCase: close_case,
    WithdrawCase: withdraw_case,
}
