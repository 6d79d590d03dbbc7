"""Keeps in the store where the person is and what is typed but not recorded, so that a lock may destroy the pages."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from app.language import _
from app.ui.running import Run
from app.ui.shell.main_window import MainWindow
from app.ui.shell.place import TYPED, KeptPlace

if TYPE_CHECKING:
    from app.operations.desk import Desk


class PlaceKeeping:
    """Call `look` every few seconds; what was typed last into a form without a draft may go with the power, no more."""

    def __init__(self, window: MainWindow, run: Run) -> None:
        self._window = window
        self._run = run
        self._kept: dict[str, Any] = {}  # what the store holds

    @staticmethod
    def read(desk: Desk) -> KeptPlace | None:
        """On the database lane: what is kept for the person at `desk`."""
        from app.operations.places import kept_place

        plain = kept_place(desk)
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

    def _keep(self, plain: dict[str, Any]) -> None:
        self._kept = plain

        def work(desk: Desk) -> None:
            from app.operations.places import keep_place

            keep_place(desk, plain)

        self._run(work, None, lambda error: None)
