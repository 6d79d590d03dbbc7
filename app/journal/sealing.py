"""Sealing bytes to the holder of a public key (HPKE, RFC 9180): the form that branch and headquarters both open.

Every blob starts with four bytes: "J", kind ("S" sealed), format 1, suite 1. Another suite gets another number and
leaves old blobs readable. Contexts bind a blob to its place: moved elsewhere it does not open.
"""

from __future__ import annotations

import hashlib
import hmac

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import hpke
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey

_SEALED = b"JS\x01\x01"
_HPKE = hpke.Suite(hpke.KEM.X25519, hpke.KDF.HKDF_SHA256, hpke.AEAD.AES_256_GCM)


class UnopenableError(Exception):
    """Wrong key, wrong context, or changed bytes: which one, nobody can tell. Callers turn it into an error of ours."""


def seal(public: bytes, secret: bytes | bytearray, context: bytes) -> bytes:
    """`secret` for the holder of the X25519 key `public` (32 bytes), bound to `context`."""
    return _SEALED + _HPKE.encrypt(secret, X25519PublicKey.from_public_bytes(public), info=context)


def unseal(private: bytearray, blob: bytes, context: bytes) -> bytearray:
    """What `seal` locked up, with the 32-byte X25519 `private` key; the caller wipes it. Raises: UnopenableError."""
    if not blob.startswith(_SEALED):
        raise UnopenableError
    try:
        key = X25519PrivateKey.from_private_bytes(private)
        return bytearray(_HPKE.decrypt(blob[len(_SEALED) :], key, info=context))
    except (InvalidTag, ValueError):
        raise UnopenableError from None


def seal_public(seed: bytearray) -> bytes:
    """The X25519 public key of `seed`, 32 bytes."""
    return X25519PrivateKey.from_private_bytes(seed).public_key().public_bytes_raw()


def context_of(purpose: str, *parts: str) -> bytes:
    """Bytes that name a purpose and what it belongs to; lengths first, so that no two lists look alike."""
    pieces = [text.encode() for text in (f"jiesu/{purpose}", *parts)]
    return b"".join(len(piece).to_bytes(2, "big") + piece for piece in pieces)


def machine_secret_context(store_id: str, holder: str) -> bytes:
    """The place of a machine secret sealed to the recovery key `holder` ("hq1", "hq2")."""
    return context_of("recovery-machine-secret", store_id, holder)


def store_key_context(store_id: str, name: str, holder: str) -> bytes:
    """The place of the database key `name` sealed to `holder` (a person's uid, "hq1", "hq2")."""
    return context_of("store-key", store_id, name, holder)


def name_of_store_key(key: bytes | bytearray) -> str:
    """A database key's id, 16 hex digits: the same for the same key, and no help in guessing it."""
    return hmac.digest(key, b"jiesu-store-key-id-v1", hashlib.sha256)[:8].hex()
