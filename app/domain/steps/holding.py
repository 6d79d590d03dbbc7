"""What holds do to a case."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from app.domain.bodies import read_day, text_of
from app.domain.case_builder import CaseBuilder, Step
from app.domain.codes import HOLD_REASONS
from app.domain.entry import Entry
from app.domain.facts.holding import Hold
from app.domain.reasons import ReasonCode


def _placed(case: CaseBuilder, entry: Entry, body: Mapping[str, Any]) -> str | None:
    until = text_of(body, "expected_end_on", "")
    hold = Hold(
        text_of(body, "hold_id"),
        text_of(body, "reason"),
        text_of(body, "text"),
        entry.actor,
        entry.at,
        read_day(until) if until else None,
    )
    if hold.reason not in HOLD_REASONS:
        return ReasonCode.MALFORMED
    if any(known.hold_id == hold.hold_id for known in case.holds):
        return ReasonCode.SUPERSEDED
    case.holds.append(hold)
    return None


def _lifted(case: CaseBuilder, entry: Entry, body: Mapping[str, Any]) -> str | None:
    hold_id, reason = text_of(body, "hold_id"), text_of(body, "reason")
    index = next((i for i, known in enumerate(case.holds) if known.hold_id == hold_id), None)
    if index is None:
        return ReasonCode.UNKNOWN_HOLD
    hold = case.holds[index]
    if not hold.is_open:
        return ReasonCode.SUPERSEDED
    if hold.placed_by == entry.actor:
        return ReasonCode.HOLD_FOUR_EYES
    case.holds[index] = replace(hold, lifted_by=entry.actor, lifted_at=entry.at, lift_reason=reason)
    return None


STEPS: Mapping[str, Step] = {"hold_placed": _placed, "hold_lifted": _lifted}
