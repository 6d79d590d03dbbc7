"""Sentences for what can be wrong with backups and with putting a desk back from one, by code."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from app.language.catalogue import _


def sentence(code: str, details: Mapping[str, object] | None = None) -> str | None:
    """What happened and what to do, in the language in use; None for a code that is not worded here."""
    words = _SENTENCES.get(code)
    return words(details or {}) if words else None


def _place(d: Mapping[str, object]) -> str:
    words: Mapping[str, Callable[[], str]] = {
        "missing": lambda: _("The folder for backups is not there. Plug in the drive or choose another folder."),
        "not_writable": lambda: _("The folder for backups can't be written. Choose another one or ask the IT desk."),
    }
    said = words.get(str(d.get("why")), lambda: _("The drive for backups failed. Choose another folder."))
    return said()


def _unreadable(d: Mapping[str, object]) -> str:
    words: Mapping[str, Callable[[], str]] = {
        "none": lambda: _(
            "There is no backup of this desk in the folder. Name the folder of one, or use headquarters."
        ),
        "newer": lambda: _("A newer version of the program made this backup. Install that version."),
    }
    said = words.get(str(d.get("why")), lambda: _("This folder is no backup that can be read. Choose another one."))
    return said()


_SENTENCES: Mapping[str, Callable[[Mapping[str, object]], str]] = {
    "backup_failed": lambda d: _(
        "No backup was made; earlier ones stand. Try again; if it stays so, call the IT desk."
    ),
    "backup_place": _place,
    "backup_no_room": lambda d: _("There is not enough room for a backup. Free some space or choose another folder."),
    "backup_not_sound": lambda d: _(
        "The copy did not prove sound and is not used. Try again; if it stays so, have the journal verified."
    ),
    "backup_stopped": lambda d: _("The backup was stopped because the desk was locked. It is made at the next chance."),
    "backup_running": lambda d: _("A backup of this desk is being made already. Wait until it is done."),
    "backup_unreadable": _unreadable,
    "backup_changed": lambda d: _("This backup was changed or damaged since it was made. Choose another one."),
    "backup_foreign": lambda d: _("This backup is of another desk. Choose one of this desk."),
    "backup_key": lambda d: _("The keys of this PC do not open this backup. Ask headquarters for a recovery."),
    "earlier_password_needed": lambda d: _(
        "The database key was changed since this backup. Enter the password that you had then."
    ),
    "store_no_permission": lambda d: _(
        "This computer's login may not read and write the database. Ask the IT desk to give it the right to."
    ),
    "store_too_old": lambda d: _(
        "The database is of a version that this program can't read any more. Call the IT desk; it was not touched."
    ),
    "store_refilling": lambda d: _(
        "Headquarters is still sending back what this desk had. Synchronise, then record; keep a draft."
    ),
}
