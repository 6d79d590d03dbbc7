"""Who may, where the case stands, and entries that are not valid where they landed."""

from __future__ import annotations

from app.domain.reasons import ReasonCode as R
from app.language import labels
from app.language.catalogue import _
from app.language.refusals.details import Details, Sentences


def _no_right(d: Details) -> str:
    if "right" not in d:
        return _("Your role does not allow this. Ask somebody who may.")
    return _("As {role} you can't {right}. Ask somebody who may.").format(
        role=labels.role(str(d["role"])), right=labels.right(str(d["right"]))
    )


def _wrong_state(d: Details) -> str:
    if "state" not in d:
        return _("The case is not at this step now. Open it again and take the step that it shows.")
    return _('The case is at "{state}"; this step is not possible there. Take the step that the page offers.').format(
        state=labels.state(str(d["state"]))
    )


SENTENCES: Sentences = {
    R.NO_RIGHT: _no_right,
    R.PERSON_INACTIVE: lambda d: _("This person's access is suspended. A supervisor can restore it."),
    R.OTHER_BRANCH: lambda d: _("The case belongs to another branch ({branch}). Turn to that branch.").format_map(d),
    R.FOUR_EYES: lambda d: _("Whoever asked can't decide on it. Another person has to decide (four eyes)."),
    R.RECUSED: lambda d: _(
        "This person must keep out of the case: it is about them, or they have an interest in it. "
        "Somebody else has to do this."
    ),
    R.NOT_AN_APPROVER: lambda d: _("This stage is approved by another role. Ask somebody who may approve it."),
    R.HEADQUARTERS_ONLY: lambda d: _(
        "Only headquarters may decide on this extension. The request goes there with the next synchronisation."
    ),
    R.ABOVE_REACH: lambda d: _(
        "This is beyond what the role may decide about colleagues. It waits for headquarters; "
        "until then nothing changes."
    ),
    R.OWN_STANDING: lambda d: _("Nobody decides on their own rights or keys. Another supervisor has to do this."),
    R.KEY_RETIRED: lambda d: _(
        "It was signed with a key that has been replaced. Ask the person whether they signed it before that."
    ),
    R.DIRECTORY_STALE: lambda d: _(
        "Headquarters has not been reached for too long; until then you can only read and print. Synchronise, "
        "or ask a supervisor to extend this once."
    ),
    R.ALREADY_EXTENDED: lambda d: _(
        "This was extended once already. It ends only when headquarters is reached: have the line repaired."
    ),
    R.DIRECTORY_FRESH: lambda d: _("There is nothing to extend: the staff directory is fresh. Go on working."),
    R.REPLAYED: lambda d: _("This was sent once before and counts only once. Tell the IT desk if nobody did it twice."),
    R.CASE_NOT_FOUND: lambda d: _("The case was not found. Check the number, or synchronise and try again."),
    R.CASE_EXISTS: lambda d: _("The case has been recorded already. Open it instead."),
    R.WRONG_STATE: _wrong_state,
    R.ALREADY_ENDED: lambda d: _("The case has ended. Record a new complaint if there is a new matter."),
    R.CASE_CHANGED: lambda d: _("The case has changed since you looked at it. Read it again, then decide."),
    R.IN_HAND_ALREADY: lambda d: _("The case is in somebody's hands already. Have it transferred or assigned instead."),
    R.NOT_ACCEPTED: lambda d: _("The case has not been accepted yet. Accept it first."),
    R.PERSON_UNKNOWN: lambda d: _("Nobody here has this staff number. Choose somebody from the list."),
    R.OWNER_UNCHANGED: lambda d: _("This person has the case already. Choose somebody else."),
    R.OWNER_CANNOT_HANDLE: lambda d: _("This person can't handle cases of this branch. Choose somebody else."),
    R.SUPERSEDED: lambda d: _("Somebody else was first; this one was set aside. Read the case again."),
    R.REJECTED: lambda d: _("Headquarters did not accept this. Ask headquarters for the reason."),
    R.NOT_SIGNED: lambda d: _("The signature of the acting person is missing. Have that person do it again."),
    R.MALFORMED: lambda d: _("This entry can't be read. Tell the IT desk; it has been kept as it is."),
    R.NEEDS_NEWER_PROGRAM: lambda d: _("This entry needs a newer version of the program. Update this PC."),
}
