"""Bytes of attached files at headquarters: taken in piece by piece, proven by their hash, given to the branch's PCs.

A file is only taken when an entry of that branch names it. Pieces are only ever added (R4): those of an attempt whose
hash came out wrong stay, and the next attempt has places of its own. That a file is complete is said in the branch's
feed, in the transaction that makes it so.
"""

from __future__ import annotations

import hashlib
import logging
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import psycopg

from app.domain.entry import EntryKind
from app.hub import heads, record
from app.hub.authority import Caller, use_counter
from app.hub.opened import Opened
from app.hub.refusals import RefusedError
from app.journal.wire import BRANCH_SCOPE, FeedNotice, NoticeKind, Point, link_notice
from app.journal.wire_attachments import (
    MAX_ATTACHMENT_BYTES,
    MAX_CHUNK_BYTES,
    AttachmentChunk,
    AttachmentState,
    encode_attachment_notice,
    is_sha256,
)
from app.system.crash_points import reach

_log = logging.getLogger(__name__)
_ADDED = EntryKind.ATTACHMENT_ADDED.value
NOTE_NAMED = (
    "insert into attachment (branch_id, sha256, size, attempt, have_bytes, noted_at) values (%s, %s, %s, 1, 0, %s)"
    " on conflict do nothing"
)
_READ_FILE = "select attempt, have_bytes, complete_at is not null from attachment where branch_id = %s and sha256 = %s"
_LOCK_FILE = f"{_READ_FILE} for update"


@dataclass(frozen=True, slots=True)
class _File:
    """A file that an entry of the branch names, as far as it is here."""

    attempt: int
    have: int
    is_complete: bool


async def note_named(connection: psycopg.AsyncConnection, branch: str, opened: Iterable[Opened], now: datetime) -> None:
    """Take note of the files that new entries name: from now on their bytes are taken."""
    for sha256, size in named_in(one.body for one in opened if one.kind == _ADDED):
        await connection.execute(NOTE_NAMED, (branch, bytes.fromhex(sha256), size, now))


def named_in(bodies: Iterable[dict[str, object] | None]) -> Iterable[tuple[str, int]]:
    """Hash and size of the files in bodies of `attachment_added`; what makes no sense names no file."""
    for body in bodies:
        sha256, size = (body or {}).get("sha256"), (body or {}).get("size")
        if isinstance(sha256, str) and is_sha256(sha256) and type(size) is int and 0 < size <= MAX_ATTACHMENT_BYTES:
            yield sha256, size


async def read_states(
    connection: psycopg.AsyncConnection, branch: str, hashes: Sequence[str]
) -> tuple[AttachmentState, ...]:
    """How far these files are here; those that no entry of the branch names are left out."""
    cursor = await connection.execute(
        "select sha256, have_bytes, complete_at is not null from attachment"
        " where branch_id = %s and sha256 = any(%s::bytea[])",
        (branch, [bytes.fromhex(sha256) for sha256 in hashes]),
    )
    return tuple(AttachmentState(row[0].hex(), row[1], row[2]) for row in await cursor.fetchall())


async def take_chunk(
    connection: psycopg.AsyncConnection, caller: Caller, chunk: AttachmentChunk, now: datetime
) -> AttachmentState:
    """Keep a piece that follows what is here, and say how far the file is then; any other piece changes nothing.

    Raises: RefusedError, 404 for a file that no entry of the branch names, 422 when all bytes are here and their hash
    is wrong: they don't count any more, and the file is begun anew.
    """
    async with connection.transaction():
        await use_counter(connection, caller)
        result = await _take(connection, caller.device.branch, chunk, now)
    reach("hub.after_chunk_commit")
    if isinstance(result, RefusedError):
        raise result
    return result


async def _take(
    connection: psycopg.AsyncConnection, branch: str, chunk: AttachmentChunk, now: datetime
) -> AttachmentState | RefusedError:
    """As `take_chunk`, in its transaction. A refusal is answered after the commit: its request is spent.

    The file's row is locked first and the feed's head after it. A push goes the other way, but never waits for a row
    that is there: it adds a file or leaves it alone.
    """
    file = await _read_file(connection, branch, chunk.sha256, is_locked=True)
    if file is None:
        return RefusedError(404, "unknown_attachment")
    if file.is_complete or chunk.offset != file.have:
        return AttachmentState(chunk.sha256, file.have, file.is_complete)
    key = (branch, bytes.fromhex(chunk.sha256))
    await connection.execute(
        "insert into attachment_chunk (branch_id, sha256, attempt, start, content) values (%s, %s, %s, %s, %s)",
        (*key, file.attempt, chunk.offset, chunk.data),
    )
    reach("hub.after_chunk")
    is_complete = chunk.end == chunk.size
    if is_complete and await _hash_of(connection, key, file.attempt) != key[1]:
        await connection.execute(
            "update attachment set attempt = attempt + 1, have_bytes = 0 where branch_id = %s and sha256 = %s", key
        )
        _log.warning("file %s of branch %s came with another hash: begun anew", chunk.sha256[:12], branch)
        return RefusedError(422, "wrong_hash")
    await connection.execute(
        "update attachment set have_bytes = %s where branch_id = %s and sha256 = %s", (chunk.end, *key)
    )
    if is_complete:
        await _complete(connection, branch, chunk, now)
    reach("hub.before_chunk_commit")
    return AttachmentState(chunk.sha256, chunk.end, is_complete)


async def _complete(connection: psycopg.AsyncConnection, branch: str, chunk: AttachmentChunk, now: datetime) -> None:
    """Mark the file as complete and tell the branch."""
    await connection.execute(
        "update attachment set size = %s, complete_at = %s where branch_id = %s and sha256 = %s",
        (chunk.size, now, branch, bytes.fromhex(chunk.sha256)),
    )
    feed = await heads.lock_feed_head(connection, branch, BRANCH_SCOPE)
    content = encode_attachment_notice(chunk.sha256, chunk.size)
    end = Point(feed.seq + 1, link_notice(feed.hash, NoticeKind.ATTACHMENT, content))
    notice = FeedNotice(end.seq, NoticeKind.ATTACHMENT, content)
    await record.write_feed(connection, branch, BRANCH_SCOPE, (), [(notice, feed.hash)])
    await heads.move_feed_head(connection, branch, BRANCH_SCOPE, end)


async def read_chunk(
    connection: psycopg.AsyncConnection, branch: str, sha256: str, offset: int, max_bytes: int
) -> AttachmentChunk:
    """A piece of a complete file from `offset` on.

    Raises: RefusedError, 404 when the branch has no such file or not all of it, 416 behind its end.
    """
    file = await _read_file(connection, branch, sha256)
    if file is None or not file.is_complete:
        raise RefusedError(404, "unknown_attachment")
    if not 0 <= offset < file.have:
        raise RefusedError(416, "behind_the_end")
    end = min(file.have, offset + max(1, min(max_bytes, MAX_CHUNK_BYTES)))
    cursor = await connection.execute(
        "select start, content from attachment_chunk where branch_id = %(branch)s and sha256 = %(sha256)s"
        " and attempt = %(attempt)s and start < %(end)s and start >= (select max(start) from attachment_chunk"
        "  where branch_id = %(branch)s and sha256 = %(sha256)s and attempt = %(attempt)s and start <= %(offset)s)"
        " order by start",
        {"branch": branch, "sha256": bytes.fromhex(sha256), "attempt": file.attempt, "offset": offset, "end": end},
        binary=True,
    )
    parts = [content[max(0, offset - start) : end - start] for start, content in await cursor.fetchall()]
    return AttachmentChunk(sha256, file.have, offset, b"".join(parts))


async def count_attachments(connection: psycopg.AsyncConnection, branch: str) -> dict[str, Any]:
    """How many files entries of the branch name, how many of them are complete here, and their bytes."""
    cursor = await connection.execute(
        "select count(*), count(complete_at), coalesce(sum(size) filter (where complete_at is not null), 0)"
        " from attachment where branch_id = %s",
        (branch,),
    )
    row = await cursor.fetchone()
    named, complete, size = row or (0, 0, 0)
    return {"branch": branch, "attachments": named, "complete": complete, "bytes": int(size)}


async def _read_file(
    connection: psycopg.AsyncConnection, branch: str, sha256: str, *, is_locked: bool = False
) -> _File | None:
    statement = _LOCK_FILE if is_locked else _READ_FILE
    cursor = await connection.execute(statement, (branch, bytes.fromhex(sha256)))
    row = await cursor.fetchone()
    return None if row is None else _File(*row)


async def _hash_of(connection: psycopg.AsyncConnection, key: tuple[str, bytes], attempt: int) -> bytes:
    """The SHA-256 of all pieces of an attempt, read one at a time."""
    digest, at = hashlib.sha256(), 0
    while True:
        cursor = await connection.execute(
            "select content from attachment_chunk where branch_id = %s and sha256 = %s and attempt = %s and start = %s",
            (*key, attempt, at),
            binary=True,
        )
        row = await cursor.fetchone()
        if row is None:
            return digest.digest()
        digest.update(row[0])
        at += len(row[0])
