"""The hash chain of a device's log: sequence numbers without gaps, each entry pointing at the one before."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from app.domain.entry import Origin
from app.journal.envelope import GENESIS, Envelope, Record, decode, digest_of_body, hash_of
from app.journal.errors import BadEnvelopeError, BrokenChainError


class Head(NamedTuple):
    """How far a log goes: the last sequence number and its hash. Equal heads prove equal logs."""

    device: bytes
    epoch: int
    seq: int
    hash: bytes

    @classmethod
    def start(cls, device: bytes, epoch: int) -> Head:
        """The head of a log that holds nothing yet."""
        return cls(device, epoch, 0, GENESIS)


def origin_of(envelope: Envelope) -> Origin:
    """Where an entry was written, as the rules name it."""
    return Origin(envelope.dev.hex(), envelope.epoch, envelope.seq)


def follow(head: Head, record: Record) -> tuple[Head, Envelope]:
    """The head after `record`, and its envelope, when it is the next entry of the log and its body is the one it names.

    Raises: BrokenChainError, BadEnvelopeError.
    """
    envelope = decode(record.envelope)
    if envelope.dev != head.device or envelope.epoch != head.epoch:
        raise BrokenChainError(origin=str(origin_of(envelope)), why="other_log")
    if envelope.seq != head.seq + 1:
        raise BrokenChainError(origin=str(origin_of(envelope)), why="gap")
    if envelope.prev != head.hash:
        raise BrokenChainError(origin=str(origin_of(envelope)), why="previous_hash")
    if record.body is not None and digest_of_body(envelope.suite, record.body) != envelope.body:
        raise BrokenChainError(origin=str(origin_of(envelope)), why="body")
    return Head(head.device, head.epoch, envelope.seq, hash_of(record.envelope)), envelope


def verify_chain(start: Head, records: Iterable[Record]) -> Head:
    """The head after all `records`, which continue the log at `start`.

    Raises: BrokenChainError that names the first entry that does not continue it.
    """
    head = start
    for record in records:
        try:
            head, _ = follow(head, record)
        except BadEnvelopeError as error:
            place = Origin(head.device.hex(), head.epoch, head.seq + 1)
            raise BrokenChainError(origin=str(place), why=str(error.details.get("why"))) from error
    return head
