"""Short forms that complainant and bank sign together: withdrawal, and what was settled on the spot."""

from __future__ import annotations

from app.documents import letter_parts as parts
from app.documents.blocks import Blank, Block, Columns, Content, Gap, Stack, Text
from app.documents.look import GREY
from app.documents.papers import ConfirmationFormPaper, PaperHead, WithdrawalRecordPaper
from app.documents.paragraph import Span
from app.documents.slip_parts import shortened
from app.documents.wording import amount_in_full, day, day_in_week, label, moment
from app.domain.calendar import china_day
from app.language import _


def make_withdrawal_record(paper: WithdrawalRecordPaper, language: str = "zh") -> bytes:
    """撤诉确认单 as a PDF on A4.

    It must hold (domain.md 2.9; 令2020-3 art. 15): the day and time the withdrawal was received, which is the end of
    the procedure, how it came, and both signatures.
    """
    return parts.make_letter(paper.head, language, "withdrawal_record", lambda: _withdrawal(paper))


def make_confirmation_form(paper: ConfirmationFormPaper, language: str = "zh") -> bytes:
    """确认书 as a PDF on A4.

    It must hold (domain.md 2.9; S1 no. 36): the matter, how it was settled, the amount in figures and Chinese
    capitals, that the complainant confirms it, and both signatures.

    Raises: IncompletePaperError while `settlement` is empty.
    """
    parts.demand(settlement=paper.settlement)
    return parts.make_letter(paper.head, language, "confirmation_form", lambda: _confirmation(paper))


def _withdrawal(paper: WithdrawalRecordPaper) -> list[Block]:
    head = paper.head
    is_same_day = china_day(paper.recorded_at) == paper.received_on
    when = moment(paper.recorded_at) if is_same_day else day_in_week(paper.received_on)
    received: Content = (Span(when, is_bold=True),)
    statement = _(
        "I withdraw the complaint named above of my own free will. I know that the procedure ends on {day}, the day on "
        "which the bank received the withdrawal, and that I may complain again with new facts and reasons."
    )
    note = _("Where it was not withdrawn face to face, the letter, recording or message is kept with this record.")
    rows: list[tuple[str, Content | Block]] = [
        *_who(head, paper.identity),
        (_("Complained on"), day(china_day(head.received_at))),
        (_("Your complaint"), shortened(paper.matter)),
        (_("Withdrawn by"), label("withdrawal_way", paper.way)),
        (_("Why withdrawn"), paper.reason or _("None stated")),
        (_("Withdrawn on"), received),
        (_("End of procedure"), (Span(day_in_week(paper.received_on), is_bold=True),)),
        (_("Entered at"), "" if is_same_day else moment(paper.recorded_at)),
    ]
    said = [parts.paragraph(statement.format(day=day(paper.received_on)))]
    if paper.way != "in_person":
        said += [Gap(4), parts.paragraph(note)]
    return _form(head, rows, said)


def _confirmation(paper: ConfirmationFormPaper) -> list[Block]:
    head = paper.head
    in_dispute = amount_in_full(paper.in_dispute_fen) if paper.in_dispute_fen is not None else ""
    paid = Stack(
        [
            Columns(
                [Blank(_("In figures: CNY"), parts.CELL, 17), Blank(_("In Chinese capitals:"), parts.CELL, 17)],
                (-2, -3),
                14,
            ),
            Gap(5),
            Text(_("Write “none” where nothing was paid."), parts.SMALL.but(colour=GREY)),
        ]
    )
    statement = _(
        "The matter named above was settled on the spot as described, and both sides confirm it. I was told the "
        "result. This form takes away none of the rights that the law gives me."
    )
    rows: list[tuple[str, Content | Block]] = [
        *_who(head, paper.identity),
        (_("Your complaint"), shortened(paper.matter)),
        (_("Your request"), shortened(paper.request) or _("None stated")),
        (_("Sum in dispute"), in_dispute),
        (_("How settled"), (Span(paper.settlement, is_bold=True),)),
        (_("Sum paid"), paid),
        (_("Settled at"), moment(paper.settled_at)),
    ]
    return _form(head, rows, [parts.paragraph(statement)])


def _who(head: PaperHead, identity: str) -> list[tuple[str, Content]]:
    return [(_("Complainant"), head.complainant or _("Name not given")), (_("Identity paper"), identity)]


def _form(head: PaperHead, rows: list[tuple[str, Content | Block]], said: list[Block]) -> list[Block]:
    """Facts, what is declared, both signatures, whom to turn to, the seal."""
    return [
        *parts.table(rows),
        Gap(12),
        *said,
        Stack([Gap(10), parts.signatures(_("Complainant's signature"), _("Staff signature"))]),
        Gap(6),
        *parts.heading(_("Contact")),
        *parts.contact(head.branch, head.handler),
        parts.seal(head.branch, head.issued_on),
    ]
