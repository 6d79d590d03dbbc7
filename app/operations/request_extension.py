"""Ask for more time."""

from __future__ import annotations

import uuid

from app.domain.commands import RequestExtension
from app.domain.refusal import Refusal
from app.operations.act import carry_out
from app.operations.desk import Desk
from app.operations.open_case import CaseView


def request_extension(
    desk: Desk, case_id: str, policy_id: str, stage: int, reason: str, request_id: str | None = None
) -> CaseView | Refusal:
    """Ask for `stage` of the policy (S0 no. 5, 令2020-3 art. 18). `request_id` makes a repeated call harmless."""
    return carry_out(desk, case_id, RequestExtension(request_id or str(uuid.uuid4()), policy_id, stage, reason))
