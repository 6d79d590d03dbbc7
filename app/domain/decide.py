"""The one place where a command becomes entries or a refusal. Pure: no clock, no I/O; the same question always gets the
same answer."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from app.domain.case import Case
from app.domain.commands import (
    AddNote,
    AssignCase,
    CloseCase,
    Command,
    DecideExtension,
    GiveNotice,
    LogContact,
    RecordDecision,
    RecordPaper,
    RegisterComplaint,
    RequestExtension,
    StartHandling,
    WithdrawCase,
)
from app.domain.context import Context
from app.domain.decisions.concluding import close_case, give_notice, record_decision, record_paper, withdraw_case
from app.domain.decisions.extending import decide_extension, request_extension
from app.domain.decisions.handling import add_note, assign_case, log_contact, start_handling
from app.domain.decisions.outcome import Outcome
from app.domain.decisions.registering import register_complaint
from app.domain.reasons import ReasonCode
from app.domain.refusal import refuse

__all__ = ["Context", "Outcome", "decide"]

_DECISIONS: dict[type, Callable[[Case, Any, Context], Outcome]] = {
    StartHandling: start_handling,
    AddNote: add_note,
    LogContact: log_contact,
    AssignCase: assign_case,
    RequestExtension: request_extension,
    DecideExtension: decide_extension,
    RecordDecision: record_decision,
    RecordPaper: record_paper,
    GiveNotice: give_notice,
    CloseCase: close_case,
    WithdrawCase: withdraw_case,
}


def decide(case: Case | None, command: Command, context: Context) -> Outcome:
    """The entries that `command` calls for, in order, or why it is refused, with who could do it.

    An empty tuple means that what was asked for stands already (a repeated request).
    """
    if isinstance(command, RegisterComplaint):
        return register_complaint(case, command, context)
    if case is None:
        return refuse(ReasonCode.CASE_NOT_FOUND)
    return _DECISIONS[type(command)](case, command, context)
