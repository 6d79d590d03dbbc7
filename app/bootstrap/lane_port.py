"""Carries what synchronisation asks of the journal over to the database lane."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TypeVar

from app.journal.standing import AttachmentToMove, Balance, Batch, LogState
from app.journal.wire import FeedItem, FeedNotice, NoticeKind, Point, Receipt, SignedReceipt
from app.sync.attachments import AttachmentPort
from app.sync.port import JournalPort
from app.system.lanes import Lane

T = TypeVar("T")


class LanePort:
    """A `JournalPort` whose every call runs on one lane and is waited for.

    `published` is called there after a page with reference data was taken in, and after each contact; it returns the
    cases that changed by it.
    """

    def __init__(self, port: JournalPort, lane: Lane, published: Callable[[], frozenset[str]] = frozenset) -> None:
        self._port = port
        self._lane = lane
        self._published = published

    def _there(self, work: Callable[[], T]) -> T:
        return self._lane.do(work).result()

    def log_state(self) -> LogState:
        """See JournalPort."""
        return self._there(self._port.log_state)

    def entries_after(self, seq: int, max_bytes: int) -> Batch:
        """See JournalPort."""
        return self._there(lambda: self._port.entries_after(seq, max_bytes))

    def hash_at(self, seq: int) -> bytes | None:
        """See JournalPort."""
        return self._there(lambda: self._port.hash_at(seq))

    def own_hashes(self, epoch: int, seq: int, count: int) -> Sequence[bytes]:
        """See JournalPort."""
        return self._there(lambda: self._port.own_hashes(epoch, seq, count))

    def acknowledge(self, receipt: Receipt, evidence: SignedReceipt) -> None:
        """See JournalPort."""
        self._there(lambda: self._port.acknowledge(receipt, evidence))

    def rewind(self, head: Point, server_epoch: str) -> None:
        """See JournalPort."""
        self._there(lambda: self._port.rewind(head, server_epoch))

    def cursors(self) -> Mapping[str, Point]:
        """See JournalPort."""
        return self._there(self._port.cursors)

    def apply_page(self, scope: str, items: Sequence[FeedItem], cursor: Point, server_epoch: str) -> frozenset[str]:
        """See JournalPort."""

        def apply() -> frozenset[str]:
            changed = self._port.apply_page(scope, items, cursor, server_epoch)
            if any(isinstance(item, FeedNotice) and item.kind is NoticeKind.REFERENCE for item in items):
                changed |= self._published()
            return changed

        return self._there(apply)

    def restart_feed(self, scope: str) -> None:
        """See JournalPort."""
        self._there(lambda: self._port.restart_feed(scope))

    def open_epoch(self) -> LogState:
        """See JournalPort."""
        return self._there(self._port.open_epoch)

    def note_contact(self, at_ms: int, clock_ms: int) -> None:
        """See JournalPort. What was published may count longer by it, so whoever reads that is told too."""

        def note() -> None:
            self._port.note_contact(at_ms, clock_ms)
            self._published()

        self._there(note)

    def left_behind(self) -> LogState | None:
        """See JournalPort."""
        return self._there(self._port.left_behind)

    def entries_left(self, epoch: int, seq: int, max_bytes: int) -> Batch:
        """See JournalPort."""
        return self._there(lambda: self._port.entries_left(epoch, seq, max_bytes))

    def settle_left(self, epoch: int, evidence: Sequence[tuple[int, SignedReceipt]]) -> None:
        """See JournalPort."""
        self._there(lambda: self._port.settle_left(epoch, evidence))

    def balance(self) -> Balance:
        """See JournalPort."""
        return self._there(self._port.balance)


class LaneAttachments:
    """An `AttachmentPort` whose every call runs on one lane and is waited for."""

    def __init__(self, port: AttachmentPort, lane: Lane) -> None:
        self._port = port
        self._lane = lane

    def _there(self, work: Callable[[], T]) -> T:
        return self._lane.do(work).result()

    def to_send(self, limit: int, skip: int = 0) -> Sequence[AttachmentToMove]:
        """See AttachmentPort."""
        return self._there(lambda: self._port.to_send(limit, skip))

    def read_part(self, sha256: str, start: int, size: int) -> bytes:
        """See AttachmentPort."""
        return self._there(lambda: self._port.read_part(sha256, start, size))

    def note_sent(self, sha256: str, have: int) -> None:
        """See AttachmentPort."""
        self._there(lambda: self._port.note_sent(sha256, have))

    def is_sound(self, sha256: str) -> bool:
        """See AttachmentPort."""
        return self._there(lambda: self._port.is_sound(sha256))

    def to_fetch(self, limit: int) -> Sequence[AttachmentToMove]:
        """See AttachmentPort."""
        return self._there(lambda: self._port.to_fetch(limit))

    def keep_part(self, sha256: str, start: int, data: bytes) -> None:
        """See AttachmentPort."""
        self._there(lambda: self._port.keep_part(sha256, start, data))

    def finish(self, sha256: str, size: int) -> str | None:
        """See AttachmentPort."""
        return self._there(lambda: self._port.finish(sha256, size))
