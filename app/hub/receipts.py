"""Receipts: headquarters' signed word that everything up to a head is on durable storage there."""

from __future__ import annotations

from dataclasses import dataclass

import psycopg
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from app.hub.schema import SCHEMA_VERSION, SchemaError
from app.journal.wire import Receipt, SignedReceipt, receipt_body_digest, reply_digest
from app.journal.wire_codec import encode_receipt


class HubKey:
    """Headquarters' Ed25519 key, from its 32 bytes."""

    def __init__(self, seed: bytes) -> None:
        self._key = Ed25519PrivateKey.from_private_bytes(seed)
        self.public_key = self._key.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw)

    def sign_receipt(self, receipt: Receipt) -> SignedReceipt:
        """The receipt's bytes with their signature."""
        body = encode_receipt(receipt)
        return SignedReceipt(body, self._key.sign(receipt_body_digest(body)))

    def sign_reply(self, request_digest: bytes, status: int, body: bytes) -> bytes:
        """The signature on an answer to one request."""
        return self._key.sign(reply_digest(request_digest, status, body))

    def sign_directory(self, digest: bytes) -> bytes:
        """The signature under a branch's staff directory; `digest` is `app.journal.signature.directory_digest`."""
        return self._key.sign(digest)

    def __repr__(self) -> str:
        return f"<HubKey {self.public_key.hex()[:16]}>"


@dataclass(frozen=True, slots=True)
class Identity:
    """Which headquarters this is: its server epoch, changed whenever it is restored, and its key."""

    server_epoch: str
    key: HubKey


async def read_identity(connection: psycopg.AsyncConnection) -> Identity:
    """The identity that the database holds. Raises: SchemaError."""
    try:
        cursor = await connection.execute("select schema_version, server_epoch, signing_key from server")
    except psycopg.errors.UndefinedTable as error:
        raise SchemaError(why="missing") from error
    row = await cursor.fetchone()
    if row is None or row[0] != SCHEMA_VERSION:
        raise SchemaError(why="other_version", found=None if row is None else row[0], wanted=SCHEMA_VERSION)
    return Identity(row[1], HubKey(row[2]))


def public_key_in(connection: psycopg.Connection) -> bytes:
    """Headquarters' public key, by which every desk and every checker of evidence knows it. Whoever opened the database
    has checked its schema."""
    row = connection.execute("select signing_key from server").fetchone()
    assert row is not None
    return HubKey(row[0]).public_key


async def find_receipt(
    connection: psycopg.AsyncConnection, branch: str, device: str, epoch: int, seq: int
) -> SignedReceipt | None:
    """The first receipt that covers entry `seq` of a log: the same again for the same question."""
    cursor = await connection.execute(
        "select body, signature from receipt where branch_id = %s and device_id = %s and epoch = %s and seq >= %s"
        " order by seq limit 1",
        (branch, device, epoch, seq),
    )
    row = await cursor.fetchone()
    return None if row is None else SignedReceipt(row[0], row[1])


async def keep_receipt(
    connection: psycopg.AsyncConnection, branch: str, receipt: Receipt, signed: SignedReceipt
) -> None:
    """Store a receipt in the transaction that it is for."""
    await connection.execute(
        "insert into receipt (branch_id, device_id, epoch, seq, body, signature) values (%s, %s, %s, %s, %s, %s)",
        (branch, receipt.device, receipt.epoch, receipt.head.seq, signed.body, signed.signature),
    )
