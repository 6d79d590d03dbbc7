"""What was done about the matter: facts that are only ever added."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from app.domain.case_builder import CaseBuilder, Step
from app.domain.entry import Entry


def _add_only(case: CaseBuilder, entry: Entry, body: Mapping[str, Any]) -> str | None:
    return None


STEPS: Mapping[str, Step] = {
    "note_added": _add_only,
    "contact_logged": _add_only,
}
