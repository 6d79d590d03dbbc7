"""What each kind of entry does to a case. A step returns a reason code, and changes nothing, when it is not valid here.

Everything is read from the body before anything is changed: a malformed entry leaves no trace in the state.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from app.domain.bodies import fen_or_none, read_day, read_instant, read_intake, text_of, whole_of, yes_or_no
from app.domain.case import CaseState, Decision, Extension, Notice, PaperRecord
from app.domain.case_builder import CaseBuilder
from app.domain.entry import Entry
from app.domain.life import may_follow
from app.domain.reasons import ReasonCode


def _registered(case: CaseBuilder, entry: Entry, body: Mapping[str, Any]) -> str | None:
    intake, received_at = read_intake(body["intake"]), read_instant(body["received_at"])
    case_no, branch, version = text_of(body, "case_no"), text_of(body, "branch"), text_of(body, "policy_version")
    case.case_no, case.branch, case.policy_version = case_no, branch, version
    case.case_id, case.intake, case.received_at = entry.case_id, intake, received_at
    case.registered_at, case.registered_by, case.owner = entry.at, entry.actor, entry.actor
    case.is_registered = True
    return None


def _accepted(case: CaseBuilder, entry: Entry, body: Mapping[str, Any]) -> str | None:
    accepted_at = read_instant(body["accepted_at"])
    if code := case.move(entry.kind):
        return code
    case.accepted_at = accepted_at
    return None


def _started(case: CaseBuilder, entry: Entry, body: Mapping[str, Any]) -> str | None:
    if code := case.move(entry.kind):
        return code
    case.owner = entry.actor
    return None


def _assigned(case: CaseBuilder, entry: Entry, body: Mapping[str, Any]) -> str | None:
    owner = text_of(body, "owner")
    if code := case.move(entry.kind):
        return code
    case.owner = owner
    return None


def _requested(case: CaseBuilder, entry: Entry, body: Mapping[str, Any]) -> str | None:
    extension = Extension(
        text_of(body, "request_id"),
        text_of(body, "policy_id"),
        whole_of(body, "stage"),
        text_of(body, "reason"),
        entry.actor,
        entry.at,
        read_day(body["old_due_on"]),
        read_day(body["new_due_on"]),
    )
    if any(known.request_id == extension.request_id for known in case.extensions):
        return ReasonCode.SUPERSEDED
    reached = max(
        (e.stage for e in case.extensions if e.policy_id == extension.policy_id and e.decision == "approved"),
        default=0,
    )
    if may_follow(entry.kind, case.state) and extension.stage != reached + 1:
        return ReasonCode.STAGE_OUT_OF_ORDER
    if code := case.move(entry.kind):
        return code
    case.extensions.append(extension)
    return None


def _extension_decided(case: CaseBuilder, entry: Entry, body: Mapping[str, Any]) -> str | None:
    request_id, decision = body["request_id"], body["decision"]
    if decision not in ("approved", "refused"):
        return ReasonCode.MALFORMED
    index = next((i for i, known in enumerate(case.extensions) if known.request_id == request_id), None)
    if index is None:
        return ReasonCode.UNKNOWN_REQUEST
    request = case.extensions[index]
    if request.requested_by == entry.actor:
        return ReasonCode.FOUR_EYES
    if request.decision is not None:
        return ReasonCode.SUPERSEDED
    is_approved = decision == "approved"
    decided = replace(
        request,
        decision=decision,
        decided_by=entry.actor,
        decided_at=entry.at,
        decision_reason=text_of(body, "reason", ""),
        old_due_on=read_day(body["old_due_on"]) if is_approved else request.old_due_on,
        new_due_on=read_day(body["new_due_on"]) if is_approved else request.new_due_on,
    )
    if code := case.move(entry.kind):
        return code
    case.extensions[index] = decided
    return None


def _decided(case: CaseBuilder, entry: Entry, body: Mapping[str, Any]) -> str | None:
    decision = Decision(
        text_of(body, "outcome"),
        text_of(body, "findings"),
        text_of(body, "basis"),
        text_of(body, "reasons"),
        text_of(body, "remedy"),
        entry.actor,
        entry.at,
        fen_or_none(body, "compensation_fen"),
    )
    if code := case.move(entry.kind):
        return code
    case.decision = decision
    _lapse_requests(case, entry)
    return None


def _lapse_requests(case: CaseBuilder, entry: Entry) -> None:
    """A request that nobody needs any more is neither approved nor refused."""
    for index, request in enumerate(case.extensions):
        if request.decision is None:
            case.extensions[index] = replace(request, decision="lapsed", decided_by=entry.actor, decided_at=entry.at)


def _paper(case: CaseBuilder, entry: Entry, body: Mapping[str, Any]) -> str | None:
    case.papers.append(
        PaperRecord(
            text_of(body, "kind"),
            whole_of(body, "copy_no"),
            entry.at,
            entry.actor,
            text_of(body, "sha256"),
            text_of(body, "size", ""),
            text_of(body, "about", ""),
        )
    )
    return None


def _notice(case: CaseBuilder, entry: Entry, body: Mapping[str, Any]) -> str | None:
    notice = Notice(
        text_of(body, "about"),
        text_of(body, "way"),
        read_instant(body["given_at"]),
        entry.actor,
        text_of(body, "receiver"),
        text_of(body, "evidence_no"),
        yes_or_no(body, "succeeded"),
    )
    case.notices.append(notice)
    if notice.about == "decision" and notice.succeeded and case.state is CaseState.DECIDED:
        case.state = CaseState.TOLD
        case.told_at = notice.given_at
    return None


def _end(case: CaseBuilder, entry: Entry, body: Mapping[str, Any]) -> str | None:
    due_on = body.get("due_on")
    due = read_day(due_on) if due_on is not None else None
    was_overdue = yes_or_no(body, "was_overdue", False)
    settlement = text_of(body, "settlement", "")
    withdrawal = text_of(body, "reason", "") or text_of(body, "way", "")
    if code := case.move(entry.kind):
        return code
    case.due_on_at_end, case.was_overdue = due, was_overdue
    case.ended_at = entry.at
    if entry.kind == "settled_on_spot":
        case.settlement = settlement
    elif entry.kind == "case_withdrawn":
        case.withdrawal = withdrawal
    _lapse_requests(case, entry)
    return None


def _add_only(case: CaseBuilder, entry: Entry, body: Mapping[str, Any]) -> str | None:
    return None


STEPS: dict[str, Callable[[CaseBuilder, Entry, Mapping[str, Any]], str | None]] = {
    "case_registered": _registered,
    "case_accepted": _accepted,
    "handling_started": _started,
    "case_assigned": _assigned,
    "note_added": _add_only,
    "contact_logged": _add_only,
    "extension_requested": _requested,
    "extension_decided": _extension_decided,
    "decision_recorded": _decided,
    "paper_made": _paper,
    "notice_given": _notice,
    "settled_on_spot": _end,
    "case_withdrawn": _end,
    "case_closed": _end,
}
"""The step of each kind of entry."""
