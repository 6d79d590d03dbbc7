"""Sentences for what app/vault refuses, by code: what happened, and what to do about it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime

from app.domain.deadlines import CHINA
from app.language.catalogue import _, ngettext_

Details = Mapping[str, object]


def sentence(code: str, details: Details | None = None) -> str | None:
    """What happened, in the language in use; None for a code of another room."""
    words = _SENTENCES.get(code)
    return words(_Lenient(details or {})) if words else None


def advice(code: str) -> str | None:
    """What the person can do about it, in the language in use; None where the sentence says it all."""
    words = _ADVICE.get(code)
    return words() if words else None


class _Lenient(dict[str, object]):
    """Details for a sentence: one that is missing shows as a dash, so that an error page never fails itself."""

    def __missing__(self, key: str) -> str:
        return "-"


def _wrong_password(details: _Lenient) -> str:
    count = details["tries_left"]
    if not isinstance(count, int) or count < 1:
        return _("Wrong staff number or password.")
    return ngettext_(
        "Wrong staff number or password. {count} try left.",
        "Wrong staff number or password. {count} tries left.",
        count,
    ).format(count=count)


def _locked_out(details: _Lenient) -> str:
    try:
        until = datetime.fromisoformat(str(details["until"])).astimezone(CHINA)
    except ValueError:
        return _("Too many failures. Wait a while before the next try.")
    return _("Too many failures. The next try is possible at {time}.").format(time=f"{until:%H:%M:%S}")


_SENTENCES: Mapping[str, Callable[[_Lenient], str]] = {
    "wrong_password": _wrong_password,
    "locked_out": _locked_out,
    "vault_unusable": lambda d: _("The keys of this PC can't be used."),
    "vault_missing": lambda d: _("The keystore is missing from the data folder."),
    "vault_exists": lambda d: _("There are keys on this PC already. Nothing was overwritten."),
    "keystore_foreign": lambda d: _("The keystore in this folder belongs to another store or another program."),
    "keystore_too_new": lambda d: _("The keystore was written by a newer version of this program."),
    "keystore_unreadable": lambda d: _(
        "The operating system does not let the program read or write the keystore ({why})."
    ).format_map(d),
    "keystore_damaged": lambda d: _("The keystore file is damaged."),
    "keystore_tampered": lambda d: _("The keystore file was changed by something other than this program."),
    "keystore_rolled_back": lambda d: _("The keystore file is older than the one that was here before."),
    "machine_secret_lost": lambda d: _("This PC's own key is lost or was replaced."),
    "keyring_missing": lambda d: _("This PC has no keyring that may be used (found: {found}).").format_map(d),
    "keyring_locked": lambda d: _("The keyring of this PC is locked."),
    "keyring_failed": lambda d: _("The keyring of this PC answered with an error."),
    "passphrase_needed": lambda d: _("This desk opens with the branch passphrase."),
    "wrong_passphrase": lambda d: _("The branch passphrase is wrong."),
    "passphrase_file_damaged": lambda d: _(
        "The file that the branch passphrase opens is damaged or belongs to another store."
    ),
    "sign_in_refused": lambda d: _("Signing in is not possible."),
    "person_suspended": lambda d: _("Your access is suspended. Ask a supervisor."),
    "no_store_key": lambda d: _("You have not been given access to this PC's data yet. Ask a supervisor."),
    "new_password_needed": lambda d: _("Your first password is good for one sign-in only."),
    "session_ended": lambda d: _("The desk is locked. Sign in again."),
    "key_wiped": lambda d: _("The desk is locked. Sign in again."),
    "already_signed": lambda d: _("This approval has been given already. Type the password again for another one."),
    "password_too_short": lambda d: _(
        "The password needs at least {shortest} characters. A short sentence is easy to remember."
    ).format_map(d),
    "password_too_long": lambda d: _("The password may have at most {longest} characters.").format_map(d),
    "password_common": lambda d: _("This password is among the first that others would try. Choose another one."),
    "password_personal": lambda d: _("The password must not be made of your staff number or name."),
    "password_same": lambda d: _("The new password is the same as the old one."),
    "duplicate_staff_no": lambda d: _("This staff number is taken."),
    "supervisor_only": lambda d: _("Your role may not do this."),
    "no_supervisor": lambda d: _("A branch needs at least one supervisor."),
    "anchor_lost": lambda d: _("The mark of how far the journal went is gone from this PC's keyring."),
    "anchor_tampered": lambda d: _(
        "The mark of how far the journal went was changed by something other than this program."
    ),
    "recovery_impossible": lambda d: _("Headquarters' recovery keys never reached this PC."),
    "no_recovery_waiting": lambda d: _("No request for recovery waits on this PC."),
    "wrong_recovery_code": lambda d: _("The recovery code is wrong."),
    "recovery_refused": lambda d: _("Headquarters' answer can't be used."),
    "recovery_officers": lambda d: _("Headquarters' answer is not signed by two officers known here."),
    "recovery_keys_changed": lambda d: _("The database key was changed after the request was made."),
    "recovery_unknown_person": lambda d: _(
        "Headquarters' answer names a person who is not known here, without a name."
    ),
    "bad_document": lambda d: _("The file is not a readable recovery document, or belongs to another request."),
    "session_stale": lambda d: _("The keys were changed since you signed in."),
    "no_such_person": lambda d: _("Nobody here has this staff number."),
    "own_record": lambda d: _("You can't change your own access."),
    "last_manager": lambda d: _("After this nobody at the branch could look after people and keys."),
    "role_beyond_reach": lambda d: _("Your role may not decide on this role."),
    "standing_unchanged": lambda d: _("The person's access is in this state already."),
    "suspended_by_headquarters": lambda d: _("Headquarters suspended this person."),
}

_ADVICE: Mapping[str, Callable[[], str]] = {
    "supervisor_only": lambda: _("Ask a supervisor or the branch head."),
    "new_password_needed": lambda: _("Choose another password on the sign-in page of the desk."),
    "vault_missing": lambda: _(
        "If this PC has been in use before, don't set it up anew: restore the folder from the backup, or "
        "ask headquarters for recovery."
    ),
    "vault_exists": lambda: _("Open the existing desk, or choose another folder for the new one."),
    "keystore_foreign": lambda: _("Choose the right data folder. Nothing was changed."),
    "keystore_too_new": lambda: _("Install the current version; this one changes nothing."),
    "keystore_unreadable": lambda: _(
        "Ask the administrator to give this user the right to the data folder, and see whether the disk is full."
    ),
    "keystore_damaged": lambda: _(
        "Put the file from the backup in its place, or ask headquarters for recovery. The damaged file is kept."
    ),
    "keystore_tampered": lambda: _(
        "Don't go on working. Tell the supervisor and the security department; they decide whether the "
        "file from the backup may be used."
    ),
    "keystore_rolled_back": lambda: _(
        "Somebody put an older file in its place. Put the newest one back; if it is gone, tell the security department "
        "and ask headquarters for recovery."
    ),
    "machine_secret_lost": lambda: _(
        "The data is still there, but can't be opened without it. Sign in to the operating system as the "
        "usual user; if that doesn't help, ask headquarters for recovery."
    ),
    "keyring_missing": lambda: _(
        "Start the keyring of the operating system (GNOME Keyring or KWallet on Linux), or use the "
        "branch passphrase, which a supervisor types at every start."
    ),
    "keyring_locked": lambda: _(
        "Unlock it in the window of the operating system, then try again; or use the branch passphrase, "
        "which a supervisor types at every start."
    ),
    "keyring_failed": lambda: _("Try again; if it stays so, restart the PC or call the IT desk."),
    "passphrase_needed": lambda: _("A supervisor types it at every start."),
    "wrong_passphrase": lambda: _("Mind upper and lower case. Without the passphrase only headquarters can help."),
    "passphrase_file_damaged": lambda: _(
        "Put the file from the backup in its place, or ask headquarters for recovery."
    ),
    "anchor_lost": lambda: _("Have the journal verified and tell headquarters, which knows how far the journal went."),
    "anchor_tampered": lambda: _("Don't go on working. Tell the supervisor and the security department."),
    "recovery_impossible": lambda: _("Restore from the backup, or ask headquarters to send back what it holds."),
    "no_recovery_waiting": lambda: _("Make a new request and send it to headquarters."),
    "wrong_recovery_code": lambda: _(
        "Type it as it was written down when the request was made. If it is lost, make a new request."
    ),
    "recovery_refused": lambda: _("Nothing was changed. Make a new request and call headquarters."),
    "recovery_officers": lambda: _("Nothing was changed. Ask headquarters to have two officers sign it."),
    "recovery_keys_changed": lambda: _("Nothing was changed. Make a new request and send it to headquarters."),
    "recovery_unknown_person": lambda: _("Nothing was changed. Ask headquarters for an answer with the person's name."),
    "bad_document": lambda: _("Choose the file that headquarters sent for this request, or ask for it again."),
    "session_stale": lambda: _("Lock the desk, sign in again and repeat it."),
    "no_such_person": lambda: _("Mind the staff number; people who were removed have to be enrolled anew."),
    "own_record": lambda: _(
        "Ask another supervisor, the branch head or headquarters. Your own password you change under your name."
    ),
    "last_manager": lambda: _("Enrol another supervisor first, or ask headquarters."),
    "role_beyond_reach": lambda: _("Ask the branch head or headquarters."),
    "standing_unchanged": lambda: _("Look at the list again; somebody may have been quicker."),
    "suspended_by_headquarters": lambda: _("Only headquarters can let this person in again."),
}
