"""Take a case in hand, note, log contacts, hand over (domain.md nos. 2, 11-15, 23)."""

from __future__ import annotations

from app.domain.case import Case, CaseState
from app.domain.codes import WAYS
from app.domain.commands import AddNote, AssignCase, LogContact, StartHandling
from app.domain.context import Context
from app.domain.decisions.outcome import Outcome, refused, write, wrong_state
from app.domain.entry import EntryKind
from app.domain.people import Right, who_may
from app.domain.reasons import ReasonCode
from app.domain.recusal import is_recused
from app.domain.refusal import refuse
from app.domain.texts import MAX_LINE, check_needed, check_text


def start_handling(case: Case, command: StartHandling, context: Context) -> Outcome:
    """The actor takes the case in hand and owns it from now on."""
    if objection := context.objection(Right.HANDLE, case):
        return objection
    if case.state is CaseState.IN_PROGRESS:
        return refuse(
            ReasonCode.WRONG_STATE, state=case.state.value, who_could=who_may(Right.ASSIGN, context.people.values())
        )
    return wrong_state(case, EntryKind.HANDLING_STARTED) or write(case, EntryKind.HANDLING_STARTED, {})


def add_note(case: Case, command: AddNote, context: Context) -> Outcome:
    """A note for staff; also on cases that have ended."""
    if objection := context.objection(Right.HANDLE, case):
        return objection
    return refused(check_needed(command.text, "text")) or write(case, EntryKind.NOTE_ADDED, {"text": command.text})


def log_contact(case: Case, command: LogContact, context: Context) -> Outcome:
    """A talk with the complainant."""
    if objection := context.objection(Right.HANDLE, case):
        return objection
    if command.way not in WAYS:
        return refuse(ReasonCode.WAY_UNKNOWN, "way")
    problems = (*check_text(command.receiver, "receiver", MAX_LINE), *check_needed(command.result, "result"))
    return refused(problems) or write(
        case,
        EntryKind.CONTACT_LOGGED,
        {"way": command.way, "receiver": command.receiver, "result": command.result},
    )


def assign_case(case: Case, command: AssignCase, context: Context) -> Outcome:
    """Another person owns the case; no open case is ever without an owner (domain.md no. 15)."""
    if objection := context.objection(Right.ASSIGN, case):
        return objection
    if objection := wrong_state(case, EntryKind.CASE_ASSIGNED):
        return objection
    able = tuple(
        staff_no
        for staff_no in who_may(Right.HANDLE, context.people.values(), but=case.owner)
        if not is_recused(case, staff_no)
    )
    owner = context.people.get(command.owner)
    if owner is None:
        return refuse(ReasonCode.PERSON_UNKNOWN, "owner", who_could=able)
    if owner.staff_no == case.owner:
        return refuse(ReasonCode.OWNER_UNCHANGED, "owner", who_could=able)
    if not owner.may(Right.HANDLE) or owner.branch != case.branch:
        return refuse(ReasonCode.OWNER_CANNOT_HANDLE, "owner", who_could=able)
    if is_recused(case, owner.staff_no):
        return refuse(ReasonCode.RECUSED, "owner", who_could=able)
    return refused(check_text(command.reason, "reason")) or write(
        case, EntryKind.CASE_ASSIGNED, {"owner": owner.staff_no, "reason": command.reason}
    )
