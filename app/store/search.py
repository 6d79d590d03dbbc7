"""Finding cases by any part of a number, a name or the words of the complaint (security.md 3.4)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from app.domain.free_text import Known, Mask, masker, others_named
from app.domain.masking import mask_id, mask_phone
from app.journal.view import case_text
from app.store.engine import Database
from app.store.search_text import match_expression
from app.store.state import decode_state

_AROUND = 24
_FIND = (
    "SELECT f.rowid, r.case_id, r.case_no, r.masked_name, r.category, r.state, r.due_on, r.owner, s.state "
    "FROM (SELECT rowid FROM search WHERE search MATCH ? ORDER BY rowid DESC LIMIT ?) f "
    "JOIN case_row r ON r.row_id = f.rowid JOIN case_state s ON s.row_id = f.rowid ORDER BY f.rowid DESC"
)


@dataclass(frozen=True, slots=True)
class SearchHit:
    """A case that was found; the complainant is masked. `snippet` is the place in the complaint, or its beginning."""

    row_id: int
    case_id: str
    case_no: str
    masked_name: str
    masked_phone: str
    masked_id_number: str
    category: str
    state: str
    due_on: date | None
    owner: str
    snippet: str

    def __repr__(self) -> str:
        return f"<SearchHit {self.case_no}>"


def search(database: Database, text: str, limit: int = 50) -> list[SearchHit]:
    """Cases that hold all words of `text`, newest first, at most `limit`."""
    expression = match_expression(text)
    if expression is None or limit < 1:
        return []
    with database.read() as connection:
        rows = connection.connection.cursor().execute(_FIND, (expression, limit)).fetchall()
    words = text.lower().split()
    return [_hit(row, words) for row in rows]


def _hit(row: tuple[Any, ...], words: list[str]) -> SearchHit:
    state = decode_state(row[8])
    intake = state["intake"]
    person = intake["complainant"]
    return SearchHit(
        row_id=row[0],
        case_id=case_text(row[1]),
        case_no=row[2],
        masked_name=row[3],
        masked_phone=mask_phone(person.get("phone", "")),
        masked_id_number=mask_id(number) if (number := person.get("id_number", "")) else "",
        category=row[4],
        state=row[5],
        due_on=date.fromisoformat(row[6]) if row[6] else None,
        owner=row[7],
        snippet=_snippet((intake["narrative"], intake.get("remedy_sought", "")), words, masker(_known(state))),
    )


def _known(state: dict[str, Any]) -> Known:
    """The people of the case, from its state as it is kept (app.domain.free_text.known_of)."""
    intake = state["intake"]
    who, agent, joint = intake["complainant"], intake.get("representative") or {}, intake.get("joint") or {}
    met = (*(state.get("contacts") or ()), *(state.get("notices") or ()))
    items = state.get("evidence") or ()
    others = others_named(
        (
            *(one.get("receiver", "") for one in met),
            *(i.get(key, "") for i in items for key in ("from_whom", "returned_to")),
        )
    )
    group = [tuple(pair) for pair in joint.get("representatives") or ()]
    return Known(
        (
            who.get("name", ""),
            agent.get("name", ""),
            intake.get("deceased_name", ""),
            *(name for name, _ in group),
            *others,
        ),
        (who.get("phone", ""), agent.get("phone", ""), *(phone for _, phone in group)),
        (who.get("id_number", ""), agent.get("id_number", "")),
        (intake.get("address", ""),),
    )


def _snippet(texts: tuple[str, ...], words: list[str], mask: Mask) -> str:
    """The surroundings of the first word that stands in one of `texts`, masked; else the beginning of the first."""
    for text in texts:
        lowered = text.lower()
        for word in words:
            at = lowered.find(word)
            if at >= 0:
                return _cut(mask(text), max(0, at - _AROUND), at + len(word) + _AROUND)
    return _cut(mask(texts[0]), 0, 2 * _AROUND)


def _cut(text: str, start: int, end: int) -> str:
    piece = " ".join(text[start:end].split())
    return ("…" if start > 0 else "") + piece + ("…" if end < len(text) else "")
