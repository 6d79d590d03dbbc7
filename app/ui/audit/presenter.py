"""What the audit page decides: which list is read, which window next, which entry is explained. No Qt."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, Any, Protocol

from app.domain.calendar import china_day
from app.domain.refusal import Refusal
from app.language import _
from app.language.reasons import error_text, refusal_text
from app.operations.audit import AuditFilter
from app.ui.audit.calls import AuditCalls
from app.ui.audit.spans import SpanKind, days_of, kind_of
from app.ui.running import Run

if TYPE_CHECKING:
    from app.operations.audit import AuditList, Explained
    from app.operations.deleted_cases import DeletedCase
    from app.store.audit_trail import AuditKey, AuditLine

WINDOW = 256
EARLIEST = date(2000, 1, 1)


class AuditView(Protocol):
    """What the presenter needs of the page."""

    def show_filter(self, wanted: AuditFilter, span: SpanKind) -> None: ...
    def show_problems(self, at_case: str, at_days: str) -> None: ...
    def show_list(self, found: AuditList) -> None: ...
    def show_window(self, generation: int, start: int, lines: Sequence[AuditLine] | None) -> None: ...
    def show_stale(self, why: str) -> None: ...
    def show_entry(self, told: Explained | None) -> None: ...


class AuditPresenter:
    """One page's decisions. The filter stays while other pages are looked at."""

    def __init__(
        self,
        view: AuditView,
        run: Run,
        *,
        today: Callable[[], date],
        calls: AuditCalls | None = None,
    ) -> None:
        self._view = view
        self._run = run
        self._today = today
        self._calls = calls or AuditCalls()
        self._span = SpanKind.WEEK
        self.wanted = AuditFilter(*days_of(SpanKind.WEEK, today()))
        self.found: AuditList | None = None
        self.generation = 0
        self._anchors: dict[int, AuditKey] = {}
        self._selected: AuditKey | None = None
        self._is_new_number = False
        self._days_before: tuple[SpanKind, date, date] | None = None

    # ---- the list

    def start(self, **wanted: Any) -> None:
        """The page comes up, perhaps with another filter; a period by name is that of today, also after midnight."""
        if wanted:
            self._days_before = None
            cleared = replace(self.wanted, staff_no="", case_no="", group="", kind="")
            self.wanted = replace(cleared, **wanted)
            self._span = kind_of(self.wanted.first, self.wanted.last, self._today())
        elif self._span is not SpanKind.FREE:
            self.wanted = self._dated(*days_of(self._span, self._today()))
        self._show_and_read()

    def refresh(self) -> None:
        """Entries were added: read again."""
        self._read()

    def choose_span(self, kind: SpanKind) -> None:
        """A period by name; a free one keeps the days that are shown."""
        self._span = kind
        self._days_before = None
        if kind is not SpanKind.FREE:
            self.wanted = self._dated(*days_of(kind, self._today()))
            self._show_and_read()

    def choose_days(self, first: date | None, last: date | None) -> None:
        """From one day to another, both included."""
        problem = ""
        if first is None or last is None:
            problem = _("Enter both days, such as 2026-11-20.")
        elif first > last:
            problem = _("The first day must not be after the last one.")
        elif first < EARLIEST or first > self._today():
            problem = _("Choose days up to today.")
        if problem or first is None or last is None:
            self._view.show_problems("", problem)
        elif (first, last) != (self.wanted.first, self.wanted.last):
            self.wanted = self._dated(first, last)
            self._span = kind_of(first, last, self._today())
            self._days_before = None
            self._show_and_read()

    def narrow(self, **fields: Any) -> None:
        """Another person, case number, group or kind."""
        wanted = replace(self.wanted, **fields)
        if wanted.group != self.wanted.group:
            wanted = replace(wanted, kind="")
        if wanted != self.wanted:
            self._is_new_number = wanted.case_no != self.wanted.case_no
            self.wanted = wanted
            if self._is_new_number:
                self._take_days_back()
            self._show_and_read()

    def clear(self) -> None:
        """Take all filters away; the days stay."""
        self.narrow(staff_no="", case_no="", group="", kind="")

    def _dated(self, first: date, last: date) -> AuditFilter:
        return replace(self.wanted, first=first, last=last)

    def _lend_days_of(self, deleted: DeletedCase) -> bool:
        """What is left of a deleted case is years old: show the days of all its entries until another case is looked
        for. False where they are shown already."""
        first, last = china_day(deleted.first_at), china_day(deleted.last_at)
        self._is_new_number = False
        if self.wanted.first <= first and last <= self.wanted.last:
            return False
        self._days_before = (self._span, self.wanted.first, self.wanted.last)
        self._span = SpanKind.FREE
        self.wanted = self._dated(first, last)
        self._show_and_read()
        return True

    def _take_days_back(self) -> None:
        if self._days_before is not None:
            self._span, first, last = self._days_before
            self._days_before = None
            self.wanted = self._dated(first, last)

    def _show_and_read(self) -> None:
        self._view.show_filter(self.wanted, self._span)
        self._read()

    def _read(self) -> None:
        self.generation += 1
        generation, wanted = self.generation, self.wanted

        def then(found: AuditList | Refusal) -> None:
            if generation != self.generation:
                return
            self._view.show_stale("")
            if isinstance(found, Refusal):
                at_case = any(problem.field == "case_no" for problem in found.problems)
                self._view.show_problems(refusal_text(found) if at_case else "", "")
                if not at_case:
                    self._view.show_stale(refusal_text(found))
                return
            self._view.show_problems("", "")
            if self._is_new_number and found.deleted is not None and self._lend_days_of(found.deleted):
                return
            self._is_new_number = False
            self.found = found
            self._anchors = {}
            self._note(0, found.lines)
            self._view.show_list(found)

        def failed(error: Exception) -> None:
            if generation == self.generation:
                self._view.show_stale(error_text(error))

        self._run(lambda desk: self._calls.read(desk, wanted), then, failed)

    def need_window(self, start: int) -> None:
        """The list is looked at where nothing is read yet. What is nearest is counted from: a window that was read
        before, or the list's end."""
        found, generation = self.found, self.generation
        if found is None:
            return
        limit = min(WINDOW, found.count - start)
        near = max((place for place in self._anchors if place <= start), default=0)
        rest = found.count - start - limit
        is_from_end = rest < start - near
        after, skip = (None, rest) if is_from_end else (self._anchors.get(near), start - near)

        def then(lines: list[AuditLine]) -> None:
            if generation == self.generation:
                self._note(start, lines)
                self._view.show_window(generation, start, lines)

        def failed(error: Exception) -> None:
            if generation == self.generation:
                self._view.show_window(generation, start, None)
                self._view.show_stale(error_text(error))

        self._run(
            lambda desk: self._calls.window(desk, found.query, after, skip, limit, is_from_end=is_from_end),
            then,
            failed,
        )

    def _note(self, start: int, lines: Sequence[AuditLine]) -> None:
        if lines:
            self._anchors[start + len(lines)] = lines[-1].key

    # ---- one entry

    def select(self, line: AuditLine | None) -> None:
        """A line is current: explain it."""
        key = line.key if line is not None else None
        if key is None:
            self._selected = None
            self._view.show_entry(None)
        else:
            self.explain(key)

    def explain(self, key: AuditKey) -> None:
        """Explain an entry, whether it is in the list or not."""
        self._selected = key

        def then(told: Explained | Refusal) -> None:
            if self._selected == key:
                self._view.show_entry(None if isinstance(told, Refusal) else told)

        self._run(lambda desk: self._calls.explain(desk, key), then, lambda error: self._view.show_entry(None))
