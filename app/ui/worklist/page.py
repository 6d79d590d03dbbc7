"""The worklist page: views with counts, a line of filters, the table and a look at one case (ux.md 3, 6)."""

from __future__ import annotations

from array import array
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, ClassVar

from PySide6.QtCore import QSignalBlocker, Qt, QTimer
from PySide6.QtGui import QAction, QKeyEvent, QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QLineEdit, QStackedWidget, QVBoxLayout, QWidget

from app.domain.codes import CHANNELS
from app.domain.people import Right
from app.language import _, labels, language, ngettext_
from app.ui.owned_run import owned
from app.ui.page_context import PageContext
from app.ui.shell.actions import Action
from app.ui.shell.page import Page
from app.ui.theme import icon, metrics
from app.ui.widgets.buttons import Button, LinkButton
from app.ui.widgets.chips import View, ViewChips
from app.ui.widgets.choices import ComboBox
from app.ui.widgets.notices import Banner, EmptyState
from app.ui.worklist.calls import Filter, WorklistCalls
from app.ui.worklist.case_pane import CasePane
from app.ui.worklist.presenter import VIEWS, WorklistPresenter
from app.ui.worklist.rows import RowWording
from app.ui.worklist.table import CaseTable

if TYPE_CHECKING:
    from app.operations.open_case import CaseView

PANE_FROM = 1360  # px of page width (ux.md 3)
FILTER_AFTER_MS = 200
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
    }[key]


class FilterLine(QLineEdit):
    """Esc empties it; Down goes to the table."""

    def __init__(self, below: QWidget, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._below = below
        self._glass = QAction(self)
        self.addAction(self._glass, QLineEdit.ActionPosition.LeadingPosition)
        self.setClearButtonEnabled(True)
        self.restyle()

    def restyle(self) -> None:
        """The icon in the theme's colour."""
        self._glass.setIcon(icon("search", "text2", 16))
        self._glass.setText(_("Filter"))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc and Down."""
        if event.key() == Qt.Key.Key_Escape and self.text():
            self.clear()
        elif event.key() in (Qt.Key.Key_Down, Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Escape):
            self._below.setFocus()
        else:
            super().keyPressEvent(event)


class WorklistPage(Page):
    """The page; what it decides is in the presenter."""

    shows: ClassVar[frozenset[str]] = frozenset({"cases"})

    def __init__(self, context: PageContext, calls: WorklistCalls | None = None, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._pane_timer = QTimer(self)
        self._filter_timer = QTimer(self)
        self.chips = ViewChips([View(key, lambda key=key: view_label(key)) for key in VIEWS], self)
        self.table = CaseTable(self._wording, self)
        self.filter_line = FilterLine(self.table, self)
        self.filter_line.setObjectName("filter")
        self.boxes = {name: ComboBox(self) for name in ("category", "channel", "owner")}
        self.clear_button = LinkButton(lambda: _("Clear"), on_click=self._on_clear, name="clearFilters", parent=self)
        self.count = QLabel(self)
        self.count.setProperty("kind", "caption")
        self.stale = Banner("", tone="warning", parent=self)
        self.pane = CasePane(context.today, self._category_of, self)
        self._empty_button = Button("", on_click=self._on_empty_button, name="emptyAction")
        self.empty = EmptyState("", button=self._empty_button)
        self.presenter = WorklistPresenter(self, owned(context.run, self), open_case=self._open_case, calls=calls)
        self._lay_out()
        self._connect()
        self.retranslate()

    def _wording(self) -> RowWording:
        people = self._context.people()
        names = {staff_no: person.name for staff_no, person in people.items()}
        return RowWording(self._context.today(), lambda staff_no: names.get(staff_no, staff_no), self._category_of)

    def _category_of(self, code: str) -> str:
        return self._context.taxonomy().label(code, language()) if code else "—"

    # ---- layout

    def _lay_out(self) -> None:
        size = metrics()
        top = QVBoxLayout()
        top.setContentsMargins(size.margin, size.px(12), size.margin, size.px(12))
        top.setSpacing(size.px(12))
        top.addWidget(self.chips)
        line = QHBoxLayout()
        line.setSpacing(size.px(8))
        self.filter_line.setFixedWidth(size.px(280))
        line.addWidget(self.filter_line)
        for name, box in self.boxes.items():
            box.setObjectName(f"filter_{name}")
            box.setFixedWidth(size.px(148 if name == "category" else 130))
            line.addWidget(box)
        line.addWidget(self.clear_button)
        line.addStretch(1)
        line.addWidget(self.count)
        top.addLayout(line)
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

    def _connect(self) -> None:
        for timer, milliseconds, do in (
            (self._pane_timer, PANE_AFTER_MS, self._show_pane),
            (self._filter_timer, FILTER_AFTER_MS, self._filter_text),
        ):
            timer.setSingleShot(True)
            timer.setInterval(milliseconds)
            timer.timeout.connect(do)
        self.chips.chosen.connect(self.presenter.choose_view)
        self.filter_line.textChanged.connect(lambda _text: self._filter_timer.start())
        for name, box in self.boxes.items():
            box.currentIndexChanged.connect(
                lambda place, name=name, box=box: self.presenter.narrow(**{name: str(box.itemData(place) or "")})
            )
        self.table.model_.rows_wanted.connect(self.presenter.need_rows)
        self.table.opened.connect(lambda row: self.presenter.open(self.table.model_.case_id(row)))
        self.table.placed.connect(self._on_placed)
        self.table.sorted_by.connect(self._on_sorted)
        self.pane.opened.connect(lambda: self.presenter.open(self._selected_case()))
        self.pane.extension_wanted.connect(
            lambda: self.go("case", case_id=self._selected_case(), action="request_extension")
        )
        self.pane.reprint_wanted.connect(lambda: self.presenter.reprint_slip(self._selected_case()))
        slash = QShortcut(QKeySequence("/"), self)
        slash.activated.connect(lambda: self.filter_line.setFocus(Qt.FocusReason.ShortcutFocusReason))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The pane appears on wide pages."""
        super().resizeEvent(event)
        is_wide = self.width() >= metrics().px(PANE_FROM)
        self.pane.setVisible(is_wide)
        self.pane.setFixedWidth(max(metrics().px(360), self.width() * 23 // 100))
        if is_wide:
            self._pane_timer.start()

    # ---- what the window asks

    def title(self) -> str:
        """The page's title."""
        return _("Worklist")

    def on_shown(self, **arguments: object) -> None:
        """Filters and selection are as they were left; the table has the keyboard."""
        view = arguments.get("view")
        if isinstance(view, str) and view in VIEWS:
            self.presenter.choose_view(view)
        self.presenter.start()
        self.table.setFocus(Qt.FocusReason.OtherFocusReason)

    def refresh(self) -> None:
        """Cases changed."""
        self.presenter.changed(frozenset({"cases"}), frozenset())

    def actions_offered(self) -> Sequence[Action]:
        """The keys of this page."""
        group = lambda: _("Worklist")  # noqa: E731
        views = tuple(
            Action(
                f"worklist.{key}",
                lambda key=key: view_label(key),
                f"Alt+{n}",
                lambda key=key: self._choose_view(key),
                group=group,
                is_listed_only=True,
            )
            for n, key in enumerate(VIEWS, 1)
        )
        return (
            *views,
            Action("worklist.filter", lambda: _("Filter"), "/", group=group, is_listed_only=True),
            Action("worklist.open", lambda: _("Open the case"), "Enter", group=group, is_listed_only=True),
        )

    def retranslate(self) -> None:
        """Also the filters and the count."""
        super().retranslate()
        if not hasattr(self, "presenter"):
            return
        self.filter_line.setPlaceholderText(_("Filter number / customer (/)"))
        self.filter_line.setAccessibleName(_("Filter number / customer (/)"))
        self._fill_boxes()
        self.show_filter(self.presenter.wanted)
        self._show_count()

    def _fill_boxes(self) -> None:
        taxonomy, people = self._context.taxonomy(), self._context.people()
        owners = [p for p in people.values() if p.may(Right.HANDLE)]
        lists = {
            "category": (
                _("All categories"),
                [(c.code, "　" * (len(c.path) - 1) + taxonomy.label(c.code, language())) for c in taxonomy.categories],
            ),
            "channel": (_("All channels"), [(code, labels.channel(code)) for code in CHANNELS]),
            "owner": (_("All owners"), [(p.staff_no, p.name) for p in owners]),
        }
        for name, (everything, choices) in lists.items():
            box = self.boxes[name]
            with QSignalBlocker(box):
                box.clear()
                box.addItem(everything, "")
                for key, words in choices:
                    box.addItem(words, key)
            box.setAccessibleName(everything)
            box.view().setMinimumWidth(metrics().px(240))

    # ---- from the person

    def _choose_view(self, key: str) -> None:
        self.chips.choose(key)
        self.presenter.choose_view(key)

    def _filter_text(self) -> None:
        self.presenter.narrow(text=self.filter_line.text().strip())

    def _on_clear(self) -> None:
        self._filter_timer.stop()
        self.presenter.clear()
        self.table.setFocus()

    def _on_sorted(self, column: str) -> None:
        self.presenter.sort(column)
        self.table.show_sort(self.presenter.wanted.sort, self.presenter.wanted.descending)

    def _on_placed(self, row: int) -> None:
        self.presenter.select(row)
        if self.pane.isVisible():
            self._pane_timer.start()

    def _on_empty_button(self) -> None:
        if self.presenter.wanted.is_narrowed:
            self._on_clear()
        else:
            self.go("intake", new=True)

    def _show_pane(self) -> None:
        case_id = self._selected_case()
        if self.pane.isVisible() and case_id:
            self.presenter.show_selected(case_id)

    def _selected_case(self) -> str:
        return self.table.model_.case_id(self.table.current_row())

    def _open_case(self, case_id: str) -> None:
        self.go("case", case_id=case_id, neighbours=self.presenter.neighbour)

    # ---- from the presenter

    def show_filter(self, wanted: Filter) -> None:
        """The filters as they are."""
        self.chips.choose(wanted.view)
        with QSignalBlocker(self.filter_line):
            if self.filter_line.text().strip() != wanted.text:
                self.filter_line.setText(wanted.text)
        for name, box in self.boxes.items():
            with QSignalBlocker(box):
                box.setCurrentIndex(max(0, box.findData(getattr(wanted, name))))
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
        self.presenter.select(selected)
        self._show_count()
        self.clear_button.setVisible(self.presenter.wanted.is_narrowed)
        if len(ids):
            self._stack.setCurrentWidget(self.table)
            self._pane_timer.start()
        else:
            self._show_empty(counts)

    def _show_count(self) -> None:
        count = len(self.presenter.ids)
        self.count.setText(ngettext_("{n} case", "{n} cases", count).format(n=f"{count:,}"))

    def _show_empty(self, counts: Mapping[str, int]) -> None:
        wanted = self.presenter.wanted
        self._empty_button.show()
        if wanted.is_narrowed:
            self.empty.set_words(lambda: _("No case matches"), lambda: _("Other filters may find it."))
            self._empty_button.set_words(lambda: _("Clear filters"))
        elif not counts.get("all"):
            self.empty.set_words(lambda: _("No complaint recorded yet"), lambda: _("The first one begins with F2."))
            self._empty_button.set_words(lambda: _("Record a complaint"))
        else:
            self._empty_button.hide()
            self.empty.set_words(lambda: _EMPTY[wanted.view](), "")
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


_EMPTY = {
    "all": lambda: _("No complaint recorded yet"),
    "mine": lambda: _("All done: nothing waits for you"),
    "due_today": lambda: _("All done today"),
    "overdue": lambda: _("Nothing is overdue"),
    "awaiting_approval": lambda: _("Nothing waits for approval"),
    "ended": lambda: _("No case has ended yet"),
}
