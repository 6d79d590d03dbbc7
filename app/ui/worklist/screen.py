"""What stands on the worklist page and how the presenter's words are put on it."""

from __future__ import annotations

from array import array
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QSignalBlocker, QTimer
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from app.language import _, language
from app.operations.worklist import Query
from app.ui.page_context import PageContext
from app.ui.shell.page import Page
from app.ui.theme import metrics
from app.ui.widgets.buttons import Button
from app.ui.widgets.chips import View, ViewChips
from app.ui.widgets.notices import Banner, EmptyState
from app.ui.worklist.case_pane import CasePane
from app.ui.worklist.filter_bar import FilterBar
from app.ui.worklist.presenter import VIEWS
from app.ui.worklist.rows import RowWording
from app.ui.worklist.table import CaseTable

if TYPE_CHECKING:
    from app.operations.open_case import CaseView

PANE_FROM = 1360  # px of page width (ux.md 3)
PANE_AFTER_MS = 120


def view_label(key: str) -> str:
    """The words of a saved view."""
    return {
        "all": _("All"),
        "mine": _("My cases"),
        "due_today": _("Due today"),
        "overdue": _("Overdue"),
        "awaiting_approval": _("Awaiting approval"),
        "ended": _("Ended"),
        "transfers": _("Offered to me"),
        "orders": _("Orders"),
        "key": _("Key"),
        "warned": _("Warned"),
    }[key]


class WorklistScreen(Page):
    """Views, filters, table, and on wide pages a look at the selected case."""

    def __init__(self, context: PageContext, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._wanted = Query()
        self.chips = ViewChips([_view(key) for key in VIEWS], self, is_fitting=True)
        self.table = CaseTable(self._wording, self)
        self.filters = FilterBar(context, self.table, self)
        self.stale = Banner("", tone="warning", parent=self)
        self.pane = CasePane(context.today, self._category_of, self)
        self.empty_button = Button("", name="emptyAction")
        self.empty = EmptyState("", button=self.empty_button)
        self._pane_timer = QTimer(self)
        self._pane_timer.setSingleShot(True)
        self._pane_timer.setInterval(PANE_AFTER_MS)
        self._lay_out()

    def _wording(self) -> RowWording:
        people = self._context.people()
        names = {staff_no: person.name for staff_no, person in people.items()}
        return RowWording(self._context.today(), lambda staff_no: names.get(staff_no, staff_no), self._category_of)

    def _category_of(self, code: str) -> str:
        return self._context.taxonomy().label(code, language()) if code else "—"

    def _lay_out(self) -> None:
        size = metrics()
        top = QVBoxLayout()
        top.setContentsMargins(size.margin, size.px(12), size.margin, size.px(12))
        top.setSpacing(size.px(12))
        top.addWidget(self.chips)
        top.addWidget(self.filters)
        frame = QFrame(self)
        frame.setObjectName("card")
        inside = QVBoxLayout(frame)
        inside.setContentsMargins(1, 1, 1, 1)
        inside.setSpacing(0)
        self._stack = QStackedWidget(frame)
        self._stack.addWidget(self.table)
        self._stack.addWidget(self.empty)
        inside.addWidget(self._stack)
        row = QHBoxLayout()
        row.setSpacing(size.gap)
        row.addWidget(frame, 1)
        row.addWidget(self.pane)
        top.addLayout(row, 1)
        self.column.addWidget(self.stale)
        self.column.addLayout(top, 1)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The pane appears on wide pages."""
        super().resizeEvent(event)
        is_wide = self.width() >= metrics().px(PANE_FROM)
        self.pane.setVisible(is_wide)
        self.pane.setFixedWidth(max(metrics().px(360), self.width() * 23 // 100))
        if is_wide:
            self._pane_timer.start()

    def retranslate(self) -> None:
        """Also the count."""
        super().retranslate()
        if hasattr(self, "_stack"):
            self.filters.show_count(self.table.model_.rowCount())

    def selected_case(self) -> str:
        """The case of the current row, "" while that is not read yet."""
        return self.table.model_.case_id(self.table.current_row())

    # ---- what the presenter shows

    def show_filter(self, wanted: Query) -> None:
        """The filters as they are."""
        self._wanted = wanted
        self.chips.choose(wanted.view)
        self.filters.show_filter(wanted)
        self.table.show_sort(wanted.sort, wanted.descending)

    def show_list(self, ids: array[int], counts: Mapping[str, int], selected: int) -> None:
        """Another list, with `selected` as its current row; the place in it stays on the screen."""
        self.chips.set_counts(dict(counts))
        bar = self.table.verticalScrollBar()
        scrolled = bar.value()
        with QSignalBlocker(self.table):
            self.table.model_.show_list(ids)
            bar.setValue(scrolled)
            self.table.choose_row(selected)
        self.table.placed.emit(selected)
        self.filters.show_count(len(ids))
        if len(ids):
            self._stack.setCurrentWidget(self.table)
        else:
            self._show_empty(counts)

    def _show_empty(self, counts: Mapping[str, int]) -> None:
        self.empty_button.show()
        if self._wanted.is_narrowed:
            self.empty.set_words(lambda: _("No case matches"), lambda: _("Other filters may find it."))
            self.empty_button.set_words(lambda: _("Clear filters"))
        elif not counts.get("all"):
            self.empty.set_words(lambda: _("No complaint recorded yet"), lambda: _("The first one begins with F2."))
            self.empty_button.set_words(lambda: _("Record a complaint"))
        else:
            self.empty_button.hide()
            self.empty.set_words(_EMPTY[self._wanted.view], "")
        self._stack.setCurrentWidget(self.empty)

    def show_rows(self, generation: int, start: int, rows: Sequence[Any]) -> None:
        """A window of rows was read."""
        self.table.model_.show_rows(start, rows)
        if self.pane.isVisible() and start <= self.table.current_row() < start + len(rows):
            self._pane_timer.start()

    def show_rows_missing(self, generation: int, start: int) -> None:
        """A window of rows could not be read."""
        self.table.model_.show_rows_missing(start)

    def show_stale(self, why: str) -> None:
        """The list may be old: it could not be read again."""
        self.stale.set_words(lambda: _("The list may be out of date: {why}").format(why=why) if why else "", "warning")

    def show_case(self, view: CaseView | None) -> None:
        """The case for the pane."""
        self.pane.show_case(view)

    def tell(self, text: str, tone: str) -> None:
        """A short message."""
        del tone
        self.toast(text)


def _view(key: str) -> View:
    return View(key, lambda: view_label(key))


_EMPTY = {
    "all": lambda: _("No complaint recorded yet"),
    "mine": lambda: _("All done: nothing waits for you"),
    "due_today": lambda: _("All done today"),
    "overdue": lambda: _("Nothing is overdue"),
    "awaiting_approval": lambda: _("Nothing waits for approval"),
    "ended": lambda: _("No case has ended yet"),
    "transfers": lambda: _("Nobody hands a case over to you"),
    "orders": lambda: _("No supervision order waits for an answer"),
    "key": lambda: _("There is no key case"),
    "warned": lambda: _("No case has used up half of its time"),
}
