"""Whatever is changed behind the program's back is found, and the first broken entry is named (journal.md 7.H)."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from hashlib import sha256
from pathlib import Path

import pytest
import sqlalchemy as sa
from support.cases import DECISION, HANDLER
from support.stores import Desk, directory, new_store

from app.domain.commands import AddNote, RecordDecision, StartHandling
from app.journal.envelope import Envelope, decode, encode, hash_of
from app.store.store import Store
from app.store.tables import trigger_ddl
from app.store.verify import BrokenEntry, VerifyReport, verify


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    """Two cases and seven entries: the first case has numbers 1, 2, 5, 6 and 7."""
    with new_store(tmp_path) as store:
        desk = Desk(store)
        first = desk.register()
        desk.register()
        desk.do(first.case_id, HANDLER, StartHandling())
        desk.do(first.case_id, HANDLER, AddNote("已联系客户"))
        desk.do(first.case_id, HANDLER, RecordDecision(**{f: getattr(DECISION, f) for f in DECISION.__slots__}))
        yield store


@contextmanager
def _intruder(store: Store) -> Iterator[sa.Connection]:
    """Somebody with the key and a debugger."""
    with store.database.write() as connection:
        for name in connection.exec_driver_sql("SELECT name FROM sqlite_schema WHERE type = 'trigger'").scalars().all():
            connection.exec_driver_sql(f"DROP TRIGGER {name}")
        yield connection
        for statement in trigger_ddl():
            connection.exec_driver_sql(statement)


def _sql(statement: str) -> Callable[[sa.Connection], object]:
    return lambda connection: connection.exec_driver_sql(statement)


def _rewrite(seq: int, **changed: object) -> Callable[[sa.Connection], object]:
    """Change an envelope and everything that can be made to fit it in its own row."""

    def rewrite(connection: sa.Connection) -> None:
        data = connection.exec_driver_sql("SELECT envelope FROM entry WHERE seq = ?", (seq,)).scalar_one()
        envelope: Envelope = decode(data)._replace(**changed)  # type: ignore[arg-type]
        new = encode(envelope)
        connection.exec_driver_sql(
            "UPDATE entry SET envelope = ?, hash = ?, kind = ?, hlc = ? WHERE seq = ?",
            (new, hash_of(new), envelope.kind, envelope.hlc, seq),
        )

    return rewrite


def _forge_body(connection: sa.Connection) -> None:
    """Change what was said, and the hash of it, in the newest entry; only the signature can tell."""
    body = connection.exec_driver_sql("SELECT body FROM entry_body WHERE seq = 7").scalar_one()
    new = body.replace("致歉".encode(), "了事".encode())
    assert new != body
    connection.exec_driver_sql("UPDATE entry_body SET body = ? WHERE seq = 7", (new,))
    _rewrite(7, body=sha256(new).digest())(connection)
    connection.exec_driver_sql("UPDATE device_head SET hash = (SELECT hash FROM entry WHERE seq = 7)")


def test_a_sound_store_is_sound(store: Store) -> None:
    report = verify(store, directory)
    assert report == VerifyReport(entries=7, logs=1, cases=2, signatures=1)
    assert report.is_sound
    assert report.first is None
    assert verify(store, lambda key_id: None).unknown_keys == 1


@pytest.mark.parametrize(
    ("tamper", "what", "seq"),
    [
        (_sql("UPDATE entry_body SET body = zeroblob(9) WHERE seq = 2"), "body", 2),
        (_sql("UPDATE entry SET hash = zeroblob(32) WHERE seq = 3"), "hash", 3),
        (_sql("UPDATE entry SET envelope = zeroblob(300) WHERE seq = 4"), "hash", 4),
        (_sql("UPDATE entry SET prev = zeroblob(32) WHERE seq = 4"), "previous_hash", 4),
        (_sql("UPDATE entry SET kind = 'note_added' WHERE seq = 2"), "columns", 2),
        (_sql("UPDATE entry SET case_id = (SELECT case_id FROM entry WHERE seq = 3) WHERE seq = 5"), "columns", 5),
        (_sql("UPDATE entry SET hlc = hlc + 1 WHERE seq = 6"), "columns", 6),
        (_sql("DELETE FROM entry WHERE seq = 3"), "gap", 4),
        (_sql("DELETE FROM entry WHERE seq = 1"), "gap", 2),
        (_sql("DELETE FROM entry WHERE seq = 7"), "head", 6),
        (_sql("UPDATE device_head SET seq = 9"), "head", 7),
        (_rewrite(2, wall=5), "previous_hash", 3),
        (_rewrite(7, actor="0402"), "signature", 7),
        (_forge_body, "signature", 7),
        (_sql("UPDATE case_row SET owner = '0218' WHERE row_id = 1"), "row", 7),
        (_sql("UPDATE case_state SET state = zeroblob(10) WHERE row_id = 2"), "row", 4),
        (_sql("UPDATE case_state SET summary = 'x' WHERE row_id = 2"), "row", 4),
        (_sql("DELETE FROM case_row WHERE row_id = 2"), "row_missing", 4),
        (_sql("DELETE FROM search WHERE rowid = 2"), "search", 4),
        (_sql("INSERT INTO placement SELECT device, 1, 6, NULL, 'rejected', '' FROM device_head"), "row", 7),
    ],
)  # fmt: skip
def test_the_first_broken_entry_is_named(
    store: Store, tamper: Callable[[sa.Connection], object], what: str, seq: int
) -> None:
    with _intruder(store) as connection:
        tamper(connection)
    first = verify(store, directory).first
    assert first is not None
    assert (first.what, first.origin) == (what, f"{store.identity.device}.1.{seq}")
    assert bool(first.case_id) is (what != "head")


def test_a_row_of_nothing_is_found(store: Store) -> None:
    with _intruder(store) as connection:
        connection.exec_driver_sql("CREATE TEMP TABLE nobody AS SELECT * FROM case_row LIMIT 1")
        connection.exec_driver_sql("UPDATE temp.nobody SET row_id = 9, case_id = zeroblob(16)")
        connection.exec_driver_sql("INSERT INTO case_row SELECT * FROM temp.nobody")
        connection.exec_driver_sql("DROP TABLE temp.nobody")
    assert [problem.what for problem in verify(store).problems] == ["row_extra"]


def test_a_report_has_an_end(store: Store) -> None:
    desk = Desk(store)
    for _ in range(60):
        desk.register()
    with _intruder(store) as connection:
        connection.exec_driver_sql("UPDATE entry SET hash = zeroblob(32)")
    report = verify(store)
    assert len(report.problems) == 100
    assert report.problems[0] == BrokenEntry("hash", f"{store.identity.device}.1.1", report.problems[0].case_id)


def test_verifying_writes_nothing_and_says_no_word_of_a_customer(store: Store) -> None:
    changes = store.database.path.read_bytes()
    with _intruder(store) as connection:
        connection.exec_driver_sql("UPDATE entry_body SET body = zeroblob(9)")
    report = verify(store)
    assert "年费" not in repr(report)
    assert store.database.path.read_bytes()[:100] == changes[:100]
