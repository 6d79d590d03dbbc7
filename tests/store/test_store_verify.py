"""Whatever is changed behind the program's back is found, and the first broken entry is named (journal.md 7.H)."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from hashlib import sha256
from pathlib import Path

import pytest
import sqlalchemy as sa
from support.cases import DECISION, HANDLER
from support.stores import Desk, directory, intruder, new_store, reopened

from app.domain.commands import AddNote, RecordDecision, StartHandling
from app.journal.envelope import Envelope, decode, encode, hash_of
from app.journal.view import case_text
from app.store.case_entries import entries_of, folded
from app.store.case_rows import search_text_of
from app.store.rebuild import rebuild
from app.store.store import Store
from app.store.verify import BrokenEntry, VerifyReport, verify
from app.store.verifying import words as words_module


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
    with intruder(store) as connection:
        tamper(connection)
    first = verify(store, directory).first
    assert first is not None
    assert (first.what, first.origin) == (what, f"{store.identity.device}.1.{seq}")
    assert bool(first.case_id) is (what != "head")


def test_a_row_of_nothing_is_found(store: Store) -> None:
    with intruder(store) as connection:
        connection.exec_driver_sql("CREATE TEMP TABLE nobody AS SELECT * FROM case_row LIMIT 1")
        connection.exec_driver_sql("UPDATE temp.nobody SET row_id = 9, case_id = zeroblob(16)")
        connection.exec_driver_sql("INSERT INTO case_row SELECT * FROM temp.nobody")
        connection.exec_driver_sql("DROP TABLE temp.nobody")
    assert [problem.what for problem in verify(store).problems] == ["row_extra"]


INDEX = ("search_data", "search_idx", "search_docsize")
"""Where the search index keeps what it knows, `search_config` aside."""

Rows = dict[str, list[tuple[object, ...]]]


def _index(store: Store, *tables: str) -> Rows:
    with store.database.read() as connection:
        return {t: [tuple(row) for row in connection.exec_driver_sql(f"SELECT * FROM {t}").fetchall()] for t in tables}


def _put_back(store: Store, rows: Rows) -> None:
    with intruder(store) as connection:
        for table, content in rows.items():
            connection.exec_driver_sql(f"DELETE FROM {table}")
            marks = ", ".join("?" * len(content[0]))
            connection.exec_driver_sql(f"INSERT INTO {table} VALUES ({marks})", content)


@pytest.mark.parametrize("tables", [INDEX, ("search_data", "search_idx")])
def test_an_older_copy_of_the_search_index_is_found_and_a_rebuild_mends_it(
    store: Store, tables: tuple[str, ...]
) -> None:
    """Every page of it is one that this store wrote: no checksum tells, and the words of a note can't be found."""
    older = _index(store, *tables)
    Desk(store).do(store.search("年费")[0].case_id, HANDLER, AddNote("银杏"))
    assert len(store.search("银杏")) == 1
    assert verify(store, directory).is_sound
    _put_back(store, older)
    with reopened(store.database.path) as again:
        assert again.search("银杏") == []
        found = verify(again, directory)
        assert "search" in {problem.what for problem in found.problems}
        rebuild(again)
        assert len(again.search("银杏")) == 1
        assert verify(again, directory).is_sound


@pytest.mark.parametrize(
    "tamper",
    [
        "DELETE FROM search_data WHERE id = 10",
        "UPDATE search_data SET block = zeroblob(4) WHERE id = 10",
        "DELETE FROM search_data WHERE id > 1000",
        "UPDATE search_data SET block = zeroblob(40) WHERE id > 1000",
        "DELETE FROM search_docsize",
    ],
)
def test_whatever_is_wrong_in_the_search_index_is_called_so_for_it_can_be_made_anew(store: Store, tamper: str) -> None:
    with intruder(store) as connection:
        connection.exec_driver_sql(tamper)
    with reopened(store.database.path) as again:
        assert {problem.what for problem in verify(again, directory).problems} == {"search"}
        rebuild(again)
        assert verify(again, directory).is_sound


@pytest.mark.parametrize("count", [5, 40])
def test_an_older_list_of_where_words_begin_is_found(store: Store, count: int) -> None:
    """Every page of words is as it was written, but the way to some of them leads past them."""
    desk = Desk(store)
    cases = [desk.register().case_id for _ in range(3)]

    def write(first: int) -> None:
        for number in range(first, first + count):
            text = "".join(chr(0x4E00 + (number * 7919 + place * 13) % 20000) for place in range(400))
            desk.do(cases[number % 3], HANDLER, AddNote(text))

    write(0)
    older = _index(store, "search_idx")
    write(count)
    assert verify(store, directory).is_sound
    _put_back(store, older)
    with reopened(store.database.path) as again:
        assert {problem.what for problem in verify(again, directory).problems} == {"search"}
        rebuild(again)
        assert verify(again, directory).is_sound


@pytest.mark.parametrize(
    ("who", "words"),
    [("x", "y"), ("", ""), (None, None)],
    ids=["other words", "no words", "a case that there is not"],
)
def test_words_of_no_case_are_found(store: Store, who: str | None, words: str | None) -> None:
    with intruder(store) as connection:
        if who is None:
            connection.exec_driver_sql("INSERT INTO search (rowid, who, words) VALUES (77, 'z h a n g', '')")
        else:
            connection.exec_driver_sql("DELETE FROM search WHERE rowid = 1")
            connection.exec_driver_sql("INSERT INTO search (rowid, who, words) VALUES (1, ?, ?)", (who, words))
    assert [problem.what for problem in verify(store, directory).problems] == ["search"]
    rebuild(store)
    assert verify(store, directory).is_sound


def test_words_that_changed_places_are_found(store: Store) -> None:
    """The index of two cases, each with the other's words: as many of each word as before."""
    with store.database.read() as connection:
        ids = connection.exec_driver_sql("SELECT case_id FROM case_row ORDER BY row_id").scalars().all()
        texts = []
        for case in ids:
            entries = entries_of(connection, case_text(case))
            state = folded(entries)
            assert state is not None
            texts.append(search_text_of(state, entries))
    with intruder(store) as connection:
        for row_id, text in zip((2, 1), texts, strict=True):
            connection.exec_driver_sql("DELETE FROM search WHERE rowid = ?", (row_id,))
            sql = "INSERT INTO search (rowid, who, words) VALUES (?, ?, ?)"
            connection.exec_driver_sql(sql, (row_id, text.who, text.words))
    assert [problem.what for problem in verify(store, directory).problems] == ["search"]


def test_many_cases_are_added_up_in_parts(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(words_module, "AT_ONCE", 2)
    desk = Desk(store)
    for number in range(5):
        desk.do(desk.register().case_id, HANDLER, AddNote(f"第 {number} 次联系，Müller 与 ΣΟΦΟΣ 均未接听"))
    assert verify(store, directory).is_sound
    with intruder(store) as connection:
        connection.exec_driver_sql("DELETE FROM search WHERE rowid = 6")
    assert {problem.what for problem in verify(store, directory).problems} == {"search"}


def test_a_case_that_can_not_be_read_is_passed_over_in_the_index(store: Store) -> None:
    with intruder(store) as connection:
        connection.exec_driver_sql(
            "INSERT INTO quarantine (scope, feed_seq, reason, raw) "
            "SELECT 'case', 0, 'unreadable_case', case_id FROM case_row WHERE row_id = 1"
        )
        connection.exec_driver_sql("DELETE FROM search WHERE rowid = 1")
        connection.exec_driver_sql("INSERT INTO search (rowid, who, words) VALUES (1, 'as it was', 'before')")
    assert verify(store, directory).is_sound


def test_a_report_has_an_end(store: Store) -> None:
    desk = Desk(store)
    for _ in range(60):
        desk.register()
    with intruder(store) as connection:
        connection.exec_driver_sql("UPDATE entry SET hash = zeroblob(32)")
    report = verify(store)
    assert len(report.problems) == 100
    assert report.problems[0] == BrokenEntry("hash", f"{store.identity.device}.1.1", report.problems[0].case_id)


def test_verifying_writes_nothing_and_says_no_word_of_a_customer(store: Store) -> None:
    changes = store.database.path.read_bytes()
    with intruder(store) as connection:
        connection.exec_driver_sql("UPDATE entry_body SET body = zeroblob(9)")
    report = verify(store)
    assert "年费" not in repr(report)
    assert store.database.path.read_bytes()[:100] == changes[:100]
