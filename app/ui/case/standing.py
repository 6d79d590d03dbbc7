"""What stands open on a case and has to be seen at once: recusal, a transfer, an order, a pause, a review. No Qt."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from app.domain.deadlines import is_clock_stopped
from app.language import _, clock_labels, holding_labels
from app.ui.case.step_choice import can_take, offer_of
from app.ui.case.words import day_text, mask_for

if TYPE_CHECKING:
    from app.operations.open_case import CaseView


@dataclass(frozen=True, slots=True)
class Standing:
    """One thing that stands open: how loud it is said, in which words, and the step that answers it ("" for none)."""

    name: str
    tone: str
    text: str
    step: str = ""

    def __repr__(self) -> str:
        return f"<Standing {self.name}>"


def standing(view: CaseView, today: date) -> list[Standing]:
    """Everything that stands open, the most pressing first."""
    found = [
        *(_recusal(view), _owner(view), _transfer(view), _order(view, today), _untold(view, today)),
        *(_pause(view, today), _void(view), _review(view), _hold(view, today)),
    ]
    return [item for item in found if item is not None]


def is_kept_out(view: CaseView) -> bool:
    """Whether the person at this desk has to keep out of the case."""
    offer = offer_of(view, "add_note")
    return offer is not None and offer.refusal is not None and offer.refusal.code == "recused"


def _recusal(view: CaseView) -> Standing | None:
    if not is_kept_out(view):
        return None
    return Standing("recusal", "error", _("You have to keep out of this case: it is about you, or you said why."))


def _owner(view: CaseView) -> Standing | None:
    """No case with somebody who can't go on with it (domain.md no. 15)."""
    if not view.needs_owner:
        return None
    name = view.names.get(view.case.owner, view.case.owner)
    text = _("{name} can't go on with this case: please assign it to somebody else.").format(name=name)
    return Standing("owner", "error", text, "assign" if can_take(view, "assign") else "")


def _transfer(view: CaseView) -> Standing | None:
    pending = view.case.pending_transfer
    if pending is None:
        return None
    by = view.names.get(pending.offered_by, pending.offered_by)
    if can_take(view, "accept_transfer"):
        text = _("{name} hands this case over to you: please accept or decline it.").format(name=by)
        return Standing("transfer", "warning", text, "accept_transfer")
    to = view.names.get(pending.to, pending.to)
    text = _("Offered to {name}, who has not answered yet.").format(name=to)
    return Standing("transfer", "info", text, "take_back_transfer" if can_take(view, "take_back_transfer") else "")


def _order(view: CaseView, today: date) -> Standing | None:
    orders = view.case.open_orders
    if not orders:
        return None
    first = orders[0]
    by = view.names.get(first.ordered_by, first.ordered_by)
    text = _("Supervision order by {name}, answer until {day}: {text}").format(
        name=by, day=day_text(first.due_on), text=mask_for(view)(" ".join(first.text.split()))
    )
    step = "answer_order" if can_take(view, "answer_order") else ""
    return Standing("order", "error" if first.due_on < today else "warning", text, step)


def _untold(view: CaseView, today: date) -> Standing | None:
    """More time that counts only once the complainant has been told (令2020-3 art. 18)."""
    reached = {clock.policy_id: clock.stage for clock in view.deadlines.each}
    until = [e.new_due_on for e in view.case.extensions if e.counts and e.stage > reached.get(e.policy_id, e.stage)]
    due_on = view.deadlines.due_on
    if not until or max(until) <= due_on or due_on < today or is_clock_stopped(view.case):
        return None
    text = _("More time until {new} is approved. It counts once the complainant has been told, by {old}.").format(
        new=day_text(max(until)), old=day_text(due_on)
    )
    return Standing("untold", "warning", text, "give_notice" if can_take(view, "give_notice") else "")


def _pause(view: CaseView, today: date) -> Standing | None:
    pause = view.case.open_pause
    if pause is None or view.case.state.is_ended:
        return None
    text = _("The term is paused: {what}, since {start}, expected to end on {end}.").format(
        what=clock_labels.pause(pause.kind), start=day_text(pause.started_on), end=day_text(pause.expected_end_on)
    )
    step = "end_pause" if can_take(view, "end_pause") else ""
    return Standing("pause", "warning" if pause.expected_end_on < today else "info", text, step)


def _void(view: CaseView) -> Standing | None:
    request = view.case.void_request
    if request is None or request.decision is not None:
        return None
    by = view.names.get(request.requested_by, request.requested_by)
    text = _("{name} asked to void this case; a second person has to decide.").format(name=by)
    return Standing("void", "warning", text, "decide_void" if can_take(view, "decide_void") else "")


def _review(view: CaseView) -> Standing | None:
    review = view.case.open_review
    if review is None:
        return None
    text = _("The superior reviews the decision; asked for on {day}.").format(day=day_text(review.received_on))
    step = "record_review_decision" if can_take(view, "record_review_decision") else ""
    return Standing("review", "info", text, step)


def _hold(view: CaseView, today: date) -> Standing | None:
    """Kept although its time may be over (domain.md 2.4)."""
    holds = view.case.open_holds
    if not holds:
        return None
    reasons = holding_labels.hold_reasons(hold.reason for hold in holds)
    text = _("Kept on hold: {reasons}. It is not deleted before the hold is lifted.").format(reasons=reasons)
    ends = [hold.expected_end_on for hold in holds if hold.expected_end_on is not None]
    if ends and min(ends) < today:
        text = _("Kept on hold: {reasons}. It was to end on {day}: is it still needed?").format(
            reasons=reasons, day=day_text(min(ends))
        )
    return Standing("hold", "info", text, "lift_hold" if can_take(view, "lift_hold") else "")
