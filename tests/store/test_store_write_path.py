"""The one write path: everything in one transaction, nothing half done, numbers never twice."""

from __future__ import annotations

import itertools
from datetime import timedelta
from pathlib import Path

import pytest
import sqlalchemy as sa
from support.cases import DECISION, HANDLER, LOCAL, SUPERVISOR, TELLER, TELLER_2, at
from support.stores import NOON, Desk, author, new_store, reopened

from app.domain.case import Case, CaseState
from app.domain.commands import (
    AddNote,
    CloseCase,
    DecideExtension,
    GiveNotice,
    RecordDecision,
    RequestExtension,
    StartHandling,
)
from app.domain.entry import EntryKind, NewEntry
from app.domain.refusal import Refusal
from app.journal.envelope import GENESIS, decode
from app.store import store as store_module
from app.store.errors import DiskFullError
from app.store.rebuild import digest, dump, rebuild
from app.store.store import Acted, Author, SignatureMissingError
from app.store.tables import ENTRY
from app.store.uuid7 import new_uuid7
from app.store.verify import verify


def test_a_registered_case_is_there_after_opening_again(tmp_path: Path) -> None:
    with new_store(tmp_path) as store:
        case = Desk(store).register(narrative="吞卡", complainant_name="王芳芳", phone="138 0013 8000")
        assert case.case_no == "TS0102-26A00001-U"
        assert case.state is CaseState.ACCEPTED
    with reopened(tmp_path / "A.db") as store:
        assert store.case(case.case_id) == case
        assert store.case_by_no(case.case_no) == case
        assert [entry.kind for entry in store.entries(case.case_id)] == ["case_registered", "case_accepted"]
        assert store.case(new_uuid7(0)) is None
        assert store.case_by_no("TS0102-26A00002-3") is None
        assert verify(store).is_sound


def test_entries_are_chained_from_the_first_on(tmp_path: Path) -> None:
    with new_store(tmp_path) as store:
        desk = Desk(store)
        for _ in range(3):
            desk.register()
        with store.database.read() as connection:
            rows = connection.execute(sa.select(ENTRY).order_by(ENTRY.c.seq)).all()
        assert [row.seq for row in rows] == list(range(1, 7))
        assert [row.prev for row in rows] == [GENESIS, *(row.hash for row in rows[:-1])]
        assert [decode(row.envelope).base for row in rows] == [0, 1] * 3
        hlcs = [row.hlc for row in rows]
        assert hlcs == sorted(set(hlcs))


def test_a_whole_case_with_both_signatures(tmp_path: Path) -> None:
    with new_store(tmp_path) as store:
        desk = Desk(store)
        case_id = desk.register().case_id
        desk.do(case_id, HANDLER, StartHandling())
        desk.do(case_id, HANDLER, RequestExtension("r1", LOCAL, 1, "需向总行核实扣费明细，时间不足。"))
        assert [case.case_id for case in store.cases_awaiting_approval()] == [case_id]
        version = store.case(case_id).version  # type: ignore[union-attr]
        desk.do(case_id, SUPERVISOR, DecideExtension("r1", True, "同意延期办理。", version, "n1"))
        assert store.cases_awaiting_approval() == []
        desk.do(case_id, HANDLER, RecordDecision(**{f: getattr(DECISION, f) for f in DECISION.__slots__}))
        desk.do(
            case_id,
            HANDLER,
            GiveNotice("extension", "phone", "本人", "通话录音 2201", desk.now - timedelta(minutes=1)),
        )
        desk.do(case_id, HANDLER, GiveNotice("decision", "in_person", "本人", "签收单 17"))
        case = desk.do(case_id, HANDLER, CloseCase())
        assert case.state is CaseState.CLOSED
        assert [entry.kind for entry in store.entries(case_id) if entry.is_signed] == [
            "extension_decided",
            "decision_recorded",
            "case_closed",
        ]
        assert case.flags == ()
        assert verify(store).is_sound


def test_a_refusal_writes_nothing_and_takes_no_number(tmp_path: Path) -> None:
    with new_store(tmp_path) as store:
        desk = Desk(store)
        refused = desk.try_register(narrative="   ")
        assert isinstance(refused, Refusal)
        with store.database.read() as connection:
            assert connection.exec_driver_sql("SELECT count(*) FROM entry").scalar() == 0
        assert desk.register().case_no.startswith("TS0102-26A00001-")
        case_id = desk.register().case_id
        before = list(dump(store.database))
        assert isinstance(desk.try_(case_id, TELLER_2, CloseCase()), Refusal)
        assert list(dump(store.database)) == before


def test_what_stands_already_is_not_written_again(tmp_path: Path) -> None:
    with new_store(tmp_path) as store:
        desk = Desk(store)
        case = desk.register()
        acted = store.act(case.case_id, lambda _: (), author(), NOON)
        assert acted == Acted(case, ())


def test_authority_needs_a_signature(tmp_path: Path) -> None:
    with new_store(tmp_path) as store:
        case = Desk(store).register()
        closing = NewEntry(EntryKind.CASE_CLOSED, case.case_id, {})
        with pytest.raises(SignatureMissingError):
            store.act(case.case_id, lambda _: (closing,), Author(TELLER, "s"), NOON)
        assert store.case(case.case_id) == case


@pytest.mark.parametrize("place", ["append", "fold", "write_case"])
def test_a_failure_anywhere_leaves_nothing_half_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, place: str
) -> None:
    with new_store(tmp_path) as store:
        desk = Desk(store)
        case = desk.register()
        before = list(dump(store.database))
        real = getattr(store_module, place)

        def fail(*arguments: object, **named: object) -> object:
            if place != "fold":
                real(*arguments, **named)
            raise RuntimeError("power")

        monkeypatch.setattr(store_module, place, fail)
        with pytest.raises(RuntimeError, match="power"):
            desk.try_register()
        with pytest.raises(RuntimeError, match="power"):
            desk.try_(case.case_id, TELLER, AddNote("又来电催办"))
        monkeypatch.undo()
        assert list(dump(store.database)) == before
        assert verify(store).is_sound
        assert desk.register().case_no.startswith("TS0102-26A00002-")
        assert verify(store).is_sound


def test_numbers_grow_by_year_and_are_never_given_twice(tmp_path: Path) -> None:
    with new_store(tmp_path) as store:
        desk = Desk(store, at("2026-12-31 23:58"))
        numbers = [desk.register().case_no for _ in range(3)]
    assert [number[7:15] for number in numbers] == ["26A00001", "27A00001", "27A00002"]
    with reopened(tmp_path / "A.db") as store:
        assert Desk(store, at("2026-06-01 10:00")).register().case_no[7:15] == "26A00002"


def test_the_clock_of_entries_grows_though_the_pc_is_set_back(tmp_path: Path) -> None:
    with new_store(tmp_path) as store:
        first = Desk(store).register()
    with reopened(tmp_path / "A.db") as store:
        second = Desk(store, NOON - timedelta(days=400)).register()
        assert store.entries(second.case_id)[0].hlc > store.entries(first.case_id)[-1].hlc
        assert store.entries(second.case_id)[0].at < store.entries(first.case_id)[-1].at


def test_the_journal_is_only_ever_added_to(tmp_path: Path) -> None:
    with new_store(tmp_path) as store:
        Desk(store).register()
        statements = [
            "UPDATE entry SET kind = 'x'",
            "DELETE FROM entry",
            "UPDATE entry_body SET body = x''",
            "DELETE FROM entry_body WHERE seq = 1",
            "INSERT OR REPLACE INTO entry SELECT * FROM entry WHERE seq = 1",
            "REPLACE INTO entry_body SELECT * FROM entry_body WHERE seq = 1",
        ]
        for statement in statements:
            with (
                pytest.raises(sa.exc.DBAPIError, match="only ever added to"),
                store.database.write() as connection,
            ):
                connection.exec_driver_sql(statement)
        assert verify(store).is_sound
        assert verify(store).entries == 2


def test_errors_show_no_values(tmp_path: Path) -> None:
    with new_store(tmp_path) as store:
        case = Desk(store).register(narrative="秘密的投诉内容")
        row = {"row_id": 1, "summary": "秘密的投诉内容", "state": b""}
        with pytest.raises(sa.exc.IntegrityError) as caught, store.database.write() as connection:
            connection.execute(sa.text("INSERT INTO case_state VALUES (:row_id, :summary, :state)"), row)
        assert "秘密" not in str(caught.value)
        assert "秘密" not in repr(case)


def test_a_full_disk_loses_nothing_that_was_acknowledged(tmp_path: Path) -> None:
    with new_store(tmp_path) as store:
        desk = Desk(store)
        desk.register()
        with store.database.read() as connection:
            pages = connection.exec_driver_sql("PRAGMA page_count").scalar()
            connection.exec_driver_sql(f"PRAGMA max_page_count={pages + 40}")
        acknowledged: list[Case] = []

        def register_for_ever() -> None:
            for _ in itertools.count():
                acknowledged.append(desk.register(narrative="吞卡" * 2000))

        with pytest.raises(DiskFullError):
            register_for_ever()
        assert acknowledged
        assert verify(store).is_sound
        with store.database.read() as connection:
            connection.exec_driver_sql("PRAGMA max_page_count=1073741823")
        assert [store.case(case.case_id) for case in acknowledged] == acknowledged
        desk.register()
        assert verify(store).is_sound


def test_a_rebuild_gives_the_same_bytes(tmp_path: Path) -> None:
    with new_store(tmp_path) as store:
        desk = Desk(store)
        ids = [desk.register(narrative=f"第{n}件，吞卡。", phone=f"1380013{n:04d}").case_id for n in range(12)]
        desk.register(settlement="当场退还手续费 2 元")
        desk.do(ids[0], HANDLER, StartHandling())
        desk.do(ids[1], TELLER, AddNote("客户补充：ＡＴＭ 编号 0017"))
        before, printed = list(dump(store.database)), digest(store.database)
        assert rebuild(store) == 13
        assert list(dump(store.database)) == before
        with store.database.write() as connection:
            connection.exec_driver_sql("DELETE FROM case_row WHERE row_id % 2")
            connection.exec_driver_sql("UPDATE case_state SET summary = 'x'")
            connection.exec_driver_sql("INSERT INTO search (search) VALUES ('delete-all')")
        assert not verify(store).is_sound
        rebuild(store)
        assert digest(store.database) == printed
        assert verify(store).is_sound
        assert len(store.search("0017")) == 1


def test_ids_of_cases_grow_and_are_version_7() -> None:
    ids = [new_uuid7(1_795_320_306_789) for _ in range(1000)] + [new_uuid7(5) for _ in range(3)]
    assert ids == sorted(set(ids))
    assert all(len(text) == 36 and text[14] == "7" and text[19] in "89ab" for text in ids)
    assert int(new_uuid7(2**47)[:13].replace("-", ""), 16) == 2**47
