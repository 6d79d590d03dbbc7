"""投诉受理回执: the acknowledgement slip, on an 80 mm roll, A5 or A4 (domain.md 2.9 row 1)."""

from __future__ import annotations

from app.documents import slip_parts as parts
from app.documents.blocks import Block, Blank, Boxed, Code, Columns, Gap, Rule, Stack, Text
from app.documents.flow import MM, Sheet, roll, sheets
from app.documents.look import A4, A5, HAIRLINE, NAVY, Furnished, Mark, letterhead, pairs, rows
from app.documents.papers import SLIP_SIZES, SlipPaper
from app.documents.paragraph import Style
from app.documents.pen import Pen, press
from app.documents.slip_parts import Measures
from app.documents.wording import reprint_mark
from app.language import _, in_language

_ROLL = Measures.for_roll()
_ROLL_SHEET = Sheet(width=80 * MM, height=0, left=4 * MM, right=4 * MM, top=4 * MM, bottom=5 * MM)


def make_slip(paper: SlipPaper, size: str = "80mm", language: str = "zh") -> bytes:
    """The slip as a PDF; `size` is "80mm" (one page as long as its contents), "a5" or "a4".

    Raises: ValueError for another size.
    """
    if size not in SLIP_SIZES:
        raise ValueError(size)
    with press(), in_language(language):
        pen = Pen(f"{paper.case_no} {_('Acknowledgement of complaint')}".strip(), language)
        if size == "80mm":
            roll(pen, _roll_blocks(paper, language), _ROLL_SHEET)
        else:
            _sheet(pen, paper, size, language)
        return pen.finish()


def _roll_blocks(paper: SlipPaper, language: str) -> list[Block]:
    m = _ROLL
    branch = paper.branch
    middle = m.body.but(align="center")
    dashes = [Gap(5), Rule(0.6, "000000", dash=2), Gap(5)]
    blocks: list[Block] = [
        Text(branch.said("bank_name", language), m.strong.but(size=11, leading=15, align="center", tracking=0.5)),
        Text(branch.said("branch_name", language), middle),
        Gap(4),
        Text(_("Acknowledgement of complaint"), m.title),
        *_reprint(paper, m),
        Gap(5),
        Rule(1.2),
        Gap(6),
    ]
    number = [
        Text(_("Case number"), m.label),
        Text(parts.case_number(paper), m.number),
        Gap(3),
        *parts.times(paper, m),
    ]
    if paper.case_no:
        blocks.append(Columns([Stack(number), Code(paper.case_no, 20 * MM)], (-1, 20 * MM), 6))
    else:
        blocks.append(Stack(number))
    blocks += dashes
    blocks += rows(parts.contacts(paper, m, language), None, 1.2)
    blocks += dashes
    blocks += rows(parts.matter(paper, m), None, 1.2)
    blocks += [Gap(6), Boxed(Stack(parts.due(paper, m)), 6, weight=1), Gap(4)]
    blocks += rows([parts.answer(paper, m)], None, 1.2)
    blocks += dashes
    blocks += parts.rights(paper, m)
    blocks += dashes
    blocks += parts.privacy(paper, m, language)
    blocks += dashes
    blocks += [Text(_truth(), m.body), Gap(2)]
    blocks += [Blank(line, m.body, 24) for line in _signatures(with_dates=False)]
    blocks += [Blank(_("Date"), m.body, 22), Gap(9), Rule(1.2), Gap(5)]
    blocks += [Text(parts.pledge(paper, language), m.strong.but(align="center"))]
    return blocks


def _sheet(pen: Pen, paper: SlipPaper, size: str, language: str) -> None:
    m = Measures.for_a4() if size == "a4" else Measures.for_a5()
    width, height = A4 if size == "a4" else A5
    side = (24 if size == "a4" else 13) * MM
    sheet = Sheet(width, height, side, side, (20 if size == "a4" else 10) * MM, 19 * MM, 22 * MM)
    branch = paper.branch
    bank, name = branch.said("bank_name", language), branch.said("branch_name", language)
    furniture = Furnished(
        side, side, (width, height), f"{bank} {name}  {_('Acknowledgement of complaint')}", paper.case_no, m.foot(paper)
    )
    sheets(pen, _sheet_blocks(paper, m, language, bank, name), sheet, furniture)


def _sheet_blocks(paper: SlipPaper, m: Measures, language: str, bank: str, name: str) -> list[Block]:
    hairline = Rule(0.4, HAIRLINE)
    blocks: list[Block] = [
        *letterhead(bank, name, _("Hotline {phone}").format(phone=paper.branch.hotline), m.scale),
        Gap(m.gap * 1.4),
        Text(_("Acknowledgement of complaint"), m.title),
        *_reprint(paper, m),
        Gap(m.gap),
    ]
    head: list[Block] = [
        Text(_("Case number"), m.label),
        Text(parts.case_number(paper), m.number),
        Gap(4),
        *parts.times(paper, m),
    ]
    if paper.case_no:
        side = m.code
        blocks.append(Columns([Stack(head), Code(paper.case_no, side)], (-1, side), 10))
    else:
        blocks.append(Stack(head))
    blocks += [Gap(m.gap * 0.6), Rule(0.8, NAVY)]
    for group in (parts.contacts(paper, m, language), parts.matter(paper, m)):
        blocks += [*rows(group, hairline, m.padding), Rule(0.8, NAVY)]
    due = Boxed(Stack(parts.due(paper, m)), m.gap * 0.7, colour=NAVY, tint=m.tint, edge=3)
    blocks += [Gap(m.gap * 0.8), due, Gap(m.gap * 0.4)]
    blocks += rows([parts.answer(paper, m)], None, m.padding)
    blocks += [Gap(m.gap * 0.5), *parts.rights(paper, m), Gap(m.gap * 0.5), *parts.privacy(paper, m, language)]
    sign: list[Block] = [Gap(m.gap * 0.8), hairline, Gap(m.gap * 0.8), Text(_truth(), m.body)]
    blanks = [Blank(line, m.body, m.hand) for line in _signatures(with_dates=True)]
    sign += pairs(blanks, m.gap * 2)
    sign += [Gap(m.gap * 1.5), Text(parts.pledge(paper, language), m.pledge)]
    blocks.append(Stack(sign))
    return blocks


def _reprint(paper: SlipPaper, m: Measures) -> list[Block]:
    if not paper.copy_no:
        return []
    text = reprint_mark(paper.copy_no)
    if paper.reprinted_on:
        from app.documents.wording import day

        text = f"{text}  {day(paper.reprinted_on)}"
    return [Gap(4), Mark(text, m.strong)]


def _truth() -> str:
    return _(
        "I confirm that the above was read back to me, agrees with what I said, and is true. I have received this slip."
    )


def _signatures(*, with_dates: bool) -> tuple[str, ...]:
    people = (_("Complainant's signature"), _("Signature of the member of staff"))
    return (*people, _("Date"), _("Date")) if with_dates else people


__all__ = ["make_slip", "Style"]
