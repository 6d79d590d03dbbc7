"""Keeps in the store where the person is and what is typed but not recorded, so that a lock may destroy the pages."""

from __future__ import annotations

import logging
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from app.language import _
from app.system.errors import KnownError
from app.ui.running import Run
from app.ui.shell.main_window import MainWindow
from app.ui.shell.place import TYPED, KeptPlace

if TYPE_CHECKING:
    from app.operations.desk import Desk

_log = logging.getLogger(__name__)


class PlaceKeeping:
    """Call `look` every few seconds; what was typed last into a form without a draft may go with the power, no more."""

    def __init__(self, window: MainWindow, run: Run) -> None:
        self._window = window
        self._run = run
        self._kept: dict[str, Any] = {}  # what the store holds
        self._sealed: dict[str, bytes] = {}  # by staff number, where the disk took nothing

    def read(self, desk: Desk) -> KeptPlace | None:
        """On the database lane: what is kept for the person at `desk`. Nobody is kept out because it can't be read."""
        from app.operations.places import kept_place
        from app.operations.rescue import open_sealed, take_back, take_rescued

        try:
            take_rescued(desk)
            sealed = self._sealed.get(desk.actor.staff_no)
            rescued = open_sealed(desk, sealed) if sealed is not None else None
            if rescued is not None:
                take_back(desk, rescued)
                del self._sealed[desk.actor.staff_no]
            plain = kept_place(desk)
        except KnownError as error:
            _log.warning("a place can't be read: %s", error.code)
            return None
        return KeptPlace.from_plain(plain) if plain is not None else None

    def begin(self) -> None:
        """A person has come in: nothing has changed yet."""
        self._kept = self.now()

    def now(self) -> dict[str, Any]:
        """The place as plain values."""
        return self._window.desk.place().as_plain() if self._window.desk is not None else {}

    def look(self) -> None:
        """Keep what has changed."""
        plain = self.now()
        if plain != self._kept:
            self._keep(plain)

    def keep(self, place: KeptPlace | None) -> None:
        """The pages are gone: this is what they held."""
        if place is not None:
            self._keep(place.as_plain())

    def remind(self, place: KeptPlace) -> None:
        """Another day: what was typed for a case and not sent is there again; lead to it."""
        steps = (place.pages.get("case", {}).get(TYPED) or {}).get("steps") or {}
        case_id = next(iter(steps), "")
        if case_id:
            window = self._window
            window.toast(_("A step that you began is kept."), _("Go on"), lambda: window.go("case", case_id=case_id))

    def keep_now(self, plain: dict[str, Any], told: Callable[[bool], object]) -> None:
        """Keep `plain` whatever was kept before; `told` whether it is."""
        self._keep(plain, told)

    def _keep(self, plain: dict[str, Any], told: Callable[[bool], object] = lambda is_kept: None) -> None:
        self._kept = plain

        def work(desk: Desk) -> None:
            from app.operations.rescue import keep_or_rescue

            sealed = keep_or_rescue(desk, plain)
            if sealed is not None:
                self._sealed[desk.actor.staff_no] = sealed

        def failed(error: Exception) -> None:
            _log.warning("a place can't be kept: %s", type(error).__name__)
            told(False)

        def done(_result: None) -> None:
            told(True)

        self._run(work, done, failed)
