"""Every page of the database file by its checksum, and SQLite's own look at tables and indexes."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import sqlalchemy as sa
from sqlcipher3 import dbapi2 as sqlcipher

from app.store.probe import PAGE_SIZE
from app.store.verifying.report import BrokenEntry, Looking, Step

_ANY_SEARCH = "SELECT rowid FROM search WHERE search MATCH '\"x\"' LIMIT 1"
_SEARCH_FAULT = "fts5"
"""What SQLite's check has in its words about the search index, which can be made anew, and nothing else."""
_NUMBER = re.compile(r"[0-9]+")
_LOG_HEADER, _FRAME_HEADER = 32, 24  # of the write-ahead log: its salts stand at 16 to 24, and at 8 to 16 of each frame


def check_pages(looking: Looking) -> Iterator[BrokenEntry]:
    """Every page of the file by its own checksum, and the tables by SQLite's."""
    connection = looking.connection
    looking.tell(Step.PAGES)
    faults = _page_faults(connection)
    if faults:
        faults &= _page_faults(connection)  # a page may have been on its way to the disk
    for number in sorted(faults - _pages_in_log(connection)):
        yield BrokenEntry("page", detail=f"page {number}")
    # FTS5 keeps what it last knew of the index on each connection and forgets it only where a search begins; a check
    # without one takes what another connection has written since for damage.
    with suppress(sqlcipher.DatabaseError):  # the check below says so too, and the index is looked through at the end
        connection.connection.cursor().execute(_ANY_SEARCH).fetchall()
    # The quick check passes over indexes, and an older copy of one page of them hides rows from whoever looks by it.
    for (word,) in connection.exec_driver_sql("PRAGMA integrity_check").fetchall():
        if word != "ok":
            fault = str(word).splitlines()[0]
            yield BrokenEntry("search" if _SEARCH_FAULT in fault.lower() else "page", detail=fault)


def _page_faults(connection: sa.Connection) -> set[int]:
    """The pages of the file whose checksums don't fit; 0 for a fault that names no page."""
    said = (str(row[0]) for row in connection.exec_driver_sql("PRAGMA cipher_integrity_check").fetchall())
    return {int(found.group()) if (found := _NUMBER.search(fault)) else 0 for fault in said}


def _pages_in_log(connection: sa.Connection) -> set[int]:
    """The pages that stand in the write-ahead log: what the file holds of them does not count until a checkpoint.

    SQLCipher looks at the file alone, where such a page may be old or a hole, after a checkpoint that could go only so
    far because somebody was reading.
    """
    row = connection.exec_driver_sql("PRAGMA database_list").fetchone()
    if row is None:
        return set()
    pages = set()
    with suppress(OSError), Path(f"{row[2]}-wal").open("rb") as log:
        header = log.read(_LOG_HEADER)
        while len(frame := log.read(_FRAME_HEADER)) == _FRAME_HEADER:
            if frame[8:16] != header[16:24]:  # left over from before the log began anew
                break
            pages.add(int.from_bytes(frame[:4], "big"))
            log.seek(PAGE_SIZE, os.SEEK_CUR)
    return pages
