"""Similar complaints are found beside the form, and cases know which others belong to them."""

from __future__ import annotations

import time
from datetime import timedelta
from pathlib import Path

import pytest
from support.cases import TELLER, TELLER_2, form
from support.stores import NOON, Desk, new_store, reopened

from app.domain.commands import AddNote
from app.domain.similarity import keys_of_form
from app.store.links import LinkedCase, linked_cases
from app.store.rebuild import dump, rebuild
from app.store.similar import SimilarCase, find_similar
from app.store.similar_keys import write_similar_keys
from app.store.store import Store
from app.store.verify import verify

STORY = (
    "客户称于本月十二日在网点自助设备取款时发生吞卡，现场致电客服等候四十余分钟无人处理，要求退还卡片并说明处理时限。"
)
ID_NUMBER = "11010519491231002X"


@pytest.fixture
def store(tmp_path: Path):
    with new_store(tmp_path) as store:
        yield store


def _found(store: Store, limit: int = 5, **fields: str) -> list[SimilarCase]:
    given = {"narrative": "", "complainant_name": "", **fields}
    return find_similar(store.database, keys_of_form(form(**given), NOON), limit)


def _register(store: Store, **fields: str) -> str:
    given = {"narrative": STORY, "complainant_name": "欧阳建国", "phone": "13800138000", **fields}
    return Desk(store, NOON - timedelta(days=3)).register(**given).case_no


@pytest.mark.parametrize(
    ("fields", "reasons"),
    [
        ({"phone": "138 0013 8000"}, ("same_phone",)),
        ({"id_kind": "resident_id", "id_number": ID_NUMBER.lower()}, ("same_id",)),
        ({"complainant_name": "欧阳 建国"}, ("same_name_near_date",)),
        ({"narrative": STORY.replace("四十", "三十").replace("，", ",")}, ("near_same_narrative",)),
        ({"narrative": STORY + "另外，要求道歉。", "phone": "13800138000"}, ("same_phone", "near_same_narrative")),
        ({"phone": "13800138001"}, None),
        ({"complainant_name": "欧阳建"}, None),
        ({"narrative": "信用卡年费被重复收取，要求退还。"}, None),
        ({"phone": "138"}, None),
        ({}, None),
    ],
)  # fmt: skip
def test_a_similar_case_is_found_with_the_reason(
    store: Store, fields: dict[str, str], reasons: tuple[str, ...] | None
) -> None:
    case_no = _register(store, id_kind="resident_id", id_number=ID_NUMBER)
    found = _found(store, **fields)
    assert [(case.case_no, case.reasons) for case in found] == ([(case_no, reasons)] if reasons else [])


def test_what_is_shown_is_masked_and_says_where_the_case_stands(store: Store) -> None:
    _register(store)
    _register(store, settlement="当场退还卡片")
    open_case, ended = sorted(_found(store, phone="13800138000"), key=lambda case: case.row_id)
    assert (open_case.masked_name, open_case.is_open, open_case.state) == ("欧阳**", True, "accepted")
    assert (ended.is_open, ended.state) == (False, "settled_on_spot")
    assert open_case.received_on == (NOON - timedelta(days=3)).date()
    assert open_case.summary.startswith("客户称于本月")
    assert "欧阳" not in repr(open_case)


def test_the_same_person_with_the_same_story_comes_first_as_a_repeat(store: Store) -> None:
    other = _register(store, phone="13900139000", complainant_name="李四")
    same = _register(store)
    found = _found(store, phone="13800138000", complainant_name="欧阳建国", narrative=STORY)
    assert [(case.case_no, case.is_repeat) for case in found] == [(same, True), (other, False)]
    assert len(_found(store, 1, narrative=STORY)) == 1
    assert _found(store, 0, narrative=STORY) == []


def test_a_name_counts_near_the_day_only(store: Store) -> None:
    Desk(store, NOON - timedelta(days=90)).register(complainant_name="欧阳建国")
    assert _found(store, complainant_name="欧阳建国") == []


def test_a_short_story_within_a_long_one_is_found(store: Store) -> None:
    case_no = _register(
        store, narrative=STORY + "后来客户又到柜台查询，柜员表示需要开户行出具证明，往返两趟仍未取回。" * 2
    )
    assert [case.case_no for case in _found(store, narrative=STORY)] == [case_no]


def test_keys_are_made_again_and_never_twice(tmp_path: Path) -> None:
    with new_store(tmp_path) as store:
        _register(store)
        before = [row for row in dump(store.database) if row[0] == "key"]
        assert len(before) == 7
        case = store.case_by_no(store.worklist.rows([1])[0].case_no)
        assert case is not None
        Desk(store).do(case.case_id, TELLER, AddNote("补充"))
        with store.database.write() as connection:
            cursor = connection.connection.cursor()
            write_similar_keys(cursor, case, 1, is_new=False)
            cursor.execute("INSERT INTO similar_key VALUES (7, 1)")
            write_similar_keys(cursor, case, 1, is_new=False)
        assert [row for row in dump(store.database) if row[0] == "key"] == before
        rebuild(store)
        assert [row for row in dump(store.database) if row[0] == "key"] == before
        assert verify(store).is_sound


# -- links ---------------------------------------------------------------------------------------------------------


def test_a_repeat_and_its_first_case_know_each_other(tmp_path: Path) -> None:
    with new_store(tmp_path) as store:
        desk = Desk(store)
        first = desk.register()
        second = desk.register(TELLER_2, repeat_of=first.case_id)
        other = desk.register()
        expected = LinkedCase("repeat_of", True, first.case_id, first.case_no, "accepted")
        assert linked_cases(store.database, second.case_id) == [expected]
        expected = LinkedCase("repeat_of", False, second.case_id, second.case_no, "accepted")
        assert linked_cases(store.database, first.case_id) == [expected]
        assert linked_cases(store.database, other.case_id) == []
        before = list(dump(store.database))
        rebuild(store)
        assert list(dump(store.database)) == before
    with reopened(tmp_path / "A.db") as store:
        assert len(linked_cases(store.database, first.case_id)) == 1


# -- a hundred thousand cases --------------------------------------------------------------------------------------


def test_a_hundred_thousand_cases_answer_while_somebody_types(tmp_path: Path) -> None:
    from app.domain.case import Complainant, Intake
    from app.store.state import encode_state

    with new_store(tmp_path) as store:
        desk = Desk(store, NOON - timedelta(days=1))
        model = desk.register(narrative=STORY)
        with store.database.write() as connection:
            cursor = connection.connection.cursor()
            row = cursor.execute("SELECT * FROM case_row WHERE row_id = 1").fetchone()
            for number in range(2, 100_001):
                story = f"{STORY}第{number}件，{'理财信用卡转账汇款'[number % 7 :]}柜台{number % 977}号窗口。" * (
                    1 + number % 3
                )
                person = Complainant("王李张刘陈"[number % 5] + "芳伟敏静强磊"[number % 6], f"138{number:08d}")
                case = _like(model, Intake(person, story), number)
                cursor.execute(
                    f"INSERT INTO case_row VALUES ({','.join('?' * len(row))})",
                    (number, number.to_bytes(16, "big"), f"TS0102-26A{number}", *row[3:]),
                )
                cursor.execute("INSERT INTO case_state VALUES (?, ?, ?)", (number, "x", encode_state(case)))
                write_similar_keys(cursor, case, number, is_new=True)
        asked = {"phone": "13800054321", "complainant_name": "李静", "narrative": STORY}
        for text in (asked, {"narrative": STORY[:20]}, {"complainant_name": "张敏"}, {"phone": "13800054321"}):
            _found(store, **text)
            took = min(_milliseconds(lambda text=text: _found(store, **text)) for _ in range(3))
            print(sorted(text), round(took, 1), "ms")
            assert took < 150, "three times the aim of 50 ms, for a busy machine"
        assert _found(store, **asked)[0].reasons[0] == "same_phone"


def _like(model, intake, number: int):
    from dataclasses import replace

    return replace(model, intake=intake, case_id=f"{number:032x}")


def _milliseconds(work: object) -> float:
    start = time.perf_counter()
    work()  # type: ignore[operator]
    return (time.perf_counter() - start) * 1000
