"""What the rules read and write: entries. A case is the fold of its entries (journal.md, the one write path)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from app.domain.book import BOOK, SIGNED_BOOK_KINDS, BookKind


class EntryKind(StrEnum):
    """Everything that can happen to a case. Meaning never changes; a changed meaning gets a new name."""

    CASE_REGISTERED = "case_registered"
    CASE_ACCEPTED = "case_accepted"
    CASE_ASSIGNED = "case_assigned"
    HANDLING_STARTED = "handling_started"
    NOTE_ADDED = "note_added"
    CONTACT_LOGGED = "contact_logged"
    EXTENSION_REQUESTED = "extension_requested"
    EXTENSION_DECIDED = "extension_decided"
    DECISION_RECORDED = "decision_recorded"
    PAPER_MADE = "paper_made"
    NOTICE_GIVEN = "notice_given"
    SETTLED_ON_SPOT = "settled_on_spot"
    CASE_WITHDRAWN = "case_withdrawn"
    CASE_CLOSED = "case_closed"

    CASE_CLASSIFIED = "case_classified"
    TRANSFER_OFFERED = "transfer_offered"
    TRANSFER_ANSWERED = "transfer_answered"
    CASE_ESCALATED = "case_escalated"
    REPORTED_UPWARD = "reported_upward"
    CONFLICT_DECLARED = "conflict_declared"
    SUPERVISION_ORDERED = "supervision_ordered"
    ORDER_ANSWERED = "order_answered"
    REMINDER_SENT = "reminder_sent"

    APPROVAL_DELEGATED = "approval_delegated"
    PAUSE_STARTED = "pause_started"
    PAUSE_ENDED = "pause_ended"
    NEW_FACTS_RECEIVED = "new_facts_received"
    DATE_AGREED = "date_agreed"

    EVIDENCE_RECEIVED = "evidence_received"
    EVIDENCE_RETURNED = "evidence_returned"
    MEANS_USED = "means_used"
    CORRECTION_PLANNED = "correction_planned"
    CORRECTION_FINISHED = "correction_finished"
    ROOT_CAUSE_FOUND = "root_cause_found"
    LIABILITY_FOUND = "liability_found"
    ATTACHMENT_ADDED = "attachment_added"
    ATTACHMENT_SET_ASIDE = "attachment_set_aside"

    SETTLEMENT_AGREED = "settlement_agreed"
    UNREACHABLE_RECORDED = "unreachable_recorded"
    CASE_MERGED = "case_merged"
    VOID_REQUESTED = "void_requested"
    VOID_DECIDED = "void_decided"

    REVIEW_REQUESTED = "review_requested"
    REVIEW_DECIDED = "review_decided"
    CASE_REOPENED = "case_reopened"
    SATISFACTION_ASKED = "satisfaction_asked"
    FOLLOWED_UP = "followed_up"
    TYPICAL_MARKED = "typical_marked"
    TYPICAL_CHECKED = "typical_checked"

    HOLD_PLACED = "hold_placed"
    HOLD_LIFTED = "hold_lifted"


SIGNED_KINDS = frozenset(
    {
        EntryKind.EXTENSION_DECIDED,
        EntryKind.DECISION_RECORDED,
        EntryKind.CASE_CLOSED,
        EntryKind.APPROVAL_DELEGATED,
        EntryKind.SUPERVISION_ORDERED,
        EntryKind.SETTLEMENT_AGREED,
        EntryKind.VOID_DECIDED,
        EntryKind.REVIEW_DECIDED,
        EntryKind.CASE_REOPENED,
        EntryKind.HOLD_PLACED,
        EntryKind.HOLD_LIFTED,
    }
)
"""Entries that carry authority: signed by the acting person's own key (journal.md, the one write path)."""


@dataclass(frozen=True, slots=True, order=True)
class Origin:
    """Where an entry was written: device (32 hex digits), epoch of its store, place in its log (from 1)."""

    device: str
    epoch: int
    seq: int

    def __str__(self) -> str:
        return f"{self.device}.{self.epoch}.{self.seq}"


@dataclass(frozen=True, slots=True)
class NewEntry:
    """An entry that a decision calls for and that nobody has stored yet.

    `body` holds plain values only (str, int, bool, None, list, dict with str keys): instants as ISO 8601 UTC
    ("2026-11-22T04:05:06.789Z"), days as "2026-11-22", money as whole fen.
    """

    kind: EntryKind | BookKind
    case_id: str
    body: Mapping[str, object]
    version: int = 1

    @property
    def must_sign(self) -> bool:
        """Whether the acting person has to sign this entry with their own key."""
        return self.kind in SIGNED_KINDS or self.kind in SIGNED_BOOK_KINDS


def book_entry(kind: BookKind, /, **body: object) -> NewEntry:
    """An entry for the desk's own book (app/domain/book.py)."""
    return NewEntry(kind, BOOK, body)


@dataclass(frozen=True, slots=True)
class Entry:
    """An entry as it stands in the journal, in the form that the rules read.

    `kind` is a plain string: an unknown kind from a newer program is kept and shown, never dropped (journal.md 4.10).
    `base` is how many entries of this case the actor had seen. `feed_seq` is its place in the branch's feed, None
    until headquarters has given one. `verdict` is headquarters' word on it, None while there is none.
    """

    kind: str
    version: int
    case_id: str
    body: Mapping[str, object]
    actor: str
    at: datetime
    base: int
    origin: Origin
    hlc: int
    is_signed: bool = False
    feed_seq: int | None = None
    verdict: str | None = None

    @property
    def order(self) -> tuple[int, int, Origin]:
        """Sort key of the fold: what headquarters has placed comes first, in its order; the rest by hybrid clock.

        Headquarters' order decides, never a clock alone (journal.md 4.6), and the order does not depend on arrival.
        """
        return (self.feed_seq if self.feed_seq is not None else _UNPLACED, self.hlc, self.origin)

    def __repr__(self) -> str:
        return f"<Entry {self.kind} of case {self.case_id} at {self.origin}>"


_UNPLACED = 2**62
