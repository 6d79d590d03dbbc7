"""What the approvals page asks of the operations. Each runs on the database lane and imports its operation there."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from typing import TYPE_CHECKING

from app.domain.commands import DecideExtension, DecideVoid

if TYPE_CHECKING:
    from app.domain.refusal import Refusal
    from app.operations.approvals import ApprovalItem, ApprovalKind
    from app.operations.desk import Desk
    from app.operations.open_case import CaseView


@dataclass(frozen=True, slots=True)
class Verdict:
    """What the decider wants: the request and the case version that was looked at, yes or no, and why."""

    case_id: str
    request_id: str
    seen_version: int
    is_approved: bool
    reason: str
    kind: ApprovalKind = "extension"

    def __repr__(self) -> str:
        return f"<Verdict on {self.request_id}>"


class ApprovalCalls:
    """The operations behind the approvals page."""

    def waiting(self, desk: Desk) -> list[ApprovalItem]:
        """All requests that wait, the most urgent first."""
        from app.operations.approvals import waiting_approvals

        return waiting_approvals(desk)

    def decide(self, desk: Desk, verdict: Verdict, staff_no: str, password: str) -> CaseView | Refusal:
        """Decide under the signature of the person `staff_no` (令2020-3 art. 18; ux.md 6).

        Raises: WrongPasswordError, LockedOutError (known errors), with nothing written.
        """
        from app.operations.act import carry_out_signed

        decide = DecideVoid if verdict.kind == "void" else DecideExtension
        command = decide(
            verdict.request_id, verdict.is_approved, verdict.reason, verdict.seen_version, secrets.token_hex(16)
        )
        return carry_out_signed(desk, verdict.case_id, command, staff_no, password)
