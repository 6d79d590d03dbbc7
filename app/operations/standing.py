"""Who may work at this desk now: headquarters' directory over the branch's own keystore (app/domain/directory.py).

To be called on the lane of the database.
"""

from __future__ import annotations

import logging
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import TYPE_CHECKING

from app.domain.book import BookKind
from app.domain.directory import (
    Contact,
    Effective,
    Freshness,
    StaffDirectory,
    Standing,
    effective,
    extended_day,
    freshness,
    headquarters_time,
    may_extend,
)
from app.domain.entry import book_entry
from app.domain.people import Person, Right, Role
from app.domain.reasons import ReasonCode
from app.domain.refusal import Refusal, refuse
from app.journal.errors import BadEnvelopeError
from app.journal.signature import KeyDirectory, PublicKey
from app.journal.staff import PublishedPerson, decode_staff
from app.operations.desk import Desk, Signer
from app.operations.note import note
from app.store import directories
from app.system.errors import KnownError

if TYPE_CHECKING:
    from app.vault.vault import Vault

_log = logging.getLogger(__name__)

PEOPLE = frozenset({"people"})


class NoStandingError(KnownError):
    """Headquarters' directory does not let this person in. The code says why: no_standing_suspended or
    no_standing_not_listed."""

    def __init__(self, why: Standing) -> None:
        super().__init__()
        self.code = f"no_standing_{why.value}"
        self.why = why


@dataclass(frozen=True, slots=True)
class DirectoryState:
    """The directory in force with how fresh it is; all None where headquarters has never issued one.

    `now` is headquarters' time as far as this PC can tell. `is_of_before`: it came back with a backup, and headquarters
    was not reached since; it takes away as ever, and gives nobody more than the keystore has.
    """

    directory: StaffDirectory | None
    fresh: Freshness | None
    contact: Contact | None
    now: datetime
    is_of_before: bool = False

    @property
    def is_read_only(self) -> bool:
        """Whether everybody may only read and print, until headquarters is reached or somebody extends it."""
        return self.fresh is not None and not self.fresh.is_fresh

    @property
    def may_be_extended(self) -> bool:
        """Whether a supervisor may let work go on, once."""
        return self.is_read_only and self.fresh is not None and self.fresh.may_extend


def directory_state(desk: Desk) -> DirectoryState:
    """How headquarters' directory stands at this desk."""
    database, now = desk.store.database, desk.clock.now()
    contact, highest = directories.last_contact(database), directories.highest_clock(database)
    at = headquarters_time(contact, now, highest) if contact is not None else max(now, highest)
    directory = directories.newest_directory(database, desk.store.identity.branch)
    if directory is None:
        return DirectoryState(None, None, contact, at)
    until = directories.extended_until(database, desk.store.identity)
    confirmed_at = contact.at if contact is not None else directory.issued_at
    fresh = freshness(directory, confirmed_at, at, desk.rules.calendar, until)
    is_of_before = directories.is_of_before(database, desk.store.identity)
    return DirectoryState(directory, fresh, contact, max(at, directory.issued_at), is_of_before)


def extend_directory(desk: Desk, reason: str, signer: Signer | None = None) -> DirectoryState | Refusal:
    """Let work go on for as many days again although headquarters has not been reached: once, signed, on record.

    Raises: StoreError, SignatureMissingError.
    """
    state = directory_state(desk)
    person = desk.context(desk.clock.now(), signer.person if signer else None).actor
    if not may_extend(person):
        could = (one.staff_no for one in desk.people.values() if may_extend(one))
        return refuse(
            ReasonCode.NO_RIGHT, who_could=tuple(could), role=person.role.value, right=Right.MANAGE_PEOPLE.value
        )
    if state.directory is None or not state.is_read_only:
        return refuse(ReasonCode.DIRECTORY_FRESH)
    if not state.may_be_extended:
        return refuse(ReasonCode.ALREADY_EXTENDED)
    if not reason.strip():
        return refuse(ReasonCode.REASON_MISSING)
    until = extended_day(state.directory, state.now, desk.rules.calendar)
    body = {"until": until.isoformat(), "reason": reason.strip()}
    note(desk, book_entry(BookKind.DIRECTORY_EXTENDED, **body), signer=signer)
    learn_people(desk)
    return directory_state(desk)


def standing_of(desk: Desk, staff_no: str) -> Effective | None:
    """How one of the people of this PC stands now, None for an unknown number; for the page of people."""
    vault = desk.vault
    if vault is None or staff_no not in vault.people():
        return None
    return _effective(vault, directory_state(desk)).get(staff_no)


def standings(desk: Desk, state: DirectoryState) -> dict[str, Effective]:
    """How everybody of this PC stands under the directory, by staff number."""
    return {} if desk.vault is None else _effective(desk.vault, state)


def learn_people(desk: Desk) -> frozenset[str]:
    """Take from what headquarters has published who works here, with which rights and keys, and for how long.

    The desk's people are those who may work now; the keystore follows the directory. Announces "people" when somebody's
    rights have changed. Returns the ids of the cases that changed because signatures can be proven now.
    """
    vault = desk.vault
    if vault is None:
        return frozenset()
    desk.headquarters_key = directories.pinned_key(desk.store.database)
    state = directory_state(desk)
    if state.directory is None:
        return _learn_staff(desk, vault)
    if not state.is_of_before:
        _let_follow(desk, vault, state.directory)
    people = {staff_no: found.person for staff_no, found in _effective(vault, state).items()}
    for one in state.directory.everybody:
        if one.person.staff_no not in people:
            people[one.person.staff_no] = one.person
    _set_people(desk, people)
    return desk.store.sync.use_directory(keys_of(state.directory))


def check_standing(desk: Desk) -> None:
    """Whether whoever is at the desk may be there. Raises: NoStandingError."""
    if desk.actor.is_active or desk.vault is None:
        return
    found = standing_of(desk, desk.actor.staff_no)
    raise NoStandingError(found.why if found is not None and found.why is not None else Standing.SUSPENDED)


def keys_of(directory: StaffDirectory) -> KeyDirectory:
    """Finds the keys that headquarters lists, also retired ones: what they signed stays proven."""
    keys = {
        key.key_id: PublicKey(one.person.staff_no, key.public_key) for one in directory.everybody for key in one.keys
    }
    return keys.get


def local_keys(vault: Vault) -> KeyDirectory:
    """Finds the keys of this PC's keystore, also earlier ones."""
    keys = {}
    for entry in vault.directory():
        keys[entry.key_id] = PublicKey(entry.person.staff_no, entry.sign_public)
        for earlier in entry.earlier:
            keys[earlier.key_id] = PublicKey(entry.person.staff_no, earlier.sign)
    return keys.get


def all_keys(desk: Desk | None, vault: Vault) -> KeyDirectory:
    """Finds every key whose signatures count in this PC's own journal: headquarters' directory first, then officers
    published before there was one, then what only this PC knows, which counts until headquarters has confirmed it."""
    local = local_keys(vault)
    if desk is None:
        return local
    directory = directories.newest_directory(desk.store.database, desk.store.identity.branch)
    listed = keys_of(directory) if directory is not None else _officer_keys(_published_staff(desk))
    return lambda key_id: listed(key_id) or local(key_id)


def _effective(vault: Vault, state: DirectoryState) -> dict[str, Effective]:
    known = vault.people()
    records = {entry.person.staff_no: entry for entry in vault.directory()}  # the last of a number counts
    found = {
        staff_no: effective(
            person,
            state.directory,
            records[staff_no].enrolled_at,
            state.fresh,
            {records[staff_no].key_id, *(earlier.key_id for earlier in records[staff_no].earlier)},
        )
        for staff_no, person in known.items()
    }
    if not state.is_of_before:
        return found
    return {staff_no: _as_known_here(one, known[staff_no]) for staff_no, one in found.items()}


def _as_known_here(found: Effective, local: Person) -> Effective:
    """Under a directory of before a restore: where the keystore, which may have followed later ones, says another role,
    nobody knows which of both holds; and what was delegated then may have been taken back."""
    person = replace(found.person, delegations=())
    if found.is_admitted and person.role is not local.role:
        return Effective(replace(person, role=Role.TELLER), found.why or Standing.UNCONFIRMED)
    return replace(found, person=person)


def _let_follow(desk: Desk, vault: Vault, directory: StaffDirectory) -> None:
    """Let the keystore follow the directory: who may sign in, and which recovery keys headquarters holds."""
    from app.vault.sessions import Session

    holders = {staff_no for key in directory.recovery for staff_no in key.officers}
    officers = {
        one.person.staff_no: key.public_key
        for one in directory.officers
        for key in one.keys
        if one.person.is_active and one.person.staff_no in holders and not key.is_retired
    }
    try:
        vault.apply_directory(directory)
        if directory.recovery and isinstance(desk.session, Session):
            vault.set_recovery_keys(desk.session, {key.name: key.public_key for key in directory.recovery}, officers)
    except KnownError as error:  # such as a full disk; what was worked out for this session holds all the same
        _log.error("the keystore can't follow the directory: %s", error.code)
    except ValueError:
        _log.error("the directory names recovery keys that this program does not know")


def _set_people(desk: Desk, people: dict[str, Person]) -> None:
    is_other = dict(desk.people) != people
    desk.people = people
    if is_other:
        desk.announce(PEOPLE, frozenset())


# -- what was published before there were directories ------------------------------------------------------------------


def _learn_staff(desk: Desk, vault: Vault) -> frozenset[str]:
    published = _published_staff(desk)
    local = vault.people()
    if not published:
        _set_people(desk, dict(local))
        return frozenset()
    officers = [one for one in published if one.person.role is Role.HEADQUARTERS]
    people = {one.person.staff_no: one.person for one in officers}
    delegations = {one.person.staff_no: one.person.delegations for one in published}
    for staff_no, person in local.items():
        people[staff_no] = replace(person, delegations=delegations.get(staff_no, ()))
    _set_people(desk, people)
    own, theirs = local_keys(vault), _officer_keys(officers)
    return desk.store.sync.use_directory(lambda key_id: own(key_id) or theirs(key_id))


def _officer_keys(people: Iterable[PublishedPerson]) -> KeyDirectory:
    keys = {
        one.key_id: PublicKey(one.person.staff_no, one.public_key)
        for one in people
        if one.person.role is Role.HEADQUARTERS
    }
    return keys.get


def _published_staff(desk: Desk) -> list[PublishedPerson]:
    """The people in every version of the staff that headquarters published, its latest word on each of them last."""
    people: list[PublishedPerson] = []
    for version in desk.store.reference.versions("staff"):
        try:
            people += decode_staff(version.body, desk.store.identity.branch)
        except BadEnvelopeError:
            _log.error("published staff %s can't be read", version.version)
    return people
