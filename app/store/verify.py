"""Proving the journal and everything derived from it, and naming the first entry that is broken (journal.md 7)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from hashlib import sha256
from itertools import islice
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from app.domain.case import Case
from app.domain.entry import Entry
from app.domain.rules import Rules
from app.journal.envelope import GENESIS, Envelope, decode, digest_of_body, hash_of
from app.journal.errors import BadEnvelopeError
from app.journal.signature import KeyDirectory, is_signed_by_actor
from app.journal.view import case_text
from app.store.case_entries import entries_of, folded
from app.store.case_rows import row_values, running_deadlines, summary_of
from app.store.errors import DamagedStoreError
from app.store.figures import figure_values
from app.store.state import encode_state

if TYPE_CHECKING:
    from app.store.store import Store

MOST_PROBLEMS = 100

_LOGS = (
    "SELECT e.device, e.epoch, max(e.seq), h.seq, h.hash FROM entry e "
    "LEFT JOIN device_head h ON h.device = e.device AND h.epoch = e.epoch GROUP BY e.device, e.epoch"
)
_LOG = (
    "SELECT e.seq, e.hash, e.prev, e.case_id, e.kind, e.hlc, e.envelope, b.body FROM entry e "
    "LEFT JOIN entry_body b ON b.device = e.device AND b.epoch = e.epoch AND b.seq = e.seq "
    "WHERE e.device = ? AND e.epoch = ? ORDER BY e.seq"
)
_ROW = (
    "SELECT r.*, s.summary, s.state, d.id FROM case_row r LEFT JOIN case_state s USING (row_id) "
    "LEFT JOIN search_docsize d ON d.id = r.row_id WHERE r.case_id = ?"
)
_FIGURES = "SELECT f.* FROM case_figures f JOIN case_row r USING (row_id) WHERE r.case_id = ?"
_EXTRA = (
    "SELECT case_id FROM case_row WHERE case_id NOT IN (SELECT case_id FROM entry) "
    "OR case_id IN (SELECT case_id FROM purged_case) ORDER BY case_id"
)
_CASES = (
    "SELECT DISTINCT case_id FROM entry WHERE case_id <> zeroblob(16) "
    "AND case_id NOT IN (SELECT case_id FROM purged_case) ORDER BY case_id"
)
_ANY_SEARCH = "SELECT rowid FROM search WHERE search MATCH '\"x\"' LIMIT 1"
_BLOBS = "SELECT sha256, size, content FROM attachment_blob ORDER BY sha256"
_UNREADABLE = "SELECT raw FROM quarantine WHERE scope = 'case'"


@dataclass(frozen=True, slots=True)
class BrokenEntry:
    """One thing that is not as it should be.

    `origin` names the entry (device.epoch.seq) where there is one, `case_id` the case. `what` is page, encoding,
    hash, columns, previous_hash, gap, body, signature, head, row, row_missing, row_extra, search or attachment.
    """

    what: str
    origin: str = ""
    case_id: str = ""
    detail: str = ""


@dataclass(slots=True)
class VerifyReport:
    """What a verification looked at and what it found, in the order of looking; at most `MOST_PROBLEMS` problems."""

    entries: int = 0
    logs: int = 0
    cases: int = 0
    signatures: int = 0
    unknown_keys: int = 0
    problems: list[BrokenEntry] = field(default_factory=list)

    @property
    def is_sound(self) -> bool:
        """Whether nothing was found."""
        return not self.problems

    @property
    def first(self) -> BrokenEntry | None:
        """The first broken thing."""
        return self.problems[0] if self.problems else None


def verify(store: Store, directory: KeyDirectory | None = None) -> VerifyReport:
    """Look at every page, entry, signature and row of an open store. Writes nothing.

    `directory` finds people's public keys; without it signatures are not checked. Raises: StoreError other than for
    damage, which is reported.
    """
    report = VerifyReport()
    try:
        with store.database.read() as connection:
            for problem in islice(_problems(store, connection, directory, report), MOST_PROBLEMS):
                report.problems.append(problem)
    except DamagedStoreError:
        report.problems.append(BrokenEntry("page", detail="a page can't be read"))
    return report


def _problems(
    store: Store, connection: sa.Connection, directory: KeyDirectory | None, report: VerifyReport
) -> Iterator[BrokenEntry]:
    yield from _pages(connection)
    own = (store.identity.device_bytes, store.identity.epoch)
    for device, epoch, last, head_seq, head_hash in connection.exec_driver_sql(_LOGS).fetchall():
        report.logs += 1
        log = _Log(device, epoch, is_own=(device, epoch) == own)
        for row in connection.connection.cursor().execute(_LOG, (device, epoch)):
            report.entries += 1
            yield from log.check(row, directory, report)
        if log.is_whole and (head_seq, head_hash) != (last, log.hash):
            yield BrokenEntry("head", origin=log.name(last), detail=f"head says {head_seq}")
    yield from _rows(store, connection, report)
    yield from _attachments(connection)


def _attachments(connection: sa.Connection) -> Iterator[BrokenEntry]:
    for name, size, content in connection.connection.cursor().execute(_BLOBS):
        if sha256(content).hexdigest() != name or len(content) != size:
            yield BrokenEntry("attachment", detail=name)


def _pages(connection: sa.Connection) -> Iterator[BrokenEntry]:
    for (fault,) in connection.exec_driver_sql("PRAGMA cipher_integrity_check").fetchall():
        yield BrokenEntry("page", detail=str(fault))
    # FTS5 keeps what it last knew of the index on each connection and forgets it only where a search begins; a check
    # without one takes what another connection has written since for damage.
    connection.exec_driver_sql(_ANY_SEARCH).fetchall()
    for (word,) in connection.exec_driver_sql("PRAGMA quick_check").fetchall():
        if word != "ok":
            yield BrokenEntry("page", detail=str(word).splitlines()[0])


class _Log:
    """One device's log, looked at from its first entry on."""

    def __init__(self, device: bytes, epoch: int, *, is_own: bool) -> None:
        self._device = device
        self._epoch = epoch
        self._is_own = is_own
        self._seq = 0
        self.hash = GENESIS
        self.is_whole = True

    def name(self, seq: int) -> str:
        return f"{self._device.hex()}.{self._epoch}.{seq}"

    def check(
        self, row: tuple[Any, ...], directory: KeyDirectory | None, report: VerifyReport
    ) -> Iterator[BrokenEntry]:
        seq, hash_, prev, case, _, _, data, body = row
        name, case_id = self.name(seq), case_text(case)
        found = hash_of(data)
        if found != hash_:
            yield BrokenEntry("hash", name, case_id)
        if seq != self._seq + 1:  # headquarters may hold back entries of other devices, never of this one
            self.is_whole = False
            if self._is_own:
                yield BrokenEntry("gap", name, case_id, f"after {self._seq}")
        elif prev != self.hash:
            yield BrokenEntry("previous_hash", name, case_id)
        self._seq, self.hash = seq, found
        try:
            envelope = decode(data)
        except BadEnvelopeError as error:
            yield BrokenEntry("encoding", name, case_id, str(error.details.get("why")))
            return
        if _columns(envelope) != (self._device, self._epoch, *row[:1], *row[2:6]):
            yield BrokenEntry("columns", name, case_id)
        if body is not None and digest_of_body(envelope.suite, body) != envelope.body:
            yield BrokenEntry("body", name, case_id)
        if envelope.sig is not None and directory is not None:
            report.signatures += 1
            is_good = is_signed_by_actor(envelope, directory)
            if is_good is None:
                report.unknown_keys += 1
            elif not is_good:
                yield BrokenEntry("signature", name, case_id, f"by {envelope.actor}")


def _columns(envelope: Envelope) -> tuple[object, ...]:
    return (
        envelope.dev,
        envelope.epoch,
        envelope.seq,
        envelope.prev,
        envelope.case,
        envelope.kind,
        envelope.hlc,
    )


def _rows(store: Store, connection: sa.Connection, report: VerifyReport) -> Iterator[BrokenEntry]:
    unreadable = {row[0] for row in connection.exec_driver_sql(_UNREADABLE).fetchall()}
    cursor = connection.connection.cursor()
    for (case,) in connection.exec_driver_sql(_CASES).fetchall():
        row = cursor.execute(_ROW, (case,)).fetchone()
        if case in unreadable:
            continue
        report.cases += 1
        case_id = case_text(case)
        try:
            entries = entries_of(connection, case_id)
            state = folded(entries)
        except BadEnvelopeError:
            continue  # named above, where its log was looked at
        if state is None:
            if row is not None:
                yield BrokenEntry("row_extra", case_id=case_id)
            continue
        last = str(entries[-1].origin)
        if row is None:
            yield BrokenEntry("row_missing", last, case_id)
        elif not _is_derived(cursor, case, row, state, entries, store.rules):
            yield BrokenEntry("row", last, case_id)
        elif row[-1] is None:
            yield BrokenEntry("search", last, case_id)
    for (case,) in cursor.execute(_EXTRA).fetchall():
        yield BrokenEntry("row_extra", case_id=case_text(case))


def _is_derived(cursor: Any, case: bytes, row: Any, state: Case, entries: list[Entry], rules: Rules) -> bool:
    """Whether row, state and figures are what the entries amount to."""
    deadlines = running_deadlines(state, rules)
    if row[1:-1] != (*row_values(state, entries, rules, deadlines), summary_of(state), encode_state(state)):
        return False
    figures = cursor.execute(_FIGURES, (case,)).fetchone()
    return figures is not None and figures[1:] == figure_values(state, rules, deadlines)
