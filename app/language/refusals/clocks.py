"""More time, pauses, new facts, agreed dates."""

from __future__ import annotations

from app.domain.reasons import ReasonCode as R
from app.language.catalogue import _
from app.language.refusals.details import Details, Sentences


def _pause_too_long(d: Details) -> str:
    return _("Such a pause may be expected to last {limit} days at most. Choose an earlier day.").format_map(d)


def _facts_too_early(d: Details) -> str:
    return _(
        "This day is before {earliest}, from which the term runs already. Write when the new material was received."
    ).format(earliest=d.day("earliest"))


SENTENCES: Sentences = {
    R.UNKNOWN_POLICY: lambda d: _("This time limit does not apply to the case. Choose one of those offered."),
    R.UNKNOWN_REQUEST: lambda d: _("This request for an extension is not known. Synchronise and open the case again."),
    R.EXTENSION_PENDING: lambda d: _("A request for an extension is waiting already. Have it decided first."),
    R.EXTENSION_DECIDED: lambda d: _("This request has been decided already. Open the case again to see the result."),
    R.STAGE_OUT_OF_ORDER: lambda d: _("Extensions are given one stage after the other. Ask for the next stage."),
    R.NO_FURTHER_STAGE: lambda d: _("The law allows no further extension. Decide the complaint and tell the result."),
    R.EXTENSION_MOVES_NOTHING: lambda d: _(
        "The due date would stay at {due_on}, because the other time limit ends then. Ask for an extension of that one."
    ).format(due_on=d.day("due_on")),
    R.ALREADY_OVERDUE: lambda d: _(
        "The due date {due_on} has passed; an extension can't mend that. Decide the complaint and tell the result now."
    ).format(due_on=d.day("due_on")),
    R.REASON_MISSING: lambda d: _("Give the reason."),
    R.REASON_TOO_SHORT: lambda d: _("The reason is too short; write at least {limit} characters.").format_map(d),
    R.PAUSE_OPEN: lambda d: _("The term is paused already since {started_on}. End that pause first.").format(
        started_on=d.day("started_on")
    ),
    R.UNKNOWN_PAUSE: lambda d: _("This pause is not known. Synchronise and open the case again."),
    R.PAUSE_ENDED: lambda d: _("This pause has ended already, on {ended_on}. Open the case again to see it.").format(
        ended_on=d.day("ended_on")
    ),
    R.PAUSE_BODY_MISSING: lambda d: _("Write who carries it out: the name of the institution."),
    R.PAUSE_IN_FUTURE: lambda d: _("This day is still to come. Start the pause on the day on which it begins."),
    R.PAUSE_TOO_EARLY: lambda d: _("This day is before the complaint was received ({earliest}). Check it.").format(
        earliest=d.day("earliest")
    ),
    R.PAUSE_END_TOO_EARLY: lambda d: _("The pause can't end before {earliest}. Choose that day or a later one.").format(
        earliest=d.day("earliest")
    ),
    R.PAUSE_END_IN_FUTURE: lambda d: _("This day is still to come. End the pause on the day on which it is over."),
    R.PAUSE_TOO_LONG: _pause_too_long,
    R.CONSENT_MISSING: lambda d: _(
        "Mediation needs the complainant's consent. Write the proof of it, such as the signed form's number."
    ),
    R.FACTS_MISSING: lambda d: _("Write which new facts or reasons came in."),
    R.FACTS_IN_FUTURE: lambda d: _("This day is still to come. Write when the new material was received."),
    R.FACTS_TOO_EARLY: _facts_too_early,
    R.FACTS_AFTER_DECISION: lambda d: _(
        "The complaint has been decided already. Close the case and have it opened again for the new facts."
    ),
    R.AGREED_NOT_AHEAD: lambda d: _("An agreed date lies ahead. Choose a day after today."),
    R.AGREED_TOO_LATE: lambda d: _("The law allows {last} at the latest. Agree on that day or an earlier one.").format(
        last=d.day("last")
    ),
    R.DELEGATE_UNFIT: lambda d: _(
        "This person can't decide in your place: not active, not entitled to handle cases, or with an interest in "
        "this one. Choose somebody else."
    ),
    R.DELEGATE_ASKED: lambda d: _("This person asked for the extension. Choose somebody else."),
    R.DELEGATE_IS_YOU: lambda d: _("You may decide this yourself. To delegate, choose somebody else."),
    R.DELEGATION_PASSED: lambda d: _("This day has passed. Choose today or a later day."),
    R.DELEGATION_TOO_LONG: lambda d: _(
        "An approval may be delegated for {limit} days at most. Choose an earlier day."
    ).format_map(d),
}
