"""Looking into a push: is it this device's log, unbroken, and what stands in each record? Pure, no database."""

from __future__ import annotations

from typing import NamedTuple

from app.domain.entry import Entry, Origin
from app.hub.directory import Device
from app.hub.refusals import RefusedError
from app.journal.envelope import Envelope, Record, decode, decode_body, digest_of_body, hash_of
from app.journal.errors import BadEnvelopeError
from app.journal.signature import head_digest, verify
from app.journal.suites import suite_of_key
from app.journal.view import case_text, instant
from app.journal.wire import Point, Push

QUARANTINED_KIND = "undecodable"


class Opened(NamedTuple):
    """One record of a push. `reason` is why it can't be read, and then `envelope` and `body` are None."""

    seq: int
    hash: bytes
    record: Record
    envelope: Envelope | None
    body: dict[str, object] | None
    reason: str | None = None

    @property
    def kind(self) -> str:
        """The entry's kind, or a word of headquarters' own when it can't be read."""
        return self.envelope.kind if self.envelope else QUARANTINED_KIND

    def __repr__(self) -> str:
        return f"<Opened {self.seq} {self.kind}>"


def open_push(push: Push, device: Device) -> tuple[Opened, ...]:
    """The records of a push, each looked into.

    The head that the device signed covers every byte before it, so that a record that can't be read still has its
    proven place in the log: it is kept, and its neighbours go through.

    Raises: RefusedError, 403 when the head is not signed by this device, 422 when the records don't make that head.
    """
    device_id = bytes.fromhex(push.device)
    digest = head_digest(device_id, push.epoch, push.head.seq, push.head.hash, suite_of_key(device.public_key).name)
    if push.device != device.device or not verify(device.public_key, digest, push.signature):
        raise RefusedError(403, "bad_head_signature")
    opened: list[Opened] = []
    at = push.prev
    for record in push.records:
        one = _open(record, at, device_id, push.epoch, device.branch)
        opened.append(one)
        at = Point(one.seq, one.hash)
    if at != push.head:
        raise RefusedError(422, "broken_chain", seq=at.seq)
    return tuple(opened)


def _open(record: Record, prev: Point, device: bytes, epoch: int, branch: str) -> Opened:
    seq, hash_ = prev.seq + 1, hash_of(record.envelope)
    try:
        envelope = decode(record.envelope)
    except BadEnvelopeError as error:
        return Opened(seq, hash_, record, None, None, f"envelope_{error.details.get('why', 'unreadable')}")
    if (envelope.seq, envelope.prev, envelope.dev, envelope.epoch) != (seq, prev.hash, device, epoch):
        raise RefusedError(422, "broken_chain", seq=seq)
    if record.body is None or digest_of_body(envelope.suite, record.body) != envelope.body:
        return Opened(seq, hash_, record, None, None, "body_missing" if record.body is None else "body_changed")
    if envelope.branch != branch:
        return Opened(seq, hash_, record, None, None, "other_branch")
    if "\0" in envelope.kind:
        return Opened(seq, hash_, record, None, None, "kind_unprintable")
    try:
        body = decode_body(record.body)
    except BadEnvelopeError as error:
        return Opened(seq, hash_, record, None, None, f"body_{error.details.get('why', 'unreadable')}")
    return Opened(seq, hash_, record, envelope, body)


def entry_of(
    envelope: Envelope, body: dict[str, object], feed_seq: int, verdict: str | None, *, is_signature_good: bool
) -> Entry:
    """The entry as the rules read it, from parts that were decoded before."""
    return Entry(
        envelope.kind,
        envelope.kver,
        case_text(envelope.case),
        body,
        envelope.actor,
        instant(envelope.wall),
        envelope.base,
        Origin(envelope.dev.hex(), envelope.epoch, envelope.seq),
        envelope.hlc,
        envelope.sig is not None and is_signature_good,
        feed_seq,
        verdict,
    )
