"""What was acknowledged survives power cuts at any moment (security.md 3.2; journal.md 7.C 11).

`JIESU_POWER_CUTS` sets how many cuts are tried; 100 in the suite.
"""

from __future__ import annotations

import os
import random
import subprocess
import sys
from pathlib import Path

import pytest
from support.power_cut import SYNC, TRUNCATE, WRITE, Disk, Operation, read_log, recorder, recording
from support.stores import Desk, reopened

from app.store.verify import verify

ROOT = Path(__file__).resolve().parents[2]
CUTS = int(os.environ.get("JIESU_POWER_CUTS", "100"))
CASES = 25
ACKNOWLEDGED = "acknowledged"

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="writes are recorded with LD_PRELOAD")


def _recorded_work(tmp_path: Path, folder: Path) -> list[Operation]:
    """The writes of a desk that records cases, notes, drafts and a checkpoint; its acknowledgements among them."""
    log = tmp_path / "log"
    subprocess.run(
        [sys.executable, "-m", "support.acknowledging_loop", str(folder), str(CASES)],
        cwd=ROOT / "tests",
        env={
            **os.environ,
            **recording(recorder(tmp_path), folder, log),
            "PYTHONPATH": os.pathsep.join([str(ROOT), str(ROOT / "tests")]),
        },
        check=True,
    )
    return read_log(log)


def test_nothing_acknowledged_is_lost_when_the_power_fails(tmp_path: Path) -> None:
    folder = tmp_path / "store"
    folder.mkdir()
    operations = _recorded_work(tmp_path, folder)
    assert {WRITE, SYNC, TRUNCATE} <= {operation.kind for operation in operations}
    chance = random.Random(20261122)
    first = next(index for index, one in enumerate(operations) if one.name == ACKNOWLEDGED)
    moments = sorted(chance.randrange(first, len(operations)) for _ in range(CUTS))
    disk, acknowledged, at = Disk(), [], 0
    for number, moment in enumerate(moments):
        for operation in operations[at : moment + 1]:
            if operation.name == ACKNOWLEDGED:
                acknowledged += operation.data.decode().split()
            else:
                disk.take(operation)
        at = moment + 1
        after = tmp_path / f"after-{number}"
        after.mkdir()
        disk.cut(chance, after)
        _check(after / "A.db", acknowledged)
        if number % 10 == 0:
            with reopened(after / "A.db") as store:
                given = {row.case_no for row in store.worklist.rows(range(1, CASES + 1))}
                assert Desk(store).register().case_no not in given
        for file in after.iterdir():
            file.unlink()
    assert len(acknowledged) >= CASES // 2


def _check(path: Path, acknowledged: list[str]) -> None:
    with reopened(path) as store:
        report = verify(store)
        assert report.is_sound, report.first
        missing = [case_id for case_id in acknowledged if store.case(case_id) is None]
        assert missing == []
        assert report.cases - len(acknowledged) in (0, 1), "at most the one that was not yet acknowledged"


def test_the_model_notices_a_store_that_does_not_sync(tmp_path: Path) -> None:
    """Against a harness that finds nothing because it looks at nothing: without syncs the same check fails."""
    folder = tmp_path / "store"
    folder.mkdir()
    operations = _recorded_work(tmp_path, folder)
    acknowledged = [one for one in operations if one.name == ACKNOWLEDGED]
    start = operations.index(acknowledged[0])
    disk = Disk()
    for index, operation in enumerate(operations):
        if operation.name != ACKNOWLEDGED and not (index > start and operation.kind == SYNC):
            disk.take(operation)
    lost = 0
    for number in range(5):
        after = tmp_path / f"after-{number}"
        after.mkdir()
        disk.cut(random.Random(number), after)
        try:
            _check(after / "A.db", [word for one in acknowledged for word in one.data.decode().split()])
        except Exception:
            lost += 1
    assert lost
