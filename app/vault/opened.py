"""What every part of an opened vault works on: the keystore that is kept, what its keys are bound to, and a clock."""

from __future__ import annotations

from app.domain.people import Right
from app.system.clock import Clock
from app.vault.errors import NotAllowedError
from app.vault.kdf import KdfCost
from app.vault.keystore import KeptKeystore, Keystore
from app.vault.machine_secret import MachineSecrets
from app.vault.people_keys import Binding
from app.vault.records import StaffRecord
from app.vault.sessions import Session


class OpenedKeystore:
    """An opened keystore; the vault and its parts build on it. Changes hold `_kept.lock` from reading to saving."""

    def __init__(
        self, kept: KeptKeystore, binding: Binding, secrets: MachineSecrets, *, cost: KdfCost, clock: Clock
    ) -> None:
        self._kept = kept
        self._binding = binding
        self._secrets = secrets
        self._cost = cost
        self._clock = clock

    def _allowed(self, session: Session, right: Right) -> tuple[Keystore, StaffRecord]:
        """The keystore as it lies on the disk, and the record of whoever is signed in, who must hold `right` there too.

        Raises: SessionEndedError, NotAllowedError, and what reading the keystore raises.
        """
        session.must_live()
        store = self._kept.refresh()
        try:
            record = store.by_uid(session.uid)
        except KeyError:
            raise NotAllowedError from None
        if not session.person.may(right) or not record.person(store.branch).may(right):
            raise NotAllowedError
        return store, record
