"""What pages are given, for as long as one person comes back to this desk."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from app.domain.calendar import china_day
from app.system.clock import Clock
from app.system.settings import SettingsFile
from app.ui.desk_pages import DeskPages
from app.ui.page_context import PageContext

if TYPE_CHECKING:
    from app.operations.desk import Desk


class Visits:
    """Gives the pages their context: the same one while the same person locks and unlocks the desk, so that a page may
    be built while the password is still being checked."""

    def __init__(self, pages: DeskPages, settings: SettingsFile, clock: Clock) -> None:
        self._pages = pages
        self._settings = settings
        self._clock = clock
        self._desk: Desk | None = None

    def begin(self, desk: Desk) -> None:
        """`desk` was opened."""
        self._desk = desk
        context = self._pages.context
        if context is None or context.person != desk.actor:
            self._pages.context = self._context(desk)

    def is_same(self, desk: Desk) -> bool:
        """Whether `desk` is the last visitor's again, with the same rights."""
        return self._desk is not None and self._desk.actor == desk.actor

    def _context(self, desk: Desk) -> PageContext:
        return PageContext(
            run=self._pages.run,
            run_aside=partial(self._pages.run, lane="papers"),
            person=desk.actor,
            people=lambda: self._now().people,
            taxonomy=lambda: self._now().rules.taxonomy,
            intake_rules=lambda: self._now().rules.intake.as_of(china_day(self._clock.now())),
            clock=self._clock,
            slip_size=self._settings.current.slip_size,
            slip_copies=self._settings.current.slip_copies,
        )

    def _now(self) -> Desk:
        if self._desk is None:
            raise RuntimeError("nobody was here yet")
        return self._desk
