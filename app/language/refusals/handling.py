"""Evidence, means, corrections, liability."""

from __future__ import annotations

from app.domain.reasons import ReasonCode as R
from app.language.catalogue import _
from app.language.refusals.details import Sentences

SENTENCES: Sentences = {
    R.CONTACT_TOO_EARLY: lambda d: _("This time is before the complaint came in. Check date and time."),
    R.COUNT_NOT_POSSIBLE: lambda d: _("The number must be between 1 and {limit}. Check it.").format_map(d),
    R.UNKNOWN_EVIDENCE: lambda d: _("This evidence is not known here. Synchronise and open the case again."),
    R.EVIDENCE_RETURNED: lambda d: _("This evidence has been given back already. Open the case again to see to whom."),
    R.UNKNOWN_ACTION: lambda d: _("This corrective action is not known here. Synchronise and open the case again."),
    R.ACTION_FINISHED: lambda d: _(
        "This corrective action is finished already. Open the case again to see what came of it."
    ),
    R.SHARES_MISSING: lambda d: _("Say who is responsible and with how many per cent, or choose no fault of the bank."),
    R.SHARES_NOT_EXPECTED: lambda d: _("Without fault of the bank nobody has a share. Delete the shares."),
    R.SHARE_OUT_OF_RANGE: lambda d: _("A share is between 1 and 100 per cent. Correct it."),
    R.SHARES_NOT_WHOLE: lambda d: _("The shares add up to {total} per cent. Correct them to make 100.").format_map(d),
    R.SHARE_IS_YOURS: lambda d: _("Nobody finds about their own responsibility. Have somebody else record this."),
    R.SHARE_TWICE: lambda d: _("Somebody stands in the list twice. Put both shares into one."),
}
