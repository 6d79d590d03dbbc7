"""Dates in sentences: which rule, from which day, what moved it; what is owed next; warnings."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from app.language import labels
from app.language.catalogue import _, ngettext_

if TYPE_CHECKING:
    from app.domain.deadlines import Deadline
    from app.domain.explaining import DateExplanation, Move

_Words = Mapping[str, Callable[[], str]]

_PAUSES: _Words = {
    "appraisal": lambda: _("Appraisal"),
    "testing": lambda: _("Testing"),
    "assessment": lambda: _("Assessment"),
    "mediation": lambda: _("Mediation"),
}
_NEXT_DATES: _Words = {
    "order": lambda: _("Answer the supervision order"),
    "answer": lambda: _("Answer the complaint"),
    "first_response": lambda: _("First response"),
    "pause_end": lambda: _("End of the pause"),
    "review": lambda: _("Decision of the review"),
    "correction": lambda: _("Corrective action"),
    "close": lambda: _("Close the case"),
}
_ALERTS: _Words = {
    "none": lambda: _("In good time"),
    "half": lambda: _("Half of the time is over"),
    "four_fifths": lambda: _("Four fifths of the time are over"),
    "last_day": lambda: _("The last day"),
    "overdue": lambda: _("Overdue"),
}
_SINCE: _Words = {
    "received": lambda: _("receipt on {day}"),
    "accepted": lambda: _("acceptance on {day}"),
    "new_facts": lambda: _("new facts on {day}"),
    "reopened": lambda: _("reopening on {day}"),
    "review_requested": lambda: _("the request for a review on {day}"),
    "told": lambda: _("being told on {day}"),
}


def pause(code: str) -> str:
    """A ground for a pause."""
    return _say(_PAUSES, code)


def next_date(code: str) -> str:
    """What has to be done by the next date."""
    return _say(_NEXT_DATES, code)


def alert(code: str) -> str:
    """How much of the term has gone."""
    return _say(_ALERTS, code)


def clock_sentence(item: DateExplanation | Deadline) -> str:
    """One date in one sentence: which rule, from which day, how many days, until when, and what moved it."""
    since: str = getattr(item, "since", "accepted" if item.unit == "working" else "received")
    if since == "agreed":
        text = _("Agreed with the complainant on {day}: until {due}").format(
            day=item.start_on.isoformat(), due=item.due_on.isoformat()
        )
    else:
        text = _term(item).format(
            rule=labels.policy(item.policy_id),
            n=item.days,
            since=_say(_SINCE, since).format(day=item.start_on.isoformat()),
            due=item.due_on.isoformat(),
        )
    for move in getattr(item, "moves", ()):
        text = _("{first}; {second}").format(first=text, second=_move(move))
    return text


def _term(item: DateExplanation | Deadline) -> str:
    if item.unit == "working":
        return ngettext_(
            "{rule}: {n} working day from {since}, until {due}",
            "{rule}: {n} working days from {since}, until {due}",
            item.days,
        )
    return ngettext_(
        "{rule}: {n} natural day from {since}, until {due}",
        "{rule}: {n} natural days from {since}, until {due}",
        item.days,
    )


def _move(move: Move) -> str:
    if move.what == "extension":
        return _("extended by {who} on {day}").format(who=move.by, day=move.on.isoformat())
    return ngettext_(
        "{n} day of {kind} from {day} not counted", "{n} days of {kind} from {day} not counted", move.days
    ).format(n=move.days, kind=pause(move.kind).lower(), day=move.on.isoformat())


def _say(words: _Words, code: str) -> str:
    found = words.get(code)
    return found() if found else str(code)
