"""What a working page is given when it is made: how to get work done, who is signed in, what the branch knows."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from app.domain.deadlines import china_day
from app.domain.intake_rules import IntakeRules
from app.domain.people import Person
from app.domain.taxonomy import Taxonomy
from app.system.clock import Clock
from app.ui.running import Run


@dataclass(slots=True)
class PageContext:
    """Made by bootstrap at sign-in, one for all pages.

    `run` works with the open desk on the database lane; `run_aside`, where there is one, beside it: for work that would
    hold others up. `people`, `taxonomy` and `intake_rules` are asked each time,
    because headquarters may publish newer ones. `slip_size` is the printer's paper ("80mm", "a5", "a4").
    """

    run: Run
    person: Person
    people: Callable[[], Mapping[str, Person]]
    taxonomy: Callable[[], Taxonomy]
    clock: Clock = field(default_factory=Clock)
    slip_size: str = "80mm"
    slip_copies: int = 2
    intake_rules: Callable[[], IntakeRules] = IntakeRules
    run_aside: Run | None = None

    def now(self) -> datetime:
        """The present instant, aware UTC."""
        return self.clock.now()

    def today(self) -> date:
        """The day in China."""
        return china_day(self.clock.now())
