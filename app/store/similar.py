"""Finding complaints that are similar to one that is being recorded, within a moment at a hundred thousand cases."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from app.domain.calendar import CHINA, china_day
from app.domain.similarity import DEFAULT_LIMITS, Similar, SimilarityKeys, SimilarityLimits, judge, keys_of_values
from app.journal.view import case_text, instant, milliseconds
from app.store.case_rows import ENDED_RANK
from app.store.engine import Database
from app.store.similar_keys import name_keys, narrative_keys, number_keys
from app.store.state import decode_state

_BY_KEY = "SELECT row_id FROM similar_key WHERE key = ? ORDER BY row_id DESC LIMIT ?"
_BY_NAME = (
    "SELECT k.row_id FROM (SELECT row_id FROM similar_key WHERE key = ? ORDER BY row_id DESC LIMIT ?) k "
    "CROSS JOIN case_row r USING (row_id) WHERE r.received_at BETWEEN ? AND ? LIMIT ?"
)
_ROWS = (
    "SELECT r.row_id, r.case_id, r.case_no, r.masked_name, r.state, r.rank, r.received_at, s.summary, s.state "
    "FROM case_row r JOIN case_state s USING (row_id) WHERE r.row_id IN ({marks})"
)
_OF_ONE_NUMBER = 20
_OF_ONE_PIECE = 60
_OF_ONE_NAME = 400
_WITH_NAME_NEAR = 10
_LOOKED_AT = 60
"""The newest of each are looked at and the rest left: a customer with a hundred complaints is found by any of them."""


@dataclass(frozen=True, slots=True)
class SimilarCase:
    """A case that is similar to what is being recorded; the complainant is masked. `reasons` are of `Likeness`, the
    strongest first. `is_repeat`: the same person seems to bring the same matter again; a person decides."""

    row_id: int
    case_id: str
    case_no: str
    masked_name: str
    state: str
    is_open: bool
    received_on: date
    summary: str
    reasons: tuple[str, ...]
    is_repeat: bool

    def __repr__(self) -> str:
        return f"<SimilarCase {self.case_no}>"


def find_similar(
    database: Database, keys: SimilarityKeys, limit: int = 5, limits: SimilarityLimits = DEFAULT_LIMITS
) -> list[SimilarCase]:
    """The cases that are most similar to `keys`, at most `limit`; among equals the newest first."""
    if keys.is_empty or limit < 1:
        return []
    with database.read() as connection:
        cursor = connection.connection.cursor()
        ids = _candidates(cursor, keys, limits)
        if not ids:
            return []
        rows = cursor.execute(_ROWS.format(marks=",".join("?" * len(ids))), ids).fetchall()
    judged = [(found, row) for row in rows if (found := judge(keys, _keys_of(row), limits))]
    judged.sort(key=lambda pair: (-pair[0].rank, -pair[1][0]))
    return [_case(found, row) for found, row in judged[:limit]]


def _candidates(cursor: Any, keys: SimilarityKeys, limits: SimilarityLimits) -> Sequence[int]:
    """Row ids worth a look: by numbers, by name near the day, then by how many pieces of the story are shared."""
    found: dict[int, None] = {}
    for key in number_keys(keys):
        found |= dict.fromkeys(row[0] for row in cursor.execute(_BY_KEY, (key, _OF_ONE_NUMBER)))
    if keys.received_on is not None:
        first, last = _milliseconds_around(keys.received_on, limits.near_days)
        for key in name_keys(keys):
            rows = cursor.execute(_BY_NAME, (key, _OF_ONE_NAME, first, last, _WITH_NAME_NEAR))
            found |= dict.fromkeys(row[0] for row in rows)
    shared: Counter[int] = Counter()
    for key in narrative_keys(keys):
        shared.update(row[0] for row in cursor.execute(_BY_KEY, (key, _OF_ONE_PIECE)))
    by_story = sorted(shared, key=lambda row_id: (-shared[row_id], -row_id))
    return list(dict.fromkeys([*found, *by_story]))[:_LOOKED_AT]


def _milliseconds_around(day: date, days: int) -> tuple[int, int]:
    start, end = day - timedelta(days=days), day + timedelta(days=days + 1)
    first, last = (milliseconds(datetime.combine(edge, time(), CHINA).astimezone(UTC)) for edge in (start, end))
    return first, last


def _keys_of(row: tuple[Any, ...]) -> SimilarityKeys:
    intake = decode_state(row[8])["intake"]
    who, other = intake["complainant"], intake.get("representative") or {}
    return keys_of_values(
        name=who.get("name", ""),
        phones=(who.get("phone", ""), other.get("phone", "")),
        id_numbers=(who.get("id_number", ""), other.get("id_number", "")),
        received_on=china_day(instant(row[6])),
        narrative=intake["narrative"],
    )


def _case(found: Similar, row: tuple[Any, ...]) -> SimilarCase:
    return SimilarCase(
        row_id=row[0],
        case_id=case_text(row[1]),
        case_no=row[2],
        masked_name=row[3],
        state=row[4],
        is_open=row[5] < ENDED_RANK,
        received_on=china_day(instant(row[6])),
        summary=row[7],
        reasons=tuple(reason.value for reason in found.reasons),
        is_repeat=found.is_repeat,
    )
