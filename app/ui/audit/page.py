"""The audit page: filters above, the entries below, beside them the one that is meant, in full."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, ClassVar

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from app.language import _, ngettext_
from app.operations.audit import AuditFilter
from app.ui.audit.calls import AuditCalls
from app.ui.audit.check_panel import CheckPanel
from app.ui.audit.checking import JournalChecking
from app.ui.audit.filter_bar import FilterBar
from app.ui.audit.pane import EntryPane
from app.ui.audit.presenter import WINDOW, AuditPresenter
from app.ui.audit.spans import SpanKind
from app.ui.audit.table import AuditTable
from app.ui.audit.words import deleted_words, entry_words, line_words
from app.ui.owned_run import owned
from app.ui.page_context import PageContext
from app.ui.shell.actions import Action
from app.ui.shell.page import Page
from app.ui.taking_out import Leaving, TakingOut
from app.ui.theme import metrics
from app.ui.widgets.action_bar import ActionBar
from app.ui.widgets.buttons import Button
from app.ui.widgets.cards import Card
from app.ui.widgets.notices import Banner, EmptyState

if TYPE_CHECKING:
    from app.operations.audit import AuditList, Explained
    from app.store.audit_trail import AuditLine


class AuditPage(Page):
    """The page; what it decides is in the presenter. No customer stands here, masked or not."""

    shows: ClassVar[frozenset[str]] = frozenset({"cases", "book", "sync"})

    def __init__(self, context: PageContext, calls: AuditCalls | None = None, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._today = context.today
        self._people = context.people
        self.names: dict[str, str] = {}
        self._calls = calls or AuditCalls()
        run, run_aside = owned(context.run, self), owned(context.run_aside or context.run, self)
        self.presenter = AuditPresenter(self, run, today=context.today, calls=self._calls)
        self.taking_out = TakingOut(self, run, run_aside)
        self.check = CheckPanel(self, self.taking_out)
        self.check.join(JournalChecking(self.check, run, run_aside, self._calls, self.presenter.explain), self._calls)
        self.filters = FilterBar(context.today, self)
        self.stale = Banner("", tone="error", is_inset=True, parent=self)
        self.deleted = Banner("", tone="info", is_inset=True, parent=self)
        self.table = AuditTable(lambda line: line_words(line, self.names, self._today()), self)
        self.pane = EntryPane(self)
        self.empty = EmptyState(
            lambda: _("No entries in this range"),
            lambda: _("Choose other days, or clear the filters with Ctrl+Backspace."),
            icon="log",
        )
        self._told: Explained | None = None
        self._pile = QStackedWidget(self)
        self._bar = self._made_bar()
        self._lay_out()
        self._connect()
        self.retranslate()

    # ---- how it is built

    def _made_bar(self) -> ActionBar:
        self.permissions_button = Button(
            lambda: _("Permission audit"), icon="users", on_click=lambda: self.go("permissions"), name="toPermissions"
        )
        self.export_button = Button(
            lambda: _("Save the list outside"), icon="download", shortcut="Ctrl+S", is_shortcut_shown=True,
            on_click=self._save_list, name="exportAudit",
        )  # fmt: skip
        return ActionBar(*self.check.buttons(), self.permissions_button, self.export_button)

    def _lay_out(self) -> None:
        size = metrics()
        column = QVBoxLayout()
        column.setContentsMargins(size.margin, size.px(10), size.margin, size.px(10))
        column.setSpacing(size.px(10))
        for widget in (self.filters, self.stale, self.deleted, self.check.banner):
            column.addWidget(widget)
        row = QHBoxLayout()
        row.setSpacing(size.gap)
        self._pile.addWidget(self.table)
        self._pile.addWidget(self.empty)
        entries, whole = Card(), Card()
        entries.fill()
        entries.body.addWidget(self._pile)
        whole.body.addWidget(self.pane)
        whole.setMinimumWidth(size.px(340))
        row.addWidget(entries, 5)
        row.addWidget(whole, 2)
        column.addLayout(row, 1)
        self.column.addLayout(column, 1)
        self.column.addWidget(self._bar)

    def _connect(self) -> None:
        self.filters.span_chosen.connect(self._on_span)
        self.filters.days_chosen.connect(
            lambda: self.presenter.choose_days(self.filters.first.value(), self.filters.last.value())
        )
        self.filters.narrowed.connect(lambda: self.presenter.narrow(**self.filters.narrowing()))
        self.filters.cleared.connect(self.presenter.clear)
        self.table.model_.window_wanted.connect(self.presenter.need_window)
        self.table.placed.connect(lambda _row: self._on_placed())
        self.table.opened.connect(lambda _row: self.pane.setFocus())
        self.pane.case_wanted.connect(lambda case_id: self.go("case", case_id=case_id))

    # ---- what the window asks

    def title(self) -> str:
        """The page's title."""
        return _("Audit")

    def on_shown(self, **arguments: Any) -> None:
        """Read whenever the page comes up; with arguments (fields of the filter) look for those."""
        self.presenter.start(**arguments)
        self.table.setFocus(Qt.FocusReason.OtherFocusReason)

    def refresh(self) -> None:
        """Entries were added; whoever reads further down is left in peace."""
        if self.table.currentIndex().row() < WINDOW:
            self.presenter.refresh()

    def actions_offered(self) -> Sequence[Action]:
        """The keys of this page."""
        filters, ours = self.filters, self.title
        scan = lambda: _("Filter by case number, typed or scanned")  # noqa: E731
        return (
            Action("audit.person", lambda: _("Filter by person"), "Alt+P", filters.person.editor.setFocus, group=ours),
            Action("audit.case", scan, "Ctrl+F", filters.case_no.editor.setFocus, group=ours),
            Action("audit.kind", lambda: _("Filter by kind"), "Alt+K", filters.group.editor.setFocus, group=ours),
        )

    def retranslate(self) -> None:
        """Also the entry that is explained."""
        super().retranslate()
        if hasattr(self, "_bar"):
            self._say_count()
            self.show_entry(self._told)

    # ---- from the person

    def _on_span(self, key: str) -> None:
        self.presenter.choose_span(SpanKind(key))
        if SpanKind(key) is SpanKind.FREE:
            self.filters.first.editor.setFocus(Qt.FocusReason.ShortcutFocusReason)
            self.filters.first.editor.selectAll()

    def _on_placed(self) -> None:
        line = self.table.current_line()
        if line is not None:
            self.presenter.select(line)

    def _save_list(self) -> None:
        wanted = self.presenter.wanted
        self.taking_out.ask(
            Leaving(
                "list",
                f"audit-{wanted.first:%Y%m%d}-{wanted.last:%Y%m%d}.csv",
                lambda desk, given, path: self._calls.take_out(desk, wanted, given, path),
                lambda n: ngettext_("{n} entry saved outside.", "{n} entries saved outside.", n).format(n=f"{n:,}"),
                title=lambda: _("Save the list outside"),
            )
        )

    # ---- from the presenter

    def show_filter(self, wanted: AuditFilter, span: SpanKind) -> None:
        """What is looked for."""
        self.filters.show_filter(wanted, span)

    def show_problems(self, at_case: str, at_days: str) -> None:
        """What is wrong with the filter."""
        self.filters.show_problems(at_case, at_days)

    def show_stale(self, why: str) -> None:
        """The list may be old, or may not be read at all."""
        self.stale.set_words(why, "error")

    def show_list(self, found: AuditList) -> None:
        """Another list; the line that was current stays so where it is still there near the top."""
        chosen = self.table.current_line()
        had_keyboard = self.table.hasFocus()
        self.names = {person.staff_no: person.name for person in self._people().values()}
        self.names |= {staff_no: name for staff_no, name in found.people.items() if name}
        self.filters.show_people({staff_no: self.names.get(staff_no, "") for staff_no in found.people})
        self.filters.show_filter(self.presenter.wanted, SpanKind(self.filters.spans.chosen_key()))
        self.table.model_.show_list(found.count, found.lines)
        self._pile.setCurrentWidget(self.table if found.count else self.empty)
        self.export_button.setEnabled(found.count > 0)
        deleted = found.deleted
        self.deleted.set_words(lambda: deleted_words(deleted, self.names) if deleted is not None else "")
        self._say_count()
        keys = [line.key for line in found.lines]
        if keys:
            place = keys.index(chosen.key) if chosen is not None and chosen.key in keys else 0
            self.table.choose_row(place)
            if had_keyboard:
                self.table.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            self.presenter.select(None)

    def show_window(self, generation: int, start: int, lines: Sequence[AuditLine] | None) -> None:
        """More of the list."""
        self.table.model_.show_window(start, lines)
        row = self.table.currentIndex().row()
        if lines is not None and start <= row < start + len(lines):
            self._on_placed()

    def show_entry(self, told: Explained | None) -> None:
        """The entry that is meant."""
        self._told = told
        self.pane.show_entry(entry_words(told, self.names) if told is not None else None)

    def _say_count(self) -> None:
        found = self.presenter.found
        if found is not None:
            n = found.count
            self._bar.set_note(lambda: ngettext_("{n} entry", "{n} entries", n).format(n=f"{n:,}"), "log", "text2")
