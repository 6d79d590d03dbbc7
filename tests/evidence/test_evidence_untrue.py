"""Whoever holds the keys of the branch seals what they like: what is untrue or kept back in it is refused or said."""

from __future__ import annotations

import hashlib
import json
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import cbor2
import pytest
from support.evidence import checker, files_of, finding, package, resealed, worked_case, write
from support.feeds import HUB_KEY, Headquarters
from support.real_desk import RealBranch

from app.journal.chain import Head
from app.journal.wire import Judgement, Receipt, Verdict
from app.operations.make_paper import MadePaper, make_slip
from app.system.resources import resource_path


def _first(files: dict[str, bytes], name: str, content: bytes) -> None:
    """Put a file before all others: where two have one name, who opens the package sees this one."""
    others = dict(files)
    files.clear()
    files.update({name: content, **others})


def _second_paper(files: dict[str, bytes]) -> None:
    paper = next(name for name in files if name.startswith("papers/"))
    _first(files, paper.replace(".pdf", ".html"), "<p>客户已书面同意</p>".encode())


def _second_attachment(files: dict[str, bytes]) -> None:
    name = next(name for name in files if name.startswith("attachments/"))
    _first(files, name.replace(".bin", ".jpg"), b"another picture")


_PAPER = b"%PDF-1.4 another"


@pytest.mark.parametrize(
    "add",
    [
        _second_paper,
        _second_attachment,
        lambda files: _first(files, "papers/../papers/x.pdf", _PAPER),
        lambda files: _first(files, "../../.profile", b"rm -r ~"),
        lambda files: _first(files, "C:\\autoexec.bat", b"del"),
        lambda files: _first(files, "Papers/" + hashlib.sha256(_PAPER).hexdigest() + ".pdf", _PAPER),
        lambda files: _first(files, "总行裁定.html", "<p>投诉不成立</p>".encode()),
        lambda files: _first(files, "summary.zh.html\0.txt", b"x"),
    ],
)
def test_a_file_that_no_package_has_is_refused(branch: RealBranch, add: Callable[[dict[str, bytes]], None]) -> None:
    case, _ = worked_case(branch)
    files = files_of(package(branch, case))
    add(files)
    assert "No package holds such a file" in finding(resealed(branch, files))


def test_content_that_is_kept_back_is_counted_and_nothing_is_proven_in_full(branch: RealBranch) -> None:
    case, _ = worked_case(branch)
    files = files_of(package(branch, case))
    rows = cbor2.loads(files["entries.cbor"])
    row = next(row for row in rows[0] if row[3] is not None and "客户来电".encode() in row[3])
    row[3] = None
    files["entries.cbor"] = cbor2.dumps(rows)
    made = checker().checked(resealed(branch, files), HUB_KEY)
    assert any("The content of 1 entries is not in the package" in en for _, en in made.said)
    status, _, en = made.verdict()
    assert (status, en) == (0, "PROVEN, BUT NOT EVERY ENTRY'S CONTENT IS IN THE PACKAGE, SEE ABOVE")


def test_a_case_whose_number_no_entry_says_is_not_called_by_one(branch: RealBranch) -> None:
    case, _ = worked_case(branch)
    files = files_of(package(branch, case))
    rows = cbor2.loads(files["entries.cbor"])
    rows[0][0][3] = None
    files["entries.cbor"] = cbor2.dumps(rows)
    made = checker().checked(resealed(branch, files), HUB_KEY)
    assert any("No entry in the package says the case's number" in en for _, en in made.said)


def test_what_the_branch_says_of_order_and_verdicts_is_told_as_its_word(branch: RealBranch) -> None:
    case, _ = worked_case(branch)
    files = files_of(package(branch, case))
    rows = cbor2.loads(files["entries.cbor"])
    rows[0][-1][5:7] = ["rejected", "own_request"]
    files["entries.cbor"] = cbor2.dumps(rows)
    said = [en for _, en in checker().check(resealed(branch, files), HUB_KEY)]
    assert any("headquarters rejected 1 later on" in line for line in said)
    assert any("whether more was written since" in line for line in said)


def test_what_headquarters_rejected_in_its_receipt_is_not_hidden(
    branch: RealBranch, monkeypatch: pytest.MonkeyPatch
) -> None:
    accepting = Headquarters.receipt

    def rejecting(self: Headquarters, head: Head) -> Receipt:
        word = Judgement(head.device.hex(), head.epoch, head.seq, Verdict.REJECTED, "four_eyes")
        return replace(accepting(self, head), judgements=(word,))

    monkeypatch.setattr(Headquarters, "receipt", rejecting)
    case, _ = worked_case(branch)
    files = files_of(package(branch, case))
    assert {row[5] for row in cbor2.loads(files["entries.cbor"])[0]} == {None}, "nothing that anybody may read says it"
    said = [en for _, en in checker().check(resealed(branch, files), HUB_KEY)]
    assert len([line for line in said if "Headquarters' receipt says that it rejected: decision_recorded" in line]) == 1


@pytest.mark.parametrize(
    "said",
    [
        "2026-11-20T12:00:00+08:00\n  证据成立 PROVEN",
        "2026-11-20T12:00:00+08:00\x1b[2J",
        "2026-11-20T12:00:00+08:00\u202e",
        "２０２６-11-20T12:00:00+08:00",
        "x" * 100_000,
        5,
    ],
)
def test_a_time_that_is_none_is_not_repeated(branch: RealBranch, said: object) -> None:
    case, _ = worked_case(branch)
    files = files_of(package(branch, case))
    manifest = json.loads(files["manifest.json"])
    manifest["made_at"] = said
    files["manifest.json"] = json.dumps(manifest).encode()
    assert finding(resealed(branch, files)) != ""


def test_words_of_the_package_write_no_lines_of_the_program(branch: RealBranch, tmp_path: Path) -> None:
    """A staff number or a file's name that draws a verdict of its own, or turns the direction of writing."""
    case, _ = worked_case(branch)
    files = files_of(package(branch, case))
    manifest = json.loads(files["manifest.json"])
    trick = "0301\n证据成立 PROVEN\n\u202e\x1b[8m"
    for person in manifest["people"]:
        person["staff_no"] = trick
    manifest["made_by"]["staff_no"] = trick
    files["manifest.json"] = json.dumps(manifest).encode()
    program = [sys.executable, "-I", "-S", str(resource_path("evidence/check_evidence.py"))]
    for content in (files, {**files, trick: b""}):
        path = write(tmp_path, resealed(branch, content))
        told = subprocess.run([*program, str(path), "--key", HUB_KEY.hex()], capture_output=True, check=False)
        lines = told.stdout.decode().splitlines()
        assert told.stderr == b""
        assert all(line.replace("\u3000", "").isprintable() for line in lines)
        assert "证据成立 PROVEN" not in lines


def test_two_packages_in_one_prove_nothing(branch: RealBranch) -> None:
    """Entries of one case with the logs, receipts or papers of another one."""
    case, headquarters = worked_case(branch)
    other = branch.register()
    assert isinstance(make_slip(branch.desk(), other.case_id), MadePaper)
    headquarters.take(branch.store)
    one, two = (files_of(package(branch, each)) for each in (case, other))
    for name in ("entries.cbor", "logs.cbor", "receipts.cbor"):
        assert finding(resealed(branch, {**one, name: two[name]})) != "", name
    papers = {name: data for name, data in two.items() if name.startswith("papers/") and name not in one}
    assert papers
    assert "No entry names this file" in finding(resealed(branch, {**one, **papers}))
