"""Headquarters' directory as bytes: read as written, and by nobody but who holds headquarters' key."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.cases import PEOPLE, at
from support.desks import KeyPair

from app.domain.directory import DirectoryKey, Listed, RecoveryKey, StaffDirectory
from app.domain.people import Person, Role, StandingDelegation
from app.journal.cbor import decode_canonical, encode_canonical
from app.journal.errors import BadEnvelopeError
from app.journal.staff_directory import open_directory, seal_directory
from app.journal.suites import INTERNATIONAL, NATIONAL, SUITES

HEADQUARTERS, STRANGER = KeyPair.of("headquarters"), KeyPair.of("stranger")
DAY = at("2026-11-20 09:00").date()
DELEGATED = replace(PEOPLE["0301"], delegations=(StandingDelegation(Role.SUPERVISOR, DAY, DAY, "ZH01"),))
DIRECTORY = StaffDirectory(
    "0102",
    7,
    at("2026-11-20 09:00"),
    3,
    (
        Listed(PEOPLE["0217"], (DirectoryKey(b"k" * 16, b"p" * 32, True), DirectoryKey(b"l" * 16, b"q" * 33))),
        Listed(DELEGATED, (DirectoryKey(b"m" * 16, b"r" * 32),)),
        Listed(PEOPLE["0299"], ()),
    ),
    (Listed(Person("ZH01", "陈总行", Role.HEADQUARTERS, "0102"), (DirectoryKey(b"n" * 16, b"s" * 32),)),),
    (RecoveryKey("hq1", b"x" * 32, ("ZH01", "ZH02")),),
    ("0499",),
)


def _sealed(directory: StaffDirectory = DIRECTORY, by: KeyPair = HEADQUARTERS) -> bytes:
    return seal_directory(directory, by.sign, INTERNATIONAL)


def _why(body: bytes, branch: str = "0102", key: bytes = HEADQUARTERS.public) -> str:
    with pytest.raises(BadEnvelopeError) as caught:
        open_directory(body, branch, key)
    return str(caught.value.details["why"])


def test_it_reads_as_it_was_written() -> None:
    assert open_directory(_sealed(), "0102", HEADQUARTERS.public) == DIRECTORY


def test_the_other_suite_signs_as_well() -> None:
    suite, seed = SUITES[NATIONAL], bytes(range(32))
    body = seal_directory(DIRECTORY, lambda digest: suite.sign(seed, digest), NATIONAL)
    assert open_directory(body, "0102", suite.public_of(seed)) == DIRECTORY
    assert _why(body) == "directory_signature"


def test_only_headquarters_can_make_one_and_only_for_its_branch() -> None:
    assert _why(_sealed(by=STRANGER)) == "directory_signature"
    assert _why(_sealed(), branch="0103") == "directory_branch"
    assert _why(_sealed(), key=STRANGER.public) == "directory_signature"


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (b'"branch":"0102"', b'"branch":"0103"'),
        (b'"number":7', b'"number":8'),
        (b'"role":"teller"', b'"role":"branch_head"'),
        (b'"is_active":false', b'"is_active":true'),
        (b'"offline_days":3', b'"offline_days":9'),
        (b'"is_retired":true', b'"is_retired":false'),
        ("李晓".encode(), "王晓".encode()),
    ],
)
def test_a_changed_word_is_seen(old: bytes, new: bytes) -> None:
    parts = decode_canonical(_sealed(), limit=1 << 20)
    assert old in parts["content"]
    parts["content"] = parts["content"].replace(old, new, 1)
    assert _why(encode_canonical(parts), branch="0103" if b"0103" in new else "0102") == "directory_signature"


@pytest.mark.parametrize(
    "unsound",
    [
        replace(DIRECTORY, number=0),
        replace(DIRECTORY, offline_days=0),
        replace(DIRECTORY, offline_days=400),
        replace(DIRECTORY, officers=DIRECTORY.people),
        replace(DIRECTORY, people=DIRECTORY.officers),
    ],
)
def test_what_no_sound_headquarters_issues_is_not_read(unsound: StaffDirectory) -> None:
    assert _why(_sealed(unsound)) == "directory_unreadable"


@given(st.binary(max_size=200))
def test_bytes_that_are_none(body: bytes) -> None:
    assert _why(body) == "directory_unreadable"


@given(st.integers(0, 3000), st.integers(1, 255))
def test_a_flipped_byte_never_passes(place: int, flip: int) -> None:
    body = bytearray(_sealed())
    body[place % len(body)] ^= flip
    assert _why(bytes(body)).startswith("directory_")
