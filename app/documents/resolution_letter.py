"""投诉处理答复书: the decision, what it rests on, and what the complainant can do; and the reply to what is none.

Basis: art. 19 to 21 of 令2020-3; domain.md 2.9.
"""

from __future__ import annotations

from datetime import timedelta

from app.documents import letter_parts as parts
from app.documents.blocks import Block, Boxed, Content, Gap, Indented, Stack, Text
from app.documents.look import NAVY, TINT
from app.documents.papers import IncompletePaperError, ResolutionLetterPaper
from app.documents.paragraph import Span
from app.documents.pen import Pen, press
from app.documents.slip_parts import shortened
from app.documents.wording import amount_in_full, day, day_in_week, label
from app.domain.calendar import china_day
from app.domain.codes import ANSWERED
from app.language import _, in_language, language

_PARTS_OF_REPLY = ("complainant_name", "request", "decision", "remedy", "branch_contact")


def make_resolution_letter(paper: ResolutionLetterPaper, language: str = "zh") -> bytes:
    """The letter as a PDF on A4; for the outcome `answered` the reply to an enquiry, report, suggestion or praise.

    A decision on a complaint must hold (art. 19, 20; domain.md 2.9): the request, the verification findings, basis and
    reasons, decision and remedy, the four ways to go on (review with the superior's name, address and last day,
    mediation, arbitration, court), contact, the place of the seal, the record of delivery. A reply holds the answer.

    Raises: IncompletePaperError while a part is empty, naming the parts in the letter's order.
    """
    missing = empty_parts(paper)
    if missing:
        raise IncompletePaperError(missing)
    is_reply = paper.outcome == ANSWERED
    with press(), in_language(language):
        title = label("paper", "reply" if is_reply else "resolution_letter")
        body = _reply(paper) if is_reply else _body(paper)
        pen = Pen(f"{paper.case_no} {title}", language)
        parts.print_letter(pen, title, paper.case_no, paper.branch, paper.copy_no, body)
        return pen.finish()


def empty_parts(paper: ResolutionLetterPaper) -> tuple[str, ...]:
    """Codes of the mandatory parts that are empty, as `app.domain.letter.missing_letter_parts` names them."""
    branch = paper.branch
    held = {
        "complainant_name": paper.complainant,
        "request": paper.request or paper.matter,
        "decision": paper.outcome,
        "findings": paper.findings,
        "basis": paper.basis,
        "reasons": paper.reasons,
        "remedy": paper.remedy,
        "branch_contact": branch.phone or branch.hotline,
        "superior_name": branch.superior_name,
        "superior_address": branch.superior_address,
    }
    needed = _PARTS_OF_REPLY if paper.outcome == ANSWERED else held
    return tuple(part for part in needed if not held[part].strip())


def _reply(paper: ResolutionLetterPaper) -> list[Block]:
    opening = _("We have received what you put to us on {day}. This is our answer.")
    closing = _(
        "If you have further questions, or if you want to make a complaint about a product or service of ours, turn to "
        "us at any time."
    )
    why = parts.named(_("Reasons: "), paper.reasons) if paper.reasons.strip() else ()
    basis = parts.named(_("Basis: "), paper.basis) if paper.basis.strip() else ()
    return [
        parts.addressed(paper.complainant),
        Gap(4),
        parts.paragraph(opening.format(day=day(china_day(paper.received_at)))),
        Gap(10),
        *parts.table(
            [
                (_("Kind of matter"), paper.intake_type),
                (_("Matter put forward"), shortened(paper.matter)),
                (_("What you asked for"), shortened(paper.request)),
            ]
        ),
        *parts.heading(_("Our answer")),
        *(parts.paragraph(text) for text in (paper.findings, paper.remedy, basis, why) if text),
        Gap(8),
        parts.paragraph(closing),
        *parts.heading(_("Contact")),
        *parts.contact(paper.branch, paper.handler),
        parts.seal(paper.branch, paper.issued_on),
        parts.delivery_record(paper.delivery),
    ]


def _body(paper: ResolutionLetterPaper) -> list[Block]:
    opening = _(
        "We received your complaint on {day}. It has been looked into by a person who has no part in the matter. This "
        "is our decision, what we found, and what you can do if you disagree."
    )
    return [
        parts.addressed(paper.complainant),
        Gap(4),
        parts.paragraph(opening.format(day=day(china_day(paper.received_at)))),
        *parts.heading(_("1. Your complaint and request")),
        *_request(paper),
        *parts.heading(_("2. What we found")),
        parts.paragraph(paper.findings),
        *parts.heading(_("3. Basis and reasons")),
        parts.paragraph(parts.named(_("Basis: "), paper.basis)),
        parts.paragraph(parts.named(_("Reasons: "), paper.reasons)),
        *parts.heading(_("4. Decision and remedy")),
        *_decision(paper),
        *parts.heading(_("5. If you disagree")),
        *_remedies(paper),
        *parts.heading(_("6. Contact")),
        *parts.contact(paper.branch, paper.handler),
        parts.seal(paper.branch, paper.issued_on),
        parts.delivery_record(paper.delivery),
    ]


def _request(paper: ResolutionLetterPaper) -> list[Block]:
    blocks: list[Block] = []
    if paper.matter.strip():
        blocks.append(parts.paragraph(parts.named(_("Complaint: "), shortened(paper.matter))))
    if paper.request.strip():
        blocks.append(parts.paragraph(parts.named(_("Request: "), paper.request)))
    return blocks


def _decision(paper: ResolutionLetterPaper) -> list[Block]:
    blocks = [
        parts.paragraph((Span(label("outcome", paper.outcome), is_bold=True),), stays_with_next=True),
        parts.paragraph(paper.remedy),
    ]
    if paper.compensation_fen:
        money = amount_in_full(paper.compensation_fen)
        blocks.append(parts.paragraph(parts.named(_("Compensation: "), money)))
    return blocks


def _remedies(paper: ResolutionLetterPaper) -> list[Block]:
    """核查, 调解, 仲裁, 诉讼: each named, the first with where and until when (art. 19, 20)."""
    branch, lang, said = paper.branch, language(), paper.rights.said
    others = [said(name, lang) for name in ("mediation", "arbitration", "litigation")]
    facts: list[tuple[str, Content]] = [
        (_("Superior office"), branch.said("superior_name", lang)),
        (_("Address"), branch.said("superior_address", lang)),
        (_("Telephone"), branch.superior_phone),
        (_("Last day"), _last_day(paper)),
    ]
    box = Boxed(Stack(parts.facts(facts, 62 if lang == "zh" else 88)), 9, colour=NAVY, tint=TINT, edge=3)
    return [
        _item(1, said("review", lang), stays_with_next=True),
        Gap(5, stays_with_next=True),
        Indented(box, 22),
        Gap(6),
        *(_item(number, text) for number, text in enumerate(others, 2)),
        parts.paragraph(said("regulator", lang, phone=branch.regulator_phone)),
    ]


def _last_day(paper: ResolutionLetterPaper) -> Content:
    """The last day for the review; while the day of receipt is not known, the one for today, and how it counts."""
    received_on = paper.received_on or paper.issued_on
    last = _("no later than {day}").format(day=day_in_week(received_on + timedelta(days=paper.review_days)))
    if paper.received_on is not None:
        return (Span(last, is_bold=True),)
    note = _("if you receive this letter today; else the 30th day after you receive it")
    return (Span(last, is_bold=True), Span(f"\n{note}"))


def _item(number: int, text: str, *, stays_with_next: bool = False) -> Block:
    """A numbered item whose first sentence names it: （一）in a paragraph in Chinese, (1) in the margin in English."""
    if language() == "zh":
        head, stop, rest = text.partition("。")
        name = f"（{'一二三四'[number - 1]}）{head}{stop}"
        return parts.paragraph((Span(name, is_bold=True), Span(rest)), stays_with_next=stays_with_next)
    head, stop, rest = text.partition(".")
    content = (Span(head + stop, is_bold=True), Span(rest))
    return Indented(Text(content, parts.LEFT), 22, Text(f"({number})", parts.LEFT), stays_with_next)
