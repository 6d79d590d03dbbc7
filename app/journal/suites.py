"""Crypto suites: which hash and which signatures, by the name that stands in every envelope (security.md 1.3).

"intl-1" is SHA-256 and Ed25519 and is what desks use. "sm-1" is SM3 and SM2 behind the same interface, off unless a
store was made with it. Both give digests of 32 and signatures of 64 bytes, so that nothing else has to know. A public
key says itself which it is: 32 bytes are Ed25519, 33 a compressed point of the SM2 curve.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from hashlib import sha256

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from app.journal import sm2

INTERNATIONAL = "intl-1"
NATIONAL = "sm-1"


PUBLIC_KEY_BYTES = (32, sm2.PUBLIC_BYTES)
"""How long public keys are: Ed25519, SM2."""


@dataclass(frozen=True, slots=True)
class Suite:
    """One suite. `seed` is 32 random bytes from which the private key is made; keys never leave the call.

    `verify(public, digest, signature)` is False for malformed input too.
    """

    name: str
    digest: Callable[[bytes], bytes]
    public_of: Callable[[bytes | bytearray], bytes]
    sign: Callable[[bytes | bytearray, bytes], bytes]
    verify: Callable[[bytes, bytes, bytes], bool]


def suite(name: str) -> Suite:
    """The suite of that name. Raises: KeyError."""
    return SUITES[name]


def suite_of_key(public: bytes) -> Suite:
    """The suite that a public key belongs to."""
    return SUITES[NATIONAL if len(public) == sm2.PUBLIC_BYTES else INTERNATIONAL]


def _sha256(data: bytes) -> bytes:
    return sha256(data).digest()


def _ed25519_public(seed: bytes | bytearray) -> bytes:
    return Ed25519PrivateKey.from_private_bytes(seed).public_key().public_bytes_raw()


def _ed25519_sign(seed: bytes | bytearray, digest: bytes) -> bytes:
    return Ed25519PrivateKey.from_private_bytes(seed).sign(digest)


def _ed25519_verify(public: bytes, digest: bytes, signature: bytes) -> bool:
    try:
        Ed25519PublicKey.from_public_bytes(public).verify(signature, digest)
    except (InvalidSignature, ValueError, TypeError):
        return False
    return True


def _sm3(data: bytes) -> bytes:
    digest = hashes.Hash(hashes.SM3())
    digest.update(data)
    return digest.finalize()


def _sm2_public(seed: bytes | bytearray) -> bytes:
    return sm2.public_of(sm2.private_of(seed))


def _sm2_sign(seed: bytes | bytearray, digest: bytes) -> bytes:
    return sm2.sign(sm2.private_of(seed), digest, _sm3)


def _sm2_verify(public: bytes, digest: bytes, signature: bytes) -> bool:
    return sm2.verify(public, digest, signature, _sm3)


SUITES: Mapping[str, Suite] = {
    INTERNATIONAL: Suite(INTERNATIONAL, _sha256, _ed25519_public, _ed25519_sign, _ed25519_verify),
    NATIONAL: Suite(NATIONAL, _sm3, _sm2_public, _sm2_sign, _sm2_verify),
}
"""All suites that this program knows, by name."""
