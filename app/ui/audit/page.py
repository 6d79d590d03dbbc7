"""The audit page: filters above, the entries below, beside them the one that is meant, in full."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, ClassVar

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from app.language import _, audit_words, ngettext_
from app.operations.audit import AuditFilter
from app.ui.audit.calls import AuditCalls
from app.ui.audit.filter_bar import FilterBar
from app.ui.audit.pane import EntryPane
from app.ui.audit.presenter import WINDOW, AuditPresenter
from app.ui.audit.spans import SpanKind
from app.ui.audit.table import AuditTable
from app.ui.audit.words import entry_words, line_words
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
    from app.operations.verify_journal import JournalCheck
    from app.store.audit_trail import AuditLine

TICK_MS = 200


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
        self.presenter = AuditPresenter(self, run, run_aside, today=context.today, calls=self._calls)
        self.taking_out = TakingOut(self, run, run_aside)
        self.filters = FilterBar(context.today, self)
        self.stale = Banner("", tone="error", is_inset=True, parent=self)
        self.checked = Banner("", tone="ok", is_inset=True, parent=self)
        self.table = AuditTable(lambda line: line_words(line, self.names, self._today()), self)
        self.pane = EntryPane(self)
        self.empty = EmptyState(
            lambda: _("No entries in this range"),
            lambda: _("Choose other days, or clear the filters with Ctrl+Backspace."),
            icon="log",
        )
        self._clock = QTimer(self)
        self._clock.setInterval(TICK_MS)
        self._clock.timeout.connect(self.presenter.show_progress)
        self._told: Explained | None = None
        self._pile = QStackedWidget(self)
        self._bar = self._made_bar()
        self._lay_out()
        self._connect()
        self.retranslate()

    # ---- how it is built

    def _made_bar(self) -> ActionBar:
        self.verify_button = Button(
            lambda: _("Check the journal"), icon="shield-check", shortcut="F9", is_shortcut_shown=True,
            on_click=lambda: self.presenter.verify(), name="verifyJournal",
        )  # fmt: skip
        self.evidence_button = Button(
            lambda: _("Export evidence"), icon="download", on_click=self._save_evidence,
            name="exportEvidence",
        )  # fmt: skip
        self.evidence_button.hide()
        self.permissions_button = Button(
            lambda: _("Permission audit"), icon="users", on_click=lambda: self.go("permissions"), name="toPermissions"
        )
        self.export_button = Button(
            lambda: _("Save the list outside"), icon="download", shortcut="Ctrl+S", is_shortcut_shown=True,
            on_click=self._save_list, name="exportAudit",
        )  # fmt: skip
        return ActionBar(self.verify_button, self.evidence_button, self.permissions_button, self.export_button)

    def _lay_out(self) -> None:
        size = metrics()
        column = QVBoxLayout()
        column.setContentsMargins(size.margin, size.px(10), size.margin, size.px(10))
        column.setSpacing(size.px(10))
        for widget in (self.filters, self.stale, self.checked):
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
        self.table.placed.connect(self._on_placed)
        self.table.opened.connect(self.pane.setFocus)
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
            )
        )

    def _save_evidence(self) -> None:
        """The package of the case in which the first difference is."""
        check = self.presenter.check
        first = check.report.first if check is not None else None
        if check is None or first is None:
            return
        case_id = first.case_id
        self.taking_out.ask(
            Leaving(
                "evidence",
                f"evidence-{check.case_no or case_id}.zip",
                lambda desk, given, path: self._calls.evidence(desk, case_id, given, path),
                lambda name: _("{name} saved.").format(name=name),
                case_id,
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

    def show_checking(self, step: str, done: int, of: int) -> None:
        """How far the check is."""
        self._clock.start()
        self.verify_button.set_words(lambda: _("Stop the check"))
        how_far = f"{done:,} / {of:,}" if of else f"{done:,}" if done else ""
        words = audit_words.step(step)
        self.checked.set_words(lambda: " ".join(part for part in (_("Checking the journal"), words, how_far) if part),
                               "info")  # fmt: skip

    def show_checked(self, check: JournalCheck | None, problem: str) -> None:
        """What the check came to: red with the first difference, and what to do."""
        self._clock.stop()
        self.verify_button.set_words(lambda: _("Check the journal"))
        self.checked.set_action(None)
        first = check.report.first if check is not None else None
        self.evidence_button.setVisible(first is not None and bool(first.case_id))
        if check is None:
            self.checked.set_words(problem, "error")
            return
        tone = "error" if first is not None else "ok" if check.report.is_complete else "warning"
        self.checked.set_words(check.sentence, tone)
        if first is not None and first.origin:
            self.checked.set_action(
                Button(lambda: _("Show the entry"), on_click=self.presenter.show_broken, name="showBroken")
            )

    def tell(self, text: str) -> None:
        """A short word."""
        self.toast(text)

    def _say_count(self) -> None:
        found = self.presenter.found
        if found is not None:
            n = found.count
            self._bar.set_note(lambda: ngettext_("{n} entry", "{n} entries", n).format(n=f"{n:,}"), "log", "text2")
