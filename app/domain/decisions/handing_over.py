"""Who a case may be given to, and why not to somebody else (domain.md 1.1 nos. 2, 12, 15; 令2020-3 art. 17)."""

from __future__ import annotations

from app.domain.case import Case
from app.domain.commands import AnswerTransfer, AssignCase, OfferTransfer
from app.domain.context import Context
from app.domain.decisions.outcome import Decisions, Outcome, refused, write, wrong_state
from app.domain.entry import EntryKind
from app.domain.people import Right
from app.domain.reasons import ReasonCode
from app.domain.recusal import able_owners, is_recused, may_own
from app.domain.refusal import Problem, Refusal, refuse
from app.domain.texts import check_needed, check_text


def receiver_objection(case: Case, staff_no: str, field: str, context: Context) -> Refusal | None:
    """Why `staff_no` can't have the case, None when they can; with those who could."""
    able = able_owners(case, context.people, but=case.owner)
    person = context.people.get(staff_no)
    if person is None:
        return refuse(ReasonCode.PERSON_UNKNOWN, field, who_could=able)
    if staff_no == case.owner:
        return refuse(ReasonCode.OWNER_UNCHANGED, field, who_could=able)
    if is_recused(case, staff_no):
        return refuse(ReasonCode.RECUSED, field, who_could=able)
    if not may_own(case, person):
        return refuse(ReasonCode.OWNER_CANNOT_HANDLE, field, who_could=able)
    return None


def assign_case(case: Case, command: AssignCase, context: Context) -> Outcome:
    """Another person owns the case; no open case is ever without an owner (domain.md no. 15)."""
    if objection := context.objection(Right.ASSIGN, case):
        return objection
    if objection := wrong_state(case, EntryKind.CASE_ASSIGNED):
        return objection
    if objection := receiver_objection(case, command.owner, "owner", context):
        return objection
    return refused(check_text(command.reason, "reason")) or write(
        case, EntryKind.CASE_ASSIGNED, {"owner": command.owner, "reason": command.reason}
    )


def offer_transfer(case: Case, command: OfferTransfer, context: Context) -> Outcome:
    """`transfer_offered`: the owner, or whoever may assign, offers the case; it changes hands when it is accepted.

    Until then the owner answers for it (首问负责: "until handed over", domain.md no. 2). One offer at a time.
    """
    if objection := context.objection(Right.HANDLE, case):
        return objection
    if any(known.transfer_id == command.transfer_id for known in case.transfers):
        return ()
    if objection := wrong_state(case, EntryKind.TRANSFER_OFFERED):
        return objection
    if context.actor.staff_no != case.owner and not context.actor.may(Right.ASSIGN):
        return refuse(ReasonCode.NOT_THE_OWNER, who_could=_offerers(case, context))
    if (pending := case.pending_transfer) is not None:
        return refuse(ReasonCode.TRANSFER_PENDING, who_could=_answerers(case, pending.to, context))
    if objection := receiver_objection(case, command.to, "to", context):
        return objection
    return refused(check_needed(command.reason, "reason", missing=ReasonCode.REASON_MISSING)) or write(
        case,
        EntryKind.TRANSFER_OFFERED,
        {"transfer_id": command.transfer_id, "to": command.to, "reason": command.reason},
    )


def answer_transfer(case: Case, command: AnswerTransfer, context: Context) -> Outcome:
    """`transfer_answered`: accepted or declined by whom it was offered to; taken back by the offerer or the owner."""
    if objection := context.objection(Right.HANDLE, case):
        return objection
    if command.answer not in _REASON_OF:
        return refuse(ReasonCode.CHOICE_UNKNOWN, "answer")
    transfer = next((t for t in case.transfers if t.transfer_id == command.transfer_id), None)
    if transfer is None:
        return refuse(ReasonCode.UNKNOWN_TRANSFER)
    who = (transfer.offered_by, case.owner) if command.answer == "taken_back" else (transfer.to,)
    if context.actor.staff_no not in who:
        able = [s for s in dict.fromkeys(who) if may_own(case, context.people.get(s))]
        return refuse(ReasonCode.NOT_YOUR_TRANSFER, who_could=tuple(able))
    if transfer.answer is not None:
        return () if transfer.answer == command.answer else refuse(ReasonCode.TRANSFER_ANSWERED, answer=transfer.answer)
    if objection := wrong_state(case, EntryKind.TRANSFER_ANSWERED):
        return objection
    return refused(_REASON_OF[command.answer](command.reason)) or write(
        case,
        EntryKind.TRANSFER_ANSWERED,
        {"transfer_id": command.transfer_id, "answer": command.answer, "reason": command.reason},
    )


def _may_be_blank(reason: str) -> tuple[Problem, ...]:
    return check_text(reason, "reason")


def _needed(reason: str) -> tuple[Problem, ...]:
    return check_needed(reason, "reason", missing=ReasonCode.REASON_MISSING)


_REASON_OF = {"accepted": _may_be_blank, "declined": _needed, "taken_back": _may_be_blank}


def _offerers(case: Case, context: Context) -> tuple[str, ...]:
    """Who may offer the case to somebody else."""
    able = able_owners(case, context.people)
    return tuple(s for s in able if s == case.owner or context.people[s].may(Right.ASSIGN))


def _answerers(case: Case, to: str, context: Context) -> tuple[str, ...]:
    return tuple(s for s in dict.fromkeys((to, case.owner)) if may_own(case, context.people.get(s)))


DECISIONS: Decisions = {AssignCase: assign_case, OfferTransfer: offer_transfer, AnswerTransfer: answer_transfer}
