"""What can go wrong with keys and sign-in, each with a code that app/language/vault_reasons.py words.

KnownError
├─ VaultError
│   ├─ VaultMissingError, VaultExistsError, ForeignKeystoreError, KeystoreTooNewError, KeystoreUnreadableError
│   ├─ KeystoreDamagedError      not a keystore any more: cut off, empty, not JSON, wrong shape
│   ├─ KeystoreTamperedError     well-formed, but changed by something other than this program
│   ├─ MachineSecretLostError    the keyring has no secret for this store, or another one
│   ├─ KeyringMissingError, KeyringLockedError, KeyringFailedError
│   ├─ PassphraseNeededError, WrongPassphraseError, PassphraseFileDamagedError
│   ├─ AnchorLostError, AnchorTamperedError
│   └─ RecoveryImpossibleError, NoRecoveryWaitingError, WrongRecoveryCodeError, RecoveryRefusedError
└─ SignInError
    ├─ WrongPasswordError (UnknownPersonError is one: same code, same words), LockedOutError
    ├─ PersonSuspendedError, NoStoreKeyError, NewPasswordNeededError, SessionEndedError,
    ├─ SessionStaleError, AlreadySignedError
    ├─ WeakPasswordError, DuplicateStaffNumberError, NotAllowedError, NoSupervisorError
    └─ NoSuchPersonError, OwnRecordError, LastManagerError, BeyondReachError, StandingUnchangedError,
       SuspendedByHeadquartersError
"""

from __future__ import annotations

from datetime import datetime

from app.domain.people import Person
from app.system.errors import KnownError


class VaultError(KnownError):
    """The keystore or the machine secret can't be used."""

    code = "vault_unusable"


class VaultMissingError(VaultError):
    """There is no keystore in this folder."""

    code = "vault_missing"


class VaultExistsError(VaultError):
    """There is a keystore, or a machine secret of this store, already; nothing was overwritten."""

    code = "vault_exists"


class ForeignKeystoreError(VaultError):
    """The file belongs to something else, or to another store."""

    code = "keystore_foreign"


class KeystoreTooNewError(VaultError):
    """The file was written by a newer program, or uses a cipher suite that this one lacks."""

    code = "keystore_too_new"


class KeystoreUnreadableError(VaultError):
    """The operating system doesn't let the program read or write the file. `why` is the error's name."""

    code = "keystore_unreadable"


class KeystoreDamagedError(VaultError):
    """The file is no keystore any more. `why`: empty, too_big, not_json, not_canonical, shape, key."""

    code = "keystore_damaged"


class KeystoreTamperedError(VaultError):
    """The file doesn't carry the seal of this computer's machine secret: it was edited."""

    code = "keystore_tampered"


class KeystoreRolledBackError(VaultError):
    """The file is sound, but an older one than was here already. `known` and `found` are its revisions."""

    code = "keystore_rolled_back"


class MachineSecretLostError(VaultError):
    """This computer's secret for the store is gone or is another one. `why`: missing, malformed, other."""

    code = "machine_secret_lost"


class KeyringMissingError(VaultError):
    """No keyring that may be used. `found` names what there was instead."""

    code = "keyring_missing"


class KeyringLockedError(VaultError):
    """The keyring is locked, was never set up, or did not answer in time (`why`: locked, dismissed, timeout)."""

    code = "keyring_locked"


class KeyringFailedError(VaultError):
    """The keyring answered with an error, or did not keep what it was given."""

    code = "keyring_failed"


class PassphraseNeededError(VaultError):
    """The machine secret lies under the branch passphrase, and nobody has typed it yet."""

    code = "passphrase_needed"


class WrongPassphraseError(VaultError):
    """The branch passphrase does not open the machine secret (or that file was changed)."""

    code = "wrong_passphrase"


class PassphraseFileDamagedError(VaultError):
    """The file with the machine secret under the branch passphrase can't be read as one."""

    code = "passphrase_file_damaged"


class AnchorLostError(VaultError):
    """The journal's head was anchored beside the machine secret, and the anchor is gone."""

    code = "anchor_lost"


class AnchorTamperedError(VaultError):
    """The anchor of the journal's head does not carry the seal of this computer's machine secret."""

    code = "anchor_tampered"


class RecoveryImpossibleError(VaultError):
    """The keystore holds nothing for headquarters: its recovery keys never reached this PC."""

    code = "recovery_impossible"


class NoRecoveryWaitingError(VaultError):
    """No request for recovery was made here, or its file is damaged."""

    code = "no_recovery_waiting"


class WrongRecoveryCodeError(VaultError):
    """The recovery code does not open the request that waits."""

    code = "wrong_recovery_code"


class RecoveryRefusedError(VaultError):
    """Headquarters' answer can't be used. `why`: officers, keys_changed, unknown_person. Nothing was changed."""

    code = "recovery_refused"

    def __init__(self, why: str) -> None:
        self.code = f"recovery_{why}"
        super().__init__()


class SignInError(KnownError):
    """A person could not be let in, or may not do this with keys."""

    code = "sign_in_refused"


class WrongPasswordError(SignInError):
    """Wrong staff number or password; nobody is told which. `tries_left` until the next wait."""

    code = "wrong_password"

    def __init__(self, tries_left: int) -> None:
        super().__init__(tries_left=tries_left)
        self.tries_left = tries_left


class UnknownPersonError(WrongPasswordError):
    """Nobody has this staff number. For people the same words as a wrong password."""


class LockedOutError(SignInError):
    """Too many failures; wait until `until` (aware UTC)."""

    code = "locked_out"

    def __init__(self, until: datetime) -> None:
        super().__init__(until=until.isoformat(timespec="seconds"))
        self.until = until


class PersonSuspendedError(SignInError):
    """The password is right, but the person is suspended."""

    code = "person_suspended"


class NoStoreKeyError(SignInError):
    """The person's keys open, but the database key was never sealed to them."""

    code = "no_store_key"


class NewPasswordNeededError(SignInError):
    """The first password is right, and good for nothing but choosing another one. `person` chooses it."""

    code = "new_password_needed"

    def __init__(self, person: Person) -> None:
        super().__init__()
        self.person = person


class SessionEndedError(SignInError):
    """The session was locked or ended, and its keys are wiped."""

    code = "session_ended"


class SessionStaleError(SignInError):
    """The keys were changed since this person signed in, and the session does not hold the new ones."""

    code = "session_stale"


class AlreadySignedError(SignInError):
    """The one signature that was unlocked has been given."""

    code = "already_signed"


class WeakPasswordError(SignInError):
    """A new password is not good enough; code password_too_short, _too_long, _common, _personal or _same."""

    def __init__(self, why: str, **details: object) -> None:
        self.code = f"password_{why}"
        super().__init__(**details)


class DuplicateStaffNumberError(SignInError):
    """The staff number is taken."""

    code = "duplicate_staff_no"


class NotAllowedError(SignInError):
    """The person signed in does not hold the right that this needs (Right.MANAGE_PEOPLE or Right.KEEP_STORE)."""

    code = "supervisor_only"


class NoSupervisorError(SignInError):
    """A branch needs at least one supervisor, or nobody could ever add people."""

    code = "no_supervisor"


class NoSuchPersonError(SignInError):
    """Nobody here has this staff number, or not any more."""

    code = "no_such_person"


class OwnRecordError(SignInError):
    """Nobody changes their own standing."""

    code = "own_record"


class LastManagerError(SignInError):
    """After this nobody at the branch could look after people and keys."""

    code = "last_manager"


class BeyondReachError(SignInError):
    """The role to be given, or that of the person concerned, is not within the reach of whoever is signed in."""

    code = "role_beyond_reach"


class StandingUnchangedError(SignInError):
    """The person is suspended already, or was not suspended."""

    code = "standing_unchanged"


class SuspendedByHeadquartersError(SignInError):
    """Headquarters' directory suspended this person; the branch can't undo that."""

    code = "suspended_by_headquarters"
