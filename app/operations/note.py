"""Writing in the desk's own book (app/domain/book.py): who looked, copied, took out, changed rights or keys."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from app.domain.entry import Entry, NewEntry
from app.operations.desk import Desk, Signer

BOOK = frozenset({"book"})


def note(
    desk: Desk,
    *entries: NewEntry,
    signer: Signer | None = None,
    also: Callable[[Any], object] = lambda connection: None,
) -> tuple[Entry, ...]:
    """Write entries of the book in the name of whoever is signed in, or of `signer`; on disk when this returns.
    `also` writes in the same transaction, with its connection.

    Whether the person may is the caller's question. Raises: StoreError, SignatureMissingError.
    """
    written = desk.store.note(entries, desk.author(signer), desk.clock.now(), also=also)
    desk.announce(BOOK, frozenset())
    return written
