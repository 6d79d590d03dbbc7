"""送达回证: that a paper reached the complainant, how, when and with which proof (令2020-3 art. 21; domain.md 2.9)."""

from __future__ import annotations

from app.documents import letter_parts as parts
from app.documents.blocks import Block, Content, Gap, Stack, Text
from app.documents.papers import DeliveryRecord, ServiceReceiptPaper
from app.documents.wording import day, label, moment
from app.language import _

_LINES_TO_FILL = 2
"""Attempts that may be written in by hand where none is on record."""


def make_service_receipt(paper: ServiceReceiptPaper, language: str = "zh") -> bytes:
    """The receipt as a PDF on A4, filled as far as the record goes, else left to be written in.

    It must hold (domain.md 2.9; 令2020-3 art. 21): the paper served, the way, the time, the person, the number of the
    proof, and the attempts that failed.
    """
    return parts.make_letter(paper.head, language, "service_receipt", lambda: _body(paper))


def _body(paper: ServiceReceiptPaper) -> list[Block]:
    head = paper.head
    basis = _(
        "Measures for the Handling of Banking and Insurance Consumer Complaints (CBIRC Order 2020 No. 3), article 21"
    )
    rows: list[tuple[str, Content]] = [
        (_("To be served on"), head.complainant or _("Name not given")),
        (_("Paper served"), paper.served),
        (_("Paper no."), head.case_no),
        (_("Date of the paper"), day(paper.served_on)),
        (_("Legal basis"), basis),
    ]
    statement = _(
        "Whoever signs for it received the paper named above on the day and in the way written here. Where it was "
        "posted, telephoned or sent, the proof stands in place of the signature."
    )
    return [
        *parts.table(rows),
        Gap(16),
        Stack([Text(_("Delivery"), parts.CELL_HEADING), Gap(4), *parts.delivery_cells(paper.delivery, 30)]),
        Gap(10),
        parts.paragraph(statement),
        Gap(12),
        Stack(_attempts(paper.attempts)),
        Gap(4),
        parts.seal(head.branch, head.issued_on),
    ]


def _attempts(attempts: tuple[DeliveryRecord, ...]) -> list[Block]:
    """Each attempt in vain: when, how, and why or with which proof."""
    blocks: list[Block] = [Text(_("Attempts that failed"), parts.CELL_HEADING)]
    for number in range(1, max(len(attempts), _LINES_TO_FILL) + 1):
        made = attempts[number - 1] if number <= len(attempts) else None
        when = moment(made.delivered_at) if made and made.delivered_at else ""
        proof = "    ".join(part for part in (made.receiver, made.evidence_no) if part) if made else ""
        blocks += [
            Gap(5),
            parts.Cells(
                [(_("Attempt {n}").format(n=number), when), (_("Way tried"), label("way", made.way) if made else "")]
            ),
            parts.Cells([(_("Reason and proof"), proof)], 28),
        ]
    return blocks
