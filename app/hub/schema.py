"""Making the tables of headquarters (app/hub/tables.py), bringing earlier ones up to date, and who may write what."""

from __future__ import annotations

import logging
import secrets
import uuid

import psycopg
from psycopg import sql

from app.hub.attachments import NOTE_NAMED, named_in
from app.hub.tables import (
    ATTACHMENT,
    BRANCH_TABLES,
    DELEGATION,
    FIRST_BRANCH,
    RECOVERY,
    REFERENCE,
    REFERENCE_TABLES,
    STAFF,
    STAFF_COLUMNS,
    TABLES_OF_ATTACHMENTS,
    TABLES_OF_STAFF,
)
from app.journal.envelope import decode_body
from app.system.errors import KnownError

_log = logging.getLogger(__name__)

SCHEMA_VERSION = 3
DEFAULT_PARTITIONS = 8

_MAY = {
    **dict.fromkeys(
        ("event", "feed", "quarantine", "receipt", "attachment_chunk", *TABLES_OF_STAFF), "select, insert"
    ),  # append-only by grant (R4)
    **dict.fromkeys(
        ("device_counter", "device_head", "feed_head", "entity", "conflict", "attachment"), "select, insert, update"
    ),
    "waiting": "select, insert, delete",
    **dict.fromkeys(REFERENCE_TABLES, "select"),
    # A branch's people change with what their supervisors sign; whose key it is and of which branch never does.
    "ref_staff": "select, insert, update (name, role, is_active, is_retired)",
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
            if _version(connection) == 2:
                _bring_to_third(connection)
            check_schema(connection)
            return
        _make_tables(connection, REFERENCE + STAFF_COLUMNS + DELEGATION + RECOVERY)
        _make_tables(connection, FIRST_BRANCH + ATTACHMENT + STAFF)
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
    _make_tables(connection, DELEGATION + ATTACHMENT)
    for table in TABLES_OF_ATTACHMENTS:
        _make_partitions(connection, table, int(row[0]) if row else DEFAULT_PARTITIONS)
    with connection.cursor(name="named") as named, connection.cursor() as cursor:
        named.execute(_NAMED)
        for branch, body, received_at in named:
            for sha256, size in named_in([decode_body(body, is_known=True)]):
                cursor.execute(NOTE_NAMED, (branch, bytes.fromhex(sha256), size, received_at))
    connection.execute("update server set schema_version = 2")
    _log.info("brought the tables of headquarters from version 1 to 2")


def _bring_to_third(connection: psycopg.Connection) -> None:
    """From version 2 to 3: what branches do with their people, numbered directories, recovery keys and their use."""
    row = connection.execute("select count(*) from pg_inherits where inhparent = 'event'::regclass").fetchone()
    _make_tables(connection, STAFF_COLUMNS + RECOVERY + STAFF)
    for table in TABLES_OF_STAFF:
        _make_partitions(connection, table, int(row[0]) if row else DEFAULT_PARTITIONS)
    connection.execute("update server set schema_version = 3")
    _log.info("brought the tables of headquarters from version 2 to 3")


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
