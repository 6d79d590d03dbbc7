"""The head of this device's log as it is kept outside the database, and whether a database still fits it.

A database file that was put back as it once was passes every check of its own (security.md 2, rollback of the whole
file). So its head is written into the keyring when the desk locks or ends, and compared when it opens: a journal that
ends before its anchor was rolled back, one that holds another entry there was made up anew.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import sqlalchemy as sa

from app.journal.envelope import GENESIS
from app.store.case_entries import head_of
from app.store.errors import RolledBackStoreError
from app.store.identity import StoreIdentity

if TYPE_CHECKING:
    from app.store.store import Store

Anchor = tuple[int, int, bytes]
"""Epoch, number and hash (32 bytes) of an entry of this device; number 0 with 32 zero bytes for an empty log."""

_HASH = "SELECT hash FROM entry WHERE device = ? AND epoch = ? AND seq = ?"


def anchor_of(store: Store) -> Anchor:
    """What is to be kept outside now: the head of this device's log. Raises: StoreError."""
    own = store.identity
    with store.database.read() as connection:
        head, _ = head_of(connection, own.device_bytes, own.epoch)
    return own.epoch, head.seq, head.hash


def check_anchor(store: Store, anchor: Anchor | None) -> None:
    """Hold the store against its anchor; None where none was ever kept.

    Whoever restores a database or begins a new epoch anchors it anew. Raises: RolledBackStoreError, whose `why` is
    "rolled_back" or "recomputed", with `anchored` and `found` (numbers of the last entries); StoreError.
    """
    if anchor is None:
        return
    own = store.identity
    with store.database.read() as connection:
        why = difference(connection, own, anchor)
        if why:
            head, _ = head_of(connection, own.device_bytes, own.epoch)
            raise RolledBackStoreError(why=why, anchored=f"{anchor[0]}.{anchor[1]}", found=f"{own.epoch}.{head.seq}")


def difference(connection: sa.Connection, own: StoreIdentity, anchor: Anchor) -> str:
    """How the journal differs from its anchor: "rolled_back", "recomputed", or "" when it holds it."""
    epoch, seq, hash_ = anchor
    if epoch > own.epoch:
        return "rolled_back"
    if seq == 0:
        return "" if hash_ == GENESIS else "recomputed"
    row = connection.connection.cursor().execute(_HASH, (own.device_bytes, epoch, seq)).fetchone()
    if row is None:
        return "rolled_back"
    return "" if row[0] == hash_ else "recomputed"
