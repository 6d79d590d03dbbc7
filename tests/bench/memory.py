"""Resident memory of the desk after a whole complaint, with every page visited: read from a tour's own report."""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

AIM_MIB = 200


def run() -> dict[str, dict[str, Any]]:
    """MiB at the end of the tour. Raises: CalledProcessError when the tour fails."""
    with tempfile.TemporaryDirectory(prefix="jiesu-bench-") as folder:
        command = [sys.executable, "-m", "app", "tour", "--out", folder]
        subprocess.run(command, check=True, capture_output=True, cwd=Path(__file__).resolve().parents[2])
        told = json.loads((Path(folder) / "tour.json").read_text(encoding="utf-8"))
    steps = {f"tour {name}": {"value": ms, "unit": "ms"} for name, ms in told["milliseconds"].items()}
    return {"after every page": {"value": told["resident_mib"], "unit": "MiB", "aim": AIM_MIB}, **steps}
