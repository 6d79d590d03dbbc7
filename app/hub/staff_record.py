"""What a push reads and writes about a branch's people, in its own transaction."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime

import psycopg

from app.domain.book import PEOPLE_KINDS, BookKind
from app.hub.directory import ADD_KEY, RETIRE_KEY, SET_PERSON
from app.hub.opened import Opened
from app.hub.reducer import Author
from app.hub.staff_acts import ActStatus, OpenGrant, StaffChange
from app.journal.signature import act_digest_of

_SIGNED_ONCE = frozenset((*PEOPLE_KINDS, BookKind.RECOVERY_USED))
_NOTE = (
    "insert into staff_act (branch_id, act, device_id, epoch, seq, kind, staff_no, actor, status, noted_at, decided_by)"
    " values (%s, %s, %s, %s, %s, %s, %s, %s, %s, %s, '')"
)


async def known_acts(connection: psycopg.AsyncConnection, branch: str, opened: Iterable[Opened]) -> set[bytes]:
    """The digests of those acts on people in a push that came before."""
    digests = [
        act_digest_of(e)
        for one in opened
        if (e := one.envelope) and e.kind in _SIGNED_ONCE
    ]  # fmt: skip
    if not digests:
        return set()
    cursor = await connection.execute(
        "select act from staff_act where branch_id = %s and act = any(%s::bytea[])", (branch, digests)
    )
    return {bytes(act) for (act,) in await cursor.fetchall()}


async def open_grants(
    connection: psycopg.AsyncConnection, branch: str, device: str, opened: Iterable[Opened]
) -> list[OpenGrant]:
    """The recoveries that were granted to this device and are not used yet, if the push says that one was used."""
    if not any(one.kind == BookKind.RECOVERY_USED.value for one in opened):
        return []
    cursor = await connection.execute(
        "select r.request_id, r.granted_to, r.granted_name from recovery_log r"
        " where r.branch_id = %s and r.device_id = %s and not exists (select 1 from staff_act a"
        " where a.branch_id = r.branch_id and a.kind = %s and a.staff_no = r.granted_to"
        " and a.noted_at >= r.answered_at)",
        (branch, device, BookKind.RECOVERY_USED.value),
    )
    return [OpenGrant(request_id, staff_no, name) for request_id, staff_no, name in await cursor.fetchall()]


async def write_changes(
    connection: psycopg.AsyncConnection, branch: str, author: Author, changes: Sequence[StaffChange], at: datetime
) -> bool:
    """Write what a push said about people. Returns whether a new directory has to be issued."""
    for one in changes:
        await connection.execute(
            _NOTE,
            (
                *(branch, one.digest, author.device, author.epoch, one.seq),
                *(one.kind, one.staff_no, one.actor, one.status.value, at),
            ),
        )
        person, key = one.person, one.key
        if person is None:
            continue
        standing = (person.name, person.role.value, person.is_active)
        if key is not None:
            await connection.execute(ADD_KEY, (branch, person.staff_no, key.key_id, *standing, key.public_key, at))
        await connection.execute(SET_PERSON, (*standing, branch, person.staff_no))
        if one.retires:
            await connection.execute(RETIRE_KEY, (branch, person.staff_no, one.retires))
    return any(one.status in (ActStatus.TAKEN, ActStatus.OPEN) for one in changes)
