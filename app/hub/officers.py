"""Headquarters' officers: people of the consumer-protection office who decide for a branch, each with their own key.

The private key lies in a file that is encrypted with the officer's passphrase (PKCS #8); headquarters' database only
knows the public half.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import psycopg
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import (
    BestAvailableEncryption,
    Encoding,
    PrivateFormat,
    PublicFormat,
    load_pem_private_key,
)

from app.domain.people import Person, Role, StandingDelegation
from app.hub.directory import EnrolmentError, StaffKey, enrol_staff
from app.hub.issuing import issue
from app.hub.publishing import locked_feed
from app.journal.signature import key_id_of
from app.journal.staff import PublishedPerson
from app.system.atomic_file import write_private_file
from app.system.errors import KnownError

_LEAST_PASSPHRASE = 12


class OfficerKeyError(KnownError):
    """An officer's key file can't be used. `why`: missing, passphrase, not_a_key, weak_passphrase, exists."""

    code = "officer_key"


@dataclass(frozen=True, slots=True)
class Officer:
    """An officer with the means to sign."""

    person: Person
    key: Ed25519PrivateKey

    @property
    def public_key(self) -> bytes:
        """The public half, 32 bytes."""
        return self.key.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw)

    @property
    def key_id(self) -> bytes:
        """Its short name, 16 bytes."""
        return key_id_of(self.public_key)

    def __repr__(self) -> str:
        return f"<Officer {self.person.staff_no}>"


def make_key(path: Path, passphrase: str) -> Ed25519PrivateKey:
    """A new key in a new file that only its owner may read.

    Raises: OfficerKeyError when the file is there already, or the passphrase is shorter than 12 characters.
    """
    if len(passphrase) < _LEAST_PASSPHRASE:
        raise OfficerKeyError(why="weak_passphrase", limit=_LEAST_PASSPHRASE)
    key = Ed25519PrivateKey.generate()
    data = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, BestAvailableEncryption(passphrase.encode()))
    try:
        write_private_file(path, data, crash_name="officer_key", may_replace=False)
    except FileExistsError as error:
        raise OfficerKeyError(why="exists") from error
    return key


def read_key(path: Path, passphrase: str) -> Ed25519PrivateKey:
    """The key in a file. Raises: OfficerKeyError."""
    try:
        key = load_pem_private_key(path.read_bytes(), passphrase.encode())
    except FileNotFoundError as error:
        raise OfficerKeyError(why="missing") from error
    except (ValueError, TypeError) as error:
        raise OfficerKeyError(why="passphrase") from error
    if not isinstance(key, Ed25519PrivateKey):
        raise OfficerKeyError(why="not_a_key")
    return key


def appoint(connection: psycopg.Connection, officer: Officer, at: datetime) -> int:
    """Let an officer decide for the branch in `officer.person`, and tell the branch with a new directory.

    Returns the place of the directory in the branch's feed. Raises: EnrolmentError.
    """
    with connection.transaction():
        locked_feed(connection, officer.person.branch)
        enrol_staff(connection, [StaffKey(officer.person, officer.key_id, officer.public_key)], at)
        return issue(connection, officer.person.branch, at)


def delegate(
    connection: psycopg.Connection, branch: str, staff_no: str, delegation: StandingDelegation, at: datetime
) -> int:
    """Let one of a branch's people approve for some days what another role may approve, and publish that (art. 24).

    Returns the place of the publication in the branch's feed. Raises: EnrolmentError when nobody there has this number
    or when it would give more than headquarters may give away.
    """
    if delegation.role is Role.HEADQUARTERS or delegation.until_on < delegation.from_on:
        raise EnrolmentError(why="delegation_unsound", staff_no=staff_no)
    with connection.transaction():
        locked_feed(connection, branch)
        known = connection.execute(
            "select 1 from ref_staff where branch_id = %s and staff_no = %s and is_active", (branch, staff_no)
        ).fetchone()
        if known is None:
            raise EnrolmentError(why="staff_unknown", staff_no=staff_no)
        connection.execute(
            "insert into ref_delegation (branch_id, staff_no, role, from_on, until_on, given_by, given_at)"
            " values (%s, %s, %s, %s, %s, %s, %s) on conflict do nothing",
            (
                *(branch, staff_no, delegation.role.value, delegation.from_on, delegation.until_on),
                *(delegation.given_by, at),
            ),
        )
        return issue(connection, branch, at)


def officers_of(connection: psycopg.Connection, branch: str) -> list[PublishedPerson]:
    """The officers whom headquarters has appointed for a branch and not suspended, with every key they ever had."""
    rows = connection.execute(
        "select staff_no, name, key_id, public_key from ref_staff where branch_id = %s and role = %s and is_active"
        " order by staff_no, since",
        (branch, Role.HEADQUARTERS.value),
    ).fetchall()
    return [
        PublishedPerson(Person(staff_no, name, Role.HEADQUARTERS, branch), key_id, public_key)
        for staff_no, name, key_id, public_key in rows
    ]


def appointed(connection: psycopg.Connection, branch: str, staff_no: str, key: Ed25519PrivateKey) -> Officer:
    """The officer of this number, who proves with `key` to be the one appointed for the branch.

    Raises: EnrolmentError.
    """
    for one in officers_of(connection, branch):
        officer = Officer(one.person, key)
        if one.person.staff_no == staff_no and one.public_key == officer.public_key:
            return officer
    raise EnrolmentError(why="officer_unknown", staff_no=staff_no)
