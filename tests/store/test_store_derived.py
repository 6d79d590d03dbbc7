"""Derived rows follow the rules in force and the program's own fold; several threads and programs share one store."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest
from support.cases import DECISION, HANDLER, LOCAL, RULES, SUPERVISOR, TELLER
from support.feeds import Headquarters
from support.stores import NOON, TODAY, Desk, directory, key_box, new_store, reopened

from app.domain.calendar import WorkCalendar
from app.domain.commands import AddNote, DecideExtension, GiveNotice, RecordDecision, RequestExtension
from app.domain.rules import Rules
from app.store import derived
from app.store.engine import connect
from app.store.errors import StoreBusyError
from app.store.rebuild import dump
from app.store.store import open_store
from app.store.verify import verify


def _with_holidays(*days: str) -> Rules:
    """The rules with more days off in 2026."""
    tables = [{"year": 2026, "days": [{"date": day, "isOffDay": True} for day in days]}]
    return replace(RULES, calendar=WorkCalendar.from_tables(tables))


def _rows(path: Path) -> list[tuple[object, ...]]:
    with reopened(path) as store:
        return list(dump(store.database))


def test_a_new_calendar_moves_open_cases_and_leaves_ended_ones(tmp_path: Path) -> None:
    with new_store(tmp_path) as store:
        desk = Desk(store)
        case = desk.register()
        desk.register(settlement="当场退还手续费 2 元")
        before = {row.state: row.due_on for row in store.worklist.rows([1, 2])}
        assert before["accepted"] == date(2026, 11, 27)
        assert store.refresh_rules(_with_holidays("2026-11-23", "2026-11-24")) == 1
        after = {row.state: row.due_on for row in store.worklist.rows([1, 2])}
        assert after == {**before, "accepted": date(2026, 12, 1)}
        assert store.refresh_rules(_with_holidays("2026-11-23", "2026-11-24")) == 0
        assert verify(store).is_sound
        row_id = store.worklist.row_id_of(case.case_id)
        assert row_id is not None
    with reopened(tmp_path / "A.db") as store:  # by the shipped rules again
        assert store.worklist.rows([row_id])[0].due_on == date(2026, 11, 27)
        assert verify(store).is_sound


def test_rows_of_an_older_fold_are_derived_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with new_store(tmp_path) as store:
        Desk(store).register()
    before = _rows(tmp_path / "A.db")
    connection = connect(tmp_path / "A.db", key_box())
    connection.execute("UPDATE case_state SET state = x'00', summary = ''")
    connection.close()
    assert _rows(tmp_path / "A.db") != before
    monkeypatch.setattr(derived, "FORMAT", derived.FORMAT + 1)
    assert _rows(tmp_path / "A.db") == before


def test_keys_that_came_while_the_store_was_closed_count_when_it_opens(tmp_path: Path) -> None:
    hq = Headquarters()
    with new_store(tmp_path, "A") as first, new_store(tmp_path, "B") as second:
        desk = Desk(first)
        case_id = desk.register().case_id
        desk.do(case_id, HANDLER, RequestExtension("r1", LOCAL, 1, "需向总行核实扣费明细，时间不足。"))
        desk.do(case_id, SUPERVISOR, DecideExtension("r1", True, "同意延期办理。", 3, "n1"))
        second.sync.use_directory(lambda key_id: None)
        hq.level(first, second)
        assert len(second.case(case_id).flags) == 1  # type: ignore[union-attr]
    store = open_store(tmp_path / "B.db", key_box(), RULES, "store-B", directory)
    assert store.case(case_id).flags == ()  # type: ignore[union-attr]
    assert verify(store, directory).is_sound
    store.close()


def test_a_told_case_is_neither_late_nor_due(tmp_path: Path) -> None:
    with new_store(tmp_path) as store:
        desk = Desk(store)
        case_id = desk.register().case_id
        desk.do(case_id, HANDLER, RecordDecision(**{f: getattr(DECISION, f) for f in DECISION.__slots__}))
        assert store.worklist.counts(TELLER, TODAY + timedelta(days=60))["overdue"] == 1
        desk.do(case_id, HANDLER, GiveNotice("decision", "in_person", "本人", "签收单 17"))
        assert store.worklist.counts(TELLER, TODAY + timedelta(days=60))["overdue"] == 0


# -- together -----------------------------------------------------------------------------------------------------


def test_several_threads_write_and_read_at_once(tmp_path: Path) -> None:
    with new_store(tmp_path) as store:
        first = Desk(store).register()
        done = threading.Event()

        def write(number: int) -> list[str]:
            desk = Desk(store, NOON + timedelta(hours=number))
            return [desk.register(narrative=f"线程{number}").case_no for _ in range(15)]

        def note(number: int) -> list[str]:
            desk = Desk(store, NOON + timedelta(hours=number))
            return [str(desk.do(first.case_id, TELLER, AddNote(f"补充{n}")).version) for n in range(15)]

        def read() -> int:
            rounds = 0
            while not done.is_set():
                counts = store.worklist.counts(TELLER, TODAY)
                assert len(store.search("年费")) <= counts["all"]
                assert store.case(first.case_id) is not None
                rounds += 1
            return rounds

        with ThreadPoolExecutor(5) as pool:
            readers = [pool.submit(read) for _ in range(2)]
            writers = [pool.submit(work, number) for number, work in enumerate((write, write, note))]
            numbers = [number for writer in writers[:2] for number in writer.result()]
            assert len(writers[2].result()) == 15
            done.set()
            assert all(reader.result() > 0 for reader in readers)
        assert len(set(numbers)) == 30
        assert store.case(first.case_id).version == 17  # type: ignore[union-attr]
        report = verify(store)
        assert report.is_sound
        assert report.entries == 2 + 60 + 15


def test_another_program_at_the_store_makes_us_wait_and_say_so(tmp_path: Path) -> None:
    with new_store(tmp_path) as store:
        desk = Desk(store)
        desk.register()
        with store.database.read() as connection:
            connection.exec_driver_sql("PRAGMA busy_timeout=20")
        other = connect(tmp_path / "A.db", key_box())
        try:
            other.execute("BEGIN IMMEDIATE")
            with pytest.raises(StoreBusyError):
                desk.register()
            other.execute("ROLLBACK")
        finally:
            other.close()
        assert desk.register().case_no[7:15] == "26A00002"
        assert verify(store).is_sound
