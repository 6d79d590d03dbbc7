"""权限审计表: who may do what, who did what, which rights nobody used, shared stations, what stands out (domain.md 1.7
no. 96). For use inside the bank; colleagues stand in it, customers do not."""

from __future__ import annotations

from collections.abc import Sequence

from app.documents.blocks import Block, Gap, Solid, Stack, Text
from app.documents.flow import MM, Sheet, sheets
from app.documents.letter_parts import heading, signatures
from app.documents.look import A4, GREY, HAIRLINE, INK, TINT, Furnished, letterhead
from app.documents.papers.permissions import PermissionAuditPaper
from app.documents.paragraph import Style
from app.documents.pen import Pen, press
from app.documents.wording import day, moment
from app.domain.people import Right
from app.domain.permissions import PermissionAudit, SensitiveAct
from app.language import _, in_language, labels, language, permission_words

PEOPLE_ABREAST = 12
"""So many people stand side by side in the table of rights; more go into another one."""

_SHEET = Sheet(*A4, left=18 * MM, right=18 * MM, top=17 * MM, bottom=22 * MM, top_of_next=26 * MM)
_TITLE = Style(19, 27, INK, is_bold=True, align="center")
_CELL = Style(8.5, 12, INK)
_SMALL = Style(7.5, 10, INK)
_HEAD = Style(7.5, 10, GREY, is_bold=True)
_NARROW = _HEAD.but(size=6.4, leading=8.5)
_NOTE = Style(8.5, 13, GREY)
_USED, _UNUSED = "●", "○"


class Row(Solid):
    """One line of a table. `widths` as in `Columns`: points, or negative parts of what is left."""

    def __init__(
        self, cells: Sequence[str], widths: Sequence[float], style: Style, *, centred_from: int = 99, tint: str = ""
    ) -> None:
        super().__init__(stays_with_next=bool(tint))
        self.widths, self.tint = widths, tint
        self.texts = [
            Text(cell, style.but(align="center") if place >= centred_from else style)
            for place, cell in enumerate(cells)
        ]

    def height(self, width: float) -> float:
        return max(text.height(own - 4) for text, own in zip(self.texts, self._own(width), strict=True)) + 4

    def draw(self, pen: Pen, x: float, top: float, width: float) -> None:
        height = self.height(width)
        if self.tint:
            pen.fill(x, top, width, height, self.tint)
        for text, own in zip(self.texts, self._own(width), strict=True):
            text.draw(pen, x + 2, top + (height - text.height(own - 4)) / 2, own - 4)
            x += own
        pen.rule(x - width, top + height, width, 0.5, HAIRLINE)

    def _own(self, width: float) -> list[float]:
        parts = -sum(one for one in self.widths if one < 0)
        left = width - sum(one for one in self.widths if one > 0)
        return [one if one > 0 else left * -one / parts for one in self.widths]


def make_permission_audit(paper: PermissionAuditPaper, language: str = "zh") -> bytes:
    """The audit as a PDF on A4, with who made it and when on every page."""
    with press(), in_language(language):
        title = _("Permission audit")
        pen = Pen(title, language)
        _print(pen, title, paper)
        return pen.finish()


def _print(pen: Pen, title: str, paper: PermissionAuditPaper) -> None:
    lang, audit = language(), paper.audit
    bank, branch = paper.branch.said("bank_name", lang), paper.branch.said("branch_name", lang)
    period = _("{first} to {last}").format(first=day(audit.first), last=day(audit.last))
    blocks: list[Block] = [
        *letterhead(bank, branch, _("For use inside the bank only")),
        Gap(14),
        Text(title, _TITLE.but(tracking=5.0 if lang == "zh" else 0.2)),
        Gap(2),
        Text(period, Style(10, 15, GREY, align="center")),
        Gap(8),
        *_remarks(paper),
        *_people(paper),
        *_stations(paper),
        *_rights(audit),
        *_acts(audit),
        Gap(12),
        Text(
            _("Made on {moment} by the rules of audit of version {version}.").format(
                moment=moment(paper.made_at), version=audit.rules_version
            ),
            _NOTE,
        ),
        signatures(_("Audited by"), _("Branch head")),
    ]
    sheets(pen, blocks, _SHEET, Furnished(_SHEET, f"{branch} · {title}", period, paper.made_by))


def _remarks(paper: PermissionAuditPaper) -> list[Block]:
    blocks = heading(_("1. What stands out"))
    if not paper.audit.remarks:
        return [*blocks, Text(_("Nothing stands out."), _CELL)]
    for one in paper.audit.remarks:
        text = permission_words.remark(one, paper.names, paper.letters)
        blocks.append(Row(["!" if one.is_weighty else "·", text], (12, -1), _CELL.but(is_bold=one.is_weighty)))
    return blocks


def _people(paper: PermissionAuditPaper) -> list[Block]:
    widths = (-1.1, -1.5, -1.4, -1.5, -1.4, -1.6, -2.4)
    rows: list[Block] = [Row(permission_words.holder_heads(), widths, _HEAD, tint=TINT)]
    for one in paper.audit.holders:
        *cells, delegated = permission_words.holder_cells(one)
        rows.append(Row((*cells, delegated or "—"), widths, _CELL))
    return [*heading(_("2. People")), *rows]


def _rights(audit: PermissionAudit) -> list[Block]:
    here = [one for one in audit.holders if one.is_here]
    rights = [right for right in Right if any(right in one.rights for one in here)]
    note = _("{used} held and used in this period, or its use leaves no entry; {unused} held and not used").format(
        used=_USED, unused=_UNUSED
    )
    blocks: list[Block] = [
        *heading(_("4. Who may do what")),
        Text(note, _NOTE, stays_with_next=True),
        Gap(3, stays_with_next=True),
    ]
    for start in range(0, len(here), PEOPLE_ABREAST):
        some = here[start : start + PEOPLE_ABREAST]
        widths = (46 * MM, *(-1.0 for _one in some), *(() if len(some) == PEOPLE_ABREAST else (-1.0 * _spare(some),)))
        spare = () if len(some) == PEOPLE_ABREAST else ("",)
        head = Row(("", *(f"{one.name} {one.staff_no}" for one in some), *spare), widths, _HEAD, centred_from=1,
                   tint=TINT)  # fmt: skip
        rows: list[Block] = [head]
        for right in rights:
            marks = [
                "" if right not in one.rights else _UNUSED if right in audit.unused[one.staff_no] else _USED
                for one in some
            ]
            rows.append(Row((labels.right(right), *marks, *spare), widths, _SMALL, centred_from=1))
        blocks += [Stack(rows), Gap(8)]
    return blocks


def _spare(some: Sequence[object]) -> int:
    return PEOPLE_ABREAST - len(some)


def _acts(audit: PermissionAudit) -> list[Block]:
    widths = (25 * MM, *(-1.0 for _act in SensitiveAct))
    head = _HEAD if language() == "zh" else _NARROW  # English words are longer than the columns are wide
    rows: list[Block] = [
        Row(("", *(permission_words.act(act) for act in SensitiveAct)), widths, head, centred_from=1, tint=TINT)
    ]
    named = {one.staff_no: one.name for one in audit.holders}
    for staff_no in dict.fromkeys((*named, *audit.acts)):
        counts = [audit.count(staff_no, act) for act in SensitiveAct]
        who = f"{named.get(staff_no, '')} {staff_no}".strip()
        rows.append(Row((who, *(f"{n:,}" if n else "—" for n in counts)), widths, _SMALL, centred_from=1))
    return [*heading(_("5. Sensitive acts")), *rows]


def _stations(paper: PermissionAuditPaper) -> list[Block]:
    widths = (-1.2, -5.0, -1.4, -1.4)
    names = (_("Station"), _("Signed in there"), _("Quick changes"), _("Overlapping"))
    rows: list[Block] = [Row(names, widths, _HEAD, tint=TINT)]
    for one in paper.audit.stations:
        people = labels.list_of(
            _("{who}: {n}").format(who=paper.names.get(staff_no, staff_no), n=n) for staff_no, n in one.people
        )
        where = paper.letters.get(one.device) or one.device[:8]
        rows.append(Row((where, people, str(one.quick_changes), str(one.overlapping)), widths, _CELL))
    if not paper.audit.stations:
        return [*heading(_("3. Stations")), Text(_("Nobody signed in in this period."), _CELL)]
    together = [Stack(rows)] if len(rows) <= PEOPLE_ABREAST else rows
    return [*heading(_("3. Stations")), *together]
