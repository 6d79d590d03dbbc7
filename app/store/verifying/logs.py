"""The logs: hashes and links of all entries in one quick pass, then what each entry says, its body and signature."""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from app.domain.book import BookKind
from app.journal.envelope import GENESIS, Envelope, decode, decode_body, digest_of_body, hash_of
from app.journal.errors import BadEnvelopeError
from app.journal.signature import is_signed_by_actor
from app.journal.view import case_bytes, case_text
from app.store.audit_lines import BOOK_BYTES, line_of
from app.store.verifying.report import EVERY, BrokenEntry, Looking, Step, origin_text

_LOGS = (
    "SELECT device, epoch, h.seq, h.hash FROM (SELECT device, epoch FROM entry UNION SELECT device, epoch FROM "
    "device_head WHERE seq > 0) LEFT JOIN device_head h USING (device, epoch) ORDER BY device, epoch"
)
_CHAIN = "SELECT seq, hash, prev, envelope FROM entry WHERE device = ? AND epoch = ? ORDER BY seq"
_CASE = "SELECT case_id FROM entry WHERE device = ? AND epoch = ? AND seq = ?"
_COUNT = "SELECT count(*) FROM entry"
_SAID = (
    "SELECT e.device, e.epoch, e.seq, e.prev, e.case_id, e.kind, e.hlc, e.envelope, e.hash, p.case_id, "
    "p.is_late, b.body FROM entry e "
    "LEFT JOIN entry_body b ON b.device = e.device AND b.epoch = e.epoch AND b.seq = e.seq "
    "LEFT JOIN purged_body p ON p.device = e.device AND p.epoch = e.epoch AND p.seq = e.seq "
    "ORDER BY e.device, e.epoch, e.seq"
)
_LINE = "SELECT actor, kind, case_id FROM audit_line WHERE wall = ? AND device = ? AND epoch = ? AND seq = ?"
_VERDICT = "SELECT verdict FROM placement WHERE device = ? AND epoch = ? AND seq = ?"
_ORPHAN_LINES = (
    "SELECT l.device, l.epoch, l.seq FROM audit_line l LEFT JOIN entry e ON e.device = l.device AND e.epoch = l.epoch "
    "AND e.seq = l.seq WHERE e.seq IS NULL ORDER BY 1, 2, 3"
)
_DOUBLE_LINES = "SELECT device, epoch, seq FROM audit_line GROUP BY 1, 2, 3 HAVING count(*) > 1 ORDER BY 1, 2, 3"


@dataclass(slots=True)
class LogEnd:
    """Where a log was found to end, and where it is noted to."""

    device: bytes
    epoch: int
    noted_seq: int | None
    noted_hash: bytes | None
    seq: int = 0
    hash: bytes = GENESIS
    is_whole: bool = True


@dataclass(slots=True)
class Missing:
    """What bodies are not there, and which entries say that they were deleted by rule, each by case."""

    hashes: dict[bytes, list[bytes]] = field(default_factory=dict)
    origins: dict[bytes, str] = field(default_factory=dict)
    claims: dict[bytes, set[str]] = field(default_factory=dict)


def check_chains(looking: Looking, ends: list[LogEnd]) -> Iterator[BrokenEntry]:
    """Hashes and links of every log; fills `ends`."""
    count = int(looking.connection.exec_driver_sql(_COUNT).scalar_one())
    started = time.perf_counter()
    for device, epoch, noted_seq, noted_hash in looking.connection.exec_driver_sql(_LOGS).fetchall():
        looking.report.logs += 1
        end = LogEnd(device, epoch, noted_seq, noted_hash)
        ends.append(end)
        cursor = looking.connection.connection.cursor()
        cursor.execute(_CHAIN, (device, epoch))
        while rows := cursor.fetchmany(EVERY):
            looking.tell(Step.CHAIN, looking.report.entries, count)
            looking.report.entries += len(rows)
            yield from _check_links(looking, end, rows)
    looking.report.chain_seconds = time.perf_counter() - started


def _check_links(looking: Looking, end: LogEnd, rows: Sequence[Any]) -> Iterator[BrokenEntry]:
    """Many links at once where all is well; one by one where it is not."""
    seqs, kept, prevs, envelopes = zip(*rows, strict=True)
    found = tuple(map(hash_of, envelopes))
    first = end.seq + 1
    is_well = found == kept and prevs == (end.hash, *found[:-1]) and seqs == tuple(range(first, first + len(rows)))
    if not is_well:
        for seq, kept_hash, prev, hash_ in zip(seqs, kept, prevs, found, strict=True):
            yield from _check_link(looking, end, seq, prev, is_hash_good=hash_ == kept_hash)
            end.seq, end.hash = seq, hash_
    end.seq, end.hash = seqs[-1], found[-1]


def _check_link(looking: Looking, end: LogEnd, seq: int, prev: bytes, *, is_hash_good: bool) -> Iterator[BrokenEntry]:
    is_next = seq == end.seq + 1
    if is_hash_good and is_next and prev == end.hash:
        return
    name, case_id = origin_text(end.device, end.epoch, seq), _case_of(looking, end, seq)
    if not is_hash_good:
        yield BrokenEntry("hash", name, case_id)
    if not is_next:  # headquarters may hold back entries of other devices, never of this one
        end.is_whole = False
        if (end.device, end.epoch) == looking.own:
            yield BrokenEntry("gap", name, case_id, f"after {end.seq}")
    elif prev != end.hash:
        yield BrokenEntry("previous_hash", name, case_id)


def _case_of(looking: Looking, end: LogEnd, seq: int) -> str:
    row = looking.connection.connection.cursor().execute(_CASE, (end.device, end.epoch, seq)).fetchone()
    return case_text(row[0])


def check_heads(ends: list[LogEnd]) -> Iterator[BrokenEntry]:
    """Whether every log ends where it is noted to."""
    for end in ends:
        if end.is_whole and (end.noted_seq, end.noted_hash) != (end.seq, end.hash):
            name = origin_text(end.device, end.epoch, end.seq)
            yield BrokenEntry("head", name, detail=f"head says {end.noted_seq}")


def check_entries(looking: Looking, missing: Missing) -> Iterator[BrokenEntry]:
    """What every entry says: columns, body, signature, its line for audit. Notes in `missing` what bodies are gone."""
    lines = looking.connection.connection.cursor()
    rows = looking.connection.connection.cursor().execute(_SAID)
    for row in looking.through(Step.ENTRIES, rows, looking.report.entries):
        device, epoch, seq, _, case, _, _, data, hash_, purged_with, is_late, body = row
        name = origin_text(device, epoch, seq)
        try:
            envelope = decode(data)
        except BadEnvelopeError as error:
            yield BrokenEntry("encoding", name, case_text(case), str(error.details.get("why")))
            continue
        yield from _check_entry(looking, envelope, row, name)
        if body is None:
            if not is_late or device == looking.own[0]:  # what others wrote after a deletion was never kept here
                missing.hashes.setdefault(purged_with or case, []).append(hash_)
                missing.origins.setdefault(purged_with or case, name)
        elif envelope.kind == BookKind.CASES_PURGED and case == BOOK_BYTES:
            _note_claims(looking, envelope, body, missing)
        wall, *_, actor, kind, about = line_of(envelope, body, purged_with)
        if lines.execute(_LINE, (wall, device, epoch, seq)).fetchone() != (actor, kind, about):
            yield BrokenEntry("line", name, case_text(case))


def check_extra_lines(looking: Looking) -> Iterator[BrokenEntry]:
    """Lines for audit of entries that there are not, or a second one of the same entry."""
    for sql in (_ORPHAN_LINES, _DOUBLE_LINES):
        for device, epoch, seq in looking.connection.exec_driver_sql(sql).fetchall():
            yield BrokenEntry("line_extra", origin_text(device, epoch, seq))


def _check_entry(looking: Looking, envelope: Envelope, row: Any, name: str) -> Iterator[BrokenEntry]:
    case_id, body = case_text(row[4]), row[-1]
    if (envelope.dev, *envelope_columns(envelope)) != tuple(row[:7]):
        yield BrokenEntry("columns", name, case_id)
    if body is not None and digest_of_body(envelope.suite, body) != envelope.body:
        yield BrokenEntry("body", name, case_id)
    if envelope.sig is not None and looking.directory is not None:
        looking.report.signatures += 1
        is_good = is_signed_by_actor(envelope, looking.directory)
        if is_good is None:
            looking.report.unknown_keys += 1
        elif not is_good:
            yield BrokenEntry("signature", name, case_id, f"by {envelope.actor}")


def envelope_columns(envelope: Envelope) -> tuple[object, ...]:
    """The columns of the table beside the envelope, as it says them itself."""
    return envelope.epoch, envelope.seq, envelope.prev, envelope.case, envelope.kind, envelope.hlc


def _note_claims(looking: Looking, envelope: Envelope, body: bytes, missing: Missing) -> None:
    """What an entry about deletion says, if a person whose key is known signed it (where keys can be looked up at all)
    and headquarters has no word against it, such as that this person may not."""
    if envelope.sig is None or (looking.directory and not is_signed_by_actor(envelope, looking.directory)):
        return
    origin = (envelope.dev, envelope.epoch, envelope.seq)
    placed = looking.connection.exec_driver_sql(_VERDICT, origin).fetchone()
    if placed is not None and placed[0]:
        return
    try:
        cases = decode_body(body, is_known=True).get("cases")
        for row in cases if isinstance(cases, list) else ():
            missing.claims.setdefault(case_bytes(str(row["case_id"])), set()).add(str(row["digest"]))
    except (BadEnvelopeError, KeyError, TypeError):
        return
