"""Process start to first paint: the sign-in window against a bare QMainWindow, each in processes of its own.

Medians of interleaved runs. Libraries that were loaded before the paint and should not have been are an error.
"""

from __future__ import annotations

import json
import os
import statistics
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
RUNS = 9
AIM = 1.5
HEAVY = ("sqlalchemy", "reportlab", "httpx", "cryptography", "keyring", "babel", "segno", "pypdfium2")

_REPORT = """
import os, sys, time
def painted():
    heavy = [name for name in sys.argv[1].split(",") if name in sys.modules]
    print(time.time(), ",".join(heavy), flush=True)
    os._exit(0)
"""

BARE = (
    _REPORT
    + """
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QMainWindow
class Window(QMainWindow):
    def paintEvent(self, event):
        QTimer.singleShot(0, painted)
app = QApplication([])
window = Window()
window.resize(1366, 749)
window.show()
app.exec()
"""
)

SIGN_IN = (
    _REPORT
    + """
from app.system.clock import Clock
from app.trial.people import TRIAL_PEOPLE
from app.ui.first_paint import first_window
from app.ui.sign_in.logins import TrialLogin
first = first_window(
    [], now=Clock().now, theme="light", branch=("朝阳支行", "0102"), size=(1366, 749), then=painted,
    trial=[TrialLogin(p.staff_no, p.name, p.role.value, p.password) for p in TRIAL_PEOPLE],
)
first.app.exec()
"""
)


def run(runs: int = RUNS) -> dict[str, Any]:
    """Measure `runs` pairs of processes, one after the other, after one pair that only warms the caches."""
    bare: list[float] = []
    ours: list[float] = []
    heavy: set[str] = set()
    for turn in range(runs + 1):
        for code, times in ((BARE, bare), (SIGN_IN, ours)):
            took, loaded = _once(code)
            heavy.update(loaded if times is ours else ())
            if turn:
                times.append(took)
    if heavy:
        raise RuntimeError(f"loaded before the first paint: {', '.join(sorted(heavy))}")
    return {
        "process start to first paint": {
            "value": statistics.median(ours),
            "unit": "ms",
            "floor": statistics.median(bare),
            "aim": AIM,
        }
    }


def _once(code: str) -> tuple[float, list[str]]:
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    # An installed program has its bytecode; the pair of processes that only warms up writes it.
    environment.pop("PYTHONDONTWRITEBYTECODE", None)
    if not environment.get("DISPLAY"):
        environment["QT_QPA_PLATFORM"] = "offscreen"
    start = time.time()
    done = subprocess.run(
        [sys.executable, "-c", code, ",".join(HEAVY)],
        env=environment,
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=60,
        check=True,
    )
    painted_at, _space, heavy = done.stdout.strip().partition(" ")
    return (float(painted_at) - start) * 1000, [name for name in heavy.split(",") if name]


if __name__ == "__main__":
    print(json.dumps(run(), indent=2))
