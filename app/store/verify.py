"""Proving the journal and everything derived from it, and naming the first entry that is broken (journal.md 7).

What each look proves, and against whom, stands with it in app/store/verifying. Whoever holds the database key can make
a journal up anew that fits itself: people's signatures, headquarters' receipts and the anchor outside the database are
what tells it apart (security.md 2).
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice
from typing import TYPE_CHECKING

from app.journal.signature import KeyDirectory
from app.store.anchor import Anchor
from app.store.errors import DamagedStoreError
from app.store.verifying.feeds import check_feeds
from app.store.verifying.logs import LogEnd, Missing, check_chains, check_entries, check_extra_lines, check_heads
from app.store.verifying.pages import check_pages
from app.store.verifying.proofs import check_anchor, check_deletions, check_receipts
from app.store.verifying.report import (
    MOST_PROBLEMS,
    BrokenEntry,
    Looking,
    Progress,
    Step,
    StoppedError,
    VerifyReport,
)
from app.store.verifying.rows import check_files, check_rows

if TYPE_CHECKING:
    from app.store.store import Store

__all__ = ["BrokenEntry", "Progress", "Step", "VerifyReport", "verify"]


def verify(
    store: Store,
    directory: KeyDirectory | None = None,
    *,
    hub_key: bytes | None = None,
    anchor: Anchor | None = None,
    progress: Progress | None = None,
) -> VerifyReport:
    """Look at every page, entry, signature, receipt and row of an open store. Writes nothing and holds up no writer.

    `directory` finds people's public keys, `hub_key` is headquarters' (32 bytes), `anchor` the head that is kept
    outside the database; what is missing is not checked. `progress` is told how far it is and may end it; then the
    report is not complete. Raises: StoreError other than for damage, which is reported.
    """
    report = VerifyReport()
    own = (store.identity.device_bytes, store.identity.epoch)
    try:
        with store.database.read() as connection:
            looking = Looking(connection, report, store.rules, own, directory, hub_key, anchor, progress)
            for problem in islice(_problems(store, looking), MOST_PROBLEMS):
                report.problems.append(problem)
    except DamagedStoreError:
        report.problems.append(BrokenEntry("page", detail="a page can't be read"))
    except StoppedError:
        report.is_complete = False
    return report


def _problems(store: Store, looking: Looking) -> Iterator[BrokenEntry]:
    ends: list[LogEnd] = []
    missing = Missing()
    yield from check_pages(looking)
    yield from check_chains(looking, ends)
    yield from check_entries(looking, missing)
    yield from check_heads(ends)
    yield from check_extra_lines(looking)
    yield from check_anchor(looking, store.identity)
    yield from check_receipts(looking)
    yield from check_feeds(looking)
    yield from check_deletions(looking, missing)
    yield from check_rows(looking)
    yield from check_files(looking)
