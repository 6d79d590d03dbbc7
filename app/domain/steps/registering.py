"""What registration, acceptance and classification do to a case."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from app.domain.bodies import read_instant, read_intake, text_of
from app.domain.case_builder import CaseBuilder, Step
from app.domain.entry import Entry


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


STEPS: Mapping[str, Step] = {
    "case_registered": _registered,
    "case_accepted": _accepted,
}
