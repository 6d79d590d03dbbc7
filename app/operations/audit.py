"""The audit page's questions: which entries, what one of them says, and the list taken out of the house.

Reading needs the right to read the audit log; nothing here shows a customer (domain.md 1.7 nos. 96 and 99).
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, timezone
from pathlib import Path
from typing import TYPE_CHECKING

from app.domain.audit_kinds import KINDS_OF, KindGroup
from app.domain.calendar import CHINA
from app.domain.case_number import CaseNumberError, parse
from app.domain.disclosure import Given
from app.domain.people import Right
from app.domain.permissions import KINDS_OF_ACT, SensitiveAct
from app.domain.reasons import ReasonCode
from app.domain.refusal import Refusal, refuse
from app.operations.deleted_cases import DeletedCase, deleted_case
from app.operations.desk import Desk
from app.operations.disclosure import Taking, copy_mark, take_out

if TYPE_CHECKING:
    from app.domain.case import Case
    from app.store.audit_trail import AuditEntry, AuditKey, AuditLine, AuditQuery, AuditTrail

MOST_TAKEN_OUT = 100_000
"""So many lines at most leave in one file: the newest."""

ACT = "act_"
"""Before the name of an act, in the place of a group: what stands behind a count of the permission audit."""

_FORMULA = ("=", "+", "-", "@", "\t", "\r")


@dataclass(frozen=True, slots=True)
class AuditFilter:
    """What somebody wants to see: days in China, both included. Empty values filter nothing; `kind` is one of
    `group`, or of any where that is empty."""

    first: date
    last: date
    staff_no: str = ""
    case_no: str = ""
    group: str = ""
    kind: str = ""


@dataclass(frozen=True, slots=True)
class AuditList:
    """The entries that match, as they stood at `read_at`: how many, and the newest of them.

    `people` are all who ever wrote an entry, staff numbers with their names. `deleted`: the case that was looked for,
    where it was deleted; then its number stands in `lines`.
    """

    query: AuditQuery
    count: int
    lines: tuple[AuditLine, ...]
    people: dict[str, str]
    read_at: datetime
    deleted: DeletedCase | None = None


@dataclass(frozen=True, slots=True)
class Explained:
    """One entry with what stands around it. `device_letter` is "" where nobody knows it; `signer` is the owner of the
    key that it is signed with, "" where the directory does not know it."""

    entry: AuditEntry
    device_letter: str
    is_of_this_pc: bool
    signer: str


def read_audit(desk: Desk, wanted: AuditFilter) -> AuditList | Refusal:
    """The list, newest first."""
    now = desk.clock.now()
    asked = _query(desk, wanted)
    if isinstance(asked, Refusal):
        return asked
    query, deleted = asked
    trail = _trail(desk)
    names = names_of(desk)
    people = {staff_no: names.get(staff_no, "") for staff_no in trail.actors()}
    return AuditList(query, trail.count(query), tuple(trail.page(query)), people, now, deleted)


def read_audit_window(
    desk: Desk, query: AuditQuery, after: AuditKey | None, skip: int = 0, *, limit: int, is_from_end: bool = False
) -> list[AuditLine]:
    """`limit` lines behind `after`, `skip` of them left out; `is_from_end` counts `skip` from the list's end instead,
    where that is nearer. Raises: StoreError."""
    trail = _trail(desk)
    if is_from_end:
        return trail.page_before(query, skip=skip, limit=limit)
    return trail.page(query, after, skip=skip, limit=limit)


def explain_entry(desk: Desk, key: AuditKey) -> Explained | Refusal:
    """All that is known of one entry."""
    if objection := _objection(desk):
        return objection
    trail = _trail(desk)
    entry = trail.entry(key)
    if entry is None:
        return refuse(ReasonCode.CASE_NOT_FOUND)
    identity = desk.store.identity
    is_own = key.device == identity.device_bytes
    letter = identity.device_letter if is_own else trail.letter_of(key.device)
    return Explained(entry, letter, is_own, _owner_of(desk, entry.signer))


def find_entry(desk: Desk, origin: str) -> AuditKey | None:
    """The line of an entry by its name (device.epoch.seq), as a verification gives it; None for what is not here."""
    parts = origin.split(".")
    if len(parts) != 3 or not parts[1].isdigit() or not parts[2].isdigit():
        return None
    return _trail(desk).find(parts[0], int(parts[1]), int(parts[2]))


def take_out_audit(desk: Desk, wanted: AuditFilter, given: Given, path: Path) -> int | Refusal:
    """Write the list to `path` as CSV and put on record that it left; how many lines it holds.

    UTF-8 with a byte order mark, so that spreadsheets read it; what they would take for a formula is made text.
    Raises: StoreError; OSError when it can't be written there, after the entry was made.
    """
    from app.system.atomic_file import write_private_file

    asked = _query(desk, wanted)
    if isinstance(asked, Refusal):
        return asked
    query, _deleted = asked
    lines = list(_trail(desk).each(query, MOST_TAKEN_OUT))
    data = audit_csv(desk, wanted, lines)
    if objection := take_out(desk, Taking("list", given, count=len(lines)), data):
        return objection
    write_private_file(path, data, crash_name="audit_list")
    return len(lines)


def audit_csv(desk: Desk, wanted: AuditFilter, lines: Iterable[AuditLine]) -> bytes:
    """The lines as a table, with who took it and when at its head."""
    from app.language import _, audit_words, labels

    names = names_of(desk)
    table = io.StringIO()
    writer = csv.writer(table, lineterminator="\r\n")
    head = _("Audit list of {first} to {last} · taken out by {mark}").format(
        first=wanted.first, last=wanted.last, mark=copy_mark(desk, desk.clock.now())
    )
    writer.writerow([plain_cell(head)])
    writer.writerow(
        (_("Time"), _("Staff number"), _("Name"), _("Kind of entry"), _("Case number"), _("What happened"), _("Entry"),
         _("Signature"), _("Headquarters"), _("Hash"))
    )  # fmt: skip
    for line in lines:
        said = audit_words.sentence(line.kind, line.body, names, case_no=line.case_no, is_purged=line.is_purged)
        cells = (
            branch_time(line.at, line.tz_minutes),
            line.actor,
            names.get(line.actor, ""),
            labels.entry_kind(line.kind),
            line.case_no,
            said,
            line.key.origin,
            audit_words.signature(line.signature),
            audit_words.verdict(line.verdict, is_placed=line.is_placed),
            line.hash,
        )
        writer.writerow([plain_cell(cell) for cell in cells])
    return b"\xef\xbb\xbf" + table.getvalue().encode("utf-8")


def plain_cell(text: str) -> str:
    """A cell that no spreadsheet takes for a formula (CSV injection, OWASP)."""
    return f"'{text}" if text.startswith(_FORMULA) else text


def branch_time(at: datetime, tz_minutes: int) -> str:
    """When it was, by the clock of the PC that wrote it: 2026-11-20 10:00:05 +08:00."""
    there = at.astimezone(timezone(timedelta(minutes=tz_minutes)))
    return there.isoformat(" ", "seconds").replace("+", " +").replace(" -", " −")


def names_of(desk: Desk) -> dict[str, str]:
    """Names by staff number, of those too who were removed."""
    known = {staff_no: person.name for staff_no, person in desk.people.items()}
    if desk.vault is not None:
        for one in desk.vault.directory():
            known.setdefault(one.person.staff_no, one.person.name)
    return known


def day_bounds(first: date, last: date) -> tuple[datetime, datetime]:
    """From the first instant of `first` up to, not including, the day after `last`, both in China."""
    return datetime.combine(first, time(), CHINA), datetime.combine(last + timedelta(days=1), time(), CHINA)


def kinds_of(group: str) -> tuple[str, ...]:
    """The kinds of a group, or of what the permission audit counts (`ACT` and the act); none for all."""
    if not group:
        return ()
    if group.startswith(ACT):
        return KINDS_OF_ACT[SensitiveAct(group.removeprefix(ACT))]
    return KINDS_OF[KindGroup(group)]


def _query(desk: Desk, wanted: AuditFilter) -> tuple[AuditQuery, DeletedCase | None] | Refusal:
    """What to look for, with the case that the number names where it was deleted."""
    from app.store.audit_trail import AuditQuery

    if objection := _objection(desk):
        return objection
    case_id, deleted = "", None
    if wanted.case_no.strip():
        found = _case(desk, wanted.case_no)
        if isinstance(found, Refusal):
            return found
        case_id = found.case_id
        deleted = found if isinstance(found, DeletedCase) else None
    kinds = (wanted.kind,) if wanted.kind else kinds_of(wanted.group)
    since, before = day_bounds(wanted.first, wanted.last)
    of_deleted = deleted.case_no if deleted is not None else ""
    return AuditQuery(since, before, wanted.staff_no, case_id, kinds, of_deleted), deleted


def _case(desk: Desk, typed: str) -> Case | DeletedCase | Refusal:
    try:
        number = str(parse(typed))
    except CaseNumberError:
        return refuse(ReasonCode.CASE_NOT_FOUND, "case_no")
    found = desk.store.case_by_no(number) or deleted_case(desk, number)
    return found or refuse(ReasonCode.CASE_NO_NOT_HERE, "case_no")


def _objection(desk: Desk) -> Refusal | None:
    return desk.context(desk.clock.now()).objection(Right.READ_AUDIT)


def _owner_of(desk: Desk, key_id: str) -> str:
    if not key_id or desk.vault is None:
        return ""
    key = bytes.fromhex(key_id)
    for one in desk.vault.directory():
        if one.key_id == key or any(old.key_id == key for old in one.earlier):
            return one.person.staff_no
    return ""


def _trail(desk: Desk) -> AuditTrail:
    from app.store.audit_trail import AuditTrail

    return AuditTrail(desk.store.database)
