"""The dialog in which a supervisor signs one decision on the teller's screen, with their own number and password."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from app.language import _
from app.ui.approvals.calls import Verdict
from app.ui.approvals.request_view import who_line
from app.ui.widgets.dialog import PasswordDialog

if TYPE_CHECKING:
    from app.operations.approvals import ApprovalItem


class SignatureDialog(PasswordDialog):
    """Says what will be signed and who could; keeps the staff number when something is wrong."""

    def __init__(self, item: ApprovalItem, verdict: Verdict, staff_no: str, parent: QWidget) -> None:
        super().__init__(
            lambda: _title(verdict),
            confirm=lambda: _("Sign"),
            intro=lambda: _intro(item, verdict),
            staff_no=staff_no,
            parent=parent,
        )


def _title(verdict: Verdict) -> str:
    if not verdict.is_approved:
        return _("Return the request")
    return _("Void the case") if verdict.kind == "void" else _("Approve the extension")


def _intro(item: ApprovalItem, verdict: Verdict) -> str:
    if item.due_then is None:
        text = (
            _("{case_no} is voided for good; its record stays. Whoever decides signs with their own password.")
            if verdict.is_approved
            else _("{case_no} goes on as it is. Whoever decides signs with their own password.")
        )
    elif verdict.is_approved:
        text = _("{case_no}: due {old} → {new}. Whoever decides signs with their own password.")
    else:
        text = _("{case_no} stays due on {old}. Whoever decides signs with their own password.")
    then = item.due_then.isoformat() if item.due_then is not None else ""
    words = text.format(case_no=item.case_no, old=item.due_now.isoformat(), new=then)
    return _("{first} {second}").format(first=words, second=_("Can be decided by: {who}.").format(who=who_line(item)))
