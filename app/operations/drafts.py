"""Drafts of the counter form: saved on every change, there again after a crash, private to their author."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from app.domain.commands import IntakeForm
from app.operations.desk import Desk

_SETTLEMENT = "settlement"  # beside the form's own fields

NO_FORM = "."
"""How the id of a draft begins that is no intake form (app/operations/places.py)."""


@dataclass(frozen=True, slots=True)
class DraftView:
    """A saved draft, newest first in lists. `settlement` is None unless it is being settled on the spot."""

    draft_id: str
    form: IntakeForm
    saved_at: datetime
    settlement: str | None = None

    def __repr__(self) -> str:
        return f"<DraftView {self.draft_id}>"


def save_draft(desk: Desk, draft_id: str, form: IntakeForm, settlement: str | None = None) -> datetime:
    """Keep what was typed so far; returns when it was saved."""
    now = desk.clock.now()
    desk.store.drafts.save(desk.actor.staff_no, draft_id, {**asdict(form), _SETTLEMENT: settlement}, now)
    return now


def list_drafts(desk: Desk) -> list[DraftView]:
    """The signed-in person's drafts, newest first. Fields that this version does not know are left out."""
    return [
        DraftView(d.draft_id, form_of(d.form), d.saved_at, d.form.get(_SETTLEMENT))
        for d in desk.store.drafts.list(desk.actor.staff_no)
        if not d.draft_id.startswith(NO_FORM)
    ]


def form_of(plain: Mapping[str, Any]) -> IntakeForm:
    """A form from the plain values it was kept as; fields that this version does not know are left out."""
    known = set(IntakeForm.__dataclass_fields__)
    return IntakeForm(**{"narrative": "", **{name: _kept(value) for name, value in plain.items() if name in known}})


def _kept(value: Any) -> Any:
    """Several choices are kept as a list and come back as the tuple that they were."""
    return tuple(value) if isinstance(value, list) else value


def discard_draft(desk: Desk, draft_id: str) -> None:
    """Forget a draft; nothing happens when it is gone already."""
    desk.store.drafts.discard(desk.actor.staff_no, draft_id)
