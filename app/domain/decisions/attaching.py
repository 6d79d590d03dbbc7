"""Files of a case. Their bytes are checked and stored before; the rules see what they are and how many."""

from __future__ import annotations

import re

from app.domain.case import Case
from app.domain.commands import AddAttachment, SetAsideAttachment
from app.domain.context import Context
from app.domain.decisions.outcome import Decisions, Outcome, refused, write
from app.domain.entry import EntryKind
from app.domain.people import Right
from app.domain.reasons import ReasonCode
from app.domain.refusal import Problem, refuse
from app.domain.texts import MAX_LINE, check_needed, check_text

_SHA256 = re.compile(r"[0-9a-f]{64}")


def add_attachment(case: Case, command: AddAttachment, context: Context) -> Outcome:
    """`attachment_added`. The same file again writes nothing; one that was set aside belongs to the case again."""
    if objection := context.objection(Right.HANDLE, case):
        return objection
    known = next((a for a in case.attachments if a.sha256 == command.sha256), None)
    if known is not None and not known.set_aside:
        return ()
    return refused(_problems(case, command, context)) or write(
        case,
        EntryKind.ATTACHMENT_ADDED,
        {
            "sha256": command.sha256,
            "name": command.name,
            "media_type": command.media_type,
            "size": command.size,
            "note": command.note,
        },
    )


def set_aside_attachment(case: Case, command: SetAsideAttachment, context: Context) -> Outcome:
    """`attachment_set_aside` with the reason; the file stays in the journal, as everything does."""
    if objection := context.objection(Right.HANDLE, case):
        return objection
    known = next((a for a in case.attachments if a.sha256 == command.sha256), None)
    if known is None:
        return refuse(ReasonCode.UNKNOWN_ATTACHMENT)
    if known.set_aside:
        return ()
    return refused(check_needed(command.reason, "reason", missing=ReasonCode.REASON_MISSING)) or write(
        case, EntryKind.ATTACHMENT_SET_ASIDE, {"sha256": command.sha256, "reason": command.reason}
    )


def _problems(case: Case, command: AddAttachment, context: Context) -> tuple[Problem, ...]:
    limits = context.rules.attachments
    problems = [*check_needed(command.name, "name", MAX_LINE), *check_text(command.note, "note")]
    if not _SHA256.fullmatch(command.sha256):
        problems.append(Problem(ReasonCode.ATTACHMENT_UNREADABLE, "sha256"))
    if command.media_type not in limits.media_types:
        problems.append(Problem(ReasonCode.ATTACHMENT_TYPE, "media_type"))
    if command.size < 1:
        problems.append(Problem(ReasonCode.ATTACHMENT_EMPTY, "size"))
    elif command.size > limits.max_size:
        megabytes = limits.max_size // (1024 * 1024)
        problems.append(Problem(ReasonCode.ATTACHMENT_TOO_LARGE, "size", {"limit": megabytes}))
    kept = [a.size for a in case.attachments if not a.set_aside]
    if len(kept) >= limits.max_count:
        problems.append(Problem(ReasonCode.ATTACHMENTS_TOO_MANY, "sha256", {"limit": limits.max_count}))
    elif sum(kept) + command.size > limits.max_total >= command.size:
        together = limits.max_total // (1024 * 1024)
        problems.append(Problem(ReasonCode.ATTACHMENTS_TOO_LARGE, "sha256", {"limit": together}))
    return tuple(problems)


DECISIONS: Decisions = {AddAttachment: add_attachment, SetAsideAttachment: set_aside_attachment}
