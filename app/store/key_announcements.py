"""That the database key is about to be changed, kept in the database until the book says so.

The key changes in the keystore and under the file, the entry comes after both. What is announced here before the first
can be written after a kill in between, once.
"""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass

import sqlalchemy as sa

from app.store.engine import Database
from app.store.identity import read_meta, write_meta
from app.store.tables import META

_NAME = "key_change"


@dataclass(frozen=True, slots=True)
class KeyAnnouncement:
    """`why` as in the book, `by` a staff number, `key_before` the id of the key that was in use then."""

    why: str
    by: str
    key_before: str


def announce_key_change(database: Database, announced: KeyAnnouncement) -> None:
    """Keep what is about to happen, in place of what was announced before. Raises: StoreError."""
    with database.write() as connection:
        write_meta(connection, **{_NAME: json.dumps(asdict(announced), sort_keys=True)})


def announced_key_change(database: Database) -> KeyAnnouncement | None:
    """What was announced and is not in the book. Raises: StoreError."""
    with database.read() as connection:
        said = read_meta(connection).get(_NAME)
    return None if said is None else KeyAnnouncement(**json.loads(said))


def forget_key_change(connection: sa.Connection) -> None:
    """It stands in the book now, or did not happen."""
    connection.execute(META.delete().where(META.c.key == _NAME))
