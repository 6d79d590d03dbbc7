"""Every kind of wrong file has its own name, and none is ever written to (security.md 3.6)."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest
from sqlcipher3 import dbapi2 as sqlcipher
from support.cases import RULES
from support.stores import KEY_BYTES, Desk, identity, key_box, new_store, reopened
from support.wrong_files import cut, flip, refused, untouched, zero_page

from app.store import opening
from app.store.engine import PRAGMAS, connect
from app.store.errors import (
    DamagedStoreError,
    EmptyFileError,
    ForeignStoreError,
    StoreError,
    StoreExistsError,
    StoreMissingError,
    StoreTooNewError,
    WrongKeyError,
)
from app.store.probe import PAGE_SIZE
from app.store.store import create_store, open_store
from app.store.tables import SCHEMA_VERSION
from app.store.verify import verify
from app.system.key_box import KeyWipedError


def test_nothing_there_makes_nothing(tmp_path: Path) -> None:
    refused(tmp_path / "none.db", StoreMissingError)
    assert list(tmp_path.iterdir()) == []


def test_an_empty_file_is_not_a_new_database(tmp_path: Path) -> None:
    path = tmp_path / "A.db"
    path.touch()
    refused(path, EmptyFileError)


def test_another_key(store_file: Path) -> None:
    refused(store_file, WrongKeyError, bytes(32))


def test_a_plain_database(tmp_path: Path) -> None:
    path = tmp_path / "plain.db"
    plain = sqlite3.connect(path)
    plain.execute("CREATE TABLE notes (text)")
    plain.close()
    assert refused(path, ForeignStoreError).details["why"] == "not_encrypted"


@pytest.mark.parametrize("content", [b"%PDF-1.7\n" * 4000, "投诉登记表，".encode() * 2000])
def test_a_file_of_another_kind(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "A.db"
    path.write_bytes(content)
    assert refused(path, ForeignStoreError).details["why"] == "not_a_database"


def test_an_encrypted_database_of_another_program(tmp_path: Path) -> None:
    path = tmp_path / "A.db"
    path.touch()
    connection = connect(path, key_box())
    connection.execute("CREATE TABLE notes (text)")
    connection.close()
    assert refused(path, ForeignStoreError).details["why"] == "other_program"


def test_another_desks_store(store_file: Path) -> None:
    assert refused(store_file, ForeignStoreError, store_id="store-B").details["why"] == "other_desk"


def test_a_newer_programs_store(store_file: Path) -> None:
    connection = connect(store_file, key_box())
    connection.execute(f"PRAGMA user_version={SCHEMA_VERSION + 1}")
    connection.close()
    refused(store_file, StoreTooNewError)


@pytest.mark.parametrize(
    "damage",
    [flip(100), flip(4000), cut(PAGE_SIZE * 3), cut(PAGE_SIZE * 10), cut(PAGE_SIZE * 5 + 700), zero_page(1)],
    ids=["first page", "first page's seal", "three pages left", "ten pages left", "cut inside a page", "page zeroed"],
)
def test_damage_that_shows_at_opening(store_file: Path, damage: Callable[[bytearray], None]) -> None:
    content = bytearray(store_file.read_bytes())
    damage(content)
    store_file.write_bytes(content)
    refused(store_file, DamagedStoreError)


def test_damage_further_in_is_found_by_verifying(store_file: Path) -> None:
    content = bytearray(store_file.read_bytes())
    pages = len(content) // PAGE_SIZE
    found = 0
    for number in range(2, pages + 1, max(1, pages // 12)):
        damaged = bytearray(content)
        damaged[(number - 1) * PAGE_SIZE + 1234] ^= 1
        store_file.write_bytes(damaged)
        try:
            with reopened(store_file) as store:
                first = verify(store).first
        except DamagedStoreError:
            found += 1
            continue
        assert first is not None
        assert first.what == "page"
        found += 1
    assert found >= 10
    store_file.write_bytes(content)
    with reopened(store_file) as store:
        assert verify(store).is_sound


def test_a_file_shorter_than_a_page(tmp_path: Path) -> None:
    path = tmp_path / "A.db"
    path.write_bytes(os.urandom(700))
    refused(path, DamagedStoreError)


def test_nothing_is_ever_made_over_something_else(tmp_path: Path, store_file: Path) -> None:
    for content in (b"", b"something", store_file.read_bytes()):
        path = tmp_path / "taken.db"
        path.write_bytes(content)
        with untouched(path), pytest.raises(StoreExistsError):
            create_store(path, key_box(), identity(), RULES)
    with pytest.raises(StoreError):
        create_store(tmp_path / "no" / "folder.db", key_box(), identity(), RULES)


def test_a_half_made_store_is_no_store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "A.db"

    def cut_off(name: str) -> None:
        raise KeyboardInterrupt(name)

    monkeypatch.setattr(opening, "reach", cut_off)
    with pytest.raises(KeyboardInterrupt):
        create_store(path, key_box(), identity(), RULES)
    monkeypatch.undo()
    assert list(tmp_path.iterdir()) == []
    (tmp_path / "A.db.new").write_bytes(b"left by a crash")
    with new_store(tmp_path) as store:
        Desk(store).register()
    assert [path.name for path in tmp_path.iterdir()] == ["A.db"]


def test_the_file_is_its_owners_alone(store_file: Path) -> None:
    assert store_file.stat().st_mode & 0o777 == 0o600


def test_a_wiped_key_opens_nothing_more(tmp_path: Path, store_file: Path) -> None:
    box = key_box()
    store = open_store(store_file, box, RULES)
    box.wipe()
    store.database.engine.dispose()
    with pytest.raises(KeyWipedError):
        store.entries("01890a5d-ac96-774b-bcce-b302099a8057")
    store.close()


# -- every connection -------------------------------------------------------------------------------------------------


def test_every_pooled_connection_is_hardened(store_file: Path) -> None:
    expected = {
        "journal_mode": "wal",
        "synchronous": 2,
        "foreign_keys": 1,
        "recursive_triggers": 1,
        "secure_delete": 2,
        "temp_store": 2,
        "trusted_schema": 0,
        "cell_size_check": 1,
        "busy_timeout": 10000,
        "cache_size": -65536,
        "fullfsync": 1,
        "checkpoint_fullfsync": 1,
    }
    assert set(expected) == {name for name, _ in PRAGMAS} - {"cipher_log_level"}
    with reopened(store_file) as store:
        pool = [store.database.engine.connect().execution_options(is_reading=True) for _ in range(4)]
        try:
            for connection in pool:
                found = {name: connection.exec_driver_sql(f"PRAGMA {name}").scalar() for name in expected}
                assert found == expected
                assert connection.exec_driver_sql("PRAGMA cipher_version").scalar()
                assert connection.exec_driver_sql("PRAGMA compile_options").fetchall().count(("TEMP_STORE=2",)) == 1
                with pytest.raises(Exception, match="not authorized"):
                    connection.exec_driver_sql("ATTACH DATABASE 'plain.db' AS plain KEY ''")
                with pytest.raises(Exception, match="not authorized"):
                    connection.exec_driver_sql("DETACH DATABASE main")
        finally:
            for connection in pool:
                connection.close()
    assert not Path("plain.db").exists()


def test_the_key_is_raw_and_not_kept_in_the_engine(store_file: Path) -> None:
    with reopened(store_file) as store:
        engine = store.database.engine
        assert KEY_BYTES.hex() not in str(engine.url) + repr(engine.pool)
        assert engine.hide_parameters
        assert not engine.echo
    connection = sqlcipher.connect(str(store_file))
    connection.execute("PRAGMA cipher_log_level=NONE")
    connection.execute(f"PRAGMA key=\"x'{KEY_BYTES.hex()}'\"")
    assert connection.execute("SELECT value FROM meta WHERE key = 'store_id'").fetchone() == ("store-A",)
    connection.close()


def test_no_word_of_a_customer_is_readable_on_disk(tmp_path: Path) -> None:
    markers = ["MARKERNARRATIVE", "MARKERNAME", "13800138000", "11010519491231002X", "MARKERDRAFT", "MARKERPDF"]
    with new_store(tmp_path) as store:
        desk = Desk(store)
        desk.register(
            narrative="MARKERNARRATIVE 吞卡",
            complainant_name="MARKERNAME",
            phone="13800138000",
            id_kind="resident_id",
            id_number="11010519491231002X",
        )
        store.drafts.save("0217", "d1", {"narrative": "MARKERDRAFT"}, desk.now)
        case_id = store.worklist.rows([1])[0].case_id
        store.print_queue.keep_paper(case_id, "ack_slip", 0, "80mm", b"%PDF MARKERPDF", desk.now)
        files = {path.name: path.read_bytes() for path in tmp_path.iterdir()}
        assert {"A.db", "A.db-wal"} <= set(files)
        assert len(files["A.db-wal"]) > PAGE_SIZE
        for name, content in files.items():
            for marker in [*markers, "吞卡", "SQLite format"]:
                for form in (marker.encode(), marker.encode("utf-16-le"), marker.lower().encode()):
                    assert form not in content, (marker, name)
    assert [path.name for path in tmp_path.iterdir()] == ["A.db"]
    assert b"MARKER" not in (tmp_path / "A.db").read_bytes()
