"""Headquarters' staff directory as bytes: JSON, signed with headquarters' own key over a digest that names the branch.

Published as reference data of kind "directory". Neither whoever carries it nor whoever can write a branch's database
can forge one: a branch reads none that headquarters' key, which it knows since its first contact, has not signed.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from app.domain.directory import (
    LEAST_OFFLINE_DAYS,
    MOST_OFFLINE_DAYS,
    DirectoryKey,
    Listed,
    RecoveryKey,
    StaffDirectory,
)
from app.domain.people import Person, Role
from app.journal.cbor import decode_canonical, encode_canonical
from app.journal.errors import BadDocumentError, BadEnvelopeError
from app.journal.json_fields import JsonFields, canonical, encode_bytes, from_time, load
from app.journal.signature import directory_digest, verify
from app.journal.staff import delegation_row, read_delegation
from app.journal.suites import SUITES, suite_of_key

KIND = "directory"
_FORMAT, _VERSION = "jiesu-staff-directory", 1
_MOST_BYTES = 4 << 20
_KEYS = ("content", "signature")


def version_name(number: int) -> str:
    """The name of the published version; names sort as the numbers do."""
    return f"directory-{number:020d}"


def seal_directory(directory: StaffDirectory, sign: Callable[[bytes], bytes], suite: str) -> bytes:
    """The bytes to publish, signed; `suite` is that of the signing key."""
    content = canonical(
        {
            "format": _FORMAT,
            "version": _VERSION,
            "suite": suite,
            "branch": directory.branch,
            "number": directory.number,
            "issued_at": from_time(directory.issued_at),
            "offline_days": directory.offline_days,
            "people": [_listed_row(one) for one in directory.people],
            "officers": [_listed_row(one) for one in directory.officers],
            "recovery": [
                {"name": one.name, "public_key": encode_bytes(one.public_key), "officers": list(one.officers)}
                for one in directory.recovery
            ],
            "pending": list(directory.pending),
        }
    )
    signature = sign(directory_digest(directory.branch, directory.number, content, suite))
    return encode_canonical(dict(zip(_KEYS, (content, signature), strict=True)))


def open_directory(body: bytes, branch: str, headquarters_key: bytes) -> StaffDirectory:
    """The directory in `body`, which must be for `branch` and signed by headquarters.

    Raises: BadEnvelopeError, `why` directory_unreadable, directory_branch or directory_signature.
    """
    directory, content, signature = _read(body)
    suite = suite_of_key(headquarters_key).name
    digest = directory_digest(directory.branch, directory.number, content, suite)
    if not verify(headquarters_key, digest, signature):
        raise BadEnvelopeError(why="directory_signature")
    if directory.branch != branch:
        raise BadEnvelopeError(why="directory_branch")
    return directory


def _read(body: bytes) -> tuple[StaffDirectory, bytes, bytes]:
    try:
        value = decode_canonical(body, limit=_MOST_BYTES, depth=1)
        if type(value) is not dict or tuple(value) != _KEYS or any(type(part) is not bytes for part in value.values()):
            raise BadEnvelopeError(why="directory_unreadable")
        document, is_json = load(value["content"])
        if not is_json:
            raise BadEnvelopeError(why="directory_unreadable")
        return _directory(document), value["content"], value["signature"]
    except (BadEnvelopeError, BadDocumentError, ValueError, KeyError, TypeError) as error:
        raise BadEnvelopeError(why="directory_unreadable") from error


def _directory(document: Any) -> StaffDirectory:
    with JsonFields(document) as fields:
        if fields.text("format") != _FORMAT or fields.number("version") != _VERSION:
            raise ValueError("another format")
        fields.one_of("suite", tuple(SUITES))
        branch = fields.text("branch")
        directory = StaffDirectory(
            branch,
            fields.number("number"),
            fields.time("issued_at"),
            fields.number("offline_days"),
            tuple(_listed(row, branch) for row in fields.items("people")),
            tuple(_listed(row, branch) for row in fields.items("officers")),
            tuple(_recovery(row) for row in fields.items("recovery")),
            tuple(str(each) for each in fields.items("pending")),
        )
    if directory.number < 1 or not LEAST_OFFLINE_DAYS <= directory.offline_days <= MOST_OFFLINE_DAYS:
        raise ValueError("a number out of range")
    is_officer = [one.person.role is Role.HEADQUARTERS for one in directory.everybody]
    if any(is_officer[: len(directory.people)]) or not all(is_officer[len(directory.people) :]):
        raise ValueError("people and officers mixed up")
    return directory


def _listed_row(one: Listed) -> dict[str, Any]:
    return {
        "staff_no": one.person.staff_no,
        "name": one.person.name,
        "role": one.person.role.value,
        "is_active": one.person.is_active,
        "keys": [
            {"key_id": key.key_id.hex(), "public_key": encode_bytes(key.public_key), "is_retired": key.is_retired}
            for key in one.keys
        ],
        "delegations": [delegation_row(delegation) for delegation in one.person.delegations],
    }


def _listed(row: Any, branch: str) -> Listed:
    with JsonFields(row) as fields:
        return Listed(
            Person(
                fields.text("staff_no"),
                fields.text("name"),
                Role(fields.text("role")),
                branch,
                fields.flag("is_active"),
                tuple(read_delegation(delegation) for delegation in fields.items("delegations")),
            ),
            tuple(_key(key) for key in fields.items("keys")),
        )


def _key(row: Any) -> DirectoryKey:
    with JsonFields(row) as fields:
        return DirectoryKey(fields.hexadecimal("key_id", 16), fields.blob("public_key"), fields.flag("is_retired"))


def _recovery(row: Any) -> RecoveryKey:
    with JsonFields(row) as fields:
        return RecoveryKey(
            fields.text("name"), fields.blob("public_key", 32), tuple(str(each) for each in fields.items("officers"))
        )
