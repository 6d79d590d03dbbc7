"""What stands beside cases and has its own time: drafts, finished print jobs, what was quarantined and seen to
(resources/rules/retention.json, `beside`)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from app.domain.retention import BesideRetention
from app.journal.envelope import decode
from app.journal.errors import BadEnvelopeError
from app.journal.view import milliseconds
from app.store.engine import Database

_DRAFTS = "DELETE FROM draft WHERE saved_at < ?"
_JOBS = "DELETE FROM print_job WHERE state IN ('printed', 'cancelled') AND changed_at < ?"
_SEEN_TO = "SELECT quarantine_id, raw FROM quarantine WHERE is_open = 0"
_DROP = "DELETE FROM quarantine WHERE quarantine_id = ?"


@dataclass(frozen=True, slots=True)
class Tidied:
    """How many of each went."""

    drafts: int
    print_jobs: int
    quarantined: int


def tidy(database: Database, rules: BesideRetention, now: datetime) -> Tidied:
    """Delete what is older than it may be. Papers stay with their case, open print jobs and open quarantine stay."""
    with database.write() as connection:
        cursor = connection.connection.cursor()
        drafts = cursor.execute(_DRAFTS, (_before(now, rules.draft_days),)).rowcount
        jobs = cursor.execute(_JOBS, (_before(now, rules.print_job_days),)).rowcount
        old = _old_quarantine(cursor, _before(now, rules.quarantine_days))
        cursor.executemany(_DROP, [(row_id,) for row_id in old])
    return Tidied(drafts, jobs, len(old))


def _before(now: datetime, days: int) -> int:
    return milliseconds(now - timedelta(days=days))


def _old_quarantine(cursor: Any, before: int) -> list[int]:
    """Rows seen to whose entry was written before; of what is no entry nobody knows how old it is, and it goes."""
    old = []
    for row_id, raw in cursor.execute(_SEEN_TO).fetchall():
        try:
            is_old = decode(raw).wall < before
        except BadEnvelopeError:
            is_old = True
        if is_old:
            old.append(row_id)
    return old
