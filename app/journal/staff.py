"""The staff that headquarters publishes to a branch: people with their public keys, as JSON in reference data "staff".

Keys of headquarters' own officers come to the branches this way, so that what they sign can be proven there, and so do
approvals that are delegated for some days (令2020-3 art. 24).
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from app.domain.people import Person, Role, StandingDelegation
from app.journal.errors import BadEnvelopeError


@dataclass(frozen=True, slots=True)
class PublishedPerson:
    """A person with the public key (32 bytes) that they sign with, and its short name (16 bytes)."""

    person: Person
    key_id: bytes
    public_key: bytes


def encode_staff(people: Iterable[PublishedPerson]) -> bytes:
    """The exact bytes to publish."""
    rows = [
        {
            "staff_no": one.person.staff_no,
            "name": one.person.name,
            "role": one.person.role.value,
            "is_active": one.person.is_active,
            "key_id": one.key_id.hex(),
            "public_key": one.public_key.hex(),
            "delegations": [delegation_row(delegation) for delegation in one.person.delegations],
        }
        for one in people
    ]
    return json.dumps(rows, ensure_ascii=False, indent=1).encode()


def decode_staff(body: bytes, branch: str) -> tuple[PublishedPerson, ...]:
    """The people in `body`, as people of `branch`; keys that this program does not know are left alone.

    Raises: BadEnvelopeError when it is not such a list.
    """
    try:
        return tuple(
            PublishedPerson(
                Person(
                    str(row["staff_no"]),
                    str(row["name"]),
                    Role(row["role"]),
                    branch,
                    bool(row.get("is_active", True)),
                    tuple(read_delegation(delegation) for delegation in row.get("delegations", ())),
                ),
                bytes.fromhex(row["key_id"]),
                bytes.fromhex(row["public_key"]),
            )
            for row in json.loads(body)
        )
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise BadEnvelopeError(why="staff") from error


def delegation_row(delegation: StandingDelegation) -> dict[str, str]:
    """A standing delegation as plain values."""
    return {
        "role": delegation.role.value,
        "from_on": delegation.from_on.isoformat(),
        "until_on": delegation.until_on.isoformat(),
        "given_by": delegation.given_by,
    }


def read_delegation(row: Mapping[str, str]) -> StandingDelegation:
    """A standing delegation from plain values. Raises: KeyError, ValueError, TypeError."""
    first, last = date.fromisoformat(row["from_on"]), date.fromisoformat(row["until_on"])
    if last < first:
        raise ValueError("a delegation that ends before it begins")
    return StandingDelegation(Role(row["role"]), first, last, str(row["given_by"]))
