"""One synchronisation from hello to the last page. It does no I/O of its own: it yields what to ask headquarters and is
sent the answers, so that the simulator runs the very same code (journal.md 4.5, 5).

The order never changes: hello; send until nothing waits; read until nothing is left; then the bytes of files. What is
acknowledged moves only on a receipt that headquarters signed for exactly what this device holds; a page and its cursor
move in one transaction.
"""

from __future__ import annotations

from collections.abc import Callable, Generator, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import NamedTuple

from app.journal.framing import pack
from app.journal.signature import Signer, head_digest, verify
from app.journal.standing import Batch, LogState
from app.journal.suites import INTERNATIONAL
from app.journal.view import milliseconds
from app.journal.wire import (
    BRANCH_SCOPE,
    FeedNotice,
    FeedPage,
    ForeignEntry,
    Hello,
    HelloReply,
    Point,
    Push,
    Relation,
    SignedReceipt,
    link_entries,
    link_entry,
    link_notice,
    receipt_body_digest,
)
from app.journal.wire_codec import (
    decode_feed_page,
    decode_hello_reply,
    decode_receipt,
    decode_signed_receipt,
    encode_hello,
    encode_push,
)
from app.sync.attachments import AttachmentExchange, AttachmentPort
from app.sync.batches import BatchSize
from app.sync.errors import BrokenFeedError, ForgedReceiptError, ForkedLogError, RefusedError, SyncError
from app.sync.left_behind import send_left_behind
from app.sync.messages import Answer, Ask
from app.sync.port import JournalPort

_MOST_REWINDS = 3
_MOST_EPOCHS = 1000
_KNOWN_KINDS: dict[str, int] = {}


@dataclass(frozen=True, slots=True)
class Parties:
    """Who talks: this device's signer and its suite, headquarters' public key, this program's version, the time."""

    sign: Signer
    hub_key: bytes
    app_version: str
    now: Callable[[], datetime]
    suite: str = INTERNATIONAL


@dataclass(slots=True)
class Outcome:
    """What a cycle did. `next_after_seconds` is the slot that headquarters gave.

    `sent` and `received` are entries; `sent_bytes` of files went up, and `fetched` files came.
    """

    sent: int = 0
    received: int = 0
    touched: set[str] = field(default_factory=set)
    next_after_seconds: int = 0
    has_forked: bool = False
    sent_bytes: int = 0
    fetched: int = 0


class _Piece(NamedTuple):
    """A piece of the log as it is sent."""

    epoch: int
    batch: Batch
    ask: Ask


class Cycle:
    """One synchronisation. `run` is a generator: send it the answer to each `Ask` that it yields; errors of the line
    are thrown in. It returns an `Outcome`, or raises a `SyncError`."""

    def __init__(
        self, port: JournalPort, parties: Parties, batches: BatchSize, files: AttachmentPort | None = None
    ) -> None:
        self._port = port
        self._files = AttachmentExchange(files, batches, self._has_waiting) if files is not None else None
        self._parties = parties
        self._batches = batches
        self._cursors: Mapping[str, Point] = {}
        self._ready: _Piece | None = None
        self.outcome = Outcome()

    def run(self) -> Generator[Ask, Answer, Outcome]:
        """The whole cycle. Raises: SyncError, BadMessageError."""
        state, reply = yield from self._agree()
        self._batches.limit(reply.max_batch_bytes)
        parties = self._parties
        self.outcome.sent += yield from send_left_behind(
            self._port, parties.sign, parties.suite, parties.hub_key, lambda: self._batches.size
        )
        if state.head != state.acked:
            yield from self._send_all(state, reply)
        scopes, cursors = reply.feed_heads, self._cursors
        for scope in sorted({BRANCH_SCOPE} | scopes.keys() | cursors.keys()):
            if self.outcome.sent or scopes.get(scope, Point()) != cursors.get(scope, Point()):
                yield from self._read_all(scope, cursors.get(scope, Point()))
        self._port.note_contact(reply.now, milliseconds(self._parties.now()))
        self.outcome.next_after_seconds = reply.next_sync_after_seconds
        if self.outcome.has_forked:
            raise ForkedLogError
        if self._files is not None:
            yield from self._exchange_files(self._files)
        return self.outcome

    def _exchange_files(self, files: AttachmentExchange) -> Generator[Ask, Answer, None]:
        """Send and fetch files; without any this asks headquarters nothing."""
        try:
            if (yield from files.send()):
                yield from self._read_all(BRANCH_SCOPE, self._port.cursors().get(BRANCH_SCOPE, Point()))
            yield from files.fetch()
        finally:
            self.outcome.sent_bytes, self.outcome.fetched = files.sent, files.fetched
            self.outcome.touched |= files.touched

    def _has_waiting(self) -> bool:
        state = self._port.log_state()
        return state.head != state.acked

    # -- hello -----------------------------------------------------------------------------------------------------

    def _agree(self) -> Generator[Ask, Answer, tuple[LogState, HelloReply]]:
        """Say hello until both sides speak of the same log."""
        state = self._port.log_state()
        for _ in range(_MOST_REWINDS):
            answer = yield self._hello(state)
            if answer.status == 200:
                reply = decode_hello_reply(answer.body)
                if reply.relation is Relation.AHEAD:
                    state = self._open_epoch(state.epoch)
                    continue
                if reply.relation is not Relation.BEHIND:
                    return state, reply
                if self._rewind(reply.device_head, reply.server_epoch):
                    return self._port.log_state(), reply
                state = yield from self._part_ways(state, 0)
                continue
            error = answer.error()
            newest = int(error.details.get("epoch", state.epoch))
            if error.code == "fork":
                state = yield from self._part_ways(state, state.acked.seq, newest)
            elif error.code == "old_epoch":
                state = self._open_epoch(newest)
            else:
                raise RefusedError(error.code, answer.status)
        raise SyncError(why="no_agreement")

    def _hello(self, state: LogState) -> Ask:
        self._cursors = self._port.cursors()
        hello = Hello(
            state.device,
            state.epoch,
            state.head,
            self._cursors,
            self._parties.app_version,
            _KNOWN_KINDS,
            milliseconds(self._parties.now()),
            state.acked.seq,
        )
        return Ask("POST", "/v1/hello", pack(encode_hello(hello)))

    def _rewind(self, head: Point, server_epoch: str) -> bool:
        """Send again from where headquarters stands. False when that is no place of this log: it forked."""
        if self._port.hash_at(head.seq) != head.hash:
            return False
        self._port.rewind(head, server_epoch)
        return True

    def _open_epoch(self, after: int) -> LogState:
        """Go on in an epoch later than `after`.

        Raises: SyncError when headquarters speaks of epochs that this device can't have reached.
        """
        state = self._port.log_state()
        if after > state.epoch + _MOST_EPOCHS:
            raise SyncError(why="epoch_out_of_reach")
        while state.epoch <= after:
            state = self._port.open_epoch()
        return state

    def _part_ways(self, state: LogState, seq: int, newest_epoch: int = 0) -> Generator[Ask, Answer, LogState]:
        """Headquarters holds other entries under this log's numbers: go on in a new epoch.

        What comes after `seq` is sent first. Headquarters won't take it into the log, but keeps it in quarantine, so
        that both versions exist there.
        """
        self.outcome.has_forked = True
        while (batch := self._port.entries_after(seq, self._batches.size)).records:
            answer = yield self._push(state, batch)
            if answer.status == 200 and seq < state.acked.seq:
                seq = batch.head.seq  # still common to both
                continue
            if answer.status != 409 or answer.error().code != "fork":
                raise SyncError(why="fork_not_confirmed")
            seq = batch.head.seq
        return self._open_epoch(max(newest_epoch, state.epoch))

    # -- sending ---------------------------------------------------------------------------------------------------

    def _send_all(self, state: LogState, reply: HelloReply) -> Generator[Ask, Answer, None]:
        seq = state.acked.seq
        rewinds = 0
        while (piece := self._piece_after(state, seq)) is not None:
            batch = piece.batch
            answer = yield piece.ask
            if answer.status == 200:
                seq = self._receipted(state, batch, decode_signed_receipt(answer.body))
                self._batches.succeeded(answer.seconds)
                self.outcome.sent += len(batch.records)
                continue
            error = answer.error()
            rewinds += 1
            is_gap = error.code == "gap" and error.head is not None and rewinds <= _MOST_REWINDS
            if is_gap and error.head and self._rewind(error.head, reply.server_epoch):
                seq = error.head.seq
            elif error.code == "fork":
                state = yield from self._part_ways(state, seq)
                seq = state.acked.seq
            else:
                raise RefusedError(error.code, answer.status)

    def _piece_after(self, state: LogState, seq: int) -> _Piece | None:
        """What is to be sent after entry `seq`, from what was got ready if that fits; None when nothing waits."""
        ready, self._ready = self._ready, None
        if ready is not None and (ready.epoch, ready.batch.prev.seq) == (state.epoch, seq):
            return ready
        batch = self._port.entries_after(seq, self._batches.size)
        return self._piece(state, batch) if batch.records else None

    def _piece(self, state: LogState, batch: Batch) -> _Piece:
        """A piece of the log; while headquarters works on it, the one behind it can be got ready."""

        def get_next_ready() -> None:
            following = self._port.entries_after(batch.head.seq, self._batches.size)
            self._ready = self._piece(state, following) if following.records else None

        return _Piece(state.epoch, batch, replace(self._push(state, batch), meanwhile=get_next_ready))

    def _push(self, state: LogState, batch: Batch) -> Ask:
        head = batch.head
        digest = head_digest(bytes.fromhex(state.device), state.epoch, head.seq, head.hash, self._parties.suite)
        push = Push(state.device, state.epoch, batch.prev, head, self._parties.sign(digest), batch.records)
        return Ask("POST", "/v1/push", pack(encode_push(push)))

    def _receipted(self, state: LogState, batch: Batch, signed: SignedReceipt) -> int:
        """Check a receipt, let the journal keep it, and return how far it goes.

        Raises: ForgedReceiptError unless headquarters signed it, for this log, with the hash that this device has.
        """
        if not verify(self._parties.hub_key, receipt_body_digest(signed.body), signed.signature):
            raise ForgedReceiptError(why="signature")
        receipt = decode_receipt(signed.body)
        if (receipt.device, receipt.epoch) != (state.device, state.epoch):
            raise ForgedReceiptError(why="other_log")
        head = receipt.head
        own = batch.head.hash if head.seq == batch.head.seq else self._port.hash_at(head.seq)
        if head.seq < batch.head.seq or own != head.hash:
            raise ForgedReceiptError(why="other_entries")
        self._port.acknowledge(receipt, signed)
        return head.seq

    # -- reading ---------------------------------------------------------------------------------------------------

    def _read_all(self, scope: str, cursor: Point) -> Generator[Ask, Answer, None]:
        restarts = 0
        while True:
            epoch = self._port.log_state().epoch
            target = f"/v1/feed/{scope}?after={cursor.seq}&hash={cursor.hash.hex()}&epoch={epoch}"
            answer = yield Ask("GET", f"{target}&max_bytes={self._batches.page_size}", b"")
            if answer.status != 200:
                error = answer.error()
                restarts += 1
                if error.code != "feed_diverged" or restarts > 1:
                    raise RefusedError(error.code, answer.status)
                self._port.restart_feed(scope)
                cursor = Point()
                continue
            page = decode_feed_page(answer.body)
            self._check(page, scope, cursor)
            if page.items:
                self.outcome.touched |= self._port.apply_page(scope, page.items, page.head, page.server_epoch)
                self.outcome.received += sum(isinstance(item, ForeignEntry) for item in page.items)
                cursor = page.head
                self._batches.succeeded(answer.seconds)
            if page.head.seq >= page.end.seq:
                return
            if not page.items:
                raise BrokenFeedError(why="empty_page")

    def _check(self, page: FeedPage, scope: str, cursor: Point) -> None:
        """Follow the chain through a page. Raises: BrokenFeedError."""
        if page.scope != scope or page.after != cursor:
            raise BrokenFeedError(why="other_page")
        at = cursor.hash
        for item in page.items:
            if isinstance(item, ForeignEntry):
                at = link_entry(at, item.record.hash)
            elif isinstance(item, FeedNotice):
                at = link_notice(at, item.kind, item.content)
            else:
                hashes = self._port.own_hashes(item.epoch, item.seq, item.count)
                if len(hashes) != item.count:
                    raise BrokenFeedError(why="own_entries_missing")
                at = link_entries(at, hashes)
        if at != page.head.hash:
            raise BrokenFeedError(why="chain")
