"""The slip beside the form: made from what is typed, never more than one at a time, never of another draft. No Qt."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Protocol

from app.language.reasons import error_text
from app.ui.intake.calls import IntakeCalls, ShownSlip, SlipWish
from app.ui.intake.open_drafts import OpenDraft
from app.ui.running import Run

if TYPE_CHECKING:
    from app.domain.deadlines import Deadlines
    from app.ui.pictures import Picture


class SlipView(Protocol):
    """What the slip needs of the page."""

    def show_due(self, deadlines: Deadlines | None) -> None: ...
    def show_slip(self, pages: Sequence[Picture] | None) -> None: ...
    def show_slip_failed(self, why: str) -> None: ...


class LiveSlip:
    """`wish` is how the slip is wanted: paper size and copies."""

    def __init__(
        self, view: SlipView, run: Run, calls: IntakeCalls, current: Callable[[], OpenDraft], wish: SlipWish
    ) -> None:
        self._view = view
        self._run = run
        self._calls = calls
        self._current = current
        self.wish = wish
        self._width = 360  # device px
        self._is_being_made = False
        self._is_wanted_again = False

    def wish_for(self, wish: SlipWish) -> None:
        """Another paper size or number of copies."""
        is_other_size = wish.size != self.wish.size
        self.wish = wish
        if is_other_size:
            self.make()

    def fit(self, width: int) -> None:
        """The preview is `width` device px wide now."""
        if width != self._width and width > 0:
            self._width = width
            self.make()

    def make(self) -> None:
        """Have the slip made; while one is being made, only the newest wish is remembered."""
        if self._is_being_made:
            self._is_wanted_again = True
            return
        draft = self._current()
        if draft.is_blank:
            self._view.show_slip(None)
            self._view.show_due(None)
            return
        self._is_being_made = True
        form, size, width = draft.form, self.wish.size, self._width

        def then(shown: ShownSlip) -> None:
            if draft is self._current() and not draft.is_blank:
                self._view.show_due(shown.due)
                self._view.show_slip(shown.pages)
            self._done()

        def failed(error: Exception) -> None:
            self._view.show_slip_failed(error_text(error))
            self._done()

        self._run(lambda desk: self._calls.preview(desk, form, size, width), then, failed)

    def _done(self) -> None:
        self._is_being_made = False
        if self._is_wanted_again:
            self._is_wanted_again = False
            self.make()
