"""The machine secret: 32 bytes that this computer knows and no password can replace. Where it is kept can differ.

The OS keyring is the ordinary place (app/vault/keyring_secret.py). Where there is none, a supervisor types the branch
passphrase at start and the secret lies encrypted beside the keystore. There is no silent third way (security.md 2).
"""

from __future__ import annotations

import os
from abc import ABC, abstractmethod
from pathlib import Path

from app.journal.json_fields import canonical, encode_bytes
from app.journal.sealing import UnopenableError, context_of
from app.system.atomic_file import write_private_file
from app.system.key_box import KeyBox
from app.system.plain_file import read_plain
from app.vault.errors import (
    ForeignKeystoreError,
    KeystoreDamagedError,
    KeystoreUnreadableError,
    PassphraseFileDamagedError,
    VaultExistsError,
    WrongPassphraseError,
)
from app.vault.json_fields import Fields, from_cost
from app.vault.kdf import KEY_BYTES, PASSPHRASE_COST, SALT_BYTES, KdfCost, stretch, wipe
from app.vault.keystore_text import parse
from app.vault.passwords import check_new_passphrase, password_bytes
from app.vault.sealing import unwrap, wrap

_FORMAT = "jiesu-branch-secret"
_VERSION = 1
_LONGEST_NOTE = 2000
_BIGGEST_BYTES = 64 << 10


class MachineSecrets(ABC):
    """A place for machine secrets. `kind` and `place` are written into the keystore's header, in clear."""

    kind: str

    @property
    @abstractmethod
    def place(self) -> str:
        """What exactly keeps the secret, for error pages."""

    @abstractmethod
    def load(self, store_id: str) -> KeyBox | None:
        """The secret of this store, in a box that the caller wipes; None when there is none.

        Raises: KeyringMissingError, KeyringLockedError, KeyringFailedError, MachineSecretLostError (unreadable entry),
        WrongPassphraseError, PassphraseFileDamagedError.
        """

    @abstractmethod
    def save(self, store_id: str, secret: KeyBox) -> None:
        """Keep `secret`, and make sure that it is kept. Raises: VaultExistsError when there is one; as `load`."""

    @abstractmethod
    def delete(self, store_id: str) -> None:
        """Forget the secret. Only for one that no keystore needs. Raises: as `load`."""

    @abstractmethod
    def save_note(self, store_id: str, text: str) -> None:
        """Keep a short line beside the secret, in place of the one before. It is neither secret nor safe from edits.

        Raises: as `load`.
        """

    @abstractmethod
    def load_note(self, store_id: str) -> str | None:
        """The line that was kept, None when there is none. Raises: as `load`."""


class PassphraseMachineSecret(MachineSecrets):
    """The machine secret in a file beside the keystore, under Argon2id of what a supervisor types at start.

    Each store has its own file, so that a new store never stands in the way of an old one's recovery. Holds the
    passphrase until `forget()`. `cost` counts for new files only; a file knows its own.
    """

    kind = "passphrase"
    place = "branch-secret"

    def __init__(self, folder: Path, passphrase: str, *, cost: KdfCost = PASSPHRASE_COST) -> None:
        self._folder = folder
        self._passphrase = password_bytes(passphrase)
        self._cost = cost

    def load(self, store_id: str) -> KeyBox | None:
        """See MachineSecrets. The file is of one store: a secret of another one is damage."""
        try:
            content = read_plain(self._path(store_id), _BIGGEST_BYTES)
        except FileNotFoundError:
            return None
        except OSError as error:
            raise KeystoreUnreadableError(why=type(error).__name__, number=error.errno) from None
        try:
            document = parse(content, format_name=_FORMAT, version=_VERSION)
            with Fields({key: document[key] for key in document if key not in ("format", "version")}) as fields:
                owner, cost = fields.text("store_id"), fields.cost("kdf")
                salt, wrapped = fields.blob("salt", SALT_BYTES), fields.blob("wrapped")
        except (KeystoreDamagedError, ForeignKeystoreError):
            raise PassphraseFileDamagedError from None
        if owner != store_id:
            raise PassphraseFileDamagedError(why="other_store")
        key = stretch(self._passphrase, salt, cost)
        try:
            return KeyBox(unwrap(key, wrapped, context_of("branch-secret", store_id)))
        except UnopenableError:
            raise WrongPassphraseError from None
        finally:
            wipe(key)

    def save(self, store_id: str, secret: KeyBox) -> None:
        """See MachineSecrets. Raises also: WeakPasswordError."""
        check_new_passphrase(self._passphrase.decode("utf-8", "surrogatepass"))
        salt = os.urandom(SALT_BYTES)
        key = stretch(self._passphrase, salt, self._cost)
        try:
            wrapped = wrap(key, secret.b, context_of("branch-secret", store_id))
        finally:
            wipe(key)
        document = {
            "format": _FORMAT,
            "version": _VERSION,
            "store_id": store_id,
            "kdf": from_cost(self._cost),
            "salt": encode_bytes(salt),
            "wrapped": encode_bytes(wrapped),
        }
        try:
            write_private_file(self._path(store_id), canonical(document), crash_name="passphrase", may_replace=False)
        except FileExistsError:
            raise VaultExistsError(place=self.place) from None
        except OSError as error:
            raise KeystoreUnreadableError(why=type(error).__name__, number=error.errno) from None

    def delete(self, store_id: str) -> None:
        """See MachineSecrets."""
        self._path(store_id).unlink(missing_ok=True)

    def save_note(self, store_id: str, text: str) -> None:
        """See MachineSecrets: a file beside the other one."""
        try:
            write_private_file(self._note_path(store_id), text.encode(), crash_name="anchor")
        except OSError as error:
            raise KeystoreUnreadableError(why=type(error).__name__, number=error.errno) from None

    def load_note(self, store_id: str) -> str | None:
        """See MachineSecrets."""
        try:
            return read_plain(self._note_path(store_id), _LONGEST_NOTE).decode("utf-8", "replace")
        except FileNotFoundError:
            return None
        except OSError as error:
            raise KeystoreUnreadableError(why=type(error).__name__, number=error.errno) from None

    def forget(self) -> None:
        """Overwrite the passphrase in memory; afterwards this object opens nothing."""
        wipe(self._passphrase)

    def _path(self, store_id: str) -> Path:
        return self._folder / f"{self.place}-{store_id}.json"

    def _note_path(self, store_id: str) -> Path:
        return self._folder / f"branch-anchor-{store_id}.json"

    def __repr__(self) -> str:
        return "<PassphraseMachineSecret>"


def new_machine_secret() -> KeyBox:
    """A fresh secret from the operating system's random numbers."""
    return KeyBox(bytearray(os.urandom(KEY_BYTES)))
