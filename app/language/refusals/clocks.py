"""More time, pauses, new facts, agreed dates."""

from __future__ import annotations

from app.domain.reasons import ReasonCode as R
from app.language.catalogue import _
from app.language.refusals.details import Sentences

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
}
