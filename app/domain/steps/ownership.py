"""What hand-overs, escalations, conflicts of interest and supervision do to a case."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from app.domain.bodies import read_day, text_of
from app.domain.case import Conflict, Escalation, Reminder, SupervisionOrder, Transfer
from app.domain.case_builder import CaseBuilder, Step
from app.domain.codes import LEVELS, TRANSFER_ANSWERS
from app.domain.entry import Entry
from app.domain.life import may_follow
from app.domain.reasons import ReasonCode
from app.domain.recusal import is_recused


def lapse_offers(case: CaseBuilder, entry: Entry, owner_before: str) -> None:
    """An offer that can come to nothing any more is neither accepted nor declined: the case ended, came to somebody
    else, or whom it was offered to has to keep out. Asked after every entry, whatever it was."""
    for index, offer in enumerate(case.transfers):
        if offer.answer is None and (case.state.is_ended or case.owner != owner_before or is_recused(case, offer.to)):
            case.transfers[index] = replace(offer, answer="lapsed", answered_at=entry.at)


def _started(case: CaseBuilder, entry: Entry, body: Mapping[str, Any]) -> str | None:
    if code := case.move(entry.kind):
        return code
    case.owner = entry.actor
    return None


def _assigned(case: CaseBuilder, entry: Entry, body: Mapping[str, Any]) -> str | None:
    owner = text_of(body, "owner")
    if not owner.strip():
        return ReasonCode.MALFORMED
    if is_recused(case, owner):
        return ReasonCode.RECUSED
    if code := case.move(entry.kind):
        return code
    case.owner = owner
    return None


def _offered(case: CaseBuilder, entry: Entry, body: Mapping[str, Any]) -> str | None:
    transfer = Transfer(
        text_of(body, "transfer_id"), text_of(body, "to"), text_of(body, "reason"), entry.actor, entry.at
    )
    if any(known.transfer_id == transfer.transfer_id for known in case.transfers):
        return ReasonCode.SUPERSEDED
    if may_follow(entry.kind, case.state):
        if any(known.answer is None for known in case.transfers):
            return ReasonCode.TRANSFER_PENDING
        if transfer.to == case.owner:
            return ReasonCode.OWNER_UNCHANGED
        if is_recused(case, transfer.to):
            return ReasonCode.RECUSED
    if code := case.move(entry.kind):
        return code
    case.transfers.append(transfer)
    return None


def _answered(case: CaseBuilder, entry: Entry, body: Mapping[str, Any]) -> str | None:
    transfer_id, answer, reason = text_of(body, "transfer_id"), text_of(body, "answer"), text_of(body, "reason", "")
    if answer not in TRANSFER_ANSWERS:
        return ReasonCode.MALFORMED
    index = next((i for i, known in enumerate(case.transfers) if known.transfer_id == transfer_id), None)
    if index is None:
        return ReasonCode.UNKNOWN_TRANSFER
    transfer = case.transfers[index]
    if transfer.answer is not None:
        return ReasonCode.SUPERSEDED
    if entry.actor not in ((transfer.offered_by, case.owner) if answer == "taken_back" else (transfer.to,)):
        return ReasonCode.NOT_YOUR_TRANSFER
    if answer == "accepted" and is_recused(case, entry.actor):
        return ReasonCode.RECUSED
    if code := case.move(entry.kind):
        return code
    case.transfers[index] = replace(transfer, answer=answer, answer_reason=reason, answered_at=entry.at)
    if answer == "accepted":
        case.owner = transfer.to
    return None


def _escalated(case: CaseBuilder, entry: Entry, body: Mapping[str, Any]) -> str | None:
    level, text = text_of(body, "level"), text_of(body, "reason")
    if level not in LEVELS:
        return ReasonCode.MALFORMED
    if code := case.move(entry.kind):
        return code
    case.escalations.append(Escalation(level, False, text, entry.actor, entry.at))
    return None


def _reported(case: CaseBuilder, entry: Entry, body: Mapping[str, Any]) -> str | None:
    level, text = text_of(body, "level"), text_of(body, "summary")
    if level not in LEVELS:
        return ReasonCode.MALFORMED
    case.escalations.append(Escalation(level, True, text, entry.actor, entry.at))
    return None


def _conflicted(case: CaseBuilder, entry: Entry, body: Mapping[str, Any]) -> str | None:
    reason, hand_to = text_of(body, "reason"), text_of(body, "hand_to", "").strip()
    if any(known.staff_no == entry.actor for known in case.conflicts):
        return ReasonCode.SUPERSEDED
    case.conflicts.append(Conflict(entry.actor, reason, entry.at))
    if case.owner == entry.actor and not case.state.is_ended and hand_to and not is_recused(case, hand_to):
        case.owner = hand_to
    return None


def _ordered(case: CaseBuilder, entry: Entry, body: Mapping[str, Any]) -> str | None:
    order = SupervisionOrder(
        text_of(body, "order_id"), text_of(body, "text"), read_day(body["due_on"]), entry.actor, entry.at
    )
    if any(known.order_id == order.order_id for known in case.orders):
        return ReasonCode.SUPERSEDED
    if code := case.move(entry.kind):
        return code
    case.orders.append(order)
    return None


def _order_answered(case: CaseBuilder, entry: Entry, body: Mapping[str, Any]) -> str | None:
    order_id, answer = text_of(body, "order_id"), text_of(body, "answer")
    if not answer.strip():
        raise ValueError("answer")
    index = next((i for i, known in enumerate(case.orders) if known.order_id == order_id), None)
    if index is None:
        return ReasonCode.UNKNOWN_ORDER
    if case.orders[index].answer:
        return ReasonCode.SUPERSEDED
    case.orders[index] = replace(case.orders[index], answer=answer, answered_by=entry.actor, answered_at=entry.at)
    return None


def _reminded(case: CaseBuilder, entry: Entry, body: Mapping[str, Any]) -> str | None:
    case.reminders.append(Reminder(text_of(body, "text"), entry.actor, entry.at))
    return None


STEPS: Mapping[str, Step] = {
    "handling_started": _started,
    "case_assigned": _assigned,
    "transfer_offered": _offered,
    "transfer_answered": _answered,
    "case_escalated": _escalated,
    "reported_upward": _reported,
    "conflict_declared": _conflicted,
    "supervision_ordered": _ordered,
    "order_answered": _order_answered,
    "reminder_sent": _reminded,
}
