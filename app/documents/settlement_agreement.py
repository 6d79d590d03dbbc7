"""和解协议: what both sides agreed on, ready to be signed, or as it was signed (S1 no. 36; domain.md 2.9)."""

from __future__ import annotations

from app.documents import letter_parts as parts
from app.documents.blocks import Blank, Block, Columns, Content, Gap, Indented, Stack, Text
from app.documents.look import GREY
from app.documents.papers import SettlementAgreementPaper
from app.documents.paragraph import Span
from app.documents.slip_parts import shortened
from app.documents.wording import amount_in_full, day, day_in_week
from app.domain.calendar import china_day
from app.language import _, language


def make_settlement_agreement(paper: SettlementAgreementPaper, language: str = "zh") -> bytes:
    """The agreement as a PDF on A4.

    It must hold (domain.md 2.9; S1 no. 36): both parties, the facts, the agreed terms, the amount in figures and
    Chinese capitals, the day of performance, both signatures and the place of the seal.

    Raises: IncompletePaperError while `complainant_name` or `terms` is empty.
    """
    parts.demand(complainant_name=paper.head.complainant, terms=paper.terms)
    return parts.make_letter(paper.head, language, "settlement_agreement", lambda: _body(paper))


def _body(paper: SettlementAgreementPaper) -> list[Block]:
    sum_agreed = (
        _("No money is to be paid under this agreement.")
        if paper.amount_fen is None
        else _("Party B pays Party A {amount}.").format(amount=amount_in_full(paper.amount_fen))
    )
    by_when = _("Everything agreed is performed no later than {day}.").format(day=day_in_week(paper.performance_on))
    return [
        *parts.table(_parties(paper)),
        *parts.heading(_("1. The complaint")),
        *_facts(paper),
        *parts.heading(_("2. What is agreed")),
        parts.paragraph(paper.terms),
        *parts.heading(_("3. Amount and performance")),
        parts.paragraph((Span(sum_agreed, is_bold=True),)),
        parts.paragraph((Span(by_when, is_bold=True),)),
        Stack([*parts.heading(_("4. General")), *_general(), Gap(14), _signing()]),  # nobody signs a bare sheet
    ]


def _parties(paper: SettlementAgreementPaper) -> list[tuple[str, Content]]:
    head, lang = paper.head, language()
    space = "" if lang == "zh" else ", "
    bank = f"{head.branch.said('bank_name', lang)}{space}{head.branch.said('branch_name', lang)}"
    reach = "    ".join(part for part in (paper.identity, paper.phone) if part)
    handler = " ".join(part for part in (head.handler.post, head.handler.name, head.handler.phone) if part)
    return [
        (
            _("Party A"),
            _lines((head.complainant, _("complainant")), reach, _("represented by {who}"), paper.representative),
        ),
        (_("Party B"), _lines((bank, _("bank")), head.branch.said("address", lang), "{who}", handler)),
        (_("Agreement no."), paper.agreement_no),
    ]


def _lines(who: tuple[str, str], reach: str, pattern: str, other: str) -> Content:
    """A party: its name in bold with what it is, and under it how to know and reach it."""
    name, part = who
    under = [line for line in (reach, pattern.format(who=other) if other else "") if line]
    return (
        Span(name, is_bold=True),
        Span(_(" ({part})").format(part=part), colour=GREY),
        Span("".join(f"\n{line}" for line in under)),
    )


def _facts(paper: SettlementAgreementPaper) -> list[Block]:
    made = _("Party A complained to Party B on {day}.").format(day=day(china_day(paper.head.received_at)))
    blocks = [parts.paragraph(made), parts.paragraph(parts.named(_("Complaint: "), shortened(paper.facts)))]
    if paper.request.strip():
        blocks.append(parts.paragraph(parts.named(_("Request: "), shortened(paper.request))))
    return blocks


def _general() -> list[Block]:
    items = [
        _("Both sides make this agreement of their own free will; once it is performed, the complaint is settled."),
        _(
            "Where one side does not perform it, the other may turn to mediation, to arbitration where that was "
            "agreed, or to the people's court."
        ),
        _("There are two originals, one for each side, in force from the day on which both sides have signed."),
    ]
    return [Indented(Text(item, parts.LEFT), 22, Text(f"{n}.", parts.LEFT)) for n, item in enumerate(items, 1)]


def _signing() -> Block:
    """Both sides beside each other; the seal goes over the bank's name."""
    signed_on = _("Date")
    a = Stack(
        [
            Text(_("Party A (signature or seal)"), parts.STRONG),
            Gap(38),
            Blank(_("Signature"), parts.LEFT, 26),
            Blank(signed_on, parts.LEFT, 30),
        ]
    )
    b = Stack(
        [
            Text(_("Party B (official seal)"), parts.STRONG),
            Gap(38),
            Blank(_("Signed for the bank"), parts.LEFT, 26),
            Blank(signed_on, parts.LEFT, 30),
        ]
    )
    return Columns([a, b], (-1, -1), 36)
