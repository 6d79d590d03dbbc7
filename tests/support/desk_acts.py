"""The common acts on a case, each in one call, as the case page asks for them."""

from __future__ import annotations

import secrets
import uuid
from datetime import date

from app.domain.commands import (
    AddNote,
    AssignCase,
    CloseCase,
    DecideExtension,
    GiveNotice,
    RecordDecision,
    RequestExtension,
    StartHandling,
    WithdrawCase,
)
from app.domain.refusal import Refusal
from app.operations.act import carry_out, carry_out_signed
from app.operations.desk import Desk
from app.operations.open_case import CaseView


def start_handling(desk: Desk, case_id: str) -> CaseView | Refusal:
    return carry_out(desk, case_id, StartHandling())


def add_note(desk: Desk, case_id: str, text: str) -> CaseView | Refusal:
    return carry_out(desk, case_id, AddNote(text))


def assign_case(desk: Desk, case_id: str, owner: str, reason: str = "") -> CaseView | Refusal:
    return carry_out(desk, case_id, AssignCase(owner, reason))


def request_extension(
    desk: Desk, case_id: str, policy_id: str, stage: int, reason: str, request_id: str | None = None
) -> CaseView | Refusal:
    return carry_out(desk, case_id, RequestExtension(request_id or str(uuid.uuid4()), policy_id, stage, reason))


def record_decision(desk: Desk, case_id: str, decision: RecordDecision) -> CaseView | Refusal:
    return carry_out(desk, case_id, decision)


def give_notice(desk: Desk, case_id: str, notice: GiveNotice) -> CaseView | Refusal:
    return carry_out(desk, case_id, notice)


def close_case(desk: Desk, case_id: str) -> CaseView | Refusal:
    return carry_out(desk, case_id, CloseCase())


def withdraw_case(
    desk: Desk, case_id: str, way: str, reason: str = "", received_on: date | None = None
) -> CaseView | Refusal:
    return carry_out(desk, case_id, WithdrawCase(way, reason, received_on))


def decide_extension(
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
    command = DecideExtension(request_id, is_approved, reason, seen_version, secrets.token_hex(16))
    return carry_out_signed(desk, case_id, command, staff_no, password)
