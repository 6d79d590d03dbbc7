"""The keystore as bytes: canonical JSON with a seal. The header may be read before the seal is checked, not trusted."""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from app.journal.json_fields import canonical, encode_bytes, is_canonical, load
from app.journal.sealing import context_of
from app.vault.errors import (
    ForeignKeystoreError,
    KeystoreDamagedError,
    KeystoreTamperedError,
    KeystoreTooNewError,
    MachineSecretLostError,
)
from app.vault.kdf import derive, wipe
from app.vault.sealing import SUITE

FORMAT = "jiesu-keystore"
VERSION = 2
BIGGEST_BYTES = 8 << 20
_CHECK_BYTES = 8


@dataclass(frozen=True, slots=True)
class KeystoreHeader:
    """What a keystore says about itself in clear: enough to find its machine secret, not yet proved by the seal.

    `secret_kind` is "keyring" or "passphrase"; `secret_place` names the keyring that took the secret.
    """

    store_id: str
    branch: str
    version: int
    suite: str
    secret_kind: str
    secret_place: str
    secret_check: str


def parse(content: bytes, *, format_name: str = FORMAT, version: int = VERSION) -> dict[str, Any]:
    """A document of ours from a file's bytes, not yet proved.

    Raises: KeystoreDamagedError, ForeignKeystoreError, KeystoreTooNewError.
    """
    if not content.strip(b"\0"):
        raise KeystoreDamagedError(why="empty")
    if len(content) > BIGGEST_BYTES:
        raise KeystoreDamagedError(why="too_big")
    document, is_json = load(content)
    if not is_json:
        raise KeystoreDamagedError(why="not_json")
    if not isinstance(document, dict) or document.get("format") != format_name:
        raise ForeignKeystoreError
    found = document.get("version")
    if not isinstance(found, int) or isinstance(found, bool) or found < 1:
        raise KeystoreDamagedError(why="shape")
    if found > version:
        raise KeystoreTooNewError(version=found, known=version)
    if not is_canonical(document, content):
        raise KeystoreDamagedError(why="not_canonical")
    return document


def header_of(document: Mapping[str, Any]) -> KeystoreHeader:
    """The header of a parsed keystore. Raises: KeystoreDamagedError, KeystoreTooNewError for an unknown suite."""
    secret = document.get("machine_secret")
    if not isinstance(secret, dict):
        raise KeystoreDamagedError(why="shape")
    header = KeystoreHeader(
        store_id=_text(document, "store_id"),
        branch=_text(document, "branch"),
        version=document["version"],
        suite=_text(document, "suite"),
        secret_kind=_text(secret, "kind"),
        secret_place=_text(secret, "place"),
        secret_check=_text(secret, "check"),
    )
    if header.suite != SUITE:
        raise KeystoreTooNewError(suite=header.suite[:20])
    return header


def secret_check(store_id: str, secret: bytearray) -> str:
    """A short value that tells one machine secret from another and says nothing about it."""
    return encode_bytes(_mac("machine-secret-check", store_id, secret, b"check")[:_CHECK_BYTES])


def sealed(document: dict[str, Any], secret: bytearray) -> bytes:
    """The file's bytes: `document` with the seal of the machine secret."""
    return canonical({**document, "mac": _seal_of(document, secret)})


def prove(document: Mapping[str, Any], secret: bytearray) -> None:
    """Check the seal.

    Raises: MachineSecretLostError when the file is whole but belongs to another machine secret (as far as anybody
    without that secret can tell), KeystoreTamperedError when this secret sealed it and it was changed since.
    """
    header = header_of(document)
    expected = secret_check(header.store_id, secret)
    mac = document.get("mac")
    if header.secret_check == expected:
        if not isinstance(mac, str) or not hmac.compare_digest(mac.encode(), _seal_of(document, secret).encode()):
            raise KeystoreTamperedError
        return
    mended = {**document, "machine_secret": {**document["machine_secret"], "check": expected}}
    if isinstance(mac, str) and hmac.compare_digest(mac.encode(), _seal_of(mended, secret).encode()):
        raise KeystoreTamperedError  # only the check value itself was edited
    raise MachineSecretLostError(why="other", kept_in=header.secret_place)


def _seal_of(document: Mapping[str, Any], secret: bytearray) -> str:
    body = {key: value for key, value in document.items() if key != "mac"}
    return encode_bytes(_mac("keystore-mac", str(document.get("store_id")), secret, canonical(body)))


def _mac(purpose: str, store_id: str, secret: bytearray, message: bytes) -> bytes:
    key = derive(secret, context_of(purpose, store_id))
    try:
        return hmac.digest(key, message, hashlib.sha256)
    finally:
        wipe(key)


def _text(mapping: Mapping[str, Any], key: str) -> str:
    value = mapping.get(key)
    if not isinstance(value, str) or not value or len(value) > 200:
        raise KeystoreDamagedError(why="shape")
    return value
