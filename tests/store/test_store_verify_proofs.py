"""What somebody with the key of the database does to it, done for real, and what tells: each on a real encrypted file.

Whoever holds the key can make everything in the file fit itself. What does not fit any more is signed by people, by
headquarters, or kept outside the file (security.md 2, threat table).
"""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from hashlib import sha256
from pathlib import Path

import pytest
import sqlalchemy as sa
from support.cases import DECISION, HANDLER, SUPERVISOR
from support.feeds import HUB_KEY, Headquarters, quarantined
from support.stores import Desk, author, directory, intruder, new_store, reopened

from app.domain.book import BookKind
from app.domain.commands import AddNote, StartHandling
from app.domain.entry import book_entry
from app.journal.chain import Head
from app.journal.envelope import decode, encode, hash_of
from app.journal.purging import purge_digest
from app.journal.view import case_bytes
from app.journal.wire import NoticeKind
from app.store.anchor import Anchor, anchor_of, check_anchor
from app.store.errors import RolledBackStoreError
from app.store.rebuild import rebuild
from app.store.store import Store
from app.store.tables import METADATA
from app.store.verify import Step, VerifyReport, verify

PAGE = 4096


class Scene:
    """A store with two cases, half receipted by headquarters: entries 1 to 5 of the first batch, then 6 and 7."""

    def __init__(self, store: Store) -> None:
        self.store = store
        self.desk = Desk(store)
        self.hq = Headquarters()
        self.first = self.desk.register().case_id
        self.second = self.desk.register().case_id
        self.desk.do(self.first, HANDLER, StartHandling())
        self.hq.take(store)
        self.desk.do(self.first, HANDLER, AddNote("已联系客户"))
        self.desk.do(self.first, HANDLER, DECISION)
        self.anchor = anchor_of(store)

    def look(self, store: Store | None = None, anchor: Anchor | None = None) -> VerifyReport:
        """Everything that there is to compare with."""
        return verify(store or self.store, directory, hub_key=HUB_KEY, anchor=anchor or self.anchor)

    def first_wrong(self) -> tuple[str, int]:
        """The first difference, and the number of the entry that it names (0 for none)."""
        first = self.look().first
        assert first is not None
        return first.what, int(first.origin.rpartition(".")[2] or 0)


@pytest.fixture
def scene(tmp_path: Path) -> Iterator[Scene]:
    with new_store(tmp_path) as store:
        yield Scene(store)


def recompute(store: Store, seq: int, change: Callable[[bytes], bytes]) -> None:
    """Give entry `seq` another body, and make every later link, the head, the lines and all rows fit it."""
    with intruder(store) as connection:
        sql = connection.exec_driver_sql
        body = change(sql("SELECT body FROM entry_body WHERE seq = ?", (seq,)).scalar_one())
        sql("UPDATE entry_body SET body = ? WHERE seq = ?", (body, seq))
        prev = None
        for at, data in sql("SELECT seq, envelope FROM entry WHERE seq >= ? ORDER BY seq", (seq,)).fetchall():
            envelope = decode(data)
            envelope = envelope._replace(body=sha256(body).digest()) if at == seq else envelope._replace(prev=prev)
            data = encode(envelope)
            prev = hash_of(data)
            sql("UPDATE entry SET envelope = ?, prev = ?, hash = ? WHERE seq = ?", (data, envelope.prev, prev, at))
        sql("UPDATE device_head SET hash = ?", (prev,))
    rebuild(store)


def replaced(old: str, new: str) -> Callable[[bytes], bytes]:
    assert len(old.encode()) == len(new.encode())
    return lambda body: body.replace(old.encode(), new.encode())


# -- nothing is wrong ------------------------------------------------------------------------------------------------


def test_all_of_it_is_sound(scene: Scene) -> None:
    report = scene.look()
    assert report.is_sound, report.first
    assert (report.receipts, report.is_anchored, report.signatures) == (1, True, 1)
    check_anchor(scene.store, scene.anchor)
    check_anchor(scene.store, None)
    check_anchor(scene.store, (1, 0, bytes(32)))
    scene.desk.do(scene.first, HANDLER, AddNote("又一句"))
    check_anchor(scene.store, scene.anchor)
    assert scene.look().is_sound


# -- the file --------------------------------------------------------------------------------------------------------


def test_an_older_copy_of_the_whole_file(scene: Scene, tmp_path: Path) -> None:
    """Every page, link and row of it is sound; only what is kept outside knows that there was more."""
    path, old = scene.store.database.path, tmp_path / "old.db"
    scene.store.close()
    shutil.copy(path, old)
    with reopened(path) as store:
        Desk(store, scene.desk.now).do(scene.first, HANDLER, AddNote("之后的话"))
        after = anchor_of(store)
    shutil.copy(old, path)
    with reopened(path) as store:
        assert verify(store, directory, hub_key=HUB_KEY).is_sound
        first = scene.look(store, after).first
        assert first is not None
        assert (first.what, first.origin) == ("rolled_back", f"{store.identity.device}.1.{after[1]}")
        with pytest.raises(RolledBackStoreError) as refused:
            check_anchor(store, after)
        assert refused.value.details["why"] == "rolled_back"


def test_an_older_copy_of_one_page(scene: Scene) -> None:
    """An authentic page of the same file at the same place passes SQLCipher's checksum and SQLite's own checks."""
    path = scene.store.database.path
    scene.store.close()
    before = path.read_bytes()
    with reopened(path) as store:
        Desk(store, scene.desk.now).do(scene.second, SUPERVISOR, AddNote("之后的话"))
        scene.anchor = anchor_of(store)
        last = contents(store)
    after = path.read_bytes()
    pages = [n for n in range(1, len(before) // PAGE) if before[n * PAGE :][:PAGE] != after[n * PAGE :][:PAGE]]
    unnoticed = told = 0
    for page in pages:
        data = bytearray(after)
        data[page * PAGE : (page + 1) * PAGE] = before[page * PAGE : (page + 1) * PAGE]
        path.write_bytes(bytes(data))
        with reopened(path) as store:
            with store.database.read() as connection:
                assert connection.exec_driver_sql("PRAGMA cipher_integrity_check").fetchall() == []
                words = [row[0] for row in connection.exec_driver_sql("PRAGMA quick_check").fetchall()]
                name = connection.exec_driver_sql(
                    "SELECT name FROM sqlite_schema WHERE rootpage = ?", (page + 1,)
                ).scalar()
            if str(name).startswith("search_"):
                continue  # words to search by: derived, no evidence, made anew by a rebuild
            is_told = not scene.look(store).is_sound
            assert is_told or contents(store) == last, (page, name)  # a page may hold what it held before
            told += is_told
            unnoticed += is_told and words == ["ok"]
    assert told >= 6
    assert unnoticed >= 2  # so it is the journal that tells


def contents(store: Store) -> list[object]:
    """Every row of every table."""
    with store.database.read() as connection:
        return [connection.exec_driver_sql(f"SELECT * FROM {name}").fetchall() for name in sorted(METADATA.tables)]


# -- made up anew ----------------------------------------------------------------------------------------------------


def test_a_chain_made_up_anew_fits_itself_and_nothing_else(scene: Scene) -> None:
    recompute(scene.store, 6, replaced("已联系客户", "已告知客户"))
    assert verify(scene.store, directory).is_sound  # with the key alone all of it can be made to fit
    assert scene.first_wrong() == ("recomputed", 7)
    with pytest.raises(RolledBackStoreError) as refused:
        check_anchor(scene.store, scene.anchor)
    assert refused.value.details["why"] == "recomputed"


def test_what_headquarters_receipted_can_not_be_made_up_anew(scene: Scene) -> None:
    recompute(scene.store, 2, lambda body: body.replace(b"0218", b"0217") + b"")
    recompute(scene.store, 1, lambda body: body.replace("年费".encode(), "利息".encode()))
    report = verify(scene.store, directory, hub_key=HUB_KEY)
    assert report.first is not None
    assert (report.first.what, report.first.detail) == ("receipt", "other_hash")
    with intruder(scene.store) as connection:
        connection.exec_driver_sql("DELETE FROM receipt")
    assert [p.what for p in verify(scene.store, directory, hub_key=HUB_KEY).problems] == ["receipt_missing"]


def test_headquarters_itself_refuses_a_log_made_up_anew(scene: Scene) -> None:
    recompute(scene.store, 1, lambda body: body.replace("年费".encode(), "利息".encode()))
    state = scene.store.sync.log_state()
    known = scene.hq.heads[state.device, state.epoch]
    assert scene.store.sync.hash_at(known.seq) != known.hash  # what a hello compares (app/sync/cycle.py)


def test_what_somebody_signed_can_not_be_made_up_anew(scene: Scene) -> None:
    recompute(scene.store, 7, lambda body: body.replace("致歉".encode(), "了事".encode()))
    assert scene.first_wrong() == ("signature", 7)


def test_a_forged_receipt(scene: Scene) -> None:
    with intruder(scene.store) as connection:
        connection.exec_driver_sql("UPDATE receipt SET signature = zeroblob(64)")
    assert scene.first_wrong() == ("receipt_signature", 5)


def test_a_receipt_of_other_entries(scene: Scene) -> None:
    with intruder(scene.store) as connection:
        connection.exec_driver_sql("UPDATE receipt SET seq = 6")
    assert scene.first_wrong()[0] == "receipt"


# -- taken away ------------------------------------------------------------------------------------------------------


def test_a_tail_that_was_cut_off_with_its_head_moved(scene: Scene) -> None:
    with intruder(scene.store) as connection:
        for table in ("entry", "entry_body", "audit_line"):
            connection.exec_driver_sql(f"DELETE FROM {table} WHERE seq > 5")
        connection.exec_driver_sql("UPDATE device_head SET seq = 5, hash = (SELECT hash FROM entry WHERE seq = 5)")
    rebuild(scene.store)
    assert verify(scene.store, directory, hub_key=HUB_KEY).is_sound
    assert scene.first_wrong() == ("rolled_back", 7)


def test_a_whole_log_that_was_taken_away(scene: Scene) -> None:
    with intruder(scene.store) as connection:
        for table in ("entry", "entry_body", "audit_line", "case_row", "case_state", "case_figures"):
            connection.exec_driver_sql(f"DELETE FROM {table}")
    assert scene.first_wrong()[0] == "head"


def test_a_case_that_was_taken_away(scene: Scene) -> None:
    with intruder(scene.store) as connection:
        mine = "(SELECT seq FROM entry WHERE case_id = ?)"
        case = (case_bytes(scene.second),)
        connection.exec_driver_sql(f"DELETE FROM entry_body WHERE seq IN {mine}", case)
        connection.exec_driver_sql(f"DELETE FROM audit_line WHERE seq IN {mine}", case)
        connection.exec_driver_sql("DELETE FROM entry WHERE case_id = ?", case)
    rebuild(scene.store)
    assert scene.first_wrong() == ("gap", 5)


def test_a_case_that_only_stands_as_deleted(scene: Scene) -> None:
    with intruder(scene.store) as connection:
        connection.exec_driver_sql("INSERT INTO purged_case VALUES (?, 0)", (case_bytes(scene.second),))
    rebuild(scene.store)
    assert scene.first_wrong()[0] == "purge"


def test_bodies_that_were_taken_away(scene: Scene) -> None:
    with intruder(scene.store) as connection:
        connection.exec_driver_sql("DELETE FROM entry_body WHERE seq = 6")
    assert "body_missing" in [problem.what for problem in scene.look().problems]


def _purge(scene: Scene, seqs: tuple[int, ...], digest: str | None = None) -> None:
    """As retention does it: bodies go in the transaction of the signed entry that names them."""
    case = case_bytes(scene.second)
    with scene.store.database.read() as connection:
        rows = connection.exec_driver_sql("SELECT hash FROM entry WHERE case_id = ? ORDER BY seq", (case,)).fetchall()
    named = digest or purge_digest(case, [row[0] for row in rows]).hex()
    body = {"cases": [{"case_id": scene.second, "entries": len(rows), "digest": named}], "rule_version": "1"}

    def also(connection: sa.Connection) -> None:
        connection.exec_driver_sql("INSERT INTO purged_case VALUES (?, 0)", (case,))
        for seq in seqs:
            connection.exec_driver_sql("DELETE FROM entry_body WHERE seq = ?", (seq,))

    entry = book_entry(BookKind.CASES_PURGED, **body)
    scene.store.note([entry], author(SUPERVISOR), scene.desk.now, also=also)
    rebuild(scene.store)


def test_deletion_by_rule_is_sound_and_another_one_is_not(scene: Scene, tmp_path: Path) -> None:
    _purge(scene, (3, 4))
    assert scene.look().is_sound, scene.look().first
    (tmp_path / "other").mkdir()
    with new_store(tmp_path / "other") as store:
        other = Scene(store)
        _purge(other, (3, 4), "00" * 32)
        assert other.first_wrong()[0] == "purge"
    with intruder(scene.store) as connection:
        connection.exec_driver_sql("DELETE FROM entry_body WHERE seq = 6")
    assert scene.first_wrong()[0] == "body_missing"


# -- moved and edited ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("tamper", "what"),
    [
        ("UPDATE entry SET kind = 'note_added' WHERE seq = 7", ("columns", 7)),
        ("UPDATE entry_body SET body = zeroblob(5) WHERE seq = 6", ("body", 6)),
        ("UPDATE case_row SET owner = '0218'", ("row", 4)),
        ("UPDATE audit_line SET actor = '0218' WHERE seq = 6", ("line", 6)),
        ("UPDATE audit_line SET case_id = zeroblob(16) WHERE seq = 6", ("line", 6)),
        ("DELETE FROM audit_line WHERE seq = 6", ("line", 6)),
        ("INSERT INTO audit_line SELECT wall, device, epoch, 99, actor, kind, case_id FROM audit_line LIMIT 1",
         ("line_extra", 99)),
        ("INSERT INTO audit_line SELECT wall + 1, device, epoch, seq, actor, kind, case_id FROM audit_line "
         "WHERE seq = 6", ("line_extra", 6)),
        ("INSERT INTO paper VALUES ('00', zeroblob(16), 'slip', 0, 'a4', 0, x'00')", ("paper", 0)),
    ],
)  # fmt: skip
def test_edited_rows(scene: Scene, tamper: str, what: tuple[str, int]) -> None:
    with intruder(scene.store) as connection:
        connection.exec_driver_sql(tamper)
    found = scene.first_wrong()
    assert found[0] == what[0]
    assert what[0] == "row" or found == what


def test_two_entries_that_changed_places(scene: Scene) -> None:
    with intruder(scene.store) as connection:
        rows = {
            row[0]: row[1:]
            for row in connection.exec_driver_sql(
                "SELECT seq, envelope, hash, prev, case_id, kind, hlc FROM entry WHERE seq IN (6, 7)"
            ).fetchall()
        }
        for seq in (6, 7):
            connection.exec_driver_sql(
                "UPDATE entry SET envelope = ?, hash = ?, prev = ?, case_id = ?, kind = ?, hlc = ? WHERE seq = ?",
                (*rows[13 - seq], seq),
            )
    assert scene.first_wrong()[0] == "previous_hash"


# -- how it goes -----------------------------------------------------------------------------------------------------


def test_it_tells_how_far_it_is_and_stops_when_asked(scene: Scene) -> None:
    told: list[Step] = []

    def go_on(step: Step, done: int, of: int) -> bool:
        assert 0 <= done <= max(of, done)
        told.append(step)
        return True

    assert verify(scene.store, directory, progress=go_on).is_sound
    assert list(dict.fromkeys(told)) == [step for step in Step if step in told]
    assert {Step.CHAIN, Step.ENTRIES, Step.CASES} <= set(told)
    for stop in (Step.CHAIN, Step.CASES):
        report = verify(scene.store, directory, progress=lambda step, done, of, stop=stop: step is not stop)  # type: ignore[misc]
        assert (report.is_complete, report.is_sound, report.problems) == (False, False, [])


def test_somebody_writes_meanwhile(scene: Scene) -> None:
    def write(step: Step, done: int, of: int) -> bool:
        if done == 0:
            scene.desk.do(scene.first, HANDLER, AddNote(f"同时记录 {step}"))
        return True

    assert verify(scene.store, directory, hub_key=HUB_KEY, anchor=scene.anchor, progress=write).is_sound
    assert scene.look().is_sound


def test_an_anchor_of_a_later_life_of_the_store(scene: Scene) -> None:
    epoch, seq, hash_ = scene.anchor
    assert scene.look(anchor=(epoch + 1, 0, bytes(32))).problems[0].what == "rolled_back"
    scene.store.sync.open_epoch()
    check_anchor(scene.store, (epoch, seq, hash_))
    check_anchor(scene.store, anchor_of(scene.store))
    assert Head.start(scene.store.identity.device_bytes, 2).hash == anchor_of(scene.store)[2]


def test_quarantine_that_was_emptied(scene: Scene) -> None:
    scene.hq.notice(NoticeKind.JUDGEMENT, b"nonsense")
    scene.hq.level(scene.store)
    assert len(quarantined(scene.store)) == 1
    assert scene.look().is_sound, scene.look().first
    with intruder(scene.store) as connection:
        connection.exec_driver_sql("DELETE FROM quarantine")
    assert scene.first_wrong()[0] == "quarantine"
