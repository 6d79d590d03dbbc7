"""Entries as audit reads them: a sentence, and every value with its name. Whoever reads here learns nothing about
customers: what a case says of them stays on its own page (domain.md 1.7 no. 96, need to know)."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any

from app.domain.free_text import mask_text
from app.language import book_labels, disclosure_labels, labels
from app.language.catalogue import _, ngettext_

Words = Mapping[str, Callable[[], str]]
Names = Mapping[str, str]

_GROUPS: Words = {
    "people": lambda: _("People and passwords"),
    "sessions": lambda: _("Sign-ins"),
    "details": lambda: _("Details seen"),
    "taken_out": lambda: _("Data taken out"),
    "keys": lambda: _("Keys and backups"),
    "checks": lambda: _("Checks"),
    "deletion": lambda: _("Deletion"),
    "approvals": lambda: _("Approvals"),
    "steps": lambda: _("Steps of cases"),
}
_SIGNATURES: Words = {
    "": lambda: _("not signed"),
    "good": lambda: _("signed, proven"),
    "bad": lambda: _("signature is wrong"),
    "unknown_key": lambda: _("signed with a key that the directory does not know"),
    "unchecked": lambda: _("signed, not checked yet"),
}
_VERDICTS: Words = {
    "accepted": lambda: _("taken as valid"),
    "needs_review": lambda: _("to be looked at by headquarters"),
    "rejected": lambda: _("not accepted"),
    "superseded": lambda: _("overtaken by another entry"),
}
_STEPS: Words = {
    "pages": lambda: _("pages of the database"),
    "chain": lambda: _("chain and hashes"),
    "entries": lambda: _("entries and signatures"),
    "proofs": lambda: _("receipts and anchors"),
    "cases": lambda: _("cases"),
    "files": lambda: _("files"),
}
_FIELDS: Words = {
    "staff_no": lambda: _("Staff number"),
    "name": lambda: _("Name"),
    "role": lambda: _("Role"),
    "reason": lambda: _("Why"),
    "note": lambda: _("Note"),
    "why": lambda: _("Why"),
    "key_id": lambda: _("Key id"),
    "sign_key": lambda: _("Public key"),
    "earlier_key_id": lambda: _("Earlier key"),
    "done_by": lambda: _("Done by"),
    "key_name": lambda: _("Key of the database"),
    "until": lambda: _("Lasts until"),
    "what": lambda: _("What"),
    "count": lambda: _("Number of items"),
    "sha256": lambda: _("Fingerprint (SHA-256)"),
    "kind": lambda: _("Kind of entry"),
    "copy_no": lambda: _("Copy no."),
    "seq": lambda: _("Up to entry"),
    "size": lambda: _("Size"),
    "is_verified": lambda: _("Checked by opening it"),
    "is_masked": lambda: _("Personal data masked"),
    "source": lambda: _("Restored from"),
    "missing": lambda: _("Entries missing"),
    "request_id": lambda: _("Request"),
    "officers": lambda: _("Officers of headquarters"),
    "entries": lambda: _("Entries"),
    "problems": lambda: _("Differences"),
    "first": lambda: _("First difference"),
    "behind_seconds": lambda: _("Seconds behind"),
    "from_on": lambda: _("Period from"),
    "until_on": lambda: _("Period to"),
    "rule_version": lambda: _("Version of the rules"),
    "cases": lambda: _("Cases concerned"),
    "refused_before": lambda: _("Passwords refused before"),
    "owner": lambda: _("Person in charge"),
    "to": lambda: _("Passed to"),
    "channel": lambda: _("Way in"),
    "category": lambda: _("Category"),
    "decision": lambda: _("Decision"),
    "outcome": lambda: _("Decision"),
    "way": lambda: _("Manner"),
    "about": lambda: _("Subject"),
    "old_due_on": lambda: _("Due before"),
    "new_due_on": lambda: _("Due since"),
    "due_on": lambda: _("Due"),
    "policy_id": lambda: _("Time limit"),
    "agreement_no": lambda: _("Agreement no."),
    "into_case_no": lambda: _("Merged with case"),
    "was_overdue": lambda: _("Was overdue"),
    "succeeded": lambda: _("Was reached"),
    "document_no": lambda: _("Document no."),
    "case_no": lambda: _("Case number"),
    "text": lambda: _("Words"),
    "summary": lambda: _("Summary"),
    "remark": lambda: _("Remark"),
    "reasons": lambda: _("Reasons"),
    "result": lambda: _("Result"),
    "received_at": lambda: _("Received at"),
    "received_on": lambda: _("Received on"),
    "expected_end_on": lambda: _("Expected until"),
}
_OF_CASES = frozenset(
    {
        *("owner", "channel", "category", "decision", "outcome", "way", "old_due_on", "new_due_on", "due_on"),
        *("policy_id", "agreement_no", "into_case_no", "was_overdue", "succeeded", "copy_no", "sha256", "request_id"),
        *("until_on", "from_on", "document_no", "case_no", "received_on", "expected_end_on"),
    }
)
"""Values of a case's own entries that say nothing about a customer."""
_FREE = frozenset({"note", "first"})
_WHY = {"session_closed": book_labels.closed_why, "store_key_changed": book_labels.key_why,
        "recovery_used": book_labels.recovery_why}  # fmt: skip


def group(code: str) -> str:
    """A group of kinds of entries."""
    return _say(_GROUPS, code)


def signature(code: str) -> str:
    """What is known of an entry's signature."""
    return _say(_SIGNATURES, code)


def step(code: str) -> str:
    """What a check of the journal is at."""
    return _say(_STEPS, code)


def verdict(code: str, *, is_placed: bool) -> str:
    """Headquarters' word on an entry."""
    if not code:
        return _("received") if is_placed else _("not received yet")
    return _say(_VERDICTS, code)


def sentence(kind: str, body: Mapping[str, Any], names: Names, *, case_no: str = "", is_purged: bool = False) -> str:
    """What happened, in one sentence without anything about a customer."""
    if is_purged:
        return _("{what}; its content was deleted, its time of keeping is over").format(what=labels.entry_kind(kind))
    if kind in book_labels.WITHOUT_CUSTOMER or not body:
        return labels.entry_kind(kind)
    details = {key: "" if value is None else value for key, value in body.items()}
    if kind in book_labels.KINDS:
        details["case_no"] = case_no
        if "reason" in details:
            details["reason"] = _masked(str(details["reason"]))
    return labels.entry_sentence(kind, details, names)


def fields(kind: str, body: Mapping[str, Any], names: Names) -> list[tuple[str, str]]:
    """Every value of an entry with its name. What may be about a customer is said to be there, not what it is; what
    has no name of its own is said to be there once, and ids by which entries point to each other are left out."""
    said = []
    is_of_book = kind in book_labels.KINDS
    has_more = False
    for key, value in body.items():
        if key == "case_id" or value is None or value == "":
            continue
        if is_of_book or key in _OF_CASES:
            said.append((_say(_FIELDS, key), _value(kind, key, value, names)))
        elif key in _FIELDS:
            said.append((_say(_FIELDS, key), _hidden(value)))
        else:
            has_more = has_more or not key.endswith("_id")
    if has_more:
        said.append((_("Other content"), _("to be read on the case page")))
    return said


def _value(kind: str, key: str, value: Any, names: Names) -> str:
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if key in ("staff_no", "owner"):
        return str(value)
    if key == "why" and kind in _WHY:
        return _WHY[kind](str(value))
    if key == "reason":
        return _masked(disclosure_labels.reason(str(value)))
    if key in _FREE:
        return _masked(str(value))
    if key == "what":
        codes: Sequence[Any] = value if isinstance(value, list | tuple) else ()
        return book_labels.details(list(codes)) if codes else book_labels.taken_out(str(value))
    if key.endswith("_on") or key == "until":
        return _day(value)
    if key == "cases" and isinstance(value, list | tuple):
        numbers = [str(one["case_no"]) for one in value if isinstance(one, Mapping) and one.get("case_no")]
        if len(numbers) == len(value):
            return labels.list_of(numbers)
        return ngettext_("{n} case", "{n} cases", len(value)).format(n=len(value))
    simple = _SIMPLE.get(key)
    if simple is not None:
        return simple(str(value))
    if key in _CODES:
        return grouped(str(value))
    if isinstance(value, list | tuple):
        return labels.list_of(str(one) for one in value)
    return f"{value:,}" if isinstance(value, int) else str(value)


def grouped(code: str) -> str:
    """A long code in groups, to be read out and to be parted at the end of a line."""
    return " ".join(code[place : place + 8] for place in range(0, len(code), 8))


_CODES = frozenset({"key_id", "sign_key", "earlier_key_id", "key_name", "sha256", "request_id"})
_SIMPLE: Mapping[str, Callable[[str], str]] = {
    "role": labels.role,
    "source": book_labels.source,
    "kind": labels.paper_kind,
    "channel": labels.channel,
    "outcome": labels.outcome,
    "decision": labels.extension_decision,
    "way": labels.way,
    "policy_id": labels.policy,
}


def _hidden(value: Any) -> str:
    if isinstance(value, str):
        n = len(value)
        return ngettext_(
            "{n} character, to be read on the case page", "{n} characters, to be read on the case page", n
        ).format(n=n)
    return _("to be read on the case page")


def _masked(text: str) -> str:
    return mask_text(text)


def _day(value: Any) -> str:
    try:
        return labels.day(date.fromisoformat(str(value)))
    except ValueError:
        return str(value)


def _say(words: Words, code: str) -> str:
    found = words.get(code)
    return found() if found else str(code)
