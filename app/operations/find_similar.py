"""Similar and repeat complaints, found while a form is being filled in, and the cases that belong to one another."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.domain.calendar import china_day
from app.domain.commands import IntakeForm
from app.domain.similarity import keys_of_form
from app.operations.desk import Desk

if TYPE_CHECKING:
    from app.store.links import LinkedCase
    from app.store.similar import SimilarCase


def find_similar(desk: Desk, form: IntakeForm, limit: int = 5) -> list[SimilarCase]:
    """Cases that look like the one on `form`, the most similar first; people in them are masked.

    By phone, identity number, name near the day, and near-same story (S0 no. 89; 令2020-3 art. 18-3). What can't be
    read yet on the form counts as empty. Call it on the lane for reading.
    """
    from app.store.similar import find_similar as find

    now = desk.clock.now()
    limits = desk.rules.intake.as_of(china_day(now)).similarity
    return find(desk.store.database, keys_of_form(form, now), limit, limits)


def linked_cases(desk: Desk, case_id: str) -> list[LinkedCase]:
    """The earlier complaint that this one repeats, its own repeats, and what was merged into it or it into."""
    from app.store.links import linked_cases as linked

    return linked(desk.store.database, case_id)
