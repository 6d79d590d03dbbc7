"""What synchronisation reads and moves: the outbox, what is acknowledged, the feeds' cursors, the balance.

The whole state of the upload is two integers and a hash; there are no flags on entries to go wrong (journal.md 4.4).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

import sqlalchemy as sa

from app.domain.rules import Rules
from app.journal.chain import Head
from app.journal.envelope import GENESIS, Record
from app.journal.hlc import HybridClock
from app.journal.signature import KeyDirectory
from app.journal.standing import Balance, Batch, LogState
from app.journal.view import case_text
from app.journal.wire import BRANCH_SCOPE, FeedItem, Point, Receipt, SignedReceipt
from app.store.attachment_transfers import forget_headquarters
from app.store.case_entries import head_of
from app.store.directories import note_contact
from app.store.engine import Database
from app.store.epochs import LEFT_BEHIND, forget, left_behind, start_epoch
from app.store.feed import FeedPageWriter
from app.store.identity import StoreIdentity
from app.store.proofs import has_unproven, prove_again
from app.store.rebuild import derive_all
from app.store.refresh import refresh_case
from app.system.crash_points import reach
from app.system.errors import KnownError

_STATE = "SELECT acked_seq, acked_hash, server_epoch FROM sync_state WHERE epoch = ?"
_SAVE_STATE = (
    "INSERT INTO sync_state (epoch, acked_seq, acked_hash, server_epoch, receipt, receipt_signature) "
    "VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT (epoch) DO UPDATE SET acked_seq = excluded.acked_seq, "
    "acked_hash = excluded.acked_hash, server_epoch = excluded.server_epoch, "
    "receipt = coalesce(excluded.receipt, receipt), "
    "receipt_signature = coalesce(excluded.receipt_signature, receipt_signature)"
)
_KEEP_RECEIPT = "INSERT OR REPLACE INTO receipt (epoch, seq, receipt, signature) VALUES (?, ?, ?, ?)"
_OUTBOX = (
    "SELECT e.envelope, b.body, e.seq, e.hash FROM entry e "
    "LEFT JOIN entry_body b ON b.device = e.device AND b.epoch = e.epoch AND b.seq = e.seq "
    "WHERE e.device = ? AND e.epoch = ? AND e.seq > ? ORDER BY e.seq"
)
_HASH = "SELECT hash FROM entry WHERE device = ? AND epoch = ? AND seq = ?"
_HASHES = "SELECT hash FROM entry WHERE device = ? AND epoch = ? AND seq >= ? ORDER BY seq LIMIT ?"
_MOVE_CURSOR = (
    "INSERT INTO feed_cursor (scope, seq, hash) VALUES (?, ?, ?) "
    "ON CONFLICT (scope) DO UPDATE SET seq = excluded.seq, hash = excluded.hash"
)
_PLACED = (
    "SELECT count(*), coalesce(sum(coalesce(verdict, '') NOT IN ('rejected', 'superseded')), 0) FROM placement "
    "WHERE device = ? AND epoch = ? AND feed_seq IS NOT NULL"
)


class ReceiptMismatchError(KnownError):
    """A receipt or head of headquarters does not fit our log. Nothing was moved."""

    code = "receipt_mismatch"


class SyncState:
    """The journal as synchronisation sees it (app/sync/port.py). Every method is one transaction."""

    def __init__(
        self,
        database: Database,
        identity: Callable[[], StoreIdentity],
        set_identity: Callable[[StoreIdentity], None],
        rules: Callable[[], Rules],
        clock: HybridClock,
        directory: KeyDirectory | None,
    ) -> None:
        self._database = database
        self._identity = identity
        self._set_identity = set_identity
        self._rules = rules
        self._clock = clock
        self._directory = directory

    @property
    def directory(self) -> KeyDirectory | None:
        """Finds the public keys that signatures of entries from elsewhere are checked with."""
        return self._directory

    # -- up ------------------------------------------------------------------------------------------------------

    def log_state(self) -> LogState:
        """How the log stands now."""
        with self._database.read() as connection:
            return self._log_state(connection)

    def entries_after(self, seq: int, max_bytes: int) -> Batch:
        """Own entries of the present epoch after `seq`, as many as `max_bytes` hold, at least one if there is one."""
        with self._database.read() as connection:
            return self._batch(connection, self._identity().epoch, seq, max_bytes)

    def hash_at(self, seq: int) -> bytes | None:
        """The hash of the own entry `seq` of the present epoch; 32 zero bytes for 0; None when there is none."""
        with self._database.read() as connection:
            return _hash_at(connection, self._identity().device_bytes, self._identity().epoch, seq)

    def own_hashes(self, epoch: int, seq: int, count: int) -> Sequence[bytes]:
        """The hashes of `count` own entries from `seq` on; fewer when the journal doesn't hold them all."""
        with self._database.read() as connection:
            rows = connection.exec_driver_sql(_HASHES, (self._identity().device_bytes, epoch, seq, count)).fetchall()
        return [row[0] for row in rows]

    def acknowledge(self, receipt: Receipt, evidence: SignedReceipt) -> None:
        """Keep a checked receipt and move what is acknowledged up to its head, never back.

        Raises: ReceiptMismatchError when it is for another log or its hash is not ours.
        """
        own = self._identity()
        with self._database.write() as connection:
            if (receipt.device, receipt.epoch) != (own.device, own.epoch):
                raise ReceiptMismatchError(why="other_log", epoch=receipt.epoch)
            if _hash_at(connection, self._identity().device_bytes, own.epoch, receipt.head.seq) != receipt.head.hash:
                raise ReceiptMismatchError(why="other_hash", seq=receipt.head.seq)
            acked, _ = _acked(connection, self._identity())
            head = receipt.head if receipt.head.seq >= acked.seq else acked
            _save(connection, self._identity(), head, receipt.server_epoch, evidence)
            connection.exec_driver_sql(_KEEP_RECEIPT, (own.epoch, receipt.head.seq, evidence.body, evidence.signature))
            reach("sync.before_acknowledged")
        reach("sync.after_acknowledged")

    def rewind(self, head: Point, server_epoch: str) -> None:
        """Headquarters was restored and holds this log up to `head` only: what comes after waits to be sent again.

        Raises: ReceiptMismatchError when our entry at that place is another one.
        """
        with self._database.write() as connection:
            if _hash_at(connection, self._identity().device_bytes, self._identity().epoch, head.seq) != head.hash:
                raise ReceiptMismatchError(why="other_hash", seq=head.seq)
            _save(connection, self._identity(), head, server_epoch, None)

    def note_contact(self, at_ms: int, clock_ms: int) -> None:
        """Headquarters was reached and its feeds are read to their end: its own time, and the clock here."""
        with self._database.write() as connection:
            note_contact(connection, self._identity(), at_ms, clock_ms)

    def open_epoch(self) -> LogState:
        """Start a new epoch of this device's log: its database is an old copy, or it forked. Nothing is overwritten.

        Case numbers jump ahead, because the lost part of the log may have given some.
        """
        own = self._identity()
        with self._database.write() as connection:
            new = start_epoch(connection, own, own.epoch + 1, datetime.now(UTC))
        self._set_identity(new)
        return self.log_state()

    # -- an epoch that a restored copy left behind -----------------------------------------------------------------

    def left_behind(self) -> LogState | None:
        """The earlier log of this device whose end headquarters may lack: the copy that was restored ended with entries
        that had not been sent. None when there is none (any more)."""
        own = self._identity()
        with self._database.read() as connection:
            epoch = left_behind(connection)
            if epoch is None:
                return None
            head, _ = head_of(connection, own.device_bytes, epoch)
            row = connection.exec_driver_sql(_STATE, (epoch,)).fetchone()
        acked, server_epoch = (Point(row[0], row[1]), row[2]) if row else (Point(), "")
        return LogState(own.device, epoch, _point(head), acked, server_epoch)

    def entries_left(self, epoch: int, seq: int, max_bytes: int) -> Batch:
        """As `entries_after`, of the log that was left behind."""
        with self._database.read() as connection:
            return self._batch(connection, epoch, seq, max_bytes)

    def settle_left(self, epoch: int, evidence: Sequence[tuple[int, SignedReceipt]]) -> None:
        """The log that was left behind needs nothing more; checked receipts are kept by the entry they go up to."""
        with self._database.write() as connection:
            for seq, signed in evidence:
                connection.exec_driver_sql(_KEEP_RECEIPT, (epoch, seq, signed.body, signed.signature))
            forget(connection, LEFT_BEHIND)

    # -- down ----------------------------------------------------------------------------------------------------

    def cursors(self) -> Mapping[str, Point]:
        """How far each feed has been applied; a feed that was never read is missing."""
        with self._database.read() as connection:
            rows = connection.exec_driver_sql("SELECT scope, seq, hash FROM feed_cursor").fetchall()
        return {row[0]: Point(row[1], row[2]) for row in rows}

    def apply_page(self, scope: str, items: Sequence[FeedItem], cursor: Point, server_epoch: str) -> frozenset[str]:
        """Apply feed items and move the cursor to `cursor`, in one transaction. Returns the ids of touched cases.

        Items may come again after `restart_feed`: an entry that is already there only takes its new place and loses
        its old judgement. What can't be read goes to quarantine, and the cursor moves on.
        """
        with self._database.write() as connection:
            page = FeedPageWriter(connection, scope, self._identity(), self._clock, self._directory)
            for item in items:
                page.take(item)
            reach("sync.after_items")
            touched = page.refresh(self._rules())
            connection.exec_driver_sql(_MOVE_CURSOR, (scope, cursor.seq, cursor.hash))
            acked, _ = _acked(connection, self._identity())
            _save(connection, self._identity(), acked, server_epoch, None)
            reach("sync.before_page_commit")
        reach("sync.after_page_commit")
        return touched

    def restart_feed(self, scope: str) -> None:
        """Headquarters declared another feed: forget places and judgements of `scope` and read it again from 0."""
        with self._database.write() as connection:
            connection.exec_driver_sql("DELETE FROM feed_cursor WHERE scope = ?", (scope,))
            connection.exec_driver_sql("DELETE FROM quarantine WHERE scope = ?", (scope,))
            connection.exec_driver_sql("DELETE FROM feed_link WHERE scope = ?", (scope,))
            if scope == BRANCH_SCOPE:
                connection.exec_driver_sql("DELETE FROM placement")
                forget_headquarters(connection)
                derive_all(connection, self._rules())

    def use_directory(self, directory: KeyDirectory) -> frozenset[str]:
        """Check signatures by `directory` from now on, and those that could not be checked before.

        Returns the ids of the cases that have changed by it.
        """
        self._directory = directory
        with self._database.read() as connection:
            if not has_unproven(connection):
                return frozenset()
        with self._database.write() as connection:
            touched = prove_again(connection, directory)
            for case in sorted(touched):
                refresh_case(connection, case, self._rules())
        return frozenset(case_text(case) for case in touched)

    # -- the sums ------------------------------------------------------------------------------------------------

    def balance(self) -> Balance:
        """The sums as this desk knows them."""
        own = self._identity()
        with self._database.read() as connection:
            head, _ = head_of(connection, own.device_bytes, own.epoch)
            acked, _ = _acked(connection, self._identity())
            placed, applied = _one(connection, _PLACED, (own.device_bytes, own.epoch))
            (conflicts,) = _one(connection, "SELECT coalesce(sum(flag_count), 0) FROM case_row WHERE flag_count > 0")
            (quarantined,) = _one(connection, "SELECT count(*) FROM quarantine WHERE is_open = 1")
        return Balance(head.seq, acked.seq, placed, applied, conflicts, quarantined)

    # -- in a transaction ----------------------------------------------------------------------------------------

    def _batch(self, connection: sa.Connection, epoch: int, seq: int, max_bytes: int) -> Batch:
        records: list[Record] = []
        size = 0
        prev = head = Point(seq, _hash_at(connection, self._identity().device_bytes, epoch, seq) or GENESIS)
        rows = connection.connection.cursor().execute(_OUTBOX, (self._identity().device_bytes, epoch, seq))
        for envelope, body, at, hash_ in rows:
            size += len(envelope) + len(body or b"")
            if records and size > max_bytes:
                break
            records.append(Record(envelope, body))
            head = Point(at, hash_)
        return Batch(prev, head, tuple(records))

    def _log_state(self, connection: sa.Connection) -> LogState:
        own = self._identity()
        head, _ = head_of(connection, own.device_bytes, own.epoch)
        acked, server_epoch = _acked(connection, self._identity())
        return LogState(own.device, own.epoch, _point(head), acked, server_epoch)


def _acked(connection: sa.Connection, own: StoreIdentity) -> tuple[Point, str]:
    row = connection.exec_driver_sql(_STATE, (own.epoch,)).fetchone()
    return (Point(row[0], row[1]), row[2]) if row else (Point(), "")


def _save(
    connection: sa.Connection, own: StoreIdentity, acked: Point, server_epoch: str, evidence: SignedReceipt | None
) -> None:
    body, signature = (evidence.body, evidence.signature) if evidence else (None, None)
    connection.exec_driver_sql(_SAVE_STATE, (own.epoch, acked.seq, acked.hash, server_epoch, body, signature))


def _hash_at(connection: sa.Connection, device: bytes, epoch: int, seq: int) -> bytes | None:
    if seq == 0:
        return GENESIS
    row = connection.exec_driver_sql(_HASH, (device, epoch, seq)).fetchone()
    return row[0] if row else None


def _one(connection: sa.Connection, sql: str, values: tuple[object, ...] = ()) -> tuple[Any, ...]:
    row = connection.exec_driver_sql(sql, values).fetchone()
    return tuple(row) if row is not None else ()


def _point(head: Head) -> Point:
    return Point(head.seq, head.hash)
