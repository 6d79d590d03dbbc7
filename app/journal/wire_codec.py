"""The bytes of the messages of `wire`.

Every body on the line is one zstd frame (`framing`) around deterministic CBOR. Decoding is strict: a wrong type, a
missing or unknown part, a tag, a length beyond the limits or bytes left over is a `BadMessageError`, never a guess.
"""

from __future__ import annotations

from app.journal import wire_parts as line
from app.journal.cbor import encode_canonical
from app.journal.wire import (
    BadMessageError,
    ErrorReply,
    FeedPage,
    Hello,
    HelloReply,
    Judgement,
    Push,
    Receipt,
    Relation,
    Run,
    SignedReceipt,
)
from app.journal.wire_parts import Parts, decoded, encoded


def encode_hello(hello: Hello) -> bytes:
    """The bytes of a hello, before framing."""
    return encoded(
        "hello",
        dev=bytes.fromhex(hello.device),
        epoch=hello.epoch,
        head=line.point(hello.head),
        acked=hello.acked_seq,
        cursors={scope: line.point(point) for scope, point in hello.cursors.items()},
        app=hello.app_version,
        kinds=dict(hello.kinds),
        now=hello.now,
    )


def decode_hello(plain: bytes) -> Hello:
    """A hello from its bytes. Raises: BadMessageError."""
    parts = Parts(plain, "hello")
    return parts.done(
        Hello(
            device=parts.device("dev"),
            epoch=parts.number("epoch", at_least=1),
            head=parts.point("head"),
            acked_seq=parts.number("acked"),
            cursors=parts.points("cursors"),
            app_version=parts.text("app", 64),
            kinds={str(kind): line.number(version) for kind, version in parts.mapping("kinds", 256).items()},
            now=parts.number("now"),
        )
    )


def encode_hello_reply(reply: HelloReply) -> bytes:
    """The bytes of the answer to a hello, before framing."""
    return encoded(
        "hello_reply",
        server_epoch=reply.server_epoch,
        relation=reply.relation.value,
        head=line.point(reply.device_head),
        feeds={scope: line.point(point) for scope, point in reply.feed_heads.items()},
        min_app=reply.min_app_version,
        max_batch=reply.max_batch_bytes,
        next=reply.next_sync_after_seconds,
        now=reply.now,
        dict=reply.dictionary,
    )


def decode_hello_reply(plain: bytes) -> HelloReply:
    """The answer to a hello from its bytes. Raises: BadMessageError."""
    parts = Parts(plain, "hello_reply")
    return parts.done(
        HelloReply(
            server_epoch=parts.text("server_epoch", 64),
            relation=parts.one_of("relation", Relation),
            device_head=parts.point("head"),
            feed_heads=parts.points("feeds"),
            min_app_version=parts.text("min_app", 64),
            max_batch_bytes=parts.number("max_batch", at_least=1),
            next_sync_after_seconds=parts.number("next"),
            now=parts.number("now"),
            dictionary=parts.optional_text("dict", 64),
        )
    )


def encode_push(push: Push) -> bytes:
    """The bytes of a push, before framing."""
    return encoded(
        "push",
        dev=bytes.fromhex(push.device),
        epoch=push.epoch,
        prev=line.point(push.prev),
        head=line.point(push.head),
        sig=push.signature,
        records=[[record.envelope, record.body] for record in push.records],
    )


def decode_push(plain: bytes) -> Push:
    """A push from its bytes. The records' own bytes are not looked into here. Raises: BadMessageError."""
    parts = Parts(plain, "push")
    push = parts.done(
        Push(
            device=parts.device("dev"),
            epoch=parts.number("epoch", at_least=1),
            prev=parts.point("prev"),
            head=parts.point("head"),
            signature=parts.octets("sig", 64),
            records=line.records(parts.items("records")),
        )
    )
    if not push.records or push.head.seq - push.prev.seq != len(push.records):
        raise BadMessageError(why="wrong_count")
    return push


def encode_receipt(receipt: Receipt) -> bytes:
    """The bytes of a receipt: what headquarters signs."""
    return encoded(
        "receipt",
        dev=bytes.fromhex(receipt.device),
        epoch=receipt.epoch,
        first=receipt.first_seq,
        head=line.point(receipt.head),
        server_epoch=receipt.server_epoch,
        at=receipt.received_at,
        placed=[[run.seq, run.count, run.feed_seq] for run in receipt.placed],
        judgements=[line.judgement(word) for word in receipt.judgements],
        waiting=list(receipt.waiting),
        quarantined=[[seq, reason] for seq, reason in receipt.quarantined],
    )


def decode_receipt(plain: bytes) -> Receipt:
    """A receipt from its bytes. Raises: BadMessageError."""
    parts = Parts(plain, "receipt")
    return parts.done(
        Receipt(
            device=parts.device("dev"),
            epoch=parts.number("epoch", at_least=1),
            first_seq=parts.number("first", at_least=1),
            head=parts.point("head"),
            server_epoch=parts.text("server_epoch", 64),
            received_at=parts.number("at"),
            placed=tuple(Run(*(line.number(n) for n in line.row(run, 3))) for run in parts.items("placed")),
            judgements=tuple(line.judgement_from(word) for word in parts.items("judgements")),
            waiting=tuple(line.number(seq) for seq in parts.items("waiting")),
            quarantined=tuple(
                (line.number(seq), line.text(why, 64)) for seq, why in line.rows(parts.items("quarantined"), 2)
            ),
        )
    )


def encode_signed_receipt(receipt: SignedReceipt) -> bytes:
    """The bytes of a receipt with its signature, before framing."""
    return encoded("signed_receipt", body=receipt.body, sig=receipt.signature)


def decode_signed_receipt(plain: bytes) -> SignedReceipt:
    """A receipt with its signature from their bytes; the signature is not checked here. Raises: BadMessageError."""
    parts = Parts(plain, "signed_receipt")
    return parts.done(SignedReceipt(body=parts.octets("body"), signature=parts.octets("sig", 64)))


def encode_judgement(word: Judgement) -> bytes:
    """The content of a feed notice that holds a judgement."""
    return encode_canonical(line.judgement(word))


def decode_judgement(content: bytes) -> Judgement:
    """The judgement in a feed notice of that kind. Raises: BadMessageError."""
    return line.judgement_from(decoded(content))


def encode_quarantine_notice(device: str, epoch: int, seq: int, reason: str) -> bytes:
    """The content of a feed notice about an entry that headquarters could not read."""
    return encode_canonical([bytes.fromhex(device), epoch, seq, reason])


def decode_quarantine_notice(content: bytes) -> tuple[str, int, int, str]:
    """Device, epoch, number and reason in a feed notice of that kind. Raises: BadMessageError."""
    device, epoch, seq, reason = line.row(decoded(content), 4)
    return line.octets(device, 16).hex(), line.number(epoch), line.number(seq), line.text(reason, 64)


def encode_feed_page(page: FeedPage) -> bytes:
    """The bytes of a feed page, before framing."""
    return encoded(
        "feed_page",
        scope=page.scope,
        server_epoch=page.server_epoch,
        after=line.point(page.after),
        head=line.point(page.head),
        end=line.point(page.end),
        items=[line.item(item) for item in page.items],
    )


def decode_feed_page(plain: bytes) -> FeedPage:
    """A feed page from its bytes: contiguous from `after` to `head`, the chain itself unchecked.

    Raises: BadMessageError.
    """
    parts = Parts(plain, "feed_page")
    page = parts.done(
        FeedPage(
            scope=parts.text("scope", 64),
            server_epoch=parts.text("server_epoch", 64),
            after=parts.point("after"),
            head=parts.point("head"),
            end=parts.point("end"),
            items=tuple(line.item_from(item) for item in parts.items("items")),
        )
    )
    expected = page.after.seq + 1
    for item in page.items:
        if item.feed_seq != expected:
            raise BadMessageError(why="feed_gap")
        expected += item.count
    if page.head.seq != expected - 1 or page.end.seq < page.head.seq:
        raise BadMessageError(why="feed_gap")
    return page


def encode_error(error: ErrorReply) -> bytes:
    """The bytes of a refusal, before framing."""
    return encoded(
        "error",
        code=error.code,
        head=None if error.head is None else line.point(error.head),
        details=dict(error.details),
    )


def decode_error(plain: bytes) -> ErrorReply:
    """A refusal from its bytes. Raises: BadMessageError."""
    parts = Parts(plain, "error")
    details = {
        line.text(key, 64): line.number(value) if isinstance(value, int) else line.text(value, 256)
        for key, value in parts.mapping("details", 32).items()
    }
    return parts.done(ErrorReply(code=parts.text("code", 64), head=parts.optional_point("head"), details=details))
