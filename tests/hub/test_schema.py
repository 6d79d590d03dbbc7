"""The tables keep the rules of a cluster sharded by branch: read from pg_catalog itself (journal.md 3, R1 R2 R4 R9)."""

from __future__ import annotations

import ast
import re
import secrets
from pathlib import Path

import psycopg
import pytest
from support.carrying import attach
from support.desks import Desk
from support.headquarters import HubUnderTest
from support.logs import HandLog, send

from app.hub.directory import EnrolmentError, enrol_device
from app.hub.schema import DEFAULT_PARTITIONS, SchemaError, create_schema, declare_restored, grant_service
from app.hub.tables import BRANCH_TABLES, REFERENCE_TABLES

SOURCES = Path(__file__).resolve().parents[2] / "app" / "hub"


def test_every_table_is_known_and_every_branch_table_is_split_by_branch(hub: HubUnderTest) -> None:
    tables = hub.query(
        "select c.relname, c.relkind, pg_get_partkeydef(c.oid) from pg_class c join pg_namespace n"
        " on n.oid = c.relnamespace where n.nspname = 'public' and c.relkind in ('r', 'p') and not c.relispartition"
    )
    assert {name for name, _, _ in tables} == {*BRANCH_TABLES, *REFERENCE_TABLES}
    split = {name: key for name, kind, key in tables if kind == "p"}
    assert split == dict.fromkeys(BRANCH_TABLES, "HASH (branch_id)")
    parts = hub.query("select inhparent::regclass::text, count(*) from pg_inherits i join pg_class c on c.oid ="
                      " i.inhrelid where c.relkind = 'r' group by 1")  # fmt: skip
    assert dict(parts) == dict.fromkeys(BRANCH_TABLES, DEFAULT_PARTITIONS)


def test_r1_every_unique_key_of_a_branch_table_starts_with_the_branch(hub: HubUnderTest) -> None:
    keys = hub.query(
        "select t.relname, i.indisunique, array_agg(a.attname order by k.n) from pg_index i"
        " join pg_class t on t.oid = i.indrelid join lateral unnest(i.indkey) with ordinality k(attnum, n) on true"
        " join pg_attribute a on a.attrelid = t.oid and a.attnum = k.attnum"
        " where t.relname = any(%s) group by i.indexrelid, t.relname, i.indisunique",
        list(BRANCH_TABLES),
    )
    assert {table for table, is_unique, _ in keys if is_unique} == set(BRANCH_TABLES)
    assert all(columns[0] == "branch_id" for _, _, columns in keys)


def test_r2_r3_r4_no_sequences_foreign_keys_triggers_or_functions(hub: HubUnderTest) -> None:
    assert hub.query("select relname from pg_class where relkind = 'S'") == []
    assert hub.query("select conname from pg_constraint where contype = 'f'") == []
    assert hub.query("select tgname from pg_trigger where not tgisinternal") == []
    assert hub.query("select proname from pg_proc where pronamespace = 'public'::regnamespace") == []


def test_r5_r9_no_volatile_defaults_and_no_forbidden_words_in_the_sources(hub: HubUnderTest) -> None:
    defaults = hub.query(
        "select c.relname, pg_get_expr(d.adbin, d.adrelid) from pg_attrdef d join pg_class c on c.oid = d.adrelid"
    )
    assert [row for row in defaults if row[1] not in ("true", "false", "''::text")] == []
    for path in SOURCES.glob("*.py"):
        for text in _texts(path):
            assert not _FORBIDDEN.search(text), f"{path.name}: {text}"


_FORBIDDEN = re.compile(
    r"pg_(try_)?advisory|nextval|serial\b|\bnow\(|clock_timestamp|gen_random_uuid|with recursive|set branch_id|over \("
)


def _texts(path: Path) -> list[str]:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    return [node.value for node in ast.walk(tree) if isinstance(node, ast.Constant) and isinstance(node.value, str)]


def test_making_the_tables_again_changes_nothing(hub: HubUnderTest) -> None:
    before = hub.query("select server_epoch, signing_key from server")
    with hub.connect() as connection:
        create_schema(connection)
    assert hub.query("select server_epoch, signing_key from server") == before


def test_another_version_of_the_tables_is_refused(hub: HubUnderTest) -> None:
    with hub.connect() as connection:
        connection.execute("update server set schema_version = 99")
        with pytest.raises(SchemaError):
            create_schema(connection)


def test_a_declared_restore_is_a_new_server_epoch(hub: HubUnderTest) -> None:
    before = hub.query("select server_epoch from server")
    with hub.connect() as connection:
        epoch = declare_restored(connection)
    assert hub.query("select server_epoch from server") == [(epoch,)] != before


@pytest.mark.parametrize(
    "statement",
    [
        "update event set body = null",
        "delete from event",
        "truncate event",
        "update feed set content = null",
        "delete from feed",
        "delete from receipt",
        "delete from quarantine",
        "delete from entity",
        "update device set is_revoked = false",
        "update ref_staff set public_key = '\\x00'",
        "update ref_staff set branch_id = '0103'",
        "update ref_staff set ruled_by = ''",
        "delete from ref_staff",
        "update staff_act set status = 'admitted'",
        "delete from staff_act",
        "delete from directory_issue",
        "insert into recovery_log select",
        "update recovery_key set public_key = '\\x00'",
        "insert into ref_delegation select",
        "update server set server_epoch = 'x'",
        "drop table event",
        "update attachment_chunk set content = ''",
        "delete from attachment_chunk",
        "delete from attachment",
    ],
)
def test_r4_the_service_can_append_to_the_record_but_not_change_it(hub: HubUnderTest, statement: str) -> None:
    role, password = f"service_{secrets.token_hex(4)}", secrets.token_hex(8)
    with hub.connect() as connection:
        grant_service(connection, role, password)
    url = re.sub(r"//[^@]+@", f"//{role}:{password}@", hub.database)
    with psycopg.connect(url, autocommit=True) as connection, pytest.raises(psycopg.errors.InsufficientPrivilege):
        connection.execute(statement)


def test_the_service_works_with_nothing_but_its_own_rights(hub: HubUnderTest, tmp_path: Path) -> None:
    role, password = f"service_{secrets.token_hex(4)}", secrets.token_hex(8)
    log = HandLog.enrolled(hub)
    with hub.connect() as connection:
        grant_service(connection, role, password)
    hub.stop()
    owner, hub.database = hub.database, re.sub(r"//[^@]+@", f"//{role}:{password}@", hub.database)
    hub.start()
    log.register(30)
    answers = send(hub, log, log.push(1, 5), log.push(6))
    assert [answer.status for answer in answers] == [200, 200]
    desk = Desk(tmp_path, "B")
    with psycopg.connect(owner, autocommit=True) as connection:
        enrol_device(connection, branch="0102", device=desk.device, letter="B", public_key=desk.keys.public, at=log.now)
    sha256 = attach(desk, desk.register(), b"a picture")
    hub.sync(desk)
    assert desk.store.transfers.standings([sha256])[sha256].is_at_headquarters
    desk.close()
    hub.stop()
    hub.database = owner


def test_a_device_is_never_enrolled_twice_differently(hub: HubUnderTest) -> None:
    log = HandLog.enrolled(hub)
    with hub.connect() as connection:
        enrol_device(connection, branch="0102", device=log.device, letter="A", public_key=log.keys.public, at=log.now)
        with pytest.raises(EnrolmentError):
            enrol_device(
                connection, branch="0103", device=log.device, letter="A", public_key=log.keys.public, at=log.now
            )
