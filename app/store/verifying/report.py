"""What a verification is given, and what it finds."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TypeVar

import sqlalchemy as sa

from app.domain.rules import Rules
from app.journal.signature import KeyDirectory
from app.store.anchor import Anchor

MOST_PROBLEMS = 100

EVERY = 2000
"""After how many entries progress is told."""

T = TypeVar("T")


class Step(StrEnum):
    """What a verification is at."""

    PAGES = "pages"
    CHAIN = "chain"
    ENTRIES = "entries"
    PROOFS = "proofs"
    CASES = "cases"
    FILES = "files"


Progress = Callable[[Step, int, int], bool]
"""Told the step, how far it is and how far it goes (0 where nobody knows); False ends the verification there."""


@dataclass(frozen=True, slots=True)
class BrokenEntry:
    """One thing that is not as it should be.

    `origin` names the entry (device.epoch.seq) where there is one, `case_id` the case. `what` is one of
    page; gap, hash, previous_hash, encoding, columns, body, body_missing, signature, line, line_extra, head;
    purge; receipt, receipt_signature, receipt_missing; rolled_back, recomputed; feed, quarantine;
    row, row_missing, row_extra, search; attachment, paper.
    """

    what: str
    origin: str = ""
    case_id: str = ""
    detail: str = ""


@dataclass(slots=True)
class VerifyReport:
    """What a verification looked at and what it found, in the order of looking; at most `MOST_PROBLEMS` problems.

    `receipts` are those of headquarters whose signature was checked; `is_anchored` says that the head which is kept
    outside the database was found in it; `is_complete` is False when somebody stopped it. `chain_seconds` is the time
    that hashes and links of all entries took.
    """

    entries: int = 0
    logs: int = 0
    cases: int = 0
    signatures: int = 0
    unknown_keys: int = 0
    receipts: int = 0
    is_anchored: bool = False
    is_complete: bool = True
    chain_seconds: float = field(default=0.0, compare=False)
    problems: list[BrokenEntry] = field(default_factory=list)

    @property
    def is_sound(self) -> bool:
        """Whether everything was looked at and nothing was found."""
        return self.is_complete and not self.problems

    @property
    def first(self) -> BrokenEntry | None:
        """The first broken thing."""
        return self.problems[0] if self.problems else None


class StoppedError(Exception):
    """Whoever is told about the progress wants no more of it."""


@dataclass(slots=True)
class Looking:
    """One verification under way, in one reading transaction.

    `own` is this device and its present epoch. `directory` finds people's keys, `hub_key` is headquarters' public key
    and `anchor` the head that is kept outside the database; each may be missing, and then proves nothing.
    """

    connection: sa.Connection
    report: VerifyReport
    rules: Rules
    own: tuple[bytes, int]
    directory: KeyDirectory | None = None
    hub_key: bytes | None = None
    anchor: Anchor | None = None
    progress: Progress | None = None

    def tell(self, step: Step, done: int = 0, of: int = 0) -> None:
        """Tell how far it is. Raises: StoppedError."""
        if self.progress is not None and not self.progress(step, done, of):
            raise StoppedError

    def through(self, step: Step, rows: Iterable[T], of: int = 0, every: int = EVERY) -> Iterator[T]:
        """`rows` one by one, telling now and then how far it is. Raises: StoppedError."""
        for number, row in enumerate(rows):
            if number % every == 0:
                self.tell(step, number, of)
            yield row


def origin_text(device: bytes, epoch: int, seq: int) -> str:
    """An entry's place as people are told it."""
    return f"{device.hex()}.{epoch}.{seq}"
