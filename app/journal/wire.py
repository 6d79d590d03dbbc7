"""What a branch and headquarters say to each other (journal.md 4.5), as plain messages; `wire_codec` has their bytes.

Devices are 32 hex digits here and 16 bytes on the line; instants are whole milliseconds since 1970 in UTC.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from app.journal.envelope import Record
from app.system.errors import KnownError

CONTENT_TYPE = "application/vnd.jiesu.sync.v1+cbor+zstd"
BRANCH_SCOPE = "branch"
DEVICE_HEADER = "jiesu-device"
COUNTER_HEADER = "jiesu-counter"
SENT_AT_HEADER = "jiesu-sent-at"
SIGNATURE_HEADER = "jiesu-signature"
SUITE_HEADER = "jiesu-suite"
"""The suite of a signature in the header; without it the international one."""
GENESIS = bytes(32)
_FEED_DOMAIN = b"jiesu-feed-v1"


class BadMessageError(KnownError):
    """Bytes that are not a message of this protocol. `details["why"]` says what is wrong, without their content."""

    code = "bad_message"


class Verdict(StrEnum):
    """Headquarters' word on a stored entry; no word means accepted (journal.md 4.5.2)."""

    ACCEPTED = "accepted"
    REJECTED = "rejected"
    SUPERSEDED = "superseded"
    NEEDS_REVIEW = "needs_review"


@dataclass(frozen=True, slots=True)
class Point:
    """A place in a chain: number of the last link (0 = none) and its hash (32 zero bytes = none)."""

    seq: int = 0
    hash: bytes = GENESIS


@dataclass(frozen=True, slots=True)
class Hello:
    """How a device stands: its log's head, and how far it has read each feed."""

    device: str
    epoch: int
    head: Point
    cursors: Mapping[str, Point]
    app_version: str
    kinds: Mapping[str, int]
    now: int
    acked_seq: int = 0


class Relation(StrEnum):
    """How headquarters' copy of a device's log stands to the device's own."""

    LEVEL = "level"  # same head, or the device is ahead as usual
    AHEAD = "ahead"  # headquarters holds more than the device: the device's database is an old copy
    BEHIND = "behind"  # headquarters holds less than it has receipted: it was restored from a backup


@dataclass(frozen=True, slots=True)
class HelloReply:
    """How headquarters stands. `next_sync_after_seconds` is the slot that it gives this device."""

    server_epoch: str
    relation: Relation
    device_head: Point
    feed_heads: Mapping[str, Point]
    min_app_version: str
    max_batch_bytes: int
    next_sync_after_seconds: int
    now: int
    dictionary: str | None = None


@dataclass(frozen=True, slots=True)
class Push:
    """A piece of a device's log: `records` follow `prev` without a gap and end at `head`, which the device signed."""

    device: str
    epoch: int
    prev: Point
    head: Point
    signature: bytes
    records: tuple[Record, ...]

    def __repr__(self) -> str:
        return f"<Push {self.device}.{self.epoch}.{self.prev.seq + 1}-{self.head.seq}>"


@dataclass(frozen=True, slots=True)
class Run:
    """`count` entries of one device in a row, at `count` places of the feed in a row."""

    seq: int
    count: int
    feed_seq: int


@dataclass(frozen=True, slots=True)
class Judgement:
    """Headquarters' word on one entry, with the reason's code."""

    device: str
    epoch: int
    seq: int
    verdict: Verdict
    code: str


@dataclass(frozen=True, slots=True)
class Receipt:
    """Headquarters has everything of this log up to `head`, on durable storage.

    `placed` says where entries landed in the branch's feed; entries that are in none of the runs are either in
    `waiting` (stored, held until what they depend on arrives) or in `quarantined` (kept as raw bytes, with a reason).
    """

    device: str
    epoch: int
    first_seq: int
    head: Point
    server_epoch: str
    received_at: int
    placed: tuple[Run, ...] = ()
    judgements: tuple[Judgement, ...] = ()
    waiting: tuple[int, ...] = ()
    quarantined: tuple[tuple[int, str], ...] = ()


@dataclass(frozen=True, slots=True)
class SignedReceipt:
    """A receipt's exact bytes and headquarters' signature on them; kept as evidence by the branch."""

    body: bytes
    signature: bytes


@dataclass(frozen=True, slots=True)
class ForeignEntry:
    """An entry of another device (or of this device's earlier store), at its place in the feed."""

    feed_seq: int
    device: str
    epoch: int
    seq: int
    record: Record

    @property
    def count(self) -> int:
        """How many places of the feed it takes."""
        return 1


@dataclass(frozen=True, slots=True)
class OwnRun:
    """Entries that the asking device wrote itself: where they stand in the feed, without their bytes."""

    feed_seq: int
    device: str
    epoch: int
    seq: int
    count: int


class NoticeKind(StrEnum):
    """What headquarters itself puts into a feed."""

    JUDGEMENT = "judgement"
    QUARANTINE = "quarantine"
    REFERENCE = "reference"
    ATTACHMENT = "attachment"


def notice_kind(text: str) -> str:
    """The kind of that name; a name that only a newer headquarters knows stays the text that it is."""
    return NoticeKind(text) if text in set(NoticeKind) else text


@dataclass(frozen=True, slots=True)
class FeedNotice:
    """Something that headquarters says in the feed. `content` is its exact bytes: they are what the chain covers.

    `kind` is a `NoticeKind`, or the plain name of a kind that this program does not know yet.
    """

    feed_seq: int
    kind: str
    content: bytes

    @property
    def count(self) -> int:
        """How many places of the feed it takes."""
        return 1


FeedItem = ForeignEntry | OwnRun | FeedNotice


@dataclass(frozen=True, slots=True)
class FeedPage:
    """What follows `after` in a feed, without a gap, up to `head`. `end` is the feed's own head at that moment."""

    scope: str
    server_epoch: str
    after: Point
    head: Point
    end: Point
    items: tuple[FeedItem, ...]


@dataclass(frozen=True, slots=True)
class ErrorReply:
    """Why a request was not carried out. `head` is where headquarters stands, when that is the answer."""

    code: str
    head: Point | None = None
    details: Mapping[str, str | int] = field(default_factory=dict)


# -- what is signed ------------------------------------------------------------------------------------------------


def counter_nonce(counter: int) -> bytes:
    """A request's counter as the nonce that its signature covers.

    Requests are fresh by number, never by clock (journal.md 4.7): a device's counter only grows, headquarters keeps the
    last one it saw and refuses the rest. The device need not remember it: it starts from its clock, and when that is
    behind it is told the last number and goes on from there.
    """
    return counter.to_bytes(8, "big")


def receipt_body_digest(body: bytes) -> bytes:
    """What headquarters signs for a receipt: all of its bytes."""
    return hashlib.sha256(b"jiesu-receipt-v1" + body).digest()


def reply_digest(request: bytes, status: int, body: bytes) -> bytes:
    """What headquarters signs for an answer: which request (its digest) it answers, and how.

    An answer of a captive portal, of a gateway or of yesterday has no such signature.
    """
    return hashlib.sha256(b"jiesu-reply-v1" + request + status.to_bytes(2, "big") + body).digest()


# -- the feed's chain ----------------------------------------------------------------------------------------------


def link_entry(prev: bytes, entry_hash: bytes) -> bytes:
    """The feed's hash after an entry whose own hash is `entry_hash`."""
    return hashlib.sha256(_FEED_DOMAIN + b"e" + prev + entry_hash).digest()


def link_entries(prev: bytes, entry_hashes: Iterable[bytes]) -> bytes:
    """The feed's hash after several entries in a row."""
    sha256, start = hashlib.sha256, _FEED_DOMAIN + b"e"
    for entry_hash in entry_hashes:
        prev = sha256(start + prev + entry_hash).digest()
    return prev


def link_notice(prev: bytes, kind: str, content: bytes) -> bytes:
    """The feed's hash after a notice of headquarters."""
    return link_digest(prev, notice_digest(kind, content))


def notice_digest(kind: str, content: bytes) -> bytes:
    """A notice as the feed's chain knows it."""
    return hashlib.sha256(kind.encode() + b"\0" + content).digest()


def link_digest(prev: bytes, digest: bytes) -> bytes:
    """The feed's hash after a notice with this digest."""
    return hashlib.sha256(_FEED_DOMAIN + b"n" + prev + digest).digest()
