"""The parts of the slip that are the same on every size: what is said, in which order, at which measures."""

from __future__ import annotations

from dataclasses import dataclass

from app.documents.blocks import Block, Columns, Gap, Indented, Stack, Text
from app.documents.flow import MM
from app.documents.look import BLACK, GREY, INK, NAVY, TINT, Mark, field
from app.documents.papers import PaperTaken, SlipPaper
from app.documents.paragraph import Span, Style
from app.documents.wording import amount, day, day_in_week, moment
from app.language import _, ngettext_

NARRATIVE_LIMIT = 600
"""Characters of the narrative that a slip prints; a longer one is shortened in words, never silently."""


@dataclass(frozen=True, slots=True)
class Measures:
    """Styles and distances of one size of slip, in points."""

    title: Style
    number: Style
    body: Style
    strong: Style
    label: Style
    small: Style
    due: Style
    pledge: Style
    label_width: float
    gap: float
    padding: float
    code: float
    hand: float
    scale: float
    tint: str

    @classmethod
    def for_roll(cls) -> Measures:
        """80 mm: black only, for thermal printers draw grey as dots."""
        body = Style(8.5, 12.2, BLACK, align="justify")
        strong = body.but(is_bold=True, align="left")
        return cls(
            title=Style(15, 20, BLACK, is_bold=True, align="center", tracking=1.5),
            number=Style(11.5, 16, BLACK, is_bold=True),
            body=body,
            strong=strong,
            label=body.but(align="left"),
            small=Style(7.5, 10.6, BLACK, align="justify"),
            due=Style(12, 17, BLACK, is_bold=True),
            pledge=strong.but(align="center"),
            label_width=15 * MM,
            gap=8,
            padding=1.2,
            code=20 * MM,
            hand=24,
            scale=1,
            tint="",
        )

    @classmethod
    def for_a5(cls) -> Measures:
        """148 x 210 mm."""
        return cls._sheet(8.6, 12.6, 7.4, 10.4, 17, 19 * MM, 6, 0.82)

    @classmethod
    def for_a4(cls) -> Measures:
        """210 x 297 mm."""
        return cls._sheet(10.5, 16, 9, 13.4, 24, 25 * MM, 11, 1)

    @classmethod
    def _sheet(
        cls,
        size: float,
        leading: float,
        small: float,
        small_leading: float,
        title: float,
        code: float,
        gap: float,
        scale: float,
    ) -> Measures:
        body = Style(size, leading, INK, align="justify")
        return cls(
            title=Style(title * 0.86, title * 1.2, INK, is_bold=True, align="center", tracking=title * 0.12),
            number=Style(size * 1.5, leading * 1.35, NAVY, is_bold=True, tracking=0.3),
            body=body,
            strong=body.but(is_bold=True, align="left"),
            label=body.but(colour=GREY, align="left"),
            small=Style(small, small_leading, INK, align="justify"),
            due=Style(size * 1.4, leading * 1.32, INK, is_bold=True),
            pledge=Style(size, leading, NAVY, is_bold=True, align="center", tracking=1),
            label_width=(22 if size < 10 else 27) * MM,
            gap=gap,
            padding=gap * 0.32,
            code=code,
            hand=leading * 1.9,
            scale=scale,
            tint=TINT,
        )

    def foot(self, paper: SlipPaper) -> str:
        """What stands at the foot of each sheet."""
        return _("Please keep this slip. Progress can be asked for at any branch with the case number.")


def case_number(paper: SlipPaper) -> str:
    """The number, or that there is none yet."""
    return paper.case_no or _("given when recorded")


def times(paper: SlipPaper, m: Measures) -> list[Block]:
    """When the complaint was received and when accepted."""
    lines = [(_("Received on"), moment(paper.received_at))]
    if paper.accepted_at is not None:
        lines.append((_("Accepted on"), moment(paper.accepted_at)))
    return [field(label, text, m.label, m.body.but(align="left"), m.label_width) for label, text in lines]


def contacts(paper: SlipPaper, m: Measures, language: str) -> list[Block]:
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
    facts = [
        (_("Accepted by"), place),
        (_("Address"), branch.said("address", language)),
        (_("Handled by"), who),
        (_("Telephone"), handler.phone),
        (_("Complainant"), complainant),
        (_("Identity paper"), paper.identity),
        (_("Contact number"), paper.phone),
    ]
    return _fields(facts, m)


def matter(paper: SlipPaper, m: Measures) -> list[Block]:
    """What it is about: class, story as read back, request, papers taken."""
    facts = [
        (_("Received through"), paper.channel),
        (_("Category"), paper.category),
        (_("Happened on"), day(paper.occurred_on) if paper.occurred_on else ""),
        (_("Amount involved"), amount(paper.amount_fen) if paper.amount_fen is not None else ""),
    ]
    fields = _fields(facts, m)
    fields += _fields([(_("Your complaint"), shortened(paper.narrative))], m)
    fields += _fields([(_("Your request"), shortened(paper.remedy_sought) or _("None stated"))], m)
    fields += _fields([(_("Papers taken"), papers_taken(paper.papers_taken))], m)
    return fields


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


def answer(paper: SlipPaper, m: Measures) -> Block:
    """How the answer comes."""
    words = {
        "phone": _("By telephone to the number above, or in writing if you ask for it."),
        "written": _("In writing; you may also collect the answer at this branch with this slip."),
        "either": _("By telephone or in writing, as the matter requires; you may ask for a written answer."),
    }
    return field(_("Answer"), words[paper.answer_way], m.label, m.body, m.label_width)


def rights(paper: SlipPaper, m: Measures) -> list[Block]:
    """What the complainant may expect and do (art. 15, 18, 20)."""
    branch = paper.branch
    items = [
        _("If more time is needed, we will tell you the reason and the new date before the time is up."),
        _("You may withdraw the complaint at any time; handling ends on the day we receive the withdrawal."),
        _(
            "If you disagree with the decision, you may ask our superior office for a review within 30 days of receiving it."
        ),
        _("Head office hotline: {phone}.").format(phone=branch.hotline),
        _("Financial consumer hotline of the regulator: {phone}.").format(phone=branch.regulator_phone),
    ]
    blocks: list[Block] = [Text(_("Your rights"), m.strong, stays_with_next=True), Gap(1.5)]
    for number, item in enumerate(items, 1):
        blocks.append(Indented(Text(item, m.small), m.small.size * 1.5, Text(f"{number}.", m.small)))
    return blocks


def privacy(paper: SlipPaper, m: Measures, language: str) -> list[Block]:
    """The notice of 个人信息保护法 art. 17: who, what, what for, how long, which rights."""
    text = _(
        "{bank} processes your name, contact and identity details and what you told us only to handle this complaint, "
        "as the law requires, and passes them on only to the units concerned and to the regulator. We keep them for "
        "at least three years after the case is closed and then delete them. You may see, copy, correct or add to "
        "them at this branch or through {phone}."
    ).format(bank=paper.branch.said("bank_name", language), phone=paper.branch.hotline)
    return [Text(_("Your personal data"), m.strong, stays_with_next=True), Gap(1.5), Text(text, m.small)]


def pledge(paper: SlipPaper, language: str) -> str:
    """What the bank promises (domain.md no. 27)."""
    return paper.branch.said("pledge", language) or _(
        "Every question answered, every complaint taken, every case looked into."
    )


def _fields(facts: list[tuple[str, str]], m: Measures) -> list[Block]:
    return [field(label, text, m.label, m.body, m.label_width) for label, text in facts if text]


__all__ = ["Measures", "Span", "Stack"]
