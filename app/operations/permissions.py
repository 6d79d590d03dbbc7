"""The regular permission audit of this branch: read, as a paper, and as data (domain.md 1.7 no. 96)."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from app.domain.audit_kinds import KINDS_OF, KindGroup
from app.domain.book import BOOK, BookKind
from app.domain.calendar import china_day
from app.domain.disclosure import ATTACHMENT_SEEN, Given
from app.domain.entry import book_entry
from app.domain.people import Person, Right
from app.domain.permissions import (
    KINDS_OF_ACT,
    SENSITIVE_KINDS,
    Act,
    AuditMaterial,
    Holder,
    HolderStanding,
    PermissionAudit,
    RightsSource,
    SensitiveAct,
    permission_audit,
)
from app.domain.refusal import Refusal
from app.domain.stations import SignIn, stays_of
from app.operations.audit import day_bounds, names_of, plain_cell
from app.operations.desk import Desk
from app.operations.disclosure import Taking, copy_mark, take_out
from app.operations.note import note

if TYPE_CHECKING:
    from app.store.audit_trail import AuditLine, AuditTrail

PERMISSION_AUDIT = "permission_audit"
"""The kind of the paper."""

MOST_ACTS = 200_000
"""So many sensitive acts and sign-ins are looked at one by one, the newest; counts hold all."""

PAPERS = frozenset({"papers"})
_ROLE_KINDS = ("person_enrolled", "person_changed")


@dataclass(frozen=True, slots=True)
class PermissionReading:
    """An audit with the names of people and the letters of stations; `made_by` says who made it when and where."""

    audit: PermissionAudit
    names: dict[str, str]
    letters: dict[str, str]
    made_at: datetime
    made_by: str


def read_permissions(desk: Desk, first: date, last: date) -> PermissionReading | Refusal:
    """The audit of the days from `first` to `last`, both included."""
    from app.store.audit_trail import AuditQuery, AuditTrail

    now = desk.clock.now()
    if objection := desk.context(now).objection(Right.READ_AUDIT):
        return objection
    trail = AuditTrail(desk.store.database)
    since, before = day_bounds(first, last)
    tallies = trail.tallies(since, before)
    acts = trail.each(AuditQuery(since, before, kinds=SENSITIVE_KINDS), MOST_ACTS)
    sign_ins = _sign_ins(trail.each(AuditQuery(since, before, kinds=KINDS_OF[KindGroup.SESSIONS]), MOST_ACTS))
    material = AuditMaterial(
        first=first,
        last=last,
        holders=tuple(_holders(desk, trail, now)),
        wrote={(one.staff_no, one.kind): one.count for one in tallies},
        acts=[Act(line.actor, line.kind, line.at, line.body.get("what") == [ATTACHMENT_SEEN]) for line in acts],
        sign_ins=sign_ins,
    )
    audit = permission_audit(material, desk.rules.audit.as_of(last), desk.rules.calendar)
    letters = {one.device: _letter(desk, trail, one.device) for one in audit.stations}
    return PermissionReading(audit, names_of(desk), letters, now, copy_mark(desk, now))


def kinds_behind(act: SensitiveAct) -> tuple[str, ...]:
    """The kinds of entries that a count counts, to be looked at on the audit page."""
    return KINDS_OF_ACT[act]


def print_permissions(desk: Desk, reading: PermissionReading) -> int:
    """Keep the audit as a paper and lay it into the print queue, on record; the print job. Raises: StoreError."""
    from app.store.print_queue import NewPaper, keep_and_queue

    pdf = permissions_paper(desk, reading)
    number = f"QX{desk.branch.code}-{china_day(reading.made_at):%Y%m%d}"
    paper = NewPaper(PERMISSION_AUDIT, 0, "a4", 1, number, pdf)
    job: list[int] = []

    def also(connection: Any) -> None:
        job.append(keep_and_queue(connection, BOOK, paper, desk.actor.staff_no, desk.clock.now()))

    note(desk, _audited(reading), also=also)
    desk.announce(PAPERS, frozenset())
    return job[0]


def permissions_paper(desk: Desk, reading: PermissionReading) -> bytes:
    """The audit as a PDF on A4, in the language in use. Nothing is recorded."""
    from app.documents.papers.permissions import PermissionAuditPaper
    from app.documents.permission_audit import make_permission_audit
    from app.language import language

    paper = PermissionAuditPaper(
        audit=reading.audit,
        branch=desk.branch,
        names=reading.names,
        letters=reading.letters,
        made_at=reading.made_at,
        made_by=reading.made_by,
    )
    return make_permission_audit(paper, language())


def take_out_permissions(desk: Desk, reading: PermissionReading, given: Given, path: Path) -> int | Refusal:
    """Write the audit to `path`, as CSV or (a name that ends so) as JSON, and put on record that it left; its size.

    Raises: StoreError; OSError when it can't be written there, after the entry was made.
    """
    from app.system.atomic_file import write_private_file

    data = permissions_json(reading) if path.suffix.lower() == ".json" else permissions_csv(reading)
    if objection := take_out(desk, Taking("permissions", given, count=len(reading.audit.holders)), data):
        return objection
    note(desk, _audited(reading))
    write_private_file(path, data, crash_name="permission_audit")
    return len(data)


def permissions_json(reading: PermissionReading) -> bytes:
    """The audit by codes, for programs."""
    audit = reading.audit
    data = {
        "made_at": reading.made_at.isoformat(),
        "made_by": reading.made_by,
        "from_on": audit.first.isoformat(),
        "until_on": audit.last.isoformat(),
        "rules_version": audit.rules_version,
        "people": [_person(one, audit) for one in audit.holders],
        "stations": [
            {
                "device": one.device,
                "letter": reading.letters.get(one.device, ""),
                "sign_ins": dict(one.people),
                "quick_changes": one.quick_changes,
                "overlapping": one.overlapping,
            }
            for one in audit.stations
        ],
        "remarks": [
            {
                "code": one.code.value,
                "staff_no": one.staff_no,
                "count": one.count,
                "on": one.on.isoformat() if one.on else None,
                "device": one.device,
                "rights": [right.value for right in one.rights],
            }
            for one in audit.remarks
        ],
    }
    return json.dumps(data, ensure_ascii=False, indent=1).encode("utf-8")


def permissions_csv(reading: PermissionReading) -> bytes:
    """The audit as a table: a line for each person, then what stands out."""
    from app.language import _, labels, permission_words

    audit = reading.audit
    rights = [right for right in Right if any(right in one.rights for one in audit.holders)]
    rows: list[list[str]] = [
        [
            _("Permission audit of {first} to {last} · taken out by {mark}").format(
                first=audit.first, last=audit.last, mark=reading.made_by
            )
        ],
        [_("Staff number"), _("Name"), _("Role"), _("Standing"), _("Given by"), _("Since"), _("Delegated"),
         *(labels.right(right) for right in rights), *(permission_words.act(act) for act in SensitiveAct)],
    ]  # fmt: skip
    for one in audit.holders:
        unused = audit.unused.get(one.staff_no, ())
        marks = ("" if right not in one.rights else _("not used") if right in unused else _("yes") for right in rights)
        rows.append(
            [one.staff_no, one.name, labels.role(one.role), permission_words.standing(one.standing),
             permission_words.source(one.source), one.since.isoformat() if one.since else "",
             permission_words.delegations(one), *marks,
             *(str(audit.count(one.staff_no, act)) for act in SensitiveAct)]
        )  # fmt: skip
    rows.append([])
    rows += [[permission_words.remark(one, reading.names, reading.letters)] for one in audit.remarks]
    table = io.StringIO()
    csv.writer(table, lineterminator="\r\n").writerows([plain_cell(cell) for cell in row] for row in rows)
    return b"\xef\xbb\xbf" + table.getvalue().encode("utf-8")


def _person(one: Holder, audit: PermissionAudit) -> dict[str, Any]:
    return {
        "staff_no": one.staff_no,
        "name": one.name,
        "role": one.role.value,
        "standing": one.standing.value,
        "source": one.source.value,
        "since": one.since.isoformat() if one.since else None,
        "delegations": [
            {"role": given.role.value, "from_on": given.from_on.isoformat(), "until_on": given.until_on.isoformat(),
             "given_by": given.given_by}
            for given in one.delegations
        ],
        "rights": [right.value for right in Right if right in one.rights],
        "unused": [right.value for right in audit.unused.get(one.staff_no, ())],
        "acts": {act.value: audit.count(one.staff_no, act) for act in SensitiveAct},
    }  # fmt: skip


def _audited(reading: PermissionReading) -> Any:
    audit = reading.audit
    return book_entry(BookKind.PERMISSIONS_AUDITED, from_on=audit.first.isoformat(), until_on=audit.last.isoformat())


def _holders(desk: Desk, trail: AuditTrail, now: datetime) -> Iterator[Holder]:
    """Everybody in force, then those who are only in the keystore: suspended or removed."""
    published = _published(desk, now)
    since = _roles_since(trail, now)
    gone: dict[str, tuple[Person, str]] = {}
    if desk.vault is not None:
        for one in desk.vault.directory():
            gone[one.person.staff_no] = (one.person, one.standing)
    for staff_no, person in desk.people.items():
        kept = gone.pop(staff_no, None)
        yield _holder(person, kept[1] if kept else "", staff_no in published, since.get(staff_no))
    for staff_no, (person, standing) in gone.items():
        yield _holder(person, standing, staff_no in published, since.get(staff_no))


def _holder(person: Person, standing: str, is_published: bool, since: date | None) -> Holder:
    if person.is_active:
        where = HolderStanding.READ_ONLY if person.is_read_only else HolderStanding.ACTIVE
    else:
        where = HolderStanding.REMOVED if standing == "removed" else HolderStanding.SUSPENDED
    return Holder(
        staff_no=person.staff_no,
        name=person.name,
        role=person.role,
        standing=where,
        source=RightsSource.DIRECTORY if is_published else RightsSource.LOCAL,
        rights=person.rights,
        since=since,
        delegations=person.delegations,
    )


def _published(desk: Desk, now: datetime) -> frozenset[str]:
    """Staff numbers in headquarters' directory; of one without its signature nobody is, it rules nothing."""
    from app.journal.errors import BadEnvelopeError
    from app.journal.staff import decode_staff
    from app.journal.staff_directory import KIND, open_directory

    reference, today = desk.store.reference, china_day(now)
    signed, listed = reference.current(KIND, today), reference.current("staff", today)
    try:
        if signed is not None and desk.headquarters_key:
            directory = open_directory(signed.body, desk.branch.code, desk.headquarters_key)
            return frozenset(one.person.staff_no for one in directory.people)
        if listed is not None:
            return frozenset(one.person.staff_no for one in decode_staff(listed.body, desk.branch.code))
    except BadEnvelopeError:
        pass
    return frozenset()


def _roles_since(trail: AuditTrail, now: datetime) -> dict[str, date]:
    """The day of the last entry that gave each person their role; those of the set-up have none."""
    from app.store.audit_trail import AuditQuery

    found: dict[str, date] = {}
    query = AuditQuery(datetime(2000, 1, 1, tzinfo=now.tzinfo), now, kinds=_ROLE_KINDS)
    for line in trail.each(query, MOST_ACTS):
        found.setdefault(str(line.body.get("staff_no", "")), china_day(line.at))
    return found


def _sign_ins(lines: Iterator[AuditLine]) -> tuple[SignIn, ...]:
    return stays_of(
        (
            line.at,
            line.actor,
            line.key.device.hex(),
            _count(line.body.get("refused_before")) if line.kind == BookKind.SESSION_OPENED else None,
        )
        for line in lines
    )


def _count(value: object) -> int:
    return value if type(value) is int and value > 0 else 0


def _letter(desk: Desk, trail: AuditTrail, device: str) -> str:
    identity = desk.store.identity
    return identity.device_letter if device == identity.device else trail.letter_of(bytes.fromhex(device))
