"""That the database key was changed stands in the book once, whatever came between the change and the entry."""

from __future__ import annotations

import logging

from app.domain.book import BookKind
from app.domain.entry import book_entry
from app.domain.people import Right
from app.operations.desk import Desk
from app.operations.note import note
from app.store.announcements import KEY_CHANGE, announce, announced, forget
from app.system.errors import KnownError

_log = logging.getLogger(__name__)


def announce_change(desk: Desk, why: str) -> None:
    """Say in the database that the key is about to be changed; `why` as in the book. Raises: StoreError.

    What an earlier change still owes the book is written first.
    """
    if desk.vault is None:
        raise TypeError("a desk without a vault has no key to change")
    note_change(desk)
    said = {"why": why, "by": desk.actor.staff_no, "key_before": desk.vault.key_name}
    announce(desk.store.database, KEY_CHANGE, said)


def note_change(desk: Desk) -> bool:
    """Write a change that was announced and has happened into the book; forget one that came to nothing.

    Only by somebody whose entry headquarters accepts; until such a person is there it stays announced.
    Returns whether something was written. Raises: StoreError.
    """
    vault = desk.vault
    if vault is None or not desk.session.person.may(Right.KEEP_STORE):
        return False
    found = announced(desk.store.database, KEY_CHANGE)
    if not found:
        return False
    said = found[0]
    if said["key_before"] == vault.key_name:
        with desk.store.database.write() as connection:
            forget(connection, KEY_CHANGE)
        return False
    body = {"why": said["why"], "key_name": vault.key_name}
    if said["by"] != desk.actor.staff_no:
        body["done_by"] = said["by"]
    note(
        desk,
        book_entry(BookKind.STORE_KEY_CHANGED, **body),
        also=lambda connection: forget(connection, KEY_CHANGE),
    )
    return True


def make_up_key_change(desk: Desk) -> None:
    """At a sign-in: as `note_change`. What stands against it now (a full disk) keeps nobody out."""
    try:
        if note_change(desk):
            _log.info("a change of the database key was noted late")
    except KnownError as error:
        _log.warning("a change of the database key can't be noted: %s", error.code)
