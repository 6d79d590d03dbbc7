"""The facts of a case as label and value. No Qt."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

from app.domain.deadlines import CHINA
from app.domain.guards import mask_card_numbers
from app.domain.masking import mask_account, mask_id, mask_name, mask_phone
from app.domain.money import format_yuan
from app.language import _, intake_labels, labels
from app.ui.case.words import mask_for, owner_name

if TYPE_CHECKING:
    from app.domain.case import Case, Complainant
    from app.domain.free_text import Mask
    from app.operations.open_case import CaseView

Row = tuple[str, str]


def case_facts(
    view: CaseView, category_of: Callable[[str], str], *, is_short: bool = False, clear: Complainant | None = None
) -> list[Row]:
    """Label and value, empty ones left out. `clear` is the complainant whose details are shown in full for now."""
    case, intake = view.case, view.case.intake
    if is_short:
        person = clear or intake.complainant
        rows = [
            (_("Customer"), person.name if clear else mask_name(person.name)),
            (_("Phone number"), person.phone if clear else mask_phone(person.phone)),
            (_("Category"), category_of(case.about.category)),
            (_("Channel"), labels.channel(intake.channel)),
            (_("Owner"), owner_name(case, view.names)),
            (_("Due date"), view.deadlines.due_on.isoformat()),
        ]
        return [row for row in rows if row[1]]
    parts = (*_who(case, clear), *_what(view, category_of, mask_for(view, is_clear=clear is not None)), *_came_in(view))
    return [row for row in parts if row[1]]


def _who(case: Case, clear: Complainant | None) -> Iterator[Row]:
    intake, is_clear = case.intake, clear is not None
    person = clear or intake.complainant
    yield _("Customer"), person.name if is_clear else mask_name(person.name)
    yield _("Phone number"), person.phone if is_clear else mask_phone(person.phone)
    yield _("In what capacity"), labels.capacity(person.capacity)
    yield _("Identity paper"), _paper(person.id_kind, person.id_number, is_clear=is_clear)
    yield _("Where a written answer goes"), intake.address if is_clear else _masked(intake.address)
    yield _("Account / card"), mask_account(intake.account_tail)
    acting = intake.representative
    if acting is not None:
        name = acting.name if is_clear else mask_name(acting.name)
        phone = acting.phone if is_clear else mask_phone(acting.phone)
        yield _("Acting person"), "  ".join(part for part in (name, phone) if part)
        yield _("Paper of the acting person"), _paper(acting.id_kind, acting.id_number, is_clear=is_clear)
        kind = _("original") if acting.is_original else _("copy")
        yield _("Authority"), f"{intake_labels.paper_taken(acting.authority)} · {kind}" if acting.authority else ""
    yield _("Estate of"), (intake.deceased_name if is_clear else mask_name(intake.deceased_name))
    joint = intake.joint
    if joint is not None:
        how = _("{n} people, face to face") if joint.is_face_to_face else _("{n} people")
        yield _("Joint complaint"), how.format(n=joint.count)
        who = labels.list_of(
            f"{name} {phone}".strip() if is_clear else mask_name(name) for name, phone in joint.representatives
        )
        yield _("Representatives"), who


def copyable() -> dict[str, str]:
    """Details that can be copied one by one: the label of each, and its name in the book."""
    return {
        _("Customer"): "name",
        _("Phone number"): "phone",
        _("Identity paper"): "id_number",
        _("Where a written answer goes"): "address",
    }


_GIVEN_MASKS: dict[str, Callable[[str], str]] = {
    "complainant_name": mask_name,
    "phone": mask_phone,
    "category": mask_card_numbers,
    "received_at": lambda text: text,
}


def given_facts(view: CaseView, *, is_clear: bool = False) -> list[Row]:
    """What stood in the imported file, by column, in the file's own words. A column that the program does not know may
    hold anything, so nothing of it is shown before somebody asks to see the details in full."""
    given = view.case.intake.given
    return [(name, text if is_clear else _GIVEN_MASKS.get(name, _hidden)(text)) for name, text in given.items()]


def _hidden(text: str) -> str:
    return "***" if text else ""


def _paper(kind: str, number: str, *, is_clear: bool) -> str:
    return f"{labels.id_kind(kind)} {number if is_clear else mask_id(number)}".strip() if number else ""


def _masked(address: str) -> str:
    """The place and not the door: its first six characters at most."""
    return f"{address[: min(6, len(address) // 2)]}***" if address else ""


def _what(view: CaseView, category_of: Callable[[str], str], mask: Mask) -> Iterator[Row]:
    case, about = view.case, view.case.about
    if case.intake.intake_type != "complaint":
        yield _("Kind of matter"), labels.intake_type(case.intake.intake_type)
    yield _("Category"), category_of(about.category)
    yield _("Reason for complaining"), category_of(about.reason) if about.reason else ""
    yield _("Business channel"), category_of(about.business_channel) if about.business_channel else ""
    if about.severity != "ordinary":
        yield _("Severity"), intake_labels.severity(about.severity)
    yield _("Rights infringed"), labels.list_of(intake_labels.right_infringed(code) for code in about.rights)
    yield _("Special groups"), labels.list_of(intake_labels.special_group(code) for code in about.special_groups)
    yield _("Suspected agency"), _("Yes") if about.is_agency_suspected else ""
    staff = labels.list_of(f"{view.names.get(s, '')} {s}".strip() for s in about.respondents)
    yield (
        _("Complained of"),
        " · ".join(part for part in (about.respondent_unit, staff, mask(about.respondent_words)) if part),
    )
    yield _("Asked for"), labels.list_of(intake_labels.remedy_sought(code) for code in case.intake.remedies)
    amount = case.intake.amount_fen
    yield _("Amount, CNY"), format_yuan(amount) if amount is not None else ""


def _came_in(view: CaseView) -> Iterator[Row]:
    case, intake = view.case, view.case.intake
    yield _("Channel"), labels.channel(intake.channel)
    sent = intake.forwarded
    if sent is not None:
        yield _("Forwarded by"), " ".join(p for p in (intake_labels.regulator(sent.authority), sent.reference_no) if p)
        yield (
            _("At regulator"),
            sent.regulator_received_on.isoformat() if sent.regulator_received_on else "",
        )
        yield _("Forwarded on"), sent.forwarded_on.isoformat() if sent.forwarded_on else ""
    yield _("Owner"), owner_name(case, view.names)
    yield _("Received"), case.received_at.astimezone(CHINA).strftime("%Y-%m-%d %H:%M")
    yield _("Happened on"), intake.occurred_on.isoformat() if intake.occurred_on else ""
    yield _("Recording no."), intake.recording_no
    taken = (f"{intake_labels.paper_taken(paper.kind)} ×{paper.count}" for paper in intake.papers_taken)
    yield _("Papers taken"), labels.list_of(taken)
