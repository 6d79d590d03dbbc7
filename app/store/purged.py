"""What is left of purged cases: that they were there, which bodies went with them, and the digest that a signed entry
of the book gives for each (app/journal/purging.py)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from app.journal.purging import purge_digest

_IS_PURGED = "SELECT purged_at FROM purged_case WHERE case_id = ?"
_NOTE = "INSERT OR IGNORE INTO purged_body (device, epoch, seq, case_id, is_late) VALUES (?, ?, ?, ?, 1)"
_HASHES = (
    "SELECT device, epoch, seq, hash FROM ("
    "SELECT e.device, e.epoch, e.seq, e.hash FROM entry e LEFT JOIN purged_body b "
    "ON b.device = e.device AND b.epoch = e.epoch AND b.seq = e.seq "
    "WHERE e.case_id = ?1 AND coalesce(b.is_late, 0) = 0 "
    "UNION SELECT e.device, e.epoch, e.seq, e.hash FROM audit_line a JOIN entry e "
    "ON e.device = a.device AND e.epoch = a.epoch AND e.seq = a.seq LEFT JOIN purged_body b "
    "ON b.device = e.device AND b.epoch = e.epoch AND b.seq = e.seq "
    "WHERE a.case_id = ?1 AND coalesce(b.is_late, 0) = 0) ORDER BY device, epoch, seq"
)


def is_purged(cursor: Any, case: bytes) -> bool:
    """Whether the bodies of this case were deleted here."""
    return cursor.execute(_IS_PURGED, (case,)).fetchone() is not None


def purged_at(cursor: Any, case: bytes) -> int | None:
    """When the bodies of this case were deleted here, in milliseconds since 1970; None when they were not."""
    row = cursor.execute(_IS_PURGED, (case,)).fetchone()
    return int(row[0]) if row else None


def note_late(cursor: Any, origin: tuple[bytes, int, int], case: bytes) -> None:
    """An entry came when its case was purged already: its body is not kept, and no digest covers it."""
    cursor.execute(_NOTE, (*origin, case))


def count_and_digest(cursor: Any, case: bytes) -> tuple[int, str]:
    """How many entries lose, or lost, their bodies with a case, and their digest in hex.

    Those are its own entries and those of the desk's book that are about it; what came later is left out.
    """
    hashes: Sequence[bytes] = [row[3] for row in cursor.execute(_HASHES, (case,))]
    return len(hashes), purge_digest(case, hashes).hex()
