"""Search finds every part of every word, and nothing that is not there (security.md 3.4)."""

from __future__ import annotations

import re
import unicodedata
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlcipher3 import dbapi2 as sqlcipher
from support.cases import TELLER
from support.stores import Desk, new_store, reopened

from app.domain.commands import AddNote
from app.store.search_text import match_expression, tokens_of
from app.store.store import Store
from app.store.tables import SEARCH_DDL

TEXTS = {
    "吞卡": "ATM 取款时吞卡，机器编号0017，等了40分钟。",
    "年费": "信用卡年费被重复收取。收了两次",
    "理财": "购买理财产品“稳健１号”亏损２０２６０００元",
    "rare": "户名赵𬀩、孙𪚥，证件上写作㛃，系统显示〇",
    "latin": "客户 José O'Brien-Smith 反映 mobile bank 闪退😀",
    "tibetan": "བཀྲ་ཤིས 卡片",
}


@pytest.fixture
def branch(tmp_path: Path):
    with new_store(tmp_path) as store:
        desk = Desk(store)
        names = {}
        for name, narrative in TEXTS.items():
            case = desk.register(narrative=narrative, complainant_name="买买提·艾力" if name == "吞卡" else "张三")
            names[case.case_id] = name
        yield store, names


def _found(branch: tuple[Store, dict[str, str]], text: str) -> set[str]:
    store, names = branch
    return {names[hit.case_id] for hit in store.search(text)}


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("吞", {"吞卡"}),
        ("卡", {"吞卡", "年费", "tibetan"}),
        ("吞卡", {"吞卡"}),
        ("取款时吞卡", {"吞卡"}),
        ("0017", {"吞卡"}),
        ("01", set(TEXTS)),  # the branch in every case number
        ("卡机", set()),  # a comma stands between
        ("取。收", {"年费"}),
        ("取收", set()),
        ("年费 重复", {"年费"}),
        ("重复 年费 信用卡", {"年费"}),
        ("年费 吞卡", set()),
        ("稳健1号", {"理财"}),
        ("2026000", {"理财"}),
        ("赵𬀩", {"rare"}),
        ("𪚥", {"rare"}),
        ("赵𪚥", set()),
        ("㛃", {"rare"}),
        ("〇", {"rare"}),
        ("jose", {"latin"}),
        ("JOSÉ", {"latin"}),
        ("obrien", {"latin"}),
        ("o'brien", {"latin"}),
        ("mob", {"latin"}),
        ("mobile bank", {"latin"}),
        ("obile", set()),
        ("😀", {"latin"}),
        ("ཤིས", {"tibetan"}),
        ("买买提·艾力", {"吞卡"}),
        ("艾力", {"吞卡"}),
        ("张三", set(TEXTS) - {"吞卡"}),
        ("", set()),
        ("  ，。 ", set()),
        ('"', set()),
        ("NEAR(吞 卡)", set()),
        ("who:张三", set()),
        ("*", set()),
    ],
)
def test_what_is_found(branch: tuple[Store, dict[str, str]], text: str, names: set[str]) -> None:
    assert _found(branch, text) == names


def test_newest_first_and_no_more_than_asked(branch: tuple[Store, dict[str, str]]) -> None:
    store, _ = branch
    numbers = [hit.case_no for hit in store.search("卡", limit=2)]
    assert numbers == sorted(numbers, reverse=True)
    assert len(numbers) == 2
    assert store.search("卡", limit=0) == []


def test_hits_are_masked_and_show_the_place(branch: tuple[Store, dict[str, str]]) -> None:
    store, _ = branch
    (hit,) = store.search("0017")
    assert hit.masked_name == "买买提·***"
    assert "0017" in hit.snippet
    assert hit.snippet.endswith("分钟。")
    assert "吞卡" not in repr(hit)


def test_notes_phone_identity_and_changes_are_found(tmp_path: Path) -> None:
    with new_store(tmp_path) as store:
        desk = Desk(store)
        case = desk.register(phone="010-6655 4433", id_kind="resident_id", id_number="11010519491231002x")
        for text in ("66554433", "01066554433", "11010519491231002X", "1231002x", "002X"):
            assert [hit.case_id for hit in store.search(text)] == [case.case_id], text
        assert store.search("催办") == []
        desk.do(case.case_id, TELLER, AddNote("客户来电催办第二次"))
        assert len(store.search("催办第二")) == 1
        assert len(store.search("年费")) == 1
        hit = store.search("002X")[0]
        assert hit.masked_id_number == "110***********002X"
        assert hit.masked_phone.endswith("33")
        assert "6655" not in hit.masked_phone
    with reopened(tmp_path / "A.db") as store:
        assert len(store.search("催办第二")) == 1


# -- against a plain look -----------------------------------------------------------------------------------------

_WORDS = st.text(st.sampled_from("吞卡年费张三王芳0123456789，。；"), min_size=1, max_size=14)


@given(
    st.lists(_WORDS, min_size=1, max_size=12),
    st.text(st.sampled_from("吞卡年费张三王芳0123456789"), min_size=1, max_size=4),
)
def test_recall_and_precision_are_whole(texts: list[str], wanted: str) -> None:
    connection = sqlcipher.connect(":memory:")
    try:
        connection.execute(SEARCH_DDL)
        for number, text in enumerate(texts):
            connection.execute("INSERT INTO search (rowid, who, words) VALUES (?, '', ?)", (number, tokens_of(text)))
        expression = match_expression(wanted)
        rows = connection.execute("SELECT rowid FROM search WHERE search MATCH ?", (expression,)).fetchall()
        assert {row[0] for row in rows} == {number for number, text in enumerate(texts) if wanted in text}
    finally:
        connection.close()


@given(st.text(max_size=40))
def test_whatever_is_typed_is_a_sound_question(text: str) -> None:
    connection = sqlcipher.connect(":memory:")
    try:
        connection.execute(SEARCH_DDL)
        expression = match_expression(text, "who")
        if expression is not None:
            connection.execute("SELECT rowid FROM search WHERE search MATCH ?", (expression,)).fetchall()
    finally:
        connection.close()


@given(st.text(st.characters(categories=("L", "Nd", "Nl"))))
def test_every_letter_and_digit_leaves_a_token(text: str) -> None:
    for character in text:
        if unicodedata.normalize("NFKC", character).strip():
            assert re.search(r"\w", tokens_of(character)), hex(ord(character))
