"""What moves a case's dates, in sentences: extensions, pauses, closing. No Qt."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.domain.deadlines import china_day
from app.language import _, clock_labels, closing_labels, labels
from app.ui.case.words import day_text

if TYPE_CHECKING:
    from app.domain.deadlines import StageOffer
    from app.domain.telling import PostingDay
    from app.operations.foresee import Foreseen
    from app.operations.open_case import CaseView

MOVE_DATES = frozenset({"start_pause", "end_pause", "record_new_facts", "agree_date", "reopen"})
"""Steps whose forms say what they do to the due date."""


def offer_lines(view: CaseView, offer: StageOffer) -> str:
    """What an extension does: old and new due date, who approves, and the cap by the other clock. One a line."""
    change = _("Due date {old} → {new}").format(old=day_text(view.deadlines.due_on), new=day_text(offer.new_due_on))
    if offer.is_provisional:
        change = _("{text} (provisional)").format(text=change)
    lines = [change]
    if cap := offer_cap(view, offer):
        lines.append(cap)
    lines.append(_("Approved by: {who}").format(who=labels.list_of(labels.role(role) for role in offer.approvers)))
    if offer.needs_notice:
        lines.append(_("The complainant has to be told of this extension."))
    return "\n".join(lines)


def offer_cap(view: CaseView, offer: StageOffer) -> str:
    """Why an extension ends earlier than its own days would: the other clock. "" when it does not."""
    other = next((d for d in view.explanation if d.policy_id != offer.policy_id and d.due_on == offer.new_due_on), None)
    if other is None:
        return ""
    return _("Capped by the other clock: {rule} ends on {due}.").format(
        rule=labels.policy_stage(other.policy_id, other.stage), due=other.due_on.isoformat()
    )


def closing_line(view: CaseView) -> str:
    """What closing means for this case."""
    told = view.case.told_at
    if told is None:
        return _("The case ends; its history stays.")
    told_on, due_on = china_day(told), view.deadlines.due_on
    if told_on > due_on:
        return _("Told on {told}, after the due date {due}: the case goes on record as overdue.").format(
            told=told_on.isoformat(), due=due_on.isoformat()
        )
    return _("Told on {told}, in time (due {due}). Your signature closes the case.").format(
        told=told_on.isoformat(), due=due_on.isoformat()
    )


def next_line(view: CaseView) -> str:
    """What has to be done next and by when; "" where nothing is owed."""
    date = view.next_date
    if date is None:
        return ""
    return _("Next: {what}, by {day}").format(what=clock_labels.next_date(date.what), day=day_text(date.on))


def alert_line(view: CaseView) -> str:
    """How much of the term has gone, once it is worth a warning."""
    return "" if view.alert.value in ("none", "overdue") else clock_labels.alert(view.alert.value)


def checklist_lines(view: CaseView) -> str:
    """What stands open when the case is to be closed and does not hold it up, one a line."""
    warnings = (item for item in view.checklist if not item.is_blocking)
    return "\n".join(closing_labels.checklist_item(item.code, item.details) for item in warnings)


def posting_line(posting: PostingDay) -> str:
    """The last day for posting a notice, and the last one until then on which counters are open."""
    text = _("Posted by {day} at the latest, it is in time.").format(day=day_text(posting.last_on))
    if posting.last_working_on == posting.last_on:
        return text
    closed = _("Counters are closed then: hand it in by {day}.").format(day=day_text(posting.last_working_on))
    return f"{text}\n{closed}"


def foreseen_line(foreseen: Foreseen) -> str:
    """What a step does to the due date."""
    if foreseen.due_now == foreseen.due_then:
        return _("The due date stays {due}.").format(due=day_text(foreseen.due_now))
    change = _("Due date {old} → {new}").format(old=day_text(foreseen.due_now), new=day_text(foreseen.due_then))
    return _("{text} (provisional)").format(text=change) if foreseen.is_provisional else change
