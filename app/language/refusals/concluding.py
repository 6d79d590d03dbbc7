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


def _not_for_type(d: Details) -> str:
    if d.get("intake_type") == "complaint":
        return _("A complaint has to be decided, declined or explained to be out of scope. Choose one of those.")
    return _("Only complaints are decided. Choose that it was answered, or that it is out of scope.")


def _other_paper(d: Details) -> str:
    if "outcome" not in d:
        return _("This paper does not fit the outcome. Make the one that does.")
    return _('This paper does not fit the outcome "{outcome}". Make the one that does.').format(
        outcome=labels.outcome(str(d["outcome"]))
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
    R.OUTCOME_NOT_FOR_TYPE: _not_for_type,
    R.ANSWER_MISSING: lambda d: _("Write the answer."),
    R.COMPETENT_BODY_MISSING: lambda d: _("Write who is competent, with address or telephone."),
    R.COMPENSATION_NOT_HERE: lambda d: _(
        "Money goes with a decision on the complaint. Leave the amount empty, or choose such an outcome."
    ),
    R.COMPENSATION_AMOUNT_MISSING: lambda d: _("Write the amount of the compensation, or take back that measure."),
    R.PERFORMANCE_PASSED: lambda d: _("This day has passed. Write by when the agreement is to be performed."),
    R.AGREEMENT_NO_MISSING: lambda d: _("Write the number of the agreement that both sides have signed."),
    R.PAPER_NOT_FOR_OUTCOME: _other_paper,
    R.NO_PAUSE: lambda d: _("The time limit of this case has not been paused. Record the pause first."),
    R.NO_TRANSFER: lambda d: _("The case has not been handed over. Offer a transfer first."),
    R.NO_REVIEW_RESULT: lambda d: _("No result of a review is on record. Record what the superior decided first."),
    R.NOT_WITHDRAWN: lambda d: _("The complaint has not been withdrawn. Record the withdrawal first."),
    R.NOT_SETTLED: lambda d: _("The complaint was not settled on the spot. Use the paper that fits its outcome."),
    R.NOT_ON_THE_SPOT: lambda d: _(
        "What came in this way can't be settled on the spot: nobody is there to hear it. Record it, decide it and tell "
        "the complainant with proof."
    ),
    R.PAPER_WORDS_MISSING: lambda d: _("What this paper is to say is not on record. Fill in its form first."),
    R.NOTHING_TO_SERVE: lambda d: _(
        "There is nothing to hand over yet: no decision, extension or pause. Record that first."
    ),
    R.MAIL_NUMBER_UNREADABLE: lambda d: _(
        "This is not a number of registered mail. Copy it from the receipt: 8 to 20 letters and digits."
    ),
    R.SENDING_TIME_MISSING: lambda d: _("Write when it was sent; the time of sending is the proof."),
    R.ATTEMPTS_TOO_FEW: lambda d: _(
        "Failed attempts on different days or by different ways: {count}; at least {limit} are needed. "
        "Try again and record it."
    ).format_map(d),
    R.ORDER_OPEN: lambda d: _("A supervision order due on {due_on} has not been answered. Answer it first.").format(
        due_on=d.day("due_on")
    ),
    R.MERGE_TARGET_MISSING: lambda d: _("Choose the case that goes on."),
    R.MERGE_TARGET_UNREADABLE: lambda d: _("This is not a case number. Copy it from the slip, or scan it."),
    R.MERGE_TARGET_ENDED: lambda d: _("That case has ended. Choose an open case, or reopen that one first."),
    R.MERGE_INTO_LATER: lambda d: _(
        "That complaint came in later, so its term ends later. Merge that one into this one instead."
    ),
    R.MERGE_INTO_ITSELF: lambda d: _("A case can't be merged into itself. Choose another case."),
    R.UNKNOWN_VOID: lambda d: _("This request to void is not known. Synchronise and open the case again."),
    R.VOID_PENDING: lambda d: _("A request to void the case is waiting already. Have it decided first."),
    R.VOID_DECIDED: lambda d: _("This request to void has been decided already. Open the case again."),
    R.VOID_FOUR_EYES: lambda d: _(
        "Whoever asked to void the case can't decide on it. Another person has to decide (four eyes)."
    ),
}
