"""A program that ended below Python is told of at the next start: kind and places, nothing that it held."""

from __future__ import annotations

import signal
import subprocess
import sys
from pathlib import Path

import pytest

from app.system.faults import FAULT_FILE, kept_faults, told_of

_ROOT = Path(__file__).resolve().parents[2]
_SECRET = "王芳芳13812345678"
_SCRIPT = """
import os, signal, sys
from pathlib import Path
from app.system.faults import kept_faults

def talk_to(customer):
    os.kill(os.getpid(), int(sys.argv[2]))

with kept_faults(Path(sys.argv[1])):
    talk_to(sys.argv[3])
"""


def _end_by(folder: Path, number: int) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", _SCRIPT, str(folder), str(number), _SECRET],
        cwd=folder.parent,
        env={"PYTHONPATH": str(_ROOT), "PATH": ""},
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.mark.skipif(sys.platform == "win32", reason="signals of POSIX")
@pytest.mark.parametrize(
    ("number", "kind"),
    [(signal.SIGSEGV, "Segmentation fault"), (signal.SIGABRT, "Aborted"), (signal.SIGBUS, "Bus error")],
)
def test_what_ended_it_is_told_once(tmp_path: Path, number: int, kind: str) -> None:
    folder = tmp_path / "logs"
    assert _end_by(folder, number).returncode == -number
    written = (folder / FAULT_FILE).read_text()
    assert _SECRET not in written
    assert (folder / FAULT_FILE).stat().st_mode & 0o777 == 0o600
    with kept_faults(folder) as earlier:
        assert earlier.splitlines()[:2] == [kind, "thread that failed:"]
        assert "in talk_to" in earlier
        assert str(_ROOT) not in earlier
    with kept_faults(folder) as earlier:
        assert earlier == ""


@pytest.mark.skipif(sys.platform == "win32", reason="signals of POSIX")
def test_a_kill_and_an_end_in_order_tell_nothing(tmp_path: Path) -> None:
    folder = tmp_path / "logs"
    assert _end_by(folder, signal.SIGKILL).returncode == -signal.SIGKILL
    with kept_faults(folder) as earlier:
        assert earlier == ""
    assert list(folder.iterdir()) == []


def test_only_what_has_the_form_of_a_place_goes_on() -> None:
    written = "\n".join(
        [
            "Fatal Python error: Segmentation fault",
            "",
            "Current thread 0x00007f0 [lane-database] (most recent call first):",
            f'  File "{_ROOT}/app/store/store.py", line 12 in note',
            '  File "/somewhere/else/x.py", line 7 in <lambda>',
            f'  File "/somewhere/else/x.py", line 7 in {_SECRET}',
            f"customer = {_SECRET}",
            "Extension modules: PySide6.QtCore (total: 1)",
        ]
    )
    assert told_of(written).splitlines() == [
        "Segmentation fault",
        "thread that failed:",
        "  app/store/store.py:12 in note",
        "  x.py:7 in <lambda>",
    ]


def test_a_folder_that_takes_nothing_stops_no_start(tmp_path: Path) -> None:
    (tmp_path / "logs").write_text("a file")
    with kept_faults(tmp_path / "logs") as earlier:
        assert earlier == ""
