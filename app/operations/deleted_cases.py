"""What is still known of a case that was deleted because its time of keeping was over, by its number: that says nothing
of a person, and it stands on papers that others keep (domain.md 1.7 nos. 96 and 98)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from app.operations.desk import Desk
from app.operations.retention import is_entitled


@dataclass(frozen=True, slots=True)
class DeletedCase:
    """A case that was deleted: by whom (staff number) and when, and how many entries say who did what, without their
    content, from the first to the last."""

    case_id: str
    case_no: str
    by: str
    at: datetime
    entries: int
    first_at: datetime
    last_at: datetime


def deleted_case(desk: Desk, case_no: str) -> DeletedCase | None:
    """The case with this number as the first entry about its deletion names it that counts; None where none does."""
    from app.store.audit_trail import AuditTrail

    for order in desk.store.purging.orders_naming(case_no):
        if is_entitled(desk, order):
            case_id = order.cases[0].case_id
            extent = AuditTrail(desk.store.database).extent(case_id)
            return DeletedCase(case_id, case_no, order.actor, order.at, *extent) if extent is not None else None
    return None
