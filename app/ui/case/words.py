"""The sentences of the case page: steps, history, clocks, what was done. No Qt."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from app.domain.case import Case, CaseState, Flag
from app.domain.deadlines import CHINA, Urgency, china_day, days_left, is_clock_stopped, urgency
from app.domain.masking import mask_name
from app.domain.people import Person
from app.domain.refusal import Problem, Refusal
from app.language import _, labels, ngettext_
from app.language.reasons import refusal_text, sentence

if TYPE_CHECKING:
    from app.domain.deadlines import Deadline, StageOffer
    from app.operations.open_case import ActionOffer, CaseView, DateExplanation

STEP_KEYS = {
    "start_handling": "Ctrl+H",
    "add_note": "Ctrl+N",
    "request_extension": "Ctrl+E",
    "decide_extension": "Ctrl+Shift+E",
    "record_decision": "Ctrl+R",
    "make_letter": "Ctrl+Shift+R",
    "give_notice": "Ctrl+T",
    "close": "Ctrl+D",
    "make_extension_notice": "",
    "reprint_slip": "Ctrl+Shift+P",
    "assign": "Ctrl+G",
    "withdraw": "",
}
_TONES = {
    CaseState.REGISTERED: "primary",
    CaseState.ACCEPTED: "primary",
    CaseState.IN_PROGRESS: "primary",
    CaseState.EXTENSION_REQUESTED: "soon_text",
    CaseState.DECIDED: "soon_text",
    CaseState.TOLD: "ok_text",
    CaseState.CLOSED: "text3",
    CaseState.SETTLED_ON_SPOT: "text3",
    CaseState.WITHDRAWN: "text3",
}


@dataclass(frozen=True, slots=True)
class DeadlineWords:
    """A due date as a chip says it: its urgency (overdue, today, soon, later, ended) and the words."""

    tone: str
    text: str


def deadline_words(due_on: date | None, today: date, *, is_stopped: bool, was_overdue: bool = False) -> DeadlineWords:
    """How near a due date is, for chips and for screen readers. Of an ended case: whether it was in time."""
    tone = urgency(due_on, today, is_stopped=is_stopped)
    if tone is Urgency.ENDED or due_on is None:
        return DeadlineWords("ended", _("was overdue") if was_overdue else _("in time"))
    return DeadlineWords(tone.value, labels.deadline_chip(days_left(due_on, today)))


def day_text(day: date) -> str:
    """A day with its weekday: "2026-12-08 周二", "Tue 2026-12-08"."""
    weekday = (_("Mon"), _("Tue"), _("Wed"), _("Thu"), _("Fri"), _("Sat"), _("Sun"))[day.weekday()]
    return _("{weekday} {day}").format(weekday=weekday, day=day.isoformat())


def state_tone(state: str) -> str:
    """The colour role of the dot before a state."""
    return _TONES.get(CaseState(state), "text3") if state in set(CaseState) else "text3"


def case_deadline(view: CaseView, today: date) -> DeadlineWords:
    """The chip in the head of the page."""
    case = view.case
    return deadline_words(view.deadlines.due_on, today, is_stopped=is_clock_stopped(case), was_overdue=case.was_overdue)


def masked_name(view: CaseView) -> str:
    """The complainant's name as screens show it."""
    return mask_name(view.case.intake.complainant.name)


# ---- steps


def step_label(action: str) -> str:
    """What a step's button says."""
    return {
        "start_handling": _("Take in hand"),
        "add_note": _("Add a note"),
        "request_extension": _("Request an extension"),
        "decide_extension": _("Decide the extension"),
        "record_decision": _("Record the decision"),
        "make_letter": _("Answer letter"),
        "make_extension_notice": _("Print the notice of extension"),
        "give_notice": _("Notice to the complainant"),
        "close": _("Close the case"),
        "withdraw": _("Withdrawal by the complainant"),
        "reprint_slip": _("Reprint the slip"),
        "assign": _("Assign the case"),
    }.get(action, action)


def step_order(view: CaseView) -> list[ActionOffer]:
    """The steps as the page lists them: the natural next one first, refused ones last."""
    offers = [*view.actions]
    extra = _notice_offer(view)
    if extra is not None:
        offers.append(extra)
    first = natural_step(view)
    places = {name: place for place, name in enumerate(STEP_KEYS)}
    return sorted(offers, key=lambda o: (o.name != first, not o.is_allowed, places.get(o.name, len(places))))


def natural_step(view: CaseView) -> str:
    """The step that moves the case on."""
    case = view.case
    if extension_to_tell(view) and any(o.name == "give_notice" and o.is_allowed for o in view.actions):
        is_printed = case.prints_of("extension_notice") >= sum(e.decision == "approved" for e in case.extensions)
        return "give_notice" if is_printed else "make_extension_notice"
    if case.state is CaseState.DECIDED:
        return "give_notice" if case.prints_of("resolution_letter") else "make_letter"
    return {
        CaseState.REGISTERED: "start_handling",
        CaseState.ACCEPTED: "start_handling",
        CaseState.IN_PROGRESS: "record_decision",
        CaseState.EXTENSION_REQUESTED: "decide_extension",
        CaseState.TOLD: "close",
    }.get(case.state, "")


def offer_of(view: CaseView, action: str) -> ActionOffer | None:
    """The offer for a step, None for a step that this case does not have."""
    return next((offer for offer in step_order(view) if offer.name == action), None)


def why_not(offer: ActionOffer, people: Mapping[str, Person]) -> str:
    """Why a step is refused, and who could take it."""
    return refusal_text(offer.refusal, people) if offer.refusal is not None else ""


def _notice_offer(view: CaseView) -> ActionOffer | None:
    """Printing the notice of an approved extension, allowed to whoever may print."""
    if not any(extension.decision == "approved" for extension in view.case.extensions):
        return None
    printing = next((o for o in view.actions if o.name == "reprint_slip"), None)
    if printing is None:
        return None
    return type(printing)("make_extension_notice", printing.is_allowed, printing.refusal)


def extension_to_tell(view: CaseView) -> str:
    """The request id of the newest approved extension that the complainant has not been told of, else ""."""
    approved = [e for e in view.case.extensions if e.decision == "approved" and e.decided_at is not None]
    if not approved:
        return ""
    newest = max(approved, key=lambda e: e.decided_at or e.requested_at)
    told = any(
        n.about == "extension" and n.succeeded and newest.decided_at and n.given_at >= newest.decided_at
        for n in view.case.notices
    )
    return "" if told else newest.request_id


def values_for(view: CaseView, action: str) -> dict[str, str]:
    """What a step without a form needs to know."""
    if action != "make_extension_notice":
        return {}
    approved = [e for e in view.case.extensions if e.decision == "approved"]
    return {"request_id": extension_to_tell(view) or approved[-1].request_id}


def done_line(action: str, result: Any) -> str:
    """What the toast says after a step."""
    case_no = result.case.case_no if hasattr(result, "case") else ""
    return {
        "start_handling": _("{case_no} is in your hands now."),
        "add_note": _("Note saved."),
        "request_extension": _("Extension requested for {case_no}."),
        "record_decision": _("Decision on {case_no} recorded."),
        "give_notice": _("Notice for {case_no} put on record."),
        "close": _("{case_no} closed."),
        "withdraw": _("Withdrawal of {case_no} recorded."),
        "assign": _("{case_no} assigned."),
        "make_letter": _("The answer letter was put into the print queue."),
        "make_extension_notice": _("The notice of extension was put into the print queue."),
        "reprint_slip": _("The slip was put into the print queue."),
    }.get(action, _("Done.")).format(case_no=case_no)


def missing_parts(refusal: Refusal) -> str:
    """Which parts an answer letter still lacks, one a line."""
    return "\n".join(dict.fromkeys(sentence(problem) for problem in refusal.problems))


# ---- forms


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


# ---- clocks


def clock_sentence(item: DateExplanation | Deadline) -> str:
    """One clock in a sentence: which rule, from which day, how many days, until when."""
    if item.unit == "working":
        pattern = ngettext_(
            "{rule}: {n} working day from acceptance on {start}, until {due}",
            "{rule}: {n} working days from acceptance on {start}, until {due}",
            item.days,
        )
    else:
        pattern = ngettext_(
            "{rule}: {n} natural day from receipt on {start}, until {due}",
            "{rule}: {n} natural days from receipt on {start}, until {due}",
            item.days,
        )
    return pattern.format(
        rule=labels.policy(item.policy_id), n=item.days, start=item.start_on.isoformat(), due=item.due_on.isoformat()
    )


def clock_marks(item: DateExplanation) -> list[str]:
    """What stands behind a clock: that it governs, that it is provisional."""
    marks = []
    if item.is_governing:
        marks.append(_("earlier, so it governs"))
    if item.is_provisional:
        marks.append(_("provisional: holidays of that year are not published yet"))
    return marks


def at_text(instant: datetime, today: date | None = None) -> str:
    """An instant in Chinese time as lists show it: without the year while that is this year."""
    local = instant.astimezone(CHINA)
    same_year = today is not None and local.year == today.year
    return local.strftime("%m-%d %H:%M" if same_year else "%Y-%m-%d %H:%M")


def set_aside_line(flag: Flag) -> str:
    """A flag in words: what was set aside and why."""
    return sentence(Problem(flag.code))


def owner_name(case: Case, names: Mapping[str, str]) -> str:
    """Who answers for the case."""
    return names.get(case.owner, case.owner)
