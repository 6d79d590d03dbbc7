"""Logs written by hand, for what no sound program would write: garbage, gaps, forks, other branches' entries."""

from __future__ import annotations

import asyncio
import uuid
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from support.cases import TELLER, at
from support.desks import BRANCH_CODE, PERSON_KEYS, KeyPair
from support.headquarters import HubUnderTest

from app.domain.entry import EntryKind, NewEntry
from app.hub.directory import enrol_device
from app.journal.chain import Head
from app.journal.envelope import Record, hash_of
from app.journal.framing import pack
from app.journal.signature import head_digest
from app.journal.view import Authorship, milliseconds, new_record
from app.journal.wire import Point, Push, Receipt, SignedReceipt
from app.journal.wire_codec import decode_receipt, decode_signed_receipt, encode_push
from app.sync.line import Line
from app.sync.messages import Answer, Ask

INTAKE: dict[str, Any] = {
    "complainant": {"name": "张三", "phone": "", "id_kind": "", "id_number": "", "capacity": "self"},
    "narrative": "信用卡年费被重复收取。",
    "remedy_sought": "",
    "category": "",
    "channel": "counter",
    "intake_type": "complaint",
    "occurred_on": None,
    "amount_fen": None,
    "account_tail": "",
    "language": "zh",
}


def registration(case_no: str = "TS0102-26A00001-0", case_id: str = "", **intake: Any) -> NewEntry:
    """A sound registration body."""
    return NewEntry(
        EntryKind.CASE_REGISTERED,
        case_id or str(uuid.uuid4()),
        {
            "case_no": case_no,
            "branch": BRANCH_CODE,
            "received_at": "2026-11-20T02:00:00.000Z",
            "policy_version": "2026-1",
            "intake": {**INTAKE, **intake},
        },
    )


@dataclass
class HandLog:
    """A device's log in memory. `records` start after `start`."""

    device: str
    keys: KeyPair
    branch: str = BRANCH_CODE
    epoch: int = 1
    letter: str = "A"
    now: datetime = field(default_factory=lambda: at("2026-11-20 10:00"))
    records: list[Record] = field(default_factory=list)
    heads: list[Point] = field(default_factory=lambda: [Point()])

    @classmethod
    def enrolled(cls, hub: HubUnderTest, letter: str = "A", branch: str = BRANCH_CODE) -> HandLog:
        """A log of a device that headquarters knows."""
        log = cls(uuid.uuid4().hex, KeyPair.of(f"log {branch} {letter}"), branch, letter=letter)
        with hub.connect() as connection:
            enrol_device(
                connection, branch=branch, device=log.device, letter=letter, public_key=log.keys.public, at=log.now
            )
        return log

    @property
    def head(self) -> Point:
        return self.heads[-1]

    def write(self, new: NewEntry, *, base: int = 0, who: str = TELLER, branch: str | None = None) -> Record:
        keys = PERSON_KEYS[who]
        by = Authorship(
            branch or self.branch, who, "s", milliseconds(self.now), 480, bytes(8), "2026-1", keys.sign, keys.key_id
        )
        head = Head(bytes.fromhex(self.device), self.epoch, self.head.seq, self.head.hash)
        record, _, _ = new_record(new, head, by, base=base, hlc=milliseconds(self.now) << 16 | self.head.seq)
        return self.put(record)

    def put(self, record: Record) -> Record:
        """Append bytes as they are."""
        self.records.append(record)
        self.heads.append(Point(self.head.seq + 1, hash_of(record.envelope)))
        return record

    def register(self, count: int = 1, **intake: Any) -> list[NewEntry]:
        entries = [registration(f"TS0102-26{self.letter}{self.head.seq + n:05d}-0", **intake) for n in range(count)]
        for entry in entries:
            self.write(entry)
        return entries

    def push(self, first: int = 1, last: int | None = None) -> Push:
        """The entries `first` to `last` as a signed push."""
        last = self.head.seq if last is None else last
        head = self.heads[last]
        digest = head_digest(bytes.fromhex(self.device), self.epoch, head.seq, head.hash)
        records = tuple(self.records[first - 1 : last])
        return Push(self.device, self.epoch, self.heads[first - 1], head, self.keys.sign(digest), records)

    def fork(self, at_seq: int) -> HandLog:
        """The same device's log as of entry `at_seq`, to go on differently."""
        return replace(self, records=self.records[:at_seq], heads=self.heads[: at_seq + 1])


def send(hub: HubUnderTest, log: HandLog, *pushes: Push) -> list[Answer]:
    """Send pushes one after the other over one line."""

    async def all_of_them() -> list[Answer]:
        async with Line(hub.headquarters(), log.device, log.keys.sign, stall_seconds=20) as line:
            return [await line.exchange(Ask("POST", "/v1/push", pack(encode_push(push)))) for push in pushes]

    return asyncio.run(all_of_them())


def ask(hub: HubUnderTest, log: HandLog, *asks: Ask) -> list[Answer]:
    """Ask anything as this device."""

    async def all_of_them() -> list[Answer]:
        async with Line(hub.headquarters(), log.device, log.keys.sign, stall_seconds=20) as line:
            return [await line.exchange(one) for one in asks]

    return asyncio.run(all_of_them())


def signed_receipt(answer: Answer) -> SignedReceipt:
    assert answer.status == 200, answer.error()
    return decode_signed_receipt(answer.body)


def receipt_of(answer: Answer) -> Receipt:
    return decode_receipt(signed_receipt(answer).body)


def refusal_of(answer: Answer) -> tuple[int, str]:
    return answer.status, answer.error().code


def feed_kinds(hub: HubUnderTest) -> Sequence[tuple[Any, ...]]:
    """The feed's rows: place, count and kind."""
    return hub.query("select feed_seq, count, kind from feed order by feed_seq")
