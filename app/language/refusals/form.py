"""The counter form and the classification."""

from __future__ import annotations

from app.domain.reasons import ReasonCode as R
from app.language.catalogue import _
from app.language.refusals.details import Details, Sentences


def _too_long(d: Details) -> str:
    return _(
        "{count} characters; at most {limit} can be recorded here. Shorten it, or record the rest as notes."
    ).format_map(d)


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
}
