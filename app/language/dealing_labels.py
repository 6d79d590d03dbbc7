"""Who has a case and what is done about the matter, in words: levels, hand-overs, means, corrections, causes, and the
lines of the history about them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from app.language.catalogue import _, language

Words = Mapping[str, Callable[[], str]]
Sentence = Callable[[Mapping[str, Any], Mapping[str, str]], str]

_LEVELS: Words = {
    "supervisor": lambda: _("Supervisor"),
    "branch_head": lambda: _("Branch head"),
    "headquarters": lambda: _("Headquarters"),
    "regulator": lambda: _("The regulator"),
}
_TRANSFER_ANSWERS: Words = {
    "": lambda: _("waits for an answer"),
    "accepted": lambda: _("accepted"),
    "declined": lambda: _("declined"),
    "taken_back": lambda: _("taken back"),
    "lapsed": lambda: _("lapsed"),
}
_MEANS: Words = {
    "guidance": lambda: _("Guidance"),
    "moral_suasion": lambda: _("Moral suasion"),
    "negotiation": lambda: _("Mediation and negotiation"),
}
_CORRECTIONS: Words = {
    "criticism": lambda: _("Criticism"),
    "training": lambda: _("Training"),
    "process": lambda: _("Process put right"),
    "environment": lambda: _("Premises put right"),
    "system": lambda: _("System put right"),
    "rules": lambda: _("Rules put right"),
    "other": lambda: _("Another correction"),
}
_ROOT_CAUSES: Words = {
    "staff_skill": lambda: _("Skill of staff"),
    "staff_attitude": lambda: _("Attitude of staff"),
    "process": lambda: _("Process"),
    "rules": lambda: _("Rules"),
    "system": lambda: _("System or equipment"),
    "disclosure": lambda: _("Information not disclosed"),
    "pricing": lambda: _("Pricing"),
    "third_party": lambda: _("Third party"),
    "customer": lambda: _("The customer's own doing"),
    "other": lambda: _("Another cause"),
}

KINDS: Words = {
    "transfer_offered": lambda: _("Transfer offered"),
    "transfer_answered": lambda: _("Transfer answered"),
    "case_escalated": lambda: _("Escalated"),
    "reported_upward": lambda: _("Reported upward"),
    "conflict_declared": lambda: _("Conflict of interest declared"),
    "supervision_ordered": lambda: _("Supervision order"),
    "order_answered": lambda: _("Supervision order answered"),
    "reminder_sent": lambda: _("Reminder"),
    "evidence_received": lambda: _("Evidence received"),
    "evidence_returned": lambda: _("Evidence given back"),
    "means_used": lambda: _("Means used"),
    "correction_planned": lambda: _("Corrective action planned"),
    "correction_finished": lambda: _("Corrective action finished"),
    "root_cause_found": lambda: _("Root cause found"),
    "liability_found": lambda: _("Responsibility found"),
    "attachment_added": lambda: _("File attached"),
    "attachment_set_aside": lambda: _("File set aside"),
}
"""Kinds of entries of this part, without their details."""


def level(code: str) -> str:
    """A level to which a case is escalated or reported."""
    return _say(_LEVELS, code)


def transfer_answer(code: str | None) -> str:
    """What became of an offered transfer; None while it waits."""
    return _say(_TRANSFER_ANSWERS, code or "")


def means(code: str) -> str:
    """A means of disposition."""
    return _say(_MEANS, code)


def correction(code: str) -> str:
    """A kind of corrective action."""
    return _say(_CORRECTIONS, code)


def root_cause(code: str) -> str:
    """A root cause."""
    return _say(_ROOT_CAUSES, code)


def _say(words: Words, code: str) -> str:
    found = words.get(code)
    return found() if found else str(code)


def _name(d: Mapping[str, Any], key: str, names: Mapping[str, str]) -> str:
    return names.get(str(d[key]), str(d[key]))


def _conflict(d: Mapping[str, Any], names: Mapping[str, str]) -> str:
    if not d.get("hand_to"):
        return _("Conflict of interest declared")
    return _("Conflict of interest declared; the case is with {name}").format(name=_name(d, "hand_to", names))


def _liability(d: Mapping[str, Any], names: Mapping[str, str]) -> str:
    if not d["is_bank_at_fault"]:
        return _("Responsibility: no fault of the bank")
    shares = (f"{names.get(str(one['who']), one['who'])} {one['percent']}%" for one in d["shares"])
    return _("Responsibility: {shares}").format(shares=("、" if language() == "zh" else ", ").join(shares))


SENTENCES: Mapping[str, Sentence] = {
    "transfer_offered": lambda d, n: _("Transfer offered to {name}").format(name=_name(d, "to", n)),
    "transfer_answered": lambda d, n: _("Transfer {answer}").format(answer=transfer_answer(d["answer"])),
    "case_escalated": lambda d, n: _("Escalated to: {level}").format(level=level(d["level"])),
    "reported_upward": lambda d, n: _("Reported to: {level}").format(level=level(d["level"])),
    "conflict_declared": _conflict,
    "evidence_received": lambda d, n: _("Evidence received: {name}").format(name=d["name"]),
    "means_used": lambda d, n: _("Means used: {means}").format(means=means(d["means"])),
    "correction_planned": lambda d, n: _("Corrective action planned: {kind}").format(kind=correction(d["kind"])),
    "root_cause_found": lambda d, n: _("Root cause: {cause}").format(cause=root_cause(d["cause"])),
    "liability_found": _liability,
    "attachment_added": lambda d, n: _("File attached: {name}").format(name=d["name"]),
}
"""Lines of the history, from the body of the entry and names by staff number."""
