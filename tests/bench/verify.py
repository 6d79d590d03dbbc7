"""How fast a verification goes: hashes and links of all entries, against bare SHA-256 over the same bytes, and
the whole with every decoding, body, line and row.
"""

from __future__ import annotations

import tempfile
import time
from collections.abc import Mapping
from hashlib import sha256
from pathlib import Path
from typing import Any

from support.cases import RULES, TELLER
from support.stores import NOON, Desk, author, directory, identity, new_store

from app.domain.entry import EntryKind, NewEntry
from app.journal.view import Authorship, milliseconds, new_record
from app.store.case_entries import append, head_of
from app.store.rebuild import rebuild
from app.store.store import Store
from app.store.verify import verify

COUNT = 100_000
CASES = 500
ROUNDS = 3
WANTED_PER_SECOND = 200_000
AIM = 8.0


def run(count: int = COUNT, rounds: int = ROUNDS) -> dict[str, Mapping[str, Any]]:
    """Seconds for the chain with its floor, thousands of entries a second, and the whole."""
    with tempfile.TemporaryDirectory(prefix="jiesu-bench-") as name, new_store(Path(name)) as store:
        envelopes = _fill(store, count)
        floor = min(_hash_all(envelopes) for _ in range(rounds))
        chain, whole = [], []
        for _ in range(rounds):
            started = time.perf_counter()
            report = verify(store, directory)
            whole.append(time.perf_counter() - started)
            chain.append(report.chain_seconds)
            assert report.is_sound, report.first
            assert report.entries >= count
    total = report.entries
    return {
        "chain": {"value": min(chain), "floor": floor, "unit": "s", "aim": AIM},
        "microseconds_per_entry": {"value": min(chain) / total * 1e6, "unit": "us", "aim": 1e6 / WANTED_PER_SECOND},
        "entries_a_second": {"value": total / min(chain) / 1000, "unit": "k/s"},
        "whole": {"value": min(whole), "unit": "s"},
        "whole_entries_a_second": {"value": total / min(whole) / 1000, "unit": "k/s"},
    }


def _hash_all(envelopes: list[bytes]) -> float:
    started = time.perf_counter()
    for envelope in envelopes:
        sha256(envelope).digest()
    return time.perf_counter() - started


def _fill(store: Store, count: int) -> list[bytes]:
    """Notes on many cases; returns the envelopes."""
    desk = Desk(store)
    cases = [desk.register().case_id for _ in range(CASES)]
    who = author(TELLER)
    by = Authorship("0102", TELLER, "session-1", milliseconds(NOON), 480, bytes(8), "1", who.sign, who.signer_key_id)
    with store.database.write() as connection:
        own = identity()
        head, hlc = head_of(connection, own.device_bytes, own.epoch)
        written = []
        for number in range(count):
            hlc += 1
            kind = EntryKind.NOTE_ADDED
            body = {"text": f"第 {number} 次回访：客户要求书面答复，已告知办理时限。" * 2}
            new = NewEntry(kind, cases[number % CASES], body)
            record, envelope, head = new_record(new, head, by, base=2 + number // CASES, hlc=hlc)
            written.append((record, envelope, head))
        append(connection, written)
    rebuild(store)
    assert store.rules is RULES
    return [record.envelope for record, _, _ in written]
