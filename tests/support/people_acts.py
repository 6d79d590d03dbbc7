"""What supervisors do with people, as entries of a log written by hand, and what headquarters makes of it."""

from __future__ import annotations

from typing import Any

from support.desks import PERSON_KEYS, KeyPair
from support.headquarters import HubUnderTest
from support.logs import HandLog, receipt_of, send

from app.domain.book import BookKind
from app.domain.entry import NewEntry, book_entry
from app.journal.chain import Head
from app.journal.envelope import Record
from app.journal.view import Authorship, milliseconds, new_record

NEW = KeyPair.of("person 0777")


def enrolled(staff_no: str = "0777", role: str = "teller", keys: KeyPair = NEW, name: str = "新人") -> NewEntry:
    return book_entry(
        BookKind.PERSON_ENROLLED,
        staff_no=staff_no,
        name=name,
        role=role,
        key_id=keys.key_id.hex(),
        sign_key=keys.public.hex(),
    )


def changed(staff_no: str, role: str, name: str = "改名") -> NewEntry:
    body = {"staff_no": staff_no, "name": name, "role": role, "reason": "岗位调整"}
    return book_entry(BookKind.PERSON_CHANGED, **body)


def standing(kind: BookKind, staff_no: str) -> NewEntry:
    return book_entry(kind, staff_no=staff_no, reason="休假")


def keys_replaced(staff_no: str, keys: KeyPair = NEW) -> NewEntry:
    return book_entry(
        BookKind.KEYS_REPLACED,
        staff_no=staff_no,
        key_id=keys.key_id.hex(),
        sign_key=keys.public.hex(),
        earlier_key_id=PERSON_KEYS[staff_no].key_id.hex(),
        reason="忘记密码",
    )


def words(hub: HubUnderTest, log: HandLog, first: int = 1) -> list[tuple[int, str, str]]:
    (answer,) = send(hub, log, log.push(first))
    return [(word.seq, word.verdict.value, word.code) for word in receipt_of(answer).judgements]


def staff(hub: HubUnderTest, staff_no: str) -> list[tuple[Any, ...]]:
    return hub.query("select role, is_active, is_retired from ref_staff where staff_no = %s order by since", staff_no)


def directories(hub: HubUnderTest) -> int:
    ((count,),) = hub.query("select count(*) from directory_issue")
    return int(count)


def write_as(log: HandLog, new: NewEntry, who: str, keys: KeyPair, branch: str = "") -> Record:
    by = Authorship(
        branch or log.branch, who, "s", milliseconds(log.now), 480, bytes(8), "2026-1", keys.sign, keys.key_id
    )
    head = Head(bytes.fromhex(log.device), log.epoch, log.head.seq, log.head.hash)
    record, _, _ = new_record(new, head, by, base=0, hlc=milliseconds(log.now) << 16 | log.head.seq)
    return log.put(record)
