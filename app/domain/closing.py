"""What stands open when a case is to be closed: what the law demands first, and what somebody should look at
(令2020-3 art. 9, 18, 21; domain.md no. 14, 3.2: a checklist before closing)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date

from app.domain.case import Case, CaseState, Decision, Extension
from app.domain.codes import SETTLED
from app.domain.deadlines import stage_of
from app.domain.reasons import ReasonCode
from app.domain.rules import Rules
from app.domain.telling import told_of_extension

WARNINGS = (
    "category_missing",
    "root_cause_missing",
    "evidence_not_returned",
    "corrections_open",
    "settlement_to_perform",
    "review_open",
    "transfer_open",
    "pause_open",
    "void_pending",
    "satisfaction_not_asked",
)
"""Codes of what is pointed out and does not hold up closing."""


@dataclass(frozen=True, slots=True)
class ChecklistItem:
    """Something that stands open. `code` is a `ReasonCode` where it blocks closing, else one of `WARNINGS`."""

    code: str
    is_blocking: bool
    details: Mapping[str, object] = field(default_factory=dict, hash=False)


def closing_checklist(case: Case, rules: Rules, today: date) -> tuple[ChecklistItem, ...]:
    """Everything open about `case` on `today`, what blocks closing first; empty when there is nothing."""
    return (*_blocking(case, rules), *_warnings(case, today))


def _blocking(case: Case, rules: Rules) -> Iterator[ChecklistItem]:
    if case.decision is None:
        yield ChecklistItem(ReasonCode.NOT_DECIDED, True)
    elif case.state is not CaseState.TOLD or case.told_at is None:
        yield ChecklistItem(ReasonCode.NOT_TOLD, True)
    for extension in case.extensions:
        if lacks_notice(case, extension, rules):
            details = {"policy_id": extension.policy_id, "stage": extension.stage}
            yield ChecklistItem(ReasonCode.EXTENSION_NOTICE_MISSING, True, details)
    if case.open_orders:
        due_on = case.open_orders[0].due_on.isoformat()
        yield ChecklistItem(ReasonCode.ORDER_OPEN, True, {"due_on": due_on, "count": len(case.open_orders)})


def _warnings(case: Case, today: date) -> Iterator[ChecklistItem]:
    decision = case.decision
    is_upheld = decision is not None and decision.outcome in ("upheld", "partly_upheld")
    kept = sum(1 for item in case.evidence if item.is_original and item.returned_at is None)
    unfinished = [action.due_on for action in case.corrections if action.finished_at is None]
    open_things: dict[str, Mapping[str, object] | None] = {
        "category_missing": {} if not (case.about.category or case.intake.category) else None,
        "root_cause_missing": {} if is_upheld and case.root_cause is None else None,
        "evidence_not_returned": {"count": kept} if kept else None,
        "corrections_open": {"count": len(unfinished), "due_on": min(unfinished).isoformat()} if unfinished else None,
        "settlement_to_perform": _to_perform(decision, today) if decision else None,
        "review_open": {} if case.open_review else None,
        "transfer_open": {} if case.pending_transfer else None,
        "pause_open": {} if case.open_pause else None,
        "void_pending": {} if case.void_request and case.void_request.decision is None else None,
        "satisfaction_not_asked": {} if not case.satisfaction else None,
    }
    for code in WARNINGS:
        details = open_things[code]
        if details is not None:
            yield ChecklistItem(code, False, details)


def _to_perform(decision: Decision, today: date) -> Mapping[str, object] | None:
    """What a settlement agreement promises is still to come (S1 no. 36)."""
    if decision.outcome != SETTLED or decision.performance_on is None or decision.performance_on < today:
        return None
    return {"due_on": decision.performance_on.isoformat()}


def lacks_notice(case: Case, extension: Extension, rules: Rules) -> bool:
    """Whether the complainant still has to be told of this approved extension (art. 18: "并告知投诉人")."""
    stage = stage_of(case, rules, extension.policy_id, extension.stage)
    if extension.decision != "approved" or extension.decided_at is None or stage is None or not stage.needs_notice:
        return False
    return told_of_extension(case, rules, extension.decided_at) is None
