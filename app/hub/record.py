"""What a push reads of its branch and what it writes, table by table."""

from __future__ import annotations

import hashlib
import re
import uuid
from collections.abc import Awaitable, Callable, Iterable, Mapping, Sequence
from datetime import datetime

import psycopg

from app.hub.bulk import INSTANT, INT4, INT8, OCTETS, TEXT, UUID, Table
from app.hub.opened import QUARANTINED_KIND, Opened
from app.hub.origins import Origins
from app.hub.reducer import Author, CaseFile, Held, Placement
from app.journal.envelope import Record, decode, decode_body
from app.journal.wire import FeedNotice, Run

ENTRIES = "entries"

_EVENT = Table(
    "event",
    (
        ("branch_id", TEXT),
        ("device_id", UUID),
        ("epoch", INT8),
        ("received_at", INSTANT),
        ("seq", INT8),
        ("hash", OCTETS),
        ("kind", TEXT),
        ("version", INT8),
        ("entity_id", UUID),
        ("envelope", OCTETS),
        ("body", OCTETS),
    ),
)
_FEED = Table(
    "feed",
    (
        ("branch_id", TEXT),
        ("scope", TEXT),
        ("feed_seq", INT8),
        ("count", INT4),
        ("kind", TEXT),
        ("device_id", UUID),
        ("epoch", INT8),
        ("seq", INT8),
        ("prev_hash", OCTETS),
        ("content", OCTETS),
    ),
)
_ENTITY = Table(
    "entity",
    (
        ("branch_id", TEXT),
        ("updated_feed_seq", INT8),
        ("entity_id", UUID),
        ("case_no", TEXT),
        ("version", INT8),
        ("status", TEXT),
        ("flags", INT4),
        ("origins", OCTETS),
    ),
)
_WAITING = Table(
    "waiting",
    (
        ("branch_id", TEXT),
        ("device_id", UUID),
        ("epoch", INT8),
        ("seq", INT8),
        ("entity_id", UUID),
        ("depends_on", INT8),
        ("since", INSTANT),
    ),
)
# A plan that is kept from when the tables were small picks the wrong index and costs ten times the push (measured).
_PLAN_EACH_TIME = False
_SOUND_NUMBER = re.compile(r"[0-9A-Za-z-]{1,64}")


async def read_files(
    connection: psycopg.AsyncConnection, branch: str, entity_ids: Iterable[bytes]
) -> dict[bytes, CaseFile]:
    """The cases among `entity_ids` that headquarters has, each with its whole history."""
    cursor = await connection.execute(
        "select entity_id, origins from entity where branch_id = %s and entity_id = any(%s::uuid[])",
        (branch, _array([entity_id.hex() for entity_id in entity_ids])),
        prepare=_PLAN_EACH_TIME,
        binary=True,
    )
    files = {
        row[0].bytes: CaseFile(row[0].bytes, Origins(bytearray(row[1])), is_new=False)
        for row in await cursor.fetchall()
    }
    wanted = [(placed.device, placed.epoch, placed.seq) for file in files.values() for placed in file.origins]
    records = await read_records(connection, branch, wanted)
    for file in files.values():
        file.history = [(records[placed.device, placed.epoch, placed.seq], placed) for placed in file.origins]
    return files


async def read_records(
    connection: psycopg.AsyncConnection, branch: str, origins: Sequence[tuple[str, int, int]]
) -> Mapping[tuple[str, int, int], Opened]:
    """Stored entries by device, epoch and number, looked into again."""
    if not origins:
        return {}
    devices, epochs, seqs = zip(*origins, strict=True)
    cursor = await connection.execute(
        "select e.device_id, e.epoch, e.seq, e.hash, e.envelope, e.body from event e"
        " join unnest(%s::uuid[], %s::bigint[], %s::bigint[]) as o (device_id, epoch, seq)"
        " on e.device_id = o.device_id and e.epoch = o.epoch and e.seq = o.seq where e.branch_id = %s",
        (list(devices), list(epochs), list(seqs), branch),
        prepare=_PLAN_EACH_TIME,
        binary=True,
    )
    return {
        (device.hex, epoch, seq): stored(seq, hash_, Record(envelope, body))
        for device, epoch, seq, hash_, envelope, body in await cursor.fetchall()
    }


def stored(seq: int, hash_: bytes, record: Record) -> Opened:
    """An entry that was looked into when it came; a body purged since reads as empty."""
    body = decode_body(record.body, is_known=True) if record.body is not None else {}
    return Opened(seq, hash_, record, decode(record.envelope), body)


async def read_held(connection: psycopg.AsyncConnection, branch: str) -> list[Held]:
    """The branch's entries that wait for a place in the feed."""
    cursor = await connection.execute(
        "select w.device_id, w.epoch, w.seq, w.since, e.hash, e.envelope, e.body from waiting w join event e"
        " on e.branch_id = w.branch_id and e.device_id = w.device_id and e.epoch = w.epoch and e.seq = w.seq"
        " where w.branch_id = %s",
        (branch,),
        binary=True,
    )
    return [
        Held(Author(device.hex, epoch), stored(seq, hash_, Record(envelope, body)), since)
        for device, epoch, seq, since, hash_, envelope, body in await cursor.fetchall()
    ]


async def write_events(
    connection: psycopg.AsyncConnection,
    branch: str,
    author: Author,
    opened: Sequence[Opened],
    at: datetime,
    meanwhile: Callable[[], Awaitable[None]],
) -> None:
    """Store the entries of a push, exactly as they came; `meanwhile` is done while PostgreSQL writes them."""
    rows = [
        (one.seq, one.hash, e.kind, e.kver, e.case, *one.record)
        if (e := one.envelope)
        else (one.seq, one.hash, QUARANTINED_KIND, 0, None, *one.record)
        for one in opened
    ]
    same = (branch, bytes.fromhex(author.device), author.epoch, at)
    await _EVENT.insert(connection, rows, same, meanwhile)


async def write_quarantine(
    connection: psycopg.AsyncConnection, branch: str, author: Author, opened: Iterable[Opened], at: datetime
) -> None:
    """Keep, with the reason, what can't be read or belongs to a fork. The same again changes nothing."""
    for one in opened:
        key = hashlib.sha256(b"".join((author.device.encode(), b"%d.%d" % (author.epoch, one.seq), one.hash))).digest()
        await connection.execute(
            "insert into quarantine (branch_id, quarantine_id, device_id, epoch, seq, envelope, body, reason,"
            " received_at) values (%s, %s, %s, %s, %s, %s, %s, %s, %s) on conflict do nothing",
            (branch, key, author.device, author.epoch, one.seq, *one.record, one.reason or "fork", at),
        )


async def write_feed(
    connection: psycopg.AsyncConnection,
    branch: str,
    scope: str,
    runs: Iterable[tuple[Author, Run, bytes]],
    notices: Iterable[tuple[FeedNotice, bytes]],
) -> None:
    """Put runs of entries and notices into the feed, each with the feed's hash before it."""
    rows: list[tuple[object, ...]] = [
        (
            branch,
            scope,
            run.feed_seq,
            run.count,
            ENTRIES,
            bytes.fromhex(author.device),
            author.epoch,
            run.seq,
            prev,
            None,
        )
        for author, run, prev in runs
    ]
    rows += [
        (branch, scope, notice.feed_seq, 1, str(notice.kind), None, None, None, prev, notice.content)
        for notice, prev in notices
    ]
    await _FEED.insert(connection, rows)


async def write_entities(
    connection: psycopg.AsyncConnection, branch: str, files: Iterable[CaseFile], feed_seq: int
) -> None:
    """Write the state of cases that changed."""
    new: list[tuple[object, ...]] = []
    old: list[tuple[object, ...]] = []
    for file in files:
        fold = file.ready()
        row = (
            case_no_of(file),
            len(file.origins),
            fold.state.value if file.is_registered else "unregistered",
            len(fold.flags),
            bytes(file.origins.packed),
        )
        if file.is_new:
            new.append((file.entity_id, *row))
        else:
            old.append((*row, feed_seq, branch, uuid.UUID(bytes=file.entity_id)))
    await _ENTITY.insert(connection, new, (branch, feed_seq))
    if old:
        async with connection.cursor() as cursor:
            await cursor.executemany(
                "update entity set case_no = %s, version = %s, status = %s, flags = %s, origins = %s,"
                " updated_feed_seq = %s where branch_id = %s and entity_id = %s",
                old,
            )


def case_no_of(file: CaseFile) -> str:
    """The case number as the index of headquarters holds it: "" for one that no program of ours could have made."""
    case_no = getattr(file.ready(), "case_no", "")
    return case_no if isinstance(case_no, str) and _SOUND_NUMBER.fullmatch(case_no) else ""


async def taken_case_nos(connection: psycopg.AsyncConnection, branch: str, case_nos: Sequence[str]) -> set[str]:
    """Which of these numbers a case of the branch bears already."""
    cursor = await connection.execute(
        "select case_no from entity where branch_id = %s and case_no = any(%s::text[])",
        (branch, _array([case_no for case_no in case_nos if _SOUND_NUMBER.fullmatch(case_no)])),
        prepare=_PLAN_EACH_TIME,
    )
    return {case_no for (case_no,) in await cursor.fetchall()}


async def write_waiting(connection: psycopg.AsyncConnection, branch: str, held: Iterable[Held]) -> None:
    """Let entries wait for what they depend on."""
    rows = [
        (branch, bytes.fromhex(h.author.device), h.author.epoch, h.one.seq, e.case, e.base, h.since)
        for h in held
        if (e := h.one.envelope)
    ]
    await _WAITING.insert(connection, rows)


async def drop_waiting(connection: psycopg.AsyncConnection, branch: str, held: Iterable[Held]) -> None:
    """These entries wait no longer."""
    for one in held:
        await connection.execute(
            "delete from waiting where branch_id = %s and device_id = %s and epoch = %s and seq = %s",
            (branch, one.author.device, one.author.epoch, one.one.seq),
        )


async def write_conflicts(
    connection: psycopg.AsyncConnection, branch: str, placements: Iterable[Placement], at: datetime
) -> None:
    """Open a task for a person for every entry that does not simply stand."""
    for placed in placements:
        word, envelope = placed.word, placed.one.envelope
        if word is None or envelope is None:
            continue
        await connection.execute(
            "insert into conflict (branch_id, conflict_id, entity_id, device_id, epoch, seq, verdict, code, status,"
            " opened_at) values (%s, %s, %s, %s, %s, %s, %s, %s, 'open', %s) on conflict do nothing",
            (
                *(branch, placed.one.hash, uuid.UUID(bytes=envelope.case), placed.author.device, placed.author.epoch),
                *(placed.one.seq, word.verdict.value, word.code, at),
            ),
        )


def _array(words: Iterable[str]) -> str:
    """An array as PostgreSQL reads it; `words` need no quoting."""
    return f"{{{','.join(words)}}}"
