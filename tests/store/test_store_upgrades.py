"""An upgrade copies first, changes in one transaction, proves, and can be cut off anywhere (house.md: five steps)."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
import sqlalchemy as sa
from support.cases import RULES
from support.stores import Desk, key_box, new_store, reopened

from app.store import upgrades
from app.store.engine import connect
from app.store.errors import DiskFullError, ForeignStoreError, UpgradeFailedError
from app.store.rebuild import digest
from app.store.store import open_store
from app.store.tables import METADATA, SCHEMA_VERSION
from app.store.upgrades import running
from app.store.upgrades.steps import STEPS
from app.store.verify import verify

DATA = Path(__file__).parent / "data"


def _add_column(connection: sa.Connection) -> None:
    connection.exec_driver_sql("ALTER TABLE draft ADD COLUMN title TEXT NOT NULL DEFAULT ''")


def _harm_the_journal(connection: sa.Connection) -> None:
    connection.exec_driver_sql("DROP TRIGGER tr_entry_no_delete")
    connection.exec_driver_sql("DELETE FROM entry WHERE seq = 2")


def _lose_a_trigger(connection: sa.Connection) -> None:
    connection.exec_driver_sql("DROP TRIGGER tr_entry_body_no_update")


def _fail(connection: sa.Connection) -> None:
    _add_column(connection)
    raise LookupError("a mistake in a step")


@pytest.fixture
def old_store(tmp_path: Path) -> Path:
    """A store of the present version, which plays the old one."""
    with new_store(tmp_path) as store:
        for _ in range(5):
            Desk(store).register()
    return tmp_path / "A.db"


def _columns(path: Path) -> tuple[int, list[str]]:
    connection = connect(path, key_box())
    try:
        version = int(connection.execute("PRAGMA user_version").fetchone()[0])
        return version, [row[1] for row in connection.execute("PRAGMA table_info(draft)")]
    finally:
        connection.close()


NOW, NEXT = SCHEMA_VERSION, SCHEMA_VERSION + 1
OLD = ["staff_no", "draft_id", "saved_at", "form"]


def test_an_upgrade_changes_the_form_and_keeps_a_copy(old_store: Path) -> None:
    (old_store.parent / "A.db.version-0").write_bytes(b"the copy of an earlier upgrade")
    copy = upgrades.upgrade(old_store, key_box(), NOW, NEXT, {NOW: _add_column})
    assert _columns(old_store) == (NEXT, [*OLD, "title"])
    assert _columns(copy) == (NOW, OLD)
    assert sorted(path.name for path in old_store.parent.iterdir()) == ["A.db", f"A.db.version-{NOW}"]
    assert copy.stat().st_mode & 0o777 == 0o600
    with reopened(copy) as store:
        assert verify(store).is_sound


@pytest.mark.parametrize("step", [_fail, _harm_the_journal, _lose_a_trigger])
@pytest.mark.allow_log("upgrade from version .* failed")
def test_a_failed_upgrade_leaves_everything_as_it_was(old_store: Path, step: object) -> None:
    with reopened(old_store) as store:
        printed = digest(store.database)
    with pytest.raises(UpgradeFailedError):
        upgrades.upgrade(old_store, key_box(), NOW, NEXT, {NOW: step})  # type: ignore[dict-item]
    assert _columns(old_store) == (NOW, OLD)
    with reopened(old_store) as store:
        assert digest(store.database) == printed
        assert verify(store).is_sound
    upgrades.upgrade(old_store, key_box(), NOW, NEXT, {NOW: _add_column})
    assert _columns(old_store)[0] == NEXT


@pytest.mark.parametrize("place", ["upgrade.after_copy", "upgrade.after_step", "upgrade.before_commit"])
def test_an_upgrade_cut_off_is_done_again(old_store: Path, monkeypatch: pytest.MonkeyPatch, place: str) -> None:
    def die(name: str) -> None:
        if name == place:
            raise KeyboardInterrupt

    monkeypatch.setattr(running, "reach", die)
    with pytest.raises(KeyboardInterrupt):
        upgrades.upgrade(old_store, key_box(), NOW, NEXT, {NOW: _add_column})
    monkeypatch.undo()
    assert _columns(old_store) == (NOW, OLD)
    upgrades.upgrade(old_store, key_box(), NOW, NEXT, {NOW: _add_column})
    assert _columns(old_store)[0] == NEXT


def test_an_upgrade_without_room_or_step_does_not_begin(old_store: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(UpgradeFailedError):
        upgrades.upgrade(old_store, key_box(), NOW, NEXT + 1, {NOW: _add_column})
    monkeypatch.setattr(running, "_ROOM", 1 << 40)
    with pytest.raises(DiskFullError):
        upgrades.upgrade(old_store, key_box(), NOW, NEXT, {NOW: _add_column})
    assert [path.name for path in old_store.parent.iterdir()] == ["A.db"]


def test_opening_upgrades(old_store: Path) -> None:
    connection = connect(old_store, key_box())
    connection.execute("PRAGMA user_version=0")
    connection.close()
    with pytest.raises(UpgradeFailedError) as caught:
        open_store(old_store, key_box(), RULES)
    assert caught.value.details == {"found": 0, "wanted": NOW, "why": "no_step", "step": 0}


def test_every_version_has_its_step() -> None:
    assert set(STEPS) == set(range(1, SCHEMA_VERSION))


# -- kept databases of every released version ------------------------------------------------------------------------


@pytest.mark.parametrize("name", sorted(path.stem for path in DATA.glob("store-v*.db")))
def test_kept_databases_open_and_mean_the_same(tmp_path: Path, name: str) -> None:
    expected = json.loads((DATA / f"{name}.json").read_text("utf-8"))
    path = tmp_path / "kept.db"
    path.write_bytes((DATA / f"{name}.db").read_bytes())
    key = bytes.fromhex((DATA / f"{name}.key.txt").read_text("utf-8").strip())
    with reopened(path, key=key) as store:
        report = verify(store)
        assert report.is_sound, report.first
        assert (report.entries, report.cases) == (expected["entries"], expected["cases"])
        heads = store.sync.log_state().head
        assert heads.hash.hex() == expected["head"]
        assert {
            case.case_no: str(case.state) for case in map(store.case_by_no, expected["states"]) if case
        } == expected["states"]
        assert digest(store.database) == expected["digest"]
        assert [hit.case_no for hit in store.search("吞卡")] == expected["search"]
        assert [draft.form for draft in store.drafts.list("0217")] == expected["drafts"]
    with pytest.raises(ForeignStoreError):
        open_store(path, key_box(key), RULES, "another-store")


@pytest.mark.parametrize("name", sorted(path.stem for path in DATA.glob("store-v*.db")))
def test_an_upgraded_database_has_the_tables_of_a_new_one_and_its_row_ids(tmp_path: Path, name: str) -> None:
    path = tmp_path / "kept.db"
    path.write_bytes((DATA / f"{name}.db").read_bytes())
    key = bytes.fromhex((DATA / f"{name}.key.txt").read_text("utf-8").strip())
    connection = connect(path, key_box(key))
    before = connection.execute("SELECT row_id, case_id FROM case_row ORDER BY row_id").fetchall()
    connection.close()
    (tmp_path / "new").mkdir()
    with reopened(path, key=key) as kept, new_store(tmp_path / "new") as new:
        assert _schema(kept.database.engine) == _schema(new.database.engine)
        with kept.database.read() as reading:
            rows = reading.exec_driver_sql("SELECT row_id, case_id FROM case_row ORDER BY row_id").fetchall()
        assert [tuple(row) for row in rows] == before


def test_the_newest_kept_database_has_the_tables_of_today(tmp_path: Path) -> None:
    path = tmp_path / "kept.db"
    path.write_bytes((DATA / f"store-v{SCHEMA_VERSION}.db").read_bytes())
    key = bytes.fromhex((DATA / f"store-v{SCHEMA_VERSION}.key.txt").read_text("utf-8").strip())
    (tmp_path / "new").mkdir()
    with reopened(path, key=key) as kept, new_store(tmp_path / "new") as new:
        assert _schema(kept.database.engine) == _schema(new.database.engine)
        assert set(METADATA.tables) <= set(sa.inspect(kept.database.engine.connect()).get_table_names())


def _schema(engine: sa.Engine) -> list[tuple[object, ...]]:
    with engine.connect() as connection:
        rows = connection.exec_driver_sql("SELECT type, name, tbl_name, sql FROM sqlite_schema ORDER BY type, name")
        return [tuple(row) for row in rows]
