"""What the page of permissions decides: which period is read, which part is shown, what leaves. No Qt."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any, Protocol

from app.domain.refusal import Refusal
from app.language import _
from app.language.reasons import error_text, refusal_text
from app.ui.permissions.calls import PermissionsCalls
from app.ui.permissions.tables import SECTIONS, Sheet, sheet
from app.ui.running import Run
from app.ui.span_presenter import SpanPresenter
from app.ui.spans import Span, SpanKind, shifted, span_of

if TYPE_CHECKING:
    from app.operations.permissions import PermissionReading
    from app.ui.pictures import Picture

PAPER = "paper"


class PermissionsView(Protocol):
    """What the presenter needs of the page."""

    def show_span(self, span: Span, *, can_go_later: bool) -> None: ...
    def show_days_problem(self, text: str) -> None: ...
    def show_problem(self, text: str) -> None: ...
    def show_counts(self, remarks: int) -> None: ...
    def show_sheet(self, section: str, shown: Sheet) -> None: ...
    def show_paper(self, pages: Sequence[Picture]) -> None: ...
    def tell(self, text: str) -> None: ...
    def open_audit(self, wanted: dict[str, Any]) -> None: ...


class PermissionsPresenter(SpanPresenter):
    """One page's decisions. Period and part stay while other pages are looked at."""

    def __init__(
        self,
        view: PermissionsView,
        run_aside: Run,
        *,
        today: Callable[[], date],
        calls: PermissionsCalls | None = None,
    ) -> None:
        super().__init__(view, today, shifted(span_of(SpanKind.THIS_QUARTER, today()), -1))
        self._view = view
        self._run_aside = run_aside
        self.calls = calls or PermissionsCalls()
        self.section = SECTIONS[0]
        self.reading: PermissionReading | None = None
        self._sheet: Sheet | None = None
        self._asked = 0
        self._width = 700  # device px
        self.is_printing = False

    def start(self) -> None:
        """The page comes up."""
        self._show_and_read()

    def choose_section(self, section: str) -> None:
        """Another part, or the paper."""
        self.section = section
        self.show()

    def fit(self, width: int) -> None:
        """The paper is `width` device px wide now."""
        if width > 0 and width != self._width:
            self._width = width
            if self.section == PAPER:
                self.show()

    def show(self) -> None:
        """The part that is chosen, in the language in use."""
        reading = self.reading
        if reading is None:
            return
        self._view.show_counts(len(reading.audit.remarks))
        if self.section != PAPER:
            self._sheet = sheet(self.section, reading)
            self._view.show_sheet(self.section, self._sheet)
            return
        width = self._width

        def then(pages: tuple[Picture, ...]) -> None:
            if self.section == PAPER and self.reading is reading:
                self._view.show_paper(pages)

        self._run_aside(lambda desk: self.calls.paper(desk, reading, width), then, self._on_error)

    def open(self, row: int, column: int) -> None:
        """Enter: the entries behind a cell or row."""
        wanted = self._sheet.lead(row, column) if self._sheet is not None else None
        if wanted is not None:
            self._view.open_audit(wanted)

    def print(self) -> None:
        """Lay the paper into the print queue."""
        reading = self.reading
        if reading is None or self.is_printing:
            return
        self.is_printing = True

        def then(_nothing: None) -> None:
            self.is_printing = False
            self._view.tell(_("The paper was put into the print queue."))

        def failed(error: Exception) -> None:
            self.is_printing = False
            self._on_error(error)

        self._run_aside(lambda desk: self.calls.print(desk, reading), then, failed)

    def _take(self, span: Span) -> None:
        self.span = span
        self._show_and_read()

    def _show_and_read(self) -> None:
        self._view.show_days_problem("")
        self._view.show_span(self.span, can_go_later=self.can_go_later())
        self._asked += 1
        asked, span = self._asked, self.span

        def then(reading: PermissionReading | Refusal) -> None:
            if asked != self._asked:
                return
            if isinstance(reading, Refusal):
                self._view.show_problem(refusal_text(reading))
                return
            self._view.show_problem("")
            self.reading = reading
            self.show()

        def failed(error: Exception) -> None:
            if asked == self._asked:
                self._view.show_problem(error_text(error))

        self._run_aside(lambda desk: self.calls.read(desk, span.first, span.last), then, failed)

    def _on_error(self, error: Exception) -> None:
        self._view.tell(error_text(error))
