"""What the page of figures decides: which period is read, and what is shown when reading fails. No Qt."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import TYPE_CHECKING, Protocol

from app.language.reasons import error_text
from app.ui.figures.calls import FiguresCalls
from app.ui.running import Run
from app.ui.span_presenter import SpanPresenter
from app.ui.spans import Span, SpanKind, kind_of, span_of

if TYPE_CHECKING:
    from app.operations.read_figures import FiguresReading


class FiguresView(Protocol):
    """What the presenter needs of the page."""

    def show_span(self, kind: SpanKind, span: Span, *, can_go_later: bool) -> None: ...
    def show_days_problem(self, text: str) -> None: ...
    def show_reading(self, reading: FiguresReading) -> None: ...
    def show_stale(self, why: str) -> None: ...


class FiguresPresenter(SpanPresenter):
    """One page's decisions. The period stays while other pages are looked at."""

    def __init__(
        self,
        view: FiguresView,
        run: Run,
        *,
        today: Callable[[], date],
        open_case: Callable[[str], None],
        calls: FiguresCalls | None = None,
    ) -> None:
        super().__init__(view, today, span_of(SpanKind.THIS_MONTH, today()))
        self._view = view
        self._run = run
        self._open_case = open_case
        self._calls = calls or FiguresCalls()
        self._kind = SpanKind.THIS_MONTH
        self.reading: FiguresReading | None = None
        self._asked = 0
        self._asked_span = self.span
        self._is_reading = False
        self._is_reading_again = False

    def start(self) -> None:
        """The page comes up: a period by name is that of today, also after midnight."""
        if self._kind is not SpanKind.FREE:
            self.span = span_of(self._kind, self._today())
        self._show_and_read()

    def refresh(self) -> None:
        """Read again; changes that come meanwhile lead to one more reading, not to many."""
        if self._is_reading:
            self._is_reading_again = True
            return
        self._read()

    def choose(self, kind: SpanKind) -> None:
        """Another period by name; a free one keeps the days that are shown."""
        self._kind = kind
        if kind is not SpanKind.FREE:
            self._take(span_of(kind, self._today()))

    def open(self, place: int) -> None:
        """Open the overdue case at this place of the list."""
        if self.reading is not None and 0 <= place < len(self.reading.overdue):
            self._open_case(self.reading.overdue[place].overdue.case_id)

    def _take(self, span: Span) -> None:
        self._kind = kind_of(span, self._today())
        self.span = span if self._kind is SpanKind.FREE else span_of(self._kind, self._today())
        self._show_and_read()

    def _show_and_read(self) -> None:
        self._view.show_days_problem("")
        self._view.show_span(self._kind, self.span, can_go_later=self.can_go_later())
        if not (self._is_reading and self._asked_span == self.span):
            self._read()

    def _read(self) -> None:
        self._asked += 1
        asked, span = self._asked, self.span
        self._asked_span, self._is_reading, self._is_reading_again = span, True, False

        def then(reading: FiguresReading) -> None:
            if asked != self._asked:
                return  # another period was chosen meanwhile
            self.reading = reading
            self._view.show_stale("")
            self._view.show_reading(reading)
            self._done()

        def failed(error: Exception) -> None:
            if asked == self._asked:
                self._view.show_stale(error_text(error))
                self._done()

        self._run(lambda desk: self._calls.read(desk, span.first, span.last), then, failed)

    def _done(self) -> None:
        self._is_reading = False
        if self._is_reading_again:
            self._read()
