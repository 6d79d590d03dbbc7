"""Headquarters' recovery keys: X25519 pairs whose private half opens only when two officers type their passphrases.

The file holds the private half under a key made of both passphrases: Argon2id of each, HKDF over both, AES-256-GCM. One
passphrase alone, or twice the same officer's, opens nothing. The public half is published with every staff directory.
"""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

import psycopg
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.argon2 import Argon2id
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from app.hub.issuing import has_issued, issue
from app.hub.publishing import locked_feed
from app.journal.errors import BadDocumentError
from app.journal.json_fields import JsonFields, canonical, encode_bytes, load
from app.journal.recovery import HOLDERS, OFFICERS_NEEDED
from app.journal.sealing import context_of, seal_public
from app.system.atomic_file import write_private_file
from app.system.errors import KnownError

_FORMAT, _VERSION = "jiesu-recovery-key", 1
_LEAST_PASSPHRASE = 12
_MOST_KIB, _MOST_PASSES, _MOST_LANES = 1 << 20, 16, 16


class RecoveryKeyError(KnownError):
    """A recovery key can't be made or opened. `why`: name, officers, weak_passphrase, exists, missing, not_a_key,
    passphrase."""

    code = "recovery_key"


@dataclass(frozen=True, slots=True)
class Cost:
    """What each passphrase costs: Argon2id with `kib` of memory, `passes`, `lanes`."""

    kib: int = 256 * 1024
    passes: int = 3
    lanes: int = 2


@dataclass(frozen=True, slots=True)
class RecoveryKeyFile:
    """A recovery key as it lies in a safe."""

    name: str
    public_key: bytes
    officers: tuple[str, ...]
    cost: Cost
    salts: Mapping[str, bytes]
    nonce: bytes
    wrapped: bytes = field(repr=False)

    def encode(self) -> bytes:
        """The exact bytes of the file."""
        return canonical({**self._head(), "nonce": encode_bytes(self.nonce), "wrapped": encode_bytes(self.wrapped)})

    def _head(self) -> dict[str, object]:
        return {
            "format": _FORMAT,
            "version": _VERSION,
            "name": self.name,
            "public_key": encode_bytes(self.public_key),
            "officers": list(self.officers),
            "kdf": {"kind": "argon2id", "kib": self.cost.kib, "passes": self.cost.passes, "lanes": self.cost.lanes},
            "salts": {staff_no: encode_bytes(salt) for staff_no, salt in self.salts.items()},
        }

    def open(self, passphrases: Mapping[str, str]) -> bytearray:
        """The private half (an X25519 seed); the caller wipes it. `passphrases` by staff number.

        Raises: RecoveryKeyError when one is missing or wrong; which one, nobody can tell.
        """
        if any(staff_no not in passphrases for staff_no in self.officers):
            raise RecoveryKeyError(why="officers")
        key = _key_of(self, passphrases)
        try:
            seed = bytearray(AESGCM(key).decrypt(self.nonce, self.wrapped, canonical(self._head())))
        except InvalidTag:
            raise RecoveryKeyError(why="passphrase") from None
        if seal_public(seed) != self.public_key:
            raise RecoveryKeyError(why="not_a_key")
        return seed


def make_recovery_key(name: str, passphrases: Mapping[str, str], cost: Cost | None = None) -> RecoveryKeyFile:
    """A new recovery key for two officers, by staff number, each with a passphrase of at least 12 characters.

    Raises: RecoveryKeyError.
    """
    if name not in HOLDERS:
        raise RecoveryKeyError(why="name")
    if len(passphrases) != OFFICERS_NEEDED or len(set(passphrases.values())) != OFFICERS_NEEDED:
        raise RecoveryKeyError(why="officers")
    if any(len(words) < _LEAST_PASSPHRASE for words in passphrases.values()):
        raise RecoveryKeyError(why="weak_passphrase", limit=_LEAST_PASSPHRASE)
    seed = bytearray(secrets.token_bytes(32))
    officers = tuple(sorted(passphrases))
    salts = {staff_no: secrets.token_bytes(16) for staff_no in officers}
    bare = RecoveryKeyFile(name, seal_public(seed), officers, cost or Cost(), salts, secrets.token_bytes(12), b"")
    wrapped = AESGCM(_key_of(bare, passphrases)).encrypt(bare.nonce, bytes(seed), canonical(bare._head()))
    seed[:] = bytes(len(seed))
    return RecoveryKeyFile(name, bare.public_key, officers, bare.cost, salts, bare.nonce, wrapped)


def decode_recovery_key(content: bytes) -> RecoveryKeyFile:
    """The recovery key in a file's bytes. Raises: RecoveryKeyError (not_a_key)."""
    value, is_json = load(content)
    try:
        if not is_json:
            raise ValueError("no JSON")
        with JsonFields(value) as fields:
            if fields.text("format") != _FORMAT or fields.number("version") != _VERSION:
                raise ValueError("another format")
            name, public = fields.one_of("name", HOLDERS), fields.blob("public_key", 32)
            officers = tuple(str(each) for each in fields.items("officers"))
            with JsonFields(fields.take("kdf")) as kdf:
                kdf.one_of("kind", ("argon2id",))
                cost = Cost(kdf.number("kib"), kdf.number("passes"), kdf.number("lanes"))
            salts = fields.blobs("salts", 16)
            found = RecoveryKeyFile(
                name, public, officers, cost, salts, fields.blob("nonce", 12), fields.blob("wrapped")
            )
        is_cost_sound = 8 * cost.lanes <= cost.kib <= _MOST_KIB and 1 <= cost.passes <= _MOST_PASSES
        if set(salts) != set(officers) or len(salts) != OFFICERS_NEEDED or not is_cost_sound:
            raise ValueError("parts that don't fit")
        if not 1 <= cost.lanes <= _MOST_LANES:
            raise ValueError("lanes")
    except (BadDocumentError, ValueError) as error:
        raise RecoveryKeyError(why="not_a_key") from error
    return found


def read_recovery_key(path: Path) -> RecoveryKeyFile:
    """The recovery key in a file. Raises: RecoveryKeyError."""
    try:
        return decode_recovery_key(path.read_bytes())
    except FileNotFoundError as error:
        raise RecoveryKeyError(why="missing") from error
    except OSError as error:
        raise RecoveryKeyError(why="not_a_key") from error


def write_for_owner(path: Path, content: bytes) -> None:
    """Write a new file that only its owner may read. Raises: RecoveryKeyError when there is one already."""
    try:
        write_private_file(path, content, crash_name="recovery_key", may_replace=False)
    except FileExistsError as error:
        raise RecoveryKeyError(why="exists") from error


def publish_recovery_key(connection: psycopg.Connection, key: RecoveryKeyFile, at: datetime) -> int:
    """Let every branch seal its secrets to this key from now on, in the place of the one of its name. How many branches
    were told; branches without a directory get it with their first."""
    with connection.transaction():
        connection.execute(
            "insert into recovery_key (name, public_key, officers, since) values (%s, %s, %s, %s)"
            " on conflict (name) do update set public_key = excluded.public_key, officers = excluded.officers,"
            " since = excluded.since",
            (key.name, key.public_key, list(key.officers), at),
        )
    branches = connection.execute("select distinct branch_id from ref_staff order by branch_id").fetchall()
    told = 0
    for (branch,) in branches:
        with connection.transaction():
            locked_feed(connection, branch)
            if has_issued(connection, branch):
                issue(connection, branch, at)
                told += 1
    return told


def _key_of(file: RecoveryKeyFile, passphrases: Mapping[str, str]) -> bytes:
    """The key of both passphrases together."""
    parts = b"".join(
        Argon2id(
            salt=file.salts[staff_no],
            length=32,
            iterations=file.cost.passes,
            lanes=file.cost.lanes,
            memory_cost=file.cost.kib,
        ).derive(passphrases[staff_no].encode())
        for staff_no in sorted(file.officers)
    )
    info = context_of("recovery-key", file.name, *sorted(file.officers))
    return HKDF(SHA256(), 32, salt=None, info=info).derive(parts)
