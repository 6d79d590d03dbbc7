"""Runs the benchmarks in tests/bench and prints each figure as a ratio to its floor.

A benchmark is a module with `run() -> dict[str, Figure-like mapping]`: for each name `value`, `unit`, and where there
is one `floor` and `aim` (the largest ratio or value wanted). Machines differ and are noisy, so ratios count, not times.
"""

from __future__ import annotations

import argparse
import importlib.util
import json
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).resolve().parents[2] / "tests" / "bench"


def main(args: argparse.Namespace) -> int:
    """Measure and print; 0 unless a benchmark failed to run. A missed aim is shown, it is no failure."""
    if not FOLDER.is_dir():
        print("tests/bench is not here: run this from a source tree", file=sys.stderr)  # noqa: T201
        return 2
    names = sorted(path.stem for path in FOLDER.glob("*.py") if not path.stem.startswith("_"))
    wanted = [name for name in names if not args.only or name in args.only]
    unknown = sorted(set(args.only) - set(names))
    if unknown:
        print(f"no such benchmark: {', '.join(unknown)}; there are {', '.join(names)}", file=sys.stderr)  # noqa: T201
        return 2
    sys.path.insert(0, str(FOLDER.parent))  # what the benchmarks share with the tests
    figures: dict[str, Mapping[str, Any]] = {}
    has_failed = False
    print(f"{'what':<44}{'value':>12}{'floor':>12}{'ratio':>8}   aim")  # noqa: T201
    for name in wanted:
        try:
            measured = _load(name).run()
        except Exception as error:  # one broken benchmark must not hide the others
            print(f"{name:<44}failed: {error!r}")  # noqa: T201
            has_failed = True
            continue
        for key, figure in measured.items():
            figures[f"{name}.{key}"] = figure
            print(_line(f"{name}.{key}", figure), flush=True)  # noqa: T201
    if args.json:
        args.json.write_text(json.dumps(figures, indent=1, ensure_ascii=False), encoding="utf-8")
    return 1 if has_failed else 0


def _load(name: str) -> Any:
    spec = importlib.util.spec_from_file_location(f"jiesu_bench_{name}", FOLDER / f"{name}.py")
    if spec is None or spec.loader is None:
        raise ImportError(name)
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


def _line(name: str, figure: Mapping[str, Any]) -> str:
    unit = str(figure.get("unit", ""))
    value, floor, aim = figure.get("value"), figure.get("floor"), figure.get("aim")
    ratio = value / floor if value is not None and floor else None
    shown_floor = f"{floor:.2f} {unit}" if floor is not None else "-"
    shown_ratio = f"{ratio:.2f}x" if ratio is not None else "-"
    verdict = ""
    if aim is not None:
        reached = (ratio if ratio is not None else value) <= aim
        verdict = f"<= {aim:g}{'x' if ratio is not None else ' ' + unit} {'yes' if reached else 'NO'}"
    return f"{name:<44}{value:>9.2f} {unit:<3}{shown_floor:>12}{shown_ratio:>8}   {verdict}"
