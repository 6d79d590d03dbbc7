"""Deleting cases whose time is over: which could go, and taking them out in the transaction of the signed entry that
says so (domain.md 2.4; security.md 3.4, 3.7). The envelopes stay, so that the chain still verifies."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from app.domain.book import BookKind
from app.domain.case_number import CaseNumberError, parse
from app.journal.envelope import decode, decode_body
from app.journal.errors import BadEnvelopeError
from app.journal.view import case_bytes, case_text, instant, milliseconds
from app.journal.wire import BadMessageError
from app.journal.wire_codec import decode_receipt
from app.store.case_rows import END_OF_ENDED, ENDED_RANK
from app.store.engine import Database
from app.store.purged import count_and_digest, is_purged, purged_at
from app.system.crash_points import reach
from app.system.errors import KnownError

_OPEN_LINK = (
    "EXISTS (SELECT 1 FROM case_link l JOIN case_row o ON o.case_id = l.to_case WHERE l.from_case = r.case_id "
    "AND o.rank < :ended) OR EXISTS (SELECT 1 FROM case_link l JOIN case_row o ON o.case_id = l.from_case "
    "WHERE l.to_case = r.case_id AND o.rank < :ended)"
)
_UNPLACED = (
    "EXISTS (SELECT 1 FROM audit_line a LEFT JOIN placement p ON p.device = a.device AND p.epoch = a.epoch "
    "AND p.seq = a.seq WHERE a.case_id = r.case_id AND p.feed_seq IS NULL)"
)
_UNSENT_FILE = (
    "EXISTS (SELECT 1 FROM case_file f JOIN attachment_transfer t ON t.sha256 = f.sha256 WHERE f.case_id = r.case_id "
    "AND t.is_here = 1 AND t.is_at_headquarters = 0)"
)
_READY = f"r.is_at_headquarters = 1 AND NOT ({_OPEN_LINK}) AND NOT {_UNPLACED} AND NOT {_UNSENT_FILE}"
_ENDED = "SELECT r.case_id FROM case_row r WHERE r.rank = :ended AND"
_CANDIDATES = " ".join((_ENDED, "r.place > :place AND", _READY, "ORDER BY r.rank DESC, r.place DESC LIMIT :limit"))
_IS_READY = " ".join((_ENDED, "r.case_id = :case AND", _READY))
_RECEIPT = "SELECT receipt FROM sync_state WHERE receipt IS NOT NULL ORDER BY epoch DESC LIMIT 1"
_NUMBER = "SELECT case_no FROM case_row WHERE case_id = ?"
_PURGES = (
    "SELECT b.body, a.actor, a.wall, coalesce(p.verdict, ''), coalesce(u.state, ''), e.envelope FROM audit_line a "
    "JOIN entry e ON e.device = a.device AND e.epoch = a.epoch AND e.seq = a.seq "
    "JOIN entry_body b ON b.device = a.device AND b.epoch = a.epoch AND b.seq = a.seq "
    "LEFT JOIN placement p ON p.device = a.device AND p.epoch = a.epoch AND p.seq = a.seq "
    "LEFT JOIN unproven_signature u ON u.device = a.device AND u.epoch = a.epoch AND u.seq = a.seq "
    "WHERE a.kind = :kind AND (:said IS NULL OR instr(b.body, :said) > 0) ORDER BY a.wall"
)
_TAKE_NOTES = (
    "INSERT OR IGNORE INTO purged_body (device, epoch, seq, case_id, is_late) "
    "SELECT a.device, a.epoch, a.seq, a.case_id, 0 FROM audit_line a JOIN entry e "
    "ON e.device = a.device AND e.epoch = a.epoch AND e.seq = a.seq WHERE a.case_id = ? AND e.case_id = zeroblob(16)"
)
_KEEP_FIGURES = (
    "INSERT INTO purged_figures (intake_type, category, channel, received_on, accepted_on, ended_on, told_on, "
    "overdue_from, is_settled_on_spot, is_withdrawn, is_merged, is_forwarded, answer, was_repeat, repeated_on, "
    "has_escalated) SELECT f.intake_type, f.category, f.channel, f.received_on, f.accepted_on, f.ended_on, f.told_on, "
    "f.overdue_from, f.is_settled_on_spot, f.is_withdrawn, f.is_merged, f.is_forwarded, f.answer, f.repeat_of <> '', "
    "coalesce((SELECT min(l.received_on) FROM case_figures l WHERE l.repeat_of = ?2 AND l.received_on >= f.received_on "
    "AND l.is_voided = 0), 0), EXISTS (SELECT 1 FROM case_figures l WHERE l.repeat_of = ?2 AND l.is_forwarded = 1 "
    "AND l.received_on >= f.received_on AND l.is_voided = 0) FROM case_figures f WHERE f.row_id = ?1 "
    "AND f.is_voided = 0"
)
_BODIES = (
    "DELETE FROM entry_body WHERE rowid IN (SELECT b.rowid FROM entry e JOIN entry_body b ON b.device = e.device "
    "AND b.epoch = e.epoch AND b.seq = e.seq WHERE e.case_id = ?1 UNION ALL SELECT b.rowid FROM purged_body p "
    "JOIN entry_body b ON b.device = p.device AND b.epoch = p.epoch AND b.seq = p.seq WHERE p.case_id = ?1)"
)
_QUARANTINE = (
    "DELETE FROM quarantine WHERE instr(raw, ?1) > 0 OR (device IS NOT NULL AND EXISTS (SELECT 1 FROM entry e WHERE "
    "e.device = quarantine.device AND e.epoch = quarantine.epoch AND e.seq = quarantine.seq AND e.case_id = ?1))"
)
_FILES = (
    "SELECT sha256 FROM case_file WHERE case_id = ?1 AND NOT EXISTS "
    "(SELECT 1 FROM case_file o WHERE o.sha256 = case_file.sha256 AND o.case_id <> ?1)"
)
_OF_ROW = ("case_state", "case_figures", "similar_key", "case_row")
_OF_FILE = ("attachment_blob", "attachment_part", "attachment_transfer")
_OF_CASE = (("case_link", "from_case"), ("case_file", "case_id"), ("paper", "case_id"), ("print_job", "case_id"))


class PurgeNotDueError(KnownError):
    """A case changed since it was looked at. Nothing was deleted. `case_id` names it."""

    code = "purge_not_due"


@dataclass(frozen=True, slots=True)
class PurgedCase:
    """What a signed entry says of one case that goes: its id, how many entries it had, and their digest in hex.

    `case_no` is by what people find what is left of it, "" where the entry does not say it; what is deleted does not
    depend on it. It is made of branch, year, PC and a counter, and says nothing of a person.
    """

    case_id: str
    entries: int
    digest: str
    case_no: str = field(default="", compare=False)

    def body(self) -> dict[str, object]:
        """The case as the entry has it."""
        said: dict[str, object] = {"case_id": self.case_id, "entries": self.entries, "digest": self.digest}
        return said | ({"case_no": self.case_no} if self.case_no else {})


@dataclass(frozen=True, slots=True)
class PurgeOrder:
    """An entry about deletion as it stands in the journal. `is_proven`: it is signed, its signature counts here, and
    headquarters has no word against it."""

    actor: str
    at: datetime
    is_proven: bool
    cases: tuple[PurgedCase, ...]


class Purging:
    """Deletion of cases in a store. The rules of when are the caller's (app/operations/retention.py)."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def candidates(self, ended_before: datetime, limit: int) -> list[str]:
        """Ids of cases that ended before, the oldest first: headquarters holds all of them, no open case is linked."""
        place = END_OF_ENDED - milliseconds(ended_before)
        with self._database.read() as connection:
            rows = (
                connection.connection.cursor()
                .execute(_CANDIDATES, {"ended": ENDED_RANK, "place": place, "limit": limit})
                .fetchall()
            )
        return [case_text(row[0]) for row in rows]

    def confirmed_at(self) -> datetime | None:
        """Headquarters' time when it last confirmed something to this PC; None before."""
        with self._database.read() as connection:
            row = connection.exec_driver_sql(_RECEIPT).fetchone()
        try:
            return instant(decode_receipt(row[0]).received_at) if row else None
        except (BadMessageError, BadEnvelopeError):
            return None

    def facts(self, case_ids: Sequence[str]) -> list[PurgedCase]:
        """What a signed entry has to say of these cases as they stand."""
        with self._database.read() as connection:
            cursor = connection.connection.cursor()
            found = []
            for case_id in case_ids:
                case = case_bytes(case_id)
                row = cursor.execute(_NUMBER, (case,)).fetchone()
                found.append(PurgedCase(case_id, *count_and_digest(cursor, case), row[0] if row else ""))
            return found

    def purged_at(self, case_id: str) -> datetime | None:
        """When the case was deleted here; None when it was not."""
        with self._database.read() as connection:
            at = purged_at(connection.connection.cursor(), case_bytes(case_id))
        return instant(at) if at is not None else None

    def orders(self) -> list[PurgeOrder]:
        """The entries about deletion that name cases which are still here, the earliest first."""
        return self._orders(None, is_gone=False)

    def orders_naming(self, name: str) -> list[PurgeOrder]:
        """The entries about deletion that name the case with this id or number, which is gone here, the earliest first;
        each with that case alone."""
        found = []
        for order in self._orders(name.encode(), is_gone=True):
            named = tuple(case for case in order.cases if name in (case.case_id, case.case_no))
            if named:
                found.append(replace(order, cases=named))
        return found

    def number_of(self, case_id: str) -> str:
        """The number of a case that is gone here, as the proven entry about its deletion gives it; "" for none."""
        numbers = (case.case_no for order in self.orders_naming(case_id) if order.is_proven for case in order.cases)
        return next(filter(None, numbers), "")

    def _orders(self, said: bytes | None, *, is_gone: bool) -> list[PurgeOrder]:
        found = []
        with self._database.read() as connection:
            cursor = connection.connection.cursor()
            rows = connection.connection.cursor().execute(_PURGES, {"kind": BookKind.CASES_PURGED.value, "said": said})
            for body, actor, wall, verdict, proof, envelope in rows:
                named = [case for case in _cases_of(body) if is_purged(cursor, case_bytes(case.case_id)) is is_gone]
                if named:
                    is_signed = decode(envelope, is_known=True).sig is not None
                    is_proven = is_signed and not proof and not verdict
                    found.append(PurgeOrder(actor, instant(wall), is_proven, tuple(named)))
        return found

    def apply(self, case: PurgedCase, now: datetime) -> bool:
        """Delete what a proven entry from elsewhere names. False, with nothing done, when what is here is not what was
        deleted there: there is news of the case, such as a hold, that nobody saw there."""
        try:
            with self._database.write() as connection:
                take(connection, (case,), now, is_asking=False)
        except PurgeNotDueError:
            return False
        return True


def take(connection: sa.Connection, cases: Sequence[PurgedCase], now: datetime, *, is_asking: bool = True) -> None:
    """Delete everything readable of `cases`, in the caller's transaction, which writes the signed entry too.

    `is_asking` asks once more whether headquarters holds everything and nothing open is linked. Raises:
    PurgeNotDueError when that is not so, or the entries are not those of the digest.
    """
    cursor = connection.connection.cursor()
    cursor.execute("PRAGMA secure_delete = ON")  # FAST leaves what stood on pages that become free
    try:
        for case in cases:
            _take_one(cursor, case, now, is_asking=is_asking)
            reach("store.after_purged_case")
    finally:
        cursor.execute("PRAGMA secure_delete = FAST")


def _take_one(cursor: Any, wanted: PurgedCase, now: datetime, *, is_asking: bool) -> None:
    case = case_bytes(wanted.case_id)
    is_ready = not is_asking or cursor.execute(_IS_READY, {"case": case, "ended": ENDED_RANK}).fetchone() is not None
    if not is_ready or count_and_digest(cursor, case) != (wanted.entries, wanted.digest):
        raise PurgeNotDueError(case_id=wanted.case_id)
    cursor.execute("INSERT INTO purged_case (case_id, purged_at) VALUES (?, ?)", (case, milliseconds(now)))
    cursor.execute(_TAKE_NOTES, (case,))
    row = cursor.execute("SELECT row_id FROM case_row WHERE case_id = ?", (case,)).fetchone()
    files = [sha256 for (sha256,) in cursor.execute(_FILES, (case,)).fetchall()]
    if row is not None:
        cursor.execute(_KEEP_FIGURES, (row[0], wanted.case_id))
        cursor.execute("DELETE FROM search WHERE rowid = ?", row)
        for table in _OF_ROW:
            cursor.execute(f"DELETE FROM {table} WHERE row_id = ?", row)  # noqa: S608 - a constant
    for table, column in _OF_CASE:
        cursor.execute(f"DELETE FROM {table} WHERE {column} = ?", (case,))  # noqa: S608 - constants
    for table in _OF_FILE:
        cursor.executemany(f"DELETE FROM {table} WHERE sha256 = ?", [(sha256,) for sha256 in files])  # noqa: S608
    cursor.execute("DELETE FROM draft WHERE instr(draft_id, ?) > 0", (wanted.case_id,))
    cursor.execute(_QUARANTINE, (case,))
    cursor.execute(_BODIES, (case,))


def _cases_of(body: bytes) -> list[PurgedCase]:
    """The cases that an entry about deletion names; what makes no sense names none."""
    try:
        listed = decode_body(body).get("cases")
        rows = [row for row in listed if isinstance(row, Mapping)] if isinstance(listed, list) else []
        return [
            PurgedCase(
                case_text(case_bytes(str(row["case_id"]))),
                int(str(row["entries"])),
                str(row["digest"]),
                _number_in(row.get("case_no")),
            )
            for row in rows
        ]
    except (BadEnvelopeError, KeyError, ValueError):
        return []


def _number_in(said: object) -> str:
    """The number of a case as an entry gives it; what is none is not shown to anybody."""
    try:
        return str(parse(said)) if isinstance(said, str) else ""
    except CaseNumberError:
        return ""
