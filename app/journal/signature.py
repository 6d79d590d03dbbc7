"""What is signed, and how: digests that can't be taken for one another, and Ed25519 over them."""

from __future__ import annotations

from collections.abc import Callable
from hashlib import sha256
from typing import NamedTuple

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from app.journal.cbor import encode_canonical
from app.journal.envelope import SUITE, Envelope

Signer = Callable[[bytes], bytes]
"""Gives the Ed25519 signature over a digest. Whoever holds the private key makes one; the journal never sees keys."""


class PublicKey(NamedTuple):
    """A person's public key and whose it is."""

    staff_no: str
    key: bytes


KeyDirectory = Callable[[bytes], PublicKey | None]
"""Finds a public key by its 16-byte id; None where the directory does not know it."""


def act_digest(
    branch: str, case: bytes, kind: str, kver: int, base: int, actor: str, wall: int, body_sha256: bytes
) -> bytes:
    """What a person signs: one act on one case, with everything that the body says through its hash."""
    return _digest(b"jiesu-act-v1", branch, case, kind, kver, base, actor, wall, body_sha256)


def act_digest_of(envelope: Envelope) -> bytes:
    """The digest that `envelope.sig` has to cover."""
    return act_digest(
        envelope.branch,
        envelope.case,
        envelope.kind,
        envelope.kver,
        envelope.base,
        envelope.actor,
        envelope.wall,
        envelope.body,
    )


def head_digest(device: bytes, epoch: int, seq: int, hash_: bytes) -> bytes:
    """What a device signs for a batch: how far its log goes."""
    return _digest(b"jiesu-head-v1", device, epoch, seq, hash_)


def receipt_digest(device: bytes, epoch: int, seq: int, hash_: bytes, server_epoch: str, received_at: int) -> bytes:
    """What headquarters signs for a batch that is durable there. `received_at` in milliseconds since 1970."""
    return _digest(b"jiesu-receipt-v1", device, epoch, seq, hash_, server_epoch, received_at)


def request_digest(device: bytes, method: str, target: str, sent_at: int, nonce: bytes, body: bytes) -> bytes:
    """What a device signs for one request: where it goes, when it was sent (milliseconds) and what it carries."""
    return _digest(b"jiesu-request-v1", device, method, target, sent_at, nonce, sha256(body).digest())


def verify(public_key: bytes, digest: bytes, signature: bytes) -> bool:
    """Whether `signature` over `digest` is by the holder of the 32-byte `public_key`. False for malformed input too."""
    try:
        Ed25519PublicKey.from_public_bytes(public_key).verify(signature, digest)
    except (InvalidSignature, ValueError, TypeError):
        return False
    return True


def is_signed_by_actor(envelope: Envelope, directory: KeyDirectory) -> bool | None:
    """Whether the entry is signed by its actor's own key; None while the directory does not know the key."""
    if envelope.sig is None or envelope.signer is None:
        return False
    known = directory(envelope.signer)
    if known is None:
        return None
    return known.staff_no == envelope.actor and verify(known.key, act_digest_of(envelope), envelope.sig)


def _digest(domain: bytes, *parts: object) -> bytes:
    return sha256(domain + encode_canonical([SUITE, *parts])).digest()
