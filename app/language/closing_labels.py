"""How a case ends and what comes after, in words: outcomes, measures, papers, reviews, satisfaction, the checklist
before closing, and the lines of the history about them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from app.language.catalogue import _, ngettext_

Words = Mapping[str, Callable[[], str]]
Sentence = Callable[[Mapping[str, Any], Mapping[str, str]], str]

STATES: Words = {
    "merged": lambda: _("Merged into another case"),
    "voided": lambda: _("Voided"),
}
OUTCOMES: Words = {
    "declined": lambda: _("Declined"),
    "out_of_scope": lambda: _("Outside the bank's scope"),
    "answered": lambda: _("Answered"),
    "settled": lambda: _("Settled by agreement"),
}
PAPERS: Words = {
    "pause_notice": lambda: _("Notice of pause"),
    "decline_notice": lambda: _("Notice of declining"),
    "out_of_scope_note": lambda: _("Out-of-scope explanation"),
    "withdrawal_record": lambda: _("Withdrawal record"),
    "confirmation_form": lambda: _("Confirmation form"),
    "settlement_agreement": lambda: _("Settlement agreement"),
    "transfer_note": lambda: _("Transfer note"),
    "service_receipt": lambda: _("Proof of service"),
    "supplement_request": lambda: _("Request for further papers"),
}
SUBJECTS: Words = {
    "pause": lambda: _("about the pause"),
    "transfer": lambda: _("about the transfer"),
    "review": lambda: _("about the result of the review"),
}
PARTS: Words = {
    "competent_body": lambda: _("who is competent"),
    "performance_on": lambda: _("day of performance"),
}
KINDS: Words = {
    "settlement_agreed": lambda: _("Settlement agreed"),
    "unreachable_recorded": lambda: _("Complainant could not be reached"),
    "case_merged": lambda: _("Case merged"),
    "void_requested": lambda: _("Voiding requested"),
    "void_decided": lambda: _("Voiding decided"),
    "review_requested": lambda: _("Review requested"),
    "review_decided": lambda: _("Review decided by the superior institution"),
    "case_reopened": lambda: _("Case reopened"),
    "satisfaction_asked": lambda: _("Asked about satisfaction"),
    "followed_up": lambda: _("Follow-up visit"),
    "typical_marked": lambda: _("Marked as a typical case"),
    "typical_checked": lambda: _("Typical case checked"),
}
"""What these add to the lists of app/language/labels.py."""

_MEASURES: Words = {
    "compensation": lambda: _("Monetary compensation"),
    "apology": lambda: _("Apology"),
    "return_property": lambda: _("Return of property"),
    "restoration": lambda: _("Restoration"),
    "improve_product": lambda: _("Product or process improved"),
    "improve_rules": lambda: _("Rules amended"),
    "discipline": lambda: _("Staff disciplined"),
    "advise_court": lambda: _("Advised to go to court"),
    "advise_mediation": lambda: _("Advised third-party mediation"),
    "other": lambda: _("Another measure"),
}
_REVIEW_RESULTS: Words = {
    "": lambda: _("review under way"),
    "maintained": lambda: _("decision maintained"),
    "changed": lambda: _("decision changed"),
    "returned": lambda: _("returned for a new decision"),
}
_SATISFACTION: Words = {
    "satisfied": lambda: _("Satisfied"),
    "fairly_satisfied": lambda: _("Fairly satisfied"),
    "dissatisfied": lambda: _("Dissatisfied"),
    "refused": lambda: _("Did not want to answer"),
    "not_reached": lambda: _("Not reached"),
}
_LEAKS: Words = {
    "name": lambda: _("a name"),
    "phone": lambda: _("a telephone number"),
    "id_number": lambda: _("the number of an identity paper"),
    "account": lambda: _("an account or card number"),
    "email": lambda: _("an e-mail address"),
    "address": lambda: _("an address"),
    "case_no": lambda: _("a case number"),
}
_CHECKLIST: Words = {
    "category_missing": lambda: _("The business category is still open."),
    "root_cause_missing": lambda: _("The root cause has not been recorded."),
    "settlement_to_perform": lambda: _("The settlement agreement is still to be performed."),
    "review_open": lambda: _("The superior institution has not decided the review yet."),
    "transfer_open": lambda: _("A transfer waits for an answer; it lapses with closing."),
    "pause_open": lambda: _("A pause has not been ended."),
    "void_pending": lambda: _("A request to void the case waits for a decision."),
    "satisfaction_not_asked": lambda: _("The complainant has not been asked about satisfaction."),
}


def measure(code: str) -> str:
    """A main measure of a decision."""
    return _say(_MEASURES, code)


def review_result(code: str) -> str:
    """What the superior decided in a review; "" while it is open."""
    return _say(_REVIEW_RESULTS, code)


def satisfaction(code: str) -> str:
    """What the complainant said about satisfaction."""
    return _say(_SATISFACTION, code)


def leak(code: str) -> str:
    """What in a text gives somebody away."""
    return _say(_LEAKS, code)


def checklist_item(code: str, details: Mapping[str, Any]) -> str:
    """A warning of the checklist before closing; what blocks closing is worded as a refusal."""
    if code == "evidence_not_returned":
        n = int(details.get("count", 1))
        return ngettext_("{n} original has not been given back.", "{n} originals have not been given back.", n).format(
            n=n
        )
    if code == "corrections_open":
        n = int(details.get("count", 1))
        return ngettext_(
            "{n} corrective action is not finished.", "{n} corrective actions are not finished.", n
        ).format(n=n)
    return _say(_CHECKLIST, code)


def _say(words: Words, code: str) -> str:
    found = words.get(code)
    return found() if found else str(code)


def _void_decided(d: Mapping[str, Any], names: Mapping[str, str]) -> str:
    return _("Voiding approved") if d["decision"] == "approved" else _("Voiding refused")


def _checked(d: Mapping[str, Any], names: Mapping[str, str]) -> str:
    return _("Typical case checked and approved") if d["is_approved"] else _("Typical case checked and sent back")


SENTENCES: Mapping[str, Sentence] = {
    "settlement_agreed": lambda d, n: _("Settlement agreed, agreement no. {no}").format(no=d["agreement_no"]),
    "case_merged": lambda d, n: _("Merged into {no}").format(no=d["into_case_no"]),
    "void_decided": _void_decided,
    "review_decided": lambda d, n: _("Review: {result}").format(result=review_result(d["result"])),
    "satisfaction_asked": lambda d, n: _("Satisfaction: {answer}").format(answer=satisfaction(d["answer"])),
    "typical_checked": _checked,
}
"""Lines of the history, from the body of the entry and names by staff number."""
