"""When the desk can't open: a page for each matter. What it is, what was not touched, what to do, and which ways on.

Each kind of trouble has another way out, so that nobody deletes what could have been saved (security.md 3.6).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from app.language import directory_reasons, error_words, keeping_reasons, sync_reasons, vault_reasons
from app.language.catalogue import _


class Way(StrEnum):
    """A way on that a page offers as a button."""

    RETRY = "retry"
    FROM_BACKUP = "from_backup"
    FROM_HEADQUARTERS = "from_headquarters"
    RECOVER = "recover"
    BUNDLE = "bundle"


@dataclass(frozen=True, slots=True)
class Trouble:
    """One page, in the language in use. `ways` in the order in which they should be tried."""

    code: str
    title: str
    what: str
    untouched: str
    steps: tuple[str, ...]
    ways: tuple[Way, ...]


@dataclass(frozen=True, slots=True)
class _Page:
    title: Callable[[], str]
    steps: Callable[[], tuple[str, ...]]
    ways: tuple[Way, ...]


def trouble(code: str, details: Mapping[str, object] | None = None) -> Trouble:
    """The page for an error's code; also for one that has no page of its own."""
    page = _PAGES.get(code, _OTHER)
    advice = vault_reasons.advice(code)
    own = _WHAT.get(code)
    said = own() if own is not None else vault_reasons.sentence(code, details)
    for room in (error_words, keeping_reasons, sync_reasons, directory_reasons):
        said = said or room.sentence(code, details)
    what = said or _("This did not work ({code}).").format(code=code)
    steps = page.steps() if page is not _OTHER or advice is None else (advice, *page.steps())
    return Trouble(code, page.title(), what, _UNTOUCHED.get(code, _nothing_touched)(), steps, (*page.ways, Way.BUNDLE))


def _nothing_touched() -> str:
    return _("Nothing was changed, written over or deleted.")


_DATA = (Way.RETRY, Way.FROM_BACKUP, Way.FROM_HEADQUARTERS)
_KEYS = (Way.RETRY, Way.RECOVER)

_UNTOUCHED: Mapping[str, Callable[[], str]] = {
    "store_empty_file": lambda: _("The empty file stands as it is. It was not taken for a new database."),
    "store_missing": lambda: _("No new database was made in its place."),
    "vault_missing": lambda: _("No new keys were made; the database stands as it is."),
    "store_wrong_key": lambda: _("Not one byte of the database was written."),
    "store_damaged": lambda: _("The damaged file stands as it is, also for those who examine it."),
    "store_rolled_back": lambda: _("Both the file and the mark of how far the journal went are kept for examination."),
    "machine_secret_lost": lambda: _("Database and keystore stand as they are. No new store was made."),
    "keyring_missing": lambda: _("Database and keystore stand as they are. No new store was made."),
    "store_upgrade_failed": lambda: _("The database stands as before, and the copy that was made first is kept."),
}

_WHAT: Mapping[str, Callable[[], str]] = {
    "store_wrong_key": lambda: _("The key that you hold opens not one page of the database file."),
    "store_no_permission": lambda: _("The operating system lets you neither read nor write the database."),
    "store_damaged": lambda: _("The key is right, but pages of the database file are damaged."),
    "store_too_new": lambda: _("A newer version of the program wrote this database; this one does not know all of it."),
    "store_too_old": lambda: _("A very old program wrote this database, or a trial of one."),
    "store_empty_file": lambda: _("The database file is empty: it holds not one byte, or none that says anything."),
    "store_missing": lambda: _("There was a database on this PC, and its file is gone."),
    "store_foreign": lambda: _("The file belongs to another desk or another program."),
    "store_rolled_back": lambda: _(
        "The database is not the one that this PC had last: it is an older copy, or was made up anew."
    ),
    "store_upgrade_failed": lambda: _("The database could not be brought to this version."),
}  # fmt: skip

_PAGES: Mapping[str, _Page] = {
    # -- the database
    "store_wrong_key": _Page(
        lambda: _("The database does not open with this key"),
        lambda: (
            _("See whether a file of another PC or an old copy was put there; put the right one back."),
            _("Otherwise restore the newest backup; headquarters then sends what is missing."),
        ),
        _DATA,
    ),
    "store_no_permission": _Page(
        lambda: _("You may not open the database"),
        lambda: (
            _("Sign in to the computer as the person who uses the desk, and start it again."),
            _("Otherwise have the administrator give this user the right to the data folder."),
        ),
        (Way.RETRY,),
    ),
    "store_damaged": _Page(
        lambda: _("The database is damaged"),
        lambda: (
            _("Don't repair, copy over or delete the file; have the disk looked at."),
            _("Restore the newest backup. The damaged file is set aside, headquarters sends what is missing."),
        ),
        _DATA,
    ),
    "store_too_new": _Page(
        lambda: _("The program is older than the database"),
        lambda: (_("Install the version of the program that was used last, then start it."),),
        (Way.RETRY,),
    ),
    "store_too_old": _Page(
        lambda: _("The database is too old for this program"),
        lambda: (
            _("Start the version that wrote it and let it synchronise, so that headquarters holds everything."),
            _("Then let headquarters send it back here."),
        ),
        (Way.FROM_HEADQUARTERS, Way.RETRY),
    ),
    "store_empty_file": _Page(
        lambda: _("The database file is empty"),
        lambda: (
            _("See whether the disk is full or was full, and free some space."),
            _("Restore the newest backup, or let headquarters send back what it holds."),
        ),
        _DATA,
    ),
    "store_missing": _Page(
        lambda: _("The database is missing"),
        lambda: (
            _("If the file was moved, put it back and try again."),
            _("Otherwise restore the newest backup, or let headquarters send back what it holds."),
        ),
        _DATA,
    ),
    "store_foreign": _Page(
        lambda: _("The database belongs to somebody else"),
        lambda: (
            _("Put this PC's own file back, or start the desk on its own data folder."),
            _("If the own file is gone, restore the newest backup."),
        ),
        _DATA,
    ),
    "store_rolled_back": _Page(
        lambda: _("The database is older than it should be"),
        lambda: (
            _("Don't work with it. Tell the supervisor and the security department."),
            _("If the newest file was put aside, put it back. Otherwise restore from headquarters or the backup."),
        ),
        (Way.FROM_HEADQUARTERS, Way.FROM_BACKUP, Way.RETRY),
    ),
    "store_upgrade_failed": _Page(
        lambda: _("The database could not be updated"),
        lambda: (_("Free some disk space and try again. If it stays so, call the IT desk with the bundle."),),
        (Way.RETRY, Way.FROM_BACKUP),
    ),
    "disk_full": _Page(
        lambda: _("The disk is full"),
        lambda: (_("Free some space on the disk with the data folder, then try again."),),
        (Way.RETRY,),
    ),
    "store_busy": _Page(
        lambda: _("Another program holds the database"),
        lambda: (_("Close backup or scanning programs that read the data folder, then try again."),),
        (Way.RETRY,),
    ),
    "disk_error": _Page(
        lambda: _("The disk can't be read or written"),
        lambda: (
            _("Don't switch the PC off. Call the IT desk and have the disk looked at."),
            _("If the disk is lost, restore the newest backup on another one."),
        ),
        (Way.RETRY, Way.FROM_BACKUP),
    ),
    # -- the keystore
    "vault_missing": _Page(
        lambda: _("The keystore is missing"),
        lambda: (
            _("Don't set this PC up anew. If the folder was moved, put it back and try again."),
            _("Otherwise restore the newest backup, or recover with headquarters' help."),
        ),
        (Way.RETRY, Way.FROM_BACKUP, Way.RECOVER),
    ),
    "keystore_damaged": _Page(
        lambda: _("The keystore is damaged"),
        lambda: (
            _("Put the keystore from the newest backup in its place; the damaged one is kept."),
            _("If there is no backup, recover with headquarters' help."),
        ),
        (Way.RETRY, Way.FROM_BACKUP, Way.RECOVER),
    ),
    "keystore_tampered": _Page(
        lambda: _("The keystore was changed from outside"),
        lambda: (
            _("Don't go on working. Tell the supervisor and the security department."),
            _("They decide whether the backup's keystore may be used, or headquarters helps to recover."),
        ),
        (Way.FROM_BACKUP, Way.RECOVER, Way.RETRY),
    ),
    "keystore_foreign": _Page(
        lambda: _("The keystore belongs to somebody else"),
        lambda: (_("Put this PC's own keystore back, or start the desk on its own data folder."),),
        (Way.RETRY, Way.FROM_BACKUP),
    ),
    "keystore_too_new": _Page(
        lambda: _("The program is older than the keystore"),
        lambda: (_("Install the version of the program that was used last, then start it."),),
        (Way.RETRY,),
    ),
    "keystore_unreadable": _Page(
        lambda: _("You may not open the keystore"),
        lambda: (
            _("See whether the disk is full, and sign in to the computer as the person who uses the desk."),
            _("Otherwise have the administrator give this user the right to the data folder."),
        ),
        (Way.RETRY,),
    ),
    # -- what the computer keeps
    "machine_secret_lost": _Page(
        lambda: _("This PC's own key is lost"),
        lambda: (
            _("Sign in to the computer as the usual user, who has the keyring, and try again."),
            _("If the keyring was deleted or the PC set up anew, recover with headquarters' help."),
        ),
        _KEYS,
    ),
    "keyring_missing": _Page(
        lambda: _("This PC has no keyring"),
        lambda: (
            _("Start the keyring of the operating system (GNOME Keyring or KWallet), then try again."),
            _("If it can't be brought back, recover with headquarters' help."),
        ),
        _KEYS,
    ),
    "keyring_locked": _Page(
        lambda: _("The keyring is locked"),
        lambda: (_("Unlock it in the window of the operating system, then try again."),),
        (Way.RETRY,),
    ),
    "keyring_failed": _Page(
        lambda: _("The keyring does not work"),
        lambda: (
            _("Try again; if it stays so, restart the PC."),
            _("If it can't be brought back, recover with headquarters' help."),
        ),
        _KEYS,
    ),
    "passphrase_file_damaged": _Page(
        lambda: _("The passphrase's file is damaged"),
        lambda: (_("Put the file from the newest backup in its place, or recover with headquarters' help."),),
        (Way.RETRY, Way.FROM_BACKUP, Way.RECOVER),
    ),
    "anchor_lost": _Page(
        lambda: _("The journal's mark is gone"),
        lambda: (_("Have the journal checked, and tell headquarters, which knows how far the journal went."),),
        (Way.RETRY, Way.FROM_HEADQUARTERS),
    ),
    "anchor_tampered": _Page(
        lambda: _("The journal's mark was changed from outside"),
        lambda: (
            _("Don't go on working. Tell the supervisor and the security department."),
            _("Headquarters knows how far the journal went; restore from there."),
        ),
        (Way.FROM_HEADQUARTERS, Way.RETRY),
    ),
    # -- headquarters
    "headquarters_changed": _Page(
        lambda: _("Headquarters is not the one of the first contact"),
        lambda: (_("Tell the supervisor and the IT desk. Nothing is sent until it is cleared up."),),
        (Way.RETRY,),
    ),
    "no_store_key": _Page(
        lambda: _("You have no key to this PC's data yet"),
        lambda: (_("Have a supervisor sign in here once; after that you can."),),
        (Way.RETRY,),
    ),
}  # fmt: skip

_OTHER = _Page(
    lambda: _("This computer can't open the desk"),
    lambda: (_("Try again; if it stays so, call the IT desk with the bundle."),),
    (Way.RETRY,),
)
