"""Locking bytes up under a symmetric key (AES-256-GCM), and making keys. Suite "intl-1".

Every blob starts with four bytes: "J", kind ("W" wrapped), format 1, suite 1. Another suite gets another number and
leaves old blobs readable. Contexts bind a blob to its place: moved elsewhere it does not open. Sealing to public keys
is app/journal/sealing.py, because headquarters opens that too.
"""

from __future__ import annotations

import os

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from app.journal.sealing import UnopenableError

SUITE = "intl-1"
"""X25519, HKDF-SHA-256, AES-256-GCM, Argon2id: how the keystore locks up. What its keys sign with is the suite kept
beside each of them (app/journal/suites.py)."""

_WRAPPED = b"JW\x01\x01"
_NONCE_BYTES = 12
_TAG_BYTES = 16


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


def new_seed() -> bytearray:
    """32 random bytes from the operating system: any private key or database key."""
    return bytearray(os.urandom(32))
