"""Looking after the people of a PC."""

from __future__ import annotations

from app.domain.reasons import ReasonCode as R
from app.language.catalogue import _
from app.language.refusals.details import Sentences

SENTENCES: Sentences = {
    R.STAFF_NO_UNFIT: lambda d: _("Enter the staff number, at most {limit} characters.").format_map(d),
    R.PERSON_NAME_UNFIT: lambda d: _("Enter the person's name, at most {limit} characters.").format_map(d),
    R.ROLE_UNFIT: lambda d: _("Choose a role from the list."),
    R.PERSON_UNCHANGED: lambda d: _("Name and role are as they were. Change one of them, or cancel."),
}
