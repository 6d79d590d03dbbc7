"""Holds on deletion, placed on several cases at once from the list of what is due."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from datetime import date

from app.domain.commands import PlaceHold
from app.domain.refusal import Refusal
from app.operations.act import carry_out
from app.operations.desk import Desk


def place_holds(
    desk: Desk, case_ids: Sequence[str], reason: str, text: str, expected_end_on: date | None = None
) -> Refusal | None:
    """Keep these cases on hold, each with its own signed entry; None when all of them are.

    The first refusal ends it; those before it are held.
    """
    for case_id in case_ids:
        outcome = carry_out(desk, case_id, PlaceHold(str(uuid.uuid4()), reason, text, expected_end_on))
        if isinstance(outcome, Refusal):
            return outcome
    return None
