"""What headquarters itself puts into a branch's feed: reference data now, decisions of its own later.

The place in the feed is taken as a push takes it, behind the lock on the feed's head, so that a branch reads one
contiguous, chained sequence whoever wrote into it.
"""

from __future__ import annotations

import psycopg

from app.journal.published import Published, encode_published
from app.journal.wire import BRANCH_SCOPE, NoticeKind, Point, link_notice


def publish(connection: psycopg.Connection, branch: str, item: Published) -> int:
    """Put a version of reference data into the branch's feed; its place there. What it says counts from its own day."""
    return _append(connection, branch, NoticeKind.REFERENCE, encode_published(item))


def locked_feed(connection: psycopg.Connection, branch: str) -> Point:
    """The end of the branch's feed, locked until the transaction that is open ends: nobody else writes there, and what
    is read of the branch from now on stays as it is."""
    connection.execute(
        "insert into feed_head (branch_id, scope, n, hash) values (%s, %s, 0, %s) on conflict do nothing",
        (branch, BRANCH_SCOPE, bytes(32)),
    )
    row = connection.execute(
        "select n, hash from feed_head where branch_id = %s and scope = %s for update", (branch, BRANCH_SCOPE)
    ).fetchone()
    assert row is not None
    return Point(int(row[0]), bytes(row[1]))


def _append(connection: psycopg.Connection, branch: str, kind: str, content: bytes) -> int:
    with connection.transaction():
        end = locked_feed(connection, branch)
        place, prev = end.seq + 1, end.hash
        connection.execute(
            "insert into feed (branch_id, scope, feed_seq, count, kind, prev_hash, content)"
            " values (%s, %s, %s, 1, %s, %s, %s)",
            (branch, BRANCH_SCOPE, place, str(kind), prev, content),
        )
        connection.execute(
            "update feed_head set n = %s, hash = %s where branch_id = %s and scope = %s",
            (place, link_notice(prev, kind, content), branch, BRANCH_SCOPE),
        )
    return place
