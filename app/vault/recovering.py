"""Recovery at the branch: the keyring is lost, or nobody is left who knows a supervisor's password (security.md 2).

`begin_recovery` makes the request for headquarters out of the keystore alone; its one-time key waits in a file under a
code that somebody writes down. `finish_recovery` takes headquarters' answer: the machine secret comes back, proves the
keystore, which names the officers who may have signed; one person becomes supervisor with new keys. Everybody else and
everything they signed stays. The database key has to be changed next (`Vault.rotation_due`).
"""

from __future__ import annotations

import logging
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

from app.domain.people import MANAGERS, Person, Role
from app.journal.recovery import (
    OFFICERS_NEEDED,
    Opened,
    RecoveryAnswer,
    RecoveryRequest,
    SealedParts,
    new_request_id,
    open_answer,
)
from app.journal.sealing import seal_public
from app.system.clock import Clock
from app.system.key_box import KeyBox
from app.vault import sealing
from app.vault.anchors import kept_revision
from app.vault.errors import (
    MachineSecretLostError,
    PassphraseFileDamagedError,
    RecoveryImpossibleError,
    RecoveryRefusedError,
    WrongPassphraseError,
)
from app.vault.kdf import PASSWORD_COST, KdfCost
from app.vault.keystore import Keystore, KeystoreFile
from app.vault.lockout import NO_FAILURES
from app.vault.machine_secret import MachineSecrets
from app.vault.passwords import check_new_password
from app.vault.people_keys import Binding, NewPerson, enrol, renew
from app.vault.records import ACTIVE, RotationDue, StaffRecord
from app.vault.recovery_waiting import forget_waiting, new_code, open_one_time, read_waiting, write_waiting
from app.vault.seals import lacking_seals, sealed_to, without_seals
from app.vault.staff_rules import check_number_and_name

RECOVERED = "recovered"
_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class BegunRecovery:
    """The request (`request.encode()` is what goes to headquarters) and the code to write down, as "7KQF-2M9D-…"."""

    request: RecoveryRequest
    code: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class Recovered:
    """What a recovery did, for the book: who is supervisor now and with which keys, who granted it and why."""

    request_id: str
    store_id: str
    why: str
    person: Person
    uid: str
    key_id: bytes
    sign_public: bytes
    earlier_key_id: bytes | None
    officers: tuple[str, ...]
    is_secret_restored: bool


@dataclass(frozen=True, slots=True)
class NewSupervisor:
    """Who is to be supervisor: by staff number, somebody here already or, with a name, a new person.

    `must_change_password`: the password is good for the first sign-in only, because others have seen it.
    """

    staff_no: str
    password: str = field(repr=False)
    name: str = ""
    must_change_password: bool = True


def begin_recovery(
    folder: Path, why: str, *, clock: Clock | None = None, cost: KdfCost = PASSWORD_COST
) -> BegunRecovery:
    """Make a request out of the keystore in `folder`, without machine secret or password; `why` is one of REASONS.

    The one-time key waits in the folder under the code. A request that waited before is replaced: an answer to it will
    not open any more. Raises: RecoveryImpossibleError, VaultMissingError, KeystoreUnreadableError,
    KeystoreDamagedError, ForeignKeystoreError, KeystoreTooNewError.
    """
    store = KeystoreFile(folder).read_unproved()
    sealed = {
        holder: SealedParts(
            record.machine_secret,
            {name: key.seals[holder] for name, key in store.keys.items() if holder in key.seals},
        )
        for holder, record in store.recovery.items()
    }
    sealed = {holder: parts for holder, parts in sealed.items() if parts.store_keys}
    if not sealed:
        raise RecoveryImpossibleError
    with KeyBox(sealing.new_seed()) as one_time:
        request = RecoveryRequest(
            request_id=new_request_id(),
            store_id=store.store_id,
            branch=store.branch,
            device=store.device.device,
            revision=store.revision,
            why=why,
            asked_at=(clock or Clock()).now(),
            one_time=seal_public(one_time.b),
            sealed=sealed,
        )
        code = new_code()
        write_waiting(folder, request, one_time, code, cost)
    _log.info("recovery %s asked for: %s", request.request_id, why)
    return BegunRecovery(RecoveryRequest.decode(request.encode()), code)


def finish_recovery(
    folder: Path,
    code: str,
    answer: bytes,
    secrets: MachineSecrets,
    password: str,
    *,
    must_change_password: bool = False,
    cost: KdfCost = PASSWORD_COST,
    clock: Clock | None = None,
) -> Recovered:
    """Use headquarters' answer: see the module. May be called again after a crash, with the same answer and code.

    `secrets` is where the machine secret is to be kept, the keyring or a new branch passphrase; `password` is the
    granted person's. Raises: NoRecoveryWaitingError, BadDocumentError (garbage, or the answer to another request),
    WrongRecoveryCodeError, RecoveryRefusedError (officers, keys_changed, unknown_person), WeakPasswordError,
    MachineSecretLostError or KeystoreTamperedError when the keystore is not of that machine secret, and what `secrets`
    and writing raise.
    """
    request = read_waiting(folder).request
    answered = RecoveryAnswer.decode(answer)
    one_time = open_one_time(folder, code)
    with one_time:
        opened = open_answer(answered, request, one_time.b)
    try:
        recovered = recover(
            folder,
            secrets,
            opened,
            NewSupervisor(answered.grant.staff_no, password, answered.grant.name, must_change_password),
            answer=answered,
            why=request.why,
            cost=cost,
            clock=clock,
        )
    finally:
        opened.wipe()
    forget_waiting(folder)
    return recovered


def recover(
    folder: Path,
    secrets: MachineSecrets,
    opened: Opened,
    supervisor: NewSupervisor,
    *,
    answer: RecoveryAnswer,
    why: str,
    cost: KdfCost = PASSWORD_COST,
    clock: Clock | None = None,
) -> Recovered:
    """Put the machine secret back and make one person supervisor, with new keys; see `finish_recovery`.

    The secret proves the keystore before anything is changed; only then another secret of this store is overwritten,
    which could not have opened this keystore. The machine secret is put in place first and the keystore saved last:
    after a crash between the two the desk opens, and the recovery can be done again.
    """
    file = KeystoreFile(folder)
    machine_secret = KeyBox(bytearray(opened.machine_secret))
    boxes = {name: KeyBox(bytearray(key)) for name, key in opened.store_keys.items()}
    try:
        store = file.read(machine_secret.b)
        officers = answer.proven_officers(store.officers)
        if len(officers) < OFFICERS_NEEDED:
            raise RecoveryRefusedError("officers")
        before = store.find(supervisor.staff_no)
        binding = Binding(store.store_id, machine_secret, store.device.suite)
        record = _supervised(before, supervisor, binding, store.branch, cost, clock or Clock())
        store = _opened_to(store, record, boxes)
        is_restored = _put_back(secrets, store.store_id, machine_secret)
        store = replace(
            store,
            secret_kind=secrets.kind,
            secret_place=secrets.place,
            station=NO_FAILURES,
            rotation_due=RotationDue(RECOVERED, store.epoch),
            has_anchor=store.has_anchor and not is_restored,
            revision=max(store.revision, kept_revision(secrets, binding)),  # officers may let an older one be used
        )
        file.save(store, machine_secret.b)
    finally:
        for box in (machine_secret, *boxes.values()):
            box.wipe()
    _log.info("recovery %s used: %s is supervisor, officers %s", answer.request_id, record.uid, ", ".join(officers))
    return Recovered(
        request_id=answer.request_id,
        store_id=store.store_id,
        why=why,
        person=record.person(store.branch),
        uid=record.uid,
        key_id=record.keys.key_id,
        sign_public=record.keys.sign,
        earlier_key_id=before.keys.key_id if before else None,
        officers=officers,
        is_secret_restored=is_restored,
    )


def _supervised(
    before: StaffRecord | None, new: NewSupervisor, binding: Binding, branch: str, cost: KdfCost, clock: Clock
) -> StaffRecord:
    """The record of the granted person, active, with new keys and a role that looks after people.

    Raises: RecoveryRefusedError (unknown_person), WeakPasswordError.
    """
    name = before.name if before else new.name.strip()
    try:
        check_number_and_name(new.staff_no, name)
    except ValueError:
        raise RecoveryRefusedError("unknown_person") from None
    check_new_password(new.password, personal=(new.staff_no, name, branch))
    if before is None:
        person = NewPerson(new.staff_no, name, Role.SUPERVISOR, new.password, new.must_change_password)
        return enrol(person, binding, cost, clock.now())
    renewed = renew(before, new.password, binding, cost, clock.now(), why=RECOVERED)
    return replace(
        renewed,
        role=before.role if before.role in MANAGERS else Role.SUPERVISOR,
        status=ACTIVE,
        suspended_by=None,
        must_change_password=new.must_change_password,
    )


def _opened_to(store: Keystore, record: StaffRecord, boxes: Mapping[str, KeyBox]) -> Keystore:
    """With the database keys sealed to `record`, anew, and to everybody active who lacked them.

    Raises: RecoveryRefusedError (keys_changed) when headquarters did not get the keys in use.
    """
    names = [name for name in (store.current, store.pending) if name is not None]
    if not boxes.keys() >= set(names):
        raise RecoveryRefusedError("keys_changed")
    store = without_seals(store.with_user(record), record.uid, store.keys)
    return sealed_to(store, lacking_seals(store, names), {name: boxes[name] for name in names})


def _put_back(secrets: MachineSecrets, store_id: str, secret: KeyBox) -> bool:
    """Keep the machine secret unless it is there; gives whether it was not. Raises: what `secrets` raises."""
    try:
        found = secrets.load(store_id)
    except (MachineSecretLostError, WrongPassphraseError, PassphraseFileDamagedError):
        found, is_other = None, True  # something stands in its place that can't be it
    else:
        is_other = found is not None
    if found is not None:
        with found:
            if found.b == secret.b:
                return False
    if is_other:
        secrets.delete(store_id)
    secrets.save(store_id, secret)
    return True
