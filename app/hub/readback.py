"""Reading cases back from headquarters, as they stand there: for the branch's own proof, never for editing."""

from __future__ import annotations

import asyncio
import uuid
from collections.abc import Mapping, Sequence
from typing import Any

import psycopg

from app.domain.entry import EntryKind
from app.hub.attachments import count_attachments
from app.hub.record import ENTRIES, read_files
from app.hub.reducer import CaseFile
from app.hub.schema import DatabaseUnreachableError

_CASES_AT_ONCE = 200
_COUNTS = ("events", "receipted", "placed", "waiting", "quarantined", "conflicts")


async def connected(database: str) -> psycopg.AsyncConnection:
    """A connection of one's own. Raises: DatabaseUnreachableError."""
    try:
        return await psycopg.AsyncConnection.connect(database, autocommit=True)
    except psycopg.OperationalError as error:
        raise DatabaseUnreachableError from error


async def read_cases(connection: psycopg.AsyncConnection, branch: str, after: str) -> dict[str, Any]:
    """Up to 200 cases of a branch by case id, those after the id `after` ("" for the first): `cases` and `is_last`."""
    try:
        start = uuid.UUID(after) if after else uuid.UUID(int=0)
    except ValueError:
        start = uuid.UUID(int=0)
    async with connection.transaction():
        cursor = await connection.execute(
            "select entity_id from entity where branch_id = %s and entity_id > %s order by entity_id limit %s",
            (branch, start, _CASES_AT_ONCE),
        )
        ids = [row[0].bytes for row in await cursor.fetchall()]
        files = await read_files(connection, branch, ids)
    return {"cases": [case_facts(files[entity_id]) for entity_id in ids], "is_last": len(ids) < _CASES_AT_ONCE}


async def read_case(connection: psycopg.AsyncConnection, branch: str, case_no: str) -> dict[str, Any] | None:
    """The case of this number, None when there is none. Of two cases of one number, the one that came first."""
    async with connection.transaction():
        cursor = await connection.execute(
            "select entity_id from entity where branch_id = %s and case_no = %s order by entity_id limit 1",
            (branch, case_no),
        )
        row = await cursor.fetchone()
        if row is None:
            return None
        files = await read_files(connection, branch, [row[0].bytes])
    return case_facts(files[row[0].bytes])


async def read_balance(connection: psycopg.AsyncConnection, branch: str) -> list[dict[str, Any]]:
    """One row for each log of the branch: how far it goes and what became of its entries (journal.md 7)."""
    cursor = await connection.execute(
        "select h.device_id, h.epoch, h.seq, h.status,"
        " (select count(*) from event e where e.branch_id = h.branch_id and e.device_id = h.device_id"
        "  and e.epoch = h.epoch),"
        " (select coalesce(max(r.seq), 0) from receipt r where r.branch_id = h.branch_id"
        "  and r.device_id = h.device_id and r.epoch = h.epoch),"
        " (select coalesce(sum(f.count), 0) from feed f where f.branch_id = h.branch_id and f.kind = %s"
        "  and f.device_id = h.device_id and f.epoch = h.epoch),"
        " (select count(*) from waiting w where w.branch_id = h.branch_id and w.device_id = h.device_id"
        "  and w.epoch = h.epoch),"
        " (select count(*) from quarantine q where q.branch_id = h.branch_id and q.device_id = h.device_id"
        "  and q.epoch = h.epoch),"
        " (select count(*) from conflict c where c.branch_id = h.branch_id and c.device_id = h.device_id"
        "  and c.epoch = h.epoch and c.status = 'open')"
        " from device_head h where h.branch_id = %s order by h.device_id, h.epoch",
        (ENTRIES, branch),
    )
    names = ("device", "epoch", "head", "status", *_COUNTS)
    return [
        {"branch": branch, **dict(zip(names, (row[0].hex, *row[1:6], int(row[6]), *row[7:]), strict=True))}
        for row in await cursor.fetchall()
    ]


def headquarters_case(database: str, branch: str, case_no: str) -> dict[str, Any] | None:
    """As `read_case`, for callers that have a database URL and no event loop."""

    async def read() -> dict[str, Any] | None:
        async with await connected(database) as connection:
            return await read_case(connection, branch, case_no)

    return asyncio.run(read())


def headquarters_cases(database: str, branch: str, after: str) -> dict[str, Any]:
    """As `read_cases`, for callers that have a database URL and no event loop."""

    async def read() -> dict[str, Any]:
        async with await connected(database) as connection:
            return await read_cases(connection, branch, after)

    return asyncio.run(read())


def hub_balance(database: str, branch: str | None) -> list[dict[str, Any]]:
    """As `read_balance`, for one branch or for all."""

    async def read() -> list[dict[str, Any]]:
        async with await connected(database) as connection:
            cursor = await connection.execute("select distinct branch_id from device order by branch_id")
            branches = [branch] if branch else [row[0] for row in await cursor.fetchall()]
            return [row for one in branches for row in await read_balance(connection, one)]

    return asyncio.run(read())


def hub_attachments(database: str, branch: str | None) -> list[dict[str, Any]]:
    """One row for each branch whose entries name files: how many, and how many of them are complete here."""

    async def read() -> list[dict[str, Any]]:
        async with await connected(database) as connection:
            cursor = await connection.execute("select distinct branch_id from attachment order by branch_id")
            branches = [branch] if branch else [row[0] for row in await cursor.fetchall()]
            return [await count_attachments(connection, one) for one in branches]

    return asyncio.run(read())


def case_facts(file: CaseFile) -> dict[str, Any]:
    """A case as headquarters folds it: where it stands, and the registration's body exactly as it was given."""
    fold = file.ready()
    registration = _registration(file)
    is_registered = file.is_registered
    return {
        "case_id": str(uuid.UUID(bytes=file.entity_id)),
        "case_no": str(fold.case_no) if is_registered else "",
        "state": fold.state.value if is_registered else "unregistered",
        "version": len(file.origins),
        "owner": str(fold.owner) if is_registered else "",
        "flags": [[flag.kind, flag.code] for flag in fold.flags],
        "verdicts": [placed.verdict for placed in file.origins],
        "kinds": [one.kind for one, _ in file.history],
        "registration": dict(registration),
        "extensions": [
            [e.policy_id, e.stage, e.decision or "", e.old_due_on.isoformat(), e.new_due_on.isoformat()]
            for e in fold.extensions
        ],
    }


def _registration(file: CaseFile) -> Mapping[str, object]:
    bodies: Sequence[Mapping[str, object]] = [
        one.body for one, _ in file.history if one.body and one.kind == EntryKind.CASE_REGISTERED.value
    ]
    return bodies[0] if bodies else {}
