"""How a device's log stands, in the words that the journal's keeper and synchronisation share."""

from __future__ import annotations

from dataclasses import dataclass

from app.journal.envelope import Record
from app.journal.wire import Point


@dataclass(frozen=True, slots=True)
class LogState:
    """This device's log: its head, what headquarters has receipted, and whose receipts those are.

    `server_epoch` is headquarters' as of the last receipt or page, "" before the first.
    """

    device: str
    epoch: int
    head: Point
    acked: Point
    server_epoch: str


@dataclass(frozen=True, slots=True)
class Batch:
    """Entries in a row: `records` follow `prev` and end at `head`. Empty `records` mean that nothing waits."""

    prev: Point
    head: Point
    records: tuple[Record, ...]


@dataclass(frozen=True, slots=True)
class AttachmentToMove:
    """A file that is to be sent or fetched. `have` bytes of a file to fetch have come already."""

    sha256: str
    size: int
    have: int


@dataclass(frozen=True, slots=True)
class Balance:
    """The sums that prove that nothing is lost (journal.md 7). On a level desk all of the first four agree.

    `committed` own entries of the present epoch, `receipted` by headquarters, `at_headquarters` with a place in the
    feed, `applied` of those without being set aside; `conflicts` open flags on cases, `quarantined` open items.
    """

    committed: int
    receipted: int
    at_headquarters: int
    applied: int
    conflicts: int
    quarantined: int
