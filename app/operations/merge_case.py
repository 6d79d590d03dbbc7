"""Handle the same complaint together with another case (令2020-3 art. 18-3)."""

from __future__ import annotations

from app.domain.case_number import CaseNumberError, parse
from app.domain.commands import MergeCase
from app.domain.decisions.ending import merge_objection
from app.domain.reasons import ReasonCode
from app.domain.refusal import Refusal, refuse
from app.operations.act import carry_out
from app.operations.desk import Desk
from app.operations.open_case import CaseView


def merge_case(desk: Desk, case_id: str, into_case_no: str, reason: str) -> CaseView | Refusal:
    """End the case and go on with the open one whose number is `into_case_no`, however it was typed or scanned."""
    case = desk.store.case(case_id)
    if case is None:
        return refuse(ReasonCode.CASE_NOT_FOUND)
    if not into_case_no.strip():
        return refuse(ReasonCode.MERGE_TARGET_MISSING, "into_case_no")
    try:
        number = str(parse(into_case_no))
    except CaseNumberError:
        return refuse(ReasonCode.MERGE_TARGET_UNREADABLE, "into_case_no")
    into = desk.store.case_by_no(number)
    if into is None:
        return refuse(ReasonCode.CASE_NOT_FOUND, "into_case_no")
    objection = merge_objection(case, into) if not case.state.is_ended else None
    return objection or carry_out(desk, case_id, MergeCase(into.case_id, into.case_no, reason))
