"""Looking at hidden details, copying them and taking data out."""

from __future__ import annotations

from app.domain.reasons import ReasonCode as R
from app.language.catalogue import _, ngettext_
from app.language.refusals.details import Details, Sentences


def _used_up(d: Details) -> str:
    most = d["most"] if isinstance(d["most"], int) else 0
    said = ngettext_(
        "You have looked at hidden details {n} time today, which is what your role allows. A supervisor can look "
        "in your place.",
        "You have looked at hidden details {n} times today, which is what your role allows. A supervisor can look "
        "in your place.",
        most,
    )
    return said.format(n=most)


def _taken(d: Details) -> str:
    most = d["most"] if isinstance(d["most"], int) else 0
    if not most:
        return _("Your role takes nothing out. Ask a supervisor to do it.")
    said = ngettext_(
        "You have taken data out {n} time today, which is what your role allows. A supervisor can do it in your place.",
        "You have taken data out {n} times today, which is what your role allows. A supervisor can do it in your "
        "place.",
        most,
    )
    return said.format(n=most)


SENTENCES: Sentences = {
    R.DISCLOSURE_REASON_MISSING: lambda d: _("Choose the reason from the list."),
    R.DISCLOSURE_NOTE_MISSING: lambda d: _(
        "Say in a few words what it is for, at least {least} characters."
    ).format_map(d),
    R.PASSWORD_NEEDED: lambda d: _("Some time has passed since you signed in. Enter your password again."),
    R.REVEALS_USED_UP: _used_up,
    R.COPY_NOT_ALLOWED: lambda d: _(
        "Your role may look at details but not copy them. Read them off the screen, or ask somebody who may copy."
    ),
    R.NOT_REVEALED: lambda d: _("The details are hidden again. Show them in full first, then copy."),
    R.FILE_NEEDS_REVEAL: lambda d: _(
        "Personal data in a picture or paper can't be masked. Show the details in full first (Ctrl+M), then open it."
    ),
    R.TAKINGS_USED_UP: _taken,
}
