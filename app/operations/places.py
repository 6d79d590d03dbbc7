"""Where a person was and what was typed beside the counter form, kept for the time after a lock or until next day.

It lies among the person's own drafts, so it is as private and as safe as they are.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from app.operations.desk import Desk
from app.operations.drafts import NO_FORM

_PLACE = f"{NO_FORM}place"


def keep_place(desk: Desk, plain: Mapping[str, Any]) -> None:
    """Keep `plain` (JSON values) for whoever is signed in, in the place of what was kept before. Raises: StoreError."""
    desk.store.drafts.save(desk.actor.staff_no, _PLACE, plain, desk.clock.now())


def kept_place(desk: Desk) -> Mapping[str, Any] | None:
    """What was kept for whoever is signed in; stays until something else is kept. Raises: StoreError."""
    kept = desk.store.drafts.list(desk.actor.staff_no)
    return next((draft.form for draft in kept if draft.draft_id == _PLACE), None)
