"""A desk in a process of its own, to be killed: `python -m support.desk_process FOLDER WHAT [CASE ID]`."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from support.cases import form
from support.real_desk import STORE_ID, RealBranch
from support.vault import MemorySecrets


def main(folder: str, what: str, *words: str) -> None:
    """Open the branch in `folder` with the secret from the environment, and do one thing."""
    secrets = MemorySecrets()
    secrets.kept[STORE_ID] = bytes.fromhex(os.environ["JIESU_SECRET"])
    desk = RealBranch(Path(folder), secrets=secrets).desk()
    if what == "register":
        from app.operations.register_complaint import register_complaint

        register_complaint(desk, form(), draft_id="d1")
    else:
        from app.operations.make_paper import make_slip

        make_slip(desk, words[0])


def run_and_die(folder: Path, branch: RealBranch, place: str, what: str, *words: str) -> None:
    """Do `what` in a process of its own, which is killed at `place`."""
    secret = next(iter(branch.secrets.kept.values())).hex()
    ended = subprocess.run(
        [sys.executable, "-m", "support.desk_process", str(folder), what, *words],
        cwd=Path(__file__).parents[1],
        env={**os.environ, "JIESU_CRASH_AT": place, "PYTHONPATH": os.pathsep.join(sys.path), "JIESU_SECRET": secret},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert ended.returncode == -9, ended.stderr


if __name__ == "__main__":
    main(*sys.argv[1:])
