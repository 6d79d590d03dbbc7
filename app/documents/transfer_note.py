"""投诉转办单: the case goes from one member of staff to another, inside the bank (domain.md nos. 2, 13)."""

from __future__ import annotations

from app.documents import letter_parts as parts
from app.documents.blocks import Block, Content, Gap, Stack, Text
from app.documents.look import GREY, Mark
from app.documents.papers import StaffLine, TransferNotePaper
from app.documents.paragraph import Span, Style
from app.documents.slip_parts import shortened
from app.documents.wording import day_in_week, moment
from app.language import _


def make_transfer_note(paper: TransferNotePaper, language: str = "zh") -> bytes:
    """The note as a PDF on A4, for staff only.

    It must hold: from whom, to whom, why, the facts of the case with everything about the person masked (domain.md
    2.4), the day by which the complainant must be answered, and the signature of whoever accepts: until then whoever
    handed it on stays responsible (domain.md no. 2).

    Raises: IncompletePaperError while `reason` is empty.
    """
    parts.demand(reason=paper.reason)
    return parts.make_letter(paper.head, language, "transfer_note", lambda: _body(paper))


def _body(paper: TransferNotePaper) -> list[Block]:
    due = _("no later than {day}").format(day=day_in_week(paper.due_on)) if paper.due_on else ""
    if due and paper.is_provisional:
        due += _(" [provisional: public holidays not yet published]")
    who = "    ".join(part for part in (paper.complainant or _("Name not given"), paper.phone) if part)
    handing_over: list[tuple[str, Content]] = [
        (_("Handed on by"), _staff(paper.offered_by)),
        (_("Handed on to"), (Span(_staff(paper.to), is_bold=True),)),
        (_("Handed on at"), moment(paper.offered_at)),
        (_("Why handed on"), paper.reason),
        (_("Answer due"), (Span(due, is_bold=True),) if due else ""),
    ]
    case: list[tuple[str, Content]] = [
        (_("Complainant"), who),
        (_("Received on"), moment(paper.head.received_at)),
        (_("Came in by"), paper.channel),
        (_("Category"), paper.category),
        (_("Your complaint"), shortened(paper.matter)),
        (_("Your request"), shortened(paper.request) or _("None stated")),
    ]
    rule = _(
        "Until it is accepted, whoever hands the case on stays responsible for it. Whoever does not accept it says why "
        "at once, so that no day is lost."
    )
    return [
        Mark(_("For use inside the bank only"), Style(9, 13, GREY)),
        Gap(12),
        *parts.table(handing_over),
        *parts.heading(_("The case")),
        *parts.table(case),
        Gap(10),
        parts.paragraph(rule),
        Gap(10),
        Stack(_acceptance(paper)),
    ]


def _acceptance(paper: TransferNotePaper) -> list[Block]:
    """The answer as it is on record, or boxes to tick; the signatures are always by hand."""
    is_accepted = paper.accepted_at is not None
    yes, no = _("taken over"), _("not taken over")
    answer = f"{'☑' if is_accepted else '□'} {yes}      □ {no}"
    when = moment(paper.accepted_at) if paper.accepted_at else ""
    return [
        Text(_("Answer of the receiver"), parts.CELL_HEADING),
        Gap(4),
        parts.Cells([(_("Answer given"), answer)], 26),
        parts.Cells([(_("Remarks"), "")], 40),
        parts.Cells([(_("Handed on by (signature)"), ""), (_("Accepted by (signature)"), "")], 36),
        parts.Cells([(_("Handed on at"), moment(paper.offered_at)), (_("Answered at"), when)], 26),
    ]


def _staff(person: StaffLine) -> str:
    who = " ".join(part for part in (person.post, person.name) if part)
    return who + _(" ({staff_no})").format(staff_no=person.staff_no) if person.staff_no else who
