"""The branch's feed: contiguous, chained, bounded pages; complete under concurrent writers (journal.md 0.1, 7 K)."""

from __future__ import annotations

import asyncio
import random
import threading
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import psycopg
import pytest
from support.headquarters import HubUnderTest
from support.logs import HandLog, ask, send

from app.journal.framing import pack
from app.journal.wire import FeedPage, ForeignEntry, OwnRun, Point, link_entries, link_entry, link_notice
from app.journal.wire_codec import decode_feed_page, encode_push
from app.sync.line import Line
from app.sync.messages import Ask

WRITERS = 4
ROUNDS = 12


def _page(hub: HubUnderTest, log: HandLog, after: Point, max_bytes: int = 100_000) -> FeedPage:
    (answer,) = ask(hub, log, _page_ask(after, max_bytes, log.epoch))
    assert answer.status == 200, answer.error()
    return decode_feed_page(answer.body)


def _page_ask(after: Point, max_bytes: int, epoch: int = 1) -> Ask:
    query = f"after={after.seq}&hash={after.hash.hex()}&epoch={epoch}&max_bytes={max_bytes}"
    return Ask("GET", f"/v1/feed/branch?{query}", b"")


def _followed(page: FeedPage, own: HandLog) -> bytes:
    at = page.after.hash
    for item in page.items:
        if isinstance(item, ForeignEntry):
            at = link_entry(at, item.record.hash)
        elif isinstance(item, OwnRun):
            at = link_entries(at, [own.heads[seq].hash for seq in range(item.seq, item.seq + item.count)])
        else:
            at = link_notice(at, item.kind.value, item.content)
    return at


@pytest.mark.parametrize("max_bytes", [1, 700, 3_000, 1_000_000])
def test_pages_of_every_size_make_the_same_feed(hub: HubUnderTest, max_bytes: int) -> None:
    first, second = HandLog.enrolled(hub, "A"), HandLog.enrolled(hub, "B")
    for count in (3, 1, 4):
        for log in (first, second):
            start = log.head.seq + 1
            log.register(count)
            send(hub, log, log.push(start))
    cursor, items = Point(), []
    while True:
        page = _page(hub, first, cursor, max_bytes)
        assert page.items
        assert _followed(page, first) == page.head.hash
        items += page.items
        cursor = page.head
        if cursor.seq == page.end.seq:
            break
    assert cursor.seq == 16
    foreign = [item.record for item in items if isinstance(item, ForeignEntry)]
    assert foreign == second.records
    own = [seq for item in items if isinstance(item, OwnRun) for seq in range(item.seq, item.seq + item.count)]
    assert own == list(range(1, 9))


def test_own_entries_come_as_one_short_reference(hub: HubUnderTest) -> None:
    log = HandLog.enrolled(hub)
    log.register(600)
    send(hub, log, log.push(1, 300), log.push(301, 600))
    (answer,) = ask(hub, log, _page_ask(Point(), 10_000))
    assert len(answer.body) < 400
    (run,) = decode_feed_page(answer.body).items
    assert run == OwnRun(1, log.device, 1, 1, 600)


def test_entries_of_an_earlier_epoch_come_in_full(hub: HubUnderTest) -> None:
    log = HandLog.enrolled(hub)
    log.register(2)
    send(hub, log, log.push())
    old = list(log.records)
    log.epoch, log.records, log.heads = 2, [], [Point()]
    page = _page(hub, log, Point())
    assert [item.record for item in page.items if isinstance(item, ForeignEntry)] == old


@pytest.mark.parametrize(
    "after",
    [Point(3, bytes(32)), Point(2, b"\1" * 32), Point(1, b"\1" * 32), Point(0, b"\1" * 32)],
    ids=["behind-the-end", "end", "inside", "start"],
)
def test_a_place_that_is_not_in_this_feed_is_said_so(hub: HubUnderTest, after: Point) -> None:
    log = HandLog.enrolled(hub)
    log.register(2)
    send(hub, log, log.push())
    (answer,) = ask(hub, log, _page_ask(after, 1000))
    assert (answer.status, answer.error().code) == (409, "feed_diverged")
    assert answer.error().head == _page(hub, log, Point()).end


@pytest.mark.parametrize(
    "target",
    [
        "/v1/feed/branch?after=x&hash=&epoch=1&max_bytes=1",
        "/v1/feed/branch?after=-1&hash=00&epoch=1&max_bytes=1",
        "/v1/feed/branch",
        "/v1/feed/region?after=0&hash=00&epoch=1&max_bytes=1",
    ],
)
def test_a_question_that_makes_no_sense_is_refused(hub: HubUnderTest, target: str) -> None:
    log = HandLog.enrolled(hub)
    (answer,) = ask(hub, log, Ask("GET", target, b""))
    assert answer.status in (400, 404, 409)


def test_concurrent_pushes_of_four_devices_leave_the_feed_contiguous_and_a_reader_sees_all(hub: HubUnderTest) -> None:
    logs = [HandLog.enrolled(hub, letter) for letter in "ABCD"]
    reader = HandLog.enrolled(hub, "E")
    is_done = threading.Event()

    async def write(log: HandLog) -> None:
        async with Line(hub.headquarters(), log.device, log.keys.sign) as line:
            chance = random.Random(log.device)
            for _ in range(ROUNDS):
                start = log.head.seq + 1
                log.register(chance.randint(1, 30))
                answer = await line.exchange(Ask("POST", "/v1/push", pack(encode_push(log.push(start)))))
                assert answer.status == 200

    async def read() -> list[Any]:
        items: list[Any] = []
        cursor = Point()
        async with Line(hub.headquarters(), reader.device, reader.keys.sign) as line:
            while True:
                is_last = is_done.is_set()
                answer = await line.exchange(_page_ask(cursor, 20_000))
                page = decode_feed_page(answer.body)
                assert _followed(page, reader) == page.head.hash
                items += page.items
                cursor = page.head
                if is_last and cursor == page.end:
                    return items

    with ThreadPoolExecutor(WRITERS + 1) as pool:
        seen = pool.submit(lambda: asyncio.run(read()))
        for writer in [pool.submit(lambda log=log: asyncio.run(write(log))) for log in logs]:
            writer.result(60)
        is_done.set()
        items = seen.result(60)
    assert [item.feed_seq for item in items] == list(range(1, len(items) + 1))
    for log in logs:
        assert [item.record for item in items if item.device == log.device] == log.records


def test_a_global_sequence_as_cursor_would_lose_rows(hub: HubUnderTest) -> None:
    """Why the feed has a counter of its own: the obvious query misses rows that commit late (journal.md 0.1)."""
    with hub.connect() as connection:
        connection.execute("create table naive (id bigserial primary key, writer int not null)")
    is_over = threading.Event()

    def write(writer: int) -> int:
        chance, count = random.Random(writer), 0
        with psycopg.connect(hub.database) as connection:
            while not is_over.is_set():
                connection.execute("insert into naive (writer) values (%s)", (writer,))
                connection.execute("select pg_sleep(%s)", (chance.random() * 0.01,))
                connection.commit()
                count += 1
        return count

    with ThreadPoolExecutor(WRITERS) as pool:
        written = [pool.submit(write, number) for number in range(WRITERS)]
        seen, cursor = 0, 0
        with hub.connect() as connection:
            for _ in range(300):
                rows = connection.execute("select id from naive where id > %s order by id", (cursor,)).fetchall()
                seen += len(rows)
                cursor = rows[-1][0] if rows else cursor
            is_over.set()
            total = sum(one.result(20) for one in written)
            rows = connection.execute("select id from naive where id > %s order by id", (cursor,)).fetchall()
    assert seen + len(rows) < total
