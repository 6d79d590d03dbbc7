"""Who headquarters knows: devices with their keys, and the staff of each branch with roles and public keys."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Set
from dataclasses import dataclass
from datetime import date, datetime

import psycopg

from app.domain.people import Person, Role, StandingDelegation
from app.journal.signature import PublicKey
from app.system.errors import KnownError

ADD_KEY = (
    "insert into ref_staff (branch_id, staff_no, key_id, name, role, is_active, public_key, since)"
    " values (%s, %s, %s, %s, %s, %s, %s, %s) on conflict (branch_id, staff_no, key_id) do nothing"
)
SET_PERSON = "update ref_staff set name = %s, role = %s, is_active = %s where branch_id = %s and staff_no = %s"
RETIRE_KEY = "update ref_staff set is_retired = true where branch_id = %s and staff_no = %s and key_id = %s"


class EnrolmentError(KnownError):
    """A device or a person can't be enrolled as asked. `why` says which rule stands against it."""

    code = "enrolment"


@dataclass(frozen=True, slots=True)
class Device:
    """An enrolled device. Its branch is what every request of it is held to, whatever the request says."""

    device: str
    branch: str
    public_key: bytes
    is_revoked: bool


@dataclass(frozen=True, slots=True)
class StaffKey:
    """A person with one of their public keys, of any suite (app/journal/suites.py), and its id (16 bytes)."""

    person: Person
    key_id: bytes
    public_key: bytes


@dataclass(frozen=True, slots=True)
class Staff:
    """The staff of one branch: people by staff number, keys by id. Earlier keys stay, for what they signed.

    `retired` are the ids of keys that were replaced, `ruled` the people whose standing an officer has decided on.
    """

    people: Mapping[str, Person]
    keys: Mapping[bytes, PublicKey]
    retired: Set[bytes] = frozenset()
    ruled: Set[str] = frozenset()


def enrol_device(
    connection: psycopg.Connection, *, branch: str, device: str, letter: str, public_key: bytes, at: datetime
) -> None:
    """Let `device` (32 hex digits) work for `branch`. The same again changes nothing.

    Raises: EnrolmentError when it is enrolled differently already.
    """
    with connection.transaction():
        connection.execute(
            "insert into device (device_id, branch_id, letter, public_key, enrolled_at) values (%s, %s, %s, %s, %s)"
            " on conflict (device_id) do nothing",
            (device, branch, letter, public_key, at),
        )
        row = connection.execute(
            "select branch_id, letter, public_key from device where device_id = %s", (device,)
        ).fetchone()
        if row != (branch, letter, public_key):
            raise EnrolmentError(why="device_enrolled_differently", device=device)


def revoke_device(connection: psycopg.Connection, device: str) -> bool:
    """Refuse every further request of `device`. Returns whether it was known."""
    with connection.transaction():
        done = connection.execute("update device set is_revoked = true where device_id = %s", (device,))
        return done.rowcount == 1


def enrol_staff(connection: psycopg.Connection, staff: Iterable[StaffKey], at: datetime) -> None:
    """Put people and their keys into the directory, or change name, role and standing of those who are in it.

    Raises: EnrolmentError when a key id is taken by another key: what was signed with it must stay provable.
    """
    with connection.transaction():
        for one in staff:
            person = one.person
            connection.execute(
                ADD_KEY,
                (
                    *(person.branch, person.staff_no, one.key_id, person.name, person.role.value, person.is_active),
                    *(one.public_key, at),
                ),
            )
            connection.execute(
                SET_PERSON,
                (person.name, person.role.value, person.is_active, person.branch, person.staff_no),
            )
            row = connection.execute(
                "select public_key from ref_staff where branch_id = %s and staff_no = %s and key_id = %s",
                (person.branch, person.staff_no, one.key_id),
            ).fetchone()
            if row is None or row[0] != one.public_key:
                raise EnrolmentError(why="key_id_taken", staff_no=person.staff_no)


def add_staff(connection: psycopg.Connection, staff: Iterable[StaffKey], at: datetime) -> bool:
    """Put those into the directory whose key is not there yet, and leave everybody else as they are: what has changed
    since they were enrolled is not undone. Returns whether somebody was added.

    Raises: EnrolmentError as `enrol_staff`.
    """
    with connection.transaction():
        new = [
            one
            for one in staff
            if connection.execute(
                "select 1 from ref_staff where branch_id = %s and (staff_no = %s or key_id = %s)",
                (one.person.branch, one.person.staff_no, one.key_id),
            ).fetchone()
            is None
        ]
        enrol_staff(connection, new, at)
    return bool(new)


async def read_device(connection: psycopg.AsyncConnection, device: str) -> Device | None:
    """The device with these 32 hex digits, if it was ever enrolled."""
    cursor = await connection.execute(
        "select branch_id, public_key, is_revoked from device where device_id = %s", (device,)
    )
    row = await cursor.fetchone()
    return None if row is None else Device(device, row[0], row[1], row[2])


async def read_staff(connection: psycopg.AsyncConnection, branch: str) -> Staff:
    """The staff of `branch` as it stands now."""
    cursor = await connection.execute(
        "select staff_no, name, role, is_active, key_id, public_key, is_retired, ruled_by from ref_staff"
        " where branch_id = %s",
        (branch,),
    )
    rows = await cursor.fetchall()
    delegations = await _delegations(connection, branch)
    people: dict[str, Person] = {}
    keys: dict[bytes, PublicKey] = {}
    for staff_no, name, role, is_active, key_id, public_key, _, _ in rows:
        given = delegations.get(staff_no, ())
        people[staff_no] = Person(staff_no, name, Role(role), branch, is_active, given)
        keys[key_id] = PublicKey(staff_no, public_key)
    retired = frozenset(row[4] for row in rows if row[6])
    return Staff(people, keys, retired, frozenset(row[0] for row in rows if row[7]))


DELEGATIONS = "select staff_no, role, from_on, until_on, given_by from ref_delegation where branch_id = %s"


def delegations_in(rows: Iterable[tuple[str, str, date, date, str]]) -> dict[str, tuple[StandingDelegation, ...]]:
    """The delegated approvals in rows of `DELEGATIONS`, by staff number."""
    found: dict[str, list[StandingDelegation]] = {}
    for staff_no, role, from_on, until_on, given_by in rows:
        found.setdefault(staff_no, []).append(StandingDelegation(Role(role), from_on, until_on, given_by))
    return {staff_no: tuple(sorted(given, key=lambda one: one.from_on)) for staff_no, given in found.items()}


async def _delegations(connection: psycopg.AsyncConnection, branch: str) -> dict[str, tuple[StandingDelegation, ...]]:
    cursor = await connection.execute(DELEGATIONS, (branch,))
    return delegations_in(await cursor.fetchall())
