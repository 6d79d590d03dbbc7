"""What was handed in, found out and put right in a case, as lines by section. No Qt."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING

from app.domain.masking import mask_name
from app.language import _, dealing_labels, labels
from app.ui.case.words import at_text, day_text, mask_for

if TYPE_CHECKING:
    from app.domain.case import Case
    from app.domain.free_text import Mask
    from app.operations.open_case import CaseView


@dataclass(frozen=True, slots=True)
class Line:
    """One thing: what it is, a small line below, words of its own, and how it stands (tone of a chip, "" for none)."""

    title: str
    caption: str = ""
    text: str = ""
    mark: str = ""
    tone: str = "info"

    def __repr__(self) -> str:
        return "<Line>"


@dataclass(frozen=True, slots=True)
class Section:
    """Lines under a heading, and the step that adds another."""

    title: str
    step: str
    lines: tuple[Line, ...]


def material_sections(view: CaseView, today: date, *, is_clear: bool = False) -> list[Section]:
    """All sections in the order in which a case is worked on; empty ones too, so that they can be filled. Personal data
    in them is masked unless `is_clear`."""
    case, names, mask = view.case, view.names, mask_for(view, is_clear=is_clear)
    found = [
        Section(_("Evidence"), "receive_evidence", tuple(_evidence(case, names, today))),
        Section(_("Contact log"), "log_contact", tuple(_contacts(case, names, today))),
        Section(_("Means used"), "use_means", tuple(_means(case, names, today))),
        Section(_("Root cause"), "find_root_cause", tuple(_cause(case, names, today))),
        Section(_("Corrections"), "plan_correction", tuple(_corrections(case, names, today))),
        Section(_("Responsibility"), "find_liability", tuple(_liability(case, names, today))),
    ]
    return [replace(section, lines=tuple(_masked(line, mask) for line in section.lines)) for section in found]


def _masked(line: Line, mask: Mask) -> Line:
    return replace(line, title=mask(line.title), caption=mask(line.caption), text=mask(line.text))


def _evidence(case: Case, names: dict[str, str], today: date) -> Iterator[Line]:
    for item in case.evidence:
        kind = _("original") if item.is_original else _("copy")
        who = mask_name(item.from_whom) if item.from_whom else ""
        caption = "  ".join(part for part in (at_text(item.received_at, today), who) if part)
        if item.returned_at is None:
            yield Line(f"{item.name} ×{item.count} {kind}", caption, mark=_("kept"), tone="info")
        else:
            back = _("Given back to {name} on {day}").format(
                name=mask_name(item.returned_to), day=at_text(item.returned_at, today)
            )
            yield Line(f"{item.name} ×{item.count} {kind}", caption, back, _("given back"), "ok")


def _contacts(case: Case, names: dict[str, str], today: date) -> Iterator[Line]:
    for contact in reversed(case.contacts):
        who = mask_name(contact.receiver) if contact.receiver else ""
        title = " · ".join(part for part in (labels.way(contact.way), who) if part)
        caption = f"{at_text(contact.at, today)}  {names.get(contact.by, contact.by)}"
        mark = "" if contact.was_reached else _("not reached")
        yield Line(title, caption, contact.result, mark, "soon")


def _means(case: Case, names: dict[str, str], today: date) -> Iterator[Line]:
    for means in case.means:
        caption = f"{at_text(means.at, today)}  {names.get(means.by, means.by)}"
        yield Line(dealing_labels.means(means.means), caption, means.text)


def _cause(case: Case, names: dict[str, str], today: date) -> Iterator[Line]:
    cause = case.root_cause
    if cause is not None:
        caption = f"{at_text(cause.at, today)}  {names.get(cause.by, cause.by)}"
        yield Line(dealing_labels.root_cause(cause.cause), caption, cause.text)


def _corrections(case: Case, names: dict[str, str], today: date) -> Iterator[Line]:
    for plan in case.corrections:
        who = names.get(plan.owner, plan.owner)
        caption = _("{name}, by {day}").format(name=who, day=day_text(plan.due_on))
        title = f"{dealing_labels.correction(plan.kind)} · {plan.text}"
        if plan.finished_at is not None:
            yield Line(title, caption, plan.result, _("done"), "ok")
        elif plan.due_on < today:
            yield Line(title, caption, "", _("overdue"), "overdue")
        else:
            yield Line(title, caption, "", _("open"), "info")


def _liability(case: Case, names: dict[str, str], today: date) -> Iterator[Line]:
    found = case.liability
    if found is None:
        return
    caption = f"{at_text(found.at, today)}  {names.get(found.by, found.by)}"
    if not found.is_bank_at_fault:
        yield Line(_("The bank is not responsible"), caption, found.text)
        return
    shares = labels.list_of(f"{names.get(share.who, share.who)} {share.percent}%" for share in found.shares)
    yield Line(shares, caption, found.text)
