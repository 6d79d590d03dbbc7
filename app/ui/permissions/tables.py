"""The parts of a permission audit as plain tables: heads, rows, and where a row or cell leads on the audit page. No
Qt."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from app.domain.people import Right
from app.domain.permissions import PermissionAudit, Remark, RemarkCode, SensitiveAct
from app.language import _, labels, ngettext_, permission_words
from app.operations.audit import ACT

if TYPE_CHECKING:
    from app.operations.permissions import PermissionReading

SECTIONS = ("remarks", "people", "rights", "acts", "stations")
USED, UNUSED = "●", "○"
MOST_NAMED = 3


@dataclass(frozen=True, slots=True)
class Sheet:
    """One table. `wide` are the columns that share the room that is left; from `centred_from` on texts stand in the
    middle. `strong` rows come before all else. `leads` gives, by row and column (-1 for the whole row), the fields of
    the audit page's filter; `notes` says more of a column head."""

    heads: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    wide: tuple[int, ...] = (0,)
    centred_from: int = 99
    strong: frozenset[int] = frozenset()
    leads: dict[tuple[int, int], dict[str, Any]] = field(default_factory=dict)
    note: str = ""

    def lead(self, row: int, column: int) -> dict[str, Any] | None:
        """Where a cell leads, else its row; None for nowhere."""
        return self.leads.get((row, column)) or self.leads.get((row, -1))


def sheet(section: str, reading: PermissionReading) -> Sheet:
    """One of `SECTIONS`."""
    return {"remarks": _remarks, "people": _people, "rights": _rights, "acts": _acts, "stations": _stations}[section](
        reading
    )


def _remarks(reading: PermissionReading) -> Sheet:
    audit = reading.audit
    rows = tuple(
        ("!" if one.is_weighty else "·", permission_words.remark(one, reading.names, reading.letters))
        for one in audit.remarks
    )
    leads = {(row, -1): lead for row, one in enumerate(audit.remarks) if (lead := _lead_of(one, audit))}
    strong = frozenset(row for row, one in enumerate(audit.remarks) if one.is_weighty)
    note = _("By the rules of audit of version {version}").format(version=audit.rules_version)
    return Sheet(("", _("What stands out")), rows, (1,), strong=strong, leads=leads, note=note)


_GROUPS_OF = {
    RemarkCode.REFUSED_PASSWORDS: "sessions",
    RemarkCode.MANY_REVEALS: ACT + SensitiveAct.REVEALS,
    RemarkCode.MANY_FILES: ACT + SensitiveAct.REVEALS,
    RemarkCode.MANY_EXPORTS: ACT + SensitiveAct.EXPORTS,
    RemarkCode.TWICE_SIGNED_IN: "sessions",
    RemarkCode.OVERLAPPING: "sessions",
    RemarkCode.QUICK_CHANGES: "sessions",
}


def _lead_of(one: Remark, audit: PermissionAudit) -> dict[str, Any] | None:
    group = _GROUPS_OF.get(one.code, "")
    if not group and not one.staff_no:
        return None
    days = (one.on, one.on) if one.on and group else (audit.first, audit.last)
    return {"first": days[0], "last": days[1], "staff_no": one.staff_no, "group": group}


def _people(reading: PermissionReading) -> Sheet:
    audit = reading.audit
    heads = (*permission_words.holder_heads(), _("Not used in this period"))
    rows = tuple(
        (*permission_words.holder_cells(one), _unused(audit.unused.get(one.staff_no, ()))) for one in audit.holders
    )
    leads = {(row, -1): _of_person(one.staff_no, audit) for row, one in enumerate(audit.holders)}
    return Sheet(heads, rows, (6, 7), leads=leads)


def _unused(rights: tuple[Right, ...]) -> str:
    """A few by name; of many how many: the table of rights shows which."""
    if len(rights) <= MOST_NAMED:
        return labels.list_of(labels.right(right) for right in rights)
    return ngettext_("{n} right", "{n} rights", len(rights)).format(n=len(rights))


def _rights(reading: PermissionReading) -> Sheet:
    audit = reading.audit
    here = [one for one in audit.holders if one.is_here]
    rights = [right for right in Right if any(right in one.rights for one in here)]
    rows = tuple(
        (
            labels.right(right),
            *(
                "" if right not in one.rights else UNUSED if right in audit.unused[one.staff_no] else USED
                for one in here
            ),
        )
        for right in rights
    )
    note = _("{used} held and used in this period, or its use leaves no entry; {unused} held and not used").format(
        used=USED, unused=UNUSED
    )
    leads = {
        (row, column): _of_person(one.staff_no, audit) for row in range(len(rows)) for column, one in enumerate(here, 1)
    }
    return Sheet((_("Right"), *(f"{one.name} {one.staff_no}" for one in here)), rows, (0,), 1, leads=leads, note=note)


def _acts(reading: PermissionReading) -> Sheet:
    audit = reading.audit
    known = dict.fromkeys((*(one.staff_no for one in audit.holders if one.is_here), *audit.acts))
    rows, leads = [], {}
    for row, staff_no in enumerate(known):
        counts = [audit.count(staff_no, act) for act in SensitiveAct]
        rows.append((permission_words.who(staff_no, reading.names), *(f"{n:,}" if n else "—" for n in counts)))
        for column, (act, count) in enumerate(zip(SensitiveAct, counts, strict=True), 1):
            if count:
                leads[row, column] = {**_of_person(staff_no, audit), "group": ACT + act.value}
    heads = (_("Who"), *(permission_words.act(act) for act in SensitiveAct))
    return Sheet(heads, tuple(rows), (0,), 1, leads=leads, note=_("Enter shows the entries behind a number"))


def _stations(reading: PermissionReading) -> Sheet:
    audit = reading.audit
    rows = tuple(
        (
            reading.letters.get(one.device) or one.device[:8],
            labels.list_of(
                _("{who}: {n}").format(who=reading.names.get(staff_no, staff_no), n=n) for staff_no, n in one.people
            ),
            str(one.quick_changes),
            str(one.overlapping),
        )
        for one in audit.stations
    )
    heads = (_("Station"), _("Signed in there"), _("Quick changes"), _("Overlapping"))
    lead = {"first": audit.first, "last": audit.last, "group": "sessions"}
    return Sheet(heads, rows, (1,), 2, leads={(row, -1): lead for row in range(len(rows))})


def _of_person(staff_no: str, audit: PermissionAudit) -> dict[str, Any]:
    return {"first": audit.first, "last": audit.last, "staff_no": staff_no}
