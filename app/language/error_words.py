"""Sentences for known errors of the database, papers, files and headquarters, by code: what happened, what to do."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from app.language.catalogue import _


def sentence(code: str, details: Mapping[str, object] | None = None) -> str | None:
    """What happened and what to do, in the language in use; None for a code that is not worded here."""
    words = _SENTENCES.get(code)
    return words(_Lenient(details or {})) if words else None


class _Lenient(dict[str, object]):
    def __missing__(self, key: str) -> str:
        return "–"


def _csv_file(d: _Lenient) -> str:
    words: dict[str, Callable[[], str]] = {
        "missing": lambda: _("The file {name} can't be read. Check the path and the right to read it."),
        "encoding": lambda: _("The file {name} is in an unknown encoding. Save it as UTF-8 or GB18030."),
        "empty": lambda: _("The file {name} has no header line. Put the names of the columns into the first line."),
        "no_narrative": lambda: _('The file {name} has no column "narrative". Add it; it is the only one required.'),
        "twice": lambda: _("The file {name} has two columns of the same name. Rename one of them."),
    }
    said = words.get(str(d["why"]), lambda: _("The file {name} can't be used. Check it and try again."))
    return said().format_map(d)


_SENTENCES: Mapping[str, Callable[[_Lenient], str]] = {
    "file_there": lambda d: _("There is a file of this name already; it was not touched. Choose another name."),
    "file_not_written": lambda d: _(
        "The file could not be written ({why}). Choose another folder, or free some space."
    ).format_map(d),
    "file_not_read": lambda d: _("The file can't be read. Choose the file again, or copy it to this computer first."),
    "passwords_differ": lambda d: _("The two passwords differ. Type the same one twice."),
    "already_open": lambda d: _("A desk is open on this folder. Close it first, then try again."),
    "bundle_not_saved": lambda d: _("The bundle could not be written there. Choose another folder or free some space."),
    "folder_not_ours": lambda d: _(
        "This folder belongs to another user of this computer. Sign in to the computer as that user, or choose another "
        "folder."
    ),
    "folder_read_only": lambda d: _(
        "Nothing can be written to the data folder. See that its disk may be written to, or call the IT desk."
    ),
    "store_error": lambda d: _("The database can't be used. Restart the program; if it stays so, call the IT desk."),
    "store_missing": lambda d: _("The database is missing. Restore it from the backup, or ask headquarters."),
    "store_exists": lambda d: _("There is a database already; it was not touched. Open it instead."),
    "store_empty_file": lambda d: _("The database file is empty. Restore it from the backup; it was not touched."),
    "store_wrong_key": lambda d: _("The database does not open with this key. Check that it belongs to this PC."),
    "store_foreign": lambda d: _("The database belongs to another desk or another program. Choose the right folder."),
    "store_damaged": lambda d: _("The database is damaged; nothing was changed in it. Restore it from the backup."),
    "store_rolled_back": lambda d: _(
        "The database is not the one this PC had last: it is an older copy, or was made up anew. "
        "Don't work with it; tell the supervisor. Headquarters or a backup restores what is missing."
    ),
    "store_too_new": lambda d: _("A newer version of the program has written the database. Install that version."),
    "store_upgrade_failed": lambda d: _(
        "The database could not be brought to this version; it stands as before. Call the IT desk."
    ),
    "disk_full": lambda d: _("The disk is full; this was not recorded, earlier work is safe. Free some space first."),
    "store_busy": lambda d: _("Another program holds the database; this was not recorded. Try again in a moment."),
    "disk_error": lambda d: _("The disk can't be read or written. Call the IT desk; do not switch the PC off."),
    "bad_envelope": lambda d: _("An entry of the journal can't be read. Call the IT desk; nothing was lost."),
    "broken_chain": lambda d: _("The journal has been changed from outside. Stop working and tell the supervisor."),
    "clock_ahead": lambda d: _("The clock of this PC is wrong. Set it right, then try again."),
    "bad_message": lambda d: _("Headquarters and this PC do not understand each other. Update the program."),
    "incomplete_paper": lambda d: _("The paper can't be made while required parts are empty. Fill them in first."),
    "staff_no_missing": lambda d: _("Enter your staff number."),
    "csv_file": _csv_file,
    "csv_syntax": lambda d: _("This line is no sound CSV ({error}). Check its quotation marks.").format_map(d),
    "csv_fields": lambda d: _(
        "{found} fields where the header has {expected}. Check the commas and quotation marks."
    ).format_map(d),
}
