"""A full disk at every single write: what can't be kept is refused by name, nothing is half-written, work goes on."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from support.power_cut import recorder, recording
from support.stores import reopened

from app.store.verify import verify

ROOT = Path(__file__).resolve().parents[2]
MOST = 160

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="writes are made to fail with LD_PRELOAD")


def test_a_full_disk_at_every_write(tmp_path: Path) -> None:
    folder = tmp_path / "store"
    folder.mkdir()
    done = subprocess.run(
        [sys.executable, "-m", "support.full_disk", str(folder), str(MOST)],
        cwd=ROOT / "tests",
        env={
            **os.environ,
            **recording(recorder(tmp_path), folder, tmp_path / "log"),
            "PYTHONPATH": os.pathsep.join([str(ROOT), str(ROOT / "tests")]),
        },
        stdout=subprocess.PIPE,
        text=True,
        check=True,
    )
    days = [json.loads(line) for line in done.stdout.splitlines()]
    assert [day["room"] for day in days] == list(range(MOST))
    assert all(day["went_on"] for day in days)
    assert {code for day in days for code in day["refused"]} == {"disk_full"}
    assert days[0]["refused"]
    assert not days[-1]["refused"], "so many writes are more than the work needs"
    with reopened(folder / "A.db") as store:
        report = verify(store)
        assert report.is_sound, report.first
        assert report.cases == sum(len(day["cases"]) for day in days)
        assert all(store.case(case_id) is not None for day in days for case_id in day["cases"])
