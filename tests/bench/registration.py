"""How long a registration takes from the form to the disk, against raw sqlcipher3 calls that write the same rows."""

from __future__ import annotations

import os
import statistics
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from support.cases import BRANCH, PEOPLE, RULES, TELLER

from app.domain.commands import IntakeForm, RegisterComplaint
from app.domain.decide import Context, decide
from app.journal.view import case_bytes
from app.store.case_entries import entries_of
from app.store.case_rows import search_text_of
from app.store.engine import Database
from app.store.identity import StoreIdentity
from app.store.opening import create_database
from app.store.statements import inserting
from app.store.store import Acted, Author, Store, create_store
from app.store.tables import AUDIT_LINE, CASE_FIGURES, CASE_ROW, CASE_STATE, ENTRY, ENTRY_BODY, SIMILAR_KEY
from app.system.key_box import KeyBox

COUNT = 400
WARM_UP = 50
AIM = 2.0

_NARRATIVE = (
    "客户称于本月十二日在网点自助设备取款时发生吞卡，现场致电客服等候四十余分钟无人处理，次日到柜台取卡又被告知须由开户行"
    "出具证明，往返两趟仍未取回，要求退还卡片并说明处理时限。"
)


def run(count: int = COUNT) -> dict[str, dict[str, Any]]:
    """Milliseconds to a durable commit, as medians; the floor is the same rows by raw calls.

    Both write to files in the same folder with the same schema and pragmas, one commit for each case, in turns.
    """
    with tempfile.TemporaryDirectory(prefix="jiesu-bench-") as folder:
        store = create_store(Path(folder) / "store.db", _key(), _identity(), RULES)
        floor = create_database(Path(folder) / "floor.db", _key(), _identity())
        try:
            return _measure(store, floor, count)
        finally:
            store.close()
            floor.close()


def _measure(store: Store, floor: Database, count: int) -> dict[str, dict[str, Any]]:
    raw = floor.engine.raw_connection()
    registrations: list[float] = []
    floors: list[float] = []
    try:
        for number in range(count + WARM_UP):
            case_id = ""

            def register(number: int = number) -> None:
                nonlocal case_id
                case_id = _register(store, number)

            took = _timed(register)
            statements = _rows_of(store, case_id)
            cursor = raw.cursor()
            floor_took = _timed(lambda cursor=cursor, statements=statements: _write(cursor, statements))
            if number >= WARM_UP:
                registrations.append(took)
                floors.append(floor_took)
    finally:
        raw.close()
    registration, bare = statistics.median(registrations), statistics.median(floors)
    return {"to durable commit": {"value": registration * 1000, "unit": "ms", "floor": bare * 1000, "aim": AIM}}


def _timed(work: Callable[[], None]) -> float:
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def _register(store: Store, number: int) -> str:
    now = datetime(2026, 11, 20, 2, 0, tzinfo=UTC) + timedelta(seconds=number)
    form = IntakeForm(
        narrative=f"{_NARRATIVE}（第{number}件）",
        complainant_name="欧阳建国",
        phone=f"138{number:08d}",
        remedy_sought="退还卡片并书面说明",
    )
    context = Context(PEOPLE[TELLER], now, RULES, PEOPLE, BRANCH)
    acted = store.register(
        lambda case_id, case_no: RegisterComplaint(case_id, case_no, form),
        lambda command: decide(None, command, context),
        Author(TELLER, "bench"),
        now,
    )
    assert isinstance(acted, Acted)
    return acted.case.case_id


def _rows_of(store: Store, case_id: str) -> list[tuple[str, tuple[Any, ...]]]:
    """What a registration wrote, as statements to write it again."""
    case = case_bytes(case_id)
    with store.database.read() as connection:
        row = tuple(connection.execute(sa.select(CASE_ROW).where(CASE_ROW.c.case_id == case)).one())
        state = tuple(connection.execute(sa.select(CASE_STATE).where(CASE_STATE.c.row_id == row[0])).one())
        figures = tuple(connection.execute(sa.select(CASE_FIGURES).where(CASE_FIGURES.c.row_id == row[0])).one())
        entries = connection.execute(sa.select(ENTRY).where(ENTRY.c.case_id == case).order_by(ENTRY.c.seq)).all()
        bodies = [
            tuple(connection.execute(sa.select(ENTRY_BODY).where(ENTRY_BODY.c.seq == entry.seq)).one())
            for entry in entries
        ]
        lines = connection.execute(sa.select(AUDIT_LINE).where(AUDIT_LINE.c.case_id == case)).all()
        keys = connection.execute(sa.select(SIMILAR_KEY).where(SIMILAR_KEY.c.row_id == row[0])).all()
        read = entries_of(connection, case_id)
    folded = store.case(case_id)
    assert folded is not None
    text = search_text_of(folded, read)
    last = entries[-1]
    return [
        ("INSERT OR REPLACE INTO case_counter (year, device_letter, last) VALUES (?, ?, ?)", (2026, "A", row[0])),
        *((inserting(ENTRY), tuple(entry)) for entry in entries),
        *((inserting(ENTRY_BODY), body) for body in bodies),
        *((inserting(AUDIT_LINE), tuple(line)) for line in lines),
        (
            "INSERT OR REPLACE INTO device_head (device, epoch, seq, hash, hlc) VALUES (?, ?, ?, ?, ?)",
            (last.device, last.epoch, last.seq, last.hash, last.hlc),
        ),
        (inserting(CASE_ROW), row),
        (inserting(CASE_STATE), state),
        ("INSERT INTO search (rowid, who, words) VALUES (?, ?, ?)", (row[0], text.who, text.words)),
        *((inserting(SIMILAR_KEY), tuple(key)) for key in keys),
        (inserting(CASE_FIGURES), figures),
    ]


def _write(cursor: Any, statements: list[tuple[str, tuple[Any, ...]]]) -> None:
    cursor.execute("BEGIN IMMEDIATE")
    for sql, values in statements:
        cursor.execute(sql, values)
    cursor.execute("COMMIT")


def _key() -> KeyBox:
    return KeyBox(bytearray(os.urandom(32)))


def _identity() -> StoreIdentity:
    return StoreIdentity("bench", "0102", os.urandom(16).hex(), 1, "A")


if __name__ == "__main__":
    print(run())
