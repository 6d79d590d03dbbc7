"""People in the keystore: enrolled, changed, suspended, removed, given new keys when a password was forgotten.

Whoever does it has to be signed in, because only a session holds the database key that is sealed to others. The rules
are in app/vault/staff_rules.py; every change is one save of the keystore, so that a crash leaves the old or the new.
"""

from __future__ import annotations

import logging
from collections.abc import Mapping
from dataclasses import dataclass, replace

from app.domain.directory import StaffDirectory
from app.domain.people import Person, Right, Role
from app.system.key_box import KeyBox
from app.vault.errors import DuplicateStaffNumberError, KeystoreUnreadableError
from app.vault.keystore import Keystore
from app.vault.opened import OpenedKeystore
from app.vault.passwords import check_new_password
from app.vault.people_keys import NewPerson, enrol, renew, without_private_keys
from app.vault.records import ACTIVE, BY_BRANCH, REMOVED, SUSPENDED, RotationDue, StaffRecord
from app.vault.seals import keys_of, lacking_seals, sealed_to, without_pending_seal, without_seals
from app.vault.sessions import Session
from app.vault.staff_rules import (
    by_directory,
    check_may_resume,
    check_may_suspend,
    check_new_person,
    check_number_and_name,
    check_reach,
    check_still_managed,
    other_person,
)

PERSON_REMOVED = "person_removed"

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class StaffChange:
    """A person after a change, with what the book says about it: the keys that prove her or his signatures.

    `earlier_key_id` is the key that was retired by the change, None where the keys stayed.
    """

    person: Person
    uid: str
    key_id: bytes
    sign_public: bytes
    earlier_key_id: bytes | None = None


class StaffChanges(OpenedKeystore):
    """Changes of people. All but `apply_directory` raise SessionEndedError, NotAllowedError (the right to manage people
    is missing), and what reading and writing the keystore raises; after an error nothing was changed.
    """

    def add_person(self, session: Session, new: NewPerson) -> StaffChange:
        """Enrol a person; the session seals the database key to her or his new public key.

        The number of somebody who was removed may be given again. Raises: DuplicateStaffNumberError, WeakPasswordError,
        BeyondReachError, SessionStaleError; ValueError as `check_new_person`.
        """
        with self._kept.lock:
            store, actor = self._allowed(session, Right.MANAGE_PEOPLE)
            check_new_person(new, store.branch)
            check_reach(actor, new.role)
            if store.find(new.staff_no) is not None:
                raise DuplicateStaffNumberError
            keys, now = keys_of(session, store), self._clock.now()
            record = enrol(new, self._binding, self._cost, now)
            self._kept.save(sealed_to(store.with_user(record), [record], keys))
            _log.info("enrolled: %s as %s by %s", record.uid, record.role.value, session.uid)
            return _change(store, record)

    def change_person(
        self, session: Session, staff_no: str, *, name: str | None = None, role: Role | None = None
    ) -> StaffChange:
        """Give another person another name or role; None leaves it as it is.

        Raises: NoSuchPersonError, OwnRecordError, BeyondReachError (of the old or the new role), LastManagerError;
        ValueError for an empty name.
        """
        with self._kept.lock:
            store, actor = self._allowed(session, Right.MANAGE_PEOPLE)
            before = other_person(store, actor, staff_no)
            after = replace(before, name=before.name if name is None else name.strip(), role=role or before.role)
            check_number_and_name(after.staff_no, after.name)
            check_reach(actor, after.role)
            return self._saved(session, store, after, "changed")

    def suspend(self, session: Session, staff_no: str) -> StaffChange:
        """Keep a person out until `resume`; a database key that is to follow is no longer sealed to them.

        Raises: NoSuchPersonError, OwnRecordError, BeyondReachError, StandingUnchangedError, LastManagerError.
        """
        with self._kept.lock:
            store, actor = self._allowed(session, Right.MANAGE_PEOPLE)
            record = other_person(store, actor, staff_no)
            check_may_suspend(record)
            record = replace(record, status=SUSPENDED, suspended_by=BY_BRANCH)
            return self._saved(session, without_pending_seal(store, record.uid), record, "suspended")

    def resume(self, session: Session, staff_no: str) -> StaffChange:
        """Let a suspended person in again; the session seals the database keys that were made meanwhile.

        Raises: NoSuchPersonError, OwnRecordError, BeyondReachError, StandingUnchangedError,
        SuspendedByHeadquartersError, SessionStaleError.
        """
        with self._kept.lock:
            store, actor = self._allowed(session, Right.MANAGE_PEOPLE)
            record = other_person(store, actor, staff_no)
            check_may_resume(record)
            record = replace(record, status=ACTIVE, suspended_by=None)
            store = sealed_to(store.with_user(record), [record], keys_of(session, store))
            return self._saved(session, store, record, "resumed")

    def remove(self, session: Session, staff_no: str) -> StaffChange:
        """Somebody left: private keys and seals are dropped, the public keys stay for what was signed.

        The database key should be changed afterwards (`rotation_due` says so until it is): the person held it.
        Raises: NoSuchPersonError, OwnRecordError, BeyondReachError, LastManagerError.
        """
        with self._kept.lock:
            store, actor = self._allowed(session, Right.MANAGE_PEOPLE)
            record = without_private_keys(other_person(store, actor, staff_no), self._clock.now())
            store = without_seals(store, record.uid, store.keys)
            store = replace(store, rotation_due=RotationDue(PERSON_REMOVED, store.epoch))
            return self._saved(session, store, record, "removed")

    def reset_password(
        self, session: Session, staff_no: str, first_password: str, *, why: str = "forgotten"
    ) -> StaffChange:
        """A forgotten password: new key pairs under a first password that is good for one sign-in only.

        The old public keys go to the history with `why`, so that what was signed stays provable; waits are over. A
        suspended person stays suspended. Raises: NoSuchPersonError, OwnRecordError (who knows the own password changes
        it), BeyondReachError, WeakPasswordError, SessionStaleError.
        """
        with self._kept.lock:
            store, actor = self._allowed(session, Right.MANAGE_PEOPLE)
            before = other_person(store, actor, staff_no)
            check_new_password(first_password, personal=(before.staff_no, before.name, store.branch))
            keys, now = keys_of(session, store), self._clock.now()
            after = renew(before, first_password, self._binding, self._cost, now, why=why)
            after = replace(after, must_change_password=True)
            store = without_seals(store, after.uid, store.keys)
            if after.is_active:
                store = sealed_to(store, [after], keys)
            return self._saved(session, store, after, "given new keys", earlier=before.keys.key_id)

    def apply_directory(self, directory: StaffDirectory) -> tuple[StaffChange, ...]:
        """Let headquarters' directory rule over the people here; needs nobody signed in. The caller proved its issuer.

        Changes names and roles, suspends, resumes whom headquarters suspended; may suspend everybody, removes nobody.
        Whoever is resumed without a seal to the present key gets one when somebody signs in who may manage people.
        Gives back what changed: nothing the second time. Raises: what reading and writing the keystore raises.
        """
        with self._kept.lock:
            store = after = self._kept.refresh()
            changed = []
            for record in store.users:
                ruled = by_directory(record, directory) if record.status != REMOVED else record
                if ruled == record:
                    continue
                changed.append(ruled)
                after = after.with_user(ruled)
                if not ruled.is_active:
                    after = without_pending_seal(after, ruled.uid)
            if changed:
                self._kept.save(after)
                _log.info("directory %d changed %d people", directory.number, len(changed))
            return tuple(_change(after, record) for record in changed)

    def is_welcome(self, uid: str) -> bool:
        """Whether this person may still be signed in: a desk locks that is open for somebody who is not."""
        try:
            return self._kept.value.by_uid(uid).is_active
        except KeyError:
            return False

    def _complete_seals(self, keys: Mapping[str, KeyBox]) -> None:
        """Seal the database keys to active people who lack them; later, if the disk is full."""
        store = self._kept.value
        lacking = lacking_seals(store, keys)
        if not lacking:
            return
        try:
            self._kept.save(sealed_to(store, lacking, keys))
            _log.info("the database key was sealed to %d more people", len(lacking))
        except KeystoreUnreadableError as error:
            _log.warning("seals could not be written: %s", error)

    def _saved(
        self, session: Session, store: Keystore, record: StaffRecord, what: str, *, earlier: bytes | None = None
    ) -> StaffChange:
        after = store.with_user(record)
        check_still_managed(after)
        self._kept.save(after)
        _log.info("%s: %s by %s", what, record.uid, session.uid)
        return replace(_change(after, record), earlier_key_id=earlier)


def _change(store: Keystore, record: StaffRecord) -> StaffChange:
    return StaffChange(record.person(store.branch), record.uid, record.keys.key_id, record.keys.sign)
