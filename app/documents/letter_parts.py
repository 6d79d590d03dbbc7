"""What the letters of the bank share: their sheet, headings, the place of the seal, the record of delivery."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date

from app.documents.blocks import Blank, Block, Columns, Content, Gap, Indented, Rule, Solid, Stack, Text, tightened
from app.documents.flow import MM, Sheet, count_pages, sheets
from app.documents.look import A4, GREY, HAIRLINE, INK, NAVY, Furnished, Mark, letterhead
from app.documents.papers import DeliveryRecord, IncompletePaperError, PaperHead, StaffLine
from app.documents.paragraph import Span, Style
from app.documents.pen import Pen, press
from app.documents.wording import day, label, moment, reprint_mark
from app.domain.branch import BranchFacts
from app.language import _, in_language, language

BODY = Style(11, 19, INK, align="justify")
LEFT = BODY.but(align="left")
STRONG = BODY.but(is_bold=True, align="left")
LABEL = BODY.but(colour=GREY, align="left")
SMALL = Style(9.5, 15, INK, align="justify")
TITLE = Style(21, 30, INK, is_bold=True, align="center")
_SIDE = 27 * MM
_SHEET = Sheet(*A4, left=_SIDE, right=_SIDE, top=17 * MM, bottom=22 * MM, top_of_next=26 * MM)
_TIGHTNESS = (1.0, 0.965, 0.93, 0.9, 0.87)
CELL = LEFT.but(leading=17)
_LABEL_WIDTH = {"zh": 30 * MM, "en": 36 * MM}
_LINE = Rule(0.5, HAIRLINE)
_HAND = 34  # points above a line to sign on
CELL_HEADING = Style(10, 15, INK, is_bold=True)


def print_letter(pen: Pen, title: str, case_no: str, branch: BranchFacts, copy_no: int, body: Sequence[Block]) -> None:
    """The whole letter: letterhead, title, number, body; running head and page numbers."""
    lang = language()
    bank, name = branch.said("bank_name", lang), branch.said("branch_name", lang)
    is_chinese = lang == "zh"
    blocks: list[Block] = [
        *letterhead(bank, name, _("Hotline {phone}").format(phone=branch.hotline)),
        Gap(18),
        Text(title, TITLE.but(tracking=5.0 if is_chinese else 0.2)),
        Gap(4),
        Text(_("No. {case_no}").format(case_no=case_no), Style(10, 15, GREY, align="center", tracking=0.3)),
    ]
    if copy_no:
        blocks += [Gap(4), Mark(reprint_mark(copy_no), Style(9, 13, GREY))]
    blocks += [Gap(14), *body]
    joined = f"{bank}{name}" if is_chinese else f"{bank}, {name}"
    furniture = Furnished(_SHEET, f"{joined} · {title}", case_no, case_no)
    sheets(pen, _on_fewest_sheets(blocks), _SHEET, furniture)


def _on_fewest_sheets(blocks: list[Block]) -> list[Block]:
    """The airiest setting among those that need the fewest sheets, so that no sheet holds only a few lines."""
    settings = [[tightened(block, factor) for block in blocks] for factor in _TIGHTNESS]
    return min(settings, key=lambda setting: count_pages(setting, _SHEET))


def addressed(name: str) -> Block:
    """The line to the person who complained."""
    return Text(_("Dear {name},").format(name=name) if name else _("Dear customer,"), STRONG, stays_with_next=True)


def paragraph(text: Content, *, stays_with_next: bool = False) -> Block:
    """Body text: its first line stands in by two squares in Chinese, not at all in English."""
    indent = 2 if language() == "zh" else 0
    return Text(text, BODY.but(indent=indent) if indent else BODY.but(align="left"), stays_with_next)


def heading(text: str) -> list[Block]:
    """A numbered heading that never stands alone at the foot of a page."""
    return [Gap(11), Text(text, STRONG.but(colour=NAVY), stays_with_next=True), Gap(2, stays_with_next=True)]


def table(named: Sequence[tuple[str, Content | Block]]) -> list[Block]:
    """Labels and values between hairlines; empty values are left out."""
    result: list[Block] = [Rule(0.9, NAVY)]
    shown = [(name, value) for name, value in named if value]
    for place, (name, value) in enumerate(shown):
        if place:
            result.append(_LINE)
        body = Text(value, CELL) if isinstance(value, str | tuple) else value
        row = Indented(body, _LABEL_WIDTH[language()], Text(name, CELL.but(colour=GREY)))
        result += [Gap(4), row, Gap(4)]
    return [*result, Rule(0.9, NAVY)]


def contact(branch: BranchFacts, handler: StaffLine) -> list[Block]:
    """Whom to turn to."""
    who = " ".join(part for part in (handler.post, handler.name) if part)
    phone = _("{phone} (head office hotline {hotline})").format(phone=handler.phone, hotline=branch.hotline)
    return facts(
        [
            (_("Handled by"), who),
            (_("Telephone"), phone),
            (_("Address"), branch.said("address", language())),
        ]
    )


def facts(named: Sequence[tuple[str, Content]], by: float = 0) -> list[Block]:
    """Labels and values without lines; empty values are left out."""
    by = by or _LABEL_WIDTH[language()]
    return [Indented(Text(value, CELL), by, Text(name, CELL.but(colour=GREY))) for name, value in named if value]


def seal(branch: BranchFacts, issued_on: date) -> Block:
    """Who signs, with room for the seal over name and date."""
    lang = language()
    bank, name = branch.said("bank_name", lang), branch.said("branch_name", lang)
    signed = f"{bank}{name}" if lang == "zh" else f"{bank}, {name}"
    style = BODY.but(align="center")
    lines: list[Block] = [
        Gap(22),
        Text(signed, style.but(is_bold=True)),
        Text(_("(official seal)"), SMALL.but(align="center", colour=GREY)),
        Text(day(issued_on), style),
        Gap(12),
    ]
    return Columns([Gap(0), Stack(lines)], (-1, 72 * MM))


class Cells(Solid):
    """A frame with one line of label and value cells, such as a row of the delivery record."""

    def __init__(self, cells: Sequence[tuple[str, str]], high: float = 24) -> None:
        super().__init__()
        self.cells, self.high = cells, high

    def height(self, width: float) -> float:
        own = width / len(self.cells)
        return max([self.high, *(self._value(v).height(own - self._name(own) - 12) + 9 for _n, v in self.cells)])

    def draw(self, pen: Pen, x: float, top: float, width: float) -> None:
        height = self.height(width)
        own = width / len(self.cells)
        for name, value in self.cells:
            label_width = self._name(own)
            pen.frame(x, top, own, height, 0.5, GREY)
            pen.upright(x + label_width, top, top + height, 0.5, GREY)
            title = Text(name, Style(9, 12.5, GREY))
            title.draw(pen, x + 6, top + (height - title.height(label_width - 8)) / 2, label_width - 8)
            text = self._value(value)
            room = own - label_width - 12
            text.draw(pen, x + label_width + 6, top + (height - text.height(room)) / 2, room)
            x += own

    @staticmethod
    def _name(own: float) -> float:
        return min(own * 0.36, 27 * MM)

    @staticmethod
    def _value(value: str) -> Text:
        return Text(value, Style(9, 13, INK))


def _hand(name: str, label_: str) -> tuple[str, str]:
    """A name that is on record, or room for a signature: the program never fills in for a hand."""
    return (label_, name) if name else (_("{who} (signature)").format(who=label_), "")


def delivery_cells(record: DeliveryRecord, high: float = 24) -> list[Block]:
    """Way, time, proof and people of one delivery; what is not known is left to be written in."""
    ways = "   ".join(
        f"{'☑' if record.way == way else '□'} {label('way', way)}"
        for way in ("in_person", "registered_mail", "sms", "email", "phone")
    )
    when = moment(record.delivered_at) if record.delivered_at else ""
    return [
        Cells([(_("Way of delivery"), ways)], high),
        Cells([(_("Date and time"), when), (_("Proof no."), record.evidence_no)], high),
        Cells([_hand(record.receiver, _("Received by")), _hand(record.delivered_by, _("Delivered by"))], high + 8),
    ]


def delivery_record(record: DeliveryRecord) -> Block:
    """送达记录: how and when it reached the complainant, with proof (art. 21); filled, or left to be written in."""
    return Stack([Text(_("Record of delivery"), CELL_HEADING), Gap(4), *delivery_cells(record)])


def signatures(*who: str) -> Block:
    """Side by side: a line to sign on for each of them, and one for the day."""
    each: list[Block] = [Stack([Blank(name, LEFT, _HAND), Gap(4), Blank(_("Date"), LEFT, _HAND - 6)]) for name in who]
    return Columns(each, (-1,) * len(each), 30)


def make_letter(head: PaperHead, language: str, kind: str, body: Callable[[], Sequence[Block]]) -> bytes:
    """The paper `kind` on a letter sheet as a PDF; `body` is called while its language is in force."""
    with press(), in_language(language):
        title = label("paper", kind)
        pen = Pen(f"{head.case_no} {title}", language)
        print_letter(pen, title, head.case_no, head.branch, head.copy_no, body())
        return pen.finish()


def demand(**texts: str) -> None:
    """Raises: IncompletePaperError naming those parts, by the names of the arguments, that are empty."""
    missing = tuple(part for part, text in texts.items() if not text.strip())
    if missing:
        raise IncompletePaperError(missing)


def named(name: str, text: str) -> tuple[Span, ...]:
    """A name in bold with its text behind it."""
    return (Span(name, is_bold=True), Span(text))
