"""What the store holds about one case, with the pieces of the logs that show where each entry stands."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from typing import NamedTuple

import sqlalchemy as sa

from app.journal.chain import Head
from app.journal.envelope import hash_of
from app.journal.view import case_bytes
from app.store.audit_lines import BOOK_BYTES
from app.store.engine import Database
from app.store.identity import StoreIdentity

_ENTRY = (
    "SELECT e.device, e.epoch, e.seq, b.body, p.feed_seq, p.verdict, p.code, e.hlc FROM entry e "
    "LEFT JOIN entry_body b ON b.device = e.device AND b.epoch = e.epoch AND b.seq = e.seq "
    "LEFT JOIN placement p ON p.device = e.device AND p.epoch = e.epoch AND p.seq = e.seq "
)
_OF_CASE = _ENTRY + "WHERE e.case_id = ?"
_OF_BOOK = (
    "SELECT e.device, e.epoch, e.seq, b.body, p.feed_seq, p.verdict, p.code, e.hlc FROM audit_line l "
    "JOIN entry e ON e.device = l.device AND e.epoch = l.epoch AND e.seq = l.seq "
    "LEFT JOIN entry_body b ON b.device = e.device AND b.epoch = e.epoch AND b.seq = e.seq "
    "LEFT JOIN placement p ON p.device = e.device AND p.epoch = e.epoch AND p.seq = e.seq "
    "WHERE l.case_id = ? AND e.case_id = ?"
)
_RECEIPTS = "SELECT seq, receipt, signature FROM receipt WHERE epoch = ? ORDER BY seq"
_LAST = "SELECT max(seq) FROM entry WHERE device = ? AND epoch = ?"
_PIECE = "SELECT envelope FROM entry WHERE device = ? AND epoch = ? AND seq BETWEEN ? AND ? ORDER BY seq"
_PAPERS = "SELECT sha256, pdf FROM paper WHERE case_id = ? ORDER BY sha256"
_BLOB = "SELECT content FROM attachment_blob WHERE sha256 = ?"
_DIRECTORY = (
    "SELECT body FROM reference WHERE kind = 'directory' "
    "ORDER BY effective_from DESC, feed_seq DESC, version DESC LIMIT 1"
)
_UNPLACED = 2**62


class KeptEntry(NamedTuple):
    """An entry without its envelope: where it stands, its body's bytes, and headquarters' word on it."""

    device: bytes
    epoch: int
    seq: int
    body: bytes | None
    feed_seq: int | None
    verdict: str | None
    code: str | None


class Piece(NamedTuple):
    """Entries of a log in a row, from `first` on. It ends at a `receipt` of headquarters (its bytes and signature) or,
    in a log of this device, at the `head` that the device can sign; both None for a log of another device."""

    device: bytes
    epoch: int
    first: int
    envelopes: tuple[bytes, ...]
    receipt: tuple[bytes, bytes] | None
    head: Head | None


class CaseEvidence(NamedTuple):
    """Everything about one case; `directory` is the newest one that headquarters signed."""

    entries: tuple[KeptEntry, ...]
    book: tuple[KeptEntry, ...]
    pieces: tuple[Piece, ...]
    papers: dict[str, bytes]
    directory: bytes | None

    def __repr__(self) -> str:
        return f"<CaseEvidence {len(self.entries)} entries>"


def read_evidence(database: Database, own: StoreIdentity, case_id: str) -> CaseEvidence:
    """What is here about the case, of one moment. Raises: StoreError."""
    case = case_bytes(case_id)
    with database.read() as connection:
        entries = _entries(connection, _OF_CASE, (case,))
        book = _entries(connection, _OF_BOOK, (case, BOOK_BYTES))
        pieces = _pieces(connection, own, (*entries, *book))
        papers = {row[0]: row[1] for row in connection.exec_driver_sql(_PAPERS, (case,)).fetchall()}
        directory = connection.exec_driver_sql(_DIRECTORY).fetchone()
    return CaseEvidence(entries, book, pieces, papers, directory[0] if directory else None)


def read_blobs(database: Database, hashes: Iterable[str]) -> dict[str, bytes]:
    """The bytes of those files that are here. Raises: StoreError."""
    with database.read() as connection:
        rows = ((name, connection.exec_driver_sql(_BLOB, (name,)).fetchone()) for name in hashes)
        return {name: row[0] for name, row in rows if row is not None}


def _entries(connection: sa.Connection, sql: str, values: tuple[bytes, ...]) -> tuple[KeptEntry, ...]:
    rows = list(connection.exec_driver_sql(sql, values).fetchall())
    rows.sort(key=lambda row: (_UNPLACED if row[4] is None else row[4], row[7], row[0], row[1], row[2]))
    return tuple(KeptEntry(*row[:7]) for row in rows)


def _pieces(connection: sa.Connection, own: StoreIdentity, entries: Iterable[KeptEntry]) -> tuple[Piece, ...]:
    """The shortest pieces of the logs that hold all entries and end where something vouches for them."""
    wanted: dict[tuple[bytes, int], set[int]] = defaultdict(set)
    for entry in entries:
        wanted[entry.device, entry.epoch].add(entry.seq)
    pieces: list[Piece] = []
    for (device, epoch), seqs in sorted(wanted.items()):
        is_own = device == own.device_bytes
        receipts = connection.exec_driver_sql(_RECEIPTS, (epoch,)).fetchall() if is_own else []
        last = int(connection.exec_driver_sql(_LAST, (device, epoch)).scalar_one())
        ends = {row[0]: (row[1], row[2]) for row in receipts}
        for first, end in _spans(sorted(seqs), sorted(ends), last if is_own else 0):
            rows = connection.exec_driver_sql(_PIECE, (device, epoch, first, end)).fetchall()
            envelopes = tuple(row[0] for row in rows)
            head = Head(device, epoch, end, hash_of(envelopes[-1])) if is_own and end not in ends else None
            pieces.append(Piece(device, epoch, first, envelopes, ends.get(end), head))
    return tuple(pieces)


def _spans(seqs: list[int], ends: list[int], last: int) -> list[tuple[int, int]]:
    """From each entry to the end that vouches for it, those that touch as one; `last` 0 where nothing vouches."""
    spans: list[tuple[int, int]] = []
    for seq in seqs:
        end = next((each for each in ends if each >= seq), max(last, seq))
        if spans and seq <= spans[-1][1] + (0 if ends or last else 1):
            spans[-1] = (spans[-1][0], max(end, spans[-1][1]))
        else:
            spans.append((seq, end))
    return spans
