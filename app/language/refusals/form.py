"""The counter form and the classification."""

from __future__ import annotations

from app.domain.reasons import ReasonCode as R
from app.language import intake_labels, labels
from app.language.catalogue import _
from app.language.refusals.details import Details, Sentences


def _too_long(d: Details) -> str:
    return _(
        "{count} characters; at most {limit} can be recorded here. Shorten it, or record the rest as notes."
    ).format_map(d)


def _papers(d: Details) -> str:
    papers = d.get("papers") or ()
    return labels.list_of(intake_labels.paper_taken(code) for code in papers) if papers else d["papers"]


SENTENCES: Sentences = {
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
    R.REPRESENTATIVE_MISSING: lambda d: _("Write the name of the person who acts for the complainant."),
    R.REPRESENTATIVE_NOT_EXPECTED: lambda d: _(
        "Somebody else acts here: choose in what capacity, or empty the fields of the representative."
    ),
    R.AUTHORITY_MISSING: lambda d: _(
        "Choose the paper that was shown: {papers}. Without it, record an enquiry."
    ).format(papers=_papers(d)),
    R.AUTHORITY_UNFIT: lambda d: _("This paper does not fit the capacity. Choose one of these: {papers}.").format(
        papers=_papers(d)
    ),
    R.AUTHORITY_NOT_ORIGINAL: lambda d: _(
        "An agent shows the original, signed power of attorney. Look at it and tick it; without it, record an enquiry "
        "and say what to bring."
    ),
    R.DECEASED_MISSING: lambda d: _("Write the name of the customer whose heir complains."),
    R.DECEASED_NOT_EXPECTED: lambda d: _(
        "A deceased customer is named: choose the capacity heir, or empty this field."
    ),
    R.USCC_EXPECTED: lambda d: _("Organisations are recorded by their unified social credit code. Choose it."),
    R.USCC_NOT_EXPECTED: lambda d: _(
        "Only organisations have a unified social credit code. Choose the capacity organisation, or another paper."
    ),
    R.RESIDENCE_PERMIT_EXPECTED: lambda d: _(
        "A residence permit has 18 characters and begins with 810000, 820000 or 830000. Record a travel permit as "
        "another identity paper."
    ),
    R.PERMANENT_RESIDENCE_FORM: lambda d: _(
        "A permanent residence card has 18 characters that begin with 9, or 3 letters and 12 digits. Compare it."
    ),
    R.JOINT_COUNT_MISSING: lambda d: _("Write how many people complain together."),
    R.JOINT_COUNT_UNREADABLE: lambda d: _("This is not a number of people. Write it in digits."),
    R.JOINT_TOO_FEW: lambda d: _("A joint complaint has two people or more. Correct the number, or empty the field."),
    R.GROUP_REPRESENTATIVES_MISSING: lambda d: _(
        "Name the people whom the complainants elected to speak for them, {limit} at most."
    ).format_map(d),
    R.GROUP_REPRESENTATIVES_TOO_MANY: lambda d: _(
        "{count} representatives; {limit} are possible. Ask the complainants to elect fewer."
    ).format_map(d),
    R.GROUP_REPRESENTATIVE_NAMELESS: lambda d: _("Write name and telephone number of each representative."),
    R.PAPER_COUNT: lambda d: _("Count each paper from 1 to {limit}.").format_map(d),
    R.REGULATOR_MISSING: lambda d: _("Choose the authority that forwarded the complaint."),
    R.FORWARDING_NOT_EXPECTED: lambda d: _(
        "A forwarding is noted: choose the channel Regulator, or empty the fields of the forwarding."
    ),
    R.FORWARDED_TOO_EARLY: lambda d: _(
        "Forwarded before the authority received it on {day}. Check both days on the covering letter."
    ).format(day=d.day("day")),
    R.FORWARDED_TOO_LATE: lambda d: _(
        "This day is after the bank received it on {day}. Check the days on the covering letter."
    ).format(day=d.day("day")),
    R.RESPONDENTS_TOO_MANY: lambda d: _(
        "{count} people; {limit} can be named. Describe the others in words."
    ).format_map(d),
    R.RESPONDENT_UNKNOWN: lambda d: _(
        "There is no member of staff {staff_no} here. Choose from the list, or describe the person in words."
    ).format_map(d),
    R.KEY_CASE_NOT_YOURS: lambda d: _(
        "Only supervisors and those above say what is a key case. Choose another weight, or ask one of them."
    ),
    R.MAJOR_BY_LAW: lambda d: _(
        "{limit} or more people came together: the law makes this a major case. Choose major or key case."
    ).format_map(d),
    R.CARD_CODE_IN_TEXT: lambda d: _(
        "The text holds the security code of a card ({found}). Delete it: the bank must not keep it."
    ).format_map(d),
    R.AUTH_CODE_IN_TEXT: lambda d: _(
        "The text holds a password or code ({found}). Delete it: the bank must not keep it."
    ).format_map(d),
    R.CARD_EXPIRY_IN_TEXT: lambda d: _(
        "The text holds the expiry date of a card ({found}). Delete it: the bank must not keep it."
    ).format_map(d),
}
