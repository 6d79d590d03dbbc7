"""What is done about the matter: notes, contacts, evidence, means, corrections, files (domain.md nos. 23, 58-63)."""

from __future__ import annotations

from app.domain.case import Case
from app.domain.codes import WAYS
from app.domain.commands import AddNote, LogContact
from app.domain.context import Context
from app.domain.decisions.outcome import Decisions, Outcome, refused, write
from app.domain.entry import EntryKind
from app.domain.people import Right
from app.domain.reasons import ReasonCode
from app.domain.refusal import refuse
from app.domain.texts import MAX_LINE, check_needed, check_text


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


DECISIONS: Decisions = {AddNote: add_note, LogContact: log_contact}
