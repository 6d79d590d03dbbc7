"""The first keystore of a store on this computer."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from app.domain.people import Role
from app.system.key_box import KeyBox
from app.vault import sealing
from app.vault.device_key import new_device
from app.vault.errors import DuplicateStaffNumberError, NoSupervisorError
from app.vault.kdf import KdfCost
from app.vault.keystore import Keystore, plain_staff_no
from app.vault.machine_secret import MachineSecrets
from app.vault.passwords import check_new_password
from app.vault.people_keys import Binding, NewPerson, enrol
from app.vault.records import RecoveryRecord
from app.vault.store_keys import name_of_key, seal_machine_secret, seal_store_key

RECOVERY_NAMES = ("hq1", "hq2")


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
    if not any(new.role is Role.SUPERVISOR for new in people):
        raise NoSupervisorError


def check_new_person(new: NewPerson, branch: str) -> None:
    """Refuse one person: as `check_new_people`."""
    if not plain_staff_no(new.staff_no) or not new.name.strip() or len(new.staff_no) > 64 or len(new.name) > 200:
        raise ValueError("a person has a staff number and a name")
    if new.role is Role.HEADQUARTERS:
        raise ValueError("headquarters' people are not enrolled at a branch")
    new.name.encode()  # a lone surrogate could not be written
    check_new_password(new.password, personal=(new.staff_no, new.name, branch))


def first_keystore(
    *,
    binding: Binding,
    branch: str,
    device: str,
    device_epoch: int,
    place: MachineSecrets,
    people: Sequence[NewPerson],
    recovery: Mapping[str, bytes],
    cost: KdfCost,
    now: datetime,
) -> Keystore:
    """A keystore with a fresh database key, sealed to all `people` and to the `recovery` keys (X25519 public keys)."""
    if not set(recovery) <= set(RECOVERY_NAMES):
        raise ValueError("recovery keys are named hq1 and hq2")
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
        recovery={
            each: RecoveryRecord(
                sealing.SUITE, public, seal_machine_secret(binding.store_id, binding.machine_secret, each, public)
            )
            for each, public in recovery.items()
        },
    )
