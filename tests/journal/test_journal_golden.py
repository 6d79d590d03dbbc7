"""The bytes of the journal never change: kept vectors of version 1 (journal.md 4.10, 7.G)."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from support.journals import DEVICE, PUBLIC_KEY, authorship, written

from app.journal import signature
from app.journal.chain import Head, verify_chain
from app.journal.envelope import Record, decode, decode_body, encode, encode_body, hash_of
from app.journal.signature import act_digest_of, head_digest, request_digest
from app.journal.view import to_entry

VECTORS = json.loads((Path(__file__).parent / "data" / "journal-v1.json").read_text("utf-8"))


def test_records_have_the_kept_bytes() -> None:
    assert [
        {"envelope": record.envelope.hex(), "body": (record.body or b"").hex(), "hash": record.hash.hex()}
        for record, _, _ in written()
    ] == [{key: one[key] for key in ("envelope", "body", "hash")} for one in VECTORS["records"]]


def test_digests_have_the_kept_bytes() -> None:
    assert {
        "act": act_digest_of(written()[3][1]).hex(),
        "head": head_digest(DEVICE, 1, 4, bytes(32)).hex(),
        "request": request_digest(DEVICE, "POST", "/v1/push", 1_795_320_400_000, b"nonce", b"body").hex(),
    } == VECTORS["digests"]


@pytest.mark.parametrize("kept", VECTORS["records"], ids=lambda kept: kept["kind"])
def test_kept_records_still_read_as_they_did(kept: dict[str, str]) -> None:
    record = Record(bytes.fromhex(kept["envelope"]), bytes.fromhex(kept["body"]))
    envelope = decode(record.envelope)
    entry = to_entry(record)
    assert (entry.kind, str(entry.origin), entry.at.isoformat(), entry.hlc, entry.base, entry.is_signed) == (
        kept["kind"],
        kept["origin"],
        kept["at"],
        kept["hlc"],
        kept["base"],
        kept["is_signed"],
    )
    assert encode(envelope) == record.envelope
    assert encode_body(decode_body(record.body or b"")) == record.body
    assert hash_of(record.envelope).hex() == kept["hash"]


def test_kept_records_make_a_chain_and_the_signature_holds() -> None:
    records = [Record(bytes.fromhex(kept["envelope"]), bytes.fromhex(kept["body"])) for kept in VECTORS["records"]]
    assert verify_chain(Head.start(DEVICE, 1), records).hash.hex() == VECTORS["records"][-1]["hash"]
    signed = decode(records[-1].envelope)
    assert signed.sig is not None
    assert signature.verify(PUBLIC_KEY, act_digest_of(signed), signed.sig)
    assert signed.actor == authorship().actor
