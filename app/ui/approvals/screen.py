"""What stands on the approvals page and how the presenter's words are put on it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QSignalBlocker, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QListWidget, QListWidgetItem, QStackedWidget, QVBoxLayout, QWidget

from app.language import _
from app.ui.approvals.request_view import RequestCard, RequestLine, list_line
from app.ui.page_context import PageContext
from app.ui.shell.page import Page
from app.ui.theme import metrics
from app.ui.widgets.action_bar import ActionBar
from app.ui.widgets.buttons import Button, PrimaryButton
from app.ui.widgets.cards import Card
from app.ui.widgets.enter_walk import EnterWalk, focus
from app.ui.widgets.notices import Banner, EmptyState

if TYPE_CHECKING:
    from app.operations.approvals import ApprovalItem
    from app.ui.approvals.calls import Verdict


class ApprovalsScreen(Page):
    """Waiting requests at the left, the selected one in full, approve or return below."""

    def __init__(self, context: PageContext, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._today = context.today
        self._own_staff_no = context.person.staff_no
        self.is_signing = False
        self.stale = Banner("", tone="warning", parent=self)
        self.list = QListWidget(self)
        self.card = RequestCard(context.today, self)
        self.empty = EmptyState(lambda: _("Nothing waits for approval"), icon="shield-check")
        self.approve_button = PrimaryButton(lambda: _("Approve"), icon="check", name="approve")
        self.return_button = Button(
            lambda: _("Return"), shortcut="Ctrl+Backspace", is_shortcut_shown=True, name="return"
        )
        self._lay_out()

    def _lay_out(self) -> None:
        size = metrics()
        self.list.setObjectName("requests")
        self.list.setVerticalScrollMode(QListWidget.ScrollMode.ScrollPerPixel)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._list_card = Card(None, lambda: _("Waiting requests"), name="waiting")
        self._list_card.body.addWidget(self.list, 1)
        inside = QWidget(self)
        column = QVBoxLayout(inside)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        row = QHBoxLayout()
        row.setContentsMargins(size.margin, size.px(12), size.margin, size.px(12))
        row.setSpacing(size.gap)
        row.addWidget(self._list_card)
        row.addWidget(self.card, 1)
        column.addLayout(row, 1)
        self.bar = ActionBar(self.return_button, self.approve_button)
        column.addWidget(self.bar)
        self._stack = QStackedWidget(self)
        self._stack.addWidget(self.empty)
        self._stack.addWidget(inside)
        self.column.addWidget(self.stale)
        self.column.addWidget(self._stack, 1)
        self._walk = EnterWalk(self, [self.list, self.card.reason], then=self.approve_button)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The list keeps a third of the page."""
        super().resizeEvent(event)
        self._list_card.setFixedWidth(max(metrics().px(360), self.width() * 32 // 100))

    # ---- what the presenter shows

    def show_items(self, items: Sequence[ApprovalItem], selected: int) -> None:
        """The requests that wait."""
        had_focus = self.list.hasFocus() or not self.card.reason.editor.hasFocus()
        self._stack.setCurrentIndex(1 if items else 0)
        self.foot_changed.emit()  # the action bar is there only while something waits
        today = self._today()
        with QSignalBlocker(self.list):
            self.list.clear()
            for item in items:
                line = QListWidgetItem(self.list)
                line.setData(Qt.ItemDataRole.AccessibleTextRole, list_line(item, today))
                widget = RequestLine(item, today, self.list)
                line.setSizeHint(widget.sizeHint())
                self.list.setItemWidget(line, widget)
            self.list.setCurrentRow(selected)
        if 0 <= selected < len(items):
            self.show_item(items[selected])
        if items and had_focus and self.isVisible() and not self.is_signing:
            self.list.setFocus()

    def show_item(self, item: ApprovalItem) -> None:
        """One request in full."""
        self.card.show_item(item, self._own_staff_no)

    def show_stale(self, why: str) -> None:
        """The list may be old."""
        self.stale.set_words(lambda: _("The list may be out of date: {why}").format(why=why) if why else "", "warning")

    def show_reason(self, text: str) -> None:
        """The reason that was typed for the selected request."""
        self.card.reason.set_value(text)

    def show_reason_problem(self, text: str) -> None:
        """What is wrong with the decision as it stands."""
        self.card.reason.set_error(text)
        if text:
            focus(self.card.reason.editor)

    def show_decided(self, case_no: str, verdict: Verdict) -> None:
        """Say what was decided."""
        if not verdict.is_approved:
            text = _("Request of {case_no} returned.")
        else:
            text = _("{case_no} voided.") if verdict.kind == "void" else _("Extension of {case_no} approved.")
        self.toast(text.format(case_no=case_no))
