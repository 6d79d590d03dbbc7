"""What hand-overs, escalations, conflicts of interest and supervision do to a case."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from app.domain.bodies import text_of
from app.domain.case_builder import CaseBuilder, Step
from app.domain.entry import Entry


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


STEPS: Mapping[str, Step] = {
    "handling_started": _started,
    "case_assigned": _assigned,
}
