"""Nothing readable of a deleted case is left: in no table, no search word, no page of the file, no frame of its log."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from hashlib import sha256
from pathlib import Path

import pytest
from support.cases import HANDLER, SUPERVISOR, TELLER, context
from support.feeds import Headquarters
from support.raw_pages import decrypted
from support.retention_scene import LONG_AGO, MARK, NOW, Pc, pcs
from support.stores import KEY_BYTES, author, key_box

from app.domain.book import BookKind
from app.domain.case import Case
from app.domain.commands import AddAttachment, AddNote
from app.domain.decide import decide
from app.domain.entry import book_entry
from app.journal.view import case_bytes, milliseconds
from app.operations.note import note
from app.operations.retention import Purged, clean_up, due_for_purge, purge
from app.store.attachments import NewBlob
from app.store.audit_trail import AuditQuery, AuditTrail
from app.store.engine import connect
from app.store.print_queue import NewPaper, keep_and_queue
from app.store.purge import take
from app.store.store import Acted
from app.store.verify import verify

RARE = "葡"  # no other case has it
FILE = f"附件内容 {MARK} ".encode() * 900
SHARED = f"共用附件 {RARE} ".encode() * 500


@pytest.fixture
def one(tmp_path: Path) -> Iterator[tuple[Headquarters, Pc]]:
    """One PC."""
    with pcs(tmp_path) as (hub, (pc,)):
        yield hub, pc


def attach(pc: Pc, case: Case, content: bytes, at: int) -> None:
    """A file is attached, as the operation does it."""
    now = LONG_AGO + timedelta(hours=2, minutes=at)
    name = sha256(content).hexdigest()
    command = AddAttachment(name, "账单.png", "image/png", len(content), "客户提供")
    acted = pc.store.act(
        case.case_id,
        lambda case: decide(case, command, context(HANDLER, now)),
        author(HANDLER),
        now,
        blob=NewBlob(name, content),
    )
    assert isinstance(acted, Acted), acted


def full_case(pc: Pc) -> Case:
    """A case that left traces everywhere."""
    case = pc.closed(remedy_sought=f"退还年费 {MARK}", phone="13812342716")
    for n in range(6):  # words and state grow and move to other pages, and leave what they held on the old ones
        pc.do(case.case_id, HANDLER, AddNote(f"{MARK} 第{n}次联系客户 " * 60), LONG_AGO + timedelta(hours=2 + n))
    attach(pc, case, FILE, 30)
    attach(pc, case, SHARED, 31)
    paper = NewPaper("ack_slip", 0, "80mm", 1, case.case_no, f"%PDF {MARK}".encode() * 700)
    with pc.store.database.write() as connection:
        keep_and_queue(connection, case.case_id, paper, TELLER, LONG_AGO)
        raw = case_bytes(case.case_id) + MARK.encode()
        connection.exec_driver_sql(
            "INSERT INTO quarantine (scope, feed_seq, reason, raw, is_open) VALUES ('branch', 7, 'body', ?, 1)", (raw,)
        )
    pc.store.drafts.save(HANDLER, f".case.{case.case_id}", {"text": MARK}, LONG_AGO)
    note(pc.desk(), book_entry(BookKind.DETAILS_REVEALED, case_id=case.case_id, what=["phone"], reason="x", note=MARK))
    return case


def settle(hub: Headquarters, pc: Pc) -> None:
    """Headquarters holds everything, the files too."""
    hub.level(pc.store)
    with pc.store.database.write() as connection:
        connection.exec_driver_sql("UPDATE attachment_transfer SET is_at_headquarters = 1")


def everything(pc: Pc) -> bytes:
    """Every row of every table, and every word of the search index."""
    tables = [name for (name,) in pc.rows("SELECT name FROM sqlite_schema WHERE type = 'table'")]
    found = []
    with pc.store.database.read() as connection:
        cursor = connection.connection.cursor()
        for table in tables:
            for row in cursor.execute(f"SELECT * FROM {table}"):
                found += [value if isinstance(value, bytes) else str(value).encode() for value in row]
        cursor.execute("CREATE VIRTUAL TABLE temp.words USING fts5vocab(main, search, row)")
        found += [str(row[0]).encode() for row in cursor.execute("SELECT term FROM temp.words")]
        cursor.execute("DROP TABLE temp.words")
    return b"\n".join(found)


def traces(pc: Pc) -> dict[str, int]:
    """How often something of the deleted case stands on the disk: whole marks, their characters, their UTF-16."""
    raw = decrypted(pc.store.database.path, KEY_BYTES)
    wanted = {"mark": MARK, "rare": RARE, "name": "葡萄牙", "phone": "13812342716"}
    return {name: raw.count(text.encode()) + raw.count(json.dumps(text).encode()) for name, text in wanted.items()}


def test_nothing_readable_is_left(one: tuple[Headquarters, Pc]) -> None:
    hub, pc = one
    case = full_case(pc)
    others = [pc.closed(NOW - timedelta(days=n), "排队时间过长", f"李四{n}") for n in range(5)]
    settle(hub, pc)
    before = traces(pc)
    assert all(before.values()), before
    outcome = purge(pc.desk(), [due.case_id for due in due_for_purge(pc.desk())])
    assert outcome == Purged(1)
    assert traces(pc)["rare"], "what only cleaning takes away"
    for _ in clean_up(pc.desk()):
        pass
    rows = everything(pc)
    assert [mark for mark in (MARK, RARE, "13812342716") if mark.encode() in rows] == []
    left = traces(pc)
    assert left == dict.fromkeys(left, 0)
    assert pc.store.database.path.with_name(f"{pc.store.database.path.name}-wal").stat().st_size == 0
    assert pc.store.search("葡萄") == []
    assert len(pc.store.search("排队")) == len(others)
    assert pc.store.case(case.case_id) is None
    report = verify(pc.store)
    assert report.is_sound, report.problems


def test_a_file_of_another_case_stays(one: tuple[Headquarters, Pc]) -> None:
    hub, pc = one
    case = full_case(pc)
    other = pc.closed(NOW - timedelta(days=3), "排队时间过长", "李四")
    attach(pc, other, SHARED, 40)
    settle(hub, pc)
    assert purge(pc.desk(), [case.case_id]) == Purged(1)
    assert pc.store.attachments.read(sha256(FILE).hexdigest()) is None
    assert pc.store.attachments.read(sha256(SHARED).hexdigest()) == SHARED


def test_a_file_that_headquarters_lacks_keeps_its_case(one: tuple[Headquarters, Pc]) -> None:
    hub, pc = one
    full_case(pc)
    hub.level(pc.store)
    assert due_for_purge(pc.desk()) == ()


def test_the_journal_gives_up_bodies_of_deleted_cases_only(one: tuple[Headquarters, Pc]) -> None:
    hub, pc = one
    case, other = full_case(pc), pc.closed(NOW)
    settle(hub, pc)
    purge(pc.desk(), [case.case_id])
    connection = connect(pc.store.database.path, key_box())
    try:
        for case_id in (other.case_id, "0" * 32):
            sql = (
                "DELETE FROM entry_body WHERE rowid IN (SELECT b.rowid FROM entry e JOIN entry_body b "
                "USING (device, epoch, seq) WHERE e.case_id = ?)"
            )
            with pytest.raises(Exception, match="only ever added to"):
                connection.execute(sql, (case_bytes(case_id),))
        (count,) = connection.execute(
            "SELECT count(*) FROM entry WHERE case_id = ?", (case_bytes(case.case_id),)
        ).fetchone()
        assert count == case.version + 8
    finally:
        connection.close()


def test_who_did_what_when_stays_for_audit(one: tuple[Headquarters, Pc]) -> None:
    hub, pc = one
    case = full_case(pc)
    settle(hub, pc)
    lines = "SELECT wall, actor, kind FROM audit_line WHERE case_id = ? ORDER BY wall"
    before = pc.rows(lines, case_bytes(case.case_id))
    purge(pc.desk(), [case.case_id])
    assert pc.rows(lines, case_bytes(case.case_id)) == before
    assert [row[2] for row in before][-1] == BookKind.DETAILS_REVEALED.value
    assert milliseconds(NOW) == before[-1][0]


def test_a_deletion_is_all_or_nothing(one: tuple[Headquarters, Pc], monkeypatch: pytest.MonkeyPatch) -> None:
    from app.store import purge as purging

    hub, pc = one
    first, second = pc.closed(), pc.closed()
    settle(hub, pc)
    reached: list[str] = []

    def cut(point: str) -> None:
        reached.append(point)
        if len(reached) == 2:
            raise KeyboardInterrupt

    monkeypatch.setattr(purging, "reach", cut)
    with pytest.raises(KeyboardInterrupt):
        purge(pc.desk(SUPERVISOR), [first.case_id, second.case_id])
    assert pc.rows("SELECT count(*) FROM purged_case") == [(0,)]
    assert pc.rows("SELECT count(*) FROM audit_line WHERE kind = 'cases_purged'") == [(0,)]
    assert len(due_for_purge(pc.desk())) == 2


def test_what_is_left_is_found_by_the_number_of_the_case(one: tuple[Headquarters, Pc]) -> None:
    hub, pc = one
    case, other = full_case(pc), pc.closed()
    settle(hub, pc)
    assert pc.store.purging.orders_naming(case.case_no) == []
    assert pc.store.purging.number_of(case.case_id) == ""
    purge(pc.desk(), [case.case_id, other.case_id])
    (order,) = pc.store.purging.orders_naming(case.case_no)
    assert (order.actor, order.at, order.is_proven) == (SUPERVISOR, NOW, True)
    assert [(named.case_id, named.case_no) for named in order.cases] == [(case.case_id, case.case_no)]
    assert pc.store.purging.orders_naming(case.case_id) == [order]
    assert pc.store.purging.number_of(other.case_id) == other.case_no
    trail = AuditTrail(pc.store.database)
    assert trail.extent(case.case_id) == (case.version + 9, case.registered_at, NOW)
    assert trail.extent("0" * 31 + "1") is None
    query = AuditQuery(LONG_AGO, NOW + timedelta(days=1), case_id=case.case_id, case_no=case.case_no)
    lines = trail.page(query)
    assert {line.case_no for line in lines} == {case.case_no}
    assert {line.is_purged for line in lines} == {True}
    entry = trail.entry(lines[0].key)
    assert entry is not None
    assert entry.line.case_no == case.case_no


@pytest.mark.parametrize("said", ["", "张三 13812342716", 7, None])
def test_what_is_no_number_in_an_entry_about_deletion_is_nobody_shown(
    one: tuple[Headquarters, Pc], said: object
) -> None:
    hub, pc = one
    case = pc.closed()
    settle(hub, pc)
    (facts,) = pc.store.purging.facts([case.case_id])
    bodies = [{**facts.body(), "case_no": said}] if said is not None else [replace(facts, case_no="").body()]
    entry = book_entry(BookKind.CASES_PURGED, cases=bodies, rule_version="x")
    note(pc.desk(), entry, also=lambda connection: take(connection, (facts,), NOW))
    (order,) = pc.store.purging.orders_naming(case.case_id)
    assert order.cases == (facts,)
    assert order.cases[0].case_no == ""
    assert pc.store.purging.number_of(case.case_id) == ""
    assert pc.store.purging.orders_naming(case.case_no) == []
    assert verify(pc.store).is_sound
