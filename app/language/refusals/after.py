"""Review, reopening, satisfaction, lessons."""

from __future__ import annotations

from app.domain.reasons import ReasonCode as R
from app.language import closing_labels
from app.language.catalogue import _
from app.language.refusals.details import Details, Sentences


def _leak(d: Details) -> str:
    if "leak" not in d:
        return _("The text still gives somebody away. Rewrite that place.")
    return _("The text still holds {what} of this case. Rewrite that place.").format(
        what=closing_labels.leak(str(d["leak"]))
    )


SENTENCES: Sentences = {
    R.REVIEW_OPEN: lambda d: _("A review is under way already. Record its result when the superior has decided."),
    R.REVIEW_NOT_WRITTEN: lambda d: _(
        "The law wants this request in writing. Help the complainant write it, then record how it came in."
    ),
    R.REVIEW_TOO_EARLY: lambda d: _("This day is before the complainant was told the decision. Check the date."),
    R.REVIEW_TOO_LATE: lambda d: _(
        "A review could be asked for until {due_on}. Point out mediation, arbitration and court; "
        "with new facts, reopen the case."
    ).format(due_on=d.day("due_on")),
    R.REVIEW_DECIDED: lambda d: _("The result of this review is on record already. Open the case again to see it."),
    R.REVIEW_DAY_TOO_EARLY: lambda d: _("This day is before the review was asked for. Check the date."),
    R.UNKNOWN_REVIEW: lambda d: _("This review is not known. Synchronise and open the case again."),
    R.REOPEN_TOO_EARLY: lambda d: _(
        "The case was still with the bank then. Write when the new facts came in, from {due_on} on."
    ).format(due_on=d.day("due_on")),
    R.TYPICAL_LEAK: _leak,
    R.TYPICAL_MISSING: lambda d: _("The case is not marked as typical. Mark it with its text first."),
    R.TYPICAL_CHECKED: lambda d: _("This text has been checked already. Mark the case anew to change the text."),
    R.TYPICAL_FOUR_EYES: lambda d: _("Whoever wrote the text can't check it. Another person has to check it."),
}
