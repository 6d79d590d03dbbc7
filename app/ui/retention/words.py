"""The page's lines in words. No Qt."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.language import _, labels
from app.language.holding_labels import retention_sentence

if TYPE_CHECKING:
    from app.operations.retention import DueCase, KeptCase


def line_of(case: DueCase) -> tuple[str, str, str, str, str]:
    """Number, what it was, when it ended, until when it had to be kept, and why."""
    return (
        case.case_no,
        _("{what}, {state}").format(what=labels.intake_type(case.intake_type), state=labels.state(case.state)),
        case.ended_on.isoformat(),
        case.retention.keep_until.isoformat(),
        retention_sentence(case.retention),
    )


def kept_line(cases: tuple[KeptCase, ...]) -> str:
    """What was deleted at another PC and stays here."""
    if not cases:
        return ""
    held = labels.list_of(case.case_no for case in cases if case.why == "held")
    newer = labels.list_of(case.case_no for case in cases if case.why == "newer_entries")
    not_due = labels.list_of(case.case_no for case in cases if case.why == "not_due")
    parts = []
    if held:
        parts.append(_("Deleted at another computer, kept here because of a hold: {cases}.").format(cases=held))
    if newer:
        parts.append(_("Deleted at another computer, kept here because of newer entries: {cases}.").format(cases=newer))
    if not_due:
        said = _("Deleted at another computer before its time was over, kept here; tell headquarters: {cases}.")
        parts.append(said.format(cases=not_due))
    return "\n".join(parts)
