"""投诉受理回执: the acknowledgement slip, on an 80 mm roll, A5 or A4 (domain.md 2.9 row 1)."""

from __future__ import annotations

from dataclasses import replace

from app.documents import slip_parts as parts
from app.documents.blocks import Blank, Block, Boxed, Code, Columns, Gap, Rule, Stack, Text
from app.documents.flow import count_pages, roll, sheets
from app.documents.fonts import width
from app.documents.look import BLACK, HAIRLINE, NAVY, Furnished, Mark, letterhead, rows
from app.documents.papers import SLIP_SIZES, SlipPaper
from app.documents.pen import Pen, press
from app.documents.slip_measures import TIGHTNESS, Measures, measures
from app.documents.wording import day, reprint_mark
from app.language import _, in_language


def make_slip(paper: SlipPaper, size: str = "80mm", language: str = "zh") -> bytes:
    """The slip as a PDF; `size` is "80mm" (one page as long as its contents), "a5" or "a4".

    Raises: ValueError for another size.
    """
    if size not in SLIP_SIZES:
        raise ValueError(size)
    with press(), in_language(language):
        m = measures(size, language)
        pen = Pen(" ".join(filter(None, (paper.case_no, _("Complaint acknowledgement")))), language)
        if size == "80mm":
            roll(pen, _roll_blocks(paper, m, language), m.sheet)
        else:
            m, blocks = _on_one_sheet(paper, size, language) or (m, _sheet_blocks(paper, m, language))
            sheets(pen, blocks, m.sheet, _furniture(paper, m, language))
        return pen.finish()


def _on_one_sheet(paper: SlipPaper, size: str, language: str) -> tuple[Measures, list[Block]] | None:
    """The airiest setting that takes one sheet, None when it takes more even where it is set tight."""
    for tightness in TIGHTNESS:
        m = measures(size, language, tightness)
        blocks = _sheet_blocks(paper, m, language)
        if count_pages(blocks, m.sheet) == 1:
            return m, blocks
    return None


def _roll_blocks(paper: SlipPaper, m: Measures, language: str) -> list[Block]:
    branch = paper.branch
    dashes: list[Block] = [Gap(5), Rule(0.6, BLACK, dash=2), Gap(5)]
    return [
        Text(branch.said("bank_name", language), m.strong.but(size=11, leading=15, align="center", tracking=0.5)),
        Text(branch.said("branch_name", language), m.body.but(align="center")),
        Gap(4),
        Text(_("Complaint acknowledgement"), m.title),
        *_reprint(paper, m),
        Gap(5),
        Rule(1.2),
        Gap(9),
        _head(paper, m),
        *dashes,
        *rows(parts.fields(parts.contacts(paper, language), m), None, m.padding),
        *dashes,
        *rows(parts.fields(parts.matter(paper), m), None, m.padding),
        Gap(6),
        Boxed(Stack(parts.due(paper, m)), 6, weight=1),
        Gap(4),
        *rows(parts.answer(paper, m), None, m.padding),
        *dashes,
        *parts.rights(paper, m, language),
        *dashes,
        *parts.privacy(paper, m, language),
        *dashes,
        Text(_truth(), m.body),
        Gap(2),
        *(Blank(line, m.body, m.hand) for line in (_complainant_signs(), _staff_signs(), _("Date"))),
        Gap(9),
        Rule(1.2),
        Gap(5),
        Text(parts.pledge(paper, language), m.pledge),
    ]


def _sheet_blocks(paper: SlipPaper, m: Measures, language: str) -> list[Block]:
    branch = paper.branch
    hairline, line = Rule(0.4, HAIRLINE), Rule(0.8, NAVY)
    hotline = _("Hotline {phone}").format(phone=branch.hotline)
    due = Boxed(Stack(parts.due(paper, m)), m.gap * 0.8, colour=NAVY, tint=m.tint, edge=3)
    return [
        *letterhead(branch.said("bank_name", language), branch.said("branch_name", language), hotline, m.scale),
        Gap(m.gap * 1.5),
        Text(_("Complaint acknowledgement"), m.title),
        *_reprint(paper, m),
        Gap(m.gap),
        _head(paper, m),
        Gap(m.gap * 0.7),
        line,
        *rows(parts.grid(parts.contacts(paper, language), m, m.sheet.column), hairline, m.padding),
        line,
        *rows(parts.grid(parts.matter(paper), m, m.sheet.column), hairline, m.padding),
        line,
        Gap(m.gap),
        due,
        Gap(m.gap * 0.5),
        *rows(parts.answer(paper, m), None, m.padding),
        Gap(m.gap * 0.4),
        *parts.rights(paper, m, language),
        Gap(m.gap * 0.6),
        *parts.privacy(paper, m, language),
        Gap(m.gap * 0.9),
        Stack(
            [
                hairline,
                Gap(m.gap * 0.8),
                *_signing(m, language),
                Gap(m.gap * 1.6),
                Text(parts.pledge(paper, language), m.pledge),
            ]
        ),
    ]


def _furniture(paper: SlipPaper, m: Measures, language: str) -> Furnished:
    branch = paper.branch
    space = "" if language == "zh" else ", "
    name = f"{branch.said('bank_name', language)}{space}{branch.said('branch_name', language)}"
    foot = _("Please keep this slip. Quote the case number to ask how the matter stands.")
    head = " · ".join((name, _("Complaint acknowledgement")))
    return Furnished(m.sheet, head, paper.case_no, foot, m.small.size)


def _head(paper: SlipPaper, m: Measures) -> Block:
    """Number and times, with the code of the number beside them in its quiet zone."""
    times = parts.times(paper)
    longest = max(width(label, m.label.size) for label, _text in times)
    label_width = min(m.label_width, longest + m.body.size * 1.4)
    text = Stack(
        [
            Text(_("Case number"), m.label),
            Text(paper.case_no or _("given when recorded"), m.number),
            Gap(3),
            *parts.fields(times, replace(m, label_width=label_width)),
        ]
    )
    if not paper.case_no:
        return text
    return Columns([text, Code(paper.case_no, m.code)], (-1, m.code), 10)


def _signing(m: Measures, language: str) -> list[Block]:
    """Both signatures with their dates: on one line in Chinese, on two in English, whose labels are longer."""
    blanks: list[Block] = [
        Columns([Blank(who, m.body, m.hand), Blank(_("Date"), m.body, m.hand)], (-5, -3), m.gap)
        for who in (_complainant_signs(), _staff_signs())
    ]
    if language == "zh":
        blanks = [Columns(blanks, (-1, -1), m.gap * 2)]
    return [Text(_truth(), m.body), *blanks]


def _reprint(paper: SlipPaper, m: Measures) -> list[Block]:
    if not paper.copy_no:
        return []
    text = reprint_mark(paper.copy_no)
    if paper.reprinted_on:
        text = f"{text}  {day(paper.reprinted_on)}"
    return [Gap(m.gap * 0.5), Mark(text, m.strong)]


def _truth() -> str:
    return _("The above was read back to me, is what I said, and is true. I have received this slip.")


def _complainant_signs() -> str:
    return _("Complainant's signature")


def _staff_signs() -> str:
    return _("Staff signature")
