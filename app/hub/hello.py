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
    max_batch_bytes: int = 4 * 1024 * 1024
    min_app_version: str = ""


async def answer_hello(
    connection: psycopg.AsyncConnection, branch: str, hello: Hello, server_epoch: str, pace: Pace, now: datetime
) -> HelloReply:
    """Compare the heads and say how they stand.

    Raises: RefusedError (409), `fork` when both hold the same number with different content (the log is frozen),
    `old_epoch` when the device has been heard of under a later epoch.
    """
    head, feeds = await _read_heads(connection, branch, hello)
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
        feeds,
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


async def _read_heads(
    connection: psycopg.AsyncConnection, branch: str, hello: Hello
) -> tuple[heads.DeviceHead | None, dict[str, Point]]:
    """The head of the log, if it was begun, and of the branch's feeds: one statement; most hellos need no more."""
    cursor = await connection.execute(
        "select h.seq, h.hash, h.status, f.scope, f.n, f.hash from (values (1)) as one"
        " left join device_head h on h.branch_id = %(branch)s and h.device_id = %(device)s and h.epoch = %(epoch)s"
        " left join feed_head f on f.branch_id = %(branch)s",
        {"branch": branch, "device": hello.device, "epoch": hello.epoch},
    )
    rows = await cursor.fetchall()
    seq, hash_, status = rows[0][:3]
    head = None if seq is None else heads.DeviceHead(Point(seq, hash_), status)
    return head, {scope: Point(n, at) for _, _, _, scope, n, at in rows if scope is not None}
