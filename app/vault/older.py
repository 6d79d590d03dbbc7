"""An earlier keystore of the same store, as a backup holds it, opened with the machine secret of this computer.

Its people sign in with the password they had then and get the database key of then. It is opened as a copy in a folder
of its own: signing in counts failures in the file, and a backup is never written to.
"""

from __future__ import annotations

from pathlib import Path

from app.system.key_box import KeyBox
from app.vault.errors import ForeignKeystoreError, VaultExistsError
from app.vault.keystore import KeystoreFile
from app.vault.machine_secret import MachineSecrets
from app.vault.vault import Vault


class _Held(MachineSecrets):
    """The machine secret that an open vault holds, and nothing that could be changed."""

    kind = "held"
    place = "held"

    def __init__(self, secret: KeyBox) -> None:
        self._secret = secret

    def load(self, store_id: str) -> KeyBox:
        return self._secret.copy()

    def save(self, store_id: str, secret: KeyBox) -> None:
        raise VaultExistsError(place=self.place)

    def delete(self, store_id: str) -> None:
        raise VaultExistsError(place=self.place)

    def load_note(self, store_id: str) -> str | None:
        return None

    def save_note(self, store_id: str, text: str) -> None:
        raise VaultExistsError(place=self.place)


def open_older(vault: Vault, folder: Path) -> Vault:
    """The vault whose keystore was copied into `folder`. The caller closes it.

    Raises: ForeignKeystoreError for another store; KeystoreTamperedError where the machine secret was another one then;
    and what reading a keystore raises.
    """
    if KeystoreFile(folder).header().store_id != vault.store_id:
        raise ForeignKeystoreError(why="other_store")
    return Vault.open(
        folder,
        _Held(vault._binding.machine_secret),
        expected_store_id=vault.store_id,
        cost=vault._cost,
        clock=vault._clock,
    )
