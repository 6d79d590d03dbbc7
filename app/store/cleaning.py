"""After a deletion: nothing of it is left in the search index, on free pages or in the write-ahead log.

SQLite leaves what stood on a page that became free, and the search index keeps deleted words until its parts are merged
(security.md 3.4). Cleaning does both in small steps, each a short transaction, so that people go on working meanwhile.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from app.store.engine import Database, known_errors

_PAGES_A_STEP = 400  # about 1.6 MB: written and committed well within what nobody notices
_MERGE_PAGES = 200
_NAME = "cleaning"
_FILL = "INSERT INTO attachment_part (sha256, start, content) VALUES (?, ?, zeroblob(?))"
_EMPTY = (
    "DELETE FROM attachment_part WHERE sha256 = ?1 AND start = "
    "(SELECT min(start) FROM attachment_part WHERE sha256 = ?1)"
)
_MOST_STEPS = 20_000  # 32 GB: whatever others free meanwhile, there is an end


def clean(database: Database) -> Iterator[None]:
    """Clean step by step: each `next` does a little and gives way to others. Cut short it is begun again from the start
    the next time. Raises: StoreError."""
    yield from _merge_search(database)
    yield from _fill_free_pages(database)
    empty_log(database)


def empty_log(database: Database) -> bool:
    """Bring the write-ahead log into the file and cut it to nothing. False when somebody still reads from it."""
    with known_errors():
        connection = database.engine.raw_connection()  # a checkpoint stands outside of transactions
        try:
            row: Any = connection.cursor().execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
        finally:
            connection.close()
    return not row[0]


def _merge_search(database: Database) -> Iterator[None]:
    """Merge the parts of the index until nothing is left to merge: deleted words stay behind."""
    pages = -_MERGE_PAGES  # the first time: all parts into one
    while True:
        with database.write() as connection:
            driver: Any = connection.connection.driver_connection
            driver.execute("PRAGMA secure_delete = ON")
            try:
                before = driver.total_changes
                driver.execute("INSERT INTO search (search, rank) VALUES ('merge', ?)", (pages,))
                is_done = driver.total_changes - before < 2
            finally:
                driver.execute("PRAGMA secure_delete = FAST")
        yield
        if is_done:
            return
        pages = _MERGE_PAGES


def _fill_free_pages(database: Database) -> Iterator[None]:
    """Write zeros over every free page: they are all taken by a row of zeros, and given back."""
    while _let_go(database):  # of a cleaning that was cut short
        yield
    for start in range(_MOST_STEPS):
        with database.write() as connection:
            driver: Any = connection.connection.driver_connection
            (free,) = driver.execute("PRAGMA freelist_count").fetchone()
            (size,) = driver.execute("PRAGMA page_size").fetchone()
            pages = min(int(free), _PAGES_A_STEP)
            if pages:
                driver.execute(_FILL, (_NAME, start, pages * int(size)))
        if not pages:
            break
        yield
    while _let_go(database):
        yield


def _let_go(database: Database) -> int:
    with database.write() as connection:
        return int(connection.connection.cursor().execute(_EMPTY, (_NAME,)).rowcount)
