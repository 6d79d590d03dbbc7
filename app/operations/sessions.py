"""Who sat at the desk from when to when: entries of the book at sign-in, lock, switch and exit (ASVS 7.4, 16.3.1)."""

from __future__ import annotations

from app.domain.book import BookKind
from app.domain.entry import book_entry
from app.operations.desk import Desk
from app.operations.note import note

WHYS = frozenset({"locked", "idle", "system_locked", "suspended", "switched", "left", "crashed"})
"""Why a session ended: by its person or idle time; by the computer's own lock, its sleep or its change of user; because
somebody else signed in, because the program was closed, or because it could not go on."""


def open_session(desk: Desk) -> None:
    """Note that whoever is at `desk` was let in, and how often the password had been refused since the last time.

    Raises: StoreError.
    """
    note(desk, book_entry(BookKind.SESSION_OPENED, refused_before=desk.session.refused_before))


def close_session(desk: Desk, why: str) -> None:
    """Note why the session at `desk` ends, before its keys are wiped. Raises: StoreError, ValueError (another why)."""
    if why not in WHYS:
        raise ValueError(why)
    note(desk, book_entry(BookKind.SESSION_CLOSED, why=why))
