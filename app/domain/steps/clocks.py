"""What extensions, pauses, new facts and agreed dates do to a case."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from app.domain.bodies import read_day, text_of, whole_of
from app.domain.case import Extension
from app.domain.case_builder import CaseBuilder, Step
from app.domain.entry import Entry
from app.domain.life import may_follow
from app.domain.reasons import ReasonCode


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


STEPS: Mapping[str, Step] = {
    "extension_requested": _requested,
    "extension_decided": _extension_decided,
}
