"""Headquarters' officers: people of the consumer-protection office who decide for a branch, each with their own key.

The private key lies in a file that is encrypted with the officer's passphrase (PKCS #8); headquarters' database only
knows the public half.
"""

from __future__ import annotations

import hashlib
import os
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
from app.hub.directory import DELEGATIONS, EnrolmentError, StaffKey, delegations_in, enrol_staff
from app.hub.publishing import publish
from app.journal.published import Published
from app.journal.staff import PublishedPerson, encode_staff
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
        """Its short name, 16 bytes, made as the branches make those of their people."""
        return hashlib.sha256(b"jiesu-key-id-v1" + self.public_key).digest()[:16]

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
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError as error:
        raise OfficerKeyError(why="exists") from error
    with os.fdopen(handle, "wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
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
    """Let an officer decide for the branch in `officer.person`, and publish that to the branch.

    Returns the place of the publication in the branch's feed. Raises: EnrolmentError.
    """
    enrol_staff(connection, [StaffKey(officer.person, officer.key_id, officer.public_key)], at)
    return publish_staff(connection, officer.person.branch, at)


def delegate(
    connection: psycopg.Connection, branch: str, staff_no: str, delegation: StandingDelegation, at: datetime
) -> int:
    """Let one of a branch's people approve for some days what another role may approve, and publish that (art. 24).

    Returns the place of the publication in the branch's feed. Raises: EnrolmentError when nobody there has this number
    or when it would give more than headquarters may give away.
    """
    if delegation.role is Role.HEADQUARTERS or delegation.until_on < delegation.from_on:
        raise EnrolmentError(why="delegation_unsound", staff_no=staff_no)
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
    return publish_staff(connection, branch, at)


def publish_staff(connection: psycopg.Connection, branch: str, at: datetime) -> int:
    """Put headquarters' officers and everybody with a delegated approval into the branch's feed; the place there."""
    version = f"staff-{at:%Y%m%dT%H%M%S.%f}"
    body = encode_staff(published_people(connection, branch))
    return publish(connection, branch, Published("staff", version, at.date(), body))


def officers_of(connection: psycopg.Connection, branch: str) -> list[PublishedPerson]:
    """The officers that headquarters has appointed for a branch, with every key they ever had."""
    return [one for one in published_people(connection, branch) if one.person.role is Role.HEADQUARTERS]


def published_people(connection: psycopg.Connection, branch: str) -> list[PublishedPerson]:
    """Who has to be known at a branch beyond its own directory: officers, and people with delegated approvals."""
    delegations = delegations_in(connection.execute(DELEGATIONS, (branch,)).fetchall())
    rows = connection.execute(
        "select staff_no, name, role, is_active, key_id, public_key from ref_staff where branch_id = %s"
        " order by staff_no, since",
        (branch,),
    ).fetchall()
    return [
        PublishedPerson(Person(no, name, Role(role), branch, is_active, delegations.get(no, ())), key_id, key)
        for no, name, role, is_active, key_id, key in rows
        if role == Role.HEADQUARTERS.value or no in delegations
    ]
