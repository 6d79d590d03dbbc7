"""What synchronisation needs of the journal's keeper. app/store implements it; the two rooms don't know each other.

Every method is one transaction of the keeper, and may be called from the thread of synchronisation: whoever builds the
desk hands in an object that carries each call over to the database lane.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Protocol

from app.journal.standing import Balance, Batch, LogState
from app.journal.wire import FeedItem, Point, Receipt, SignedReceipt


class JournalPort(Protocol):
    """The journal as synchronisation sees it."""

    def log_state(self) -> LogState:
        """How the log stands now."""
        ...

    def entries_after(self, seq: int, max_bytes: int) -> Batch:
        """Own entries of the present epoch after `seq`, as many as `max_bytes` hold, at least one if there is one."""
        ...

    def hash_at(self, seq: int) -> bytes | None:
        """The hash of the own entry `seq` of the present epoch; 32 zero bytes for 0; None when there is none."""
        ...

    def own_hashes(self, epoch: int, seq: int, count: int) -> Sequence[bytes]:
        """The hashes of `count` own entries from `seq` on; fewer when the journal doesn't hold them all."""
        ...

    def acknowledge(self, receipt: Receipt, evidence: SignedReceipt) -> None:
        """Keep a checked receipt and move what is acknowledged up to its head, never back."""
        ...

    def rewind(self, head: Point, server_epoch: str) -> None:
        """Headquarters was restored and holds this log up to `head` only: what comes after waits to be sent again."""
        ...

    def cursors(self) -> Mapping[str, Point]:
        """How far each feed has been applied; a feed that was never read is missing or at 0."""
        ...

    def apply_page(self, scope: str, items: Sequence[FeedItem], cursor: Point, server_epoch: str) -> frozenset[str]:
        """Apply feed items and move the cursor to `cursor`, in one transaction. Returns the ids of touched cases.

        Items may come again after `restart_feed`: an entry that is already there only takes its new place and loses
        its old judgement.
        """
        ...

    def restart_feed(self, scope: str) -> None:
        """Headquarters declared another feed: forget places and judgements of `scope` and read it again from 0."""
        ...

    def open_epoch(self) -> LogState:
        """Start the next epoch of this device's log: the database is an old copy, or the log forked.

        Nothing is overwritten; entries of earlier epochs stay as they are.
        """
        ...

    def note_contact(self, at_ms: int, clock_ms: int) -> None:
        """Headquarters was reached and its feeds are read to their end: its own time, and the clock here, both in
        milliseconds since 1970."""
        ...

    def left_behind(self) -> LogState | None:
        """The earlier log of this device whose end headquarters may lack, because a copy was restored that had not sent
        everything; None when there is none (any more)."""
        ...

    def entries_left(self, epoch: int, seq: int, max_bytes: int) -> Batch:
        """As `entries_after`, of the log that was left behind."""
        ...

    def settle_left(self, epoch: int, evidence: Sequence[tuple[int, SignedReceipt]]) -> None:
        """The log that was left behind needs nothing more; checked receipts are kept by the entry they go up to."""
        ...

    def balance(self) -> Balance:
        """The sums as this desk knows them."""
        ...
