"""Sentences about headquarters' staff directory and what officers refuse, by code: what happened, and what to do."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from app.language.catalogue import _

_SENTENCES: Mapping[str, Callable[[], str]] = {
    "no_standing_suspended": lambda: _(
        "Headquarters' staff directory does not let you work here now. Ask a supervisor, who can turn to headquarters."
    ),
    "no_standing_not_listed": lambda: _(
        "Headquarters' staff directory does not list you. Ask a supervisor to enrol you again, or turn to headquarters."
    ),
    "headquarters_changed": lambda: _(
        "What answers as headquarters is another one than at the first contact. Nothing is sent to it. "
        "Go on working, and tell the supervisor and the IT desk."
    ),
    "recovery_refused": lambda: _(
        "This recovery is refused ({why}). Check the request and both officers, then begin anew."
    ),
    "recovery_key": lambda: _("The recovery key can't be used ({why}). Check the file and both passphrases."),
}


def sentence(code: str, details: Mapping[str, object] | None = None) -> str | None:
    """What happened and what to do, in the language in use; None for a code of another room."""
    words = _SENTENCES.get(code)
    return words().format_map({"why": "–", **(details or {})}) if words else None
