"""What registration, acceptance and classification do to a case."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from app.domain.bodies import read_instant, text_of
from app.domain.case_builder import CaseBuilder, Step
from app.domain.entry import Entry
from app.domain.intake_bodies import read_classification, read_intake
from app.domain.reasons import ReasonCode


def _registered(case: CaseBuilder, entry: Entry, body: Mapping[str, Any]) -> str | None:
    """Whoever records owns the case (domain.md no. 2), but for a case about themselves: "owner" names who has it."""
    intake, received_at = read_intake(body["intake"]), read_instant(body["received_at"])
    case_no, branch, version = text_of(body, "case_no"), text_of(body, "branch"), text_of(body, "policy_version")
    owner = text_of(body, "owner", "").strip() or entry.actor
    case.case_no, case.branch, case.policy_version = case_no, branch, version
    case.case_id, case.intake, case.received_at = entry.case_id, intake, received_at
    case.registered_at, case.registered_by, case.owner = entry.at, entry.actor, owner
    case.about, case.repeat_of = intake.about, intake.repeat_of
    case.is_registered = True
    return None


def _accepted(case: CaseBuilder, entry: Entry, body: Mapping[str, Any]) -> str | None:
    accepted_at = read_instant(body["accepted_at"])
    if code := case.move(entry.kind):
        return code
    case.accepted_at = accepted_at
    return None


def _classified(case: CaseBuilder, entry: Entry, body: Mapping[str, Any]) -> str | None:
    """The given parts replace those of the classification. Somebody whom the case is about does not say what it is
    about: they could take themselves out of it (令2020-3 art. 17)."""
    about = read_classification(body, case.about)
    owner = text_of(body, "owner", "").strip()
    if _keeps_out(case, entry.actor):
        return ReasonCode.RECUSED
    if code := case.move(entry.kind):
        return code
    case.about = about
    if owner and not _keeps_out(case, owner):
        case.owner = owner
    return None


def _keeps_out(case: CaseBuilder, staff_no: str) -> bool:
    return staff_no in case.about.respondents or any(conflict.staff_no == staff_no for conflict in case.conflicts)


STEPS: Mapping[str, Step] = {
    "case_registered": _registered,
    "case_accepted": _accepted,
    "case_classified": _classified,
}
