"""Open a case: its state, both clocks explained, and what may be done next by whom."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from app.domain.calendar import china_day
from app.domain.case import Case, CaseState
from app.domain.case_number import CaseNumberError, parse
from app.domain.closing import ChecklistItem, closing_checklist
from app.domain.context import Context
from app.domain.deadlines import Deadlines, StageOffer, deadlines_of, is_clock_stopped, next_stages
from app.domain.explaining import DateExplanation, explain
from app.domain.next_date import NextDate, next_date_of
from app.domain.reasons import ReasonCode
from app.domain.recusal import needs_new_owner
from app.domain.refusal import Refusal, refuse
from app.domain.telling import PostingDay, last_day_to_post
from app.domain.warning import Alert, warning_of
from app.operations.deleted_cases import deleted_case
from app.operations.desk import Desk
from app.operations.offer_steps import ActionOffer, offer_steps

__all__ = ["ActionOffer", "CaseView", "DateExplanation", "open_case", "open_case_by_number", "view_of"]


@dataclass(frozen=True, slots=True)
class CaseView:
    """Everything that the page of one case shows."""

    case: Case
    deadlines: Deadlines
    offers: tuple[StageOffer, ...]
    actions: tuple[ActionOffer, ...]
    names: dict[str, str]
    explanation: tuple[DateExplanation, ...]
    next_date: NextDate | None = None
    alert: Alert = Alert.NONE
    checklist: tuple[ChecklistItem, ...] = ()  # what stands open when the case is to be closed
    posting: PostingDay | None = None  # until when a written notice is posted in time; None where nothing is owed
    needs_owner: bool = False  # whoever has the case can't go on with it

    def action(self, name: str) -> ActionOffer:
        """The offer for the step `name`."""
        return next(offer for offer in self.actions if offer.name == name)


def open_case(desk: Desk, case_id: str) -> CaseView | Refusal:
    """The case as of now."""
    case = desk.store.case(case_id)
    if case is None:
        deleted_at = desk.store.purging.purged_at(case_id)
        if deleted_at is not None:
            return refuse(ReasonCode.CASE_PURGED, day=china_day(deleted_at).isoformat())
        return refuse(ReasonCode.CASE_NOT_FOUND)
    return view_of(desk, case, desk.clock.now())


def open_case_by_number(desk: Desk, case_no: str) -> CaseView | Refusal:
    """The case with this number as somebody typed it, as of now."""
    try:
        number = str(parse(case_no))
    except CaseNumberError:
        return refuse(ReasonCode.CASE_NOT_FOUND)
    case = desk.store.case_by_no(number)
    if case is None:
        deleted = deleted_case(desk, number)
        return open_case(desk, deleted.case_id) if deleted is not None else refuse(ReasonCode.CASE_NOT_FOUND)
    return view_of(desk, case, desk.clock.now())


def view_of(desk: Desk, case: Case, now: datetime) -> CaseView:
    """The page of `case` at the instant `now`, for the person who is signed in."""
    deadlines = deadlines_of(case, desk.rules)
    offers = () if case.state.is_ended else next_stages(case, desk.rules)
    names = {staff_no: person.name for staff_no, person in desk.people.items()}
    return CaseView(
        case=case,
        deadlines=deadlines,
        offers=offers,
        actions=offer_steps(case, Context(desk.actor, now, desk.rules, desk.people, desk.branch)),
        names=names,
        explanation=explain(case, desk.rules, names, deadlines),
        next_date=next_date_of(case, desk.rules, deadlines),
        alert=warning_of(case, desk.rules, china_day(now), deadlines),
        checklist=closing_checklist(case, desk.rules, china_day(now)) if case.state is CaseState.TOLD else (),
        posting=None if is_clock_stopped(case) else last_day_to_post(case, desk.rules, deadlines.due_on),
        needs_owner=needs_new_owner(case, desk.people),
    )
