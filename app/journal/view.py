"""Between the rules' entries and the journal's records."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import NamedTuple

from app.domain.entry import Entry, NewEntry
from app.journal.chain import Head, origin_of
from app.journal.envelope import (
    SUITE,
    VERSION,
    Envelope,
    Record,
    decode,
    decode_body,
    digest_of_body,
    encode,
    encode_body,
    hash_of,
)
from app.journal.errors import BadEnvelopeError
from app.journal.signature import Signer, act_digest

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MILLISECOND = timedelta(milliseconds=1)


class Authorship(NamedTuple):
    """Who writes, where and when: what all entries of one act share.

    `wall` in milliseconds since 1970, `tz` in minutes east of UTC, `boot` 8 random bytes made when the program started.
    """

    branch: str
    actor: str
    session: str
    wall: int
    tz: int
    boot: bytes
    refver: str
    sign: Signer | None = None
    signer_key_id: bytes | None = None
    suite: str = SUITE


def new_record(new: NewEntry, head: Head, by: Authorship, *, base: int, hlc: int) -> tuple[Record, Envelope, Head]:
    """The record that appends `new` to the log at `head`, its envelope and the head after it.

    Entries that carry authority are signed. Raises: BadEnvelopeError; ValueError when a signature is due and
    `by` has none to give.
    """
    body = encode_body(new.body)
    body_hash = digest_of_body(by.suite, body)
    case = case_bytes(new.case_id)
    sig = signer = None
    if new.must_sign:
        if by.sign is None or by.signer_key_id is None:
            raise ValueError(f"{new.kind} has to be signed by {by.actor}")
        kind = str(new.kind)
        sig = by.sign(act_digest(by.branch, case, kind, new.version, base, by.actor, by.wall, body_hash, by.suite))
        signer = by.signer_key_id
    envelope = Envelope(
        v=VERSION,
        tz=by.tz,
        dev=head.device,
        hlc=hlc,
        seq=head.seq + 1,
        sig=sig,
        base=base,
        body=body_hash,
        boot=by.boot,
        case=case,
        kind=str(new.kind),
        kver=new.version,
        prev=head.hash,
        wall=by.wall,
        actor=by.actor,
        epoch=head.epoch,
        suite=by.suite,
        branch=by.branch,
        refver=by.refver,
        signer=signer,
        session=by.session,
    )
    data = encode(envelope)
    return Record(data, body), envelope, Head(head.device, head.epoch, envelope.seq, hash_of(data))


def to_entry(
    record: Record,
    *,
    feed_seq: int | None = None,
    verdict: str | None = None,
    is_signature_good: bool = True,
    envelope: Envelope | None = None,
) -> Entry:
    """The entry in `record` as the rules read it.

    A purged body reads as empty. `is_signature_good` False takes the signature away from an entry whose signature was
    checked and found wanting. Raises: BadEnvelopeError.
    """
    of = envelope or decode(record.envelope)
    return Entry(
        kind=of.kind,
        version=of.kver,
        case_id=case_text(of.case),
        body=decode_body(record.body, is_known=True) if record.body is not None else {},
        actor=of.actor,
        at=instant(of.wall),
        base=of.base,
        origin=origin_of(of),
        hlc=of.hlc,
        is_signed=of.sig is not None and is_signature_good,
        feed_seq=feed_seq,
        verdict=verdict,
    )


def case_bytes(case_id: str) -> bytes:
    """The 16 bytes of a case id. Raises: BadEnvelopeError when it is no UUID."""
    try:
        data = bytes.fromhex(case_id.replace("-", ""))
    except ValueError as error:
        raise BadEnvelopeError(why="case_id") from error
    if len(data) != 16:
        raise BadEnvelopeError(why="case_id")
    return data


def case_text(case: bytes) -> str:
    """The case id as the rules write it: a UUID in lower case with hyphens."""
    text = case.hex()
    return f"{text[:8]}-{text[8:12]}-{text[12:16]}-{text[16:20]}-{text[20:]}"


def milliseconds(at: datetime) -> int:
    """Milliseconds since 1970 of an aware instant."""
    return (at - _EPOCH) // _MILLISECOND


def instant(wall_ms: int) -> datetime:
    """The aware UTC instant. Raises: BadEnvelopeError when it lies beyond what a calendar can say."""
    try:
        return _EPOCH + timedelta(milliseconds=wall_ms)
    except OverflowError as error:
        raise BadEnvelopeError(why="instant") from error
