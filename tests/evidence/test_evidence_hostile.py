"""The checker against bytes from anywhere: every changed byte is found, and nothing makes it crash or hang."""

from __future__ import annotations

import json

import cbor2
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import given, settings
from hypothesis import strategies as st
from support.evidence import checker, files_of, finding
from support.feeds import HUB_KEY

from app.journal.cbor import encode_canonical
from app.journal.evidence import zip_of
from app.journal.suites import INTERNATIONAL, SUITES

_plain = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**64), 2**64 - 1) | st.binary(max_size=40) | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=5) | st.dictionaries(st.text(max_size=8), inner, max_size=5),
    max_leaves=20,
)


@settings(max_examples=150, deadline=None)
@given(st.data())
def test_every_changed_byte_is_found(made: bytes, data: st.DataObject) -> None:
    place = data.draw(st.integers(0, len(made) - 1))
    other = data.draw(st.integers(1, 255))
    changed = bytearray(made)
    changed[place] ^= other
    assert finding(bytes(changed)) != ""


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_what_is_cut_off_or_added_is_found(made: bytes, data: st.DataObject) -> None:
    cut = data.draw(st.integers(0, len(made) - 1))
    assert finding(made[:cut]) != ""
    assert finding(made + data.draw(st.binary(min_size=1, max_size=30))) != ""


@settings(max_examples=150, deadline=None)
@given(st.binary(max_size=400), st.data())
def test_any_bytes_are_answered(made: bytes, junk: bytes, data: st.DataObject) -> None:
    assert finding(junk) != ""
    files = files_of(made)
    name = data.draw(st.sampled_from(sorted(files)))
    files[name] = junk
    assert finding(zip_of(files)) != ""


@settings(max_examples=150, deadline=None)
@given(st.dictionaries(st.text(max_size=12), _plain, max_size=4), st.data())
def test_any_manifest_and_any_logs_are_answered(made: bytes, manifest: dict[str, object], data: st.DataObject) -> None:
    files = files_of(made)
    known = json.loads(files["manifest.json"])
    field = data.draw(st.sampled_from(sorted(known)))
    known[field] = data.draw(st.none() | st.integers() | st.text() | st.lists(st.integers()))
    for content in (known, json.loads(json.dumps(manifest, default=str))):
        files["manifest.json"] = json.dumps(content, ensure_ascii=False, sort_keys=True, indent=1).encode(
            "utf-8", "replace"
        )
        assert finding(zip_of(files)) != ""


def test_depth_numbers_and_packed_files_do_no_harm(made: bytes) -> None:
    import io
    import zipfile

    files = files_of(made)
    assert finding(zip_of({**files, "manifest.json": b"[" * 200_000})) != ""
    assert finding(zip_of({**files, "manifest.json": b'{"version": ' + b"9" * 5000 + b"}"})) != ""
    bomb = io.BytesIO()
    with zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("manifest.json", bytes(50_000_000))
    assert finding(bomb.getvalue()) != ""
    for hostile in (b"\x9b" + b"\xff" * 8, b"\x81" * 5000, b"\x5b" + b"\xff" * 8, b"\xa1\x01\x02", b"\xf9\x00\x00"):
        with pytest.raises(ValueError):  # noqa: PT011 - any of them
            checker().read_cbor(hostile)


@settings(max_examples=300, deadline=None)
@given(_plain)
def test_its_reader_reads_what_the_journal_writes(value: object) -> None:
    try:
        data = encode_canonical(value)
    except Exception:
        return
    assert checker().read_cbor(data) == cbor2.loads(data)


@settings(max_examples=300, deadline=None)
@given(st.binary(max_size=40))
def test_its_reader_takes_the_one_form_only(data: bytes) -> None:
    try:
        value = checker().read_cbor(data)
    except (ValueError, RecursionError):
        return
    assert encode_canonical(value) == data


@settings(max_examples=100, deadline=None)
@given(st.lists(st.text(max_size=40) | st.binary(max_size=300) | st.integers(-(2**64), 2**64 - 1), max_size=30))
def test_its_writer_writes_what_is_signed(parts: list[object]) -> None:
    assert checker().write_cbor(parts) == encode_canonical(parts)


@settings(max_examples=60, deadline=None)
@given(st.binary(min_size=32, max_size=32), st.binary(max_size=100), st.data())
def test_its_signatures_are_those_of_the_library(seed: bytes, message: bytes, data: st.DataObject) -> None:
    key = Ed25519PrivateKey.from_private_bytes(seed)
    public, signature = key.public_key().public_bytes_raw(), key.sign(message)
    verify = checker().ed25519_verify
    assert verify(public, message, signature)
    place, other = data.draw(st.integers(0, 63)), data.draw(st.integers(1, 255))
    forged = bytearray(signature)
    forged[place] ^= other
    assert verify(public, message, bytes(forged)) is SUITES[INTERNATIONAL].verify(public, message, bytes(forged))
    assert not verify(public, message + b"x", signature)
    junk = data.draw(st.binary(min_size=32, max_size=32))
    assert verify(junk, message, signature) is SUITES[INTERNATIONAL].verify(junk, message, signature)


def test_a_signature_with_another_number_of_the_same_point_is_none() -> None:
    """RFC 8032 5.1.7: s below the order of the group, or one signature could be written in two ways."""
    key = Ed25519PrivateKey.from_private_bytes(bytes(32))
    signature = key.sign(b"m")
    other = int.from_bytes(signature[32:], "little") + checker().L
    doubled = signature[:32] + other.to_bytes(32, "little")
    assert not checker().ed25519_verify(key.public_key().public_bytes_raw(), b"m", doubled)
    assert not checker().ed25519_verify(b"", b"m", b"")
    assert HUB_KEY
