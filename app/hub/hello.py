"""The one call of a sync with nothing to do: how the device stands, how headquarters stands (journal.md 4.5.1)."""

from __future__ import annotations

import hashlib
import random
from dataclasses import dataclass
from datetime import datetime

import psycopg

from app.hub import heads
from app.hub.push import stored_hash
from app.hub.refusals import RefusedError
from app.journal.view import milliseconds
from app.journal.wire import Hello, HelloReply, Point, Relation


@dataclass(frozen=True, slots=True)
class Pace:
    """How often branches come, and how much they bring at a time."""

    interval_seconds: int = 900
    jitter_seconds: int = 30
    max_batch_bytes: int = 1024 * 1024
    min_app_version: str = ""


async def answer_hello(
    connection: psycopg.AsyncConnection, branch: str, hello: Hello, server_epoch: str, pace: Pace, now: datetime
) -> HelloReply:
    """Compare the heads and say how they stand.

    Raises: RefusedError (409), `fork` when both hold the same number with different content (the log is frozen),
    `old_epoch` when the device has been heard of under a later epoch.
    """
    head = await _read_head(connection, branch, hello)
    if head is not None and head.status == heads.FROZEN:
        raise RefusedError(
            409, "fork", head=head.point, epoch=await heads.newest_epoch(connection, branch, hello.device)
        )
    if head is None:
        newest = await heads.newest_epoch(connection, branch, hello.device)
        if hello.epoch < newest:
            raise RefusedError(409, "old_epoch", epoch=newest)
    point = head.point if head else Point()
    relation = Relation.LEVEL
    if point.seq >= hello.head.seq:
        log = (hello.device, hello.epoch)
        if hello.head.hash != await stored_hash(connection, branch, *log, hello.head.seq, point):
            await heads.freeze_device_head(connection, branch, *log, now)
            raise RefusedError(
                409, "fork", head=point, epoch=await heads.newest_epoch(connection, branch, hello.device)
            )
        if point.seq > hello.head.seq:
            relation = Relation.AHEAD
    elif point.seq < hello.acked_seq:
        relation = Relation.BEHIND
    return HelloReply(
        server_epoch,
        relation,
        point,
        await heads.read_feed_heads(connection, branch),
        pace.min_app_version,
        pace.max_batch_bytes,
        next_slot_seconds(branch, hello.device, pace, now),
        milliseconds(now),
    )


def next_slot_seconds(branch: str, device: str, pace: Pace, now: datetime) -> int:
    """Seconds until this device's next slot: its place in the interval comes from a hash, so that all branches together
    come evenly, plus a little chance, so that they don't come on the same tick for ever."""
    interval = max(1, pace.interval_seconds)
    digest = hashlib.sha256(f"{branch}/{device}".encode()).digest()
    place = int.from_bytes(digest[:8], "big") % interval
    wait = (place - int(now.timestamp())) % interval
    if wait < interval // 2:
        wait += interval  # too soon after this one
    return wait + random.randint(0, pace.jitter_seconds)  # noqa: S311 - spreads load, guards nothing


async def _read_head(connection: psycopg.AsyncConnection, branch: str, hello: Hello) -> heads.DeviceHead | None:
    cursor = await connection.execute(
        "select seq, hash, status from device_head where branch_id = %s and device_id = %s and epoch = %s",
        (branch, hello.device, hello.epoch),
    )
    row = await cursor.fetchone()
    return None if row is None else heads.DeviceHead(Point(row[0], row[1]), row[2])
