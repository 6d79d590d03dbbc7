"""Two processes on one keystore, such as a desk and a command in the terminal: neither undoes what the other did."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from support import guessing_elsewhere
from support.vault import STORE, SUPERVISOR, Branch, MemorySecrets

from app.vault.errors import KeystoreUnreadableError
from app.vault.vault import Vault


def test_a_wrong_password_elsewhere_does_not_bring_back_whom_the_desk_removes(vault: Vault, branch: Branch) -> None:
    """The desk removes somebody while the other process has read the keystore and still works on the password."""
    assert isinstance(branch.secrets, MemorySecrets)
    program = Path(guessing_elsewhere.__file__)
    command = [sys.executable, str(program), str(branch.folder), STORE, branch.secrets.kept[STORE].hex()]
    environment = {**os.environ, "PYTHONPATH": f"{program.parents[1]}{os.pathsep}{program.parents[2]}"}
    with (
        vault.sign_in("S001", SUPERVISOR.password) as session,
        subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, env=environment) as other,
    ):
        assert other.stdin is not None
        assert other.stdout is not None
        assert other.stdout.readline() == b"read\n"
        vault.remove(session, "H001")
        other.stdin.close()
        assert other.stdout.read() == b"refused\n"
    with branch.open() as again:
        assert "H001" not in again.people()
        record = again._kept.value.find("T001")
        assert record is not None
        assert record.failures.count == 1


def test_who_waits_for_too_long_is_told(vault: Vault, branch: Branch, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("app.system.shared_lock.LONGEST_WAIT_SECONDS", 0.05)
    monkeypatch.setattr(vault._kept.lock._processes, "trylock", _held)
    with pytest.raises(KeystoreUnreadableError):
        vault.sign_in("S001", SUPERVISOR.password)


def _held() -> None:
    raise BlockingIOError(11, "held")


def test_where_no_lock_can_be_made_people_still_sign_in(vault: Vault, branch: Branch) -> None:
    (branch.folder / "keystore.lock").unlink(missing_ok=True)
    (branch.folder / "keystore.lock").mkdir()
    with vault.sign_in("S001", SUPERVISOR.password):
        pass
