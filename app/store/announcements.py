"""What is about to be changed in the keystore, kept in the database until the book says so.

Keystore and journal are two files, and the entry comes after the change. What is announced here before the first is
written can be put into the second after a crash in between, once.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

import sqlalchemy as sa

from app.store.engine import Database
from app.store.identity import write_meta
from app.store.tables import META

KEY_CHANGE = "key_change"
STAFF_ACT = "staff_act:"
"""Names of announcements; the second is followed by the staff number."""


def announce(database: Database, name: str, said: Mapping[str, Any]) -> None:
    """Keep what is about to happen, in place of what was announced under that name before. Raises: StoreError."""
    with database.write() as connection:
        write_meta(connection, **{name: json.dumps(said, sort_keys=True)})


def announced(database: Database, prefix: str) -> list[dict[str, Any]]:
    """What was announced under names that begin so, and is not in the book. Raises: StoreError."""
    with database.read() as connection:
        rows = connection.execute(
            sa.select(META.c.value).where(META.c.key.startswith(prefix, autoescape=True)).order_by(META.c.key)
        ).fetchall()
    return [json.loads(row[0]) for row in rows]


def forget(connection: sa.Connection, name: str) -> None:
    """It stands in the book now, or did not happen."""
    connection.execute(META.delete().where(META.c.key == name))
