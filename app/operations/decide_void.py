"""Void a case that was recorded by mistake, or refuse to, under four eyes (ux.md 6: reason and a second person)."""

from __future__ import annotations

import secrets

from app.domain.commands import DecideVoid
from app.domain.refusal import Refusal
from app.operations.act import carry_out
from app.operations.desk import Desk
from app.operations.open_case import CaseView


def decide_void(
    desk: Desk,
    case_id: str,
    request_id: str,
    *,
    is_approved: bool,
    reason: str,
    seen_version: int,
    staff_no: str,
    password: str,
) -> CaseView | Refusal:
    """The person `staff_no` decides with their own password; the key is unwrapped for this one signature.

    Raises: WrongPasswordError, LockedOutError (known errors), with nothing written.
    """
    command = DecideVoid(request_id, is_approved, reason, seen_version, secrets.token_hex(16))
    with desk.sign_once(staff_no, password) as signer:
        return carry_out(desk, case_id, command, signer=signer)
