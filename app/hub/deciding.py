"""What headquarters itself decides about a branch's case: the last extension, a supervision order, a review.

Headquarters writes like any device: it has a log of its own for each branch, and its entries take the way of a push:
the same rules, the same judge, the same feed. Nothing of it is signed by a machine alone; the officer's own key is.
"""

from __future__ import annotations

import asyncio
import hashlib
import secrets
import uuid
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime

import psycopg

from app.domain.case import Case
from app.domain.commands import Command
from app.domain.context import Context
from app.domain.decide import decide
from app.domain.entry import NewEntry
from app.domain.reasons import ReasonCode
from app.domain.refusal import Refusal, refuse
from app.domain.rules import Rules
from app.hub import heads, push
from app.hub.directory import read_staff
from app.hub.officers import Officer
from app.hub.opened import Opened
from app.hub.readback import connected
from app.hub.receipts import Identity, read_identity
from app.hub.record import read_files
from app.hub.refusals import RefusedError
from app.journal.chain import Head
from app.journal.envelope import Record, decode, decode_body
from app.journal.hlc import HybridClock
from app.journal.view import Authorship, milliseconds, new_record
from app.journal.wire import BRANCH_SCOPE, Point, Push

_CHINA_MINUTES = 8 * 60
_EPOCH = 1

Ask = Callable[[Case], Command]
"""Makes the command from the case as it stands behind the lock."""


@dataclass(frozen=True, slots=True)
class Decided:
    """What an officer's act came to: the case's version after it, and headquarters' own words against it, if any."""

    version: int
    state: str
    verdicts: tuple[str, ...]


def decide_at_headquarters(
    database: str, case_no: str, officer: Officer, ask: Ask, rules: Rules, now: datetime | None = None
) -> Decided | Refusal:
    """Carry out an officer's command on a case of the officer's branch.

    `ask` sees the case exactly as it stands when the command is decided: the branch's feed is locked from then to the
    commit. Raises: DatabaseUnreachableError, SchemaError.
    """

    async def carry_out() -> Decided | Refusal:
        async with await connected(database) as connection:
            identity = await read_identity(connection)
            async with connection.transaction():
                act = _Act(connection, identity, officer, rules, now or datetime.now(UTC))
                return await act.run(case_no, ask)

    return asyncio.run(carry_out())


class _Act:
    """One act of an officer within one transaction."""

    def __init__(
        self, connection: psycopg.AsyncConnection, identity: Identity, officer: Officer, rules: Rules, now: datetime
    ) -> None:
        self._connection = connection
        self._identity = identity
        self._officer = officer
        self._branch = officer.person.branch
        self._rules = rules
        self._now = now
        self._device = _device(identity, self._branch)

    async def run(self, case_no: str, ask: Ask) -> Decided | Refusal:
        """Lock, read, decide, write."""
        log = self._device.hex()
        head = await heads.read_device_head(self._connection, self._branch, log, _EPOCH)
        if head is None:
            await heads.open_device_head(self._connection, self._branch, log, _EPOCH, self._now)
            head = await heads.read_device_head(self._connection, self._branch, log, _EPOCH)
        assert head is not None
        await heads.lock_feed_head(self._connection, self._branch, BRANCH_SCOPE)
        case = await self._case(case_no)
        if case is None:
            return refuse(ReasonCode.CASE_NOT_FOUND)
        staff = await read_staff(self._connection, self._branch)
        context = Context(self._officer.person, self._now, self._rules, staff.people)
        outcome = decide(case, ask(case), context)
        if isinstance(outcome, Refusal):
            return outcome
        return await self._write(case, outcome, head.point)

    async def _case(self, case_no: str) -> Case | None:
        cursor = await self._connection.execute(
            "select entity_id from entity where branch_id = %s and case_no = %s order by entity_id limit 1",
            (self._branch, case_no),
        )
        row = await cursor.fetchone()
        if row is None:
            return None
        files = await read_files(self._connection, self._branch, [row[0].bytes])
        file = files[row[0].bytes]
        file.ready()
        return file.fold.freeze() if file.fold is not None and file.is_registered else None

    async def _write(self, case: Case, entries: tuple[NewEntry, ...], at: Point) -> Decided:
        head = Head(self._device, _EPOCH, at.seq, at.hash)
        clock = HybridClock(await self._last_reading())
        by = self._authorship()
        opened: list[Opened] = []
        for place, new in enumerate(entries):
            reading = clock.tick(milliseconds(self._now))
            record, _, head = new_record(new, head, by, base=case.version + place, hlc=reading)
            opened.append(_opened(record, head))
        if opened:
            piece = Push(
                self._device.hex(),
                _EPOCH,
                at,
                Point(head.seq, head.hash),
                b"",
                tuple(one.record for one in opened),
            )
            done = await push.take_locked(
                self._connection, self._branch, piece, opened, self._identity, self._rules.policies, self._now
            )
            if isinstance(done, RefusedError):
                raise done
        after = await self._case(case.case_no)
        assert after is not None
        return Decided(after.version, after.state.value, tuple(flag.code for flag in after.flags[len(case.flags) :]))

    async def _last_reading(self) -> int:
        """The clock of the log so far: readings only grow."""
        cursor = await self._connection.execute(
            "select envelope from event where branch_id = %s and device_id = %s and epoch = %s"
            " order by seq desc limit 1",
            (self._branch, self._device.hex(), _EPOCH),
        )
        row = await cursor.fetchone()
        return decode(bytes(row[0])).hlc if row else 0

    def _authorship(self) -> Authorship:
        person = self._officer.person
        return Authorship(
            branch=self._branch,
            actor=person.staff_no,
            session=f"hq-{uuid.uuid4()}",
            wall=milliseconds(self._now),
            tz=_CHINA_MINUTES,
            boot=secrets.token_bytes(8),
            refver=self._rules.policies.as_of(self._now.date()).version,
            sign=self._officer.key.sign,
            signer_key_id=self._officer.key_id,
        )


def _device(identity: Identity, branch: str) -> bytes:
    """The name of headquarters' own log for a branch: another one after headquarters was restored, so that a log that
    branches have read further than headquarters knows is never written again."""
    parts = (b"jiesu-headquarters-log-v1", identity.key.public_key, identity.server_epoch.encode(), branch.encode())
    return hashlib.sha256(b"\0".join(parts)).digest()[:16]


def _opened(record: Record, head: Head) -> Opened:
    assert record.body is not None
    return Opened(head.seq, head.hash, record, decode(record.envelope), decode_body(record.body))
