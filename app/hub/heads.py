"""The two heads that every push moves, always locked in this order: the device's log, then the branch's feed.

Each statement reads what is committed when it starts. So whatever a push decides on is read in statements after the
locks; read before, it could be old (journal.md 4.5.2).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

import psycopg

from app.journal.wire import Point

OPEN = "open"
FROZEN = "frozen"


@dataclass(frozen=True, slots=True)
class DeviceHead:
    """How far headquarters holds a log, and whether it still takes more of it."""

    point: Point
    status: str


async def advance_device_head(
    connection: psycopg.AsyncConnection, branch: str, device: str, epoch: int, old: Point, new: Point, at: datetime
) -> bool:
    """Move the log's head from exactly `old` to `new`, and lock it. False when it does not stand there."""
    moved = await connection.execute(
        "update device_head set seq = %s, hash = %s, updated_at = %s"
        " where branch_id = %s and device_id = %s and epoch = %s and seq = %s and hash = %s and status = %s",
        (new.seq, new.hash, at, branch, device, epoch, old.seq, old.hash, OPEN),
    )
    return moved.rowcount == 1


async def read_device_head(
    connection: psycopg.AsyncConnection, branch: str, device: str, epoch: int
) -> DeviceHead | None:
    """The head of one log, locked for this transaction if there is one."""
    cursor = await connection.execute(
        "select seq, hash, status from device_head where branch_id = %s and device_id = %s and epoch = %s for update",
        (branch, device, epoch),
    )
    row = await cursor.fetchone()
    return None if row is None else DeviceHead(Point(row[0], row[1]), row[2])


async def newest_epoch(connection: psycopg.AsyncConnection, branch: str, device: str) -> int:
    """The latest epoch of the device that headquarters has heard of; 0 when none."""
    cursor = await connection.execute(
        "select max(epoch) from device_head where branch_id = %s and device_id = %s", (branch, device)
    )
    row = await cursor.fetchone()
    return (row[0] if row else None) or 0


async def open_device_head(
    connection: psycopg.AsyncConnection, branch: str, device: str, epoch: int, at: datetime
) -> bool:
    """Begin a log at nothing. False when it was begun by somebody else just now."""
    point = Point()
    made = await connection.execute(
        "insert into device_head (branch_id, device_id, epoch, seq, hash, status, updated_at)"
        " values (%s, %s, %s, %s, %s, %s, %s) on conflict do nothing",
        (branch, device, epoch, point.seq, point.hash, OPEN, at),
    )
    return made.rowcount == 1


async def freeze_device_head(
    connection: psycopg.AsyncConnection, branch: str, device: str, epoch: int, at: datetime
) -> None:
    """Take no more of a log that forked. What is there stays."""
    await connection.execute(
        "update device_head set status = %s, updated_at = %s where branch_id = %s and device_id = %s and epoch = %s",
        (FROZEN, at, branch, device, epoch),
    )


async def lock_feed_head(connection: psycopg.AsyncConnection, branch: str, scope: str) -> Point:
    """Where the feed ends, locked: from here to the commit no other push of this branch gets past."""
    for _ in range(2):
        cursor = await connection.execute(
            "select n, hash from feed_head where branch_id = %s and scope = %s for update", (branch, scope)
        )
        row = await cursor.fetchone()
        if row is not None:
            return Point(row[0], row[1])
        await connection.execute(
            "insert into feed_head (branch_id, scope, n, hash) values (%s, %s, %s, %s) on conflict do nothing",
            (branch, scope, 0, Point().hash),
        )
    raise AssertionError("a feed head that was just inserted can't be missing")


async def move_feed_head(connection: psycopg.AsyncConnection, branch: str, scope: str, end: Point) -> None:
    """Let the locked feed end at `end`."""
    await connection.execute(
        "update feed_head set n = %s, hash = %s where branch_id = %s and scope = %s",
        (end.seq, end.hash, branch, scope),
    )
