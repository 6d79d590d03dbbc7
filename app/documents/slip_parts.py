"""The parts of the slip that are the same on every size: what is said, in which order, at which measures."""

from __future__ import annotations

from collections.abc import Sequence

from app.documents.blocks import Block, Columns, Gap, Indented, Text
from app.documents.fonts import width
from app.documents.look import Mark, field
from app.documents.papers import PaperTaken, SlipPaper
from app.documents.slip_measures import Measures
from app.documents.wording import amount, day, day_in_week, moment
from app.language import _, ngettext_

Fact = tuple[str, str]
"""A label and what stands beside it."""

NARRATIVE_LIMIT = 600
"""Characters of the narrative that a slip prints; a longer one is shortened in words, never silently."""


def times(paper: SlipPaper) -> list[Fact]:
    """When the complaint was received and when accepted."""
    lines = [(_("Received on"), moment(paper.received_at))]
    if paper.accepted_at is not None:
        lines.append((_("Accepted on"), moment(paper.accepted_at)))
    return lines


def contacts(paper: SlipPaper, language: str) -> list[Fact]:
    """The branch, the handler and the complainant."""
    branch, handler = paper.branch, paper.handler
    place = (
        f"{branch.said('bank_name', language)}{'' if language == 'zh' else ', '}{branch.said('branch_name', language)}"
    )
    who = " ".join(part for part in (handler.post, handler.name) if part)
    if handler.staff_no:
        who += _(" ({staff_no})").format(staff_no=handler.staff_no)
    complainant = paper.complainant or _("Name not given")
    if paper.capacity:
        complainant += _(" ({capacity})").format(capacity=paper.capacity)
    return [
        (_("Accepted by"), place),
        (_("Telephone"), handler.phone),
        (_("Handled by"), who),
        (_("Address"), branch.said("address", language)),
        (_("Complainant"), complainant),
        (_("Your phone"), paper.phone),
        (_("Identity paper"), paper.identity),
        (_("Acted for by") if paper.represents_organisation else _("Acts for you"), paper.representative),
        (_("Jointly"), paper.joint),
    ]


def matter(paper: SlipPaper) -> list[Fact]:
    """What it is about: class, story as read back, request, papers taken."""
    return [
        (_("Kind of matter"), paper.intake_type),
        (_("Came in by"), paper.channel),
        (_("Sent on by"), paper.forwarded),
        (_("Category"), paper.category),
        (_("Happened on"), day(paper.occurred_on) if paper.occurred_on else ""),
        (_("Sum in dispute"), amount(paper.amount_fen) if paper.amount_fen is not None else ""),
        (_("Your complaint"), shortened(paper.narrative)),
        (_("Your request"), shortened(paper.remedy_sought) or _("None stated")),
        (_("Papers taken"), papers_taken(paper.papers_taken)),
    ]


def shortened(text: str) -> str:
    """`text` whole up to `NARRATIVE_LIMIT` characters; beyond that its beginning and how long it really is."""
    text = text.strip()
    if len(text) <= NARRATIVE_LIMIT:
        return text
    note = _("[Beginning only. The full text of {count} characters is kept in this case's file.]")
    return f"{text[:NARRATIVE_LIMIT].rstrip()}……\n{note.format(count=len(text))}"


def papers_taken(taken: tuple[PaperTaken, ...]) -> str:
    """What the complainant left, with count and whether original or copy."""
    if not taken:
        return _("None taken")
    lines = []
    for one in taken:
        kind = _("original") if one.is_original else _("copy")
        counted = ngettext_("{count} sheet", "{count} sheets", one.count).format(count=one.count)
        lines.append(_("{name}: {counted} ({kind})").format(name=one.name, counted=counted, kind=kind))
    return "\n".join(lines)


def due(paper: SlipPaper, m: Measures) -> list[Block]:
    """The day by which the answer must come, in words, or that the matter is settled."""
    if paper.due_on is None:
        return [
            Text(_("Settled on the spot"), m.label),
            Text(paper.settlement or _("The matter was settled at once and the complainant was told."), m.strong),
        ]
    words = Text(_("no later than {day}").format(day=day_in_week(paper.due_on)), m.due)
    head: Block = Text(_("We will answer"), m.label)
    if paper.is_provisional:
        mark = Mark(_("Provisional"), m.strong, "right")
        head = Columns([head, mark], (-1, -1), 4)
    blocks: list[Block] = [head, Gap(1), words]
    if paper.term:
        blocks.append(Text(_("that is, {term}").format(term=paper.term), m.small.but(align="left")))
    if paper.is_provisional:
        blocks += [Gap(2), Text(_provisional(), m.small)]
    return blocks


def _provisional() -> str:
    return _(
        "Provisional: the public holidays that this date depends on have not been published yet. Should they change "
        "the date, we will tell you."
    )


def answer(paper: SlipPaper, m: Measures) -> list[Block]:
    """How the answer comes; nothing when it has been given."""
    if paper.due_on is None:
        return []
    words = {
        "phone": _("By telephone to the number above, or in writing if you ask for it."),
        "written": _("In writing; you may also collect the answer at this branch with this slip."),
        "either": _("By telephone or in writing; you may ask for a written answer."),
    }
    return fields([(_("Answer"), words[paper.answer_way])], m)


def rights(paper: SlipPaper, m: Measures, language: str) -> list[Block]:
    """What the complainant may expect and do (art. 15, 18, 20), in the words of the law's version."""
    branch, said = paper.branch, paper.rights.said
    items = [
        said("more_time", language),
        said("withdraw", language),
        said("review_short", language),
        said("hotlines", language, hotline=branch.hotline, regulator=branch.regulator_phone),
    ]
    blocks: list[Block] = [Text(_("Your rights"), m.strong, stays_with_next=True), Gap(1.5, stays_with_next=True)]
    for number, item in enumerate(items, 1):
        blocks.append(Indented(Text(item, m.small), m.small.size * 1.5, Text(f"{number}.", m.small)))
    return blocks


def privacy(paper: SlipPaper, m: Measures, language: str) -> list[Block]:
    """The notice of 个人信息保护法 art. 17: who, what, what for, how long, which rights."""
    bank = paper.branch.said("bank_name", language)
    text = paper.rights.said("privacy", language, bank=bank, phone=paper.branch.hotline)
    return [
        Text(_("Your personal data"), m.strong, stays_with_next=True),
        Gap(1.5, stays_with_next=True),
        Text(text, m.small),
    ]


def pledge(paper: SlipPaper, language: str) -> str:
    """What the bank promises (domain.md no. 27)."""
    return paper.branch.said("pledge", language) or _(
        "Every question answered, every complaint taken, every case looked into."
    )


def fields(facts: Sequence[Fact], m: Measures) -> list[Block]:
    """Each fact on a row of its own; empty ones are left out."""
    return [field(label, text, m.label, m.body, m.label_width) for label, text in facts if text]


def grid(facts: Sequence[Fact], m: Measures, column: float) -> list[Block]:
    """Facts in rows of a column of `column` points: two neighbours share a row where each fits into half of it."""
    left = [fact for fact in facts if fact[1]]
    half = (column - m.gap) / 2
    room = half - m.label_width
    result: list[Block] = []
    while left:
        two = left[:2]
        if len(two) == 2 and all("\n" not in text and width(text, m.body.size) <= room for _name, text in two):
            result.append(Columns(fields(two, m), (half, half), m.gap))
            left = left[2:]
        else:
            result += fields(left[:1], m)
            left = left[1:]
    return result
