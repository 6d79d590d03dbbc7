"""The tables of headquarters on PostgreSQL, in the form that also runs on a cluster sharded by branch.

Every table that grows with the branches has `branch_id` first in every key and is hash-partitioned by it; no sequence,
no trigger, no advisory lock; foreign keys don't leave the branch; reference tables are small and written by
headquarters only (journal.md 3, R1 to R9; the tables of 4.12).

Two departures from the column list of 4.12. The feed holds one row for each run of entries that one push put there, not
one row each: a push then writes every entry once, and no index on an entry's place in the feed is needed. The state of
a case is slim and made of bytes, not jsonb: the entries are the state, and jsonb can't hold the character U+0000.
"""

from __future__ import annotations

import logging
import secrets
import uuid

import psycopg
from psycopg import sql

from app.hub.attachments import NOTE_NAMED, named_in
from app.journal.envelope import decode_body
from app.system.errors import KnownError

_log = logging.getLogger(__name__)

SCHEMA_VERSION = 2
DEFAULT_PARTITIONS = 8

_REFERENCE_TABLES = """
create table server (
    only_one boolean not null default true check (only_one),
    schema_version int not null,
    server_epoch text not null,
    signing_key bytea not null,
    constraint pk_server primary key (only_one)
);
create table device (
    device_id uuid not null,
    branch_id text not null,
    letter text not null,
    public_key bytea not null check (length(public_key) = 32),
    is_revoked boolean not null default false,
    enrolled_at timestamptz not null,
    constraint pk_device primary key (device_id)
);
create table ref_staff (
    branch_id text not null,
    staff_no text not null,
    key_id bytea not null check (length(key_id) = 16),
    name text not null,
    role text not null,
    is_active boolean not null,
    public_key bytea not null check (length(public_key) = 32),
    since timestamptz not null,
    constraint pk_ref_staff primary key (branch_id, staff_no, key_id)
);
"""

_DELEGATION_TABLE = """
create table ref_delegation (
    branch_id text not null,
    staff_no text not null,
    role text not null,
    from_on date not null,
    until_on date not null,
    given_by text not null,
    given_at timestamptz not null,
    constraint pk_ref_delegation primary key (branch_id, staff_no, role, from_on, until_on)
);
"""
_ATTACHMENT_TABLES = """
create table attachment (
    branch_id text not null,
    sha256 bytea not null check (length(sha256) = 32),
    size bigint not null,
    attempt int not null,
    have_bytes bigint not null,
    noted_at timestamptz not null,
    complete_at timestamptz,
    constraint pk_attachment primary key (branch_id, sha256)
) partition by hash (branch_id);
create table attachment_chunk (
    branch_id text not null,
    sha256 bytea not null,
    attempt int not null,
    start bigint not null,
    content bytea not null,
    constraint pk_attachment_chunk primary key (branch_id, sha256, attempt, start)
) partition by hash (branch_id);
"""
_FIRST_BRANCH_TABLES = """
create table device_counter (
    branch_id text not null,
    device_id uuid not null,
    last_counter bigint not null,
    constraint pk_device_counter primary key (branch_id, device_id)
) partition by hash (branch_id);
create table device_head (
    branch_id text not null,
    device_id uuid not null,
    epoch bigint not null,
    seq bigint not null,
    hash bytea not null,
    status text not null,
    updated_at timestamptz not null,
    constraint pk_device_head primary key (branch_id, device_id, epoch)
) partition by hash (branch_id);
create table feed_head (
    branch_id text not null,
    scope text not null,
    n bigint not null,
    hash bytea not null,
    constraint pk_feed_head primary key (branch_id, scope)
) partition by hash (branch_id);
create table event (
    branch_id text not null,
    device_id uuid not null,
    epoch bigint not null,
    seq bigint not null,
    hash bytea not null,
    kind text not null,
    version bigint not null,
    entity_id uuid,
    envelope bytea not null,
    body bytea,
    received_at timestamptz not null,
    constraint pk_event primary key (branch_id, device_id, epoch, seq)
) partition by hash (branch_id);
create table feed (
    branch_id text not null,
    scope text not null,
    feed_seq bigint not null,
    count int not null,
    kind text not null,
    device_id uuid,
    epoch bigint,
    seq bigint,
    prev_hash bytea not null,
    content bytea,
    constraint pk_feed primary key (branch_id, scope, feed_seq)
) partition by hash (branch_id);
create table entity (
    branch_id text not null,
    entity_id uuid not null,
    case_no text not null,
    version bigint not null,
    status text not null,
    flags int not null,
    origins bytea not null,
    updated_feed_seq bigint not null,
    constraint pk_entity primary key (branch_id, entity_id)
) partition by hash (branch_id);
create index ix_entity_case_no on entity (branch_id, case_no);
create table conflict (
    branch_id text not null,
    conflict_id bytea not null,
    entity_id uuid not null,
    device_id uuid not null,
    epoch bigint not null,
    seq bigint not null,
    verdict text not null,
    code text not null,
    status text not null,
    opened_at timestamptz not null,
    constraint pk_conflict primary key (branch_id, conflict_id)
) partition by hash (branch_id);
create table waiting (
    branch_id text not null,
    device_id uuid not null,
    epoch bigint not null,
    seq bigint not null,
    entity_id uuid not null,
    depends_on bigint not null,
    since timestamptz not null,
    constraint pk_waiting primary key (branch_id, device_id, epoch, seq)
) partition by hash (branch_id);
create index ix_waiting_entity on waiting (branch_id, entity_id);
create table quarantine (
    branch_id text not null,
    quarantine_id bytea not null,
    device_id uuid not null,
    epoch bigint not null,
    seq bigint not null,
    envelope bytea not null,
    body bytea,
    reason text not null,
    received_at timestamptz not null,
    constraint pk_quarantine primary key (branch_id, quarantine_id)
) partition by hash (branch_id);
create table receipt (
    branch_id text not null,
    device_id uuid not null,
    epoch bigint not null,
    seq bigint not null,
    body bytea not null,
    signature bytea not null,
    constraint pk_receipt primary key (branch_id, device_id, epoch, seq)
) partition by hash (branch_id);
"""

_FIRST_TABLES = (
    "device_counter",
    "device_head",
    "feed_head",
    "event",
    "feed",
    "entity",
    "conflict",
    "waiting",
    "quarantine",
    "receipt",
)
_TABLES_OF_ATTACHMENTS = ("attachment", "attachment_chunk")
BRANCH_TABLES = _FIRST_TABLES + _TABLES_OF_ATTACHMENTS
REFERENCE_TABLES = ("server", "device", "ref_staff", "ref_delegation")

_MAY = {
    **dict.fromkeys(
        ("event", "feed", "quarantine", "receipt", "attachment_chunk"), "select, insert"
    ),  # append-only by grant (R4)
    **dict.fromkeys(
        ("device_counter", "device_head", "feed_head", "entity", "conflict", "attachment"), "select, insert, update"
    ),
    "waiting": "select, insert, delete",
    **dict.fromkeys(REFERENCE_TABLES, "select"),
}


_NAMED = "select branch_id, body, received_at from event where kind = 'attachment_added' and body is not null"


class SchemaError(KnownError):
    """The database has no tables of headquarters, or those of another version."""

    code = "hub_schema"


class DatabaseUnreachableError(KnownError):
    """PostgreSQL does not answer, or not to these credentials."""

    code = "hub_database"


def open_database(url: str) -> psycopg.Connection:
    """A connection of one's own, each statement for itself. Raises: DatabaseUnreachableError."""
    try:
        return psycopg.connect(url, autocommit=True)
    except psycopg.OperationalError as error:
        raise DatabaseUnreachableError from error


def create_schema(connection: psycopg.Connection, *, partitions: int = DEFAULT_PARTITIONS) -> None:
    """Make all tables in an empty database, a new server epoch and a new signing key.

    Tables of an earlier version are brought to this one, and rights are to be granted again. Nothing happens to those
    of this version. Raises: SchemaError when the tables are of a later version.
    """
    with connection.transaction():
        if _has_tables(connection):
            if _version(connection) == 1:
                _bring_to_second(connection)
            check_schema(connection)
            return
        _make_tables(connection, _REFERENCE_TABLES + _DELEGATION_TABLE + _FIRST_BRANCH_TABLES + _ATTACHMENT_TABLES)
        for table in BRANCH_TABLES:
            _make_partitions(connection, table, partitions)
        connection.execute(
            "insert into server (schema_version, server_epoch, signing_key) values (%s, %s, %s)",
            (SCHEMA_VERSION, str(uuid.uuid4()), secrets.token_bytes(32)),
        )
    _log.info("made the tables of headquarters, version %d, %d partitions", SCHEMA_VERSION, partitions)


def check_schema(connection: psycopg.Connection) -> None:
    """Make sure that the tables are there and of this version. Raises: SchemaError."""
    if not _has_tables(connection):
        raise SchemaError(why="missing")
    found = _version(connection)
    if found != SCHEMA_VERSION:
        raise SchemaError(why="other_version", found=found, wanted=SCHEMA_VERSION)


def grant_service(connection: psycopg.Connection, role: str, password: str) -> None:
    """Make the login `role` that the service runs as: it may append to the record, but not change or remove from it."""
    name = sql.Identifier(role)
    with connection.transaction():
        exists = connection.execute("select 1 from pg_roles where rolname = %s", (role,)).fetchone()
        verb = sql.SQL("alter role" if exists else "create role")
        secret = sql.Literal(password)
        connection.execute(sql.SQL("{} {} login password {}").format(verb, name, secret))
        for table, rights in _MAY.items():
            connection.execute(sql.SQL("grant {} on {} to {}").format(sql.SQL(rights), sql.Identifier(table), name))


def declare_restored(connection: psycopg.Connection) -> str:
    """Say that this database was put back to an earlier point: a new server epoch, which every answer carries.

    Returns the new server epoch. To be called after every restore, before the service starts (journal.md 4.2).
    """
    epoch = str(uuid.uuid4())
    with connection.transaction():
        connection.execute("update server set server_epoch = %s", (epoch,))
    return epoch


def _has_tables(connection: psycopg.Connection) -> bool:
    row = connection.execute("select to_regclass('server') is not null").fetchone()
    return bool(row and row[0])


def _version(connection: psycopg.Connection) -> int | None:
    row = connection.execute("select schema_version from server").fetchone()
    return None if row is None else int(row[0])


def _make_tables(connection: psycopg.Connection, statements: str) -> None:
    for statement in statements.split(";"):
        if statement.strip():
            connection.execute(statement.encode())


def _bring_to_second(connection: psycopg.Connection) -> None:
    """From version 1 to 2: tables for delegations and for the bytes of files, with a note of every file that a stored
    entry names."""
    row = connection.execute("select count(*) from pg_inherits where inhparent = 'event'::regclass").fetchone()
    _make_tables(connection, _DELEGATION_TABLE + _ATTACHMENT_TABLES)
    for table in _TABLES_OF_ATTACHMENTS:
        _make_partitions(connection, table, int(row[0]) if row else DEFAULT_PARTITIONS)
    with connection.cursor(name="named") as named, connection.cursor() as cursor:
        named.execute(_NAMED)
        for branch, body, received_at in named:
            for sha256, size in named_in([decode_body(body, is_known=True)]):
                cursor.execute(NOTE_NAMED, (branch, bytes.fromhex(sha256), size, received_at))
    connection.execute("update server set schema_version = 2")
    _log.info("brought the tables of headquarters from version 1 to 2")


def _make_partitions(connection: psycopg.Connection, table: str, partitions: int) -> None:
    for remainder in range(partitions):
        connection.execute(
            sql.SQL("create table {} partition of {} for values with (modulus {}, remainder {})").format(
                sql.Identifier(f"{table}_p{remainder}"),
                sql.Identifier(table),
                sql.Literal(partitions),
                sql.Literal(remainder),
            )
        )
