"""Recovery with headquarters' help: what a branch asks and what headquarters answers (security.md 2, "HQ recovery").

The branch sends what its keystore holds sealed to headquarters' recovery keys, and a public key made for this one time.
Headquarters opens it with one of its private keys, two officers sign, and the secrets go back sealed to the one-time
key: nobody on the way can read either document. A request proves nothing about who sent it; that is why the officers
hear `spoken_code` from the branch by telephone and compare it before they sign.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from hashlib import sha256
from typing import Any

from app.journal.cbor import encode_canonical
from app.journal.errors import BadDocumentError
from app.journal.json_fields import JsonFields, canonical, encode_bytes, from_time, is_canonical, load
from app.journal.sealing import (
    UnopenableError,
    context_of,
    machine_secret_context,
    name_of_store_key,
    seal,
    store_key_context,
    unseal,
)
from app.journal.signature import verify

SUITE = "intl-1"
VERSION = 1
HOLDERS = ("hq1", "hq2")
"""Headquarters' two recovery keys: the one in use, and the one that lies in a safe (security.md 2)."""

KEYRING_LOST, SUPERVISOR_FORGOTTEN = "keyring_lost", "supervisor_forgotten"
REASONS = (KEYRING_LOST, SUPERVISOR_FORGOTTEN)
OFFICERS_NEEDED = 2

_REQUEST, _ANSWER = "jiesu-recovery-request", "jiesu-recovery-answer"
_BIGGEST_BYTES = 64 << 10
_LONGEST_TEXT = 200
_MOST_KEYS = 4
_KEY_BYTES = 32
_SPOKEN = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"


@dataclass(frozen=True, slots=True)
class SealedParts:
    """What one recovery key opens: the machine secret, and the database keys by name."""

    machine_secret: bytes = field(repr=False)
    store_keys: Mapping[str, bytes] = field(repr=False)

    def to_json(self) -> dict[str, Any]:
        return {
            "machine_secret": encode_bytes(self.machine_secret),
            "store_keys": {name: encode_bytes(blob) for name, blob in self.store_keys.items()},
        }

    @classmethod
    def from_json(cls, value: Any) -> SealedParts:
        with JsonFields(value) as fields:
            parts = cls(fields.blob("machine_secret"), fields.blobs("store_keys"))
        if not 1 <= len(parts.store_keys) <= _MOST_KEYS:
            raise BadDocumentError(why="shape")
        return parts


@dataclass(frozen=True, slots=True)
class RecoveryRequest:
    """What a branch asks for. `revision` is the keystore's, `why` one of `REASONS`, `one_time` an X25519 public key.

    `sealed` holds a part for every recovery key that the keystore knows ("hq1", "hq2").
    """

    request_id: str
    store_id: str
    branch: str
    device: str
    revision: int
    why: str
    asked_at: datetime
    one_time: bytes
    sealed: Mapping[str, SealedParts] = field(repr=False)

    def encode(self) -> bytes:
        """The exact bytes to carry to headquarters."""
        return canonical(
            {
                "format": _REQUEST,
                "version": VERSION,
                "suite": SUITE,
                "request_id": self.request_id,
                "store_id": self.store_id,
                "branch": self.branch,
                "device": self.device,
                "revision": self.revision,
                "why": self.why,
                "asked_at": from_time(self.asked_at),
                "one_time": encode_bytes(self.one_time),
                "sealed": {holder: parts.to_json() for holder, parts in self.sealed.items()},
            }
        )

    @classmethod
    def decode(cls, content: bytes) -> RecoveryRequest:
        """From bytes of anybody. Raises: BadDocumentError."""
        with JsonFields(_document(content, _REQUEST)) as fields:
            request = cls(
                request_id=fields.hexadecimal("request_id", 16).hex(),
                store_id=_short(fields.text("store_id")),
                branch=_short(fields.text("branch")),
                device=fields.hexadecimal("device", 16).hex(),
                revision=fields.number("revision"),
                why=fields.one_of("why", REASONS),
                asked_at=fields.time("asked_at"),
                one_time=fields.blob("one_time", _KEY_BYTES),
                sealed={holder: SealedParts.from_json(each) for holder, each in fields.table("sealed").items()},
            )
        if not request.sealed or not set(request.sealed) <= set(HOLDERS):
            raise BadDocumentError(why="shape")
        return request

    @property
    def digest(self) -> bytes:
        """32 bytes that stand for the whole request."""
        return sha256(b"jiesu-recovery-request-v1" + self.encode()).digest()

    @property
    def spoken_code(self) -> str:
        """Eight characters to read out on the telephone, as "7KQF-2M9D": they change with every byte of the request."""
        number = int.from_bytes(self.digest[:5], "big")
        letters = "".join(_SPOKEN[number >> shift & 31] for shift in range(35, -1, -5))
        return f"{letters[:4]}-{letters[4:]}"


@dataclass(frozen=True, slots=True)
class Opened:
    """What headquarters found in a request; `wipe` it when the answer is made."""

    machine_secret: bytearray = field(repr=False)
    store_keys: Mapping[str, bytearray] = field(repr=False)

    def wipe(self) -> None:
        """Overwrite everything with zeros."""
        for secret in (self.machine_secret, *self.store_keys.values()):
            secret[:] = bytes(len(secret))


@dataclass(frozen=True, slots=True)
class Grant:
    """Who is to be supervisor at the branch afterwards, and why: `staff_no` of a person there, or of a new one.

    `name` counts for a new person only. `reason` is what the officers write down, a sentence without customer data.
    """

    staff_no: str
    name: str
    reason: str


@dataclass(frozen=True, slots=True)
class RecoveryAnswer:
    """What headquarters sends back: a grant, the secrets sealed to the one-time key, two officers' signatures.

    `officers` maps staff numbers of headquarters to signatures (64 bytes) over `digest`.
    """

    request_id: str
    request_digest: bytes
    store_id: str
    grant: Grant
    answered_at: datetime
    secrets: bytes = field(repr=False)
    officers: Mapping[str, bytes] = field(default_factory=dict)

    @property
    def digest(self) -> bytes:
        """What every officer signs: all of the answer but the signatures."""
        parts = [
            SUITE,
            self.request_id,
            self.request_digest,
            self.store_id,
            self.grant.staff_no,
            self.grant.name,
            self.grant.reason,
            str(from_time(self.answered_at)),
            self.secrets,
        ]
        return sha256(b"jiesu-recovery-answer-v1" + encode_canonical(parts)).digest()

    def signed_by(self, staff_no: str, signature: bytes) -> RecoveryAnswer:
        """With one officer's signature over `digest`."""
        return replace(self, officers={**self.officers, staff_no: signature})

    def proven_officers(self, keys: Mapping[str, bytes]) -> tuple[str, ...]:
        """The officers whose signatures hold, by `keys`: staff number to public key. Two officers are two keys."""
        proven: dict[bytes, str] = {}
        for staff_no, signature in sorted(self.officers.items()):
            key = keys.get(staff_no)
            if key is not None and key not in proven and verify(key, self.digest, signature):
                proven[key] = staff_no
        return tuple(proven.values())

    def encode(self) -> bytes:
        """The exact bytes to carry to the branch."""
        return canonical(
            {
                "format": _ANSWER,
                "version": VERSION,
                "suite": SUITE,
                "request_id": self.request_id,
                "request_digest": self.request_digest.hex(),
                "store_id": self.store_id,
                "staff_no": self.grant.staff_no,
                "name": self.grant.name,
                "reason": self.grant.reason,
                "answered_at": from_time(self.answered_at),
                "secrets": encode_bytes(self.secrets),
                "officers": {staff_no: encode_bytes(signature) for staff_no, signature in self.officers.items()},
            }
        )

    @classmethod
    def decode(cls, content: bytes) -> RecoveryAnswer:
        """From bytes of anybody; nothing is proven yet. Raises: BadDocumentError."""
        with JsonFields(_document(content, _ANSWER)) as fields:
            return cls(
                request_id=fields.hexadecimal("request_id", 16).hex(),
                request_digest=fields.hexadecimal("request_digest", 32),
                store_id=_short(fields.text("store_id")),
                grant=Grant(
                    staff_no=_short(fields.text("staff_no")),
                    name=_short(fields.text("name"), may_be_empty=True),
                    reason=_short(fields.text("reason"), may_be_empty=True),
                ),
                answered_at=fields.time("answered_at"),
                secrets=fields.blob("secrets"),
                officers=fields.blobs("officers", 64),
            )


def new_request_id() -> str:
    """A fresh request id, 32 hex digits."""
    return secrets.token_hex(16)


def open_at_headquarters(request: RecoveryRequest, holder: str, private: bytearray) -> Opened:
    """The secrets in `request`, with the X25519 seed of the recovery key `holder` ("hq1" or "hq2").

    Raises: BadDocumentError (key) when nothing was sealed to this holder, or it does not open.
    """
    parts = request.sealed.get(holder)
    if parts is None:
        raise BadDocumentError(why="key", holder=holder)
    found: dict[str, bytearray] = {}
    try:
        machine_secret = unseal(private, parts.machine_secret, machine_secret_context(request.store_id, holder))
        for name, blob in parts.store_keys.items():
            found[name] = unseal(private, blob, store_key_context(request.store_id, name, holder))
    except UnopenableError:
        raise BadDocumentError(why="key", holder=holder) from None
    if len(machine_secret) != _KEY_BYTES or any(name_of_store_key(key) != name for name, key in found.items()):
        raise BadDocumentError(why="key", holder=holder)
    return Opened(machine_secret, found)


def make_answer(
    request: RecoveryRequest,
    opened: Opened,
    grant: Grant,
    answered_at: datetime,
    signers: Mapping[str, Callable[[bytes], bytes]],
) -> RecoveryAnswer:
    """The answer to `request`, signed by each of `signers` (officers' staff numbers to what signs a digest).

    Officers who sign elsewhere or later add theirs with `RecoveryAnswer.signed_by`. The caller wipes `opened`.
    Raises: BadDocumentError (key) when the request's one-time key is none that anything can be sealed to.
    """
    inside = canonical(
        {
            "machine_secret": encode_bytes(bytes(opened.machine_secret)),
            "store_keys": {name: encode_bytes(bytes(key)) for name, key in opened.store_keys.items()},
        }
    )
    try:
        sealed = seal(request.one_time, inside, _answer_context(request.store_id, request.request_id))
    except ValueError:
        raise BadDocumentError(why="key") from None
    answer = RecoveryAnswer(request.request_id, request.digest, request.store_id, grant, answered_at, sealed)
    for staff_no, sign in signers.items():
        answer = answer.signed_by(staff_no, sign(answer.digest))
    return answer


def open_answer(answer: RecoveryAnswer, request: RecoveryRequest, one_time_private: bytearray) -> Opened:
    """The secrets in an answer to `request`, with the one-time key's seed. The officers are not proven by this.

    Raises: BadDocumentError (other_request, key).
    """
    if (answer.request_id, answer.store_id, answer.request_digest) != (
        request.request_id,
        request.store_id,
        request.digest,
    ):
        raise BadDocumentError(why="other_request")
    try:
        inside = unseal(one_time_private, answer.secrets, _answer_context(request.store_id, request.request_id))
    except UnopenableError:
        raise BadDocumentError(why="key") from None
    value, is_json = load(bytes(inside))
    inside[:] = bytes(len(inside))
    if not is_json:
        raise BadDocumentError(why="key")
    with JsonFields(value) as fields:
        machine_secret = bytearray(fields.blob("machine_secret", _KEY_BYTES))
        store_keys = {name: bytearray(key) for name, key in fields.blobs("store_keys", _KEY_BYTES).items()}
    if not store_keys or any(name_of_store_key(key) != name for name, key in store_keys.items()):
        raise BadDocumentError(why="key")
    return Opened(machine_secret, store_keys)


def _answer_context(store_id: str, request_id: str) -> bytes:
    return context_of("recovery-answer", store_id, request_id)


def _document(content: bytes, format_name: str) -> dict[str, Any]:
    """The JSON object in bytes of anybody, without what says its format. Raises: BadDocumentError."""
    if len(content) > _BIGGEST_BYTES:
        raise BadDocumentError(why="too_big")
    if not content.strip(b"\0"):
        raise BadDocumentError(why="empty")
    value, is_json = load(content)
    if not is_json:
        raise BadDocumentError(why="not_json")
    if not isinstance(value, dict) or value.get("format") != format_name:
        raise BadDocumentError(why="format")
    if value.get("version") != VERSION or value.get("suite") != SUITE:
        raise BadDocumentError(why="version" if value.get("version") != VERSION else "suite")
    if not is_canonical(value, content):
        raise BadDocumentError(why="not_canonical")
    return {key: value[key] for key in value if key not in ("format", "version", "suite")}


def _short(text: str, *, may_be_empty: bool = False) -> str:
    if len(text) > _LONGEST_TEXT or not (text or may_be_empty):
        raise BadDocumentError(why="shape")
    return text
