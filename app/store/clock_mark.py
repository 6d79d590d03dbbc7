"""The latest time that is known for sure: whatever a computer's clock says, it is not earlier than that.

Two things are known: when the newest entry here was written, and what headquarters said that it was, under its
signature, when it was reached last. It rises with every entry; only headquarters' word takes it back, where a clock ran
ahead when entries were written (journal.md 4.7; security.md 2, clock rollback).
"""

from __future__ import annotations

from datetime import datetime
from typing import NamedTuple

from app.domain.directory import Contact
from app.store.directories import highest_clock, last_contact
from app.store.engine import Database


class ClockMark(NamedTuple):
    """The latest time known, and the contact with headquarters that it rests on, None before the first."""

    at: datetime
    contact: Contact | None


def clock_mark(database: Database) -> ClockMark:
    """What the store knows now. Raises: StoreError."""
    contact, highest = last_contact(database), highest_clock(database)
    if contact is None:
        return ClockMark(highest, None)
    written_since = max(highest, contact.clock) - contact.clock
    return ClockMark(contact.at + written_since, contact)
