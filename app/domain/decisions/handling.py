"""What is done about the matter: notes, contacts, evidence, means (domain.md nos. 23, 58-60, 63)."""

from __future__ import annotations

from app.domain.bodies import instant_text
from app.domain.case import Case
from app.domain.codes import MEANS, WAYS
from app.domain.commands import AddNote, LogContact, ReceiveEvidence, ReturnEvidence, UseMeans
from app.domain.context import Context
from app.domain.decisions import attaching, correcting
from app.domain.decisions.outcome import Decisions, Outcome, refused, write
from app.domain.entry import EntryKind
from app.domain.people import Right
from app.domain.reasons import ReasonCode
from app.domain.refusal import Problem, refuse
from app.domain.texts import MAX_LINE, check_needed, check_text

MOST_COPIES = 999
"""Pieces of one kind of evidence; more is a slip of the finger."""


def add_note(case: Case, command: AddNote, context: Context) -> Outcome:
    """A note for staff; also on cases that have ended."""
    if objection := context.objection(Right.HANDLE, case):
        return objection
    return refused(check_needed(command.text, "text")) or write(case, EntryKind.NOTE_ADDED, {"text": command.text})


def log_contact(case: Case, command: LogContact, context: Context) -> Outcome:
    """A talk with the complainant, or an attempt (S3 no. 23: 定期向消费者反馈); never before the complaint came in."""
    if objection := context.objection(Right.HANDLE, case):
        return objection
    contacted_at = command.contacted_at or context.now
    problems = [*check_text(command.receiver, "receiver", MAX_LINE), *check_needed(command.result, "result")]
    if command.way not in WAYS:
        problems.insert(0, Problem(ReasonCode.WAY_UNKNOWN, "way"))
    if contacted_at > context.now:
        problems.append(Problem(ReasonCode.NOTICE_IN_FUTURE, "contacted_at"))
    elif contacted_at < case.received_at.replace(second=0, microsecond=0):  # people note minutes
        problems.append(Problem(ReasonCode.CONTACT_TOO_EARLY, "contacted_at"))
    return refused(tuple(problems)) or write(
        case,
        EntryKind.CONTACT_LOGGED,
        {
            "way": command.way,
            "receiver": command.receiver,
            "result": command.result,
            "was_reached": command.was_reached,
            "contacted_at": instant_text(contacted_at),
        },
    )


def receive_evidence(case: Case, command: ReceiveEvidence, context: Context) -> Outcome:
    """`evidence_received`: what somebody handed in. Nothing is asked for that the bank can look up (art. 13)."""
    if objection := context.objection(Right.HANDLE, case):
        return objection
    if any(known.evidence_id == command.evidence_id for known in case.evidence):
        return ()
    problems = [
        *check_needed(command.name, "name", MAX_LINE),
        *check_text(command.from_whom, "from_whom", MAX_LINE),
    ]
    if not 1 <= command.count <= MOST_COPIES:
        problems.append(Problem(ReasonCode.COUNT_NOT_POSSIBLE, "count", {"limit": MOST_COPIES}))
    return refused(tuple(problems)) or write(
        case,
        EntryKind.EVIDENCE_RECEIVED,
        {
            "evidence_id": command.evidence_id,
            "name": command.name,
            "count": command.count,
            "is_original": command.is_original,
            "from_whom": command.from_whom,
        },
    )


def return_evidence(case: Case, command: ReturnEvidence, context: Context) -> Outcome:
    """`evidence_returned`, once, with who took it back and the number of the receipt."""
    if objection := context.objection(Right.HANDLE, case):
        return objection
    item = next((known for known in case.evidence if known.evidence_id == command.evidence_id), None)
    if item is None:
        return refuse(ReasonCode.UNKNOWN_EVIDENCE)
    if item.returned_at is not None:
        is_repeat = (item.returned_to, item.return_receipt_no) == (command.to, command.receipt_no)
        return () if is_repeat else refuse(ReasonCode.EVIDENCE_RETURNED)
    problems = (
        *check_needed(command.to, "to", MAX_LINE, ReasonCode.RECEIVER_MISSING),
        *check_text(command.receipt_no, "receipt_no", MAX_LINE),
    )
    return refused(problems) or write(
        case,
        EntryKind.EVIDENCE_RETURNED,
        {"evidence_id": item.evidence_id, "to": command.to, "receipt_no": command.receipt_no},
    )


def use_means(case: Case, command: UseMeans, context: Context) -> Outcome:
    """`means_used`: guidance, moral suasion, or mediation and negotiation (S0 nos. 58-60)."""
    if objection := context.objection(Right.HANDLE, case):
        return objection
    problems = [*check_needed(command.text, "text")]
    if command.means not in MEANS:
        problems.insert(0, Problem(ReasonCode.CHOICE_UNKNOWN, "means"))
    return refused(tuple(problems)) or write(case, EntryKind.MEANS_USED, {"means": command.means, "text": command.text})


DECISIONS: Decisions = {
    AddNote: add_note,
    LogContact: log_contact,
    ReceiveEvidence: receive_evidence,
    ReturnEvidence: return_evidence,
    UseMeans: use_means,
    **correcting.DECISIONS,
    **attaching.DECISIONS,
}
