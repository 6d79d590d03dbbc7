"""The approvals page: waiting requests at the left, the selected one in full, approve or return below (ux.md 6)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, ClassVar

from PySide6.QtCore import QSignalBlocker, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QListWidget, QListWidgetItem, QStackedWidget, QVBoxLayout, QWidget

from app.language import _
from app.ui.approvals.calls import ApprovalCalls, Verdict
from app.ui.approvals.presenter import ApprovalsPresenter
from app.ui.approvals.request_view import RequestCard, RequestLine, list_line, who_line
from app.ui.owned_run import owned
from app.ui.page_context import PageContext
from app.ui.shell.actions import Action
from app.ui.shell.page import Page
from app.ui.theme import metrics
from app.ui.widgets.action_bar import ActionBar
from app.ui.widgets.buttons import Button, PrimaryButton
from app.ui.widgets.cards import Card
from app.ui.widgets.dialog import PasswordDialog
from app.ui.widgets.enter_walk import EnterWalk, focus
from app.ui.widgets.notices import Banner, EmptyState

if TYPE_CHECKING:
    from app.operations.approvals import ApprovalItem


class RequestList(QListWidget):
    """The list of requests; Enter goes to the reason of the decision."""


class ApprovalsPage(Page):
    """The page; what it decides is in the presenter."""

    shows: ClassVar[frozenset[str]] = frozenset({"cases"})

    def __init__(self, context: PageContext, calls: ApprovalCalls | None = None, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self.dialog: PasswordDialog | None = None
        self.stale = Banner("", tone="warning", parent=self)
        self.list = RequestList(self)
        self.card = RequestCard(context.today, self)
        self.empty = EmptyState(lambda: _("Nothing waits for approval"), icon="shield-check")
        self.presenter = ApprovalsPresenter(self, owned(context.run, self), person=context.person, calls=calls)
        self.approve_button = PrimaryButton(
            lambda: _("Approve"), icon="check", on_click=lambda: self.presenter.decide(True), name="approve"
        )
        self.return_button = Button(
            lambda: _("Return"),
            shortcut="Ctrl+Backspace",
            is_shortcut_shown=True,
            on_click=lambda: self.presenter.decide(False),
            name="return",
        )
        self._lay_out()
        self._connect()
        self.retranslate()

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

    def _connect(self) -> None:
        self.list.currentRowChanged.connect(self._on_row)
        self.card.reason_changed.connect(self.presenter.change_reason)
        self.card.opened.connect(self._on_open)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The list keeps a third of the page."""
        super().resizeEvent(event)
        self._list_card.setFixedWidth(max(metrics().px(360), self.width() * 32 // 100))

    # ---- what the window asks

    def title(self) -> str:
        """The page's title."""
        return _("Approvals")

    def on_shown(self, **arguments: Any) -> None:
        """`case_id` selects that case's request."""
        self.presenter.start(str(arguments.get("case_id", "")))

    def refresh(self) -> None:
        """Cases changed."""
        self.presenter.changed(frozenset({"cases"}), frozenset())

    def is_filling_in(self) -> bool:
        """Whether a reason is typed or the signature is being given."""
        return self.dialog is not None or bool(self.card.reason.value().strip())

    def actions_offered(self) -> Sequence[Action]:
        """The keys of this page."""
        group = lambda: _("Approvals")  # noqa: E731
        return (
            Action("approvals.approve", lambda: _("Approve"), "Ctrl+Return", group=group, is_listed_only=True),
            Action("approvals.return", lambda: _("Return"), "Ctrl+Backspace", group=group, is_listed_only=True),
            Action("approvals.open", lambda: _("Open the case"), "Ctrl+O", group=group, is_listed_only=True),
        )

    def retranslate(self) -> None:
        """Also the list."""
        super().retranslate()
        if hasattr(self, "_stack"):
            self.list.setAccessibleName(_("Requests that wait"))
            if self.presenter.items:
                self.show_items(self.presenter.items, self.list.currentRow())

    def _on_row(self, row: int) -> None:
        self.presenter.select(row)
        item = self.presenter.selected
        if item is not None:
            self.card.show_item(item, self._context.person.staff_no)

    def _on_open(self) -> None:
        item = self.presenter.selected
        if item is not None:
            self.go("case", case_id=item.case_id)

    # ---- from the presenter

    def show_items(self, items: Sequence[ApprovalItem], selected: int) -> None:
        """The requests that wait."""
        had_focus = self.list.hasFocus() or not self.card.reason.editor.hasFocus()
        self._stack.setCurrentIndex(1 if items else 0)
        today = self._context.today()
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
            self.card.show_item(items[selected], self._context.person.staff_no)
        if items and had_focus and self.isVisible() and self.dialog is None:
            self.list.setFocus()

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

    def ask_signature(self, item: ApprovalItem, verdict: Verdict, staff_no: str) -> None:
        """Ask for staff number and own password of the person who decides."""
        dialog = PasswordDialog(
            lambda: _("Approve the extension") if verdict.is_approved else _("Return the request"),
            confirm=lambda: _("Sign"),
            intro=lambda: _intro(item, verdict),
            staff_no=staff_no,
            parent=self,
        )
        self.dialog = dialog
        dialog.entered.connect(self.presenter.sign)
        dialog.finished.connect(self._on_dialog_finished)
        dialog.open()

    def _on_dialog_finished(self, result: int) -> None:
        dialog, self.dialog = self.dialog, None
        if dialog is not None:
            dialog.deleteLater()
        if not result:
            self.presenter.cancel_signature()
            focus(self.card.reason.editor)

    def show_signing(self, is_signing: bool) -> None:
        """The signature is being made: unwrapping the key takes a moment."""
        if self.dialog is not None:
            self.dialog.set_busy(is_signing)

    def show_signature_problem(self, text: str, field: str) -> None:
        """What is wrong with number or password; the staff number stays."""
        if self.dialog is None:
            return
        if field == "staff_no":
            self.dialog.password.set_error("")
            self.dialog.staff_no.set_error(text)
            focus(self.dialog.staff_no.editor)
        else:
            self.dialog.staff_no.set_error("")
            self.dialog.refuse(text)

    def end_signature(self) -> None:
        """The dialog has done its work."""
        if self.dialog is not None:
            self.dialog.accept()

    def show_decided(self, case_no: str, is_approved: bool, can_print_notice: bool) -> None:
        """Say what was decided."""
        text = _("Extension of {case_no} approved.") if is_approved else _("Request of {case_no} returned.")
        self.toast(text.format(case_no=case_no))


def _intro(item: ApprovalItem, verdict: Verdict) -> str:
    text = (
        _("{case_no}: due {old} → {new}. Whoever decides signs with their own password.")
        if verdict.is_approved
        else _("{case_no} stays due on {old}. Whoever decides signs with their own password.")
    )
    words = text.format(case_no=item.case_no, old=item.due_now.isoformat(), new=item.due_then.isoformat())
    return _("{first} {second}").format(first=words, second=_("Can be decided by: {who}.").format(who=who_line(item)))
