"""What extensions, pauses, new facts and agreed dates do to a case."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from app.domain.bodies import read_day, text_of, whole_of, yes_or_no
from app.domain.calendar import china_day
from app.domain.case import AgreedDate, CaseState, Delegation, Extension, OverdueMark, Pause, Restart
from app.domain.case_builder import CaseBuilder, Step
from app.domain.codes import PAUSES
from app.domain.entry import Entry
from app.domain.life import may_follow
from app.domain.reasons import ReasonCode
from app.domain.recusal import is_recused


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
    reached = max((e.stage for e in case.extensions if e.policy_id == extension.policy_id and e.counts), default=0)
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
    is_approved, delegated_by = decision == "approved", text_of(body, "delegated_by", "")
    if delegated_by == request.requested_by:
        return ReasonCode.FOUR_EYES
    decided = replace(
        request,
        decision=decision,
        decided_by=entry.actor,
        decided_at=entry.at,
        decision_reason=text_of(body, "reason", ""),
        old_due_on=read_day(body["old_due_on"]) if is_approved else request.old_due_on,
        new_due_on=read_day(body["new_due_on"]) if is_approved else request.new_due_on,
        delegated_by=delegated_by,
    )
    if code := case.move(entry.kind):
        return code
    case.extensions[index] = decided
    return None


def _delegated(case: CaseBuilder, entry: Entry, body: Mapping[str, Any]) -> str | None:
    delegation = Delegation(
        text_of(body, "request_id"),
        text_of(body, "to"),
        entry.actor,
        entry.at,
        read_day(body["until_on"]),
        text_of(body, "why", ""),
    )
    request = next((known for known in case.extensions if known.request_id == delegation.request_id), None)
    if request is None:
        return ReasonCode.UNKNOWN_REQUEST
    if request.decision is not None:
        return ReasonCode.SUPERSEDED
    if request.requested_by in (entry.actor, delegation.to):
        return ReasonCode.FOUR_EYES
    if is_recused(case, delegation.to):
        return ReasonCode.RECUSED
    if code := case.move(entry.kind):
        return code
    case.delegations.append(delegation)
    return None


def _pause_started(case: CaseBuilder, entry: Entry, body: Mapping[str, Any]) -> str | None:
    pause = Pause(
        text_of(body, "pause_id"),
        text_of(body, "kind"),
        text_of(body, "body_name"),
        read_day(body["started_on"]),
        read_day(body["expected_end_on"]),
        text_of(body, "notice_way"),
        text_of(body, "notice_evidence_no"),
        entry.actor,
        text_of(body, "why", ""),
        consent_evidence_no=text_of(body, "consent_evidence_no", ""),
    )
    mark = _overdue_mark(entry, body)
    if pause.kind not in PAUSES or pause.expected_end_on <= pause.started_on:
        return ReasonCode.MALFORMED
    if any(known.pause_id == pause.pause_id for known in case.pauses):
        return ReasonCode.SUPERSEDED
    if any(known.ended_on is None for known in case.pauses):
        return ReasonCode.PAUSE_OPEN
    if code := case.move(entry.kind):
        return code
    case.pauses.append(pause)
    case.overdue_marks.extend(mark)
    return None


def _pause_ended(case: CaseBuilder, entry: Entry, body: Mapping[str, Any]) -> str | None:
    pause_id, evidence_no = text_of(body, "pause_id"), text_of(body, "evidence_no")
    ended_on = read_day(body["ended_on"])
    mark = _overdue_mark(entry, body)
    index = next((i for i, known in enumerate(case.pauses) if known.pause_id == pause_id), None)
    if index is None:
        return ReasonCode.UNKNOWN_PAUSE
    if case.pauses[index].ended_on is not None:
        return ReasonCode.SUPERSEDED
    if ended_on < case.pauses[index].started_on:
        return ReasonCode.MALFORMED
    if code := case.move(entry.kind):
        return code
    case.pauses[index] = replace(case.pauses[index], ended_on=ended_on, end_evidence_no=evidence_no)
    case.overdue_marks.extend(mark)
    return None


def _new_facts(case: CaseBuilder, entry: Entry, body: Mapping[str, Any]) -> str | None:
    restart = Restart(
        text_of(body, "facts_id"),
        read_day(body["received_on"]),
        entry.at,
        text_of(body, "facts"),
        text_of(body, "evidence_no", ""),
    )
    mark = _overdue_mark(entry, body)
    if any(known.restart_id == restart.restart_id for known in case.restarts):
        return ReasonCode.SUPERSEDED
    if code := case.move(entry.kind):
        return code
    case.overdue_marks.extend(mark)
    begin_anew(case, entry, restart)
    return None


def begin_anew(case: CaseBuilder, entry: Entry, restart: Restart) -> None:
    """The term begins anew: what was approved, asked for or agreed before was about the old one (art. 18-3)."""
    case.restarts.append(restart)
    case.agreed = None
    for index, extension in enumerate(case.extensions):
        if extension.decision is None:
            case.extensions[index] = replace(extension, decision="lapsed", decided_by=entry.actor, decided_at=entry.at)
        elif extension.counts:
            case.extensions[index] = replace(extension, is_spent=True)
    if case.state is CaseState.EXTENSION_REQUESTED:
        case.state = CaseState.IN_PROGRESS


def _date_agreed(case: CaseBuilder, entry: Entry, body: Mapping[str, Any]) -> str | None:
    agreed = AgreedDate(
        read_day(body["due_on"]),
        text_of(body, "way"),
        text_of(body, "evidence_no"),
        entry.at,
        entry.actor,
        text_of(body, "why", ""),
    )
    mark = _overdue_mark(entry, body)
    if code := case.move(entry.kind):
        return code
    case.agreed = agreed
    case.overdue_marks.extend(mark)
    return None


def _overdue_mark(entry: Entry, body: Mapping[str, Any]) -> tuple[OverdueMark, ...]:
    """Whatever moves dates says whether they had passed: that is kept for ever (domain.md finding 8)."""
    if not yes_or_no(body, "was_overdue", False):
        return ()
    return (OverdueMark(read_day(body["old_due_on"]), china_day(entry.at)),)


STEPS: Mapping[str, Step] = {
    "extension_requested": _requested,
    "extension_decided": _extension_decided,
    "approval_delegated": _delegated,
    "pause_started": _pause_started,
    "pause_ended": _pause_ended,
    "new_facts_received": _new_facts,
    "date_agreed": _date_agreed,
}
