"""What headquarters publishes to its branches: staff, rules, calendars. Versions are kept, each with its first day."""

from __future__ import annotations

from datetime import date
from typing import Any

import sqlalchemy as sa

from app.journal.published import Published
from app.store.engine import Database

_PUT = (
    "INSERT INTO reference (kind, version, effective_from, body, feed_seq) VALUES (?, ?, ?, ?, ?) "
    "ON CONFLICT (kind, version) DO UPDATE SET effective_from = excluded.effective_from, body = excluded.body, "
    "feed_seq = excluded.feed_seq"
)
_COLUMNS = "SELECT kind, version, effective_from, body FROM reference WHERE kind = ?"


class Reference:
    """The published data in a store."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def put(self, kind: str, version: str, effective_from: date, body: bytes) -> None:
        """Keep a version that did not come through the feed, such as the trial's."""
        with self._database.write() as connection:
            put_reference(connection, Published(kind, version, effective_from, body), None)

    def current(self, kind: str, on: date) -> Published | None:
        """The version in force on a day, None when none is."""
        sql = f"{_COLUMNS} AND effective_from <= ? ORDER BY effective_from DESC, feed_seq DESC, version DESC LIMIT 1"
        with self._database.read() as connection:
            row = connection.exec_driver_sql(sql, (kind, on.isoformat())).fetchone()
        return _version(row) if row else None

    def versions(self, kind: str) -> list[Published]:
        """All versions of a kind, the earliest first."""
        with self._database.read() as connection:
            rows = connection.exec_driver_sql(
                f"{_COLUMNS} ORDER BY effective_from, feed_seq, version", (kind,)
            ).fetchall()
        return [_version(row) for row in rows]


def put_reference(connection: sa.Connection, item: Published, feed_seq: int | None) -> None:
    """Keep a version within somebody's transaction; the same version again replaces its body."""
    connection.exec_driver_sql(_PUT, (item.kind, item.version, item.effective_from.isoformat(), item.body, feed_seq))


def _version(row: Any) -> Published:
    return Published(row[0], row[1], date.fromisoformat(row[2]), row[3])
