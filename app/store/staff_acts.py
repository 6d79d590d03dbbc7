"""What somebody is about to change about a person in the keystore, kept until the book says so.

Keystore and journal are two files. What is announced here before the first is written can be put into the second after
a crash in between.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

import sqlalchemy as sa

from app.store.engine import Database
from app.store.identity import write_meta
from app.store.tables import META

_PREFIX = "staff_act:"


def announce_act(database: Database, staff_no: str, act: Mapping[str, Any]) -> None:
    """Keep what is about to happen to this person, in place of what was announced before. Raises: StoreError."""
    with database.write() as connection:
        write_meta(connection, **{_PREFIX + staff_no: json.dumps(act, sort_keys=True)})


def forget_act(connection: sa.Connection, staff_no: str) -> None:
    """It stands in the book now, or did not happen."""
    connection.execute(META.delete().where(META.c.key == _PREFIX + staff_no))


def announced_acts(database: Database) -> list[dict[str, Any]]:
    """What was announced and is not in the book. Raises: StoreError."""
    with database.read() as connection:
        rows = connection.execute(
            sa.select(META.c.value).where(META.c.key.startswith(_PREFIX, autoescape=True)).order_by(META.c.key)
        ).fetchall()
    return [json.loads(row[0]) for row in rows]
