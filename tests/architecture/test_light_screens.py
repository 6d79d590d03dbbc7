"""Screens come up before any heavy library, and presenters know no Qt (ux: start-up is decided by imports)."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import grimp
import pytest

ROOT = Path(__file__).resolve().parents[2]

HEAVY = (
    "sqlalchemy",
    "reportlab",
    "httpx",
    "cryptography",
    "keyring",
    "segno",
    "pypdfium2",
    "babel",
    "psycopg",
    "starlette",
    "uvicorn",
)

_IMPORT_ALL = """
import importlib, sys
for name in sys.argv[2].split(","):
    importlib.import_module(name)
    loaded = [heavy for heavy in sys.argv[1].split(",") if heavy in sys.modules]
    if loaded:
        sys.exit(f"importing {name} loads {', '.join(loaded)}")
"""


def _modules(folder: str) -> list[str]:
    paths = sorted((ROOT / folder).rglob("*.py"))
    names = [".".join(path.relative_to(ROOT).with_suffix("").parts) for path in paths]
    return [name.removesuffix(".__init__") for name in names]


def test_screens_import_nothing_heavy() -> None:
    names = [name for name in _modules("app/ui") if not name.endswith("__main__")]
    done = subprocess.run(
        [sys.executable, "-c", _IMPORT_ALL, ",".join(HEAVY), ",".join(names)],
        cwd=ROOT,
        env={**os.environ, "QT_QPA_PLATFORM": "offscreen"},
        capture_output=True,
        text=True,
        timeout=120,
    )
    advice = "load it on a worker lane after the first paint, inside the operation that needs it"
    assert done.returncode == 0, f"{done.stderr.strip().splitlines()[-1]}; {advice}"


@pytest.fixture(scope="module")
def graph() -> grimp.ImportGraph:
    return grimp.build_graph("app", include_external_packages=True, cache_dir=None)


def test_presenters_know_no_qt(graph: grimp.ImportGraph) -> None:
    presenters = [name for name in graph.modules if name.startswith("app.ui.") and name.endswith("presenter")]
    chains = [
        " -> ".join(chain)
        for name in presenters
        if "PySide6" in graph.modules and (chain := graph.find_shortest_chain(name, "PySide6"))
    ]
    assert not chains, f"a presenter decides and never touches Qt: {chains}"
