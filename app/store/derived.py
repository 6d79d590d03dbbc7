"""Whether the derived rows were made by the same fold and the same rules as now; if not, they are made again."""

from __future__ import annotations

import hashlib
from datetime import date, timedelta

import sqlalchemy as sa

from app.domain.rules import Rules
from app.store.case_rows import ENDED_RANK
from app.store.engine import Database
from app.store.identity import read_meta, write_meta
from app.store.rebuild import derive_all
from app.store.refresh import refresh_case
from app.store.state import FORMAT

_OPEN = "SELECT case_id FROM case_row WHERE rank < ? OR next_on <> '' ORDER BY row_id"
_FIRST, _LAST = date(2020, 1, 1), date(2040, 12, 31)


def bring_up_to_date(database: Database, rules: Rules) -> int:
    """Derive again what an older program or other rules derived. Returns how many cases that were."""
    with database.read() as connection:
        meta = read_meta(connection)
    printed = rules_print(rules)
    if meta.get("derived") == str(FORMAT) and meta.get("rules") == printed:
        return 0
    with database.write() as connection:
        is_same_fold = meta.get("derived") == str(FORMAT)
        count = _derive_open(connection, rules) if is_same_fold else derive_all(connection, rules)
        write_meta(connection, derived=str(FORMAT), rules=printed)
    return count


def rules_print(rules: Rules) -> str:
    """A short text that changes when a due date could come out differently."""
    days = (_FIRST + timedelta(days=n) for n in range((_LAST - _FIRST).days + 1))
    working = "".join("01"[rules.calendar.is_working_day(day)] for day in days)
    years = "".join("01"[rules.calendar.has_year(year)] for year in range(_FIRST.year, _LAST.year + 1))
    return hashlib.sha256(f"{rules.policies.versions!r} {working} {years}".encode()).hexdigest()[:32]


def _derive_open(connection: sa.Connection, rules: Rules) -> int:
    """Due dates of ended cases stand; only what is still owed depends on the rules in force."""
    rows = connection.exec_driver_sql(_OPEN, (ENDED_RANK,)).fetchall()
    for row in rows:
        refresh_case(connection, row[0], rules)
    return len(rows)
