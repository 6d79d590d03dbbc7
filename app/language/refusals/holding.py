"""Keeping cases and deleting them when their time is over."""

from __future__ import annotations

from app.domain.reasons import ReasonCode as R
from app.language.catalogue import _
from app.language.refusals.details import Sentences

SENTENCES: Sentences = {
    R.UNKNOWN_HOLD: lambda d: _("This hold is not known. Synchronise and open the case again."),
    R.HOLD_LIFTED: lambda d: _("This hold was lifted already. Open the case again to see by whom."),
    R.HOLD_FOUR_EYES: lambda d: _("Whoever placed a hold can't lift it. Another person with the right has to do it."),
    R.CASE_PURGED: lambda d: _(
        "This case was deleted on {day} because its time of keeping was over. Ask headquarters if it is still needed."
    ).format(day=d.day("day")),
    R.CASE_NO_NOT_HERE: lambda d: _(
        "No case with this number is here. Check the number, or synchronise; it may also have been deleted."
    ),
    R.PURGE_NOT_DUE: lambda d: _("This case is not due for deletion any more. Open the list again."),
}
