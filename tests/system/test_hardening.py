"""A crashed desk leaves no core file with customers in it."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

_SCRIPT = """
import os, resource, sys
from app.system.hardening import harden_process
print(",".join(harden_process()))
print(resource.getrlimit(resource.RLIMIT_CORE))
import ctypes
print(ctypes.CDLL(None).prctl(3, 0, 0, 0, 0))  # PR_GET_DUMPABLE
open(sys.argv[1], "w").close()
print(oct(os.stat(sys.argv[1]).st_mode & 0o777))
sys.stdout.flush()
os.abort()
"""


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="what Linux offers")
def test_it_takes_effect_and_a_crash_leaves_no_core(tmp_path: Path) -> None:
    root = Path(__file__).resolve().parents[2]
    done = subprocess.run(
        [sys.executable, "-c", _SCRIPT, str(tmp_path / "file")],
        cwd=tmp_path,
        env={"PYTHONPATH": str(root), "PATH": ""},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.stdout.split("\n")[:4] == ["umask,core_limit,not_dumpable", "(0, 0)", "0", "0o600"]
    assert done.returncode == -6
    assert [path.name for path in tmp_path.iterdir()] == ["file"]


def test_it_is_harmless_where_a_system_lacks_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "platform", "win32")
    import os

    from app.system.hardening import harden_process

    before = os.umask(0o022)
    try:
        assert harden_process() == ("umask",)
    finally:
        os.umask(before)


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="what Linux offers")
@pytest.mark.parametrize("module", ["app.attachments.looker", "app.trial.keeper"])
def test_processes_of_its_own_do_it_themselves(module: str) -> None:
    """What Linux grants a process is lost at exec: each of ours has to ask for it."""
    root = Path(__file__).resolve().parents[2]
    script = (
        "import importlib, sys, app.system.hardening as h\n"
        "class Taken(BaseException): pass\n"
        f"module = importlib.import_module({module!r})\n"
        "def taken(): raise Taken\n"
        "module.harden_process = taken\n"
        "sys.argv = ['x', 'folder']\n"
        "try: module.main()\n"
        "except Taken: print('taken')\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", script],
        cwd=root,
        input=b"",
        capture_output=True,
        check=False,
    )
    assert done.stdout == b"taken\n", done.stderr
