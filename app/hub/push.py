"""Taking in a push: one transaction from the compare-and-set on the device's head to the receipt (journal.md 4.5.2)."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from datetime import datetime

import anyio.to_thread
import psycopg

from app.domain.entry import EntryKind
from app.domain.policies import PolicyBook
from app.hub import heads, record
from app.hub.attachments import note_named
from app.hub.authority import Caller, use_counter
from app.hub.directory import read_staff
from app.hub.issuing import prepare_issue
from app.hub.judge import Judge
from app.hub.opened import Opened
from app.hub.receipts import Identity, find_receipt, keep_receipt
from app.hub.reducer import BOOK_BYTES, Author, Placement, Reducer
from app.hub.refusals import RefusedError
from app.hub.staff_acts import StaffActs
from app.hub.staff_record import known_acts, open_grants, write_changes
from app.journal.published import Published, encode_published
from app.journal.view import milliseconds
from app.journal.wire import (
    BRANCH_SCOPE,
    FeedNotice,
    Judgement,
    NoticeKind,
    Point,
    Push,
    Receipt,
    Run,
    SignedReceipt,
    link_entries,
    link_notice,
)
from app.journal.wire_codec import encode_judgement, encode_quarantine_notice
from app.system.crash_points import reach

_log = logging.getLogger(__name__)

_IN_LINE_ENTRIES = 50


async def take_push(
    connection: psycopg.AsyncConnection,
    caller: Caller,
    push: Push,
    opened: Sequence[Opened],
    identity: Identity,
    policies: PolicyBook,
    now: datetime,
) -> SignedReceipt:
    """Store what is new in a push and answer with a receipt; what is known already gets the receipt it had.

    Raises: RefusedError, 409 with the head for a gap, a fork, or a log that is not open.
    """
    async with connection.transaction():
        await use_counter(connection, caller)
        result = await take_locked(connection, caller.device.branch, push, opened, identity, policies, now)
    if isinstance(result, RefusedError):
        raise result
    reach("hub.after_commit")
    return result


async def take_locked(
    connection: psycopg.AsyncConnection,
    branch: str,
    push: Push,
    opened: Sequence[Opened],
    identity: Identity,
    policies: PolicyBook,
    now: datetime,
) -> SignedReceipt | RefusedError:
    """As `take_push`, within the transaction that is open and for whoever was let in.

    The receipt, or a refusal that is answered after the commit: its request is spent, and a fork stays frozen.
    """
    author = Author(push.device, push.epoch)
    if not await heads.advance_device_head(connection, branch, *_log_of(push), push.prev, push.head, now):
        head = await _open_head(connection, branch, push, now)
        if isinstance(head, RefusedError):
            return head
        if head.status == heads.FROZEN:
            await record.write_quarantine(connection, branch, author, opened, now)
            return RefusedError(409, "fork", head=head.point)
        if push.prev.seq > head.point.seq:
            return RefusedError(409, "gap", head=head.point)
        if not await _agrees(connection, branch, push, opened, head.point):
            await heads.freeze_device_head(connection, branch, *_log_of(push), now)
            await record.write_quarantine(connection, branch, author, opened, now)
            _log.warning("fork of %s.%d at %d: frozen", push.device, push.epoch, head.point.seq)
            return RefusedError(409, "fork", head=head.point)
        if push.head.seq <= head.point.seq:
            return await _known_receipt(connection, branch, push)
        opened = [one for one in opened if one.seq > head.point.seq]
        if not await heads.advance_device_head(connection, branch, *_log_of(push), head.point, push.head, now):
            raise AssertionError("a head that is locked can't have moved")
    feed = await heads.lock_feed_head(connection, branch, BRANCH_SCOPE)
    reach("hub.after_locks")
    taking = _Taking(connection, branch, author, opened, now)
    return await taking.run(feed, push.head, identity, policies)


def _log_of(push: Push) -> tuple[str, int]:
    return push.device, push.epoch


async def _open_head(
    connection: psycopg.AsyncConnection, branch: str, push: Push, now: datetime
) -> heads.DeviceHead | RefusedError:
    """The head of the pushed log, locked; begun at nothing when the epoch is new.

    A refusal (409 old_epoch) when the device has gone on to a later epoch without this one.
    """
    head = await heads.read_device_head(connection, branch, *_log_of(push))
    if head is None:
        newest = await heads.newest_epoch(connection, branch, push.device)
        if push.epoch < newest:
            return RefusedError(409, "old_epoch", epoch=newest)
        await heads.open_device_head(connection, branch, *_log_of(push), now)
        head = await heads.read_device_head(connection, branch, *_log_of(push))
    if head is None:
        raise AssertionError("a head that was just begun can't be missing")
    return head


async def _agrees(
    connection: psycopg.AsyncConnection, branch: str, push: Push, opened: Sequence[Opened], head: Point
) -> bool:
    """Whether the pushed piece and the stored log are one where they overlap.

    They are when they have one link in common, and everything before it with it: the chain says so.
    """
    shared = min(push.head.seq, head.seq)
    pushed = push.prev.hash if shared == push.prev.seq else opened[shared - push.prev.seq - 1].hash
    return pushed == await stored_hash(connection, branch, *_log_of(push), shared, head)


async def stored_hash(
    connection: psycopg.AsyncConnection, branch: str, device: str, epoch: int, seq: int, head: Point
) -> bytes:
    """The stored log's hash at `seq`, which is not behind its head."""
    if seq == head.seq:
        return head.hash
    if seq == 0:
        return Point().hash
    cursor = await connection.execute(
        "select hash from event where branch_id = %s and device_id = %s and epoch = %s and seq = %s",
        (branch, device, epoch, seq),
    )
    row = await cursor.fetchone()
    assert row is not None
    found: bytes = row[0]
    return found


async def _known_receipt(connection: psycopg.AsyncConnection, branch: str, push: Push) -> SignedReceipt:
    receipt = await find_receipt(connection, branch, *_log_of(push), push.head.seq)
    if receipt is None:
        raise AssertionError("what is stored has a receipt")
    return receipt


class _Taking:
    """The part of a push behind both locks: read the branch, reduce, write everything."""

    def __init__(
        self,
        connection: psycopg.AsyncConnection,
        branch: str,
        author: Author,
        opened: Sequence[Opened],
        now: datetime,
    ) -> None:
        self._connection = connection
        self._branch = branch
        self._author = author
        self._opened = opened
        self._now = now

    async def run(self, feed: Point, head: Point, identity: Identity, policies: PolicyBook) -> SignedReceipt:
        """Everything between the locks and the commit; returns the receipt, which is stored too."""
        reducer = await self._reducer(feed, policies)
        result = reducer.result
        connection, branch, now = self._connection, self._branch, self._now
        await record.write_events(
            connection, branch, self._author, self._opened, now, meanwhile=lambda: self._reduce(reducer)
        )
        await note_named(connection, branch, self._opened, now)
        reach("hub.after_events")
        published = await self._take_up(reducer, identity)
        end, runs = await self._write_feed(feed, reducer, published)
        changed = [reducer.files[entity_id] for entity_id in reducer.changed]
        await record.write_entities(connection, branch, changed, end.seq)
        await record.write_waiting(connection, branch, result.waiting)
        await record.drop_waiting(connection, branch, result.released)
        await record.write_quarantine(connection, branch, self._author, result.quarantined, now)
        await record.write_conflicts(connection, branch, result.placements, now)
        await heads.move_feed_head(connection, branch, BRANCH_SCOPE, end)
        receipt = Receipt(
            self._author.device,
            self._author.epoch,
            self._opened[0].seq,
            head,
            identity.server_epoch,
            milliseconds(now),
            tuple(run for author, run in runs if author == self._author),
            tuple(_judgement(placed) for placed in result.placements if placed.word and placed.author == self._author),
            tuple(held.one.seq for held in result.waiting),
            tuple((one.seq, one.reason or "") for one in result.quarantined),
        )
        signed = identity.key.sign_receipt(receipt)
        await keep_receipt(connection, branch, receipt, signed)
        reach("hub.before_commit")
        return signed

    async def _take_up(self, reducer: Reducer, identity: Identity) -> Published | None:
        """Write what was done with the branch's people; the directory to issue, if that changed anything."""
        acts = reducer.judge.acts
        if acts is None or not acts.changes:
            return None
        connection, branch, now = self._connection, self._branch, self._now
        if not await write_changes(connection, branch, self._author, acts.changes, now):
            return None
        return await prepare_issue(connection, branch, identity, now)

    async def _reducer(self, feed: Point, policies: PolicyBook) -> Reducer:
        """A reducer over everything that is read of the branch: all reading comes before all writing."""
        connection, branch = self._connection, self._branch
        acts = StaffActs(
            await read_staff(connection, branch),
            await known_acts(connection, branch, self._opened),
            await open_grants(connection, branch, self._author.device, self._opened),
        )
        held = await record.read_held(connection, branch)
        cases = {e.case for one in self._opened if (e := one.envelope)}
        cases |= {e.case for waiting in held if (e := waiting.one.envelope)}
        cases.discard(BOOK_BYTES)
        files = await record.read_files(connection, branch, cases)
        numbers = [_case_no(one) for one in self._opened if one.kind == EntryKind.CASE_REGISTERED.value]
        taken = await record.taken_case_nos(connection, branch, numbers) if numbers else set()
        return Reducer(Judge(acts.staff, policies, taken, acts), files, held, feed.seq)

    async def _reduce(self, reducer: Reducer) -> None:
        """Reduce the push; a big one on a thread, so that other devices need not wait for it."""

        def reduce() -> None:
            for one in self._opened:
                reducer.take(self._author, one, self._now)
            reducer.release_overdue(self._now)

        if len(self._opened) <= _IN_LINE_ENTRIES:
            reduce()
        else:
            await anyio.to_thread.run_sync(reduce)

    async def _write_feed(
        self, feed: Point, reducer: Reducer, published: Published | None
    ) -> tuple[Point, list[tuple[Author, Run]]]:
        """Write what the reducer placed, then what headquarters says about it and publishes. The feed's new end."""
        at = feed
        chained: list[tuple[Author, Run, bytes]] = []
        for author, run, hashes in _runs(reducer.result.placements):
            chained.append((author, run, at.hash))
            at = Point(at.seq + run.count, link_entries(at.hash, hashes))
        notices: list[tuple[FeedNotice, bytes]] = []
        words = self._words(reducer)
        if published is not None:
            words.append((NoticeKind.REFERENCE, encode_published(published)))
        for kind, content in words:
            notices.append((FeedNotice(at.seq + 1, kind, content), at.hash))
            at = Point(at.seq + 1, link_notice(at.hash, kind.value, content))
        await record.write_feed(self._connection, self._branch, BRANCH_SCOPE, chained, notices)
        return at, [(author, run) for author, run, _ in chained]

    def _words(self, reducer: Reducer) -> list[tuple[NoticeKind, bytes]]:
        words = [
            (NoticeKind.JUDGEMENT, encode_judgement(_judgement(placed)))
            for placed in reducer.result.placements
            if placed.word
        ]
        author = self._author
        words += [
            (NoticeKind.QUARANTINE, encode_quarantine_notice(author.device, author.epoch, one.seq, one.reason or ""))
            for one in reducer.result.quarantined
        ]
        return words


def _case_no(one: Opened) -> str:
    case_no = one.body.get("case_no") if one.body else None
    return case_no if isinstance(case_no, str) else ""


def _judgement(placed: Placement) -> Judgement:
    assert placed.word is not None
    return Judgement(placed.author.device, placed.author.epoch, placed.one.seq, placed.word.verdict, placed.word.code)


def _runs(placements: Sequence[Placement]) -> list[tuple[Author, Run, list[bytes]]]:
    """Placements in a row of one log, put together."""
    runs: list[tuple[Author, Run, list[bytes]]] = []
    for placed in placements:
        if runs:
            author, run, hashes = runs[-1]
            if author == placed.author and run.seq + run.count == placed.one.seq:
                hashes.append(placed.one.hash)
                runs[-1] = (author, Run(run.seq, run.count + 1, run.feed_seq), hashes)
                continue
        runs.append((placed.author, Run(placed.one.seq, 1, placed.feed_seq), [placed.one.hash]))
    return runs
