"""`jiesu recover` as a person runs it: the request, headquarters' answer, back in; and what stands against it."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from support.left_over import Branch
from support.trial_desk import SUPERVISOR

from app.bootstrap.workplace import Workplace
from app.operations.recover import waiting_recovery

pytestmark = pytest.mark.usefixtures("keyring")
ROOT = Path(__file__).resolve().parents[2]
NEW_PASSWORD = "xin-de-mima-0108-26"


def recover(branch: Branch, *words: str, typed: str = "") -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "app", "recover", words[0], "--data", str(branch.folder), *words[1:]],
        cwd=ROOT,
        env=dict(os.environ),
        input=typed,
        capture_output=True,
        text=True,
        timeout=180,
        check=False,
    )


def test_from_request_to_the_fresh_key(branch: Branch, tmp_path: Path) -> None:
    branch.wipe_keyring()
    request, answer = tmp_path / "request.json", tmp_path / "answer.json"
    said = recover(branch, "request", "--why", "keyring_lost", "--out", str(request))
    assert said.returncode == 0, said.stderr
    (code,) = set(re.findall(r"(?:[0-9A-Z]{4}-){4}[0-9A-Z]{4}", said.stdout))
    assert "抄下" in said.stdout
    assert "Write it down" in said.stdout
    assert recover(branch, "request", "--why", "keyring_lost", "--out", str(request)).returncode == 1
    said = recover(branch, "answer", "--request", str(request), "--grant", SUPERVISOR.staff_no, "--out", str(answer))
    assert said.returncode == 0, said.stderr
    said = recover(branch, "finish", "--answer", str(answer), typed=f"{code[:-1]}\n{NEW_PASSWORD}\n")
    assert said.returncode == 1
    assert "恢复码不正确" in said.stderr
    assert NEW_PASSWORD not in said.stdout + said.stderr
    said = recover(branch, "finish", "--answer", str(answer), typed=f"{code}\n{NEW_PASSWORD}\n")
    assert said.returncode == 0, said.stderr
    assert "ZH01" in said.stdout
    assert "fresh key" in said.stdout
    place = Workplace(branch.folder)
    place.open_vault(None)
    assert place.vault is not None
    assert place.vault.rotation_due is None
    desk = place.sign_in(SUPERVISOR.staff_no, NEW_PASSWORD)
    assert desk.store.case(branch.case_ids[0]) is not None
    place.close()


def test_what_stands_against_it(branch: Branch, tmp_path: Path) -> None:
    assert "没有等待答复" in recover(branch, "cancel").stderr
    assert recover(branch, "finish", "--answer", str(tmp_path / "nothing"), typed="x\ny\n").returncode == 1
    nowhere = recover(branch, "request", "--why", "supervisor_forgotten", "--out", str(tmp_path / "no" / "where"))
    assert nowhere.returncode == 1
    assert waiting_recovery(branch.room) is None, "nothing waits whose request nobody has"
    request = tmp_path / "request.json"
    assert recover(branch, "request", "--why", "supervisor_forgotten", "--out", str(request)).returncode == 0
    said = recover(branch, "cancel")
    assert said.returncode == 0
    assert waiting_recovery(branch.room) is None
