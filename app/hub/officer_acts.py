"""What an officer of headquarters may do with a case, as commands made from plain values."""

from __future__ import annotations

import secrets
import uuid
from collections.abc import Callable, Mapping
from datetime import date

from app.domain.case import Case
from app.domain.commands import Command, DecideExtension, OrderSupervision, RecordReviewDecision, SendReminder


def extension(case: Case, *, is_approved: bool, reason: str) -> Command:
    """Decide on the request for more time that waits."""
    request = case.pending_extension
    request_id = request.request_id if request else ""
    return DecideExtension(request_id, is_approved, reason, case.version, secrets.token_hex(8))


def order(case: Case, *, text: str, due_on: str) -> Command:
    """Order supervision, to be answered by a day."""
    return OrderSupervision(str(uuid.uuid4()), text, date.fromisoformat(due_on))


def remind(case: Case, *, text: str) -> Command:
    """Nudge whoever has the case."""
    return SendReminder(text)


def review(case: Case, *, result: str, text: str, document_no: str, decided_on: str = "") -> Command:
    """Record the superior's decision on the review that is open."""
    review_id = case.open_review.review_id if case.open_review else ""
    return RecordReviewDecision(
        review_id, result, text, document_no, date.fromisoformat(decided_on) if decided_on else None
    )


ACTS: Mapping[str, Callable[..., Command]] = {
    "extension": extension,
    "order": order,
    "remind": remind,
    "review": review,
}
"""The acts by name."""
