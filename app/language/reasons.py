"""Reason codes in sentences: what is in the way and what to do about it (every refusal names a remedy)."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import date
from typing import Any

from app.domain.people import Person
from app.domain.reasons import ReasonCode as R
from app.domain.refusal import Problem, Refusal
from app.language import error_words, labels, printing_reasons, sync_reasons, vault_reasons
from app.language.catalogue import _, ngettext_

People = Mapping[str, Person] | Mapping[str, str]
_MOST_NAMES = 5


def sentence(problem: Problem) -> str:
    """One reason in the language in use. A code that this program does not know is shown with its name."""
    words = _SENTENCES.get(str(problem.code))
    if words is not None:
        return words(_Details(problem.details))
    code = str(problem.code)
    return error_words.sentence(code, problem.details) or _("Not possible ({code}).").format(code=code)


def refusal_text(refusal: Refusal, people: People | None = None) -> str:
    """All reasons of a refusal, and who could do it instead, by name where `people` knows them."""
    parts = list(dict.fromkeys(sentence(problem) for problem in refusal.problems))
    if refusal.who_could:
        parts.append(_("This could be done by: {names}.").format(names=who_could_text(refusal.who_could, people)))
    return _joined(parts)


def who_could_text(staff_numbers: Iterable[str], people: People | None = None) -> str:
    """People by name and staff number, at most five of them by name."""
    numbers = list(staff_numbers)
    named = [_named(staff_no, (people or {}).get(staff_no)) for staff_no in numbers[:_MOST_NAMES]]
    rest = len(numbers) - len(named)
    if rest:
        named.append(ngettext_("{n} other", "{n} others", rest).format(n=rest))
    return labels.list_of(named)


def error_text(error: BaseException) -> str:
    """A known error in the language in use with what to do about it; anything else as an unexpected error."""
    code, details = getattr(error, "code", None), getattr(error, "details", None)
    if isinstance(code, str) and isinstance(details, Mapping):
        said = vault_reasons.sentence(code, details)
        if said is not None:
            return _joined([said, *filter(None, [vault_reasons.advice(code)])])
        for room in (error_words, sync_reasons, printing_reasons):
            words: str | None = room.sentence(code, details)
            if words is not None:
                return words
        return _("This did not work ({code}). Try again; if it stays so, call the IT desk.").format(code=code)
    return _("The program met an unexpected error. What was recorded is safe. Try again or restart the program.")


def _named(staff_no: str, person: Person | str | None) -> str:
    if person is None:
        return staff_no
    name = person if isinstance(person, str) else person.name
    return f"{name} {staff_no}"


def _joined(parts: list[str]) -> str:
    text = parts[0]
    for part in parts[1:]:
        text = _("{first} {second}").format(first=text, second=part)
    return text


class _Details(dict[str, Any]):
    """Details of a problem; one that is missing shows as a dash, so that an error never hides behind another."""

    def __missing__(self, key: str) -> str:
        return "–"

    def day(self, key: str) -> str:
        """A day in words."""
        try:
            return labels.day(date.fromisoformat(str(self[key])))
        except ValueError:
            return str(self[key])


def _no_right(d: _Details) -> str:
    if "right" not in d:
        return _("Your role does not allow this. Ask somebody who may.")
    return _("As {role} you can't {right}. Ask somebody who may.").format(
        role=labels.role(str(d["role"])), right=labels.right(str(d["right"]))
    )


def _wrong_state(d: _Details) -> str:
    if "state" not in d:
        return _("The case is not at this step now. Open it again and take the step that it shows.")
    return _('The case is at "{state}"; this step is not possible there. Take the step that the page offers.').format(
        state=labels.state(str(d["state"]))
    )


def _parts(d: _Details) -> str:
    parts = d["parts"] if "parts" in d else (d["part"],)
    return _("The letter can't be made while these parts are empty: {parts}. Fill them in first.").format(
        parts=labels.list_of(labels.letter_part(str(part)) for part in parts)
    )


def _too_long(d: _Details) -> str:
    return _(
        "{count} characters; at most {limit} can be recorded here. Shorten it, or record the rest as notes."
    ).format_map(d)


_SENTENCES: Mapping[str, Callable[[_Details], str]] = {
    R.NO_RIGHT: _no_right,
    R.PERSON_INACTIVE: lambda d: _("This person's access is suspended. A supervisor can restore it."),
    R.OTHER_BRANCH: lambda d: _("The case belongs to another branch ({branch}). Turn to that branch.").format_map(d),
    R.FOUR_EYES: lambda d: _(
        "Whoever asked for the extension can't decide on it. Another person has to decide (four eyes)."
    ),
    R.RECUSED: lambda d: _("This person must keep out of the case because it is about them. Choose somebody else."),
    R.NOT_AN_APPROVER: lambda d: _("This stage is approved by another role. Ask somebody who may approve it."),
    R.HEADQUARTERS_ONLY: lambda d: _(
        "Only headquarters may decide on this extension. The request goes there with the next synchronisation."
    ),
    R.CASE_NOT_FOUND: lambda d: _("The case was not found. Check the number, or synchronise and try again."),
    R.CASE_EXISTS: lambda d: _("The case has been recorded already. Open it instead."),
    R.WRONG_STATE: _wrong_state,
    R.ALREADY_ENDED: lambda d: _("The case has ended. Record a new complaint if there is a new matter."),
    R.CASE_CHANGED: lambda d: _("The case has changed since you looked at it. Read it again, then decide."),
    R.NOT_ACCEPTED: lambda d: _("The case has not been accepted yet. Accept it first."),
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
    R.PERSON_UNKNOWN: lambda d: _("Nobody here has this staff number. Choose somebody from the list."),
    R.OWNER_UNCHANGED: lambda d: _("This person has the case already. Choose somebody else."),
    R.OWNER_CANNOT_HANDLE: lambda d: _("This person can't handle cases of this branch. Choose somebody else."),
    R.NARRATIVE_MISSING: lambda d: _("Write what the complaint is about."),
    R.NAME_MISSING: lambda d: _("Write the complainant's name."),
    R.TEXT_MISSING: lambda d: _("Write something here."),
    R.TEXT_TOO_LONG: _too_long,
    R.TEXT_NOT_STORABLE: lambda d: _(
        "The text holds characters that can't be stored (NUL or half a character). Delete them, or type it anew."
    ),
    R.NAME_TOO_LONG: lambda d: _("The name has {count} characters; {limit} are possible. Check it.").format_map(d),
    R.NAME_HAS_CONTROL: lambda d: _("The name holds a line break or another invisible character. Type it anew."),
    R.PHONE_UNREADABLE: lambda d: _(
        "This is not a telephone number. Write one number, digits only, or leave it empty."
    ),
    R.PHONE_NO_AREA_CODE: lambda d: _("The area code is missing. Write it in front, like 010-62345678."),
    R.PHONE_WRONG_LENGTH: lambda d: _(
        "No telephone number has these {count} digits. Mobile numbers have 11; check for a missing or extra digit."
    ).format_map(d),
    R.ID_LENGTH: lambda d: _(
        "{count} characters; a resident identity number has 18. Check it, or choose another kind of paper."
    ).format_map(d),
    R.ID_CHARACTER: lambda d: _("A resident identity number has 17 digits and a digit or X. Check it."),
    R.ID_DATE: lambda d: _("Digits 7 to 14 are no date of birth. Compare the number with the card."),
    R.ID_CHECK: lambda d: _("The last character does not match the number. Compare it with the card."),
    R.ID_KIND_MISSING: lambda d: _("Choose the kind of identity paper."),
    R.ID_UNREADABLE: lambda d: _("This number does not look like one of this kind of paper. Check number and kind."),
    R.USCC_LENGTH: lambda d: _("{count} characters; a unified social credit code has 18. Check it.").format_map(d),
    R.USCC_CHARACTER: lambda d: _("This character can't be part of a unified social credit code. Check it."),
    R.USCC_CHECK: lambda d: _("The last character of the credit code does not match. Compare it with the paper."),
    R.ACCOUNT_TAIL_NOT_DIGITS: lambda d: _("Write the last four digits only, without letters."),
    R.ACCOUNT_TAIL_TOO_LONG: lambda d: _("Only the last four digits may be recorded. Leave the others out."),
    R.AMOUNT_UNREADABLE: lambda d: _("This is not an amount. Write it in yuan, like 1,286.00."),
    R.AMOUNT_TOO_FINE: lambda d: _("Amounts have two decimals at most. Check the amount."),
    R.AMOUNT_NEGATIVE: lambda d: _("An amount can't be negative. Write it without the sign."),
    R.AMOUNT_TOO_LARGE: lambda d: _("The amount is too large. Check the number of digits."),
    R.DATE_UNREADABLE: lambda d: _("This is not a date. Write year, month and day, like 2026-11-20."),
    R.DATE_IN_FUTURE: lambda d: _("This day is still to come. Check date and time."),
    R.DATE_TOO_OLD: lambda d: _("This day is before {earliest}. Check the year.").format(earliest=d.day("earliest")),
    R.CATEGORY_UNKNOWN: lambda d: _("This category is not known. Choose one from the list."),
    R.CHOICE_UNKNOWN: lambda d: _("Choose one from the list."),
    R.SUPERSEDED: lambda d: _("Somebody else was first; this one was set aside. Read the case again."),
    R.REJECTED: lambda d: _("Headquarters did not accept this. Ask headquarters for the reason."),
    R.NOT_SIGNED: lambda d: _("The signature of the acting person is missing. Have that person do it again."),
    R.MALFORMED: lambda d: _("This entry can't be read. Tell the IT desk; it has been kept as it is."),
    R.NEEDS_NEWER_PROGRAM: lambda d: _("This entry needs a newer version of the program. Update this PC."),
}
