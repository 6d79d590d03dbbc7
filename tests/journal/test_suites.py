"""Both crypto suites behind one interface: known answers of the standards, and whole logs in each (security.md 1.3)."""

from __future__ import annotations

import dataclasses

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from support.journals import DEVICE, ENTRIES, KEY_ID, WALL, authorship

from app.journal import sm2
from app.journal.chain import Head, verify_chain
from app.journal.envelope import Envelope, Record, decode, digest_of_body, hash_of
from app.journal.errors import BadEnvelopeError, BrokenChainError
from app.journal.hlc import hlc_of
from app.journal.signature import PublicKey, act_digest_of, is_signed_by_actor, verify
from app.journal.suites import INTERNATIONAL, NATIONAL, SUITES, suite, suite_of_key
from app.journal.view import new_record

SEED = bytes(range(1, 33))
BOTH = pytest.mark.parametrize("name", [INTERNATIONAL, NATIONAL])


def test_sm3_gives_the_answers_of_the_standard() -> None:
    """GB/T 32905-2016, annex A."""
    sm3 = suite(NATIONAL).digest
    assert sm3(b"abc").hex() == "66c7f0f462eeedd9d1f2d46bdc10e4e24167c4875cf2f7a2297da02b8f4ba8e0"
    assert sm3(b"abcd" * 16).hex() == "debe9ff92275b8a138604889c18e5a4d6fdb70e5387e5765293dcba39c0c5732"


def test_sm2_gives_the_answers_of_the_standard() -> None:
    """GB/T 32918.5-2017, annex A.2."""
    private = 0x3945208F7B2144B13F36E38AC6D39F95889393692860B51A42FB81EF4DF7C5B8
    ephemeral = 0x59276E27D506861A16680F3AD9C02DCCEF3CC1FA3CDBE4CE6D54B80DEAC1BC21
    public = sm2.public_of(private)
    assert public.hex() == "0309f9df311e5421a150dd7d161e4bc5c672179fad1833fc076bb08ff356f35020"
    signed = sm2.sign(private, b"message digest", suite(NATIONAL).digest, ephemeral=ephemeral)
    assert signed[:32].hex() == "f5a03b0648d2c4630eeac513e1bb81a15944da3827d5b74143ac7eaceee720b3"
    assert signed[32:].hex() == "b1b6aa29df212fd8763182bc0d421ca1bb9038fd1f7f42d4840b69c485bbc1aa"
    assert sm2.verify(public, b"message digest", signed, suite(NATIONAL).digest)


def test_ed25519_gives_the_answer_of_the_standard() -> None:
    """RFC 8032, 7.1, test 2."""
    seed = bytes.fromhex("4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb")
    ours = suite(INTERNATIONAL)
    assert ours.public_of(seed).hex() == "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c"
    assert ours.sign(seed, b"\x72").hex() == (
        "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da"
        "085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00"
    )


@BOTH
@given(data=st.data())
@settings(max_examples=20, deadline=None)
def test_a_signature_holds_for_its_key_and_digest_alone(name: str, data: st.DataObject) -> None:
    ours = suite(name)
    seed = data.draw(st.binary(min_size=32, max_size=32))
    digest = ours.digest(data.draw(st.binary(max_size=100)))
    public = ours.public_of(seed)
    signed = ours.sign(seed, digest)
    place, by = data.draw(st.integers(0, 63)), data.draw(st.integers(1, 255))
    changed = bytearray(signed)
    changed[place] ^= by
    assert len(signed) == 64
    assert suite_of_key(public).name == name
    assert verify(public, digest, signed)
    assert not verify(public, digest, bytes(changed))
    assert not verify(public, ours.digest(digest), signed)


@given(public=st.binary(max_size=70), signed=st.binary(max_size=70))
def test_malformed_keys_and_signatures_prove_nothing(public: bytes, signed: bytes) -> None:
    assert not verify(public, bytes(32), signed)
    assert not verify(b"\x02" + public[:32].ljust(32, b"\0"), bytes(32), signed)


def log_in(name: str) -> list[tuple[Record, Envelope, Head]]:
    """The entries of the kept vectors, written in a suite."""
    sign = suite(name).sign
    by = authorship(sign=lambda digest: sign(SEED, digest), suite=name)
    head, written = Head.start(DEVICE, 1), []
    for base, entry in enumerate(ENTRIES):
        written.append(new_record(entry, head, by, base=base, hlc=hlc_of(WALL) + base))
        head = written[-1][2]
    return written


@BOTH
def test_a_log_is_written_and_proven_in_its_suite(name: str) -> None:
    written = log_in(name)
    records = [record for record, _, _ in written]
    assert verify_chain(Head.start(DEVICE, 1), records) == written[-1][2]
    signed = decode(records[-1].envelope)
    assert signed.suite == name
    assert digest_of_body(name, records[-1].body or b"") == signed.body
    mine = PublicKey(signed.actor, suite(name).public_of(SEED))
    assert is_signed_by_actor(signed, {KEY_ID: mine}.get) is True


def test_the_suites_hash_and_sign_differently() -> None:
    one, other = (log_in(name) for name in (INTERNATIONAL, NATIONAL))
    assert one[0][2].hash != other[0][2].hash
    assert one[0][1].body != other[0][1].body
    assert act_digest_of(one[-1][1]) != act_digest_of(other[-1][1])


def test_a_key_of_one_suite_does_not_sign_for_the_other() -> None:
    """Else an envelope could be made to say that it was signed by a stronger suite than it was."""
    signed = log_in(NATIONAL)[-1][1]
    other = PublicKey(signed.actor, suite(INTERNATIONAL).public_of(SEED))
    assert is_signed_by_actor(signed, {KEY_ID: other}.get) is False


def test_the_name_of_a_suite_cannot_be_swapped() -> None:
    record, envelope, _ = log_in(NATIONAL)[0]
    renamed = Record(record.envelope.replace(b"esuitedsm-1", b"esuitefintl-1"), record.body)
    assert hash_of(renamed.envelope) != record.hash
    with pytest.raises(BrokenChainError):
        verify_chain(Head.start(DEVICE, 1), [renamed])
    with pytest.raises(BadEnvelopeError):
        decode(record.envelope.replace(b"dsm-1", b"dsm-2"))
    assert dataclasses.is_dataclass(SUITES[envelope.suite])
