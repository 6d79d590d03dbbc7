"""A package of a branch on the suite "sm-1": SM3 and SM2 in the checker, which has the standard library alone."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import cbor2
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from support.evidence import checker, desk_of, files_of, finding, package, resealed, worked_case, write
from support.feeds import HUB_KEY
from support.real_desk import RealBranch, real_branch

from app.journal.envelope import decode, encode, hash_of
from app.journal.evidence import Sealer, sealed_package
from app.journal.suites import INTERNATIONAL, NATIONAL, SUITES

SM = SUITES[NATIONAL]


def test_a_national_package_is_proven(made_national: bytes, tmp_path: Path) -> None:
    said = [en for _, en in checker().check(made_national, HUB_KEY)]
    assert json.loads(files_of(made_national)["manifest.json"])["suite"] == NATIONAL
    assert {decode(raw).suite for log in cbor2.loads(files_of(made_national)["logs.cbor"]) for raw in log[3]} == {
        NATIONAL
    }
    assert any("receipted by headquarters" in line for line in said)
    assert any("no receipt of headquarters yet" in line for line in said)
    assert "Signatures of people verified: 0301 × 1." in said
    program = write(tmp_path, made_national).with_name("check_evidence.py")
    program.write_bytes(files_of(made_national)["check_evidence.py"])
    run = [sys.executable, "-I", "-S", str(program), str(tmp_path / "package.zip"), "--key", HUB_KEY.hex()]
    told = subprocess.run(run, capture_output=True, check=False, cwd=tmp_path)
    assert (told.returncode, told.stderr) == (0, b"")


@settings(max_examples=80, deadline=None)
@given(st.data())
def test_every_changed_byte_is_found(made_national: bytes, data: st.DataObject) -> None:
    changed = bytearray(made_national)
    changed[data.draw(st.integers(0, len(changed) - 1))] ^= data.draw(st.integers(1, 255))
    assert finding(bytes(changed)) != ""


@pytest.fixture
def national(tmp_path: Path) -> Iterator[RealBranch]:
    """A branch on the national suite."""
    with real_branch(tmp_path, signs=NATIONAL) as branch:
        yield branch


def test_whoever_holds_the_keys_of_the_branch_can_not_make_up_another_story(national: RealBranch) -> None:
    case, _ = worked_case(national)
    made = files_of(package(national, case))
    assert finding(resealed(national, dict(made))) == ""

    files = dict(made)
    files["entries.cbor"] = files["entries.cbor"].replace("客户来电询问进度".encode(), "客户来电表示满意".encode())
    assert "An entry's content was changed" in finding(resealed(national, files))

    files, logs = dict(made), cbor2.loads(made["logs.cbor"])
    raws = logs[0][3]
    raws[0] = encode(decode(raws[0])._replace(wall=5))
    for number in range(1, len(raws)):
        raws[number] = encode(decode(raws[number])._replace(prev=hash_of(raws[number - 1])))
    files["logs.cbor"] = cbor2.dumps(logs)
    assert "Headquarters' receipt is for other entries" in finding(resealed(national, files))

    receipts = cbor2.loads(made["receipts.cbor"])
    receipts[0][1] = bytes(64)
    files = {**made, "receipts.cbor": cbor2.dumps(receipts)}
    assert "Headquarters' signature of the receipt is wrong" in finding(resealed(national, files))


def test_an_entry_of_one_suite_is_not_signed_by_a_key_of_the_other(national: RealBranch) -> None:
    """Else an entry could be made to say that it was signed by a stronger suite than it was."""
    case, _ = worked_case(national)
    files = files_of(package(national, case))
    manifest = json.loads(files["manifest.json"])
    decided = next(person for person in manifest["people"] if person["staff_no"] == "0301")
    decided["keys"][0]["key"] = SUITES[INTERNATIONAL].public_of(bytes(32)).hex()
    files["manifest.json"] = json.dumps(manifest).encode()
    assert "The person's signature is wrong" in finding(resealed(national, files))


def test_device_and_person_seal_each_by_the_suite_of_its_own_key(branch: RealBranch) -> None:
    """A person whose key is of another suite than the device's, either way round."""
    case, _ = worked_case(branch)
    files = files_of(package(branch, case))
    facts = json.loads(files["manifest.json"])
    content = {name: data for name, data in files.items() if name not in ("manifest.json", "seal.cbor")}
    for name in ("files", "format", "version", "suite"):
        del facts[name]
    key_id, seed = desk_of(branch).session.signer_key_id, bytes(range(32))
    maker = next(person for person in facts["people"] if person["staff_no"] == facts["made_by"]["staff_no"])
    maker["keys"] = [{"key_id": key_id.hex(), "key": SM.public_of(seed).hex()}]
    device = Sealer(branch.vault.device_sign, branch.vault.suite)
    person = Sealer(lambda digest: SM.sign(seed, digest), NATIONAL)
    assert finding(sealed_package(facts, content, device, person, key_id)) == ""
    wrong = sealed_package(facts, content, device, person._replace(suite=INTERNATIONAL), key_id)
    assert "The seal of the person who made it is wrong" in finding(wrong)
    wrong = sealed_package(facts, content, device._replace(suite=NATIONAL), person, key_id)
    assert "The suite is not that of the device's key" in finding(wrong)


def test_headquarters_own_key_may_be_of_the_national_suite(made_national: bytes, tmp_path: Path) -> None:
    path = write(tmp_path, made_national)
    assert checker().main([str(path), "--key", SM.public_of(bytes(32)).hex()]) == 1
    with pytest.raises(SystemExit):
        checker().main([str(path), "--key", "00" * 34])


# -- SM3 and SM2 against the journal's own ---------------------------------------------------------------------------


@settings(max_examples=200, deadline=None)
@given(st.binary(max_size=300))
@example(b"")
@example(bytes(55))
@example(bytes(56))
@example(bytes(64))
def test_its_digests_are_those_of_the_journal(data: bytes) -> None:
    assert checker().sm3(data) == checker().sm3_by_hand(data) == SM.digest(data)


@settings(max_examples=40, deadline=None)
@given(st.binary(min_size=32, max_size=32), st.binary(max_size=100), st.data())
def test_its_signatures_are_those_of_the_journal(seed: bytes, message: bytes, data: st.DataObject) -> None:
    public, signature = SM.public_of(seed), SM.sign(seed, message)
    verify = checker().sm2_verify
    assert verify(public, message, signature)
    forged = bytearray(signature)
    forged[data.draw(st.integers(0, 63))] ^= data.draw(st.integers(1, 255))
    assert not verify(public, message, bytes(forged))
    assert not verify(public, message + b"x", signature)


@settings(max_examples=100, deadline=None)
@given(
    st.binary(max_size=40) | st.binary(min_size=32, max_size=32).map(lambda x: b"\x02" + x),
    st.binary(max_size=70) | st.binary(min_size=64, max_size=64),
    st.binary(max_size=40),
)
def test_malformed_keys_and_signatures_prove_nothing_in_either(key: bytes, signature: bytes, message: bytes) -> None:
    assert checker().sm2_verify(key, message, signature) is SM.verify(key, message, signature) is False


def test_the_other_form_of_the_same_number_is_no_signature() -> None:
    """GB/T 32918.2, 7.1: r and s from 1 to n - 1, and r + s is not n."""
    seed = bytes(range(32))
    public, n = SM.public_of(seed), checker().SM2_N
    signature = SM.sign(seed, b"m")
    r = int.from_bytes(signature[:32], "big")
    for pair in ((r, 0), (0, r), (n, r), (r, n), (r, n - r)):
        forged = b"".join(number.to_bytes(32, "big") for number in pair)
        assert not checker().sm2_verify(public, b"m", forged)
        assert not SM.verify(public, b"m", forged)
