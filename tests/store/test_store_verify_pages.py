"""Pages are looked at as they count: what stands in the write-ahead log is not damage in the file."""

from __future__ import annotations

from pathlib import Path

import pytest
from support.cases import TELLER
from support.stores import Desk, new_store

from app.domain.commands import AddNote
from app.store.probe import PAGE_SIZE
from app.store.store import Store
from app.store.verify import verify


def faults(store: Store) -> list[str]:
    """What SQLCipher says about the file alone."""
    with store.database.read() as connection:
        return [str(row[0]) for row in connection.exec_driver_sql("PRAGMA cipher_integrity_check").fetchall()]


def grown_while_somebody_reads(store: Store) -> None:
    """A checkpoint that went only as far as a reader let it: some pages of the file are holes or old."""
    desk = Desk(store)
    for _ in range(6):
        desk.register(narrative="自助机吞卡。" * 200)
    with store.database.read() as reader:
        reader.exec_driver_sql("SELECT count(*) FROM entry").fetchone()
        case = desk.register(narrative="年费。" * 200)
        for _ in range(3):
            desk.do(case.case_id, TELLER, AddNote("补充说明" * 50))
        with store.database.read() as other:
            other.exec_driver_sql("PRAGMA wal_checkpoint(PASSIVE)").fetchall()


def test_a_checkpoint_that_waits_for_a_reader_is_no_damage(tmp_path: Path) -> None:
    with new_store(tmp_path) as store:
        for _ in range(20):
            grown_while_somebody_reads(store)
            if faults(store):
                break
        else:
            pytest.fail("no page of the file was left behind")
        report = verify(store)
        assert report.is_sound, report.first


def test_damage_beside_pages_in_the_log_is_still_named(tmp_path: Path) -> None:
    with new_store(tmp_path) as store:
        Desk(store).register()
        store.database.close()
    path = tmp_path / "A.db"
    content = bytearray(path.read_bytes())
    content[3 * PAGE_SIZE + 100] ^= 1
    path.write_bytes(content)
    with store.database.read() as connection:
        connection.exec_driver_sql("SELECT count(*) FROM meta").fetchone()
    problems = [problem for problem in verify(store).problems if problem.what == "page"]
    store.close()
    assert problems[0].detail == "page 4"
