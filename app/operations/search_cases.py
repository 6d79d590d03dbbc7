"""Find cases by number, name, phone, identity number or any words of the complaint."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.operations.desk import Desk

if TYPE_CHECKING:
    from app.store.search import SearchHit


def search_cases(desk: Desk, text: str, limit: int = 50) -> list[SearchHit]:
    """Cases that hold `text`, newest first, at most `limit`; people in them are masked."""
    return desk.store.search(text, limit)
