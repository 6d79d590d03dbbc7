"""The facts of a case as label and value. No Qt."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from app.domain.deadlines import CHINA
from app.domain.masking import mask_account, mask_id, mask_name, mask_phone
from app.domain.money import format_yuan
from app.language import _, labels
from app.ui.case.words import owner_name

if TYPE_CHECKING:
    from app.domain.case import Complainant
    from app.operations.open_case import CaseView


def case_facts(
    view: CaseView, category_of: Callable[[str], str], *, is_short: bool = False, clear: Complainant | None = None
) -> list[tuple[str, str]]:
    """Label and value, empty ones left out. `clear` is the complainant whose details are shown in full for now."""
    case, intake = view.case, view.case.intake
    person = clear or intake.complainant
    shown = (
        (person.name, person.phone, person.id_number)
        if clear is not None
        else (mask_name(person.name), mask_phone(person.phone), mask_id(person.id_number) if person.id_number else "")
    )
    received = case.received_at.astimezone(CHINA).strftime("%Y-%m-%d %H:%M")
    rows = [
        (_("Customer"), shown[0]),
        (_("Phone number"), shown[1]),
        (_("Category"), category_of(intake.category)),
        (_("Channel"), labels.channel(intake.channel)),
        (_("Owner"), owner_name(case, view.names)),
        (_("Due date"), view.deadlines.due_on.isoformat()),
    ]
    if is_short:
        return [row for row in rows if row[1]]
    amount = f"{format_yuan(intake.amount_fen)}" if intake.amount_fen is not None else ""
    paper = f"{labels.id_kind(person.id_kind)} {shown[2]}" if shown[2] else ""
    rows[2:2] = [
        (_("In what capacity"), labels.capacity(person.capacity)),
        (_("Identity paper"), paper),
        (_("Account / card"), mask_account(intake.account_tail)),
    ]
    rows[-1:] = [
        (_("Received"), received),
        (_("Happened on"), intake.occurred_on.isoformat() if intake.occurred_on else ""),
        (_("Amount, CNY"), amount),
    ]
    return [row for row in rows if row[1]]
