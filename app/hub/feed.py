"""Reading a branch's feed: pages without a gap, chained, and of bounded size (journal.md 4.5.3)."""

from __future__ import annotations

from dataclasses import dataclass

import psycopg

from app.hub.refusals import RefusedError
from app.journal.envelope import Record
from app.journal.wire import (
    FeedItem,
    FeedNotice,
    FeedPage,
    ForeignEntry,
    OwnRun,
    Point,
    link_entries,
    link_entry,
    link_notice,
    notice_kind,
)

_ROWS_AT_ONCE = 256
_ENTRIES_AT_ONCE = 512
_NOTICE_OVERHEAD = 24
_ENTRIES = "entries"


@dataclass(frozen=True, slots=True)
class FeedReader:
    """Who reads, and so what need not be sent: entries that this device wrote in its present epoch."""

    branch: str
    scope: str
    device: str
    epoch: int


@dataclass(frozen=True, slots=True)
class _Row:
    """A row of the feed: a run of entries, or one notice."""

    feed_seq: int
    count: int
    kind: str
    device: str | None
    epoch: int
    seq: int
    prev_hash: bytes
    content: bytes | None

    @property
    def last(self) -> int:
        return self.feed_seq + self.count - 1


async def read_page(
    connection: psycopg.AsyncConnection, reader: FeedReader, after: Point, max_bytes: int, server_epoch: str
) -> FeedPage:
    """What follows `after`, at least one item if there is any, in about `max_bytes`. One snapshot is read.

    Raises: RefusedError (409 feed_diverged) when `after` is no place of this feed: headquarters was restored.
    """
    async with connection.transaction():
        await connection.execute("set transaction isolation level repeatable read, read only")
        end = await _end(connection, reader)
        rows = await _rows(connection, reader, after.seq) if after.seq < end.seq else []
        if after.seq > end.seq or await _hash_at(connection, reader, after.seq, end, rows) != after.hash:
            raise RefusedError(409, "feed_diverged", head=end)
        builder = _PageBuilder(connection, reader, after, max_bytes)
        while rows and await builder.add(rows):
            rows = await _rows(connection, reader, builder.head.seq)
    return FeedPage(reader.scope, server_epoch, after, builder.head, end, tuple(builder.items))


class _PageBuilder:
    """Puts rows of the feed on a page, follows the chain, and stops when the page is full."""

    def __init__(self, connection: psycopg.AsyncConnection, reader: FeedReader, after: Point, max_bytes: int) -> None:
        self.items: list[FeedItem] = []
        self.head = after
        self._connection = connection
        self._reader = reader
        self._left = max_bytes

    async def add(self, rows: list[_Row]) -> bool:
        """Take in `rows`, which follow the head. Returns whether there is room for more."""
        for row in rows:
            if self._left <= 0:
                return False
            if row.kind != _ENTRIES:
                self._add_notice(row)
            elif row.device == self._reader.device and row.epoch == self._reader.epoch:
                await self._add_own(row)
            elif not await self._add_foreign(row):
                return False
        return True

    def _add_notice(self, row: _Row) -> None:
        content = row.content or b""
        self.items.append(FeedNotice(row.feed_seq, notice_kind(row.kind), content))
        self.head = Point(row.feed_seq, link_notice(self.head.hash, row.kind, content))
        self._left -= len(content) + _NOTICE_OVERHEAD

    async def _add_own(self, row: _Row) -> None:
        skipped = self.head.seq + 1 - row.feed_seq
        seq, count = row.seq + skipped, row.count - skipped
        hashes = await _entry_hashes(self._connection, self._reader.branch, row, seq, count)
        last = self.items[-1] if self.items else None
        if isinstance(last, OwnRun) and last.seq + last.count == seq:
            self.items[-1] = OwnRun(last.feed_seq, last.device, last.epoch, last.seq, last.count + count)
        else:
            self.items.append(OwnRun(self.head.seq + 1, self._reader.device, row.epoch, seq, count))
            self._left -= _NOTICE_OVERHEAD
        self.head = Point(row.last, link_entries(self.head.hash, hashes))

    async def _add_foreign(self, row: _Row) -> bool:
        device = row.device or ""
        while self.head.seq < row.last:
            seq = row.seq + self.head.seq + 1 - row.feed_seq
            last_seq = min(row.seq + row.count, seq + _ENTRIES_AT_ONCE) - 1
            cursor = await self._connection.execute(
                "select seq, envelope, body, hash from event"
                " where branch_id = %s and device_id = %s and epoch = %s and seq between %s and %s order by seq",
                (self._reader.branch, device, row.epoch, seq, last_seq),
                binary=True,
            )
            for seq, envelope, body, hash_ in await cursor.fetchall():
                if self._left <= 0:
                    return False
                place = self.head.seq + 1
                self.items.append(ForeignEntry(place, device, row.epoch, seq, Record(envelope, body)))
                self.head = Point(place, link_entry(self.head.hash, hash_))
                self._left -= len(envelope) + len(body or b"")
        return True


async def _end(connection: psycopg.AsyncConnection, reader: FeedReader) -> Point:
    cursor = await connection.execute(
        "select n, hash from feed_head where branch_id = %s and scope = %s", (reader.branch, reader.scope)
    )
    row = await cursor.fetchone()
    return Point() if row is None else Point(row[0], row[1])


async def _rows(connection: psycopg.AsyncConnection, reader: FeedReader, after: int) -> list[_Row]:
    """The rows that hold what follows `after`: the one that `after` is inside of, if it is, and those behind it."""
    cursor = await connection.execute(
        "select feed_seq, count, kind, device_id, epoch, seq, prev_hash, content from feed"
        " where branch_id = %(branch)s and scope = %(scope)s and feed_seq >= coalesce((select max(feed_seq) from feed"
        "  where branch_id = %(branch)s and scope = %(scope)s and feed_seq <= %(next)s), 0)"
        " order by feed_seq limit %(limit)s",
        {"branch": reader.branch, "scope": reader.scope, "next": after + 1, "limit": _ROWS_AT_ONCE},
    )
    return [
        _Row(feed_seq, count, kind, device.hex if device else None, epoch or 0, seq or 0, prev_hash, content)
        for feed_seq, count, kind, device, epoch, seq, prev_hash, content in await cursor.fetchall()
        if feed_seq + count - 1 > after
    ]


async def _hash_at(
    connection: psycopg.AsyncConnection, reader: FeedReader, place: int, end: Point, rows: list[_Row]
) -> bytes:
    """The feed's hash at `place`, which is not behind its end; `rows` hold what follows."""
    if place == end.seq:
        return end.hash
    row = rows[0]
    inside = place + 1 - row.feed_seq
    hashes = await _entry_hashes(connection, reader.branch, row, row.seq, inside) if inside else []
    return link_entries(row.prev_hash, hashes)


async def _entry_hashes(
    connection: psycopg.AsyncConnection, branch: str, row: _Row, seq: int, count: int
) -> list[bytes]:
    cursor = await connection.execute(
        "select hash from event where branch_id = %s and device_id = %s and epoch = %s and seq between %s and %s"
        " order by seq",
        (branch, row.device, row.epoch, seq, seq + count - 1),
        binary=True,
    )
    return [hash_ for (hash_,) in await cursor.fetchall()]
