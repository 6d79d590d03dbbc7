"""The first keystore of a store on this computer."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from app.domain.people import MANAGERS
from app.system.key_box import KeyBox
from app.vault import sealing
from app.vault.device_key import new_device
from app.vault.errors import DuplicateStaffNumberError, NoSupervisorError
from app.vault.kdf import KdfCost
from app.vault.key_changes import check_recovery_names, recovery_records
from app.vault.keystore import Keystore, plain_staff_no
from app.vault.machine_secret import MachineSecrets
from app.vault.people_keys import Binding, NewPerson, enrol
from app.vault.staff_rules import check_new_person
from app.vault.store_keys import name_of_key, seal_store_key


def check_new_people(people: Sequence[NewPerson], branch: str) -> None:
    """Refuse a first staff that can't work.

    Raises: NoSupervisorError, DuplicateStaffNumberError, WeakPasswordError; ValueError for an empty staff number or
    name, and for the role of headquarters, which acts only through synchronisation.
    """
    numbers = [plain_staff_no(new.staff_no) for new in people]
    for new in people:
        check_new_person(new, branch)
    if len(set(numbers)) != len(numbers):
        raise DuplicateStaffNumberError
    if not any(new.role in MANAGERS for new in people):
        raise NoSupervisorError


def first_keystore(
    *,
    binding: Binding,
    branch: str,
    device: str,
    device_epoch: int,
    place: MachineSecrets,
    people: Sequence[NewPerson],
    recovery: Mapping[str, bytes],
    officers: Mapping[str, bytes],
    cost: KdfCost,
    now: datetime,
) -> Keystore:
    """A keystore with a fresh database key, sealed to all `people` and to the `recovery` keys (X25519 public keys)."""
    check_recovery_names(recovery)
    users = tuple(enrol(new, binding, cost, now) for new in people)
    holders = {**{user.uid: user.keys.seal for user in users}, **recovery}
    with KeyBox(sealing.new_seed()) as key:
        name = name_of_key(key)
        record = seal_store_key(binding.store_id, key, holders, now)
    return Keystore(
        store_id=binding.store_id,
        branch=branch,
        secret_kind=place.kind,
        secret_place=place.place,
        device=new_device(binding, device, device_epoch),
        users=users,
        keys={name: record},
        current=name,
        recovery=recovery_records(binding, recovery),
        officers=dict(officers),
    )
