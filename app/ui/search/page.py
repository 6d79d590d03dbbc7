"""The search page: one box for words, one that takes scans, and the cases found."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, ClassVar

from PySide6.QtCore import QSignalBlocker, Qt, QTimer
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QListWidget,
    QListWidgetItem,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from app.domain.case import CaseState
from app.language import _, labels, language, ngettext_
from app.ui.case.words import deadline_words
from app.ui.owned_run import owned
from app.ui.page_context import PageContext
from app.ui.search.calls import SearchCalls
from app.ui.search.presenter import LIMIT, SearchPresenter
from app.ui.shell.actions import Action
from app.ui.shell.page import Page
from app.ui.theme import metrics
from app.ui.widgets.cards import Card
from app.ui.widgets.chips import DeadlineChip
from app.ui.widgets.fields import TextField
from app.ui.widgets.notices import EmptyState
from app.ui.widgets.texts import ElidedLabel

SEARCH_AFTER_MS = 200


class SearchPage(Page):
    """The page; what it decides is in the presenter."""

    shows: ClassVar[frozenset[str]] = frozenset({"cases"})

    def __init__(self, context: PageContext, calls: SearchCalls | None = None, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self.presenter = SearchPresenter(
            self, owned(context.run, self), open_case=lambda case_id: self.go("case", case_id=case_id), calls=calls
        )
        self.words = TextField(
            lambda: _("Name, phone, words of the complaint"), hint=lambda: _("At least two characters"), name="search"
        )
        self.scan = TextField(
            lambda: _("Scan or type a case number"), code=True, hint=lambda: _("Opens the case at once"), name="scan"
        )
        self.list = QListWidget(self)
        self.count = QLabel(self)
        self.count.setProperty("kind", "caption")
        self.empty = EmptyState("", icon="search")
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(SEARCH_AFTER_MS)
        self._lay_out()
        self._connect()
        self.show_tips()
        self.retranslate()

    def _lay_out(self) -> None:
        size = metrics()
        column = QVBoxLayout()
        column.setContentsMargins(size.margin, size.px(12), size.margin, size.px(12))
        column.setSpacing(size.gap)
        boxes = Card(name="searchBoxes")
        row = QHBoxLayout()
        row.setSpacing(size.margin)
        row.addWidget(self.words, 2)
        row.addWidget(self.scan, 1)
        boxes.body.addLayout(row)
        column.addWidget(boxes)
        hits = Card(None, lambda: _("Cases found"), name="hits")
        hits.add_corner(self.count)
        self.list.setObjectName("found")
        self.list.setVerticalScrollMode(QListWidget.ScrollMode.ScrollPerPixel)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._stack = QStackedWidget(self)
        self._stack.addWidget(self.empty)
        self._stack.addWidget(self.list)
        hits.body.addWidget(self._stack, 1)
        column.addWidget(hits, 1)
        self.column.addLayout(column, 1)

    def _connect(self) -> None:
        self._timer.timeout.connect(lambda: self.presenter.search(self.words.value()))
        self.words.changed.connect(self._timer.start)
        self.words.editor.returnPressed.connect(self._on_words_entered)
        self.scan.editor.returnPressed.connect(lambda: self.presenter.enter(self.scan.value()))
        self.scan.changed.connect(lambda: self.scan.set_error(""))
        self.list.itemActivated.connect(lambda item: self.presenter.open(self.list.row(item)))

    # ---- what the window asks

    def title(self) -> str:
        """The page's title."""
        return _("Search")

    def on_shown(self, **arguments: Any) -> None:
        """`text` is looked for at once."""
        text = arguments.get("text")
        if isinstance(text, str) and text:
            self.words.set_value(text)
            self.presenter.enter(text)
        self.words.editor.setFocus(Qt.FocusReason.OtherFocusReason)
        self.words.editor.selectAll()

    def refresh(self) -> None:
        """Cases changed."""
        self.presenter.again()

    def keep(self) -> Mapping[str, Any]:
        """What was looked for."""
        return {"words": self.words.value()} if self.words.value().strip() else {}

    def resume(self, kept: Mapping[str, Any]) -> None:
        """Look for it again."""
        self.words.set_value(str(kept.get("words") or ""))
        self.presenter.search(self.words.value())

    def actions_offered(self) -> Sequence[Action]:
        """The keys of this page."""
        group = lambda: _("Search")  # noqa: E731
        return (Action("search.open", lambda: _("Open the case"), "Enter", group=group, is_listed_only=True),)

    def retranslate(self) -> None:
        """Also the hits."""
        super().retranslate()
        if hasattr(self, "_stack"):
            self.list.setAccessibleName(_("Cases found"))
            if self.presenter.hits:
                self.show_hits(self.presenter.hits, self.presenter.text, False)

    def _on_words_entered(self) -> None:
        self._timer.stop()
        if self.list.count() and self._stack.currentWidget() is self.list and self.words.value() == self.presenter.text:
            self.list.setCurrentRow(max(0, self.list.currentRow()))
            self.list.setFocus()
        else:
            self.presenter.enter(self.words.value())

    # ---- from the presenter

    def show_tips(self) -> None:
        """Nothing is looked for yet."""
        self.count.setText("")
        self.empty.set_words(
            lambda: _("Find a case"),
            lambda: _("By a part of its number, a name, the end of a phone number, or words of the complaint."),
        )
        self._stack.setCurrentWidget(self.empty)

    def show_hits(self, hits: Sequence[Any], text: str, is_cut: bool) -> None:
        """The cases found."""
        if not hits:
            self.count.setText("")
            self.empty.set_words(lambda: _('No case holds "{text}"').format(text=text), lambda: _("Try fewer words."))
            self._stack.setCurrentWidget(self.empty)
            return
        if is_cut:
            self.count.setText(_("More than {n}: type more to narrow it down").format(n=LIMIT))
        else:
            self.count.setText(ngettext_("{n} case", "{n} cases", len(hits)).format(n=len(hits)))
        row = self.list.currentRow()
        with QSignalBlocker(self.list):
            self.list.clear()
            for hit in hits:
                line = QListWidgetItem(self.list)
                widget = self._line(hit)
                line.setSizeHint(widget.sizeHint())
                line.setData(Qt.ItemDataRole.AccessibleTextRole, f"{hit.case_no}. {hit.masked_name}. {hit.snippet}")
                self.list.setItemWidget(line, widget)
            self.list.setCurrentRow(max(0, min(row, len(hits) - 1)))
        self._stack.setCurrentWidget(self.list)

    def show_problem(self, text: str) -> None:
        """What is wrong with a number, at the box that it was typed into."""
        at = self.scan if self.scan.value().strip() else self.words
        at.set_error(text)
        if text:
            at.editor.setFocus()
            at.editor.selectAll()

    def empty_box(self) -> None:
        """The number has done its work; the next scan begins afresh."""
        self.scan.set_value("")

    def _line(self, hit: Any) -> QWidget:
        size = metrics()
        widget = QWidget(self.list)
        column = QVBoxLayout(widget)
        column.setContentsMargins(size.px(12), size.px(8), size.px(12), size.px(8))
        column.setSpacing(size.px(2))
        head = QHBoxLayout()
        head.setSpacing(size.px(12))
        state = CaseState(hit.state)
        deadline = deadline_words(
            hit.due_on, self._context.today(), is_stopped=state.is_ended or state is CaseState.TOLD
        )
        category = self._context.taxonomy().label(hit.category, language()) if hit.category else ""
        number = QLabel(hit.case_no, widget)
        number.setProperty("kind", "strong")
        head.addWidget(number)
        for text in (hit.masked_name, hit.masked_phone, category):
            if text:
                label = QLabel(text, widget)
                label.setTextFormat(Qt.TextFormat.PlainText)
                head.addWidget(label)
        head.addStretch(1)
        state_label = QLabel(labels.state(hit.state), widget)
        state_label.setProperty("kind", "muted")
        head.addWidget(state_label)
        if not state.is_ended:
            head.addWidget(DeadlineChip(deadline.text, deadline.tone, widget))
        column.addLayout(head)
        column.addWidget(ElidedLabel(hit.snippet, widget, kind="muted"))
        return widget
