"""延期告知书: tells the complainant of the new date, why, and who approved it (art. 18 of 令2020-3; domain.md 2.9)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from app.documents import letter_parts as parts
from app.documents.blocks import Block, Gap
from app.documents.papers import ExtensionNoticePaper
from app.documents.paragraph import Span
from app.documents.pen import Pen, press
from app.documents.wording import day, day_in_week
from app.domain.calendar import china_day
from app.language import _, in_language


def make_extension_notice(paper: ExtensionNoticePaper, language: str = "zh") -> bytes:
    """The notice as a PDF on A4."""
    with press(), in_language(language):
        title = _("Notice of extension")
        pen = Pen(f"{paper.case_no} {title}", language)
        parts.print_letter(pen, title, paper.case_no, paper.branch, paper.copy_no, _body(paper))
        return pen.finish()


def _body(paper: ExtensionNoticePaper) -> list[Block]:
    opening = _(
        "We are handling the complaint that you made to us on {day}. More time is needed to establish the facts, and "
        "the extension set out below has been approved."
    )
    closing = _(
        "We will decide and tell you by the new date. Until then you may add to your complaint, ask how it stands, or "
        "withdraw it. The reason for the extension will be explained to you at any time on request."
    )
    new_due = _no_later(paper.new_due_on)
    if paper.is_provisional:
        new_due += _(" [provisional: public holidays not yet published]")
    return [
        parts.addressed(paper.complainant),
        Gap(4),
        parts.paragraph(opening.format(day=day(china_day(paper.received_at)))),
        Gap(10),
        *parts.table(
            [
                (_("Your request"), paper.remedy_sought),
                (_("Date until now"), _no_later(paper.old_due_on)),
                (_("New date"), (Span(new_due, is_bold=True),)),
                (_("Stage"), _stage(paper)),
                (_("Reason"), paper.reason),
                (_("Approved by"), _approval(paper)),
                (_("Basis"), _basis(paper.policy_id)),
            ]
        ),
        Gap(10),
        parts.paragraph(closing),
        *parts.heading(_("Contact")),
        *parts.contact(paper.branch, paper.handler),
        parts.seal(paper.branch, paper.issued_on),
        parts.delivery_record(paper.delivery),
    ]


def _no_later(value: date) -> str:
    return _("no later than {day}").format(day=day_in_week(value))


def _stage(paper: ExtensionNoticePaper) -> str:
    """The stage in words; a policy that this program does not know is told by its stage's number."""
    known: dict[tuple[str, int], Callable[[], str]] = {
        ("CN_LOCAL_5_10", 1): lambda: _("First extension: from 5 to 10 working days from acceptance"),
        ("CN_NFRA_2020_3", 1): lambda: _("First extension: from 15 to 30 days from receipt"),
        ("CN_NFRA_2020_3", 2): lambda: _("Second extension: 30 days more, 60 in all, from receipt"),
    }
    words = known.get((paper.policy_id, paper.stage))
    return words() if words else _("Extension no. {n}").format(n=paper.stage)


def _approval(paper: ExtensionNoticePaper) -> str:
    who = " ".join(part for part in (paper.approver_level, paper.approver_name) if part)
    if paper.approved_on is None:
        return who
    return _("{who}, on {day}").format(who=who, day=day(paper.approved_on))


def _basis(policy_id: str) -> str:
    if policy_id.startswith("CN_NFRA"):
        return _(
            "Measures for the Handling of Banking and Insurance Consumer Complaints "
            "(CBIRC Order 2020 No. 3), article 18"
        )
    return _("The bank's rules for handling financial consumers' complaints")
