"""Who may change whose standing at a branch. Pure over records: nothing is read or written here."""

from __future__ import annotations

from dataclasses import replace

from app.domain.directory import Listed, StaffDirectory, reaches
from app.domain.people import MANAGERS, Role
from app.vault.errors import (
    BeyondReachError,
    LastManagerError,
    NoSuchPersonError,
    OwnRecordError,
    StandingUnchangedError,
    SuspendedByHeadquartersError,
)
from app.vault.keystore import Keystore, plain_staff_no
from app.vault.passwords import check_new_password
from app.vault.people_keys import NewPerson
from app.vault.records import ACTIVE, BY_HEADQUARTERS, SUSPENDED, StaffRecord


def check_number_and_name(staff_no: str, name: str) -> None:
    """Refuse what nobody could be found or called by. Raises: ValueError."""
    if not plain_staff_no(staff_no) or not name.strip() or len(staff_no) > 64 or len(name) > 200:
        raise ValueError("a person has a staff number and a name")
    name.encode()  # a lone surrogate could not be written
    staff_no.encode()


def check_new_person(new: NewPerson, branch: str) -> None:
    """Refuse a person to be enrolled.

    Raises: WeakPasswordError; ValueError for an empty staff number or name, and for the role of headquarters, which
    acts only through synchronisation.
    """
    check_number_and_name(new.staff_no, new.name)
    if new.role is Role.HEADQUARTERS:
        raise ValueError("headquarters' people are not enrolled at a branch")
    check_new_password(new.password, personal=(new.staff_no, new.name, branch))


def check_reach(actor: StaffRecord, *roles: Role) -> None:
    """Whether `actor` may decide on the standing of people of `roles`. Raises: BeyondReachError."""
    if not reaches(actor.role, roles):
        raise BeyondReachError


def other_person(store: Keystore, actor: StaffRecord, staff_no: str) -> StaffRecord:
    """The record that `actor` wants to change: somebody else's, within reach.

    Raises: NoSuchPersonError, OwnRecordError, BeyondReachError.
    """
    record = store.find(staff_no)
    if record is None:
        raise NoSuchPersonError
    if record.uid == actor.uid:
        raise OwnRecordError
    check_reach(actor, record.role)
    return record


def check_still_managed(store: Keystore) -> None:
    """Whether somebody is left who may look after people and keys. Raises: LastManagerError."""
    if not any(user.is_active and user.role in MANAGERS for user in store.users):
        raise LastManagerError


def check_may_suspend(record: StaffRecord) -> None:
    """Raises: StandingUnchangedError."""
    if not record.is_active:
        raise StandingUnchangedError


def check_may_resume(record: StaffRecord) -> None:
    """Raises: StandingUnchangedError, SuspendedByHeadquartersError."""
    if record.status != SUSPENDED:
        raise StandingUnchangedError
    if record.suspended_by == BY_HEADQUARTERS:
        raise SuspendedByHeadquartersError


def by_directory(record: StaffRecord, directory: StaffDirectory) -> StaffRecord:
    """The record as headquarters' directory rules it (app/domain/directory.py says the same for one sign-in).

    Who is not in it is suspended, unless enrolled after it was issued or waiting for an officer's word. What the branch
    suspended stays suspended: headquarters may not have heard of it yet. Whoever was enrolled here under a number of
    its list, with keys that it does not know, gets no name and no role from it.
    """
    found = _listed(record, directory)
    listed = found.person if found is not None else None
    if listed is None:
        is_new = record.enrolled_at > directory.issued_at
        waits = any(plain_staff_no(each) == plain_staff_no(record.staff_no) for each in directory.pending)
        is_welcome = is_new or waits
    else:
        is_welcome = listed.is_active
        if found is not None and found.has_one_of({record.keys.key_id, *(keys.key_id for keys in record.history)}):
            record = replace(record, name=listed.name, role=listed.role)
    if not is_welcome and record.is_active:
        return replace(record, status=SUSPENDED, suspended_by=BY_HEADQUARTERS)
    if is_welcome and record.status == SUSPENDED and record.suspended_by == BY_HEADQUARTERS:
        return replace(record, status=ACTIVE, suspended_by=None)
    return record


def _listed(record: StaffRecord, directory: StaffDirectory) -> Listed | None:
    number = plain_staff_no(record.staff_no)
    return next(
        (
            one
            for one in directory.people
            if plain_staff_no(one.person.staff_no) == number and one.person.role is not Role.HEADQUARTERS
        ),
        None,
    )
