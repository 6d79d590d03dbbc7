"""A package of one case proves what it says, to somebody who has nothing but the package and headquarters' key."""

from __future__ import annotations

import hashlib
import json
import subprocess
import sys
from pathlib import Path

import cbor2
import pytest
from support.cases import AUDITOR, HANDLER, TELLER
from support.evidence import (
    REASON,
    checker,
    desk_of,
    files_of,
    finding,
    package,
    resealed,
    taken_out,
    worked_case,
    write,
)
from support.feeds import HUB_KEY
from support.real_desk import RealBranch, refused

from app.domain.book import BookKind
from app.journal.envelope import decode, encode
from app.operations.attach import Preview, preview_attachment
from app.operations.evidence import make_evidence


def test_a_package_is_proven(branch: RealBranch) -> None:
    case, _ = worked_case(branch)
    said = [en for _, en in checker().check(package(branch, case), HUB_KEY)]
    assert any("receipted by headquarters" in line for line in said)
    assert any("no receipt of headquarters yet" in line for line in said)
    assert "Signatures of people verified: 0301 × 1." in said
    assert any(line.startswith("papers: entries name 1, 1 are") for line in said)
    assert any(line.startswith("attached files: entries name 1, 1 are") for line in said)


def test_it_is_the_same_bytes_for_the_same_moment_and_holds_no_word_of_another_case(branch: RealBranch) -> None:
    case, _ = worked_case(branch)
    data = package(branch, case)
    files = files_of(data)
    assert hashlib.sha256(package(branch, case)).digest() == hashlib.sha256(data).digest()
    assert "另案".encode() not in data
    assert "客户来电询问进度".encode() in files["entries.cbor"]
    assert files["check_evidence.py"].startswith(b"#!/usr/bin/env python3")
    assert case.case_no in files["summary.zh.html"].decode()
    assert len(files["summary.en.html"].decode().split("<tr>")) - 1 == case.version


def test_taking_it_out_is_on_record_and_needs_the_right(branch: RealBranch) -> None:
    case, _ = worked_case(branch)
    assert refused(make_evidence(desk_of(branch, TELLER), case.case_id, REASON)).code == "no_right"
    made = taken_out(branch, case, AUDITOR)
    assert made.name == f"evidence-{case.case_no}.zip"
    with branch.store.database.read() as connection:
        row = connection.exec_driver_sql(
            "SELECT b.body FROM entry e JOIN entry_body b USING (device, epoch, seq) WHERE e.kind = ?",
            (BookKind.DATA_TAKEN_OUT.value,),
        ).one()
    body = cbor2.loads(row[0])
    assert (body["what"], body["sha256"]) == ("evidence", hashlib.sha256(made.data).hexdigest())
    assert finding(package(branch, case)) == ""  # the book's entry about it is in the next one
    assert len(cbor2.loads(files_of(package(branch, case))["entries.cbor"])[1]) == 1


def test_a_look_at_its_file_is_in_the_package(branch: RealBranch) -> None:
    case, _ = worked_case(branch)
    (file,) = case.attachments
    assert finding(package(branch, case)) == ""
    before = len(cbor2.loads(files_of(package(branch, case))["entries.cbor"])[1])
    assert isinstance(preview_attachment(desk_of(branch, HANDLER), case.case_id, file.sha256, 50), Preview)
    data = package(branch, case)
    assert finding(data) == ""
    book = cbor2.loads(files_of(data)["entries.cbor"])[1]
    assert len(book) == before + 1
    assert "的附件：本人经办案件" in files_of(data)["summary.zh.html"].decode()


def test_the_program_stands_alone(branch: RealBranch, tmp_path: Path) -> None:
    case, _ = worked_case(branch)
    data = package(branch, case)
    path = write(tmp_path, data)
    program = tmp_path / "check_evidence.py"
    program.write_bytes(files_of(data)["check_evidence.py"])
    run = [sys.executable, "-I", "-S", str(program), str(path)]
    told = subprocess.run([*run, "--key", HUB_KEY.hex()], capture_output=True, check=False, cwd=tmp_path)
    assert (told.returncode, told.stderr) == (0, b"")
    assert "PROVEN, IN PART BY THE BRANCH ALONE" in told.stdout.decode()
    told = subprocess.run(run, capture_output=True, check=False, cwd=tmp_path)
    assert (told.returncode, "PROVEN" in told.stdout.decode()) == (3, False)
    path.write_bytes(data[:-1])
    told = subprocess.run(run, capture_output=True, check=False, cwd=tmp_path)
    assert told.returncode == 1
    assert "NOT PROVEN" in told.stdout.decode()
    assert subprocess.run([*run, "--key", "12"], capture_output=True, check=False, cwd=tmp_path).returncode == 2


def test_another_key_of_headquarters_does_not_do(branch: RealBranch) -> None:
    case, _ = worked_case(branch)
    data = package(branch, case)
    assert "Headquarters' signature of the receipt is wrong" in finding(data, bytes(range(32)))
    assert any("Headquarters' key is from the package" in en for _, en in checker().check(data))


def _change_logs(files: dict[str, bytes], place: int, **changed: object) -> None:
    """Rewrite an envelope and make every later one of its piece fit it, as whoever holds all local keys can."""
    logs = cbor2.loads(files["logs.cbor"])
    raws = logs[0][3]
    before = None
    for number, raw in enumerate(raws):
        envelope = decode(raw)
        if number == place:
            envelope = envelope._replace(**changed)  # type: ignore[arg-type]
        elif number > place and before is not None:
            envelope = envelope._replace(prev=before)
        raws[number] = encode(envelope)
        before = hashlib.sha256(b"jiesu-entry-v1" + raws[number]).digest()
    files["logs.cbor"] = cbor2.dumps(logs)


def _drop_entry(files: dict[str, bytes], number: int) -> None:
    rows = cbor2.loads(files["entries.cbor"])
    del rows[0][number]
    files["entries.cbor"] = cbor2.dumps(rows)


def _change_body(files: dict[str, bytes]) -> None:
    files["entries.cbor"] = files["entries.cbor"].replace("客户来电询问进度".encode(), "客户来电表示满意".encode())


def _swap(files: dict[str, bytes]) -> None:
    rows = cbor2.loads(files["entries.cbor"])
    rows[0][1], rows[0][2] = rows[0][2], rows[0][1]
    files["entries.cbor"] = cbor2.dumps(rows)


def _other_paper(files: dict[str, bytes]) -> None:
    name = next(name for name in files if name.startswith("papers/"))
    files[name] = files[name] + b"\n"


def _forge_receipt(files: dict[str, bytes]) -> None:
    rows = cbor2.loads(files["receipts.cbor"])
    rows[0][1] = bytes(64)
    files["receipts.cbor"] = cbor2.dumps(rows)


def _other_number(files: dict[str, bytes]) -> None:
    manifest = json.loads(files["manifest.json"])
    manifest["case"]["no"] = "TS0102-2026-A-000999"
    files["manifest.json"] = json.dumps(manifest).encode()


@pytest.mark.parametrize(
    ("forge", "what"),
    [
        (lambda files: _change_logs(files, 0, wall=5), "Headquarters' receipt is for other entries"),
        (lambda files: _drop_entry(files, 3), "An entry of the case is missing"),
        (lambda files: _drop_entry(files, -1), "An entry of the case is missing"),
        (_change_body, "An entry's content was changed"),
        (_swap, "The entries are not in their order"),
        (_other_paper, "No entry names this file"),
        (_forge_receipt, "Headquarters' signature of the receipt is wrong"),
        (_other_number, "Another case number"),
    ],
)
def test_whoever_holds_the_keys_of_the_branch_can_not_make_up_another_story(
    branch: RealBranch, forge: object, what: str
) -> None:
    case, _ = worked_case(branch)
    files = files_of(package(branch, case))
    assert callable(forge)
    forge(files)
    assert what in finding(resealed(branch, files))


def test_a_package_of_another_case_under_this_number_is_found(branch: RealBranch) -> None:
    case, _ = worked_case(branch)
    other = branch.register()
    files, others = files_of(package(branch, case)), files_of(package(branch, other))
    files["entries.cbor"] = others["entries.cbor"]
    assert finding(resealed(branch, files)) != ""


def test_without_resealing_every_file_is_held_by_the_manifest(branch: RealBranch) -> None:
    from app.journal.evidence import zip_of

    case, _ = worked_case(branch)
    files = files_of(package(branch, case))
    for name in files:
        changed = {**files, name: files[name] + b" "}
        assert finding(zip_of(changed)) != "", name
        assert finding(zip_of({kept: data for kept, data in files.items() if kept != name})) != "", name


def test_what_headquarters_has_nothing_of_is_not_called_proven(branch: RealBranch) -> None:
    """A branch that somebody made up at home is sound in itself, and fits any key of headquarters."""
    case = branch.register()
    made = checker().checked(package(branch, case), HUB_KEY)
    status, _, en = made.verdict()
    assert (status, en) == (3, "HOLDS TOGETHER, BUT HEADQUARTERS HAS RECEIPTED NOTHING OF IT")


def test_a_decision_whose_key_nobody_shows_is_not_proven(branch: RealBranch) -> None:
    case, _ = worked_case(branch)
    files = files_of(package(branch, case))
    manifest = json.loads(files["manifest.json"])
    for person in manifest["people"]:
        if person["staff_no"] == "0301":
            person["keys"] = []
    files["manifest.json"] = json.dumps(manifest).encode()
    assert "The key of this person's signature is not in the package" in finding(resealed(branch, files))


def test_everything_receipted_and_vouched_for_is_proven_in_full(branch: RealBranch) -> None:
    from support.desk_acts import add_note
    from support.feeds import Headquarters
    from support.real_desk import done

    case = branch.register()
    done(add_note(branch.desk(), case.case_id, "客户来电"))
    Headquarters().take(branch.store)
    assert checker().checked(package(branch, case), HUB_KEY).verdict() == (0, "证据成立", "PROVEN")
