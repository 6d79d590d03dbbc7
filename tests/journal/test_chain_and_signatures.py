"""A log can't be changed, shortened inside, reordered or re-labelled without being found out."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.journals import CASE_ID, DEVICE, ENTRIES, KEY, KEY_ID, PUBLIC_KEY, authorship, written

from app.domain.entry import EntryKind, NewEntry
from app.journal.chain import Head, verify_chain
from app.journal.envelope import Record, decode
from app.journal.errors import BadEnvelopeError, BrokenChainError, ClockAheadError
from app.journal.hlc import MAX_DRIFT_MS, HybridClock, hlc_of, wall_of
from app.journal.signature import PublicKey, act_digest_of, is_signed_by_actor, verify
from app.journal.view import case_bytes, case_text, instant, milliseconds, new_record

START = Head.start(DEVICE, 1)
LOG = [record for record, _, _ in written()]


def test_a_sound_log_gives_its_head() -> None:
    assert verify_chain(START, LOG) == written()[-1][2]
    assert verify_chain(verify_chain(START, LOG[:2]), LOG[2:]).seq == 4


def test_a_log_may_lose_bodies_and_still_verifies() -> None:
    assert verify_chain(START, [Record(record.envelope, None) for record in LOG]).seq == 4


@pytest.mark.parametrize(
    ("records", "seq", "why"),
    [
        (LOG[1:], 2, "gap"),
        ([LOG[0], LOG[2]], 3, "gap"),
        ([LOG[0], LOG[0]], 1, "gap"),
        ([LOG[1], LOG[0]], 2, "gap"),
        ([LOG[0]._replace(body=LOG[1].body)], 1, "body"),
        ([LOG[0]._replace(envelope=LOG[0].envelope[:-1])], 1, "not_cbor"),
    ],
)
def test_the_first_broken_entry_is_named(records: list[Record], seq: int, why: str) -> None:
    with pytest.raises(BrokenChainError) as caught:
        verify_chain(START, records)
    assert caught.value.details == {"origin": f"{DEVICE.hex()}.1.{seq}", "why": why}


def test_another_devices_or_lives_entries_do_not_continue_a_log() -> None:
    for start in (Head.start(bytes(16), 1), Head.start(DEVICE, 2)):
        with pytest.raises(BrokenChainError, match="other_log"):
            verify_chain(start, LOG)


@given(st.integers(0, len(LOG) - 1), st.integers(0, 10_000), st.integers(1, 255))
def test_no_byte_can_be_changed(index: int, place: int, by: int) -> None:
    both = bytearray(LOG[index].envelope + (LOG[index].body or b""))
    both[place % len(both)] ^= by
    size = len(LOG[index].envelope)
    changed = [*LOG]
    changed[index] = Record(bytes(both[:size]), bytes(both[size:]))
    try:
        head = verify_chain(START, changed)
    except BrokenChainError:
        return
    assert head.hash != written()[-1][2].hash


def test_only_the_actors_own_key_signs() -> None:
    envelope = written()[3][1]
    assert envelope.sig is not None
    digest = act_digest_of(envelope)
    assert verify(PUBLIC_KEY, digest, envelope.sig)
    assert not verify(PUBLIC_KEY, digest[:-1] + b"\0", envelope.sig)
    assert not verify(bytes(32), digest, envelope.sig)
    assert not verify(b"short", digest, b"short")

    known = {KEY_ID: PublicKey(envelope.actor, PUBLIC_KEY)}
    assert is_signed_by_actor(envelope, known.get) is True
    assert is_signed_by_actor(envelope, {}.get) is None
    assert is_signed_by_actor(envelope, {KEY_ID: PublicKey("0402", PUBLIC_KEY)}.get) is False
    for changed in ({"actor": "0402"}, {"base": 9}, {"wall": 1}, {"case": bytes(16)}, {"kind": "decision_recorded"}):
        assert is_signed_by_actor(envelope._replace(**changed), {KEY_ID: PublicKey("0402", PUBLIC_KEY)}.get) is False
    assert is_signed_by_actor(written()[0][1], known.get) is False


def test_what_carries_authority_is_never_written_unsigned() -> None:
    closed = NewEntry(EntryKind.CASE_CLOSED, CASE_ID, {})
    with pytest.raises(ValueError, match="signed"):
        new_record(closed, START, authorship(sign=None), base=0, hlc=1)
    record, envelope, _ = new_record(ENTRIES[1], START, authorship(sign=KEY.sign), base=0, hlc=1)
    assert envelope.sig is None
    assert decode(record.envelope).signer is None


def test_case_ids_and_instants_keep_their_values() -> None:
    assert case_text(case_bytes(CASE_ID)) == CASE_ID
    for wrong in ("", "c1", CASE_ID + "0", "z" * 32):
        with pytest.raises(BadEnvelopeError):
            case_bytes(wrong)
    for wall in (0, 1, 999, 1_795_320_306_789, 253_402_300_799_999):
        assert milliseconds(instant(wall)) == wall


# -- the hybrid clock -----------------------------------------------------------------------------------------------


@given(st.lists(st.tuples(st.booleans(), st.integers(0, 2**45)), max_size=50))
def test_readings_only_grow_whatever_the_wall_clock_does(steps: list[tuple[bool, int]]) -> None:
    clock, wall, last = HybridClock(), 1_795_320_306_789, 0
    for is_remote, moved in steps:
        if is_remote:
            try:
                clock.see(hlc_of(moved), wall)
            except ClockAheadError:
                assert wall_of(hlc_of(moved)) > wall + MAX_DRIFT_MS
        else:
            wall = moved
            reading = clock.tick(wall)
            assert reading > last
            last = reading


def test_a_clock_far_ahead_is_followed_for_five_minutes_at_most() -> None:
    clock = HybridClock()
    with pytest.raises(ClockAheadError):
        clock.see(hlc_of(10 * 365 * 86_400_000), 1000)
    assert wall_of(clock.tick(1000)) == 1000 + MAX_DRIFT_MS
    clock = HybridClock()
    clock.see(hlc_of(1000 + MAX_DRIFT_MS), 1000)
    assert wall_of(clock.tick(1000)) == 1000 + MAX_DRIFT_MS
