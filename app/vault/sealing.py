"""Locking bytes up: under a symmetric key (AES-256-GCM), or to a public key (HPKE, RFC 9180). Suite "intl-1".

Every blob starts with four bytes: "J", kind ("W" wrapped, "S" sealed), format 1, suite 1. Another suite gets another
number and leaves old blobs readable. Contexts bind a blob to its place: moved elsewhere it does not open.
"""

from __future__ import annotations

import hashlib
import os

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import hpke
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

SUITE = "intl-1"
"""X25519, Ed25519, HKDF-SHA-256, AES-256-GCM, Argon2id. Kept beside every key, so that "sm-1" can stand beside it."""

_WRAPPED = b"JW\x01\x01"
_SEALED = b"JS\x01\x01"
_NONCE_BYTES = 12
_TAG_BYTES = 16
_HPKE = hpke.Suite(hpke.KEM.X25519, hpke.KDF.HKDF_SHA256, hpke.AEAD.AES_256_GCM)


class UnopenableError(Exception):
    """Wrong key, wrong context, or changed bytes: which one, nobody can tell. Never leaves this room."""


def wrap(key: bytearray, secret: bytearray, context: bytes) -> bytes:
    """`secret` under a 32-byte `key`, bound to `context`."""
    nonce = os.urandom(_NONCE_BYTES)
    return _WRAPPED + nonce + AESGCM(key).encrypt(nonce, secret, context)


def unwrap(key: bytearray, blob: bytes, context: bytes) -> bytearray:
    """What `wrap` locked up; the caller wipes it. Raises: UnopenableError."""
    start = len(_WRAPPED) + _NONCE_BYTES
    if not blob.startswith(_WRAPPED) or len(blob) < start + _TAG_BYTES:
        raise UnopenableError
    secret = bytearray(len(blob) - start - _TAG_BYTES)
    try:
        AESGCM(key).decrypt_into(blob[len(_WRAPPED) : start], blob[start:], context, secret)
    except InvalidTag:
        raise UnopenableError from None
    return secret


def seal(public: bytes, secret: bytearray, context: bytes) -> bytes:
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


def new_seed() -> bytearray:
    """32 random bytes from the operating system: any private key or database key."""
    return bytearray(os.urandom(32))


def sign_public(seed: bytearray) -> bytes:
    """The Ed25519 public key of `seed`, 32 bytes."""
    return Ed25519PrivateKey.from_private_bytes(seed).public_key().public_bytes_raw()


def seal_public(seed: bytearray) -> bytes:
    """The X25519 public key of `seed`, 32 bytes."""
    return X25519PrivateKey.from_private_bytes(seed).public_key().public_bytes_raw()


def sign(seed: bytearray, message: bytes) -> bytes:
    """An Ed25519 signature, 64 bytes. The key object lives only during the call."""
    return Ed25519PrivateKey.from_private_bytes(seed).sign(message)


def key_id(public: bytes) -> bytes:
    """The short name of a signing key, 16 bytes, as it stands in entries beside signatures."""
    return hashlib.sha256(b"jiesu-key-id-v1" + public).digest()[:16]
