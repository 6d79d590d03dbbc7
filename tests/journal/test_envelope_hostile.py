"""Bytes from anywhere are refused with a known error, quickly, or are exactly what they claim to be."""

from __future__ import annotations

from typing import Any

import cbor2
import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.journals import written

from app.journal.cbor import decode_canonical, encode_canonical
from app.journal.envelope import MAX_BODY, MAX_ENVELOPE, Envelope, decode, decode_body, encode, encode_body
from app.journal.errors import BadEnvelopeError
from app.journal.view import to_entry

GOOD = written()[0][1]
PLAIN = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**64), 2**64 - 1) | st.text(st.characters(codec="utf-8")) | st.binary(),
    lambda inner: (
        st.lists(inner, max_size=4) | st.dictionaries(st.text(st.characters(codec="utf-8")), inner, max_size=4)
    ),
    max_leaves=20,
)


@given(PLAIN)
def test_every_plain_value_comes_back_from_its_one_encoding(value: Any) -> None:
    assert decode_canonical(encode_canonical(value), limit=1 << 20) == value


@given(st.dictionaries(st.text(st.characters(codec="utf-8"), max_size=30), st.integers(0, 5), max_size=12))
def test_key_order_is_that_of_rfc_8949(value: dict[str, int]) -> None:
    shuffled = dict(reversed(value.items()))
    assert encode_canonical(value) == encode_canonical(shuffled) == cbor2.dumps(value, canonical=True)


@given(st.binary(max_size=600))
def test_any_bytes_are_refused_or_sound(data: bytes) -> None:
    for read in (decode, decode_body):
        try:
            value = read(data)
        except BadEnvelopeError:
            continue
        again = encode(value) if isinstance(value, Envelope) else encode_body(value)
        assert again == data


@given(st.integers(0, 400), st.integers(1, 255), st.sampled_from(["flip", "cut", "double", "insert"]))
def test_a_damaged_envelope_is_refused_or_another_sound_one(place: int, by: int, how: str) -> None:
    data = bytearray(encode(GOOD))
    place %= len(data)
    if how == "flip":
        data[place] ^= by
    elif how == "cut":
        del data[place:]
    elif how == "double":
        data += data[place:]
    else:
        data.insert(place, by)
    try:
        found = decode(bytes(data))
    except BadEnvelopeError:
        return
    assert encode(found) == bytes(data)
    assert found != GOOD


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("nothing", b""),
        ("indefinite map", b"\xbf\x61v\x01\xff"),
        ("deep lists", b"\x81" * 100_000 + b"\x01"),
        ("huge map", b"\xbb" + b"\xff" * 8),
        ("huge list", b"\x9b\x7f" + b"\xff" * 7),
        ("huge text", b"\x7b\x7f" + b"\xff" * 7),
        ("bignum", b"\xc2\x58\x20" + b"\xff" * 32),
        ("decimal with a huge exponent", b"\xc4\x82\x1b" + b"\x7f" * 8 + b"\x01"),
        ("date", b"\xc1\x1a\x5f\x00\x00\x00"),
        ("regular expression", b"\xd8\x23\x66(a+)+$"),
        ("shared reference", b"\xd8\x1c\x81\xd8\x1d\x00"),
        ("unknown tag", b"\xdb" + b"\xff" * 8 + b"\x01"),
        ("float", b"\xfb" + bytes(8)),
        ("undefined", b"\xf7"),
        ("doubled key", b"\xa2\x61a\x01\x61a\x02"),
        ("keys out of order", b"\xa2\x61b\x01\x61a\x02"),
        ("number in a long form", b"\xa1\x61a\x18\x01"),
        ("bytes as key", b"\xa1\x41a\x01"),
        ("number as key", b"\xa1\x01\x01"),
        ("broken text", b"\xa1\x61a\x61\xff"),
        ("surrogate in text", b"\xa1\x61a\x63\xed\xa0\x80"),
        ("more after the end", b"\xa0\x00"),
        ("a list", b"\x80"),
        ("too long", b"\xa1\x61a\x5a\x00\x20\x00\x00" + bytes(1 << 21)),
    ],
)
def test_hostile_bytes_are_refused(name: str, data: bytes) -> None:
    with pytest.raises(BadEnvelopeError):
        decode(data)
    with pytest.raises(BadEnvelopeError):
        decode_body(data)


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("v", 2),
        ("v", True),
        ("suite", "sm-9"),
        ("dev", bytes(15)),
        ("dev", "0" * 16),
        ("seq", 0),
        ("seq", -1),
        ("seq", 2**63),
        ("seq", "1"),
        ("epoch", 0),
        ("tz", 1441),
        ("wall", 253_402_300_800_000),
        ("kind", ""),
        ("kind", 7),
        ("kind", "x" * 129),
        ("actor", ""),
        ("case", None),
        ("body", bytes(31)),
        ("boot", bytes(9)),
        ("sig", bytes(64)),
        ("signer", bytes(16)),
        ("refver", None),
    ],
)
def test_values_out_of_range_are_refused_both_ways(field: str, value: Any) -> None:
    wrong = GOOD._replace(**{field: value})
    with pytest.raises(BadEnvelopeError):
        encode(wrong)
    with pytest.raises(BadEnvelopeError):
        decode(cbor2.dumps(wrong._asdict()))


def test_a_signature_has_to_have_its_length() -> None:
    with pytest.raises(BadEnvelopeError):
        encode(GOOD._replace(sig=bytes(63), signer=bytes(16)))


def test_added_and_missing_keys_are_refused() -> None:
    plain = GOOD._asdict()
    for wrong in ({**plain, "zzzzzzzz": 1}, {k: v for k, v in plain.items() if k != "tz"}, dict(sorted(plain.items()))):
        with pytest.raises(BadEnvelopeError):
            decode(cbor2.dumps(wrong))


@pytest.mark.parametrize(
    "value", [1.5, {"a": 2**64}, {1: 2}, {"a": "\ud800"}, {"a": object()}, {"\udfff": 1}, {"a": {1}}]
)
def test_what_has_no_encoding_is_refused(value: Any) -> None:
    with pytest.raises(BadEnvelopeError):
        encode_canonical(value)


def test_nesting_has_an_end_both_ways() -> None:
    value: Any = []
    for _ in range(40):
        value = [value]
    with pytest.raises(BadEnvelopeError):
        encode_canonical(value)


def test_a_long_narrative_fits_and_a_huge_body_does_not() -> None:
    assert len(encode_body({"narrative": "𠮷" * 12_000})) < MAX_BODY
    with pytest.raises(BadEnvelopeError):
        encode_body({"narrative": "x" * MAX_BODY})
    assert len(encode(GOOD)) < MAX_ENVELOPE / 4


def test_a_purged_body_reads_as_empty() -> None:
    record, _, _ = written()[0]
    assert to_entry(record._replace(body=None)).body == {}


@pytest.mark.parametrize("suite", [[], {}, None, 1, b"intl-1"])
def test_a_suite_that_is_no_word_is_refused(suite: Any) -> None:
    values = dict(zip(Envelope._fields, GOOD, strict=True)) | {"suite": suite}
    with pytest.raises(BadEnvelopeError):
        decode(cbor2.dumps(values))
