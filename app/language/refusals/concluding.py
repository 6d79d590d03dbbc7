"""Decision, papers, telling, settling, ending."""

from __future__ import annotations

from app.domain.reasons import ReasonCode as R
from app.language import labels
from app.language.catalogue import _
from app.language.refusals.details import Details, Sentences


def _parts(d: Details) -> str:
    parts = d["parts"] if "parts" in d else (d["part"],)
    return _("The letter can't be made while these parts are empty: {parts}. Fill them in first.").format(
        parts=labels.list_of(labels.letter_part(str(part)) for part in parts)
    )


SENTENCES: Sentences = {
    R.ALREADY_DECIDED: lambda d: _("The complaint has been decided already. Tell the complainant the result."),
    R.NOT_DECIDED: lambda d: _("The complaint has not been decided yet. Record the decision first."),
    R.OUTCOME_UNKNOWN: lambda d: _("Choose the outcome."),
    R.PART_MISSING: lambda d: _("This part is required by law (order 2020-3, art. 19). Fill it in."),
    R.LETTER_INCOMPLETE: _parts,
    R.PAPER_UNKNOWN: lambda d: _("This kind of paper is not known. Choose one of those offered."),
    R.NO_APPROVED_EXTENSION: lambda d: _("No extension has been approved. Have it approved first."),
    R.NOTICE_SUBJECT_UNKNOWN: lambda d: _("Choose what the notice is about."),
    R.WAY_UNKNOWN: lambda d: _("Choose the way."),
    R.RECEIVER_MISSING: lambda d: _("Write who received it."),
    R.EVIDENCE_MISSING: lambda d: _(
        "Write the proof: signature, registered mail number, call record or time of sending."
    ),
    R.NOTICE_IN_FUTURE: lambda d: _("This time is still to come. Write when it was really done."),
    R.NOTICE_TOO_EARLY: lambda d: _("This time is before the matter that the notice is about. Check date and time."),
    R.NOT_TOLD: lambda d: _("The complainant has not been told the decision. Record the notice first."),
    R.EXTENSION_NOTICE_MISSING: lambda d: _(
        "The complainant has not been told of the extension. Record that notice first; the law demands it."
    ),
    R.WITHDRAWAL_IN_FUTURE: lambda d: _("This day is still to come. Write when the withdrawal was received."),
    R.WITHDRAWAL_TOO_EARLY: lambda d: _("This day is before the complaint was received. Check the date."),
}
