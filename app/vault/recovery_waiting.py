"""A request for recovery that waits for its answer: a file in the store's folder, its one-time key under a code."""

from __future__ import annotations

import os
import secrets
import unicodedata
from dataclasses import dataclass, field
from pathlib import Path

from app.journal.errors import BadDocumentError
from app.journal.json_fields import canonical, encode_bytes
from app.journal.recovery import RecoveryRequest
from app.journal.sealing import UnopenableError, context_of
from app.system.atomic_file import write_private_file
from app.system.key_box import KeyBox
from app.system.plain_file import read_plain
from app.vault import sealing
from app.vault.errors import (
    ForeignKeystoreError,
    KeystoreDamagedError,
    KeystoreUnreadableError,
    NoRecoveryWaitingError,
    WrongRecoveryCodeError,
)
from app.vault.json_fields import Fields, from_cost
from app.vault.kdf import SALT_BYTES, KdfCost, stretch, wipe
from app.vault.keystore_text import parse

FILE_NAME = "recovery-request.json"

_FORMAT = "jiesu-recovery-waiting"
_VERSION = 1
_BIGGEST_BYTES = 256 << 10
_LETTERS = "23456789ABCDEFGHJKMNPQRSTVWXYZ"
_LENGTH, _GROUP = 20, 4


@dataclass(frozen=True, slots=True)
class Waiting:
    """What the file holds: the request, and how its one-time key is locked up."""

    request: RecoveryRequest
    cost: KdfCost
    salt: bytes = field(repr=False)
    wrapped: bytes = field(repr=False)


def new_code() -> str:
    """A code to write down, as "7KQF-2M9D-XW4T-B3HN-8CVE": 98 bits by chance, without 0, 1, I, L, O and U."""
    letters = "".join(secrets.choice(_LETTERS) for _ in range(_LENGTH))
    return "-".join(letters[at : at + _GROUP] for at in range(0, _LENGTH, _GROUP))


def write_waiting(folder: Path, request: RecoveryRequest, one_time: KeyBox, code: str, cost: KdfCost) -> None:
    """Keep `request` and its one-time key in `folder`, the key under `code`. Raises: KeystoreUnreadableError."""
    salt = os.urandom(SALT_BYTES)
    key = stretch(bytearray(plain_code(code).encode()), salt, cost)
    try:
        wrapped = sealing.wrap(key, one_time.b, _waiting_context(request))
    finally:
        wipe(key)
    document = {
        "format": _FORMAT,
        "version": _VERSION,
        "request": encode_bytes(request.encode()),
        "kdf": from_cost(cost),
        "salt": encode_bytes(salt),
        "wrapped": encode_bytes(wrapped),
    }
    try:
        write_private_file(folder / FILE_NAME, canonical(document), crash_name="recovery")
    except OSError as error:
        raise KeystoreUnreadableError(why=type(error).__name__, number=error.errno) from None


def read_waiting(folder: Path) -> Waiting:
    """The request that waits. Raises: NoRecoveryWaitingError, KeystoreUnreadableError."""
    try:
        document = parse(read_plain(folder / FILE_NAME, _BIGGEST_BYTES), format_name=_FORMAT, version=_VERSION)
        with Fields({key: document[key] for key in document if key not in ("format", "version")}) as fields:
            return Waiting(
                request=RecoveryRequest.decode(fields.blob("request")),
                cost=fields.cost("kdf"),
                salt=fields.blob("salt", SALT_BYTES),
                wrapped=fields.blob("wrapped"),
            )
    except FileNotFoundError:
        raise NoRecoveryWaitingError from None
    except OSError as error:
        raise KeystoreUnreadableError(why=type(error).__name__, number=error.errno) from None
    except (KeystoreDamagedError, ForeignKeystoreError, BadDocumentError):
        raise NoRecoveryWaitingError(why="damaged") from None


def waiting_recovery(folder: Path) -> RecoveryRequest | None:
    """The request that waits for an answer, to be shown or carried away again; None when none (readable) does.

    Raises: KeystoreUnreadableError, KeystoreTooNewError.
    """
    try:
        return read_waiting(folder).request
    except NoRecoveryWaitingError:
        return None


def open_one_time(folder: Path, code: str) -> KeyBox:
    """The one-time key, in a box that the caller wipes. Raises: as `read_waiting`, and WrongRecoveryCodeError."""
    waiting = read_waiting(folder)
    typed = bytearray(plain_code(code).encode())
    key = stretch(typed, waiting.salt, waiting.cost)
    try:
        return KeyBox(sealing.unwrap(key, waiting.wrapped, _waiting_context(waiting.request)))
    except UnopenableError:
        raise WrongRecoveryCodeError from None
    finally:
        wipe(key, typed)


def forget_waiting(folder: Path) -> None:
    """The request was answered and used."""
    (folder / FILE_NAME).unlink(missing_ok=True)


def plain_code(code: str) -> str:
    """A recovery code as it was made, from what somebody typed: width, case, spaces and hyphens don't matter."""
    text = unicodedata.normalize("NFKC", code[:100]).upper()
    return "".join(letter for letter in text if letter in _LETTERS)


def _waiting_context(request: RecoveryRequest) -> bytes:
    return context_of("recovery-waiting", request.store_id, request.digest.hex())
