"""Notices to the complainant: the time limit is suspended, not taken up, outside the remit, further papers wanted."""

from __future__ import annotations

from app.documents import letter_parts as parts
from app.documents.blocks import Block, Content, Gap, Indented, Text
from app.documents.papers import (
    DeclineNoticePaper,
    DeliveryRecord,
    OutOfScopeNotePaper,
    PaperHead,
    PauseNoticePaper,
    SupplementRequestPaper,
)
from app.documents.paragraph import Span
from app.documents.slip_parts import shortened
from app.documents.wording import day, day_in_week, label
from app.domain.calendar import china_day
from app.language import _, language


def make_pause_notice(paper: PauseNoticePaper, language: str = "zh") -> bytes:
    """期限中止告知书 as a PDF on A4.

    It must hold (domain.md 2.9; 令2020-3 art. 18-2, 23): what the time is for and which body does it, from when, until
    when as expected, the effect on the term, and whom to turn to; art. 18-2 lets the time be left out only when the
    complainant is told.

    Raises: IncompletePaperError while `body_name` is empty.
    """
    parts.demand(body_name=paper.body_name)
    return parts.make_letter(paper.head, language, "pause_notice", lambda: _pause(paper))


def make_decline_notice(paper: DeclineNoticePaper, language: str = "zh") -> bytes:
    """不予办理告知书 as a PDF on A4.

    It must hold (domain.md 2.9; 令2020-3 art. 18-4, with 13 and 14): the reason, what to bring so that the complaint
    can be taken up, and whom to turn to.

    Raises: IncompletePaperError while `reasons` is empty.
    """
    parts.demand(reasons=paper.reasons)
    return parts.make_letter(paper.head, language, "decline_notice", lambda: _decline(paper))


def make_out_of_scope_note(paper: OutOfScopeNotePaper, language: str = "zh") -> bytes:
    """非受理范围说明 as a PDF on A4.

    It must hold (domain.md 2.9; S0 no. 57): why the matter is not the bank's, who is competent, and how to reach them.

    Raises: IncompletePaperError while `reasons` or `competent_body` is empty.
    """
    parts.demand(reasons=paper.reasons, competent_body=paper.competent_body)
    return parts.make_letter(paper.head, language, "out_of_scope_note", lambda: _out_of_scope(paper))


def make_supplement_request(paper: SupplementRequestPaper, language: str = "zh") -> bytes:
    """补充材料通知 as a PDF on A4.

    It must hold (domain.md 2.9; 令2020-3 art. 13, 14): the papers wanted, only what the bank can't look up, why, and
    by when.

    Raises: IncompletePaperError while `items` or `why` is empty.
    """
    parts.demand(items="".join(paper.items), why=paper.why)
    return parts.make_letter(paper.head, language, "supplement_request", lambda: _supplement(paper))


def _pause(paper: PauseNoticePaper) -> list[Block]:
    if paper.kind == "mediation":
        opening = _(
            "We are handling the complaint that you made to us on {day}. With the consent of both sides it has gone "
            "to mediation, and the time that this takes does not count towards the time limit."
        )
        basis = _(
            "Measures for the Handling of Banking and Insurance Consumer Complaints "
            "(CBIRC Order 2020 No. 3), article 23"
        )
    else:
        opening = _(
            "We are handling the complaint that you made to us on {day}. To establish the facts, a body outside the "
            "bank has to examine the matter, and the time that this takes does not count towards the time limit."
        )
        basis = _(
            "Measures for the Handling of Banking and Insurance Consumer Complaints "
            "(CBIRC Order 2020 No. 3), article 18"
        )
    closing = _(
        "While the time limit is suspended you may add to your complaint, ask how it stands, or withdraw it. We will "
        "tell you when handling goes on."
    )
    rows: list[tuple[str, Content]] = [
        (_("What for"), label("pause", paper.kind)),
        (_("Body in charge"), paper.body_name),
        (_("Why it is needed"), paper.why),
        (_("Suspended from"), (Span(day_in_week(paper.started_on), is_bold=True),)),
        (_("Expected until"), day_in_week(paper.expected_end_on)),
        (_("Date until now"), _("no later than {day}").format(day=day_in_week(paper.due_without))),
        (_("Effect on the date"), _effect(paper)),
        (_("Legal basis"), basis),
    ]
    return _notice(paper.head, paper.delivery, opening, rows, [parts.paragraph(closing)])


def _effect(paper: PauseNoticePaper) -> Content:
    """What the pause does to the date of the answer, as far as it is known on the day of the notice."""
    if paper.due_with <= paper.due_without:
        stays = _("The bank's own time limit goes on; we will still answer no later than {day}.")
        return stays.format(day=day_in_week(paper.due_without))
    new = _("no later than {day}").format(day=day_in_week(paper.due_with))
    if paper.is_provisional:
        new += _(" [provisional: public holidays not yet published]")
    moves = _("if it ends on the expected day; should it end on another day, the date moves with it and we tell you")
    return (Span(new, is_bold=True), Span(f"\n{moves}"))


def _decline(paper: DeclineNoticePaper) -> list[Block]:
    opening = _(
        "We have received what you put to us on {day}. It was not put forward by somebody who is entitled to, and so "
        "we can't take it up as a complaint for now. These are the reasons and what would be needed:"
    )
    entitled = _(
        "A complaint may be made by the consumer, by a statutory representative, by an agent with the original of a "
        "signed power of attorney, and by the heirs of a consumer who has died."
    )
    closing = _(
        "Bring the papers named above and we will take the complaint up at once. If you do not agree with this notice, "
        "you may turn to our superior office, {superior} ({phone}), or to the regulator's hotline, {regulator}."
    ).format(
        superior=paper.head.branch.said("superior_name", language()),
        phone=paper.head.branch.superior_phone or paper.head.branch.hotline,
        regulator=paper.head.branch.regulator_phone,
    )
    basis = _(
        "Measures for the Handling of Banking and Insurance Consumer Complaints "
        "(CBIRC Order 2020 No. 3), articles 13, 14 and 18"
    )
    rows: list[tuple[str, Content]] = [
        (_("Matter put forward"), shortened(paper.matter)),
        (_("Why not taken up"), (Span(paper.reasons, is_bold=True),)),
        (_("What to bring"), paper.what_to_bring),
        (_("Legal basis"), basis),
    ]
    return _notice(
        paper.head, paper.delivery, opening, rows, [parts.paragraph(entitled), Gap(4), parts.paragraph(closing)]
    )


def _out_of_scope(paper: OutOfScopeNotePaper) -> list[Block]:
    opening = _(
        "We have received what you put to us on {day}. On examination, the matter is not one that this bank may "
        "handle as a complaint. We explain why, and who is competent:"
    )
    closing = _(
        "Please turn to the body named above. If you need papers that we hold for it, or if there is more to your "
        "matter that does concern our products or services, tell us and we will help you."
    )
    rows: list[tuple[str, Content]] = [
        (_("Matter put forward"), shortened(paper.matter)),
        (_("Why not ours"), paper.reasons),
        (_("Who is competent"), (Span(paper.competent_body, is_bold=True),)),
    ]
    return _notice(paper.head, paper.delivery, opening, rows, [parts.paragraph(closing)])


def _supplement(paper: SupplementRequestPaper) -> list[Block]:
    opening = _(
        "To handle the complaint that you made to us on {day} we need the papers listed below. You need not bring "
        "anything that we already hold or can look up ourselves."
    )
    closing = _(
        "Hand the papers in at this branch or send them to the address below; you will get a receipt for them. We use "
        "them only to handle this complaint. If they do not reach us in time, we go on with what we have."
    )
    head = paper.head
    wanted: list[Block] = [
        Indented(Text(item, parts.LEFT), 22, Text(f"{number}.", parts.LEFT))
        for number, item in enumerate(paper.items, 1)
    ]
    by_when = _("no later than {day}").format(day=day_in_week(paper.by_when))
    rows: list[tuple[str, Content]] = [
        (_("What they are for"), paper.why),
        (_("Hand in"), (Span(by_when, is_bold=True),)),
    ]
    return [
        parts.addressed(head.complainant),
        Gap(4),
        parts.paragraph(opening.format(day=day(china_day(head.received_at)))),
        *parts.heading(_("Papers wanted")),
        *wanted,
        Gap(10),
        *parts.table(rows),
        Gap(10),
        parts.paragraph(closing),
        *_end(head, paper.delivery),
    ]


def _notice(
    head: PaperHead, delivery: DeliveryRecord, opening: str, rows: list[tuple[str, Content]], closing: list[Block]
) -> list[Block]:
    return [
        parts.addressed(head.complainant),
        Gap(4),
        parts.paragraph(opening.format(day=day(china_day(head.received_at)))),
        Gap(10),
        *parts.table(rows),
        Gap(10),
        *closing,
        *_end(head, delivery),
    ]


def _end(head: PaperHead, delivery: DeliveryRecord) -> list[Block]:
    """Whom to turn to, the seal, and how it was delivered."""
    return [
        *parts.heading(_("Contact")),
        *parts.contact(head.branch, head.handler),
        parts.seal(head.branch, head.issued_on),
        parts.delivery_record(delivery),
    ]
