"""The approvals page: keys and clicks go to the presenter, the signature is asked for in a dialog (ux.md 6)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, ClassVar

from PySide6.QtWidgets import QWidget

from app.language import _
from app.ui.approvals.calls import ApprovalCalls, Verdict
from app.ui.approvals.presenter import ApprovalsPresenter
from app.ui.approvals.screen import ApprovalsScreen
from app.ui.approvals.signature_dialog import SignatureDialog
from app.ui.owned_run import owned
from app.ui.page_context import PageContext
from app.ui.shell.actions import Action
from app.ui.widgets.enter_walk import focus
from app.ui.widgets.signing import AsksSignature

if TYPE_CHECKING:
    from app.operations.approvals import ApprovalItem


class ApprovalsPage(ApprovalsScreen, AsksSignature):
    """The page; what it decides is in the presenter."""

    shows: ClassVar[frozenset[str]] = frozenset({"cases"})

    def __init__(self, context: PageContext, calls: ApprovalCalls | None = None, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        self.presenter = ApprovalsPresenter(
            self, owned(context.run, self), person=context.person, people=context.people, calls=calls
        )
        self.approve_button.clicked.connect(lambda: self.presenter.decide(True))
        self.return_button.clicked.connect(lambda: self.presenter.decide(False))
        self.list.currentRowChanged.connect(self._on_row)
        self.card.reason_changed.connect(self.presenter.change_reason)
        self.card.opened.connect(self._on_open)
        self.retranslate()

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

    def keep(self) -> Mapping[str, Any]:
        """Which request is shown, and the reasons that were typed."""
        item = self.presenter.selected
        return {"typed": self.presenter.typed_reasons(), "arguments": {"case_id": item.case_id if item else ""}}

    def resume(self, kept: Mapping[str, Any]) -> None:
        """The reasons are there again at their requests."""
        self.presenter.take_back(kept.get("typed") or {})

    def actions_offered(self) -> Sequence[Action]:
        """The keys of this page."""
        return (
            Action("approvals.approve", lambda: _("Approve"), "Ctrl+Return", group=_group, is_listed_only=True),
            Action("approvals.return", lambda: _("Return"), "Ctrl+Backspace", group=_group, is_listed_only=True),
            Action("approvals.open", lambda: _("Open the case"), "Ctrl+O", group=_group, is_listed_only=True),
        )

    def retranslate(self) -> None:
        """Also the list."""
        super().retranslate()
        if hasattr(self, "presenter"):
            self.list.setAccessibleName(_("Requests that wait"))
            if self.presenter.items:
                self.show_items(self.presenter.items, self.list.currentRow())

    # ---- from the person

    def _on_row(self, row: int) -> None:
        self.presenter.select(row)
        item = self.presenter.selected
        if item is not None:
            self.show_item(item)

    def _on_open(self) -> None:
        item = self.presenter.selected
        if item is not None:
            self.go("case", case_id=item.case_id)

    # ---- the signature

    def ask_signature(self, item: ApprovalItem, verdict: Verdict, staff_no: str) -> None:
        """Ask for staff number and own password of the person who decides."""
        dialog = SignatureDialog(item, verdict, staff_no, self)
        self.dialog, self.is_signing = dialog, True
        dialog.entered.connect(self.presenter.sign)
        dialog.finished.connect(self._on_dialog_finished)
        dialog.open()

    def _on_dialog_finished(self, result: int) -> None:
        dialog, self.dialog, self.is_signing = self.dialog, None, False
        if dialog is not None:
            dialog.deleteLater()
        self.window().activateWindow()
        if not result:
            self.presenter.cancel_signature()
            focus(self.card.reason.editor)


def _group() -> str:
    return _("Approvals")
