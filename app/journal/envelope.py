"""The envelope of an entry: who wrote what, where in which log, signed by whom. The same bytes on disk, on the wire and
at headquarters (journal.md 4.3). What was written is hashed as it stands and never encoded again.
"""

from __future__ import annotations

from hashlib import sha256
from typing import Any, NamedTuple

import cbor2

from app.journal.cbor import decode_plain, encode_canonical
from app.journal.errors import BadEnvelopeError
from app.journal.suites import INTERNATIONAL, NATIONAL, SUITES

VERSION = 1
SUITE = INTERNATIONAL
"""The suite of envelopes where a store was not made for another one (app/journal/suites.py)."""

GENESIS = bytes(32)
"""The hash before the first entry of a log."""

MAX_ENVELOPE = 4096
MAX_BODY = 1 << 20

_DOMAIN = b"jiesu-entry-v1"
_IN_NATIONAL = b"esuited" + NATIONAL.encode()
"""How key and value of `suite` stand in the bytes of an envelope of the national suite."""
_MAX_INT = 2**63 - 1
_MAX_TEXT = 128
_MAX_WALL = 253_402_300_800_000  # the year 10000, where calendars end


class Envelope(NamedTuple):
    """The envelope's values, in the order in which they are encoded.

    `tz` is minutes east of UTC, `wall` milliseconds since 1970 in UTC, `hlc` the hybrid clock, `base` how many entries
    of the case the actor had seen, `body` the hash of the body's bytes, `refver` the version of the rules in force.
    """

    v: int
    tz: int
    dev: bytes
    hlc: int
    seq: int
    sig: bytes | None
    base: int
    body: bytes
    boot: bytes
    case: bytes
    kind: str
    kver: int
    prev: bytes
    wall: int
    actor: str
    epoch: int
    suite: str
    branch: str
    refver: str
    signer: bytes | None
    session: str


class Record(NamedTuple):
    """An entry as it is kept and sent: the envelope's bytes and the body's bytes, None once the body was purged."""

    envelope: bytes
    body: bytes | None

    @property
    def hash(self) -> bytes:
        """The entry's hash, to which the next entry of the log points."""
        return hash_of(self.envelope)

    def __repr__(self) -> str:
        return f"<Record {self.hash.hex()[:16]}>"


_KEYS = Envelope._fields


def hash_of(envelope: bytes) -> bytes:
    """The hash over the envelope's bytes by the suite that stands in them, apart from every other use of the hash."""
    if _IN_NATIONAL in envelope:
        return SUITES[NATIONAL].digest(_DOMAIN + envelope)
    return sha256(_DOMAIN + envelope).digest()


def digest_of_body(suite: str, body: bytes) -> bytes:
    """What an envelope of `suite` says of its body's bytes. Raises: KeyError."""
    return sha256(body).digest() if suite == INTERNATIONAL else SUITES[suite].digest(body)


def encode(envelope: Envelope) -> bytes:
    """The bytes of `envelope`. Raises: BadEnvelopeError when a value is out of its range."""
    _check(envelope)
    return cbor2.dumps(envelope._asdict())


def decode(data: bytes, *, is_known: bool = False) -> Envelope:
    """The envelope in `data`, which may come from anyone; `is_known` skips the proofs for what was proven before.

    Raises: BadEnvelopeError.
    """
    plain = decode_plain(data, limit=MAX_ENVELOPE, depth=1)
    if type(plain) is not dict or tuple(plain) != _KEYS:
        raise BadEnvelopeError(why="keys")
    envelope = Envelope._make(plain.values())
    if is_known:
        return envelope
    _check(envelope)
    if cbor2.dumps(plain) != data:
        raise BadEnvelopeError(why="not_canonical")
    return envelope


def encode_body(body: Any) -> bytes:
    """The bytes of an entry's body, a mapping of plain values. Raises: BadEnvelopeError."""
    data = encode_canonical(body)
    if len(data) > MAX_BODY:
        raise BadEnvelopeError(why="too_long", size=len(data))
    return data


def decode_body(data: bytes, *, is_known: bool = False) -> dict[str, Any]:
    """The mapping in a body's bytes; `is_known` skips the proof of form for bytes that were proven when they came in.

    Raises: BadEnvelopeError.
    """
    body = decode_plain(data, limit=MAX_BODY)
    if type(body) is not dict:
        raise BadEnvelopeError(why="body_type")
    if not is_known and encode_canonical(body) != data:
        raise BadEnvelopeError(why="not_canonical")
    return body


def _check(envelope: Envelope) -> None:
    (v, tz, dev, hlc, seq, sig, base, body, boot, case, kind, kver, prev, wall, actor, epoch, suite, branch, refver,
     signer, session) = envelope  # fmt: skip
    if type(v) is not int or v != VERSION:
        raise BadEnvelopeError(why="version")
    if type(suite) is not str or suite not in SUITES:
        raise BadEnvelopeError(why="suite")
    for number in (hlc, seq, base, kver, wall, epoch):
        if type(number) is not int or not 0 <= number <= _MAX_INT:
            raise BadEnvelopeError(why="number")
    if seq < 1 or epoch < 1 or wall >= _MAX_WALL or type(tz) is not int or not -1440 <= tz <= 1440:
        raise BadEnvelopeError(why="number")
    for piece, length in ((dev, 16), (body, 32), (boot, 8), (case, 16), (prev, 32)):
        if type(piece) is not bytes or len(piece) != length:
            raise BadEnvelopeError(why="bytes")
    for text in (kind, actor, branch, refver, session):
        if type(text) is not str or len(text) > _MAX_TEXT:
            raise BadEnvelopeError(why="text")
    if not kind or not actor:
        raise BadEnvelopeError(why="text")
    if (sig is None) != (signer is None):
        raise BadEnvelopeError(why="signature")
    if sig is not None and (type(sig) is not bytes or len(sig) != 64 or type(signer) is not bytes or len(signer) != 16):
        raise BadEnvelopeError(why="signature")
