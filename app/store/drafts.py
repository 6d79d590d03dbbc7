"""Drafts of forms, each person's own: kept on every change, there again after a crash."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from app.journal.view import instant, milliseconds
from app.store.engine import Database

_SAVE = (
    "INSERT INTO draft (staff_no, draft_id, saved_at, form) VALUES (?, ?, ?, ?) "
    "ON CONFLICT (staff_no, draft_id) DO UPDATE SET saved_at = excluded.saved_at, form = excluded.form"
)
_LIST = "SELECT draft_id, saved_at, form FROM draft WHERE staff_no = ? ORDER BY saved_at DESC, draft_id DESC"
_DISCARD = "DELETE FROM draft WHERE staff_no = ? AND draft_id = ?"


@dataclass(frozen=True, slots=True)
class Draft:
    """A form as it was typed so far, and when it was kept."""

    draft_id: str
    form: dict[str, Any]
    saved_at: datetime

    def __repr__(self) -> str:
        return f"<Draft {self.draft_id}>"


class Drafts:
    """The drafts in a store. Nobody is shown another person's."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def save(self, staff_no: str, draft_id: str, form: Mapping[str, Any], now: datetime) -> None:
        """Keep `form` (plain JSON values) in the place of what this draft held. On disk when this returns."""
        text = json.dumps(dict(form), ensure_ascii=True, separators=(",", ":"))
        with self._database.write() as connection:
            connection.exec_driver_sql(_SAVE, (staff_no, draft_id, milliseconds(now), text))

    def list(self, staff_no: str) -> list[Draft]:
        """A person's drafts, the latest first."""
        with self._database.read() as connection:
            rows = connection.exec_driver_sql(_LIST, (staff_no,)).fetchall()
        return [Draft(row[0], json.loads(row[2]), instant(row[1])) for row in rows]

    def discard(self, staff_no: str, draft_id: str) -> None:
        """Forget a draft; nothing happens when it is gone already."""
        with self._database.write() as connection:
            discard_draft(connection, staff_no, draft_id)


def discard_draft(connection: sa.Connection, staff_no: str, draft_id: str) -> None:
    """As `Drafts.discard`, within somebody's transaction."""
    connection.exec_driver_sql(_DISCARD, (staff_no, draft_id))
