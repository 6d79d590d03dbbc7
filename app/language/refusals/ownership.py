"""Hand-over, escalation, conflict of interest, supervision."""

from __future__ import annotations

from app.domain.reasons import ReasonCode as R
from app.language.catalogue import _
from app.language.dealing_labels import transfer_answer
from app.language.refusals.details import Details, Sentences


def _answered(d: Details) -> str:
    if "answer" not in d:
        return _("This offer has been answered already. Open the case again.")
    return _("This offer has been settled already ({answer}). Open the case again.").format(
        answer=transfer_answer(str(d["answer"]))
    )


SENTENCES: Sentences = {
    R.NOT_THE_OWNER: lambda d: _("This is for whoever has the case. Ask that person, or have the case assigned."),
    R.TRANSFER_PENDING: lambda d: _(
        "The case is on offer to somebody already. Wait for the answer, or take that offer back first."
    ),
    R.UNKNOWN_TRANSFER: lambda d: _("This offer is not known here. Synchronise and open the case again."),
    R.TRANSFER_ANSWERED: _answered,
    R.NOT_YOUR_TRANSFER: lambda d: _(
        "Only the person to whom the case was offered can answer; only who offered or has it can take it back. "
        "Ask them."
    ),
    R.LEVEL_NOT_ABOVE: lambda d: _("This level is not above yours. Choose a higher one."),
    R.HAND_TO_MISSING: lambda d: _("You have this case. Choose who takes it over."),
    R.UNKNOWN_ORDER: lambda d: _("This order is not known here. Synchronise and open the case again."),
    R.ORDER_ANSWERED: lambda d: _("This order has been answered already. Open the case again to read the answer."),
    R.DAY_PASSED: lambda d: _("This day has passed. Choose today or a later day."),
    R.DAY_TOO_FAR: lambda d: _("This day is too far ahead to be kept. Check the year."),
}
