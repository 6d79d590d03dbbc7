"""Headquarters' feeds: every place that was read is accounted for, and together they give the hash of the cursor.

The hash is what headquarters compares whenever more is read: whoever makes up another one is found there. Places are
entries, notices of which the digest is kept, and what was set aside because it could not be read.
"""

from __future__ import annotations

from collections.abc import Iterator

from app.journal.wire import BRANCH_SCOPE, GENESIS, link_digest, link_entry
from app.store.verifying.report import BrokenEntry, Looking, Step

_CURSORS = "SELECT scope, seq, hash FROM feed_cursor ORDER BY scope"
_LINKS = "SELECT feed_seq, kind, link FROM feed_link WHERE scope = ?"
_EMPTIED = (
    "SELECT l.scope, l.feed_seq FROM feed_link l WHERE l.is_set_aside = 1 AND NOT EXISTS (SELECT 1 FROM quarantine q "
    "WHERE q.scope = l.scope AND q.feed_seq = l.feed_seq) ORDER BY 1, 2"
)
_PLACED = (
    "SELECT p.feed_seq, e.hash FROM placement p JOIN entry e ON e.device = p.device AND e.epoch = p.epoch "
    "AND e.seq = p.seq WHERE p.feed_seq IS NOT NULL"
)


def check_feeds(looking: Looking) -> Iterator[BrokenEntry]:
    """Nothing that was set aside is gone, and the chain of each feed leads to its cursor."""
    looking.tell(Step.PROOFS)
    for scope, feed_seq in looking.connection.exec_driver_sql(_EMPTIED).fetchall():
        yield BrokenEntry("quarantine", detail=f"{scope} {feed_seq}")
    for scope, last, end in looking.connection.exec_driver_sql(_CURSORS).fetchall():
        yield from _check_feed(looking, scope, last, end)


def _check_feed(looking: Looking, scope: str, last: int, end: bytes) -> Iterator[BrokenEntry]:
    rows = looking.connection.exec_driver_sql(_LINKS, (scope,)).fetchall()
    links = {feed_seq: (kind, link) for feed_seq, kind, link in rows}
    placed = {}
    if scope == BRANCH_SCOPE:
        placed = {row[0]: row[1] for row in looking.connection.exec_driver_sql(_PLACED).fetchall()}
    start = max((feed_seq for feed_seq, (kind, _) in links.items() if kind == "start"), default=0)
    at = links[start][1] if start else GENESIS
    for feed_seq in range(start + 1, last + 1):
        kind, link = links.get(feed_seq, ("entry", placed.get(feed_seq)))
        if link is None:
            yield BrokenEntry("feed", detail=f"{scope} {feed_seq}")
            return
        at = link_digest(at, link) if kind == "notice" else link_entry(at, link)
    if at != end:
        yield BrokenEntry("feed", detail=f"{scope} {last}")
