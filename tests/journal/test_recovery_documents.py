"""What branch and headquarters say to each other in a recovery: readable by the two alone, provable, hard to break."""

from __future__ import annotations

import json
import os
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import given
from hypothesis import strategies as st

from app.journal.errors import BadDocumentError
from app.journal.json_fields import canonical
from app.journal.recovery import (
    KEYRING_LOST,
    Grant,
    RecoveryAnswer,
    RecoveryRequest,
    SealedParts,
    make_answer,
    new_request_id,
    open_answer,
    open_at_headquarters,
)
from app.journal.sealing import machine_secret_context, name_of_store_key, seal, seal_public, store_key_context

STORE = "store-0001"
AT = datetime(2026, 11, 20, 1, 0, tzinfo=UTC)
HQ = {"hq1": bytearray(b"1" * 32), "hq2": bytearray(b"2" * 32)}
ONE_TIME = bytearray(b"3" * 32)
SECRET, KEY = bytearray(b"machine secret of this one PC 32"), bytearray(b"k" * 32)
OFFICERS = {staff_no: Ed25519PrivateKey.from_private_bytes(staff_no.encode() * 8) for staff_no in ("HQ01", "HQ02")}
GRANT = Grant("S009", "钱多多", "钥匙串丢失，电话核实")


def _request() -> RecoveryRequest:
    name = name_of_store_key(KEY)
    return RecoveryRequest(
        request_id=new_request_id(),
        store_id=STORE,
        branch="TS0102",
        device="ab" * 16,
        revision=7,
        why=KEYRING_LOST,
        asked_at=AT,
        one_time=seal_public(ONE_TIME),
        sealed={
            holder: SealedParts(
                seal(seal_public(seed), SECRET, machine_secret_context(STORE, holder)),
                {name: seal(seal_public(seed), KEY, store_key_context(STORE, name, holder))},
            )
            for holder, seed in HQ.items()
        },
    )


def _answer(request: RecoveryRequest) -> RecoveryAnswer:
    opened = open_at_headquarters(request, "hq1", HQ["hq1"])
    return make_answer(request, opened, GRANT, AT, {no: key.sign for no, key in OFFICERS.items()})


def _publics() -> dict[str, bytes]:
    return {no: key.public_key().public_bytes_raw() for no, key in OFFICERS.items()}


@pytest.mark.parametrize("holder", ["hq1", "hq2"])
def test_what_was_sealed_comes_back_to_the_one_time_key(holder: str) -> None:
    request = RecoveryRequest.decode(_request().encode())
    opened = open_at_headquarters(request, holder, HQ[holder])
    answer = RecoveryAnswer.decode(make_answer(request, opened, GRANT, AT, {}).encode())
    opened.wipe()
    assert not any(opened.machine_secret)
    back = open_answer(answer, request, ONE_TIME)
    assert back.machine_secret == SECRET
    assert back.store_keys == {name_of_store_key(KEY): KEY}
    assert answer.grant == GRANT


def test_documents_survive_the_way_unchanged() -> None:
    request = _request()
    again = RecoveryRequest.decode(request.encode())
    assert again == request
    assert again.digest == request.digest
    assert again.spoken_code == request.spoken_code
    answer = _answer(request)
    assert RecoveryAnswer.decode(answer.encode()) == answer
    assert "machine secret" not in repr(request) + repr(answer)


def test_two_different_officers_have_to_sign() -> None:
    answer = _answer(_request())
    assert answer.proven_officers(_publics()) == ("HQ01", "HQ02")
    one = replace(answer, officers={"HQ01": answer.officers["HQ01"]})
    assert one.proven_officers(_publics()) == ("HQ01",)
    assert one.signed_by("HQ02", one.officers["HQ01"]).proven_officers(_publics()) == ("HQ01",)
    same_key = {"HQ01": _publics()["HQ01"], "HQ02": _publics()["HQ01"]}
    twice = one.signed_by("HQ02", one.officers["HQ01"])
    assert len(twice.proven_officers(same_key)) == 1, "one person under two numbers is one officer"
    assert answer.proven_officers({}) == ()
    other_grant = replace(answer, grant=replace(GRANT, staff_no="T001"))
    assert other_grant.proven_officers(_publics()) == ()


def test_an_answer_belongs_to_one_request() -> None:
    request, other = _request(), _request()
    with pytest.raises(BadDocumentError) as caught:
        open_answer(_answer(other), request, ONE_TIME)
    assert caught.value.details["why"] == "other_request"
    edited = replace(request, branch="TS0999")
    assert edited.spoken_code != request.spoken_code
    with pytest.raises(BadDocumentError):
        open_answer(_answer(request), edited, ONE_TIME)


def test_the_wrong_key_opens_nothing() -> None:
    request = _request()
    for holder, private in (("hq1", HQ["hq2"]), ("hq2", HQ["hq1"]), ("hq3", HQ["hq1"])):
        with pytest.raises(BadDocumentError):
            open_at_headquarters(request, holder, private)
    with pytest.raises(BadDocumentError):
        open_answer(_answer(request), request, HQ["hq1"])
    with pytest.raises(BadDocumentError):
        open_at_headquarters(replace(request, store_id="store-0002"), "hq1", HQ["hq1"])


def test_a_one_time_key_that_is_none_is_refused() -> None:
    request = replace(_request(), one_time=bytes(32))
    opened = open_at_headquarters(request, "hq1", HQ["hq1"])
    with pytest.raises(BadDocumentError):
        make_answer(request, opened, GRANT, AT, {})


@pytest.mark.parametrize(
    ("change", "why"),
    [
        ({"format": "jiesu-keystore"}, "format"),
        ({"version": 2}, "version"),
        ({"suite": "xx-1"}, "suite"),
        ({"surplus": 1}, "shape"),
        ({"one_time": "AA=="}, "shape"),
        ({"why": "curiosity"}, "shape"),
        ({"sealed": {}}, "shape"),
        ({"sealed": {"hq9": {}}}, "shape"),
        ({"store_id": ""}, "shape"),
        ({"branch": "x" * 201}, "shape"),
        ({"revision": "7"}, "shape"),
        ({"asked_at": "2026-11-20"}, "shape"),
    ],
)
def test_a_request_of_another_shape_is_refused(change: dict[str, Any], why: str) -> None:
    content = canonical({**json.loads(_request().encode()), **change})
    with pytest.raises(BadDocumentError) as caught:
        RecoveryRequest.decode(content)
    assert caught.value.details["why"] == why


def test_another_spelling_is_refused() -> None:
    content = _request().encode()
    for other in (content + b" ", content.replace(b'"revision":7', b'"revision":7,"revision":7'), b"", b"\0" * 99):
        with pytest.raises(BadDocumentError):
            RecoveryRequest.decode(other)
    with pytest.raises(BadDocumentError):
        RecoveryRequest.decode(b"{" + os.urandom(1) * (70 << 10))


@given(st.data())
def test_garbage_gives_the_error_and_nothing_else(data: st.DataObject) -> None:
    content = bytearray(data.draw(st.sampled_from([_request().encode(), _answer(_request()).encode(), b""])))
    for _ in range(data.draw(st.integers(1, 4))):
        place = data.draw(st.integers(0, len(content)))
        content[place : place + data.draw(st.integers(0, 20))] = data.draw(st.binary(max_size=20))
    for kind in (RecoveryRequest, RecoveryAnswer):
        try:
            kind.decode(bytes(content))
        except BadDocumentError:
            continue
