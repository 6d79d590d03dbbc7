"""What is signed, and how: digests that can't be taken for one another, signed by the suite of the signer's key."""

from __future__ import annotations

from collections.abc import Callable
from hashlib import sha256
from typing import NamedTuple

from app.journal.cbor import encode_canonical
from app.journal.envelope import SUITE, Envelope
from app.journal.suites import SUITES, suite_of_key

Signer = Callable[[bytes], bytes]
"""Gives the signature over a digest. Whoever holds the private key makes one; the journal never sees keys."""


class PublicKey(NamedTuple):
    """A person's public key and whose it is."""

    staff_no: str
    key: bytes


KeyDirectory = Callable[[bytes], PublicKey | None]
"""Finds a public key by its 16-byte id; None where the directory does not know it."""


def key_id_of(public_key: bytes) -> bytes:
    """The short name of a signing key, 16 bytes, as it stands in entries beside signatures."""
    return sha256(b"jiesu-key-id-v1" + public_key).digest()[:16]


def act_digest(
    branch: str,
    case: bytes,
    kind: str,
    kver: int,
    base: int,
    actor: str,
    wall: int,
    body_hash: bytes,
    suite: str = SUITE,
) -> bytes:
    """What a person signs: one act on one case, with everything that the body says through its hash."""
    return _digest(b"jiesu-act-v1", branch, case, kind, kver, base, actor, wall, body_hash, suite=suite)


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
        envelope.suite,
    )


def head_digest(device: bytes, epoch: int, seq: int, hash_: bytes, suite: str = SUITE) -> bytes:
    """What a device signs for a batch: how far its log goes. `suite` is that of the device's key."""
    return _digest(b"jiesu-head-v1", device, epoch, seq, hash_, suite=suite)


def request_digest(
    device: bytes, method: str, target: str, sent_at: int, nonce: bytes, body: bytes, suite: str = SUITE
) -> bytes:
    """What a device signs for one request: where it goes, when it was sent (milliseconds) and what it carries."""
    carried = SUITES[suite].digest(body)
    return _digest(b"jiesu-request-v1", device, method, target, sent_at, nonce, carried, suite=suite)


def directory_digest(branch: str, number: int, content: bytes, suite: str = SUITE) -> bytes:
    """What headquarters signs for a branch's staff directory. `suite` is that of headquarters' key."""
    return _digest(b"jiesu-directory-v1", branch, number, SUITES[suite].digest(content), suite=suite)


def verify(public_key: bytes, digest: bytes, signature: bytes) -> bool:
    """Whether `signature` over `digest` is by the holder of `public_key`, by that key's suite. False for malformed
    input too."""
    return suite_of_key(public_key).verify(public_key, digest, signature)


def is_signed_by_actor(envelope: Envelope, directory: KeyDirectory) -> bool | None:
    """Whether the entry is signed by its actor's own key; None while the directory does not know the key."""
    if envelope.sig is None or envelope.signer is None:
        return False
    known = directory(envelope.signer)
    if known is None:
        return None
    if known.staff_no != envelope.actor or suite_of_key(known.key).name != envelope.suite:
        return False
    return verify(known.key, act_digest_of(envelope), envelope.sig)


def _digest(domain: bytes, *parts: object, suite: str = SUITE) -> bytes:
    return SUITES[suite].digest(domain + encode_canonical([suite, *parts]))
