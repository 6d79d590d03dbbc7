"""The vault after kill -9: a real process, killed at each named point and at random moments."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from support.vault import CHEAP, PEOPLE, STORE, TELLER

from app.vault.errors import VaultMissingError, WrongPasswordError
from app.vault.machine_secret import PassphraseMachineSecret
from app.vault.vault import Vault

ROOT = Path(__file__).resolve().parents[2]
PHRASE = "a branch passphrase"
pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="SIGKILL")

_CHANGE = """
import sys, pathlib
sys.path.insert(0, "tests")
from support.vault import CHEAP
from app.vault.machine_secret import PassphraseMachineSecret
from app.vault.vault import Vault
folder = pathlib.Path(sys.argv[1])
vault = Vault.open(folder, PassphraseMachineSecret(folder, sys.argv[2]), cost=CHEAP)
old, times = sys.argv[3], int(sys.argv[4])
for number in range(times):
    new = f"changed password {number}"
    print("begin", number, flush=True)
    vault.change_password("T001", old, new)
    print("done", number, flush=True)
    old = new
"""

_CREATE = """
import sys, pathlib
sys.path.insert(0, "tests")
from support.vault import CHEAP, PEOPLE
from app.vault.machine_secret import PassphraseMachineSecret
from app.vault.vault import Vault
folder = pathlib.Path(sys.argv[1])
secrets = PassphraseMachineSecret(folder, sys.argv[2], cost=CHEAP)
Vault.create(folder, sys.argv[3], secrets, PEOPLE, branch="TS0102", cost=CHEAP)
"""


def _secrets(folder: Path) -> PassphraseMachineSecret:
    return PassphraseMachineSecret(folder, PHRASE, cost=CHEAP)


def _opens(folder: Path, password: str) -> bool:
    with Vault.open(folder, _secrets(folder), cost=CHEAP) as vault:
        try:
            vault.sign_in("T001", password).wipe()
        except WrongPasswordError:
            return False
        return True


def _run(script: str, *words: str, crash_at: str) -> int:
    environment = {**os.environ, "JIESU_CRASH_AT": crash_at}
    command = [sys.executable, "-c", script, *words]
    return subprocess.run(command, cwd=ROOT, env=environment, check=False, stdout=subprocess.DEVNULL).returncode


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    Vault.create(tmp_path, STORE, _secrets(tmp_path), PEOPLE, branch="TS0102", cost=CHEAP).close()
    return tmp_path


@pytest.mark.parametrize("point", ["before_write", "before_replace", "after_replace"])
def test_killed_while_saving_either_the_old_password_opens_or_the_new(folder: Path, point: str) -> None:
    assert _run(_CHANGE, str(folder), PHRASE, TELLER.password, "1", crash_at=f"vault.{point}") == -9
    is_new = point == "after_replace"
    assert _opens(folder, "changed password 0") is is_new
    assert _opens(folder, TELLER.password) is not is_new


@pytest.mark.parametrize("point", ["before_write", "before_replace"])
@pytest.mark.parametrize("what", ["passphrase", "vault"])
def test_killed_while_being_made_it_is_not_there_and_can_be_made(tmp_path: Path, what: str, point: str) -> None:
    assert _run(_CREATE, str(tmp_path), PHRASE, "store-killed", crash_at=f"{what}.{point}") == -9
    with pytest.raises(VaultMissingError):
        Vault.open(tmp_path, _secrets(tmp_path))
    assert Vault.header(tmp_path) is None
    Vault.create(tmp_path, STORE, _secrets(tmp_path), PEOPLE, branch="TS0102", cost=CHEAP).close()
    assert _opens(tmp_path, TELLER.password)


def test_killed_just_after_being_made_it_opens(tmp_path: Path) -> None:
    assert _run(_CREATE, str(tmp_path), PHRASE, STORE, crash_at="vault.after_replace") == -9
    assert _opens(tmp_path, TELLER.password)


@pytest.mark.parametrize("lines", [3, 8, 21, 34, 55, 90])
def test_killed_at_a_random_moment_no_acknowledged_password_is_lost(folder: Path, lines: int) -> None:
    process = subprocess.Popen(
        [sys.executable, "-c", _CHANGE, str(folder), PHRASE, TELLER.password, "100000"],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        text=True,
    )
    with process:
        assert process.stdout is not None
        said = [process.stdout.readline() for _ in range(lines)]
        process.kill()
        said += process.stdout.readlines()
    done = [int(line.split()[1]) for line in said if line.startswith("done")]
    last = done[-1] if done else -1  # acknowledged; the next one may have got through as well
    passwords = [f"changed password {last}" if done else TELLER.password, f"changed password {last + 1}"]
    assert [_opens(folder, password) for password in passwords].count(True) == 1
