"""The staff that headquarters publishes to a branch: people with their public keys, as JSON in reference data "staff".

Keys of headquarters' own officers come to the branches this way, so that what they sign can be proven there.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass

from app.domain.people import Person, Role
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
                    str(row["staff_no"]), str(row["name"]), Role(row["role"]), branch, bool(row.get("is_active", True))
                ),
                bytes.fromhex(row["key_id"]),
                bytes.fromhex(row["public_key"]),
            )
            for row in json.loads(body)
        )
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise BadEnvelopeError(why="staff") from error
