"""Tell the complainant, with proof; record that they cannot be reached (令2020-3 art. 20, 21)."""

from __future__ import annotations

from datetime import datetime

from app.domain.bodies import instant_text
from app.domain.calendar import china_day
from app.domain.case import Case, CaseState
from app.domain.codes import NOTICE_SUBJECTS, WAYS
from app.domain.commands import GiveNotice, RecordUnreachable
from app.domain.context import Context
from app.domain.decisions.outcome import Decisions, Outcome, refused, write, wrong_state
from app.domain.entry import EntryKind
from app.domain.people import Right, who_may
from app.domain.reasons import ReasonCode
from app.domain.refusal import Problem, Refusal, refuse
from app.domain.telling import SENT_WAYS, failed_attempts, is_nameless, mail_number, minute
from app.domain.texts import MAX_LINE, check_needed, check_text


def give_notice(case: Case, command: GiveNotice, context: Context) -> Outcome:
    """`notice_given`: way and proof of every notice, failed attempts too (art. 21)."""
    if objection := context.objection(Right.GIVE_NOTICE, case):
        return objection
    if case.state.is_ended and (command.about != "review" or case.state is not CaseState.CLOSED):
        return refuse(ReasonCode.ALREADY_ENDED, state=case.state.value)
    if objection := _subject_objection(case, command, context):
        return objection
    given_at = command.given_at or context.now
    problems = [
        *check_text(command.receiver, "receiver", MAX_LINE),
        *check_text(command.evidence_no, "evidence_no", MAX_LINE),
        *check_text(command.remark, "remark", MAX_LINE),
    ]
    if command.way not in WAYS:
        problems.append(Problem(ReasonCode.WAY_UNKNOWN, "way"))
    if command.succeeded:
        problems.extend(_proof_problems(command))
    if given_at > context.now:
        problems.append(Problem(ReasonCode.NOTICE_IN_FUTURE, "given_at"))
    elif given_at < minute(_earliest_notice(case, command.about)):
        problems.append(Problem(ReasonCode.NOTICE_TOO_EARLY, "given_at"))
    if problems:
        return Refusal(tuple(problems))
    body: dict[str, object] = {
        "about": command.about,
        "way": command.way,
        "receiver": command.receiver,
        "evidence_no": _kept_number(command),
        "given_at": instant_text(given_at),
        "succeeded": command.succeeded,
    }
    if command.remark.strip():
        body["remark"] = command.remark
    return write(case, EntryKind.NOTICE_GIVEN, body)


def record_unreachable(case: Case, command: RecordUnreachable, context: Context) -> Outcome:
    """`unreachable_recorded`: enough attempts on different days or by different ways have failed (art. 21).

    `attempted_at` is when the last attempt that was needed failed: from then on the bank has done what it had to, so
    that whether it was in time is judged by that instant and not by when somebody wrote it down. Where nothing is known
    of the complainant there is nobody to try, and the bank has done what it had to with the decision.
    """
    if objection := context.objection(Right.GIVE_NOTICE, case):
        return objection
    if case.state is CaseState.TOLD:
        return refuse(ReasonCode.WRONG_STATE, state=case.state.value)
    if case.decision is None and not case.state.is_ended:
        return refuse(ReasonCode.NOT_DECIDED, who_could=who_may(Right.RECORD_DECISION, context.people.values()))
    if objection := wrong_state(case, EntryKind.UNREACHABLE_RECORDED):
        return objection
    least = 0 if is_nameless(case) else context.rules.telling.as_of(china_day(case.registered_at)).least_attempts
    attempts = failed_attempts(case)
    if len(attempts) < least:
        return refuse(ReasonCode.ATTEMPTS_TOO_FEW, count=len(attempts), limit=least)
    decided_at = case.decision.decided_at if case.decision else context.now
    return refused(check_needed(command.summary, "summary")) or write(
        case,
        EntryKind.UNREACHABLE_RECORDED,
        {
            "summary": command.summary,
            "attempts": len(attempts),
            "attempted_at": instant_text(attempts[least - 1] if least else decided_at),
        },
    )


def _proof_problems(command: GiveNotice) -> list[Problem]:
    """What proves each way (art. 21): who signed and the receipt, the mail number, the call record, where and when it
    was sent. News of progress need no proof."""
    problems = []
    if not command.receiver.strip():
        problems.append(Problem(ReasonCode.RECEIVER_MISSING, "receiver"))
    if command.about == "progress":
        return problems
    if not command.evidence_no.strip():
        problems.append(Problem(ReasonCode.EVIDENCE_MISSING, "evidence_no"))
    elif command.way == "registered_mail" and not mail_number(command.evidence_no):
        problems.append(Problem(ReasonCode.MAIL_NUMBER_UNREADABLE, "evidence_no"))
    if command.way in SENT_WAYS and command.given_at is None:
        problems.append(Problem(ReasonCode.SENDING_TIME_MISSING, "given_at"))
    return problems


def _kept_number(command: GiveNotice) -> str:
    """A mail number in its one form, so that it is found however it was typed; anything else as it was typed."""
    if command.way == "registered_mail":
        return mail_number(command.evidence_no) or command.evidence_no
    return command.evidence_no


def _subject_objection(case: Case, command: GiveNotice, context: Context) -> Refusal | None:
    about = command.about
    if about not in NOTICE_SUBJECTS:
        return refuse(ReasonCode.NOTICE_SUBJECT_UNKNOWN, "about")
    if about == "decision" and case.decision is None:
        return refuse(ReasonCode.NOT_DECIDED, who_could=who_may(Right.RECORD_DECISION, context.people.values()))
    if about == "extension" and not any(e.decision == "approved" for e in case.extensions):
        return refuse(ReasonCode.NO_APPROVED_EXTENSION)
    if about == "pause" and not case.pauses:
        return refuse(ReasonCode.NO_PAUSE)
    if about == "transfer" and not case.transfers:
        return refuse(ReasonCode.NO_TRANSFER)
    if about == "review" and not any(review.result for review in case.reviews):
        return refuse(ReasonCode.NO_REVIEW_RESULT)
    return None


def _earliest_notice(case: Case, about: str) -> datetime:
    if about == "decision" and case.decision is not None:
        return case.decision.decided_at
    if about == "extension":
        return min(e.decided_at for e in case.extensions if e.decision == "approved" and e.decided_at)
    if about == "transfer":
        return min(transfer.offered_at for transfer in case.transfers)
    if about == "review":
        return min(review.requested_at for review in case.reviews if review.result)
    return case.received_at


DECISIONS: Decisions = {GiveNotice: give_notice, RecordUnreachable: record_unreachable}
