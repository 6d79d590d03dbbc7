"""Sentences for what goes wrong between this PC and headquarters, by code: what it means, what to do."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from app.language.catalogue import _

_OFFLINE: Mapping[str, Callable[[], str]] = {
    "no_connection": lambda: _(
        "Headquarters can't be reached. Go on working: everything is recorded here and sent by itself later."
    ),
    "silent": lambda: _("Headquarters does not answer. Go on working: everything is sent by itself later."),
    "cut_off": lambda: _("The line to headquarters was cut. Go on working: the rest is sent by itself later."),
}
_SENTENCES: Mapping[str, Callable[[], str]] = {
    "sync_failed": lambda: _("Synchronisation did not come through. Everything is kept and sent again by itself."),
    "sync_offline": _OFFLINE["no_connection"],
    "sync_not_headquarters": lambda: _(
        "Something other than headquarters answered, such as a network log-in page. Nothing was sent. "
        "Check this PC's network."
    ),
    "sync_busy": lambda: _("Headquarters is busy and asks to come back later. It is tried again by itself."),
    "sync_refused": lambda: _("Headquarters refused. Everything is kept here; tell the IT desk the code {reason}."),
    "sync_unknown_device": lambda: _("Headquarters does not know this PC. Ask the IT desk to enrol it."),
    "sync_revoked_device": lambda: _(
        "Headquarters has barred this PC. What was recorded is kept here; tell the supervisor and the IT desk."
    ),
    "sync_wrong_device_key": lambda: _("This PC's key is not the one that was enrolled. Ask the IT desk to enrol it."),
    "sync_broken_log": lambda: _(
        "Headquarters found the journal of this PC broken and takes no more of it. Tell the supervisor and the IT desk."
    ),
    "sync_forged_receipt": lambda: _(
        "A receipt did not come from headquarters and was thrown away. Entries stay here until a true one comes."
    ),
    "sync_broken_feed": lambda: _(
        "What headquarters sent has a gap and was not taken over. It is asked for again; "
        "if it stays so, call the IT desk."
    ),
    "sync_forked": lambda: _(
        "This PC's data exists twice, as after a copied or restored disk. Both are kept and work can go on; "
        "tell the supervisor and the IT desk."
    ),
    "receipt_mismatch": lambda: _(
        "Headquarters answered for other entries than those of this PC. Nothing was changed; call the IT desk."
    ),
    "trial_headquarters": lambda: _(
        "The trial's headquarters did not start. The desk works without it; entries wait until it runs."
    ),
    "trial_postgres": lambda: _(
        "The trial's database server did not start. The desk works without it; entries wait until it runs."
    ),
}
_VERDICTS: Mapping[str, Callable[[], str]] = {
    "accepted": lambda: _("Accepted by headquarters"),
    "rejected": lambda: _("Rejected by headquarters"),
    "superseded": lambda: _("Superseded: the same step was taken before"),
    "needs_review": lambda: _("Accepted; headquarters asks for a review"),
}


def sentence(code: str, details: Mapping[str, object] | None = None) -> str | None:
    """What happened and what to do, in the language in use; None for a code of another room."""
    details = details or {}
    words = _OFFLINE.get(str(details.get("why"))) if code == "sync_offline" else None
    words = words or _SENTENCES.get(code)
    return words().format(reason=details.get("reason", "–")) if words else None


def verdict(code: str) -> str:
    """Headquarters' word on an entry; an unknown one as it stands."""
    words = _VERDICTS.get(code)
    return words() if words else code
