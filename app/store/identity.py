"""Who a database belongs to, kept inside it."""

from __future__ import annotations

from dataclasses import dataclass

import sqlalchemy as sa

from app.store.tables import META


@dataclass(frozen=True, slots=True)
class StoreIdentity:
    """Which desk a database is of. `device` is 32 hex digits; `epoch` counts the lives of its log, from 1."""

    store_id: str
    branch: str
    device: str
    epoch: int
    device_letter: str

    @property
    def device_bytes(self) -> bytes:
        """The device's id as it stands in envelopes."""
        return bytes.fromhex(self.device)


def read_meta(connection: sa.Connection) -> dict[str, str]:
    """Everything in the table `meta`."""
    return {row.key: row.value for row in connection.execute(sa.select(META))}


def write_meta(connection: sa.Connection, **values: str) -> None:
    """Put values into the table `meta`."""
    for key, value in values.items():
        connection.execute(META.delete().where(META.c.key == key))
        connection.execute(META.insert().values(key=key, value=value))


def identity_of(meta: dict[str, str]) -> StoreIdentity:
    """The identity in `meta`. Raises: KeyError when it is no database of this program."""
    return StoreIdentity(meta["store_id"], meta["branch"], meta["device"], int(meta["epoch"]), meta["device_letter"])
