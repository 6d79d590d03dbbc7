"""What was done about the matter: facts that are added, and what later entries add to them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from app.domain.bodies import read_day, read_instant, text_of, whole_of, yes_or_no
from app.domain.case import (
    Attachment,
    Contact,
    CorrectiveAction,
    EvidenceItem,
    Liability,
    LiabilityShare,
    MeansUsed,
    RootCause,
)
from app.domain.case_builder import CaseBuilder, Step
from app.domain.codes import CORRECTIONS, MEANS, ROOT_CAUSES
from app.domain.entry import Entry
from app.domain.facts.handling import are_whole
from app.domain.reasons import ReasonCode


def _noted(case: CaseBuilder, entry: Entry, body: Mapping[str, Any]) -> str | None:
    return None  # the history shows it; nothing depends on it


def _contacted(case: CaseBuilder, entry: Entry, body: Mapping[str, Any]) -> str | None:
    contacted_at = body.get("contacted_at")
    case.contacts.append(
        Contact(
            text_of(body, "way"),
            text_of(body, "receiver", ""),
            text_of(body, "result"),
            entry.actor,
            read_instant(contacted_at) if contacted_at is not None else entry.at,
            yes_or_no(body, "was_reached", True),
        )
    )
    return None


def _received(case: CaseBuilder, entry: Entry, body: Mapping[str, Any]) -> str | None:
    item = EvidenceItem(
        text_of(body, "evidence_id"),
        text_of(body, "name"),
        whole_of(body, "count"),
        yes_or_no(body, "is_original"),
        text_of(body, "from_whom", ""),
        entry.actor,
        entry.at,
    )
    if item.count < 1:
        raise ValueError("count")
    if any(known.evidence_id == item.evidence_id for known in case.evidence):
        return ReasonCode.SUPERSEDED
    case.evidence.append(item)
    return None


def _returned(case: CaseBuilder, entry: Entry, body: Mapping[str, Any]) -> str | None:
    evidence_id, to, receipt_no = text_of(body, "evidence_id"), text_of(body, "to"), text_of(body, "receipt_no", "")
    index = next((i for i, known in enumerate(case.evidence) if known.evidence_id == evidence_id), None)
    if index is None:
        return ReasonCode.UNKNOWN_EVIDENCE
    if case.evidence[index].returned_at is not None:
        return ReasonCode.SUPERSEDED
    case.evidence[index] = replace(
        case.evidence[index], returned_to=to, return_receipt_no=receipt_no, returned_at=entry.at
    )
    return None


def _means(case: CaseBuilder, entry: Entry, body: Mapping[str, Any]) -> str | None:
    used = MeansUsed(text_of(body, "means"), text_of(body, "text"), entry.actor, entry.at)
    if used.means not in MEANS:
        return ReasonCode.MALFORMED
    case.means.append(used)
    return None


def _planned(case: CaseBuilder, entry: Entry, body: Mapping[str, Any]) -> str | None:
    action = CorrectiveAction(
        text_of(body, "action_id"),
        text_of(body, "kind"),
        text_of(body, "text"),
        text_of(body, "owner"),
        read_day(body["due_on"]),
        entry.at,
    )
    if action.kind not in CORRECTIONS:
        return ReasonCode.MALFORMED
    if any(known.action_id == action.action_id for known in case.corrections):
        return ReasonCode.SUPERSEDED
    case.corrections.append(action)
    return None


def _finished(case: CaseBuilder, entry: Entry, body: Mapping[str, Any]) -> str | None:
    action_id, result = text_of(body, "action_id"), text_of(body, "result")
    index = next((i for i, known in enumerate(case.corrections) if known.action_id == action_id), None)
    if index is None:
        return ReasonCode.UNKNOWN_ACTION
    if case.corrections[index].finished_at is not None:
        return ReasonCode.SUPERSEDED
    case.corrections[index] = replace(case.corrections[index], result=result, finished_at=entry.at)
    return None


def _cause(case: CaseBuilder, entry: Entry, body: Mapping[str, Any]) -> str | None:
    found = RootCause(text_of(body, "cause"), text_of(body, "text"), entry.actor, entry.at)
    if found.cause not in ROOT_CAUSES:
        return ReasonCode.MALFORMED
    case.root_cause = found
    return None


def _liable(case: CaseBuilder, entry: Entry, body: Mapping[str, Any]) -> str | None:
    shares = tuple(LiabilityShare(text_of(one, "who"), whole_of(one, "percent")) for one in body["shares"])
    found = Liability(yes_or_no(body, "is_bank_at_fault"), shares, text_of(body, "text", ""), entry.actor, entry.at)
    if not are_whole(found.is_bank_at_fault, shares):
        return ReasonCode.MALFORMED
    if any(share.who == entry.actor for share in shares):
        return ReasonCode.RECUSED
    case.liability = found
    return None


def _attached(case: CaseBuilder, entry: Entry, body: Mapping[str, Any]) -> str | None:
    attachment = Attachment(
        text_of(body, "sha256"),
        text_of(body, "name"),
        text_of(body, "media_type"),
        whole_of(body, "size"),
        text_of(body, "note", ""),
        entry.actor,
        entry.at,
    )
    if attachment.size < 1:
        raise ValueError("size")
    index = next((i for i, known in enumerate(case.attachments) if known.sha256 == attachment.sha256), None)
    if index is None:
        case.attachments.append(attachment)
    elif case.attachments[index].set_aside:  # it does belong to the case after all
        case.attachments[index] = attachment
    else:
        return ReasonCode.SUPERSEDED
    return None


def _set_aside(case: CaseBuilder, entry: Entry, body: Mapping[str, Any]) -> str | None:
    sha256, reason = text_of(body, "sha256"), text_of(body, "reason")
    if not reason.strip():
        raise ValueError("reason")
    index = next((i for i, known in enumerate(case.attachments) if known.sha256 == sha256), None)
    if index is None:
        return ReasonCode.UNKNOWN_ATTACHMENT
    if case.attachments[index].set_aside:
        return ReasonCode.SUPERSEDED
    case.attachments[index] = replace(case.attachments[index], set_aside=reason)
    return None


STEPS: Mapping[str, Step] = {
    "note_added": _noted,
    "contact_logged": _contacted,
    "evidence_received": _received,
    "evidence_returned": _returned,
    "means_used": _means,
    "correction_planned": _planned,
    "correction_finished": _finished,
    "root_cause_found": _cause,
    "liability_found": _liable,
    "attachment_added": _attached,
    "attachment_set_aside": _set_aside,
}
